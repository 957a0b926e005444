package dev.cratehold.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The content of the files of a [SyntheticHome]: text of any length, as compressible as source
/// code. Thread safe.
final class HomeFiller {
  private static final int LENGTH = 1 << 18;

  private final byte[] text;
  private final int least;
  private final int most;

  HomeFiller(HomeParameters parameters) {
    this.text = text(new SplittableRandom(parameters.seed()));
    this.least = parameters.amounts().leastBytes();
    this.most = parameters.amounts().mostBytes();
  }

  private static byte[] text(SplittableRandom random) {
    byte[] text = new byte[LENGTH];
    byte[] letters = "etaoin shrdlu_(){};\n    ".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < LENGTH; i++) {
      boolean repeats = i > 64 && (i & 63) < 40;
      text[i] = repeats ? text[i - 64] : letters[random.nextInt(letters.length)];
    }
    return text;
  }

  /// The content of one file; lengths are spread evenly over their logarithm.
  byte[] next(SplittableRandom random) {
    double ratio = (most + 1.0) / (least + 1.0);
    int length = (int) ((least + 1) * Math.pow(ratio, random.nextDouble())) - 1;
    if (length > LENGTH) {
      byte[] large = new byte[length];
      Arrays.fill(large, (byte) ' ');
      return large;
    }
    int start = random.nextInt(LENGTH - length + 1);
    return Arrays.copyOfRange(text, start, start + length);
  }
}
