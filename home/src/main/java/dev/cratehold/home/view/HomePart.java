package dev.cratehold.home.view;

import dev.cratehold.home.ItemKind;
import java.util.Optional;

/// The parts that a Cargo home is divided into, each byte of it belonging to one.
public enum HomePart {
  INDEXES("registry indexes", ItemKind.INDEX),
  CRATES("downloaded crates", ItemKind.CRATE),
  SOURCES("extracted crates", ItemKind.SRC),
  GIT_DATABASES("git clones", ItemKind.GIT_DB),
  GIT_CHECKOUTS("git checkouts", ItemKind.GIT_CHECKOUT),
  BUILDS("build directories", ItemKind.BUILD),
  LOGS("logs of builds", ItemKind.LOG),
  /// What `cargo install` and rustup put there: the user's own.
  PROGRAMS("installed programs"),
  /// What Cratehold keeps so that it can be brought back.
  UNDO("kept for undo"),
  /// The files at the top: settings, locks, cargo's database; and what holds the other parts
  /// together.
  OTHER("settings and bookkeeping"),
  /// Directories that are not known.
  UNKNOWN("unknown");

  private final String label;
  private final Optional<ItemKind> kind;

  HomePart(String label) {
    this.label = label;
    this.kind = Optional.empty();
  }

  HomePart(String label, ItemKind kind) {
    this.label = label;
    this.kind = Optional.of(kind);
  }

  /// For users.
  public String label() {
    return label;
  }

  /// The kind of item that this part is made of; empty for the rest.
  public Optional<ItemKind> kind() {
    return kind;
  }
}
