package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 23, its part on names: what is a name anywhere works, however it looks to a file system;
/// what is none gets a sentence, reaches neither the upstream nor the disk, and disturbs nobody.
class Acceptance23NamesTest {
  private static final List<String> ODD =
      List.of("con", "nul", "aux", "com1", "dlib", "crate", "api", "index", "config", "dl");
  private static final String VERSION = "1.0.0+meta.1";
  private static final List<String> NO_NAMES =
      List.of(
          "..%2f",
          "%2e%2e/%2e%2e/etc/passwd",
          "a/../../etc/passwd",
          "../../../etc/passwd",
          "3/f/..",
          "3/f/fo%00",
          "3/f/f%5co",
          "3/f/f%2fo",
          "3/f/f%0d%0ao",
          "3/f/Foo",
          "fo/o_/foo-bar",
          "se/rd/evil",
          "se/rd/serd%65",
          "1/\u00e4",
          "5/s/seven",
          "3/f/foo/",
          "crate/..%2f/1.0.0/download",
          "crate/con/../../etc/passwd",
          "crate/con/1.0.0%2F..%2Fetc/download",
          "crate/con/" + VERSION + "/../../../../etc/passwd",
          "crate/con/" + VERSION + "/" + "0".repeat(64) + ".crate/x",
          "crate/con/" + VERSION + "/" + "A".repeat(64) + ".crate",
          "crate/con/latest/download");
  private static final int HUGE = 10_000_000;
  private static final byte[] PART = "a".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path scratch;

  @Test
  void fetch_namesThatLookLikeSomethingElse_getsThem() throws Exception {
    List<TestCrate> crates =
        ODD.stream().map(name -> CrateBuilder.crate(name, VERSION).build()).toList();
    String wanted = ODD.stream().map(n -> n + " = \"1\"\n").collect(Collectors.joining());
    try (FakeRegistry upstream = FakeRegistry.start().publish(crates);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      for (RealCargo client : RealCargo.all()) {
        Path project = CargoProject.create(scratch, "[dependencies]\n" + wanted);
        Cargo cargo = Cargo.fresh(client, scratch).mirror(cratehold.index());
        cargo.run(project, "fetch").expectSuccess();
        assertThat(cargo.downloads()).isEqualTo(Expected.files(crates));
      }
      for (String version : List.of("1.0.0+meta.1", "1.0.0%2Bmeta.1", "1.0.0%2bmeta.1")) {
        URI url = cratehold.index().resolve("crate/con/" + version + "/download");
        assertThat(plain.get(url).body()).isEqualTo(crates.getFirst().file());
      }
      assertThat(namedAfterCrates(cratehold.data())).isEmpty();
    }
  }

  /// What lies on the disk is named by checksums: no crate's name can be one of a file.
  private static List<Path> namedAfterCrates(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> ODD.contains(file.getFileName().toString().toLowerCase(Locale.ROOT)))
          .filter(file -> !file.equals(data))
          .toList();
    }
  }

  @Test
  void request_whatIsNoName_getsASentenceAndNothingElseHappens() throws Exception {
    TestCrate con = CrateBuilder.crate("con", VERSION).build();
    try (FakeRegistry upstream = FakeRegistry.start().publish(con);
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      List<Path> before = everything();
      for (String path : NO_NAMES) {
        HttpResponse<byte[]> answer = plain.get(URI.create(cratehold.index() + path));

        assertThat(answer.statusCode()).as(path).isIn(400, 404);
        assertThat(PlainClient.text(answer)).as(path).endsWith(".\n").doesNotContain("/etc");
      }

      assertThat(upstream.log().matching("/index/(?!config).*|/dl/.*")).isEmpty();
      assertThat(everything()).isEqualTo(before);
    }
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      return files.sorted().toList();
    }
  }

  @Test
  void request_urlThatIsTooLong_isRefusedAndOthersAreServed() throws Exception {
    try (FakeRegistry upstream = FakeRegistry.start();
        Cratehold cratehold = Cratehold.start(scratch, upstream);
        PlainClient plain = new PlainClient()) {
      HttpResponse<byte[]> answer = plain.get(URI.create(cratehold.index() + "a".repeat(5_000)));
      assertThat(answer.statusCode()).isEqualTo(414);
      assertThat(PlainClient.text(answer)).contains("more than 4096 bytes");

      for (String start : List.of("/crates-io/3/f/", "/crates-io/crate/", "/")) {
        assertThat(sendHuge(cratehold.port(), start)).startsWith("HTTP/1.1 414");
      }

      assertThat(plain.get(cratehold.index().resolve("config.json")).statusCode()).isEqualTo(200);
      assertThat(upstream.log().matching("/index/(?!config).*")).isEmpty();
    }
  }

  /// Sends a request line of ten megabytes, or as much of it as is taken, and gives the beginning
  /// of what comes back. A server that hangs up on what it has not read may cut off its own answer:
  /// that counts as 414 too.
  private static String sendHuge(int port, String start) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      Thread.ofVirtual().start(() -> writeHuge(out, start));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    } catch (SocketException hungUp) {
      return "HTTP/1.1 414 " + hungUp.getMessage();
    }
  }

  private static void writeHuge(OutputStream out, String start) {
    try {
      out.write(("GET " + start).getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < HUGE; i += PART.length) {
        out.write(PART);
      }
      out.write(" HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException refused) {
      // As it should be: the server need not take all of it.
      assertThat(refused).isNotNull();
    }
  }
}
