package dev.cratehold.server;

import dev.cratehold.gitindex.GitForm;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a request's path asks for. Names and versions are validated here, once; nothing behind this
/// sees the text of a path.
sealed interface Route {
  /// What figures count it as.
  default RequestKind kind() {
    return switch (this) {
      case Home _, Style _ -> RequestKind.HOME;
      case Config _ -> RequestKind.CONFIG;
      case Index _ -> RequestKind.INDEX;
      case Crate _ -> RequestKind.CRATE;
      case WebApi _ -> RequestKind.API;
      case GitReferences _, GitPack _, GitPush _ -> RequestKind.GIT;
      case Health _, Ready _, Figures _, Statistics _, Prefetches _ -> RequestKind.OPERATION;
      case Nothing _, Malformed _ -> RequestKind.OTHER;
    };
  }

  /// The page that says what this server is.
  record Home() implements Route {}

  /// What that page looks like.
  record Style() implements Route {}

  /// The `config.json` of the registry.
  record Config() implements Route {}

  /// An index file.
  record Index(CrateName name) implements Route {}

  /// A `.crate` file, with the checksum where the path names it.
  record Crate(CrateName name, CrateVersion version, Optional<Checksum> checksum)
      implements Route {}

  /// Another part of the registry's web API.
  ///
  /// @param path from `/api/v1/` on, as it was sent
  record WebApi(String path) implements Route {}

  /// Whether the server lives.
  record Health() implements Route {}

  /// Whether requests should be sent to it.
  record Ready() implements Route {}

  /// Its figures.
  record Figures() implements Route {}

  /// What was served, in windows of time.
  record Statistics() implements Route {}

  /// Orders to prefetch.
  record Prefetches() implements Route {}

  /// What a git repository of the index has.
  record GitReferences(GitForm form) implements Route {}

  /// What a client lacks of a git repository of the index.
  record GitPack(GitForm form) implements Route {}

  /// Where somebody would push to a git repository of the index.
  record GitPush() implements Route {}

  /// A path that is none.
  ///
  /// @param reason a sentence for whoever asked
  record Malformed(String reason) implements Route {}

  /// Nothing that is served here.
  ///
  /// @param reason a sentence for whoever asked
  record Nothing(String reason) implements Route {}

  /// The directory of crates below a mount. No index file can lie in it: their first directory has
  /// one or two characters.
  String CRATES = "crate/";

  /// The directory of the web API below a mount.
  String API = "api/v1/";

  /// Where orders to prefetch are taken.
  String PREFETCH = "/api/prefetch";

  /// Where a git client asks what it lacks, below the URL of a repository.
  String GIT_PACK = "/git-upload-pack";

  /// Slashes that count as one.
  Pattern SLASHES = Pattern.compile("//+");

  /// A segment that names a directory by its place.
  Pattern DOTS = Pattern.compile("/\\.\\.?(/|$)");

  /// A path of a cargo or a browser. No encoded character but `%2B`, which is decoded, can be part
  /// of anything that is served here.
  Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@/-]*");

  /// The crate that is asked for, if there is one.
  default Optional<CrateName> crateName() {
    return switch (this) {
      case Index(CrateName name) -> Optional.of(name);
      case Crate crate -> Optional.of(crate.name());
      case Route _ -> Optional.empty();
    };
  }

  /// Reads a path as it stands in the request, percent-encoding and all. Doubled slashes, which a
  /// `dl` with a slash at its end makes, count as one.
  ///
  /// @param mount the name of the registry
  static Route of(String mount, String path) {
    String plain = SLASHES.matcher(path.replace("%2B", "+").replace("%2b", "+")).replaceAll("/");
    if (!PLAIN.matcher(plain).matches()) {
      return new Malformed("The path has characters that are part of nothing that is served here.");
    }
    if (DOTS.matcher(plain).find()) {
      return new Malformed("The path leads upwards.");
    }
    String root = "/" + mount + "/";
    return plain.startsWith(root)
        ? mounted(plain.substring(root.length()))
        : operation(plain, mount);
  }

  private static Route operation(String path, String mount) {
    return switch (path) {
      case "/" -> new Home();
      case "/healthz" -> new Health();
      case "/readyz" -> new Ready();
      case "/metrics" -> new Figures();
      case "/api/statistics" -> new Statistics();
      case PREFETCH -> new Prefetches();
      case "/style.css" -> new Style();
      default -> git(path, mount);
    };
  }

  /// The paths of the repositories of a registry's index. `/index` is where cargo-cacher has it,
  /// whose clients need no other configuration here. No path ends in `.git`: cargo takes that off.
  static List<String> gitRoots(String mount, GitForm form) {
    return switch (form) {
      case FULL -> List.of("/index", "/git/" + mount);
      case CACHED -> List.of("/git/cached/" + mount);
    };
  }

  private static Route git(String path, String mount) {
    for (GitForm form : GitForm.values()) {
      for (String root : gitRoots(mount, form)) {
        if (path.equals(root) || path.startsWith(root + "/")) {
          return git(form, path.substring(root.length()));
        }
      }
    }
    return new Nothing("The registry served here is /" + mount + "/");
  }

  private static Route git(GitForm form, String rest) {
    return switch (rest) {
      case "/info/refs" -> new GitReferences(form);
      case GIT_PACK -> new GitPack(form);
      case "/git-receive-pack" -> new GitPush();
      default ->
          new Nothing(
              "This is a registry's index as a git repository, which is fetched by the smart"
                  + " protocol alone.");
    };
  }

  private static Route mounted(String rest) {
    if (rest.equals("config.json")) {
      return new Config();
    }
    if (rest.startsWith(CRATES)) {
      return crate(rest.substring(CRATES.length()));
    }
    return rest.startsWith(API) ? api(rest.substring(API.length())) : index(rest);
  }

  private static Route index(String path) {
    Optional<CrateName> name = CrateName.ofIndexPath(path);
    return name.isPresent()
        ? new Index(name.get())
        : new Nothing("No crate has its index file at this path.");
  }

  /// `{crate}/{version}/{sha256}.crate` or `{crate}/{version}/download`.
  private static Route crate(String path) {
    String[] parts = path.split("/", -1);
    Optional<CrateName> name = CrateName.parse(parts[0]);
    Optional<CrateVersion> version =
        parts.length == 3 ? CrateVersion.parse(parts[1]) : Optional.empty();
    if (name.isEmpty() || version.isEmpty()) {
      return new Nothing("A crate is at {crate}/{version}/{sha256}.crate or .../download.");
    }
    if (parts[2].equals("download")) {
      return new Crate(name.get(), version.get(), Optional.empty());
    }
    String suffix = ".crate";
    Optional<Checksum> checksum =
        parts[2].endsWith(suffix)
            ? Checksum.parse(parts[2].substring(0, parts[2].length() - suffix.length()))
            : Optional.empty();
    return checksum.isPresent()
        ? new Crate(name.get(), version.get(), checksum)
        : new Nothing("A crate's checksum is 64 lower-case hex digits.");
  }

  private static Route api(String path) {
    String crates = "crates/";
    return path.startsWith(crates) && path.endsWith("/download")
        ? crate(path.substring(crates.length()))
        : new WebApi("/" + API + path);
  }
}
