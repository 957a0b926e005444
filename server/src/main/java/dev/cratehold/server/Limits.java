package dev.cratehold.server;

import java.time.Duration;

/// What a client may use up.
///
/// @param requestLine bytes of a request line; a longer one is answered with 414
/// @param headers bytes of a request's header fields; more are answered with 431
/// @param body bytes of a body that a request should not have that are read, and thrown away,
///   before the connection is closed
/// @param connections connections at once; further ones are closed as soon as they are accepted
/// @param streams requests at once on one HTTP/2 connection
/// @param resets streams that one HTTP/2 connection may reset in 30 s
/// @param request how long a connection may take until its first request is there
/// @param idle how long a connection may be without a request
/// @param stall how long a client may take nothing of an answer that is ready for it
public record Limits(
    int requestLine,
    int headers,
    int body,
    int connections,
    int streams,
    int resets,
    Duration request,
    Duration idle,
    Duration stall) {
  public Limits {
    requirePositive(requestLine, headers, body, connections, streams, resets);
    for (Duration time : new Duration[] {request, idle, stall}) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException("a time limit must be positive, not " + time);
      }
    }
  }

  private static void requirePositive(int... limits) {
    for (int limit : limits) {
      if (limit < 1) {
        throw new IllegalArgumentException("a limit must be positive, not " + limit);
      }
    }
  }

  /// 4 KB, 16 KB, 64 KB; 4096 connections of 1024 streams and 200 resets; 10 s, 120 s, 60 s.
  public static Limits defaults() {
    return new Limits(
        4096,
        16 << 10,
        64 << 10,
        4096,
        1024,
        200,
        Duration.ofSeconds(10),
        Duration.ofSeconds(120),
        Duration.ofSeconds(60));
  }

  /// How often it must be looked whether a time is up.
  Duration shortestTime() {
    Duration shorter = request.compareTo(idle) < 0 ? request : idle;
    return shorter.compareTo(stall) < 0 ? shorter : stall;
  }

  /// The same limits for another number of connections.
  public Limits withConnections(int number) {
    return new Limits(requestLine, headers, body, number, streams, resets, request, idle, stall);
  }
}
