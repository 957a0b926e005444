package dev.cratehold.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy on 127.0.0.1 that lets only one user through and leads every request, whatever
/// host it names, to one server.
final class FakeProxy implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final String expected;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// @param userAndPassword `user:password`
  FakeProxy(int target, String userAndPassword) throws IOException {
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.expected =
        "proxy-authorization: Basic "
            + Base64.getEncoder()
                .encodeToString(userAndPassword.getBytes(StandardCharsets.ISO_8859_1));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /// The request lines of all that were let through.
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      List<String> head = readHead(client.getInputStream());
      while (!head.isEmpty() && head.stream().noneMatch(expected::equalsIgnoreCase)) {
        send(
            client,
            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        head = readHead(client.getInputStream());
      }
      if (!head.isEmpty()) {
        lead(client, head);
      }
    } catch (IOException _) {
      // One of the two sides went away, which ends the connection.
    }
  }

  private void lead(Socket client, List<String> head) throws IOException {
    requests.add(head.getFirst());
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      if (head.getFirst().startsWith("CONNECT ")) {
        send(client, "HTTP/1.1 200 OK\r\n\r\n");
      } else {
        String line = head.getFirst().replaceFirst(" http://[^/]*", " ");
        String rest = String.join("\r\n", head.subList(1, head.size()));
        send(server, line + "\r\n" + rest + "\r\nConnection: close\r\n\r\n");
      }
      Thread up = Thread.ofVirtual().start(() -> copy(client, server));
      copy(server, client);
      up.interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One of the two sides went away, which ends the connection.
    }
  }

  private static void send(Socket to, String text) throws IOException {
    OutputStream out = to.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /// The lines of a request's head; empty at the end of the connection.
  private static List<String> readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return List.of();
      }
      head.append((char) next);
    }
    return List.of(head.toString().strip().split("\r\n"));
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
