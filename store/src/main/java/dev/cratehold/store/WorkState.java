package dev.cratehold.store;

/// How a thing stands that is still to be fetched.
public enum WorkState {
  /// It was not tried yet.
  WAITING,
  /// The last attempt failed in a way that may pass.
  FAILED,
  /// The upstream answered that it does not give it, or gave something else.
  REFUSED
}
