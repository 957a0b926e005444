@NullMarked
package dev.cratehold.home.layout;

import org.jspecify.annotations.NullMarked;
