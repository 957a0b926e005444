/// The collection engine: an inventory gives entries, a policy makes a plan of them, an executor
/// carries the plan out in short batches under somebody else's lock and reports. It knows neither
/// files nor crates.
@NullMarked
package dev.cratehold.retention;

import org.jspecify.annotations.NullMarked;
