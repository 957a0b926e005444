package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Seeded random values, written as a registry would write them and read back.
class RoundTripTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String NAME_REST = LETTERS + "0123456789-_";
  private static final String IDENTIFIER = LETTERS + "0123456789-";

  private final long seed = Long.getLong("cratehold.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void names_random_areFoundByTheirIndexPath() {
    for (int i = 0; i < 2000; i++) {
      CrateName name = name();
      assertThat(CrateName.ofIndexPath(name.indexPath()))
          .as("%s, seed %d", name, seed)
          .hasValue(new CrateName(name.lowerCase()));
    }
  }

  @Test
  void indexFiles_random_areReadAsTheyWereWritten() throws Exception {
    for (int i = 0; i < 300; i++) {
      CrateName name = name();
      List<IndexEntry> entries = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        IndexEntry entry = new IndexEntry(version(), checksum(), random.nextBoolean());
        entries.add(entry);
        text.append(line(name, entry)).append(random.nextInt(5) == 0 ? "\r\n" : "\n");
      }
      IndexFile file = IndexFile.parse(name, text.toString().getBytes(StandardCharsets.UTF_8));
      assertThat(file.entries()).as("seed %d", seed).isEqualTo(entries);
    }
  }

  @Test
  void indexFiles_randomlyDamaged_areReadOrRefusedButNeverCrash() {
    for (int i = 0; i < 3000; i++) {
      CrateName name = name();
      byte[] bytes =
          line(name, new IndexEntry(version(), checksum(), false)).getBytes(StandardCharsets.UTF_8);
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertReadOrRefused(name, bytes);
    }
  }

  private void assertReadOrRefused(CrateName name, byte[] bytes) {
    try {
      CrateName spelled = IndexFile.parse(name, bytes).name();
      assertThat(spelled.lowerCase()).isEqualTo(name.lowerCase());
    } catch (MalformedIndexException refused) {
      assertThat(refused).as("seed %d", seed).hasMessageContaining(name.value());
    }
  }

  @Test
  void downloads_random_areUrlsOfThatCrate() {
    DownloadTemplate template =
        new DownloadTemplate("https://h/{lowerprefix}/{crate}-{version}/{sha256-checksum}");
    for (int i = 0; i < 1000; i++) {
      CrateName name = name();
      CrateVersion version = version();
      Checksum checksum = checksum();
      assertThat(template.expand(name, version, checksum).getRawPath())
          .as("seed %d", seed)
          .isEqualTo("/%s/%s-%s/%s".formatted(name.lowerPrefix(), name, version, checksum));
    }
  }

  private String line(CrateName name, IndexEntry entry) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"name\":\"" + name + "\"",
                "\"vers\":\"" + entry.version() + "\"",
                "\"cksum\":\"" + entry.checksum() + "\"",
                "\"yanked\":" + entry.yanked(),
                "\"deps\":[{\"name\":\"other\",\"req\":\"^1\",\"features\":[]}]",
                "\"x" + random.nextInt() + "\":{\"name\":\"no\"}"));
    StringBuilder line = new StringBuilder("{");
    while (!members.isEmpty()) {
      line.append(members.remove(random.nextInt(members.size())));
      line.append(members.isEmpty() ? "}" : random.nextBoolean() ? "," : " , ");
    }
    return line.toString();
  }

  private CrateName name() {
    return new CrateName(text(LETTERS, 1) + text(NAME_REST, random.nextInt(64)));
  }

  private CrateVersion version() {
    String version =
        random.nextInt(100) + "." + random.nextInt(100) + "." + random.nextInt(1, 1_000_000);
    if (random.nextInt(4) == 0) {
      version += "-" + text(LETTERS, 1) + text(IDENTIFIER, random.nextInt(10));
    }
    if (random.nextInt(4) == 0) {
      version += "+" + text(IDENTIFIER, 1 + random.nextInt(10)) + "." + random.nextInt(10);
    }
    return new CrateVersion(version);
  }

  private Checksum checksum() {
    return new Checksum(text("0123456789abcdef", 64));
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
