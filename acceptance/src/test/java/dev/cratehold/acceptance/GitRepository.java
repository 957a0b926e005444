package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real git repository with a Rust library in it. Equal commits of two of them have the same id:
/// author and time are fixed.
record GitRepository(Path directory) {
  /// Makes one with a first commit of a library.
  ///
  /// @param directory becomes a new directory
  static GitRepository create(Path directory, String crate) throws Exception {
    Files.createDirectories(directory.resolve("src"));
    GitRepository repository = new GitRepository(directory);
    repository.git("init", "--quiet", "--initial-branch", "main");
    Files.writeString(
        directory.resolve("Cargo.toml"),
        "[package]\nname = \"%s\"\nversion = \"0.1.0\"\nedition = \"2021\"\n".formatted(crate));
    repository.commit("pub fn first() {}\n");
    return repository;
  }

  /// Commits another content of the library.
  ///
  /// @return the id of the commit
  String commit(String library) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("src/lib.rs"), library);
    git("add", "--all");
    git("commit", "--quiet", "--message", "Change the library");
    return head();
  }

  String head() throws IOException, InterruptedException {
    return git("rev-parse", "HEAD").strip();
  }

  /// What a `Cargo.toml` says of it.
  String dependency(String crate, String revision) {
    return "%s = { git = \"%s\", rev = \"%s\" }%n".formatted(crate, url(), revision);
  }

  String url() {
    return "file://" + directory;
  }

  /// Runs git in the repository.
  ///
  /// @return what it prints
  String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + who + "_NAME", "Somebody");
      builder.environment().put("GIT_" + who + "_EMAIL", "somebody@example.org");
      builder.environment().put("GIT_" + who + "_DATE", "2026-01-01T00:00:00Z");
    }
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process git = builder.start();
    String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0) {
      throw new AssertionError(command + ": " + printed);
    }
    return printed;
  }
}
