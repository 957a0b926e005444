package dev.cratehold.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A channel whose operations that change something fail when they are to fail.
final class FaultyChannel extends FileChannel {
  private final FileChannel real;
  private final Path file;
  private final Faults faults;

  FaultyChannel(FileChannel real, Path file, Faults faults) {
    this.real = real;
    this.file = file;
    this.faults = faults;
  }

  /// Writes `source`, or half of it and fails or says so.
  @Override
  public int write(ByteBuffer source) throws IOException {
    if (faults.strikes(FileOperation.WRITE, file)) {
      int written = writeHalf(source, real.position());
      if (faults.isShort()) {
        source.position(source.position() + written);
        return written;
      }
      throw Faults.full(file);
    }
    return real.write(source);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    if (faults.strikes(FileOperation.WRITE, file)) {
      writeHalf(source, position);
      throw Faults.full(file);
    }
    return real.write(source, position);
  }

  private int writeHalf(ByteBuffer source, long position) throws IOException {
    ByteBuffer half = source.slice(source.position(), source.remaining() / 2);
    while (half.hasRemaining()) {
      real.write(half, position + half.position());
    }
    return half.limit();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    faults.pass(FileOperation.WRITE, file);
    return real.write(sources, offset, length);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    faults.pass(FileOperation.WRITE, file);
    return real.transferFrom(source, position, count);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    faults.pass(FileOperation.FORCE, file);
    real.force(metaData);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    faults.pass(FileOperation.TRUNCATE, file);
    real.truncate(size);
    return this;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return real.read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return real.read(targets, offset, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return real.read(target, position);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    real.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return real.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
