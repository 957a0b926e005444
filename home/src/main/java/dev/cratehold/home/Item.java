package dev.cratehold.home;

import java.util.OptionalLong;

/// One thing in a Cargo home.
///
/// @param bytes its size as cargo counts it, the sum of the lengths of its files, where that is
///   known without walking it
/// @param files how many files, where that is known
public record Item(ItemId id, OptionalLong bytes, OptionalLong files, LastUse lastUse) {}
