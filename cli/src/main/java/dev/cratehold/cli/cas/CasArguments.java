package dev.cratehold.cli.cas;

import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.index.JsonDocument;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cas.integrity.IntegrityFormatException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The arguments of a command of `cratehold cas`, read.
///
/// @param workingDirectory where relative paths begin
record CasArguments(ParseResult command, Path workingDirectory) {
  static final List<String> ALGORITHMS = List.of("sha512", "sha384", "sha256", "sha1", "xxh3");
  static final List<String> LAYOUTS = List.of("rust", "npm", "dual");

  private static final char REPLACEMENT_CHARACTER = '\uFFFD';
  private static final int MOST_DIGITS = 18;

  boolean has(String option) {
    return command.hasMatchedOption(option);
  }

  private Optional<String> text(String option) {
    return Optional.ofNullable(command.matchedOptionValue(option, (String) null));
  }

  private Optional<String> parameter(int index) {
    return Optional.ofNullable(command.matchedPositionalValue(index, (String) null));
  }

  Path directory() throws CasException {
    Optional<String> text = parameter(0);
    if (text.isEmpty()) {
      throw missing("DIR");
    }
    return path("DIR", text.get());
  }

  private CasException missing(String what) {
    return CasException.usage(
        "cas " + command.commandSpec().name() + " needs " + what,
        "see `" + command.commandSpec().qualifiedName() + " --help`");
  }

  Optional<Path> path(String option) throws CasException {
    Optional<String> text = text(option);
    return text.isPresent() ? Optional.of(path(option, text.get())) : Optional.empty();
  }

  private Path path(String name, String text) throws CasException {
    if (text.isEmpty()) {
      // An unset variable of a script: the working directory is not meant.
      throw CasException.usage(name + ": an empty path names nothing", "give a path");
    }
    try {
      return workingDirectory.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw CasException.usage(
          name + ": `" + text + "` is not a path: " + e.getReason(), "give a path");
    }
  }

  /// The key, which is there.
  String key() throws CasException {
    Optional<String> key = givenKey();
    if (key.isEmpty()) {
      throw missing("KEY or --key-json");
    }
    return key.get();
  }

  /// The key, if one is given.
  Optional<String> givenKey() throws CasException {
    Optional<String> key = parameter(1);
    Optional<String> json = text(CasModel.KEY_JSON_OPTION);
    if (key.isPresent() && json.isPresent()) {
      throw CasException.usage("KEY and --key-json exclude each other", "give one of them");
    }
    if (json.isPresent()) {
      return Optional.of(string(json.get()));
    }
    if (key.isPresent()) {
      requireLocale(key.get());
    }
    return key;
  }

  private static String string(String json) throws CasException {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        String text = parser.getString();
        if (parser.nextToken() == null) {
          return text;
        }
      }
    } catch (JacksonException _) {
      // The sentence below says it.
    }
    throw CasException.usage(
        "--key-json: `" + json + "` is not one JSON string", "give it in double quotes: '\"key\"'");
  }

  /// In the locale `C`, Java has replaced what is not ASCII before anybody sees it.
  private static void requireLocale(String key) throws CasException {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (key.indexOf(REPLACEMENT_CHARACTER) >= 0 && !encoding.equalsIgnoreCase("UTF-8")) {
      throw CasException.usage(
          "this locale cannot tell what KEY is: its encoding is " + encoding,
          "set LC_ALL=C.UTF-8, or give the key by --key-json with \\u escapes");
    }
  }

  Optional<Integrity> integrity(String option) throws CasException {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integrity.parse(text.get()));
    } catch (IntegrityFormatException e) {
      throw CasException.usage(
          option + ": " + e.getMessage(), "give it as `cratehold cas put` prints it: sha256-…");
    }
  }

  Optional<ByteRange> range() throws CasException {
    Optional<String> text = text(CasModel.RANGE_OPTION);
    Optional<ByteRange> range = text.flatMap(ByteRange::parse);
    if (text.isPresent() && range.isEmpty()) {
      throw CasException.usage(
          "--range: `" + text.get() + "` is not a range",
          "give the first and the last byte, counted from 0: 0-1023, or 1024- for the rest");
    }
    return range;
  }

  Optional<Layout> layout() throws CasException {
    Optional<String> text = text(CasModel.LAYOUT_OPTION);
    if (text.isPresent() && !LAYOUTS.contains(text.get())) {
      throw notOneOf(CasModel.LAYOUT_OPTION, text.get(), LAYOUTS);
    }
    return text.map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static CasException notOneOf(String option, String text, List<String> words) {
    return CasException.usage(
        option + ": `" + text + "` is unknown", "one of " + String.join(", ", words));
  }

  PutOptions putOptions() throws CasException {
    PutOptions options = PutOptions.DEFAULT.withAlgorithms(algorithms());
    Optional<String> metadata = text(CasModel.METADATA_OPTION);
    if (metadata.isPresent()) {
      options = options.withMetadata(json(metadata.get()));
    }
    Optional<Integrity> integrity = integrity(CasModel.INTEGRITY_OPTION);
    if (integrity.isPresent()) {
      options = options.withIntegrity(integrity.get());
    }
    Optional<String> size = text(CasModel.SIZE_OPTION);
    return size.isPresent() ? options.withSize(size(size.get())) : options;
  }

  private HashAlgorithm[] algorithms() throws CasException {
    List<HashAlgorithm> algorithms = new ArrayList<>();
    List<String> words = command.matchedOptionValue(CasModel.ALGORITHM_OPTION, List.of());
    for (String word : words) {
      Optional<HashAlgorithm> algorithm = HashAlgorithm.of(word);
      if (algorithm.isEmpty()) {
        throw notOneOf(CasModel.ALGORITHM_OPTION, word, ALGORITHMS);
      }
      algorithms.add(algorithm.get());
    }
    return algorithms.toArray(HashAlgorithm[]::new);
  }

  private static String json(String text) throws CasException {
    if (JsonDocument.compact(text).isEmpty()) {
      throw CasException.usage(
          "--metadata: `" + text + "` is not JSON", "give one JSON value: '{\"etag\":\"x\"}'");
    }
    return text;
  }

  private static long size(String text) throws CasException {
    if (text.isEmpty()
        || text.length() > MOST_DIGITS
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw CasException.usage("--size: `" + text + "` is not a number of bytes", "as in 1024");
    }
    return Long.parseLong(text);
  }
}
