package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.mirror.sync.MirrorFilter;
import dev.cratehold.mirror.sync.MirrorFilter.Content;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.mirror.sync.NamePattern;
import dev.cratehold.mirror.sync.Politeness;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParseResult;

/// The options of `cratehold mirror sync`: each takes the place of what the last sync was told.
///
/// @param workingDirectory where relative paths begin
record SyncOptions(ParseResult command, Path workingDirectory) {
  private static final String NONE = "none";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)(iB)?(/s)?");

  /// True if what earlier syncs were told is to be forgotten.
  boolean resets() {
    return command.hasMatchedOption(MirrorModel.RESET_OPTION);
  }

  /// The settings, where those that are not given stay as they are.
  MirrorSettings over(MirrorSettings last) throws Failure {
    return new MirrorSettings(
        read(MirrorModel.NAMES_OPTION, this::file).or(last::names),
        has(MirrorModel.FEED_OPTION)
            ? read(MirrorModel.FEED_OPTION, this::feed).filter(feed -> !feed.equals(NONE))
            : last.feed(),
        filter(last.filter()),
        politeness(last.politeness()));
  }

  private MirrorFilter filter(MirrorFilter last) throws Failure {
    OptionalInt newest =
        has(MirrorModel.NEWEST_OPTION)
            ? read(MirrorModel.NEWEST_OPTION, text -> count(text, "all")).orElseThrow()
            : last.newest();
    return new MirrorFilter(
        patterns(MirrorModel.INCLUDE_OPTION, last.include()),
        patterns(MirrorModel.EXCLUDE_OPTION, last.exclude()),
        newest,
        has(MirrorModel.INDEX_ONLY_OPTION) ? Content.INDEX_FILES : last.content());
  }

  private List<NamePattern> patterns(String option, List<NamePattern> last) throws Failure {
    List<String> texts = command.matchedOptionValue(option, List.of());
    try {
      return texts.isEmpty() ? last : texts.stream().map(NamePattern::new).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(option, e);
    }
  }

  private Politeness politeness(Politeness last) throws Failure {
    int threads = read(MirrorModel.THREADS_OPTION, SyncOptions::threads).orElse(last.threads());
    OptionalInt rate =
        has(MirrorModel.RATE_OPTION)
            ? read(MirrorModel.RATE_OPTION, text -> count(text.replaceFirst("/s$", ""), NONE))
                .orElseThrow()
            : last.requestsPerSecond();
    OptionalLong bandwidth =
        has(MirrorModel.BANDWIDTH_OPTION)
            ? read(MirrorModel.BANDWIDTH_OPTION, SyncOptions::size).orElseThrow()
            : last.bytesPerSecond();
    return new Politeness(threads, rate, bandwidth);
  }

  private boolean has(String option) {
    return command.hasMatchedOption(option);
  }

  private <T> Optional<T> read(String option, Function<String, T> reader) throws Failure {
    Optional<String> text = Optional.ofNullable(command.matchedOptionValue(option, (String) null));
    try {
      return text.map(reader);
    } catch (IllegalArgumentException e) {
      throw wrong(option, e);
    }
  }

  private Failure wrong(String option, IllegalArgumentException e) {
    String[] description = command.commandSpec().findOption(option).description();
    return Failure.usage(option + ": " + e.getMessage(), String.join(" ", description));
  }

  private Path file(String text) {
    try {
      Path file = workingDirectory.resolve(text).normalize();
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException("there is no file " + file);
      }
      return file;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("`" + text + "` is not a path: " + e.getReason(), e);
    }
  }

  private String feed(String text) {
    return text.equals(NONE) || text.matches("https?://\\S+") ? text : file(text).toString();
  }

  private static int threads(String text) {
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > Politeness.MOST_THREADS) {
      throw new IllegalArgumentException(
          "`" + text + "` is not a number from 1 to " + Politeness.MOST_THREADS);
    }
    return Integer.parseInt(text);
  }

  private static OptionalInt count(String text, String none) {
    if (text.equals(none)) {
      return OptionalInt.empty();
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "`" + text + "` is neither a number from 1 on nor " + none);
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static OptionalLong size(String text) {
    if (text.equals(NONE)) {
      return OptionalLong.empty();
    }
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "`" + text + "` is neither a size such as 500K or 5M nor none");
    }
    String unit = matcher.group(2);
    int power = unit.isEmpty() ? 0 : "KMGT".indexOf(unit) + 1;
    return OptionalLong.of(Long.parseLong(matcher.group(1)) << (10 * power));
  }
}
