package dev.cratehold.gitindex;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.ObjectId;

/// A client of version 0 that has nothing.
final class Clone {
  private Clone() {}

  /// Fetches a commit; returns how many bytes came.
  ///
  /// @throws IOException if no pack came
  static int of(GitIndex index, ObjectId commit) throws IOException {
    String answer = answer(index, commit);
    if (!answer.contains("PACK")) {
      throw new IOException("no pack came: " + answer);
    }
    return answer.length();
  }

  static String answer(GitIndex index, ObjectId commit) throws IOException {
    String request = packet("want " + commit.name() + " ofs-delta\n") + "0000" + packet("done\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.upload(
        GitForm.FULL,
        TestIndex.config("http://h"),
        "",
        new ByteArrayInputStream(request.getBytes(StandardCharsets.US_ASCII)),
        out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static String packet(String line) {
    return "%04x%s".formatted(line.length() + 4, line);
  }
}
