@NullMarked
package dev.cratehold.home.gc;

import org.jspecify.annotations.NullMarked;
