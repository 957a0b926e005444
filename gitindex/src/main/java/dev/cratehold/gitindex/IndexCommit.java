package dev.cratehold.gitindex;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// A commit of the index. Its message says what it stands for:
///
/// ```
/// Index of crates-io
///
/// revision 1234
/// commits 7
/// ```
///
/// @param revision the last change of the store's index files that is in it; 0 where none counts
/// @param commits how many there are in its history, itself included
record IndexCommit(ObjectId id, ObjectId tree, long revision, int commits, Instant at) {
  private static final Pattern REVISION = Pattern.compile("(?m)^revision ([0-9]{1,18})$");
  private static final Pattern COMMITS = Pattern.compile("(?m)^commits ([0-9]{1,9})$");

  static IndexCommit of(RevCommit commit) {
    String message = commit.getFullMessage();
    return new IndexCommit(
        commit.getId().copy(),
        commit.getTree().getId().copy(),
        number(REVISION.matcher(message)),
        Math.toIntExact(number(COMMITS.matcher(message))),
        Instant.ofEpochSecond(commit.getCommitTime()));
  }

  private static long number(Matcher matcher) {
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  static String message(String registry, long revision, int commits) {
    return "Index of %s%n%nrevision %d%ncommits %d%n"
        .formatted(registry, revision, commits)
        .replace("\r\n", "\n");
  }
}
