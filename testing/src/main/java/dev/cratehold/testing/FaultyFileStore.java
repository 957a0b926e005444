package dev.cratehold.testing;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A file store that may pretend to have another size and type.
final class FaultyFileStore extends FileStore {
  private final FileStore real;
  private final Supplier<OptionalLong> freeBytes;
  private final Supplier<Optional<String>> type;

  FaultyFileStore(
      FileStore real, Supplier<OptionalLong> freeBytes, Supplier<Optional<String>> type) {
    this.real = real;
    this.freeBytes = freeBytes;
    this.type = type;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public String type() {
    return type.get().orElseGet(real::type);
  }

  @Override
  public boolean isReadOnly() {
    return real.isReadOnly();
  }

  @Override
  public long getTotalSpace() throws IOException {
    return real.getTotalSpace();
  }

  @Override
  public long getUsableSpace() throws IOException {
    OptionalLong pretended = freeBytes.get();
    return pretended.isPresent() ? pretended.getAsLong() : real.getUsableSpace();
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    return real.getUnallocatedSpace();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> view) {
    return real.supportsFileAttributeView(view);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return real.supportsFileAttributeView(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> view) {
    return real.getFileStoreAttributeView(view);
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return real.getAttribute(attribute);
  }
}
