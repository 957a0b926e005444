/// The index of a registry as a git repository, for clients that know no other: cargo before 1.68,
/// and configurations that name a git index. The repository is bare, is made of the store's index
/// files alone, and is served by JGit: there is neither a work tree nor a `git` program.
///
/// ## Usage
///
/// A [GitIndex] serves one registry. Both of its methods block and belong on a virtual thread.
///
/// ## What is promised
///
/// * A client sees a whole index or none: objects first, then the one reference that makes them
///   visible, atomically, with the revision of the store that they stand for in the commit itself.
/// * The repository holds nothing that cannot be made again. One that is damaged is thrown away.
/// * A change of one index file writes that file, the trees above it and two commits.
///
/// ## Locking
///
/// Whoever writes holds the file lock beside the repository, so that of several processes one
/// writes; whatever lies in the repository from a process that was killed is removed under it.
/// Readers take no lock.
@NullMarked
package dev.cratehold.gitindex;

import org.jspecify.annotations.NullMarked;
