package dev.cratehold.registry;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The `config.json` at the root of an index (the Cargo book, "Index Configuration").
///
/// @param dl where crates are downloaded from
/// @param api the base URL of the web API, without slashes at its end; empty if there is none
/// @param authRequired whether every request needs a token
public record RegistryConfig(DownloadTemplate dl, Optional<String> api, boolean authRequired) {
  private static final JsonFactory JSON = new JsonFactory();

  /// Reads a `config.json`; unknown members are passed over, as cargo does.
  ///
  /// @throws MalformedIndexException if it is no JSON object or has no `dl`
  public static RegistryConfig parse(byte[] json) throws MalformedIndexException {
    String dl = null;
    String api = null;
    boolean authRequired = false;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("it is not a JSON object", null);
      }
      for (String member = parser.nextName(); member != null; member = parser.nextName()) {
        JsonToken value = parser.nextToken();
        switch (member) {
          case "dl" -> dl = value == JsonToken.VALUE_STRING ? parser.getString() : null;
          case "api" -> api = value == JsonToken.VALUE_STRING ? parser.getString() : null;
          case "auth-required" -> authRequired = value == JsonToken.VALUE_TRUE;
          default -> {}
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw malformed("more follows the JSON object", null);
      }
    } catch (JacksonException e) {
      throw malformed("it is not a JSON object", e);
    }
    if (dl == null) {
      throw malformed("it has no string \"dl\"", null);
    }
    try {
      Optional<String> base = Optional.ofNullable(api).map(RegistryConfig::withoutSlash);
      return new RegistryConfig(new DownloadTemplate(dl), base, authRequired);
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private static String withoutSlash(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }

  private static MalformedIndexException malformed(String reason, @Nullable Throwable cause) {
    String message = "config.json is malformed: " + reason;
    return cause == null
        ? new MalformedIndexException(message)
        : new MalformedIndexException(message, cause);
  }

  /// This value as the bytes of a `config.json`, in UTF-8.
  public byte[] toJson() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("dl", dl.template());
      api.ifPresent(url -> json.writeStringProperty("api", url));
      if (authRequired) {
        json.writeBooleanProperty("auth-required", true);
      }
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
