/// A content-addressable cache on disk that can be shared with cacache-rs or npm's cacache.
///
/// ```java
/// Cache cache = Cache.in(directory.resolve("my-cache"));
///
/// cache.put("my key", bytes); // by key
/// byte[] again = cache.get("my key"); // hashed, or an exception
///
/// Integrity integrity = cache.put(bytes, PutOptions.DEFAULT); // by digest alone
/// cache.blob(integrity).copyTo(directory.resolve("copy"));
///
/// try (CacheWriter writer = cache.writer("large", PutOptions.DEFAULT)) {
///   source.transferTo(writer); // an OutputStream
///   writer.commit(); // visible now, whole
/// }
/// try (BlobReader reader = cache.blob("large").stream()) {
///   reader.transferTo(target); // fails at the end if it is corrupt
/// }
///
/// cache.entries().map(IndexEntry::key).forEach(System.out::println);
/// cache.remove("my key");
/// cache.verify(); // a report; nothing is changed
/// ```
///
/// **What is where.** [Cache] is a directory and options, [Blob] is content and the ways to read
/// it, [PutOptions] says what content must be, [CacheIndex] is the keys by themselves. The same
/// without waiting is [AsyncCache]; with a memory in front, [MemoizedCache].
///
/// **Errors.** A [CacheException] has a code, a path, a key, what was expected and what was found.
/// All other `IOException`s are the file system's.
///
/// **Locking.** There is none. Content becomes visible by one atomic rename, an entry by one write;
/// any number of threads and processes may put, get, list, remove and verify at the same time.
///
/// **Durability.** See [Durability]; nothing is forced to the disk unless it is asked for.
///
/// **Format.** The directory `content-v2` is described in [dev.cratehold.cas.content.ContentStore],
/// `index-v5` in [dev.cratehold.cas.index], and what both programs make of it in [Layout].
@NullMarked
package dev.cratehold.cas;

import org.jspecify.annotations.NullMarked;
