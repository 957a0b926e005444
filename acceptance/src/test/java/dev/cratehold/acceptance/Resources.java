package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process holds at one moment, as Linux counts it.
///
/// @param residentBytes its memory
/// @param descriptors its open files and connections
/// @param threads its threads of the system
record Resources(long residentBytes, int descriptors, int threads) {
  private static final long KIB = 1024;

  static Resources of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return new Resources(
          status(process, "VmRSS") * KIB,
          Math.toIntExact(descriptors.count()),
          Math.toIntExact(status(process, "Threads")));
    }
  }

  private static long status(Path process, String field) throws IOException {
    try (Stream<String> lines = Files.lines(process.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + field + " in the status of " + process));
    }
  }

  double residentMegabytes() {
    return residentBytes / 1e6;
  }
}
