/// Content-addressable storage on disk: files named after the SHA-256 of their bytes, in the layout
/// of cacache, so that a file is either absent or whole.
///
/// Start at [ContentStore]: `stage` a file, write to it, `publish` it under the digest that it must
/// have, `open` it by that digest.
///
/// **Locking.** There is none. A file becomes visible by one atomic rename, any number of processes
/// may publish, read, delete and verify at the same time, and a reader keeps what it has opened.
///
/// **Durability.** Nothing is forced to the disk here, with one exception: a file that replaces an
/// equal one is forced first. Who needs more calls `sync`.
@NullMarked
package dev.cratehold.cas;

import org.jspecify.annotations.NullMarked;
