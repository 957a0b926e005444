package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import dev.cratehold.store.MirrorLedger.Gone;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file with names of crates: either a text with a name a line, where `#` begins a comment, or
/// the dump of crates.io's database (`db-dump.tar.gz`). Which of them it is shows in its first
/// bytes.
public record NamesFile(Path file) implements NameSource {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int SHOWN = 5;

  /// What a file holds.
  public enum Kind {
    /// Chosen crates: there are no others.
    LIST,
    /// All crates that there were when the dump was made.
    DUMP
  }

  /// What the file holds.
  public Kind kind() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ((in.read() << 8) | in.read()) == GZIP_MAGIC ? Kind.DUMP : Kind.LIST;
    }
  }

  @Override
  public Everything all() throws IOException {
    Names names =
        switch (kind()) {
          case LIST -> list();
          case DUMP -> visitor -> some(each -> DatabaseDump.forEachName(file, each), visitor);
        };
    return new Everything(names, Optional.empty(), Gone.FORGOTTEN);
  }

  /// All names of a list, which is checked as a whole before anything is done with it.
  private Names list() throws IOException {
    List<CrateName> names = new ArrayList<>();
    some(this::listed, names::add);
    return Names.of(names);
  }

  /// A file that names nothing is more likely one that was not written than a wish for an empty
  /// mirror, of which `prune` would leave nothing.
  private void some(Names names, Names.Visitor visitor) throws IOException {
    long[] count = {0};
    names.forEach(name -> {
      count[0]++;
      visitor.visit(name);
    });
    if (count[0] == 0) {
      throw new IOException(file + " names no crate");
    }
  }

  @Override
  public Step since(String marker) throws IOException {
    return all();
  }

  private void listed(Names.Visitor visitor) throws IOException {
    List<String> malformed = new ArrayList<>();
    long wrong = 0;
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = line.replaceFirst("#.*", "").strip();
        Optional<CrateName> name = CrateName.parse(text);
        if (name.isPresent()) {
          visitor.visit(name.get());
        } else if (!text.isEmpty() && ++wrong <= SHOWN) {
          malformed.add("line %d: %s".formatted(number, shown(text)));
        }
      }
    }
    refuse(malformed, wrong);
  }

  private void refuse(List<String> malformed, long wrong) throws IOException {
    if (wrong > 0) {
      String more = wrong > SHOWN ? " and %d more".formatted(wrong - SHOWN) : "";
      throw new IOException(
          "%s has lines that are no crate names: %s%s"
              .formatted(file, String.join("; ", malformed), more));
    }
  }

  private static String shown(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
  }
}
