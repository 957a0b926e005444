/// The content of a cache: files named after their digests, so that a file is either absent or
/// whole.
///
/// Start at [ContentStore]: `stage` a file, write to it, `publish` it under the digest that it must
/// have, `open` it by that digest.
///
/// **Locking.** There is none. A file becomes visible by one atomic rename, any number of processes
/// may publish, read, delete and verify at the same time, and a reader keeps what it has opened.
///
/// **Durability.** Nothing is forced to the disk here unless it is asked for: `force` before
/// `publish`, [Directories#force] after.
@NullMarked
package dev.cratehold.cas.content;

import org.jspecify.annotations.NullMarked;
