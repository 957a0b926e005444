package dev.cratehold.cli.terminal;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says in words what exceptions mean; some of the JDK's have only a path or nothing as message.
public final class Causes {
  private Causes() {}

  /// One sentence for this exception alone.
  public static String describe(Throwable thrown) {
    return switch (thrown) {
      case NoSuchFileException e -> "no such file or directory: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case FileAlreadyExistsException e -> "it exists already: " + e.getFile();
      case NotDirectoryException e -> "not a directory: " + e.getFile();
      case CharacterCodingException _ -> "it is not text in UTF-8";
      case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
      default -> Optional.ofNullable(thrown.getMessage()).orElse(thrown.getClass().getSimpleName());
    };
  }

  /// The causes of `thrown`, outermost first, without those that only repeat the one before.
  static List<String> of(Throwable thrown) {
    List<String> causes = new ArrayList<>();
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      String text = describe(cause);
      if (causes.isEmpty() || !causes.getLast().contains(text)) {
        causes.add(text);
      }
    }
    return causes;
  }
}
