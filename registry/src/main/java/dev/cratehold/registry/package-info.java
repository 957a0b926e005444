/// Cargo's registry protocol as values: names, versions, index files, `config.json`, download
/// templates. Pure: nothing here reads a file, opens a socket or asks for the time.
///
/// The protocol is described in the Cargo book, chapters "Running a Registry" and "Registry Index".
/// All types are immutable and safe for use by several threads.
@NullMarked
package dev.cratehold.registry;

import org.jspecify.annotations.NullMarked;
