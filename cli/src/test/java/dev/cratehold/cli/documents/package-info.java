@NullMarked
package dev.cratehold.cli.documents;

import org.jspecify.annotations.NullMarked;
