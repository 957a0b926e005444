/// A mirror of a whole registry, or of the part that a filter wants.
///
/// ## Usage
///
/// [MirrorSync] brings a mirror up to date: a [NameSource] says which crates there are or changed,
/// their index files are looked at, and what the [MirrorFilter] wants of them is fetched.
/// [MirrorCheck] says what is missing, [MirrorPruning] removes what is not wanted any more.
///
/// ## What is promised
///
/// * What is to be fetched stands in the store's work queue before the marker advances, and leaves
///   it when it is held: however the process ends, nothing is forgotten, and nothing that is held
///   is fetched again.
/// * Memory does not depend on the size of the registry: queue and names are read in pages.
/// * What fails is tried again and stays in the queue with its reason; nothing is passed over.
@NullMarked
package dev.cratehold.mirror.sync;

import org.jspecify.annotations.NullMarked;
