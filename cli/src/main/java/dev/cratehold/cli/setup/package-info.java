/// `cratehold setup`: edits cargo's configuration so that crates.io is reached through a Cratehold
/// server, and takes the edit back. [CargoToml] edits text, [SetupPlan] decides, [Setup] acts,
/// [Check] says whether cargo will reach the server.
///
/// Every byte that is not ours stays. What was written, and what stood there before, is kept in a
/// [SetupRecord], so that an undo restores the file exactly.
@NullMarked
package dev.cratehold.cli.setup;

import org.jspecify.annotations.NullMarked;
