@NullMarked
package dev.cratehold.home.trash;

import org.jspecify.annotations.NullMarked;
