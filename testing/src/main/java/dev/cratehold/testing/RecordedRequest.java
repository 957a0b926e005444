package dev.cratehold.testing;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request that a [FakeRegistry] received.
///
/// @param method such as `GET`
/// @param path as the client sent it, query included
/// @param headers by lower-case name; several of one name are joined by a comma and a space
/// @param protocol `HTTP/1.1` or `HTTP/2`
/// @param remotePort the client's port, which tells connections apart
/// @param localPort the port it came in on
/// @param time when its head had been read
/// @param status the status answered, 0 as long as there is none
public record RecordedRequest(
    String method,
    String path,
    Map<String, String> headers,
    String protocol,
    int remotePort,
    int localPort,
    Instant time,
    int status) {

  public RecordedRequest {
    headers = Map.copyOf(headers);
  }

  /// A header by its name in any case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  RecordedRequest answered(int newStatus) {
    return new RecordedRequest(
        method, path, headers, protocol, remotePort, localPort, time, newStatus);
  }
}
