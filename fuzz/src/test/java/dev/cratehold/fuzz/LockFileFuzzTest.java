package dev.cratehold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.LockFile;
import dev.cratehold.registry.LockedPackage;
import dev.cratehold.registry.MalformedLockFileException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

class LockFileFuzzTest {
  /// The other reader takes minutes for some long inputs.
  private static final int LONGEST_TOML = 2_000;

  private static final List<String> DICTIONARY =
      List.of(
          "[[package]]\n",
          "[[patch.unused]]\n",
          "[metadata]\n",
          "[root]\n",
          "[",
          "]",
          "\"",
          "'",
          "\"\"\"",
          "\\",
          "\\u0041",
          "\\U0010ffff",
          "\\ud800",
          "\n",
          "\r\n",
          "\r",
          "\u0000",
          "=",
          ",",
          ".",
          "#",
          "{",
          "}",
          "true",
          "1979-05-27",
          "9".repeat(40),
          "version = 4\n",
          "version = 99\n",
          "name = \"a\"\n",
          "source = \"git+https://example.com/a?branch=%zz#0\"\n",
          "checksum = \"0\"\n",
          "<<<<<<< HEAD\n",
          "=======\n",
          "[".repeat(2000));

  @Test
  void parse_damagedLockFile_isReadOrRefusedWithALine() {
    Fuzz.run(
        "lock files",
        random -> {
          String text = new Mutator(random, DICTIONARY).mutate(sample(random));
          read(text)
              .ifPresent(lockFile ->
                  assertThat(lockFile.packages())
                      .allMatch(locked -> !locked.stem().contains("/"))
                      .hasSizeLessThanOrEqualTo(text.length()));
        });
  }

  /// What is read here is TOML, and a reader of TOML finds the same packages in it.
  @Test
  void parse_damagedLockFile_isReadAsTomlIs() {
    Fuzz.run(
        "lock files and TOML",
        random -> {
          String text = new Mutator(random, DICTIONARY).mutate(sample(random));
          Optional<LockFile> read = read(text);
          if (read.isPresent() && text.length() < LONGEST_TOML) {
            TomlParseResult toml = Toml.parse(text);
            if (!toml.hasErrors()) {
              assertThat(stems(read.get())).isEqualTo(stems(toml));
            }
          }
        });
  }

  private static Optional<LockFile> read(String text) {
    try {
      return Optional.of(LockFile.parse(text));
    } catch (MalformedLockFileException refused) {
      assertThat(refused.line()).isBetween(1, (int) text.lines().count() + 1);
      assertThat(refused.getMessage()).hasSizeLessThan(400).doesNotContainPattern("[\\x00-\\x1f]");
      return Optional.empty();
    }
  }

  private static List<String> stems(LockFile lockFile) {
    return lockFile.packages().stream().map(LockedPackage::stem).sorted().toList();
  }

  private static List<String> stems(TomlParseResult toml) {
    TomlArray packages = toml.getArrayOrEmpty("package");
    return Stream.concat(
            packages.toList().stream().map(TomlTable.class::cast),
            Optional.ofNullable(toml.getTable("root")).stream())
        .map(table -> table.getString("name") + "-" + table.getString("version"))
        .sorted()
        .toList();
  }

  private static String sample(SplittableRandom random) {
    Samples samples = new Samples(random);
    int version = random.nextInt(1, 6);
    StringBuilder text = new StringBuilder("# generated\n");
    if (version > 2) {
      text.append("version = ").append(version).append("\n\n");
    }
    for (int n = random.nextInt(6); n > 0; n--) {
      text.append(random.nextInt(9) == 0 ? "[[patch.unused]]\n" : "[[package]]\n")
          .append("name = \"" + samples.name() + "\"\n")
          .append("version = \"" + samples.version() + "\"\n")
          .append("source = \"registry+https://" + samples.host() + "/index\"\n")
          .append("checksum = \"" + samples.checksum() + "\"\n")
          .append("dependencies = [\n \"" + samples.name() + "\",\n]\n\n");
    }
    return text.toString();
  }
}
