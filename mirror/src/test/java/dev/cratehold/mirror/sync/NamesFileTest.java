package dev.cratehold.mirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesFileTest {
  @TempDir private Path scratch;

  private static List<String> names(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    new NamesFile(file).all().names().forEach(name -> names.add(name.value()));
    return names;
  }

  private Path list(String text) throws IOException {
    return Files.writeString(scratch.resolve("names.txt"), text);
  }

  /// A dump with these tables.
  private Path dump(String... namesAndTexts) throws IOException {
    Path file = scratch.resolve("dump");
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] text = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry("2026-01-31-020000/" + namesAndTexts[i]);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  @Test
  void all_list_passesOverCommentsAndBlankLines() throws Exception {
    assertThat(names(list("# ours\nserde\n\n  tokio  # async\r\nFoo_Bar\n")))
        .containsExactly("serde", "tokio", "Foo_Bar");
  }

  @Test
  void all_noNames_isRefused() throws Exception {
    Path file = list("# nothing\n\n");

    assertThatThrownBy(() -> names(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no crate");
  }

  @Test
  void all_malformedLines_namesThem() throws Exception {
    Path file = list("serde\n../etc\nok\n1abc\n");

    assertThatThrownBy(() -> names(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2: ../etc")
        .hasMessageContaining("line 4: 1abc");
  }

  @Test
  void all_dump_readsTheColumnOfNames() throws Exception {
    Path file =
        dump(
            "data/categories.csv",
            "name\nnot-a-crate\n",
            "data/crates.csv",
            "created_at,description,id,name,readme\n"
                + "2015,\"has \"\"quotes\"\", commas\nand lines\",1,libc,\n"
                + "2016,,2,serde,\""
                + "long ".repeat(1000)
                + "\"\n",
            "data/versions.csv",
            "name\nneither\n");

    assertThat(new NamesFile(file).kind()).isEqualTo(NamesFile.Kind.DUMP);
    assertThat(names(file)).containsExactly("libc", "serde");
  }

  @Test
  void all_archiveWithoutTheTable_saysSo() throws Exception {
    Path file = dump("data/versions.csv", "name\nx\n");

    assertThatThrownBy(() -> names(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no dump of crates.io's database")
        .hasMessageContaining(file.toString());
  }

  @Test
  void all_cutArchive_saysWhichFile() throws Exception {
    Path file = dump("data/crates.csv", "id,name\n" + "1,serde\n".repeat(10_000));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> names(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read " + file);
  }

  @Test
  void all_malformedList_isRefusedBeforeAnyNameIsTold() throws Exception {
    NamesFile malformed = new NamesFile(list("serde\n../etc\n"));
    assertThatThrownBy(malformed::all).hasMessageContaining("line 2: ../etc");
    NamesFile empty = new NamesFile(list("# nothing\n"));
    assertThatThrownBy(empty::all).hasMessageContaining("names no crate");
  }

  @Test
  void all_dumpWithoutNames_isRefused() throws Exception {
    Path file = dump("data/crates.csv", "id,name\n");

    assertThatThrownBy(() -> names(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no crate");
  }
}
