/// Cargo's own collection, `cargo clean gc -Zgc`: the same plan, the same texts, the same database
/// afterwards.
@NullMarked
package dev.cratehold.home.compat;

import org.jspecify.annotations.NullMarked;
