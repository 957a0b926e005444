package dev.cratehold.store;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.Optional;

/// Something that whoever runs the server should look at: a registry or a disk that gave other
/// bytes than it promised.
///
/// @param registry the name under which the registry is mounted
/// @param version empty if it is about the crate as a whole
/// @param sentence what was seen and what it means, in one line; since it may quote what somebody
///   else sent, control characters are replaced and what is very long is cut
public record Alert(
    Kind kind, String registry, CrateName name, Optional<CrateVersion> version, String sentence) {
  private static final int LONGEST = 1000;

  public Alert {
    sentence = sentence.replaceAll("\\p{Cntrl}", "?");
    sentence = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + "…" : sentence;
  }

  /// What was seen.
  public enum Kind {
    /// The index lists another checksum for a version than it once did.
    REPUBLISHED,

    /// The index lists a version that its download host does not have.
    INCONSISTENT_UPSTREAM,

    /// An index file lost most of its versions at once.
    SHRUNKEN_INDEX,

    /// A crate that was downloaded does not have the checksum that the index lists.
    WRONG_BYTES,

    /// A stored crate file does not have its checksum any more.
    CORRUPT_CRATE
  }

  @Override
  public String toString() {
    return "%s: %s/%s%s: %s"
        .formatted(kind, registry, name, version.map(v -> "@" + v).orElse(""), sentence);
  }
}
