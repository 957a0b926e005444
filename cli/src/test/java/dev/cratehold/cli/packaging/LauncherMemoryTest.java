package dev.cratehold.cli.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How large a heap the launchers give the server, by the files that Linux describes itself in.
final class LauncherMemoryTest {
  private static final String UNLIMITED_V1 = "9223372036854771712";

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, text + "\n");
  }

  private void machine(long mebibytes) throws IOException {
    write("proc/meminfo", "MemTotal: %d kB\nMemFree: 100000 kB".formatted(mebibytes * 1024));
  }

  /// Without anything on the PATH, as the package must run.
  private String heap() throws IOException, InterruptedException {
    String script = Path.of("../dist/files/memory.sh").toAbsolutePath().normalize().toString();
    ProcessBuilder shell =
        new ProcessBuilder(
            "/bin/sh", "-fuc", ". \"$0\"; serve_heap \"$1\"", script, root.toString());
    shell.environment().clear();
    shell.environment().put("PATH", "/nonexistent");
    Process process = shell.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.strip();
  }

  @Test
  void serveHeap_largeMachine_isHalfAGigabyte() throws Exception {
    machine(65_536);

    assertThat(heap()).isEqualTo("512m");
  }

  @Test
  void serveHeap_smallMachine_isAQuarter() throws Exception {
    machine(1_000);

    assertThat(heap()).isEqualTo("250m");
  }

  @Test
  void serveHeap_tinyMachine_isWhatTheServerNeeds() throws Exception {
    machine(128);

    assertThat(heap()).isEqualTo("96m");
  }

  @Test
  void serveHeap_containerWithCgroup2_followsItsLimit() throws Exception {
    machine(65_536);
    write("proc/self/cgroup", "0::/");
    write("sys/fs/cgroup/memory.max", String.valueOf(800L << 20));

    assertThat(heap()).isEqualTo("200m");
  }

  @Test
  void serveHeap_serviceWithCgroup2_followsTheSmallestLimitAboveIt() throws Exception {
    machine(65_536);
    write("proc/self/cgroup", "0::/system.slice/cratehold.service");
    write("sys/fs/cgroup/system.slice/cratehold.service/memory.max", "max");
    write("sys/fs/cgroup/system.slice/memory.max", String.valueOf(1200L << 20));

    assertThat(heap()).isEqualTo("300m");
  }

  @Test
  void serveHeap_containerWithCgroup1_followsItsLimitAtTheRoot() throws Exception {
    machine(65_536);
    write("proc/self/cgroup", "9:name=systemd:/docker/1\n4:memory:/docker/1\n0::/docker/1");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", String.valueOf(1000L << 20));

    assertThat(heap()).isEqualTo("250m");
  }

  @Test
  void serveHeap_cgroup1SharedController_followsItsLimit() throws Exception {
    machine(65_536);
    write("proc/self/cgroup", "4:cpu,memory:/a");
    write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", String.valueOf(1000L << 20));

    assertThat(heap()).isEqualTo("250m");
  }

  @Test
  void serveHeap_limitsThatAreNone_followsTheMachine() throws Exception {
    machine(1_600);
    write("proc/self/cgroup", "4:memory:/\n0::/x");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", UNLIMITED_V1);
    write("sys/fs/cgroup/x/memory.max", "max");

    assertThat(heap()).isEqualTo("400m");
  }
}
