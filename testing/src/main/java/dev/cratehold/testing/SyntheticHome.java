package dev.cratehold.testing;

import dev.cratehold.testing.HomePackages.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A Cargo home made from a seed, which cargo accepts as its own: registries with real `.crate`
/// files, their extraction and their index, imitated git repositories, and the database of last
/// uses. Nothing in it is out of order unless [HomeParameters.Flaws] ask for it.
///
/// ```java
/// SyntheticHome home = SyntheticHome.create(scratch.resolve("home"), HomeParameters.random(seed));
/// run(home.root(), "__CARGO_TEST_LAST_USE_NOW=" + home.now());
/// ```
///
/// The modification time of what shows a use (a `.crate` file, `.cargo-ok`, `FETCH_HEAD`,
/// `config.json`) is that use. Immutable; the files are the caller's.
///
/// @param registries the names of their directories, the one of crates.io first
/// @param gitDbs the names of their directories
/// @param times all times of use that the database has, in seconds since the epoch, ascending
/// @param crateBytes the length of all `.crate` files of all packages, whether they are there or
///   not
/// @param srcBytes the same of all sources
public record SyntheticHome(
    Path root,
    HomeParameters parameters,
    List<String> registries,
    List<String> gitDbs,
    List<Long> times,
    long crateBytes,
    long srcBytes) {
  private static final String CACHE_TAG =
      """
      Signature: 8a477f597d28d172789f06886806bc55
      # This file is a cache directory tag created by cargo.
      # For information about cache directory tags see https://bford.info/cachedir/
      """;

  /// Copies the lists.
  public SyntheticHome {
    registries = List.copyOf(registries);
    gitDbs = List.copyOf(gitDbs);
    times = List.copyOf(times);
  }

  /// Writes a home.
  ///
  /// @param root becomes a new directory; symbolic links lead to one beside it, whose name ends in
  ///   `-outside`
  public static SyntheticHome create(Path root, HomeParameters parameters) throws IOException {
    HomeDraft draft = new HomeDrafter(parameters).draft();
    HomeFiller filler = new HomeFiller(parameters);
    Files.createDirectories(root.resolve("registry/index"));
    List<Written> packages = new HomePackages(root, parameters, filler).write(draft);
    Map<String, Long> checkoutBytes =
        new HomeRepositories(root, parameters, filler).write(draft.repositories());
    new HomeOddities(root, parameters, filler).write(draft);
    writeCommon(root);
    HomeRows rows = HomeRows.of(draft, packages, checkoutBytes);
    if (parameters.flaws().database() == HomeParameters.Database.PRESENT) {
      HomeDatabase.write(root.resolve(".global-cache"), rows, parameters.uses().now());
    }
    return new SyntheticHome(
        root,
        parameters,
        draft.registries().stream().map(HomeDraft.Registry::directory).toList(),
        draft.repositories().stream().map(HomeDraft.Repository::directory).toList(),
        rows.times().sorted().distinct().boxed().toList(),
        packages.stream().mapToLong(Written::crateBytes).sum(),
        packages.stream().mapToLong(Written::srcBytes).sum());
  }

  private static void writeCommon(Path root) throws IOException {
    for (String part : List.of("registry", "git")) {
      Files.writeString(root.resolve(part).resolve("CACHEDIR.TAG"), CACHE_TAG);
    }
    Files.createFile(root.resolve(".package-cache"));
    Files.createFile(root.resolve(".package-cache-mutate"));
  }

  /// The reference time, in seconds since the epoch.
  public long now() {
    return parameters.uses().now();
  }
}
