@NullMarked
package dev.cratehold.cli.home;

import org.jspecify.annotations.NullMarked;
