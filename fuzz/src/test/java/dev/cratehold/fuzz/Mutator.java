package dev.cratehold.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Damages well-formed bytes in the ways that break parsers: bits flipped, pieces lost, doubled,
/// exchanged and repeated, and pieces of a dictionary in wrong places.
public final class Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int MOST_REPEATS = 500;
  private static final int LONGEST = 200_000;

  private final SplittableRandom random;
  private final List<byte[]> dictionary;

  /// @param dictionary what the parsers give a meaning to
  public Mutator(SplittableRandom random, List<String> dictionary) {
    this.random = random;
    this.dictionary =
        dictionary.stream().map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /// Damaged text, a character a byte.
  public String mutate(String text) {
    byte[] bytes = mutate(text.getBytes(StandardCharsets.ISO_8859_1));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The bytes after none to six changes.
  public byte[] mutate(byte[] bytes) {
    byte[] changed = bytes;
    for (int n = random.nextInt(MOST_CHANGES + 1); n > 0; n--) {
      changed = change(changed);
    }
    return changed.length > LONGEST ? Arrays.copyOf(changed, LONGEST) : changed;
  }

  private byte[] change(byte[] bytes) {
    int start = random.nextInt(bytes.length + 1);
    int end = start + random.nextInt(Math.min(bytes.length - start, 40) + 1);
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes);
      case 1 -> replaced(bytes, start, end, new byte[0]);
      case 2 -> replaced(bytes, start, start, word());
      case 3 -> replaced(bytes, start, end, word());
      case 4 -> replaced(bytes, start, start, noise());
      case 5 -> replaced(bytes, start, start, Arrays.copyOfRange(bytes, start, end));
      case 6 -> Arrays.copyOf(bytes, start);
      default -> repeated(bytes, start, end);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private byte[] repeated(byte[] bytes, int start, int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = random.nextBoolean() ? word() : Arrays.copyOfRange(bytes, start, end);
    for (int n = random.nextInt(MOST_REPEATS); n > 0 && out.size() < LONGEST; n--) {
      out.writeBytes(piece);
    }
    return replaced(bytes, start, start, out.toByteArray());
  }

  private byte[] word() {
    return dictionary.get(random.nextInt(dictionary.size()));
  }

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(8)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] replaced(byte[] bytes, int start, int end, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, start);
    out.writeBytes(by);
    out.write(bytes, end, bytes.length - end);
    return out.toByteArray();
  }
}
