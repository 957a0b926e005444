package dev.cratehold.cli.home;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Nearest;
import dev.cratehold.home.config.CargoConfig;
import dev.cratehold.home.gc.ClearPart;
import dev.cratehold.home.gc.CollectionOptions;
import dev.cratehold.home.gc.CollectionOptions.IndexEntries;
import dev.cratehold.home.gc.Detail;
import dev.cratehold.home.gc.SizeLimit;
import dev.cratehold.home.lock.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the user asks of `gc` and `clear`.
record CollectionRequest(HomeContext context, OptionValues values) {
  /// The options of `gc`.
  ///
  /// @param configured cargo's configuration, whose ages stand in for the default ones
  CollectionOptions.Builder limits(CargoConfig configured) throws Failure {
    CollectionOptions.Builder options =
        common(CollectionOptions.DEFAULT_GRACE).defaultAges(configured.globalCleanAges());
    for (Limits.AgeLimit limit : Limits.AGES) {
      values.age(limit.option()).ifPresent(age -> options.age(limit.kind(), age));
    }
    values.age(Limits.DOWNLOAD_AGE_OPTION).ifPresent(options::downloadAge);
    for (SizeLimit limit : SizeLimit.values()) {
      values.size(limit.option()).ifPresent(size -> options.size(limit, size));
    }
    List<Path> projects = values.paths(CollectionModel.KEEP_FOR_OPTION);
    if (!projects.isEmpty()) {
      options.keep(new ProjectFiles(context).needed(projects)::needs);
    }
    if (values.has(CollectionModel.INDEX_ENTRIES_OPTION)) {
      options.indexEntries(IndexEntries.DROP_UNNEEDED);
    }
    return options;
  }

  /// The options of `gc` and `clear`.
  CollectionOptions.Builder common(Duration normalGrace) throws Failure {
    CollectionOptions.Builder options =
        CollectionOptions.builder().grace(grace().orElse(normalGrace));
    values
        .age(CollectionModel.KEEP_UNDO_OPTION, CollectionOptions.DEFAULT_UNDO)
        .ifPresent(options::keepUndo);
    options.patience(patience());
    return options.detail(isShown() ? Detail.MEASURED : Detail.ROUGH);
  }

  /// A plain zero is clear enough.
  private Optional<Duration> grace() throws Failure {
    return values.text(CollectionModel.GRACE_OPTION).filter("0"::equals).isPresent()
        ? Optional.of(Duration.ZERO)
        : values.age(CollectionModel.GRACE_OPTION);
  }

  /// How long to wait for cargo, if at all.
  Patience patience() throws Failure {
    if (!values.has(CollectionModel.WAIT_OPTION)) {
      return new Patience.None();
    }
    return values.text(CollectionModel.WAIT_OPTION).filter(String::isEmpty).isPresent()
        ? new Patience.Forever()
        : new Patience.Bounded(values.age(CollectionModel.WAIT_OPTION).orElseThrow());
  }

  /// Whether the plan itself is what the user wants to see.
  private boolean isShown() {
    return values.has(ModelParts.DRY_RUN_OPTION) || values.has(ModelParts.JSON_OPTION);
  }

  /// What `clear` is to clear.
  Set<ClearPart> parts() throws Failure {
    List<String> words = values.command().matchedPositionalValue(0, List.of());
    if (words.isEmpty()) {
      throw Failure.usage("clear needs a part", "one of " + String.join(", ", partWords()));
    }
    Set<ClearPart> parts = EnumSet.noneOf(ClearPart.class);
    for (String word : words) {
      parts.add(part(word));
    }
    return parts;
  }

  private static ClearPart part(String word) throws Failure {
    Optional<ClearPart> part = ClearPart.named(word);
    if (part.isEmpty()) {
      throw ClearPart.whyNever(word)
          .map(why -> Failure.usage(word + " cannot be cleared", why))
          .orElseGet(() ->
              Failure.usage("part " + word + " is unknown to cratehold home clear", nearest(word)));
    }
    return part.get();
  }

  private static String nearest(String word) {
    return Nearest.to(word, partWords())
        .map(nearest -> "did you mean " + nearest + "?")
        .orElse("the parts are " + String.join(", ", partWords()));
  }

  static List<String> partWords() {
    return Arrays.stream(ClearPart.values()).map(ClearPart::word).toList();
  }
}
