/// The fuzzers of what the server keeps to itself.
@NullMarked
package dev.cratehold.server;

import org.jspecify.annotations.NullMarked;
