package dev.cratehold.cli.mirror;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.mirror.prefetch.MalformedOrderException;
import dev.cratehold.mirror.prefetch.OrderReader;
import dev.cratehold.mirror.prefetch.PrefetchOptions;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Dependencies;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// What the command line of `cratehold prefetch` says.
///
/// @param directory where paths start from
record PrefetchArguments(ParseResult command, Path directory) {
  private static final int MOST_THREADS = 256;
  private static final String COMMAND_LINE = "the command line";

  PrefetchOptions options() throws Failure {
    Mode mode = has(ModelParts.DRY_RUN_OPTION) ? Mode.REHEARSE : Mode.FETCH;
    Dependencies dependencies =
        has(PrefetchModel.NO_DEPENDENCIES_OPTION) ? Dependencies.LEFT : Dependencies.FOLLOWED;
    return new PrefetchOptions(mode, dependencies, threads());
  }

  /// For which label to pin, if it is wanted.
  Optional<PrefetchPins> pins() throws Failure {
    Optional<String> label =
        Optional.ofNullable(command.matchedOptionValue(PrefetchModel.PIN_OPTION, null));
    if (label.filter(String::isBlank).isPresent()) {
      throw Failure.usage("--pin is empty", "give a label, such as --pin release-2.1");
    }
    return label.map(PrefetchPins::new);
  }

  private boolean has(String option) {
    return command.hasMatchedOption(option);
  }

  private int threads() throws Failure {
    String text =
        command.matchedOptionValue(PrefetchModel.THREADS_OPTION, PrefetchModel.DEFAULT_THREADS);
    int threads = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (threads < 1 || threads > MOST_THREADS) {
      throw Failure.usage(
          "--threads: `" + text + "` is not a number from 1 to " + MOST_THREADS,
          "8 are enough for most networks");
    }
    return threads;
  }

  /// Everything that is to be fetched. Reads the files.
  PrefetchOrder order(OrderReader reader) throws Failure {
    List<String> words = command.matchedPositionalValue(0, List.of());
    List<String> lists =
        Optional.ofNullable(command.matchedOption(PrefetchModel.LIST_OPTION))
            .map(option -> List.copyOf(option.originalStringValues()))
            .orElse(List.of());
    if (words.isEmpty() && lists.isEmpty()) {
      throw Failure.usage(
          "prefetch needs something to fetch", "a Cargo.lock, the name of a crate, or --list FILE");
    }
    try {
      PrefetchOrder order = PrefetchOrder.NOTHING;
      for (String word : words) {
        order = order.plus(isFile(word) ? file(word, reader) : reader.item(COMMAND_LINE, word));
      }
      for (String list : lists) {
        order = order.plus(reader.list(list, OrderFile.text(path(list))));
      }
      return order;
    } catch (MalformedOrderException e) {
      throw Failure.usage(
          String.valueOf(e.getMessage()),
          "see `cratehold prefetch --help` for what a list may say");
    }
  }

  /// No crate has a dot or a slash in its name, and no requirement a slash.
  private static boolean isFile(String word) {
    return word.endsWith(".lock") || word.contains("/");
  }

  private PrefetchOrder file(String name, OrderReader reader)
      throws Failure, MalformedOrderException {
    return reader.read(name, OrderFile.text(path(name)));
  }

  private Path path(String text) throws Failure {
    try {
      return directory.resolve(text);
    } catch (InvalidPathException _) {
      throw Failure.usage("`" + text + "` is not a path", "name a file that can be read");
    }
  }
}
