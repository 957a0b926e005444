package dev.cratehold.home.layout;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The names that cargo gives the directories of registries, git repositories and build
/// directories: a readable part and a hash of what they stand for.
///
/// ```
/// sparse+https://index.crates.io/                    index.crates.io-1949cf8c6b5b557f
/// https://github.com/rust-lang/crates.io-index       github.com-25cdd57fae9f0462
/// https://github.com/rust-lang/cargo.git             cargo-b84a1f0e94ea6819
/// ```
///
/// Cargo 1.85 changed the hash; what an older one has made lies beside it under another name.
public final class DirectoryNames {
  /// What cargo puts behind the name of a shallow clone.
  public static final String SHALLOW = "-shallow";

  private static final String SPARSE = "sparse+";
  private static final byte END_OF_STRING = (byte) 0xff;

  private DirectoryNames() {}

  /// The directory of a registry below `registry/index`, `registry/cache` and `registry/src`.
  ///
  /// @param url the URL of its index; `sparse+` may be missing
  /// @throws IllegalArgumentException if it is not a URL; the message does not repeat it
  public static String registry(SourceKind kind, String url) {
    SourceUrl parsed = registryUrl(kind, url);
    byte[] discriminant = {kind.number()};
    return parsed.host() + "-" + StableHash.hex(message(discriminant, parsed.canonical()));
  }

  /// The same directory as cargo up to 1.84 named it, by the URL as it is written.
  public static String registryBefore185(SourceKind kind, String url) {
    SourceUrl parsed = registryUrl(kind, url);
    byte[] discriminant = littleEndian(kind.number());
    return parsed.host() + "-" + StableHash.hexBefore185(message(discriminant, parsed));
  }

  private static SourceUrl registryUrl(SourceKind kind, String url) {
    boolean bare = kind == SourceKind.SPARSE_REGISTRY && !url.startsWith(SPARSE);
    return SourceUrl.parse(bare ? SPARSE + url : url);
  }

  /// The directory of a git repository below `git/db` and `git/checkouts`; the same for all its
  /// branches, tags and revisions.
  ///
  /// @throws IllegalArgumentException if it is not a URL; the message does not repeat it
  public static String git(String url) {
    SourceUrl canonical = SourceUrl.parse(url).canonical();
    return gitName(canonical) + "-" + StableHash.hex(message(new byte[0], canonical));
  }

  /// The same directory as cargo up to 1.84 named it.
  public static String gitBefore185(String url) {
    SourceUrl canonical = SourceUrl.parse(url).canonical();
    return gitName(canonical) + "-" + StableHash.hexBefore185(message(new byte[0], canonical));
  }

  private static String gitName(SourceUrl canonical) {
    String last = canonical.lastSegment();
    return last.isEmpty() ? "_empty" : last;
  }

  private static byte[] message(byte[] discriminant, SourceUrl url) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(discriminant);
    message.writeBytes(url.toString().getBytes(StandardCharsets.UTF_8));
    message.write(END_OF_STRING);
    return message.toByteArray();
  }

  /// What cargo puts for `{workspace-path-hash}`, as a path of two directories:
  /// `xx/yyyyyyyyyyyyyy`.
  ///
  /// @param manifest the root `Cargo.toml` of the workspace, absolute and without symbolic links
  public static String workspacePathHash(Path manifest) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    long bits = 0;
    for (Path component : manifest) {
      byte[] name = component.toString().getBytes(StandardCharsets.UTF_8);
      message.writeBytes(name);
      bits = Long.rotateRight(bits + name.length, 2);
    }
    message.writeBytes(littleEndian(bits));
    String hash = StableHash.hex(message.toByteArray());
    return hash.substring(0, 2) + "/" + hash.substring(2);
  }

  private static byte[] littleEndian(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
