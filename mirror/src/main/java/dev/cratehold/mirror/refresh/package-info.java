/// Index files that are kept fresh before a client has to wait for it.
///
/// [IndexRefresh] asks the upstream from time to time about the crates in use: [CratesInUse] says
/// which these are, [RefreshRound] when the turn of each is.
@NullMarked
package dev.cratehold.mirror.refresh;

import org.jspecify.annotations.NullMarked;
