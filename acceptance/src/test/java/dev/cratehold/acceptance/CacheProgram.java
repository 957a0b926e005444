package dev.cratehold.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheBatch;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.Durability;
import dev.cratehold.cas.PutOptions;
import java.io.IOException;
import java.nio.file.Path;

/// A program that stores something in a cache, to be looked at from outside.
final class CacheProgram {
  private CacheProgram() {}

  public static void main(String[] arguments) throws IOException {
    Durability durability = Durability.valueOf(arguments[1]);
    Cache cache = Cache.in(Path.of(arguments[0]), CacheOptions.DEFAULT.withDurability(durability));
    if (arguments[2].equals("batch")) {
      try (CacheBatch batch = cache.batch()) {
        for (int i = 0; i < 3; i++) {
          batch.put("key" + i, ("content " + i).getBytes(UTF_8), PutOptions.DEFAULT);
        }
        batch.commit();
      }
    } else {
      cache.put("key", "content".getBytes(UTF_8));
    }
  }
}
