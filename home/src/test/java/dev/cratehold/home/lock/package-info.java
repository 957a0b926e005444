@NullMarked
package dev.cratehold.home.lock;

import org.jspecify.annotations.NullMarked;
