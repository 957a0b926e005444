package dev.cratehold.home.view;

/// What a command would give back now.
///
/// @param command as the user types it
/// @param effect what it takes, and what that means for the next build
public record Reclaimable(String command, String effect, Usage usage) {}
