@NullMarked
package dev.cratehold.home;

import org.jspecify.annotations.NullMarked;
