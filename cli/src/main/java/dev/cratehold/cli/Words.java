package dev.cratehold.cli;

import java.util.Locale;

/// Constants as people and machines read them: `READ_ONLY` is `read-only`.
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
