package dev.cratehold.upstream;

import dev.cratehold.registry.SparseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A server on 127.0.0.1 that answers every request with the same bytes, which no proper server
/// sends, and closes.
final class RawServer implements AutoCloseable {
  private final ServerSocket door;
  private final byte[] answer;

  /// @param answer one byte for each character
  RawServer(String answer) throws IOException {
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    Thread.ofVirtual().start(this::accept);
  }

  SparseUrl url() {
    return SparseUrl.parse("sparse+http://127.0.0.1:" + door.getLocalPort() + "/");
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
      readHead(client.getInputStream());
      OutputStream out = client.getOutputStream();
      out.write(answer);
      out.flush();
    } catch (IOException _) {
      // The client went away, which ends the connection.
    }
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.append((char) next);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
