package dev.cratehold.cli.config;

import dev.cratehold.mirror.refresh.NewerVersions;
import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.IndexUrl;
import dev.cratehold.server.ClearTextHttp2;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the values of settings. What is thrown completes a sentence that begins with the value.
final class Readers {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMGT]?)(iB)?");
  private static final int MAX_CONNECTIONS = 1_000_000;
  private static final String NO_PORT = "is not a port, a number from 0 to 65535";

  private Readers() {}

  static int port(String text, Path base) {
    if (!text.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(NO_PORT);
    }
    int port = Integer.parseInt(text);
    if (port > 65535) {
      throw new IllegalArgumentException(NO_PORT);
    }
    return port;
  }

  static String address(String text, Path base) {
    if (text.equals("localhost")) {
      return "127.0.0.1";
    }
    literal(text);
    return text;
  }

  static String addressRange(String text, Path base) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * Byte.SIZE;
    if (slash >= 0 && !isWithin(text.substring(slash + 1), bits)) {
      throw new IllegalArgumentException("has no prefix length from 0 to " + bits);
    }
    return text;
  }

  private static boolean isWithin(String number, int limit) {
    return number.matches("[0-9]{1,3}") && Integer.parseInt(number) <= limit;
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not an IP address such as 127.0.0.1 or ::1", e);
    }
  }

  static boolean yesOrNo(String text, Path base) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  static Path path(String text, Path base) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is not a path");
    }
    try {
      return base.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a path", e);
    }
  }

  static Duration duration(String text, Path base) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a time such as 500ms, 60s, 5m, 1h or 1d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  static Duration positiveDuration(String text, Path base) {
    Duration duration = duration(text, base);
    if (duration.isZero()) {
      throw new IllegalArgumentException("is no time at all");
    }
    return duration;
  }

  /// A reader of what `reader` reads, or of `none`, which stands for nothing.
  static <T> Setting.Reader<Optional<T>> unless(String none, Setting.Reader<T> reader) {
    return (text, base) -> {
      if (text.equals(none)) {
        return Optional.empty();
      }
      try {
        return Optional.of(reader.read(text, base));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + ", nor " + none, e);
      }
    };
  }

  static long size(String text, Path base) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a size such as 500M or 10G");
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("is more than any disk has", e);
    }
  }

  private static long unit(String letter) {
    return letter.isEmpty() ? 1 : 1L << (10 * ("KMGT".indexOf(letter) + 1));
  }

  static int connections(String text, Path base) {
    if (!text.matches("[0-9]{1,7}") || !isConnections(Integer.parseInt(text))) {
      throw new IllegalArgumentException("is not a number from 1 to " + MAX_CONNECTIONS);
    }
    return Integer.parseInt(text);
  }

  private static boolean isConnections(int number) {
    return number >= 1 && number <= MAX_CONNECTIONS;
  }

  static ClearTextHttp2 onOrOff(String text, Path base) {
    return switch (text) {
      case "on" -> ClearTextHttp2.OFFERED;
      case "off" -> ClearTextHttp2.OFF;
      default -> throw new IllegalArgumentException("is neither on nor off");
    };
  }

  static NewerVersions fetchedOrLeft(String text, Path base) {
    return switch (text) {
      case "on" -> NewerVersions.FETCHED;
      case "off" -> NewerVersions.LEFT;
      default -> throw new IllegalArgumentException("is neither on nor off");
    };
  }

  static AccessLogTarget accessLog(String text, Path base) {
    return switch (text) {
      case "off" -> new AccessLogTarget.Off();
      case "-" -> new AccessLogTarget.StandardOutput();
      default -> new AccessLogTarget.File(path(text, base));
    };
  }

  static IndexUrl indexUrl(String text, Path base) {
    if (!text.matches("(sparse|git|registry)\\+.*")) {
      throw new IllegalArgumentException(
          "is not the URL of an index: sparse+https://index.crates.io/, or git+https://… for one in"
              + " a git repository");
    }
    try {
      return IndexUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
    }
  }

  static GitUrl gitUrl(String text, Path base) {
    if (indexUrl(text, base) instanceof GitUrl url) {
      return url;
    }
    throw new IllegalArgumentException("is not the URL of a git index, such as git+https://…");
  }

  static URI publicUrl(String text, Path base) {
    URI url = uri(text.replaceFirst("/+$", ""));
    String scheme = url.getScheme();
    if (scheme == null || !scheme.matches("https?") || url.getHost() == null) {
      throw new IllegalArgumentException("is not a URL such as https://crates.example.com");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("has more than scheme, host, port and path");
    }
    return url;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
    }
  }

  static <E extends Enum<E>> Setting.Reader<E> oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    String names = Arrays.stream(constants).map(Readers::word).collect(Collectors.joining(", "));
    return (text, base) ->
        Arrays.stream(constants)
            .filter(constant -> word(constant).equals(text))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("is not one of " + names));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
