package dev.cratehold.cli.config;

import java.nio.file.Path;
import java.util.List;

/// What one source says about one setting.
///
/// @param origin how messages name it: `--port`, `CRATEHOLD_PORT`, `config.toml:3: port`
/// @param texts the values, unread; one unless the setting takes many
/// @param base the directory that relative paths start from
record Given(String origin, List<String> texts, Path base) {
  Given {
    texts = List.copyOf(texts);
  }
}
