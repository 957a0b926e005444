package dev.cratehold.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cratehold.cas.Layout;
import dev.cratehold.cas.content.ContentStore;
import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// A small cache that npm wrote, and ways to damage it. It holds the keys `one`, `two`, `empty`,
/// `both`, whose content is named by two digests, `twin` and `twin 2` of one content, and `often`,
/// whose older lines and contents nobody needs.
record DamagedCache(Path root) {
  /// Has a program write it.
  static void make(CacheDriver npm, Path root) throws IOException, InterruptedException {
    Path script = Files.createTempFile("script-", ".jsonl");
    Files.writeString(
        script,
        """
        {"op":"put","key":"one","text":"the content of one","metadata":{"b":1,"a":[null,"x"]}}
        {"op":"put","key":"two","text":"the content of two","time":1234567,"size":18}
        {"op":"put","key":"empty","text":""}
        {"op":"put","key":"both","text":"by two digests","algorithm":["sha512","sha256"]}
        {"op":"put","key":"twin","text":"the content of twins"}
        {"op":"put","key":"twin 2","text":"the content of twins","time":7}
        {"op":"put","key":"often","text":"first"}
        {"op":"put","key":"often","text":"second"}
        {"op":"rm","key":"often"}
        {"op":"put","key":"often","text":"third","algorithm":"sha1"}
        """);
    npm.applyAll(root, script);
    Files.delete(script);
  }

  /// A copy of one.
  static DamagedCache copy(Path from, Path to) throws IOException, InterruptedException {
    CacheTrees.copy(from, to);
    return new DamagedCache(to);
  }

  Path bucket(String key) {
    return root.resolve(LineFormat.NPM.bucket(key));
  }

  /// Where the content of a key is, all of it, the strongest digest first.
  List<Path> contents(String key) throws IOException {
    Integrity integrity =
        new OwnDriver(Layout.NPM).open(root).find(key).flatMap(IndexEntry::integrity).orElseThrow();
    return contents(integrity);
  }

  List<Path> contents(Integrity integrity) {
    return integrity.hashes().stream().map(ContentStore.in(root)::path).toList();
  }

  /// Where the content of a key is read.
  Path content(String key) throws IOException {
    return contents(key).getFirst();
  }

  void appendTo(String key, String text) throws IOException {
    Files.writeString(bucket(key), text, ISO_8859_1, StandardOpenOption.APPEND);
  }

  void rewrite(String key, UnaryOperator<String> change) throws IOException {
    change(bucket(key), change);
  }

  void changeContent(String key, UnaryOperator<String> change) throws IOException {
    change(content(key), change);
  }

  private static void change(Path file, UnaryOperator<String> change) throws IOException {
    Files.writeString(file, change.apply(Files.readString(file, ISO_8859_1)), ISO_8859_1);
  }

  /// Moves a content away and leaves a link to it, as cacache-rs makes them.
  void linkContent() throws IOException {
    Path content = content("one");
    Path target = root.resolveSibling("linked");
    Files.move(content, target);
    Files.createSymbolicLink(content, target);
  }

  /// Adds files and directories that are none of the cache's, and some to `tmp`.
  void addFiles() throws IOException {
    Files.writeString(root.resolve("misc"), "kept");
    Files.createDirectories(root.resolve("directory/inner"));
    Files.writeString(root.resolve("directory/inner/file"), "kept");
    Files.createDirectories(root.resolve("tmp/directory"));
    Files.writeString(root.resolve("tmp/directory/file"), "not kept");
    Files.writeString(root.resolve("tmp/file"), "not kept");
  }

  /// Adds an entry that no program would write.
  void add(String key, Integrity integrity) throws IOException {
    IndexEntry entry =
        new IndexEntry(
            key,
            Optional.of(integrity),
            7,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
    new Index(root, LineFormat.NPM).append(key, LineFormat.NPM.line(entry));
  }
}
