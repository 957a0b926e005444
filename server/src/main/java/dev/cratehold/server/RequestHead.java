package dev.cratehold.server;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What becomes of the head of an HTTP/1.1 request, decided before any decoder sees it. The grammar
/// is that of RFC 9112 without everything that two readers of the same bytes may understand in two
/// ways: folded lines, bare carriage returns or line feeds, blanks before a colon, a length beside
/// a coding, two lengths, two hosts, another host in the target. A proxy in front of this server
/// and this server cannot disagree about where a request ends.
sealed interface RequestHead {
  /// It is passed on.
  ///
  /// @param head the head to pass on
  /// @param next what follows it on the connection
  record Accepted(String head, Next next) implements RequestHead {}

  /// It is passed on, and so are the bytes of its body; then the next request follows.
  ///
  /// @param length how many bytes the body has, at least one
  record WithBody(String head, int length) implements RequestHead {}

  /// It is answered with a refusal, and the connection closed.
  record Refused(Refusal refusal) implements RequestHead {}

  /// What follows a head.
  enum Next {
    /// The next request.
    HEAD,
    /// A body, of which what the request asks for has no use.
    BODY,
    /// HTTP/2, which the head asks to go over to.
    HTTP2
  }

  /// Whether a request may go over to HTTP/2.
  enum Upgrade {
    /// It may.
    ALLOWED,
    /// Its wish is taken out of the head.
    IGNORED
  }

  /// A request line; method, target and the version's last digit.
  Pattern REQUEST_LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\\x21-\\x7e]+) HTTP/1\\.([01])");

  /// A field line; its values hold neither control characters nor anything before the colon but a
  /// token.
  Pattern FIELD_LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*)");

  /// An absolute target: its authority and the rest.
  Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#@]+)((?:[/?].*)?)");

  /// The fields that announce a body, or ask whether one may be sent, or how the connection goes
  /// on.
  Pattern BODY_FIELDS =
      Pattern.compile("(?im)^(Content-Length|Transfer-Encoding|Expect|Connection):.*\\r\\n");

  /// Judges a head.
  ///
  /// @param head all of it, in ISO 8859-1, with the blank line at its end
  /// @param bodies which requests may have a body
  static RequestHead of(String head, Upgrade upgrade, RequestBodies bodies) {
    String[] lines = head.substring(0, head.length() - 4).split("\r\n", -1);
    Matcher request = REQUEST_LINE.matcher(lines[0]);
    if (!request.matches()) {
      return refused("The request line is not METHOD SP TARGET SP HTTP/1.1.");
    }
    HeadFields fields = new HeadFields();
    for (int i = 1; i < lines.length; i++) {
      Matcher field = FIELD_LINE.matcher(lines[i]);
      if (!field.matches()) {
        return refused("Line " + (i + 1) + " of the request's head is no header field.");
      }
      fields.add(field.group(1), field.group(2).strip());
    }
    Optional<String> problem = fields.problem(request.group(3).equals("1"));
    return problem.isPresent()
        ? refused(problem.get())
        : accepted(head, request, fields, new Terms(upgrade, bodies));
  }

  /// What a request is allowed.
  record Terms(Upgrade upgrade, RequestBodies bodies) {}

  private static RequestHead accepted(
      String head, Matcher request, HeadFields fields, Terms terms) {
    String target = request.group(2);
    Optional<String> path = path(target, fields);
    if (path.isEmpty()) {
      return refused("The request's target is neither a path nor a URL of its Host.");
    }
    String kept = head.replaceFirst(Pattern.quote(target), Matcher.quoteReplacement(path.get()));
    if (fields.hasBody()) {
      OptionalInt limit = terms.bodies.limit(request.group(1), path.get());
      return limit.isPresent()
          ? withBody(kept, fields, limit.getAsInt())
          : new Accepted(withoutBody(kept), Next.BODY);
    }
    String filtered =
        terms.upgrade == Upgrade.ALLOWED ? HttpUpgrade.filtered(kept) : HttpUpgrade.without(kept);
    return new Accepted(filtered, HttpUpgrade.isIn(filtered) ? Next.HTTP2 : Next.HEAD);
  }

  /// A body passes if it says beforehand where it ends: nobody has to look for its end then.
  private static RequestHead withBody(String head, HeadFields fields, int limit) {
    OptionalLong length = fields.length();
    if (length.isEmpty()) {
      return new Refused(new Refusal(411, "The body of this request needs a Content-Length."));
    }
    return length.getAsLong() > limit
        ? new Refused(new Refusal(413, RequestBody.tooLong(limit)))
        : new WithBody(HttpUpgrade.without(head), Math.toIntExact(length.getAsLong()));
  }

  /// The path and query of a target that asks this server; empty for any other target.
  private static Optional<String> path(String target, HeadFields fields) {
    if (target.startsWith("/")) {
      return Optional.of(target);
    }
    Matcher absolute = ABSOLUTE.matcher(target);
    if (!absolute.matches() || !fields.isHost(absolute.group(1))) {
      return Optional.empty();
    }
    String path = absolute.group(2);
    return Optional.of(path.startsWith("/") ? path : "/" + path);
  }

  /// The head of the same request without a body, which ends the connection, so that the body can
  /// be thrown away unread.
  private static String withoutBody(String head) {
    String stripped = HttpUpgrade.without(BODY_FIELDS.matcher(head).replaceAll(""));
    return stripped.substring(0, stripped.length() - 2) + "Connection: close\r\n\r\n";
  }

  private static RequestHead refused(String reason) {
    return new Refused(new Refusal(400, reason));
  }
}
