package dev.cratehold.retention;

/// An entry that is to be collected, and why.
public record Victim<E>(E entry, Reason reason) {}
