package dev.cratehold.retention;

import java.time.Duration;

/// Why something is collected.
public sealed interface Reason {
  /// Nothing used it for longer than `limit`.
  record Unused(Duration limit) implements Reason {
    @Override
    public String sentence() {
      return "not used for longer than " + words(limit);
    }
  }

  /// It is among the least recently used of what is over a budget.
  ///
  /// @param budget names the budget, as its owner does
  /// @param limit in bytes
  record OverBudget(String budget, long limit) implements Reason {
    @Override
    public String sentence() {
      return "the least recently used of what is over " + budget + " " + limit;
    }
  }

  /// It depends on something that goes.
  record WithParent() implements Reason {
    @Override
    public String sentence() {
      return "goes with what it belongs to";
    }
  }

  /// Nothing knows or needs it any more.
  ///
  /// @param evidence a clause that says how that is known
  record Orphaned(String evidence) implements Reason {
    @Override
    public String sentence() {
      return evidence;
    }
  }

  /// Somebody asked for exactly this.
  record Requested() implements Reason {
    @Override
    public String sentence() {
      return "asked for";
    }
  }

  /// The reason for a reader: a clause in lower case, without a full stop.
  String sentence();

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds % 86_400 == 0 ? seconds / 86_400 + " days" : seconds + " seconds";
  }
}
