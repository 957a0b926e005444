/// What a server keeps: crate files, index files, and when they were used.
///
/// Start at [Store]; its parts are small interfaces ([BlobStore], [IndexStore], [Holdings],
/// [UseJournal]), embedded here in a directory of files and one SQLite database.
///
/// **Locking.** None that a caller sees. One thread owns the database connection, one forces files
/// to the disk; several processes on one data directory are a normal case. See
/// `docs/synchronization.md`.
///
/// **Format.** See `docs/on-disk-format.md`.
@NullMarked
package dev.cratehold.store;

import org.jspecify.annotations.NullMarked;
