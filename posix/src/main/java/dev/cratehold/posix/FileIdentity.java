package dev.cratehold.posix;

/// What makes a file the same file under whatever name.
///
/// @param links how many names it has
public record FileIdentity(long device, long inode, long links) {}
