package dev.cratehold.cli.home;

import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.view.HomeSummary;
import dev.cratehold.home.view.HomeSurvey;
import dev.cratehold.home.view.NamePattern;
import dev.cratehold.home.view.Projects;
import dev.cratehold.home.view.ScanListener;
import dev.cratehold.home.view.TopItems;
import dev.cratehold.home.view.TopQuery;
import dev.cratehold.home.view.TopQuery.Order;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/// `cratehold home show` and `top`.
final class ShowCommand {
  private static final int USUAL_NUMBER = 20;

  private final HomeContext context;
  private final Terminal terminal;
  private final HomeSurvey survey;

  ShowCommand(HomeContext context) {
    this.context = context;
    this.terminal = context.terminal();
    this.survey = new HomeSurvey(context.home(), context.posix(), context.clock().instant());
  }

  ExitCode show(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    context.requireHome();
    view(values).summary(summary(values.has(HomeModel.SCAN_OPTION)));
    return ExitCode.DONE;
  }

  private HomeSummary summary(boolean scan) throws Failure {
    try {
      return scan ? survey.scan(progress()) : survey.fromDatabase();
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      terminal.endProgress();
    }
  }

  ExitCode top(ParseResult command) throws Failure {
    OptionValues values = context.values(command);
    TopQuery query = query(values);
    context.requireHome();
    Projects projects = new ProjectFiles(context).projects(values.paths(HomeModel.PROJECTS_OPTION));
    view(values).top(items(query, projects));
    return ExitCode.DONE;
  }

  private static TopQuery query(OptionValues values) throws Failure {
    List<ItemKind> kinds =
        values.someOf(HomeModel.KIND_OPTION, List.of(ItemKind.values()), ItemKind::word);
    return new TopQuery(
        Set.copyOf(kinds),
        values.text(HomeModel.REGISTRY_OPTION),
        values.text(HomeModel.NAME_OPTION).map(NamePattern::new),
        values.age(HomeModel.OLDER_THAN_OPTION),
        values
            .oneOf(HomeModel.SORT_OPTION, List.of(Order.values()), ShowCommand::word)
            .orElse(Order.LARGEST),
        values.number(HomeModel.NUMBER_OPTION).orElse(USUAL_NUMBER));
  }

  static String word(Order order) {
    return switch (order) {
      case LARGEST -> "size";
      case LEAST_RECENTLY_USED -> "last-use";
    };
  }

  private TopItems items(TopQuery query, Projects projects) throws Failure {
    try {
      return survey.top(query, projects, progress());
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      terminal.endProgress();
    }
  }

  private Failure unreadable(IOException e) {
    return Failure.failed("cannot look through the Cargo home " + context.home().root(), e);
  }

  private ScanListener progress() {
    return (done, all) -> terminal.progress("Measuring", done, all);
  }

  private HomeView view(OptionValues values) {
    return values.has(ModelParts.JSON_OPTION)
        ? new HomeJson(terminal.out())
        : new HomeText(terminal, context.located());
  }
}
