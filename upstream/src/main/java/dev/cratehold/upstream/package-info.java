/** A registry seen from a client. */
@NullMarked
package dev.cratehold.upstream;

import org.jspecify.annotations.NullMarked;
