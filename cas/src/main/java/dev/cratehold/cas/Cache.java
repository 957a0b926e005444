package dev.cratehold.cas;

import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.content.TemporaryFiles;
import dev.cratehold.cas.content.Trees;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// A content-addressable cache on disk, in the format of cacache-rs and of npm's cacache: content
/// is found by its digest, or by a key that stands for it.
///
/// An object of this class is a directory and options; it holds nothing open and is made in no
/// time. Directories and files are made when something is stored. Safe for use by several threads,
/// and any number of objects and processes, also of cacache-rs and npm, can use one directory at
/// the same time: content becomes visible whole by a rename, entries by one write, and reading
/// takes no lock. [#clear], [#collect] and [#remove(String, Removal)] with [Removal#CONTENT] are
/// for when nobody else writes.
///
/// All methods block; they are made for virtual threads. [#async] has those that do not.
public final class Cache {
  private final Path root;
  private final CacheOptions options;
  private final ContentStore content;
  private final CacheIndex index;
  private final CacheFiles files;
  private final BlobFiles blobs;
  private volatile boolean isWithoutOwner;

  private Cache(Path root, CacheOptions options, Posix posix) {
    this.root = root;
    this.options = options;
    this.content = ContentStore.in(root, options.clock());
    this.index = new CacheIndex(root, options.layout(), options.clock());
    this.files = new CacheFiles(root, options, content, index);
    this.blobs = new BlobFiles(root, content, options.onCorruption(), posix);
  }

  /// The cache in a directory, with [CacheOptions#DEFAULT].
  public static Cache in(Path root) {
    return in(root, CacheOptions.DEFAULT);
  }

  /// The cache in a directory. Nothing is looked at or made.
  public static Cache in(Path root, CacheOptions options) {
    return in(root, options, Posix.system());
  }

  /// @param posix what the system can do beyond the JDK
  static Cache in(Path root, CacheOptions options, Posix posix) {
    Path named = root.toString().isEmpty() ? root.resolve(".") : root;
    return new Cache(named, options, posix);
  }

  /// The directory.
  public Path root() {
    return root;
  }

  /// How it is used.
  public CacheOptions options() {
    return options;
  }

  /// The same operations without waiting, each on a virtual thread of its own.
  public AsyncCache async() {
    return new AsyncCache(this, task -> Thread.ofVirtual().start(task));
  }

  /// The same operations without waiting.
  ///
  /// @param executor runs each of them as a task that blocks
  public AsyncCache async(Executor executor) {
    return new AsyncCache(this, executor);
  }

  /// The same with a memory in front.
  public MemoizedCache memoized(Memory memory) {
    return new MemoizedCache(this, memory);
  }

  /// The index by itself.
  public CacheIndex index() {
    return index;
  }

  /// The content that a key stands for.
  ///
  /// @throws NotFoundException if there is no such entry
  public Blob blob(String key) throws IOException {
    return new Blob(blobs, Wanted.by(find(key).orElseThrow(() -> notFound(key))));
  }

  private NotFoundException notFound(String key) {
    return new NotFoundException(
        Failure.of(
                CacheError.ENTRY_NOT_FOUND,
                "there is no such entry",
                "list the keys with `entries`, or store it")
            .at(root)
            .of(key));
  }

  /// The content with one of these digests. Nothing is looked at.
  public Blob blob(Integrity integrity) {
    return new Blob(blobs, Wanted.by(integrity));
  }

  /// The content that a key stands for, in memory.
  ///
  /// @throws NotFoundException if there is no such entry, or no such content
  /// @throws MismatchException if the content is corrupt
  public byte[] get(String key) throws IOException {
    return blob(key).bytes();
  }

  /// The content with one of these digests, in memory.
  ///
  /// @throws NotFoundException if there is no such content
  /// @throws MismatchException if the content is corrupt
  public byte[] get(Integrity integrity) throws IOException {
    return blob(integrity).bytes();
  }

  /// The entry of a key; empty if there is none. That its content is there is not said.
  public Optional<IndexEntry> find(String key) throws IOException {
    return index.find(key);
  }

  /// Whether there is content with one of these digests. Nothing is hashed.
  public boolean contains(Integrity integrity) throws IOException {
    return blob(integrity).size().isPresent();
  }

  /// All entries, each key once, in no order, as they are found.
  public Stream<IndexEntry> entries() {
    return index.entries();
  }

