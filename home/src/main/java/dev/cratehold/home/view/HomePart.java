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
  /// Installed programs, configuration, credentials: the user's own.
  USERS_OWN("programs and settings"),
  /// Cargo's locks and its database, and what Cratehold keeps for undo.
  BOOKKEEPING("bookkeeping and undo"),
  /// What is not known.
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
