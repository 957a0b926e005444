package dev.cratehold.home.lastuse;

import dev.cratehold.home.ItemId;
import java.util.OptionalLong;

/// What the database says of one thing.
///
/// @param id an index, a crate, a src, a git db or a checkout
/// @param bytes its size, if the database has it; it never has those of indexes and git dbs
/// @param timestamp of its last use, in seconds since the epoch; up to 300 seconds too early
public record LastUseRow(ItemId id, OptionalLong bytes, long timestamp) {}
