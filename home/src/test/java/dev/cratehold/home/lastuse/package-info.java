@NullMarked
package dev.cratehold.home.lastuse;

import org.jspecify.annotations.NullMarked;
