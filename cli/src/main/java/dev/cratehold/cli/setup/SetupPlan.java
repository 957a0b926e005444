package dev.cratehold.cli.setup;

import java.util.Optional;

/// What a run of `setup` is going to do to one configuration file, decided before anything is
/// touched.
sealed interface SetupPlan {

  /// The file gets another text, and the record of it too.
  ///
  /// @param verb the status line's
  /// @param summary what follows the verb
  /// @param text the new text; empty to delete the file
  /// @param record what is remembered from now on; empty to forget
  record Edit(String verb, String summary, Optional<String> text, Optional<SetupRecord> record)
      implements SetupPlan {}

  /// There is nothing to do.
  ///
  /// @param why one sentence
  record Nothing(String why) implements SetupPlan {}

  /// It must not be done.
  ///
  /// @param why what stands in the way
  /// @param help what the user can do
  record Refusal(String why, String help) implements SetupPlan {}
}
