package dev.cratehold.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultyFileSystemTest {
  private final FaultyFileSystem files = FaultyFileSystem.create();

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void wrapDirectory() {
    directory = files.path(temporary);
  }

  private static void fails(ThrowingCallable operation) {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(operation)
        .withMessageContaining("No space left on device");
  }

  @Test
  void path_printed_isTheRealOne() {
    assertThat(directory.resolve("a").toString()).isEqualTo(temporary.resolve("a").toString());
    assertThat(directory.resolve("a").getFileSystem()).isSameAs(files);
  }

  @Test
  void operations_nothingPlanned_areThoseOfTheRealFiles() throws IOException {
    Path sub = Files.createDirectories(directory.resolve("a/b"));
    Path file = Files.writeString(sub.resolve("file"), "text");
    Files.move(file, directory.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(temporary.resolve("moved")).hasContent("text");
    assertThat(Files.readString(directory.resolve("moved"))).isEqualTo("text");
    try (Stream<Path> walked = Files.walk(directory)) {
      assertThat(walked).contains(sub, directory.resolve("moved"));
    }
    Files.delete(directory.resolve("moved"));
    assertThat(temporary.resolve("moved")).doesNotExist();
  }

  @Test
  void failAt_eachOperationInTurn_failsThatOneAndChangesNothing() throws IOException {
    Files.writeString(temporary.resolve("there"), "old");

    files.failAt(1);
    fails(() -> Files.createDirectory(directory.resolve("sub")));
    assertThat(temporary.resolve("sub")).doesNotExist();

    files.failAt(1);
    fails(() -> Files.move(directory.resolve("there"), directory.resolve("gone")));
    assertThat(temporary.resolve("there")).exists();

    files.failAt(1);
    fails(() -> Files.delete(directory.resolve("there")));
    assertThat(temporary.resolve("there")).exists();

    files.failAt(1);
    fails(() -> Files.writeString(directory.resolve("new"), "text"));
    assertThat(temporary.resolve("new")).doesNotExist();
    Files.writeString(directory.resolve("new"), "text");
    assertThat(temporary.resolve("new")).hasContent("text");
  }

  @Test
  void write_fails_leavesHalfOfTheBytes() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("file"), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      channel.write(ByteBuffer.wrap("whole".getBytes(UTF_8)));
      files.failAt(1);
      fails(() -> channel.write(ByteBuffer.wrap("abcdef".getBytes(UTF_8))));
    }
    assertThat(temporary.resolve("file")).hasContent("wholeabc");
  }

  @Test
  void force_planned_fails() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("file"), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      files.failAt(1);
      fails(() -> channel.force(true));
      assertThat(files.lastFault())
          .hasValueSatisfying(fault -> assertThat(fault).contains("FORCE"));
    }
  }

  @Test
  void failFrom_second_failsAllButTheFirst() throws IOException {
    files.failFrom(2);

    Files.createDirectory(directory.resolve("a"));
    fails(() -> Files.createDirectory(directory.resolve("b")));
    fails(() -> Files.delete(directory.resolve("a")));
    assertThat(files.operations()).isEqualTo(3);

    files.heal();
    Files.delete(directory.resolve("a"));
  }

  @Test
  void fullFrom_anyNumber_canStillDelete() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    files.fullFrom(1);

    fails(() -> Files.writeString(directory.resolve("other"), "text"));
    Files.delete(file);

    assertThat(temporary.resolve("file")).doesNotExist();
  }

  @Test
  void read_everythingFails_works() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    files.failFrom(1);

    assertThat(Files.readString(file)).isEqualTo("text");
    assertThat(files.operations()).isZero();
  }

  @Test
  void recorded_forcingADirectory_isAmongThem() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    files.heal();
    Files.readString(file);
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
    Files.delete(file);

    assertThat(files.recorded())
        .containsExactly(
            new RecordedOperation(FileOperation.FORCE, temporary),
            new RecordedOperation(FileOperation.DELETE, temporary.resolve("file")));
  }

  @Test
  void fileStore_pretended_saysSo() throws IOException {
    files.pretendFree(17);
    files.pretendType("nfs4");

    assertThat(Files.getFileStore(directory).getUsableSpace()).isEqualTo(17);
    assertThat(Files.getFileStore(directory).type()).isEqualTo("nfs4");
  }
}
