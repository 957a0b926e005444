package dev.cratehold.cli.setup;

import dev.cratehold.cli.setup.SetupPlan.Edit;
import dev.cratehold.cli.setup.SetupPlan.Nothing;
import dev.cratehold.cli.setup.SetupPlan.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides what `setup` does to one configuration file. Pure: it looks at the text as it is, and at
/// the record of what an earlier `setup` wrote.
///
/// The record's `original` is what an undo restores. Whenever the file is found edited by somebody
/// else, the original becomes the edited text without our keys, so that no edit is ever lost.
///
/// @param file how messages name the file
/// @param text the text as it is; empty if there is no file
/// @param record what an earlier `setup` did to it
record Planner(String file, Optional<CargoToml> text, Optional<SetupRecord> record) {

  private static final Optional<SetupRecord> FORGET = Optional.empty();

  private CargoToml current() {
    return text.orElse(CargoToml.EMPTY);
  }

  /// Points cargo at the server with this index.
  SetupPlan apply(String url) {
    if (isReplacedByOther()) {
      return refuseOther();
    }
    boolean ours = record.isPresent();
    boolean complete = isReplaced() && current().index().equals(Optional.of(url));
    if (complete) {
      return new Nothing(file + " points cargo at " + url + " already");
    }
    if (!ours && current().index().filter(index -> !index.equals(url)).isPresent()) {
      return new Refusal(
          file
              + " has a registry \"cratehold\" that setup did not write: "
              + quoted(current().index()),
          "remove or rename [registries.cratehold] in that file, then run setup again");
    }
    CargoToml after = current().withReplacement(url);
    return edit("Configured", "cargo in " + file, after, url, Optional.empty());
  }

  /// Takes the replacement out, and remembers it.
  SetupPlan off() {
    if (record.isEmpty()) {
      return notOurs();
    }
    if (isReplacedByOther()) {
      return refuseOther();
    }
    if (!isReplaced()) {
      return new Nothing("cargo goes to crates.io directly already: " + file);
    }
    SetupRecord known = record.get();
    CargoToml after = current().withoutReplacement(known.originalToml());
    Optional<String> whenOn = Optional.of(current().text());
    return edit(
        "Disabled", "the server in " + file + "; --on brings it back", after, known.url(), whenOn);
  }

  /// Puts the replacement back that was taken out.
  SetupPlan on() {
    if (record.isEmpty()) {
      return notOurs();
    }
    if (isReplacedByOther()) {
      return refuseOther();
    }
    if (isReplaced()) {
      return new Nothing(file + " points cargo at " + record.get().url() + " already");
    }
    SetupRecord known = record.get();
    CargoToml after =
        isAsWritten() && known.whenOn().isPresent()
            ? new CargoToml(known.whenOn().get())
            : current().withReplacement(known.url());
    return edit("Enabled", "the server in " + file, after, known.url(), Optional.empty());
  }

  /// Takes back everything that was written.
  SetupPlan undo() {
    if (record.isEmpty()) {
      return notOurs();
    }
    if (text.isEmpty()) {
      return new Edit("Forgot", file + ", which is gone", Optional.empty(), FORGET);
    }
    if (current().replacement().isEmpty() && current().index().isEmpty()) {
      return new Edit("Forgot", file + ", which holds nothing of setup", currentText(), FORGET);
    }
    if (!isAsWritten() && !isUntouched()) {
      return new Refusal(
          file + " was edited since, in the lines that setup wrote: " + changes(),
          "take [source.crates-io] replace-with and [registries.cratehold] out of it by hand");
    }
    return restore(originalNow());
  }

  private Edit restore(Optional<String> before) {
    if (before.isEmpty()) {
      return new Edit("Removed", file + ", which setup had made", before, FORGET);
    }
    return isAsWritten()
        ? new Edit("Restored", file, before, FORGET)
        : new Edit(
            "Removed", "what setup wrote from " + file + ", other edits kept", before, FORGET);
  }

  private Optional<String> currentText() {
    return text.map(CargoToml::text);
  }

  private Edit edit(
      String verb, String summary, CargoToml after, String url, Optional<String> whenOn) {
    SetupRecord next = new SetupRecord(file, url, originalNow(), after.text(), whenOn);
    return new Edit(verb, summary, Optional.of(after.text()), Optional.of(next));
  }

  /// What an undo at this moment would restore.
  private Optional<String> originalNow() {
    if (record.isEmpty() || text.isEmpty()) {
      return currentText();
    }
    if (isAsWritten()) {
      return record.get().original();
    }
    String stripped = withForeignComments(record.get());
    boolean made = record.get().original().isEmpty();
    return made && stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
  }

  /// The text without our keys. A comment that somebody wrote into a table of ours would go with
  /// the table; it goes to the end instead.
  private String withForeignComments(SetupRecord written) {
    String stripped = current().stripped(written.originalToml()).text();
    Set<String> known =
        Stream.of(written.written(), stripped).flatMap(String::lines).collect(Collectors.toSet());
    String lost =
        current()
            .text()
            .lines()
            .filter(line -> line.strip().startsWith("#") && !known.contains(line))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    String gap = stripped.isEmpty() || stripped.endsWith("\n") ? "" : "\n";
    return lost.isEmpty() ? stripped : stripped + gap + lost;
  }

  private boolean isAsWritten() {
    return record.isPresent() && record.get().written().equals(current().text());
  }

  /// Whether the keys of ours are as they were written, whatever happened around them.
  private boolean isUntouched() {
    SetupRecord known = record.orElseThrow();
    boolean replaced = known.isOn() ? isReplaced() : current().replacement().isEmpty();
    return replaced && current().index().equals(Optional.of(known.url()));
  }

  private boolean isReplaced() {
    return current().replacement().equals(Optional.of(CargoToml.NAME));
  }

  private boolean isReplacedByOther() {
    return current().replacement().isPresent() && !isReplaced();
  }

  private Refusal refuseOther() {
    return new Refusal(
        file + " replaces crates.io already, with " + quoted(current().replacement()),
        "setup does not overwrite a replacement that it did not write; remove it first");
  }

  private SetupPlan notOurs() {
    if (isReplaced()) {
      return new Refusal(
          file + " replaces crates.io with \"cratehold\", but setup did not write that",
          "take [source.crates-io] replace-with and [registries.cratehold] out of it by hand");
    }
    return new Refusal(
        "setup has not edited " + file,
        "run `cratehold setup` first; --project DIR is for a project's own configuration");
  }

  private String changes() {
    return "replace-with is "
        + quoted(current().replacement())
        + " and the index of \"cratehold\" is "
        + quoted(current().index());
  }

  private static String quoted(Optional<String> value) {
    return value.map(text -> "\"" + text + "\"").orElse("missing");
  }
}
