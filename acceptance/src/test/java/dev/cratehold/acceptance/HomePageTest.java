package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateGraph;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page at `/` in a real browser, as people with and without good eyes get it.
class HomePageTest {
  private static final Set<String> INTERACTIVE =
      Set.of("link", "button", "DisclosureTriangle", "textbox", "checkbox", "radio");
  private static final Set<String> NAMED = Set.of("table", "region", "img", "image", "document");

  private static final String OPEN_ALL =
      "document.querySelectorAll('details').forEach(d => { d.open = true; }); true";

  /// Every text whose colour has less contrast to what is behind it than WCAG 2 asks for (AA).
  private static final String FAINT =
      """
      (() => {
        const channel = v => v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
        const rgba = text => (text.match(/[0-9.]+/g) || []).map(Number);
        const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
        const behind = element => {
          for (let e = element; e; e = e.parentElement) {
            const c = rgba(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] === 1) return c;
            if (c[3] > 0) throw new Error('translucent background');
          }
          return [255, 255, 255];
        };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const faint = [];
        let seen = 0;
        while (walker.nextNode()) {
          const element = walker.currentNode.parentElement;
          if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
          seen++;
          const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (contrast < 4.5) faint.push(walker.currentNode.data.trim() + ': ' + contrast);
        }
        return seen < 50 ? ['only ' + seen + ' texts'] : faint;
      })()
      """;

  /// What is wider than the screen, with the widest first.
  private static final String TOO_WIDE =
      """
      [...document.querySelectorAll('body *')]
        .filter(e => !e.closest('.scroll, pre') && e.getBoundingClientRect().right > innerWidth + 0.5)
        .map(e => e.tagName + ' ' + e.className)
        .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])
      """;

  @TempDir private Path scratch;

  @FunctionalInterface
  private interface Visit {
    void to(Browser browser, URI page) throws Exception;
  }

  /// Has a cargo fetch through a server, twice, and a browser without scripts look at its page.
  private void visit(Visit visit) throws Exception {
    Optional<Path> chromium = Browser.executable();
    if (chromium.isEmpty()) {
      NotTested.say("the page in a browser", "there is no chromium");
      return;
    }
    CrateGraph graph = CrateGraph.generate(1, 25);
    Path project = CargoProject.create(scratch, graph.dependencies());
    try (FakeRegistry upstream = FakeRegistry.start().publish(graph.all());
        Cratehold cratehold = Cratehold.start(scratch, upstream)) {
      for (int i = 0; i < 2; i++) {
        Cargo.fresh(RealCargo.stable(), scratch)
            .mirror(cratehold.index())
            .run(project, "fetch")
            .expectSuccess();
      }
      try (Browser browser = Browser.start(chromium.get(), scratch)) {
        browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", new Json.Flag(true)));
        browser.open(cratehold.index().resolve("/"));
        visit.to(browser, cratehold.index().resolve("/"));
      }
    }
  }

  private static List<String> texts(Json array) {
    return array instanceof Json.Array(List<Json> items)
        ? items.stream().map(item -> ((Json.Text) item).value()).toList()
        : List.of("no array: " + array);
  }

  @Test
  void page_loaded_isWholeAndAsksNobodyElse() throws Exception {
    visit((browser, page) -> {
      assertThat(browser.evaluate("document.body.innerText").text())
          .contains("cratehold setup http://127.0.0.1:", "Traffic", "last 24 hours", "127.0.0.1")
          .contains("Crates by bytes", "Stored last", "Reachable");
      List<String> asked =
          browser.events("Network.requestWillBeSent").stream()
              .map(event -> ((Json.Members) event.get("request")).string("url"))
              .toList();
      assertThat(asked)
          .hasSizeGreaterThan(1)
          .allMatch(url -> url.startsWith(page.toString()) || url.startsWith("data:"));
      assertThat(browser.events("Network.loadingFailed")).isEmpty();
      assertThat(browser.events("Log.entryAdded")).isEmpty();
      assertThat(browser.events("Runtime.consoleAPICalled")).isEmpty();
      assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
      assertThat(browser.evaluate("getComputedStyle(document.querySelector('.n')).textAlign"))
          .as("the style sheet was taken")
          .isEqualTo(new Json.Text("right"));
    });
  }

  @Test
  void page_lightAndDark_hasContrast() throws Exception {
    visit((browser, page) -> {
      browser.evaluate(OPEN_ALL);
      browser.colors("light");
      Json light = browser.evaluate("getComputedStyle(document.documentElement).backgroundColor");
      assertThat(texts(browser.evaluate(FAINT))).as("light").isEmpty();
      browser.colors("dark");
      Json dark = browser.evaluate("getComputedStyle(document.documentElement).backgroundColor");
      assertThat(texts(browser.evaluate(FAINT))).as("dark").isEmpty();
      assertThat(dark).isNotEqualTo(light);
    });
  }

  @Test
  void page_onAPhone_isNoWiderThanTheScreen() throws Exception {
    visit((browser, page) -> {
      browser.evaluate(OPEN_ALL);
      for (int width : new int[] {320, 360, 740, 1280}) {
        browser.screen(width, 740);
        assertThat(browser.evaluate("innerWidth")).isEqualTo(Json.Decimal.of(width));
        assertThat(texts(browser.evaluate(TOO_WIDE))).as("%d pixels", width).isEmpty();
      }
    });
  }

  @Test
  void page_readAloud_hasNamesAndHeadingsInOrder() throws Exception {
    visit((browser, page) -> {
      browser.evaluate(OPEN_ALL);
      assertThat(browser.evaluate("document.documentElement.lang + '/' + document.title"))
          .isEqualTo(new Json.Text("en/Cratehold"));
      List<Json.Members> nodes = browser.accessibility();
      assertThat(nodes).hasSizeGreaterThan(100);
      assertThat(nodes.stream().map(HomePageTest::role))
          .contains("table", "heading", "link", "columnheader", "rowheader", "main", "banner");
      assertThat(nodes.stream().filter(HomePageTest::needsName))
          .isNotEmpty()
          .allSatisfy(node -> assertThat(value(node, "name")).as(node.text()).isNotBlank());
      List<Long> levels =
          nodes.stream()
              .filter(node -> role(node).equals("heading"))
              .map(HomePageTest::level)
              .toList();
      assertThat(levels.getFirst()).isEqualTo(1);
      assertThat(levels).filteredOn(level -> level == 1).hasSize(1);
      for (int i = 1; i < levels.size(); i++) {
        assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
      }
    });
  }

  private static boolean needsName(Json.Members node) {
    return INTERACTIVE.contains(role(node)) || NAMED.contains(role(node));
  }

  private static String role(Json.Members node) {
    return value(node, "role");
  }

  private static String value(Json.Members node, String member) {
    return node.items().get(member) instanceof Json.Members holder
            && holder.items().get("value") instanceof Json.Text(String text)
        ? text
        : "";
  }

  private static long level(Json.Members node) {
    if (node.get("properties") instanceof Json.Array(List<Json> properties)) {
      for (Json property : properties) {
        if (property instanceof Json.Members members && members.string("name").equals("level")) {
          return ((Json.Members) members.get("value")).number("value");
        }
      }
    }
    throw new AssertionError("a heading without a level: " + node.text());
  }
}
