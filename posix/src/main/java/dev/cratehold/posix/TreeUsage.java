package dev.cratehold.posix;

/// What a file tree holds.
///
/// @param files everything that is no directory, each link of a file counted
/// @param directories the root among them
/// @param apparentBytes the lengths of the regular files, each link counted, as cargo sums them
/// @param realBytes the blocks of everything, directories too, as `du` sums them: files with
///   several links once. Without [Capability#TREES] an estimate, lengths rounded up to 4 KiB
/// @param newestModified when the last modified of the files was modified, in seconds since the
///   epoch; zero when there is no file
public record TreeUsage(
    long files, long directories, long apparentBytes, long realBytes, long newestModified) {
  /// Nothing at all.
  public static final TreeUsage NONE = new TreeUsage(0, 0, 0, 0, 0);

  /// Both together.
  public TreeUsage plus(TreeUsage other) {
    return new TreeUsage(
        files + other.files,
        directories + other.directories,
        apparentBytes + other.apparentBytes,
        realBytes + other.realBytes,
        Math.max(newestModified, other.newestModified));
  }
}
