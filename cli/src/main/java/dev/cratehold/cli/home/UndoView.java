package dev.cratehold.cli.home;

import dev.cratehold.cli.home.UndoCommand.SizedRun;
import dev.cratehold.home.gc.UndoReport;
import dev.cratehold.home.trash.KeptRun;
import java.util.List;

/// How `undo` shows what can be brought back and what was.
sealed interface UndoView permits UndoText, UndoJson {
  /// Lists the runs that can be undone.
  void list(List<SizedRun> runs);

  /// Shows what would come back.
  void plan(KeptRun run);

  /// Shows what came back.
  void report(UndoReport.Restored report);
}
