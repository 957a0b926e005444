package dev.cratehold.cli.cas;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cli.cas.CasView.Doing;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// `cratehold cas put`.
record PutCommand(Terminal terminal, CasView view) {
  ExitCode run(CasArguments arguments, CacheDirectory directory) throws IOException, CasException {
    String key = arguments.key();
    PutOptions options = arguments.putOptions();
    Optional<Path> file = arguments.path(CasModel.FILE_OPTION);
    Doing doing = Doing.of(arguments.has(ModelParts.DRY_RUN_OPTION));
    try (InputStream source = file.isPresent() ? open(file.get()) : terminal.in()) {
      Cache cache = directory.toWrite(arguments.layout());
      Integrity integrity =
          doing == Doing.DRY_RUN
              ? cache.preview(key, source, options)
              : cache.put(key, source, options);
      String layout = CacheDirectory.word(cache.options().layout());
      view.stored(new CasView.Stored(directory.path(), key, integrity, layout), doing);
    }
    return ExitCode.DONE;
  }

  private static InputStream open(Path file) throws CasException {
    try {
      if (Files.isDirectory(file)) {
        throw CasException.refused(
            "IO_ERROR", file, file + " is a directory, and content is a file", "name a file");
      }
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw CasException.of("cannot read " + file, e);
    }
  }
}