  /// Stores bytes under a key.
  ///
  /// @return the digests by which they are found
  public Integrity put(String key, byte[] bytes) throws IOException {
    return put(key, bytes, PutOptions.DEFAULT);
  }

  /// Stores bytes under a key.
  ///
  /// @return the digests by which they are found
  /// @throws MismatchException if they are not what the options say; nothing was stored
  /// @throws RefusedException if the layout cannot hold what the options say
  public Integrity put(String key, byte[] bytes, PutOptions options) throws IOException {
    return put(writer(key, options), bytes);
  }

  /// Stores bytes without a key.
  ///
  /// @return the digests by which they are found
  /// @throws MismatchException if they are not what the options say; nothing was stored
  /// @throws RefusedException if the layout cannot hold what the options say
  public Integrity put(byte[] bytes, PutOptions options) throws IOException {
    return put(writer(options), bytes);
  }

  private static Integrity put(CacheWriter writer, byte[] bytes) throws IOException {
    try (writer) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit();
    }
  }

  /// Stores what a stream has left under a key. The stream stays open.
  ///
  /// @return the digests by which it is found
  /// @throws MismatchException if it is not what the options say; nothing was stored
  /// @throws RefusedException if the layout cannot hold what the options say
  public Integrity put(String key, InputStream source, PutOptions options) throws IOException {
    try (CacheWriter writer = writer(key, options)) {
      source.transferTo(writer);
      return writer.commit();
    }
  }

  /// Stores what a file holds under a key.
  ///
  /// @return the digests by which it is found
  /// @throws MismatchException if it is not what the options say; nothing was stored
  /// @throws RefusedException if the layout cannot hold what the options say
  public Integrity put(String key, Path file, PutOptions options) throws IOException {
    try (InputStream source = Files.newInputStream(file)) {
      return put(key, source, options);
    }
  }

  /// What [#put] would return or throw for what a stream has left. Nothing is written; the disk may
  /// have its own reasons to refuse it then. The stream stays open.
  ///
  /// @return the digests by which it would be found
  /// @throws MismatchException if it is not what the options say
  /// @throws RefusedException if the layout cannot hold what the options say
  public Integrity preview(String key, InputStream source, PutOptions options) throws IOException {
    return files.preview(key, source, options);
  }

  /// Begins content that will be stored under a key.
  ///
  /// @throws RefusedException if the layout cannot hold what the options say
  public CacheWriter writer(String key, PutOptions options) throws IOException {
    return files.writer(Optional.of(key), options);
  }

  /// Begins content that will be stored without a key.
  ///
  /// @throws RefusedException if the layout cannot hold what the options say
  public CacheWriter writer(PutOptions options) throws IOException {
    return files.writer(Optional.empty(), options);
  }

  /// Begins several writes that become visible one after the other when all of them are written.
  /// With a durability other than [Durability#NONE] that is quicker than one by one.
  public CacheBatch batch() {
    return new CacheBatch(files);
  }

  /// Receives the body of an HTTP response as content of a key. It is stored when the body has come
  /// whole and is what the options say.
  public BodySubscriber<Integrity> bodySubscriber(String key, PutOptions options) {
    return new CacheBodySubscriber(() -> writer(key, options));
  }

  /// Makes a file outside the cache the content of a key, by a symbolic link. Content that is there
  /// already stays.
  ///
  /// @return the digests by which it is found, as long as the file stays as it is
  public Integrity link(String key, Path target, PutOptions options) throws IOException {
    return linkReader(key, target, options).commit();
  }

  /// Makes a file outside the cache content without a key, by a symbolic link.
  public Integrity link(Path target, PutOptions options) throws IOException {
    return linkReader(target, options).commit();
  }

  /// Opens a file outside the cache to read it and then make it the content of a key.
  public LinkReader linkReader(String key, Path target, PutOptions options) throws IOException {
    return files.linkReader(Optional.of(key), target, options);
  }

  /// Opens a file outside the cache to read it and then make it content without a key.
  public LinkReader linkReader(Path target, PutOptions options) throws IOException {
    return files.linkReader(Optional.empty(), target, options);
  }

  /// Removes the entry of a key; its content stays, for other keys may stand for it. That there is
  /// none is no error.
  ///
  /// @throws RefusedException if somebody else answers for the directory
  public void remove(String key) throws IOException {
    remove(key, Removal.ENTRY);
  }

  /// Removes the entry of a key. That there is none is no error.
  ///
  /// @throws RefusedException if somebody else answers for the directory
  public void remove(String key, Removal removal) throws IOException {
    requireNoOwner();
    Optional<IndexEntry> entry = Optional.empty();
    switch (removal) {
      case ENTRY -> files.delete(key);
      case HISTORY -> files.forget(key);
      case CONTENT -> {
        entry = find(key);
        files.forget(key);
      }
    }
    if (entry.flatMap(IndexEntry::integrity).isPresent()) {
      removeUnused(entry.flatMap(IndexEntry::integrity).get());
    }
  }

  private void requireWritable() throws RefusedException {
    new LayoutRules(root, options.layout()).requireWritable();
  }

  /// Whose a directory is does not change while it is used.
  private void requireNoOwner() throws IOException {
    if (!isWithoutOwner) {
      Owner.requireNone(root);
      isWithoutOwner = true;
    }
  }

  private void removeUnused(Integrity integrity) throws IOException {
    Marking used = Marking.of(root);
    for (ContentHash hash : integrity.hashes()) {
      if (!used.isUsed(hash)) {
        content.delete(hash);
      }
    }
  }

  /// Removes content, whether or not keys stand for it.
  ///
  /// @return whether there was any
  /// @throws RefusedException if somebody else answers for the directory
  public boolean removeContent(Integrity integrity) throws IOException {
    requireWritable();
    requireNoOwner();
    boolean wasThere = false;
    for (ContentHash hash : integrity.hashes()) {
      wasThere |= content.delete(hash);
    }
    return wasThere;
  }

  /// Removes all content and all entries of both programs; what else is in the directory stays.
  ///
  /// @throws RefusedException if somebody else answers for the directory
  public void clear() throws IOException {
    requireWritable();
    Owner.requireNone(root);
    new Clearing(root).clear();
    files.forgetTag();
  }

  /// Looks at all content and all entries, and changes nothing.
  public VerificationReport verify() throws IOException {
    return verify(_ -> {});
  }

  /// Looks at all content and all entries, and changes nothing.
  ///
  /// @param progress is told, by any thread, how many files of content were hashed so far
  public VerificationReport verify(LongConsumer progress) throws IOException {
    return new Verifier(this, content).verify(progress);
  }

  /// Deletes content that is corrupt or that no key stands for, entries whose content is missing,
  /// lines that are out of date, and forgotten temporary files. An entry whose content is missing
  /// stays if without it an older one, in the other program's index, would count again. As npm's
  /// `verify`, it is for when nobody else writes: what is younger than `grace` stays, so that who
  /// writes meanwhile, and takes less time for it, loses nothing.
  ///
  /// @return what was found and done
  /// @throws RefusedException if somebody else answers for the directory
  public VerificationReport collect(CollectOptions collecting) throws IOException {
    requireWritable();
    Owner.requireNone(root);
    return new Collector(this, content, collecting).collect();
  }

  /// When [#collect], or npm's `verify`, last went through the cache; empty if never.
  public Optional<Instant> lastCollected() throws IOException {
    return LastCollection.read(root, options.layout());
  }

  /// Makes a new directory in the cache's `tmp`, for who wants to have files on its file system.
  /// Whoever asks for it removes it.
  ///
  /// @param prefix that its name begins with
  public Path temporaryDirectory(String prefix) throws IOException {
    return new TemporaryFiles(root).newDirectory(prefix);
  }

  /// Does something with a new directory in the cache's `tmp`, which is removed then.
  public <T> T withTemporaryDirectory(String prefix, DirectoryUse<T> use) throws IOException {
    Path directory = temporaryDirectory(prefix);
    try {
      return use.use(directory);
    } finally {
      Trees.delete(directory);
    }
  }

  /// Something that is done with a directory.
  @FunctionalInterface
  public interface DirectoryUse<T> {
    /// Does it.
    T use(Path directory) throws IOException;
  }

  /// Deletes temporary files of processes that were killed.
  ///
  /// @param age since when nobody has written to them
  /// @return how many
  public int sweep(Duration age) throws IOException {
    return content.sweepStaged(options.clock().instant().minus(age));
  }

  /// Its name for people.
  @Override
  public String toString() {
    return options.layout() + " cache in " + root;
  }
}
