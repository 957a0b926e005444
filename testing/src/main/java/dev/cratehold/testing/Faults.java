package dev.cratehold.testing;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which operations of a [FaultyFileSystem] fail. Operations are numbered from 1, anew with each
/// plan.
///
/// Safe for use by several threads.
final class Faults {
  private Plan plan = new None();
  private long operations;
  private Optional<String> last = Optional.empty();
  private final List<RecordedOperation> recorded = new ArrayList<>();

  /// What is to fail.
  sealed interface Plan {
    boolean strikes(long number, FileOperation operation);

    /// Whether a write that is struck says how much it wrote instead of failing.
    default boolean isShort() {
      return false;
    }
  }

  record None() implements Plan {
    @Override
    public boolean strikes(long number, FileOperation operation) {
      return false;
    }
  }

  record At(long n) implements Plan {
    @Override
    public boolean strikes(long number, FileOperation operation) {
      return number == n;
    }
  }

  record ShortAt(long n) implements Plan {
    @Override
    public boolean strikes(long number, FileOperation operation) {
      return number == n && operation == FileOperation.WRITE;
    }

    @Override
    public boolean isShort() {
      return true;
    }
  }

  record From(long n) implements Plan {
    @Override
    public boolean strikes(long number, FileOperation operation) {
      return number >= n;
    }
  }

  record FullFrom(long n) implements Plan {
    @Override
    public boolean strikes(long number, FileOperation operation) {
      return number >= n && operation.takesRoom();
    }
  }

  synchronized void follow(Plan newPlan) {
    plan = newPlan;
    operations = 0;
    last = Optional.empty();
    recorded.clear();
  }

  synchronized long operations() {
    return operations;
  }

  synchronized boolean isShort() {
    return plan.isShort();
  }

  synchronized Optional<String> last() {
    return last;
  }

  synchronized List<RecordedOperation> recorded() {
    return List.copyOf(recorded);
  }

  /// Counts an operation and fails it if it is to fail.
  void pass(FileOperation operation, Path file) throws IOException {
    if (strikes(operation, file)) {
      throw full(file);
    }
  }

  /// Counts an operation. Returns whether it is to fail.
  synchronized boolean strikes(FileOperation operation, Path file) {
    operations++;
    recorded.add(new RecordedOperation(operation, file));
    boolean strikes = plan.strikes(operations, operation);
    if (strikes) {
      last = Optional.of("operation " + operations + ", " + operation + " of " + file);
    }
    return strikes;
  }

  static IOException full(Path file) {
    return new FileSystemException(file.toString(), null, "No space left on device");
  }
}
