package dev.cratehold.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.posix.FlockFile.Mode;
import dev.cratehold.posix.FlockFile.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlockFileTest {
  private final Posix posix = Posix.system();
  @TempDir private Path directory;

  @Test
  void openLock_missingFile_makesIt() throws IOException {
    try (FlockFile file = posix.openLock(lock())) {
      assertThat(file.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.ACQUIRED);
    }
    assertThat(lock()).isEmptyFile();
  }

  @Test
  void openLock_missingDirectory_fails() {
    Path file = directory.resolve("none").resolve("lock");

    assertThatThrownBy(() -> posix.openLock(file)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void openLock_nameNotAscii_makesThatFile() throws IOException {
    Path file = directory.resolve("schlo\u00df");

    posix.openLock(file).close();

    assertThat(file).exists();
  }

  @Test
  void tryLock_exclusiveElsewhere_isBusy() throws IOException {
    try (FlockFile one = posix.openLock(lock());
        FlockFile two = posix.openLock(lock())) {
      one.lock(Mode.EXCLUSIVE);

      assertThat(two.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.BUSY);
      assertThat(two.tryLock(Mode.SHARED)).isEqualTo(Outcome.BUSY);
    }
  }

  @Test
  void tryLock_sharedElsewhere_sharesAndExcludesWriters() throws IOException {
    try (FlockFile one = posix.openLock(lock());
        FlockFile two = posix.openLock(lock())) {
      one.lock(Mode.SHARED);

      assertThat(two.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.BUSY);
      assertThat(two.tryLock(Mode.SHARED)).isEqualTo(Outcome.ACQUIRED);
    }
  }

  @Test
  void unlock_heldLock_letsOthersIn() throws IOException {
    try (FlockFile one = posix.openLock(lock());
        FlockFile two = posix.openLock(lock())) {
      one.lock(Mode.EXCLUSIVE);
      one.unlock();

      assertThat(two.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.ACQUIRED);
    }
  }

  @Test
  void close_heldLock_letsOthersIn() throws IOException {
    FlockFile one = posix.openLock(lock());
    one.lock(Mode.EXCLUSIVE);

    one.close();
    one.close();

    try (FlockFile two = posix.openLock(lock())) {
      assertThat(two.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.ACQUIRED);
    }
  }

  @Test
  void tryLock_closed_saysSo() throws IOException {
    FlockFile file = posix.openLock(lock());
    file.close();

    assertThatThrownBy(() -> file.tryLock(Mode.SHARED))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void lock_busy_returnsWhenTheOtherCloses() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    FlockFile one = posix.openLock(lock());
    one.lock(Mode.EXCLUSIVE);
    CompletableFuture<Outcome> waiting = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try (FlockFile two = posix.openLock(lock())) {
            started.countDown();
            waiting.complete(two.lock(Mode.EXCLUSIVE));
          } catch (IOException failure) {
            waiting.completeExceptionally(failure);
          }
        });
    started.await();

    assertThat(waiting).isNotDone();
    one.close();
    assertThat(waiting.get()).isEqualTo(Outcome.ACQUIRED);
  }

  @Test
  void tryLock_heldByTheCommandFlock_isBusyUntilItEnds() throws Exception {
    Process holder =
        new ProcessBuilder("flock", "--no-fork", lock().toString(), "sh", "-c", "echo held; read x")
            .start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    try (FlockFile file = posix.openLock(lock())) {
      assertThat(file.tryLock(Mode.SHARED)).isEqualTo(Outcome.BUSY);

      holder.outputWriter().close();
      holder.waitFor();

      assertThat(file.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.ACQUIRED);
    }
  }

  @Test
  void lock_held_keepsTheCommandFlockOut() throws Exception {
    try (FlockFile file = posix.openLock(lock())) {
      file.lock(Mode.SHARED);

      assertThat(flock("--nonblock", "--exclusive")).isEqualTo(1);
      assertThat(flock("--nonblock", "--shared")).isZero();
    }
    assertThat(flock("--nonblock", "--exclusive")).isZero();
  }

  @Test
  void tryLock_startedProcesses_doNotInheritIt() throws Exception {
    Process child;
    try (FlockFile file = posix.openLock(lock())) {
      file.lock(Mode.EXCLUSIVE);
      child = new ProcessBuilder("cat").start();
    }

    try (FlockFile file = posix.openLock(lock())) {
      assertThat(file.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.ACQUIRED);
    }
    child.outputWriter().close();
    child.waitFor();
  }

  @Test
  void tryLock_switchedOff_isUnsupportedAndMakesNoFile() throws IOException {
    try (FlockFile file = posix.without(Capability.FLOCK).openLock(lock())) {
      assertThat(file.tryLock(Mode.EXCLUSIVE)).isEqualTo(Outcome.UNSUPPORTED);
      assertThat(file.lock(Mode.SHARED)).isEqualTo(Outcome.UNSUPPORTED);
      file.unlock();
    }
    assertThat(Files.exists(lock())).isFalse();
  }

  private int flock(String... options) throws Exception {
    ProcessBuilder command = new ProcessBuilder("flock");
    command.command().addAll(java.util.List.of(options));
    command.command().addAll(java.util.List.of(lock().toString(), "true"));
    return command.start().waitFor();
  }

  private Path lock() {
    return directory.resolve("lock");
  }
}
