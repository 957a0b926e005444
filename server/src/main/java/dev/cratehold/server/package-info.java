/** HTTP. */
@NullMarked
package dev.cratehold.server;

import org.jspecify.annotations.NullMarked;
