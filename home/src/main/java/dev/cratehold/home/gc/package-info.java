/// Collecting from a Cargo home: what could go, what of it should, and taking it away beside a
/// running cargo so that no build ever misses a file. `HomeCollector` is the door.
@NullMarked
package dev.cratehold.home.gc;

import org.jspecify.annotations.NullMarked;
