package dev.cratehold.testing;

import static java.util.stream.Collectors.groupingBy;

import dev.cratehold.testing.HomeDraft.Packet;
import dev.cratehold.testing.HomeDraft.Presence;
import dev.cratehold.testing.HomeDraft.Registry;
import dev.cratehold.testing.HomeDraft.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes `registry/` of a [SyntheticHome]: real `.crate` files, their extraction, and what a
/// sparse index says of them in cargo's own format.
final class HomePackages {
  /// Below so many files a second thread is not worth its start.
  private static final int FEW = 2_000;

  private static final List<String> FOLDERS =
      List.of("src/", "src/detail/", "docs/", "", ".hidden/");

  private final Path registry;
  private final HomeParameters parameters;
  private final HomeFiller filler;

  HomePackages(Path home, HomeParameters parameters, HomeFiller filler) {
    this.registry = home.resolve("registry");
    this.parameters = parameters;
    this.filler = filler;
  }

  /// A package that has been written, or would have been.
  ///
  /// @param srcBytes the length of all files of the source, without `.cargo-ok`
  record Written(Packet packet, long crateBytes, long srcBytes, String indexLine) {}

  /// Writes all; the answer is in the order of the draft.
  List<Written> write(HomeDraft draft) throws IOException {
    for (Registry one : draft.registries()) {
      Files.createDirectories(registry.resolve("cache").resolve(one.directory()));
      Files.createDirectories(registry.resolve("src").resolve(one.directory()));
    }
    List<Written> written = writePackages(draft.packages());
    writeIndexes(draft.registries(), written);
    return written;
  }

  private List<Written> writePackages(List<Packet> packages) throws IOException {
    int threads = packages.size() * parameters.amounts().files() < FEW ? 1 : 2;
    if (threads == 1) {
      return writeRange(packages, 0, packages.size());
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      int half = packages.size() / 2;
      List<Callable<List<Written>>> halves =
          List.of(
              () -> writeRange(packages, 0, half),
              () -> writeRange(packages, half, packages.size()));
      List<Written> all = new ArrayList<>();
      for (Future<List<Written>> part : workers.invokeAll(halves)) {
        all.addAll(part.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IOException("writing the packages of a synthetic home failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a synthetic home was written", e);
    }
  }

  private List<Written> writeRange(List<Packet> packages, int from, int to) throws IOException {
    List<Written> written = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      written.add(writePackage(packages.get(i), new SplittableRandom(parameters.seed() * 31 + i)));
    }
    return written;
  }

  private Written writePackage(Packet packet, SplittableRandom random) throws IOException {
    CrateBuilder builder = CrateBuilder.crate(packet.name(), packet.version());
    for (int i = 2; i < parameters.amounts().files(); i++) {
      String path = FOLDERS.get(i % FOLDERS.size()) + "part_%03d.txt".formatted(i);
      builder.file(path, filler.next(random));
    }
    TestCrate crate = builder.build();
    SortedMap<String, byte[]> contents = builder.contents();
    writeCrate(packet, crate);
    writeSrc(packet, contents);
    long srcBytes = contents.values().stream().mapToLong(content -> content.length).sum();
    return new Written(packet, crate.size(), srcBytes, crate.indexLine());
  }

  private void writeCrate(Packet packet, TestCrate crate) throws IOException {
    Optional<Trace> present = packet.crate().filter(trace -> trace.presence().hasFiles());
    if (present.isPresent()) {
      Path file =
          registry.resolve("cache").resolve(packet.registry()).resolve(packet.item() + ".crate");
      HomeFiles.write(file, crate.sharedFile(), present.get().used());
    }
  }

  private void writeSrc(Packet packet, Map<String, byte[]> contents) throws IOException {
    Optional<Trace> present = packet.src().filter(trace -> trace.presence().hasFiles());
    if (present.isPresent()) {
      Path root = registry.resolve("src").resolve(packet.registry()).resolve(packet.item());
      HomeFiles.writeTree(root, contents);
      HomeFiles.write(root.resolve(".cargo-ok"), "{\"v\":1}", present.get().used());
    }
  }

  private void writeIndexes(List<Registry> registries, List<Written> written) throws IOException {
    Map<String, List<Written>> byRegistry =
        written.stream().collect(groupingBy(one -> one.packet().registry()));
    for (Registry one : registries) {
      if (one.index().presence() != Presence.ROW_ONLY) {
        writeIndex(one, byRegistry.getOrDefault(one.directory(), List.of()));
      }
    }
  }

  private void writeIndex(Registry one, List<Written> packages) throws IOException {
    Path index = registry.resolve("index").resolve(one.directory());
    Files.createDirectories(index.resolve(".cache"));
    Map<String, List<Written>> byName =
        packages.stream().collect(groupingBy(written -> written.packet().name()));
    for (Map.Entry<String, List<Written>> entry : byName.entrySet()) {
      Path file = index.resolve(".cache").resolve(shard(entry.getKey())).resolve(entry.getKey());
      Files.createDirectories(file.resolveSibling(""));
      HomeFiles.write(file, indexEntry(entry.getValue()), one.index().used());
    }
    String config = "{\"dl\":\"http://127.0.0.1:9/dl\",\"api\":null}";
    HomeFiles.write(index.resolve("config.json"), config, one.index().used());
    HomeFiles.touch(index, one.index().used());
  }

  /// Where the index keeps a package whose name has four letters or more.
  private static String shard(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.substring(0, 2) + "/" + lower.substring(2, 4);
  }

  /// A file of `.cache`: its version 3, the version 2 of the index, the validator, then version and
  /// line of each release, all ended by NUL.
  private static byte[] indexEntry(List<Written> releases) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(
        ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).put((byte) 3).putInt(2).array());
    writeText(entry, "etag: \"synthetic\"");
    for (Written release : releases) {
      writeText(entry, release.packet().version());
      writeText(entry, release.indexLine());
    }
    return entry.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream entry, String text) {
    entry.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    entry.write(0);
  }
}
