package dev.cratehold.home.lock;

/// What came of an attempt to take one of cargo's locks.
public sealed interface LockAttempt {
  /// It is ours until it is closed.
  record Held(HeldLock lock) implements LockAttempt {}

  /// Somebody else has it, and patience ran out.
  ///
  /// @param what cargo's name for the lock, such as `package cache mutation`
  record Busy(String what) implements LockAttempt {}

  /// The lock would not keep others out, or not all of them.
  ///
  /// @param why a sentence without a full stop
  record Refused(String why) implements LockAttempt {}
}
