/** Content-addressable storage on disk. */
@NullMarked
package dev.cratehold.cas;

import org.jspecify.annotations.NullMarked;
