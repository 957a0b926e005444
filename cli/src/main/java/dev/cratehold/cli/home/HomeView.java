package dev.cratehold.cli.home;

import dev.cratehold.home.view.HomeSummary;
import dev.cratehold.home.view.TopItems;

/// How `show` and `top` show what they found.
sealed interface HomeView permits HomeText, HomeJson {
  /// Shows what is in a home.
  void summary(HomeSummary summary);

  /// Shows single things.
  void top(TopItems items);
}
