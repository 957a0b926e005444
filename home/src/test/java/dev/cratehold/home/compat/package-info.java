@NullMarked
package dev.cratehold.home.compat;

import org.jspecify.annotations.NullMarked;
