package dev.cratehold.server;

import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.StoreStatus;
import dev.cratehold.upstream.Circuit;
import dev.cratehold.upstream.SourceStatus;

/// The page at `/` for browsers: how cargo is pointed here, how the server does, what was served.
/// It needs no script and nothing from elsewhere. Its length is bounded, since of everything that
/// there may be many of, it shows the first few.
final class HtmlPage {
  private static final String ICON =
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath"
          + " fill='%23b4530a' d='M8 0l7 3.5v9L8 16l-7-3.5v-9z'/%3E%3Cpath fill='none'"
          + " stroke='white' d='M1.5 4L8 7.2 14.5 4M8 7.2V15'/%3E%3C/svg%3E";

  private static final String LOGO =
      "<svg class=\"logo\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">"
          + "<path d=\"M8 0l7 3.5v9L8 16l-7-3.5v-9z\"/>"
          + "<path d=\"M1.5 4L8 7.2 14.5 4M8 7.2V15\"/></svg>";

  private final Html html = new Html();
  private final Overview overview;
  private final String url;
  private final String mount;
  private final StatisticsJson.Clients clients;

  private HtmlPage(Overview overview, String url, String mount, StatisticsJson.Clients clients) {
    this.overview = overview;
    this.url = url;
    this.mount = mount;
    this.clients = clients;
  }

  /// @param url the URL of this server, without a slash at its end
  /// @param style the path of the style sheet, relative to the page
  static String of(
      Overview overview, String url, String mount, String style, StatisticsJson.Clients clients) {
    return new HtmlPage(overview, url, mount, clients).write(style);
  }

  private String write(String style) {
    html.markup("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .markup("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Cratehold</title>\n")
        .markup("<link rel=\"icon\" href=\"")
        .markup(ICON)
        .markup("\">\n<link rel=\"stylesheet\" href=\"")
        .text(style)
        .markup("\">\n</head>\n<body>\n");
    header();
    html.markup("<main>\n");
    status();
    new SetUpSection(html, url, mount).write();
    new TrafficSection(html, mount, clients).write(overview.statistics());
    latest();
    html.markup("</main>\n");
    footer();
    return html.markup("</body>\n</html>\n").toString();
  }

  private void header() {
    html.markup("<header>\n<h1>")
        .markup(LOGO)
        .markup("Cratehold</h1>\n<p>A cache for everything that Cargo downloads.")
        .markup(" This one serves <code>")
        .text(mount)
        .markup("</code> at <code>")
        .text(url)
        .markup("</code>.</p>\n</header>\n");
  }

  private void status() {
    html.markup("<section aria-labelledby=\"status\">\n<h2 id=\"status\">Status</h2>\n")
        .markup("<dl class=\"tiles\">\n");
    tile("Crate versions kept", Figures.count(overview.crates()), "");
    StoreStatus store = overview.store();
    tile("Room taken", Figures.bytes(store.storedBytes()), limit(store));
    tile("Free on the disk", Figures.bytes(store.freeBytes()), "");
    state("Store", store.state() == StoreStatus.State.WRITABLE, words(store.state()), "");
    overview.upstreams().forEach(this::upstream);
    html.markup("</dl>\n</section>\n");
  }

  private static String limit(StoreStatus store) {
    return store.maxBytes().isPresent()
        ? "of " + Figures.bytes(store.maxBytes().getAsLong())
        : "no limit but the disk";
  }

  private static String words(StoreStatus.State state) {
    return switch (state) {
      case WRITABLE -> "Stores and serves";
      case FULL -> "Full: serves, stores nothing more";
      case FAILING -> "Cannot store at the moment; serves what it has";
      case READ_ONLY -> "Read-only: serves what it has";
    };
  }

  private void upstream(SourceStatus source) {
    String text =
        switch (source.circuit()) {
          case CLOSED -> "Reachable";
          case OPEN -> "Fails: left alone for a moment";
          case HALF_OPEN -> "Being tried again";
        };
    state("Upstream", source.circuit() == Circuit.CLOSED, text, Metrics.host(source));
  }

  private void tile(String name, String value, String note) {
    html.markup("<div>").element("dt", name).markup("<dd><b>").text(value).markup("</b>");
    note(note);
    html.markup("</dd></div>\n");
  }

  private void state(String name, boolean isWell, String value, String note) {
    html.markup(isWell ? "<div class=\"well\">" : "<div class=\"ill\">")
        .element("dt", name)
        .markup("<dd>")
        .text(value);
    note(note);
    html.markup("</dd></div>\n");
  }

  private void note(String note) {
    if (!note.isEmpty()) {
      html.markup(" ").element("small", note);
    }
  }

  private void latest() {
    html.markup("<section aria-labelledby=\"latest\">\n<h2 id=\"latest\">Stored last</h2>\n");
    if (overview.latest().isEmpty()) {
      html.markup("<p>Nothing yet.</p>\n</section>\n");
      return;
    }
    html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"latest\">")
        .markup("<table>\n<caption>The crates that were stored last</caption>\n<thead><tr>")
        .markup("<th scope=\"col\">Crate</th><th scope=\"col\">Version</th>")
        .markup("<th scope=\"col\" class=\"n\">Size</th><th scope=\"col\" class=\"n\">Served</th>")
        .markup("<th scope=\"col\" class=\"n\">Stored</th></tr></thead>\n<tbody>\n");
    overview.latest().forEach(this::held);
    html.markup("</tbody>\n</table></div>\n</section>\n");
  }

  private void held(HeldCrate held) {
    CrateId crate = held.crate();
    html.markup("<tr><th scope=\"row\">")
        .text(crate.name().value())
        .markup("</th>")
        .element("td", crate.version().value())
        .markup("<td class=\"n\">")
        .text(Figures.bytes(held.size()))
        .markup("</td><td class=\"n\">")
        .text(Figures.count(held.uses()) + " ×")
        .markup("</td><td class=\"n\"><time datetime=\"")
        .text(held.storedAt().toString())
        .markup("\">")
        .text(Figures.ago(held.storedAt(), overview.at()))
        .markup("</time></td></tr>\n");
  }

  private void footer() {
    html.markup("<footer>\n<p>As of <time datetime=\"")
        .text(overview.at().toString())
        .markup("\">")
        .text(Figures.time(overview.at()))
        .markup("</time>; a reload shows what is newer. For programs: ")
        .markup("<a href=\"api/statistics\">statistics in JSON</a>, ")
        .markup("<a href=\"metrics\">metrics</a>, <a href=\"readyz\">readiness</a>.</p>\n")
        .markup("</footer>\n");
  }
}
