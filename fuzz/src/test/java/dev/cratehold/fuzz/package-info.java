/// Seeded fuzzers for everything that reads what others wrote: index files, `config.json`, names,
/// versions, URLs and the paths and heads of requests.
///
/// `./build verify` runs each for a fixed number of inputs, `fuzz/run 300` each for five minutes.
/// The seed is printed.
@NullMarked
package dev.cratehold.fuzz;

import org.jspecify.annotations.NullMarked;
