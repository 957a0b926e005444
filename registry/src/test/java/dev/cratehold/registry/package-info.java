/// Tests of the protocol values.
@NullMarked
package dev.cratehold.registry;

import org.jspecify.annotations.NullMarked;
