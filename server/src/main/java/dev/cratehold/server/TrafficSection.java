package dev.cratehold.server;

import dev.cratehold.store.statistics.NamedTally;
import dev.cratehold.store.statistics.StatisticsReport;
import dev.cratehold.store.statistics.Tally;
import dev.cratehold.store.statistics.Window;
import dev.cratehold.store.statistics.WindowReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// The part of the page that says what was served: a table of the windows of time, and for each
/// window which crates and clients took most.
final class TrafficSection {
  private final Html html;
  private final String mount;
  private final StatisticsJson.Clients clients;

  TrafficSection(Html html, String mount, StatisticsJson.Clients clients) {
    this.html = html;
    this.mount = mount;
    this.clients = clients;
  }

  void write(Optional<StatisticsReport> report) {
    html.markup("<section aria-labelledby=\"traffic\">\n<h2 id=\"traffic\">Traffic</h2>\n");
    report.ifPresentOrElse(
        this::windows,
        () ->
            html.markup("<p>The statistics cannot be read at the moment; the log says why.</p>\n"));
    html.markup("</section>\n");
  }

  private void windows(StatisticsReport report) {
    html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" ")
        .markup("aria-labelledby=\"traffic\"><table>\n")
        .markup("<caption>Requests for index files, crates and look-ups</caption>\n<thead><tr>")
        .markup("<th scope=\"col\">In the</th>");
    for (String column :
        List.of("Requests", "Hits", "Stale", "Misses", "Failed", "Served", "Saved")) {
      html.markup("<th scope=\"col\" class=\"n\">").text(column).markup("</th>");
    }
    for (String percentile : List.of("p50", "p90", "p99")) {
      html.markup("<th scope=\"col\" class=\"n\">").text(percentile).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    report.windows().forEach(this::window);
    html.markup("</tbody>\n</table></div>\n")
        .markup("<p class=\"note\">Hits were answered from what is kept, stale ones too, while no ")
        .markup("upstream answered. Saved are the bytes of both: they did not cross the line ")
        .markup("again. Of a hundred requests, 50, 90 and 99 took at most so long.</p>\n");
    report.windows().forEach(this::details);
  }

  private static String name(Window window) {
    return switch (window) {
      case HOUR -> "last hour";
      case DAY -> "last 24 hours";
      case MONTH -> "last 30 days";
      case EVER -> "whole time";
    };
  }

  private void window(WindowReport window) {
    Tally total = window.total();
    html.markup("<tr><th scope=\"row\">").text(name(window.window())).markup("</th>");
    number(Figures.count(total.requests()));
    html.markup("<td class=\"n\">").text(Figures.percent(total.hits(), total.requests()));
    bar(total.hits(), total.requests());
    html.markup("</td>");
    number(Figures.count(total.stale()));
    number(Figures.count(total.misses()));
    number(Figures.count(total.failed()));
    number(Figures.bytes(total.bytesServed()));
    number(Figures.bytes(total.bytesSaved()));
    number(Figures.latency(window.latencies().p50()));
    number(Figures.latency(window.latencies().p90()));
    number(Figures.latency(window.latencies().p99()));
    html.markup("</tr>\n");
  }

  private void number(String text) {
    html.markup("<td class=\"n\">").text(text).markup("</td>");
  }

  /// A bar that is as long as `part` of `whole`; for eyes only, the number stands beside it.
  private void bar(long part, long whole) {
    double percent = whole == 0 ? 0 : 100.0 * part / whole;
    html.markup("<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" ")
        .markup("aria-hidden=\"true\"><rect width=\"")
        .text(String.format(Locale.ROOT, "%.1f", percent))
        .markup("\" height=\"4\"/></svg>");
  }

  private void details(WindowReport window) {
    html.markup(window.window() == Window.DAY ? "<details open>\n" : "<details>\n")
        .markup("<summary>Who took what in the ")
        .text(name(window.window()))
        .markup("</summary>\n<div class=\"columns\">\n");
    String period = " in the " + name(window.window());
    top("Crates by requests" + period, "Crate", window.cratesByRequests(), Tally::requests);
    top("Crates by bytes" + period, "Crate", window.cratesByBytes(), Tally::bytesServed);
    if (clients == StatisticsJson.Clients.SHOWN) {
      top("Clients" + period, "Client", window.clients(), Tally::requests);
    }
    html.markup("</div>\n");
    others(window);
    html.markup("</details>\n");
  }

  private void top(
      String caption, String subject, List<NamedTally> tallies, ToLongFunction<Tally> measure) {
    html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(caption)
        .markup("\"><table>\n")
        .element("caption", caption)
        .markup("\n<thead><tr><th scope=\"col\">")
        .text(subject)
        .markup("</th><th scope=\"col\" class=\"n\">Requests</th>")
        .markup("<th scope=\"col\" class=\"n\">Served</th></tr></thead>\n<tbody>\n");
    long most = tallies.isEmpty() ? 0 : measure.applyAsLong(tallies.getFirst().tally());
    tallies.forEach(named -> row(named, measure.applyAsLong(named.tally()), most));
    if (tallies.isEmpty()) {
      html.markup("<tr><td colspan=\"3\">None.</td></tr>\n");
    }
    html.markup("</tbody>\n</table></div>\n");
  }

  private void row(NamedTally named, long measure, long most) {
    html.markup("<tr><th scope=\"row\">").text(shown(named.name()));
    bar(measure, most);
    html.markup("</th>");
    number(Figures.count(named.tally().requests()));
    number(Figures.bytes(named.tally().bytesServed()));
    html.markup("</tr>\n");
  }

  /// A crate of the one registry that is served here goes by its name alone.
  private String shown(String name) {
    String prefix = mount + "/";
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private void others(WindowReport window) {
    long requests = window.otherCrates().requests();
    if (requests > 0) {
      html.markup("<p class=\"note\">")
          .text(Figures.count(requests))
          .markup(" more requests were for crates that are counted together, being many.</p>\n");
    }
  }
}
