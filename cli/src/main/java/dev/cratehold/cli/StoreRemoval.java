package dev.cratehold.cli;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreCollector;
import dev.cratehold.store.StoreCollector.PinnedCrates;
import dev.cratehold.store.StorePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/// `cratehold store rm`.
///
/// @param pinned whether pinned crates go, too
record StoreRemoval(List<CrateSpec> specs, PinnedCrates pinned, CollectionView view) {
  static StoreChange of(ParseResult command, CollectionView view) throws Failure {
    List<CrateSpec> specs =
        CrateSpec.parseAll(command.matchedPositionalValue(0, List.<String>of()));
    if (specs.isEmpty()) {
      throw Failure.usage("rm needs a crate", "write `cratehold store rm serde@1.0.200`");
    }
    PinnedCrates pinned =
        command.hasMatchedOption(StoreModel.FORCE_OPTION) ? PinnedCrates.GO : PinnedCrates.STAY;
    StoreRemoval removal = new StoreRemoval(specs, pinned, view);
    return command.hasMatchedOption(ModelParts.DRY_RUN_OPTION)
        ? StoreChange.looking(removal::show, "")
        : StoreChange.writing(removal::carryOut);
  }

  private ExitCode show(Store store) throws IOException, Failure {
    return StoreGc.show(store.collector(), plan(store), view);
  }

  private ExitCode carryOut(Store store) throws IOException, Failure {
    return StoreGc.carryOut(store.collector(), plan(store), view, () -> false);
  }

  private StorePlan plan(Store store) throws IOException, Failure {
    List<HeldCrate> found = new ArrayList<>();
    for (CrateSpec spec : specs) {
      List<HeldCrate> crates = store.holdings().find(RunningServer.MOUNT, spec.name());
      List<HeldCrate> wanted =
          crates.stream()
              .filter(held -> spec.version().isEmpty() || isVersion(held.crate(), spec))
              .toList();
      if (wanted.isEmpty()) {
        throw Failure.failed(
            spec + " is not in the store; nothing was deleted",
            "`cratehold store ls` lists what is");
      }
      found.addAll(wanted);
    }
    refusePinned(store, found);
    StoreCollector collector = store.collector();
    return collector.planOf(found, pinned);
  }

  private static boolean isVersion(CrateId crate, CrateSpec spec) {
    return spec.version().filter(crate.version()::equals).isPresent();
  }

  private void refusePinned(Store store, List<HeldCrate> crates) throws IOException, Failure {
    if (pinned == PinnedCrates.GO) {
      return;
    }
    Set<CrateId> found = store.pins().pinned(crates.stream().map(HeldCrate::crate).toList());
    if (!found.isEmpty()) {
      String names =
          found.stream()
              .map(crate -> crate.name() + "@" + crate.version())
              .sorted()
              .collect(Collectors.joining(", "));
      throw Failure.failed(
          "pinned, so nothing was deleted: " + names,
          "`cratehold store pins` says for whom; --force deletes them all the same");
    }
  }
}
