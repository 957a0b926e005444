package dev.cratehold.cli.imports;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.StagedBlob;
import dev.cratehold.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes crate files into a store, by copying, if the registry lists their checksums. What an
/// earlier import took is not read again.
///
/// Safe for use by several threads.
public final class CrateImport {
  private static final int PIECE = 1 << 18;

  private final Store store;
  private final String mount;
  private final Vouching vouching;
  private final Mode mode;

  /// Whether anything is stored.
  public enum Mode {
    STORE,
    LOOK
  }

  /// @param mount the name under which the registry is served
  public CrateImport(Store store, String mount, Vouching vouching, Mode mode) {
    this.store = store;
    this.mount = mount;
    this.vouching = vouching;
    this.mode = mode;
  }

  /// Takes one file.
  public ImportOutcome take(FoundCrate found) {
    try {
      return checked(found);
    } catch (IOException e) {
      return new ImportOutcome.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ImportOutcome checked(FoundCrate found) throws IOException {
    Optional<Checksum> actual = Optional.empty();
    boolean isKnown = false;
    for (Vouching.Source source : vouching.sourcesFor(found)) {
      IndexFile index = source.read();
      Optional<Checksum> listed = index.checksum(found.version());
      if (listed.isPresent() && store.holds(id(found, index, listed.get()))) {
        return new ImportOutcome.Held();
      }
      isKnown |= listed.isPresent();
      if (listed.isPresent() && actual.isEmpty()) {
        actual = Optional.of(hash(found.file()));
      }
      if (actual.isPresent() && index.lists(found.version(), actual.get())) {
        return imported(found, id(found, index, actual.get()));
      }
    }
    return new ImportOutcome.Refused(
        isKnown
            ? "its SHA-256 is not the one that the index lists: it is damaged, or of another registry"
            : "no index lists this version");
  }

  private CrateId id(FoundCrate found, IndexFile index, Checksum checksum) {
    return new CrateId(mount, index.name(), found.version(), checksum);
  }

  private ImportOutcome imported(FoundCrate found, CrateId crate) throws IOException {
    if (store.holds(crate)) {
      return new ImportOutcome.Held();
    }
    long bytes = mode == Mode.STORE ? copy(found.file(), crate) : Files.size(found.file());
    return new ImportOutcome.Imported(bytes);
  }

  /// Publishing hashes what was written, so a file that changes meanwhile is not stored.
  private long copy(Path file, CrateId crate) throws IOException {
    try (FileChannel from = FileChannel.open(file);
        StagedBlob staged = store.stage(OptionalLong.of(from.size()))) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (from.read(piece) >= 0) {
        staged.write(piece.flip());
        piece.clear();
      }
      store.publish(staged, crate);
      return staged.size();
    }
  }

  private static Checksum hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      return new Checksum(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
