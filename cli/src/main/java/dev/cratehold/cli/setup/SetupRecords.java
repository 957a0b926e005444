package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Where the records of `setup` are kept: one private file for each configuration file, named after
/// a digest of its path. Private, since a configuration file may hold a token.
///
/// @param directory need not exist
record SetupRecords(Path directory) {
  private static final int NAME_LENGTH = 16;

  /// The record of this configuration file.
  Optional<SetupRecord> find(Path configFile) throws Failure {
    TextFile file = fileOf(configFile);
    Optional<String> text = file.read();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(SetupRecord.parse(file.path().toString(), text.get()));
  }

  /// Keeps the record, or forgets the one there was.
  void keep(Path configFile, Optional<SetupRecord> record) throws Failure {
    TextFile file = fileOf(configFile);
    if (record.isEmpty()) {
      file.delete();
      return;
    }
    file.writePrivately(record.get().toToml());
  }

  private TextFile fileOf(Path configFile) {
    byte[] path = configFile.toString().getBytes(StandardCharsets.UTF_8);
    String name = HexFormat.of().formatHex(sha256().digest(path)).substring(0, NAME_LENGTH);
    return new TextFile(directory.resolve(name + ".toml"));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
