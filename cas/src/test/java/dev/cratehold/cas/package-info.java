@NullMarked
package dev.cratehold.cas;

import org.jspecify.annotations.NullMarked;
