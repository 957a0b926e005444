/** Fakes and fixtures for the tests of every module. */
@NullMarked
package dev.cratehold.testing;

import org.jspecify.annotations.NullMarked;
