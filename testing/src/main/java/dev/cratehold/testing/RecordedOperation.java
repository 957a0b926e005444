package dev.cratehold.testing;

import java.nio.file.Path;

/// An operation that a [FaultyFileSystem] was asked for, whether or not it failed.
///
/// @param file the real path; of a move, the new name
public record RecordedOperation(FileOperation operation, Path file) {}
