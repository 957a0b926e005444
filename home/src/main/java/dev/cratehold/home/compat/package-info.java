/// Cargo's own collection, `cargo clean gc -Zgc`: the same plan, the same texts, the same database
/// afterwards.
///
/// [CompatPlan] decides, [CompatCollector] acts. No rule of this package is shared with the better
/// collection in `home.gc`, so that no quirk of cargo's becomes an option there. What cargo does
/// and this does not: an age beyond the epoch takes nothing where cargo fails or takes everything,
/// and a row that names no file in the home leads nowhere.
@NullMarked
package dev.cratehold.home.compat;

import org.jspecify.annotations.NullMarked;
