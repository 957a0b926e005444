package dev.cratehold.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Upgrade: h2c` in the head of a request, taken out where the client cannot carry it through;
/// such a client is answered on HTTP/1.1.
///
/// Declined is an upgrade that
///
/// * asks for a window of 32 MB or more: so does libcurl 7.88, which distributions build cargo with
///   and which then breaks the connection it asked to upgrade (cargo with a libcurl of its own asks
///   for 64 KB and upgrades well);
/// * has no `HTTP2-Settings`, or ones that cannot be read, or does not name both in `Connection`:
///   RFC 9113 leaves such a request to HTTP/1.1.
final class HttpUpgrade {
  private static final long WINDOW_OF_BROKEN_CLIENTS = 32L << 20;
  private static final int SETTING_BYTES = 6;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final Pattern UPGRADE =
      Pattern.compile("(?im)^Upgrade[ \\t]*:[ \\t]*h2c[ \\t]*\\r\\n");
  private static final Pattern SETTINGS =
      Pattern.compile("(?im)^HTTP2-Settings[ \\t]*:[ \\t]*([A-Za-z0-9_-]*)=*[ \\t]*\\r\\n");
  private static final Pattern CONNECTION = Pattern.compile("(?im)^Connection:(.*)\\r\\n");

  private HttpUpgrade() {}

  /// A head without any upgrade to HTTP/2.
  static String without(String head) {
    return UPGRADE.matcher(head).replaceAll("");
  }

  /// True if a head asks for an upgrade to HTTP/2.
  static boolean isIn(String head) {
    return UPGRADE.matcher(head).find();
  }

  /// The head of a request without an upgrade that should be declined.
  ///
  /// @param head all of it, with the blank line at its end
  static String filtered(String head) {
    return !isIn(head) || isAcceptable(head) ? head : without(head);
  }

  private static boolean isAcceptable(String head) {
    Matcher settings = SETTINGS.matcher(head);
    if (!settings.find() || !isNamed(head)) {
      return false;
    }
    OptionalLong window = initialWindow(settings.group(1));
    return window.isPresent() && window.getAsLong() < WINDOW_OF_BROKEN_CLIENTS && !settings.find();
  }

  /// True if the one `Connection` of a head names both fields of an upgrade.
  private static boolean isNamed(String head) {
    Matcher connection = CONNECTION.matcher(head);
    if (!connection.find()) {
      return false;
    }
    List<String> options =
        Arrays.stream(connection.group(1).toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .toList();
    return options.contains("upgrade") && options.contains("http2-settings") && !connection.find();
  }

  /// The initial window in the payload of a SETTINGS frame (RFC 9113, section 6.5.1) that is
  /// written in base64url; 65535 where it names none; empty if it is no such payload.
  private static OptionalLong initialWindow(String settings) {
    byte[] payload;
    try {
      payload = Base64.getUrlDecoder().decode(settings);
    } catch (IllegalArgumentException _) {
      return OptionalLong.empty();
    }
    if (payload.length % SETTING_BYTES != 0) {
      return OptionalLong.empty();
    }
    long window = 65_535;
    ByteBuffer fields = ByteBuffer.wrap(payload);
    while (fields.hasRemaining()) {
      int identifier = fields.getShort();
      long value = Integer.toUnsignedLong(fields.getInt());
      window = identifier == INITIAL_WINDOW_SIZE ? value : window;
    }
    return OptionalLong.of(window);
  }
}
