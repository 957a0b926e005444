package dev.cratehold.home.lastuse;

import dev.cratehold.home.ItemKind;

/// The rows of one kind, of one registry or repository and of one span of time, added up.
///
/// @param directory of the registry or repository
/// @param span how many of the times asked for lie after the last use of each; the last use of a
///   crate is the later of its own and its source's
/// @param items how many rows
/// @param bytes the sum of the sizes that are known
/// @param unmeasured how many rows have no size
/// @param latest the latest last use of all
public record LastUseSum(
    ItemKind kind,
    String directory,
    int span,
    long items,
    long bytes,
    long unmeasured,
    long latest) {}
