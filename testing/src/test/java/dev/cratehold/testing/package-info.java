/// Tests of the fakes themselves.
@NullMarked
package dev.cratehold.testing;

import org.jspecify.annotations.NullMarked;
