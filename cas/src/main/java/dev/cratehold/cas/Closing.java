package dev.cratehold.cas;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// Closes several things, all of them.
final class Closing {
  private Closing() {}

  static void all(List<? extends Closeable> things) throws IOException {
    IOException failure = null;
    for (Closeable thing : things) {
      try {
        thing.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
