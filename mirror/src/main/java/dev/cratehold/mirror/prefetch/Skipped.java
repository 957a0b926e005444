package dev.cratehold.mirror.prefetch;

/// What was named and is not fetched, because it is nothing that this registry could have.
///
/// @param item `foo@1.0.0`
/// @param source where it was named: a lock file, or the crate that needs it
public record Skipped(String item, Reason reason, String source) {
  /// Why something is passed over.
  public enum Reason {
    /// It is a package of the workspace itself, or one that it names by its path.
    PATH("a package of the workspace"),
    /// It comes from a git repository.
    GIT("from a git repository"),
    /// It comes from another registry.
    OTHER_REGISTRY("from another registry"),
    /// It comes from somewhere else, such as a directory.
    OTHER_SOURCE("from neither a registry nor a git repository"),
    /// Only a feature could ask for it, and no version that there is will do.
    NO_SUCH_OPTION("optional, and no version that there is will do");

    private final String meaning;

    Reason(String meaning) {
      this.meaning = meaning;
    }

    /// In a few words.
    public String meaning() {
      return meaning;
    }
  }
}
