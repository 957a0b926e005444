package dev.cratehold.cli.cas;

import dev.cratehold.cas.Blob;
import dev.cratehold.cas.BlobReader;
import dev.cratehold.cas.Cache;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// `cratehold cas get`.
record GetCommand(Terminal terminal, CasView view) {
  /// What is not larger is hashed before any of it is written.
  private static final int SMALL = 8 << 20;

  private static final int PIECE = 256 * 1024;

  ExitCode run(CasArguments arguments, CacheDirectory directory) throws IOException, CasException {
    Optional<String> key = arguments.givenKey();
    Optional<Integrity> digest = arguments.integrity(CasModel.DIGEST_OPTION);
    if (key.isPresent() == digest.isPresent()) {
      throw CasException.usage(
          key.isPresent() ? "KEY and --digest exclude each other" : "cas get needs KEY or --digest",
          "give one of them");
    }
    Optional<ByteRange> range = arguments.range();
    Optional<Path> output = arguments.path(CasModel.OUTPUT_OPTION);
    if (output.isPresent() && Files.isDirectory(output.get())) {
      throw CasException.refused(
          "IO_ERROR", output.get(), output.get() + " is a directory", "name a file");
    }
    Cache cache = directory.toLookUp();
    Blob blob = key.isPresent() ? cache.blob(key.get()) : cache.blob(digest.orElseThrow());
    if (output.isEmpty()) {
      print(blob, range);
    } else {
      long bytes = write(blob, range, output.get());
      view.written(new CasView.Written(key, blob.integrity(), range, bytes, output.get()));
    }
    return ExitCode.DONE;
  }

  private void print(Blob blob, Optional<ByteRange> range) throws IOException, CasException {
    if (range.isPresent()) {
      try (Part part = Part.of(blob, range.get())) {
        print(part.stream(), part.bytes());
      }
      return;
    }
    try (BlobReader reader = blob.stream()) {
      if (reader.size() > SMALL) {
        print(reader, Long.MAX_VALUE);
        return;
      }
      byte[] bytes = reader.readAllBytes();
      terminal.out().write(bytes, 0, bytes.length);
    }
  }

  /// Ends early where nobody wants more.
  private void print(InputStream source, long most) throws IOException {
    long left = most;
    byte[] piece = new byte[PIECE];
    while (left > 0 && terminal.hasReader() && !terminal.hasLostOutput()) {
      int read = source.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        return;
      }
      terminal.out().write(piece, 0, read);
      left -= read;
    }
  }

  private static long write(Blob blob, Optional<ByteRange> range, Path output)
      throws IOException, CasException {
    if (range.isEmpty()) {
      return blob.copyTo(output);
    }
    try (Part part = Part.of(blob, range.get())) {
      Path place = Files.exists(output) ? output.toRealPath() : output;
      if (Files.exists(place) && !Files.isRegularFile(place)) {
        try (OutputStream target = Files.newOutputStream(place, StandardOpenOption.WRITE)) {
          part.copyTo(target);
        }
      } else {
        write(part, place);
      }
      return part.bytes();
    }
  }

  /// The file has all of it or stays as it was.
  private static void write(Part part, Path output) throws IOException {
    Path partial = output.resolveSibling("." + UUID.randomUUID());
    try {
      try (OutputStream target = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW)) {
        part.copyTo(target);
      }
      Files.move(partial, output, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(output.toString(), null, e.getReason());
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
  }

  /// A part of content that was found intact, all of it.
  ///
  /// @param channel at its first byte
  private record Part(SeekableByteChannel channel, long bytes) implements AutoCloseable {
    static Part of(Blob blob, ByteRange range) throws IOException, CasException {
      SeekableByteChannel channel = blob.channel();
      long size = channel.size();
      long bytes = range.lengthIn(size);
      if (bytes == 0) {
        channel.close();
        throw CasException.refused(
            "RANGE_NOT_SATISFIABLE",
            blob.path(),
            "the range %s begins behind the end of the content, which has %d bytes"
                .formatted(range, size),
            "ask for a part of it");
      }
      return new Part(channel.position(range.first()), bytes);
    }

    InputStream stream() {
      return Channels.newInputStream(channel);
    }

    void copyTo(OutputStream target) throws IOException {
      byte[] piece = new byte[PIECE];
      InputStream source = stream();
      long left = bytes;
      while (left > 0) {
        int read = source.read(piece, 0, (int) Math.min(piece.length, left));
        if (read < 0) {
          throw new IOException("the content became shorter while it was read");
        }
        target.write(piece, 0, read);
        left -= read;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
