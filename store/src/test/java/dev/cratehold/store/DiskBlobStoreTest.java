package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class DiskBlobStoreTest extends BlobStoreContract {
  @TempDir Path directory;
  private DiskBlobStore blobs;

  @BeforeEach
  void openBlobs() throws IOException {
    blobs = DiskBlobStore.in(directory.resolve("blobs"));
  }

  @Override
  BlobStore blobs() {
    return blobs;
  }

  @Override
  void corrupt(Checksum checksum) throws IOException {
    Files.writeString(Samples.file(directory, checksum), "corrupt");
  }
}
