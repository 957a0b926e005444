package dev.cratehold.home.layout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The URL of a source of crates, read as the URL standard (WHATWG) has it, because cargo names
/// directories after what its reader makes of a URL. `http`, `https`, `ftp` and `file` are special:
/// their host is in lower case, their usual port is left out, their path is never empty.
/// `sparse+https` and `ssh` are not, and keep host and port as they are written.
///
/// @param login `user@` or `user:password@`, or empty
/// @param host empty for files
/// @param port `:8080`, or empty
/// @param path percent-encoded, without `.` and `..`
/// @param rest query and fragment as they are written, with their marks
record SourceUrl(String scheme, String login, String host, String port, String path, String rest) {
  private static final Map<String, String> USUAL_PORTS =
      Map.of("http", ":80", "https", ":443", "ftp", ":21", "file", "");
  private static final int GIT_SUFFIX = ".git".length();
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<path>[^?#]*)(?<rest>.*)",
          Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?<login>.*@)?(?<host>\\[[^\\]]*\\]|[^:]*)(?<port>:[0-9]*)?", Pattern.DOTALL);

  /// Reads a URL.
  ///
  /// @throws IllegalArgumentException with a sentence that does not repeat the text, which may hold
  ///   a password
  static SourceUrl parse(String text) {
    Matcher url = GRAMMAR.matcher(text.strip());
    if (!url.matches()) {
      throw new IllegalArgumentException("it is not a URL with a scheme and two slashes");
    }
    String scheme = url.group("scheme").toLowerCase(Locale.ROOT);
    boolean special = USUAL_PORTS.containsKey(scheme);
    String slashed = special ? withSlashes(url) : url.group("authority") + url.group("path");
    int end = slashed.indexOf('/');
    String authority = end < 0 ? slashed : slashed.substring(0, end);
    String path = end < 0 ? "" : slashed.substring(end);
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw new IllegalArgumentException("the URL names no host that can be read");
    }
    return new SourceUrl(
        scheme,
        orEmpty(parts, "login"),
        host(parts.group("host"), special),
        port(orEmpty(parts, "port"), scheme),
        special && path.isEmpty() ? "/" : withoutDots(PathCharacters.encode(path)),
        url.group("rest"));
  }

  private static String withSlashes(Matcher url) {
    return (url.group("authority") + url.group("path")).replace('\\', '/');
  }

  private static String orEmpty(Matcher matcher, String group) {
    String text = matcher.group(group);
    return text == null ? "" : text;
  }

  private static String host(String written, boolean special) {
    if (written.startsWith("[")) {
      return HostNames.ipv6(written);
    }
    return special ? HostNames.domain(written) : written;
  }

  private static String port(String written, String scheme) {
    if (written.length() <= 1 || written.equals(USUAL_PORTS.get(scheme))) {
      return "";
    }
    return ":" + Integer.parseInt(written, 1, written.length(), 10);
  }

  private static String withoutDots(String path) {
    if (path.isEmpty()) {
      return path;
    }
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".")) {
        case "." -> keepSlash(kept, last);
        case ".." -> {
          kept.pollLast();
          keepSlash(kept, last);
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  private static void keepSlash(Deque<String> kept, boolean last) {
    if (last) {
      kept.addLast("");
    }
  }

  /// The URL that stands for all spellings of it that cargo takes for the same: without a slash at
  /// its end, without `.git`, and on GitHub over `https` and in lower case.
  SourceUrl canonical() {
    SourceUrl trimmed = withPath(withoutLastSlash(path));
    SourceUrl unified = trimmed.host.equals("github.com") ? trimmed.onGitHub() : trimmed;
    return unified.path.endsWith(".git") ? unified.withPath(unified.withoutGit()) : unified;
  }

  /// Cargo takes the last segment off and puts its beginning back on as if it were not encoded yet,
  /// so that a `%` in it becomes `%25`.
  private String withoutGit() {
    int last = path.length() - lastSegment().length();
    return path.substring(0, last)
        + path.substring(last, path.length() - GIT_SUFFIX).replace("%", "%25");
  }

  private static String withoutLastSlash(String path) {
    boolean more = path.length() > 1 && path.endsWith("/");
    return more ? path.substring(0, path.length() - 1) : path;
  }

  private SourceUrl onGitHub() {
    String https = port.equals(":443") ? "" : port;
    return new SourceUrl("https", login, host, https, path.toLowerCase(Locale.ROOT), rest);
  }

  private SourceUrl withPath(String other) {
    return new SourceUrl(scheme, login, host, port, other, rest);
  }

  /// What stands behind the last slash of the path.
  String lastSegment() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return scheme + "://" + login + host + port + path + rest;
  }
}
