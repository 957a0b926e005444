package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.home.view.HomeSummary;
import dev.cratehold.home.view.PlaceSummary;
import dev.cratehold.home.view.Reclaimable;
import dev.cratehold.home.view.TopItems;
import dev.cratehold.home.view.Usage;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// For machines: one object on a line. What is not known is null.
record HomeJson(PrintStream out) implements HomeView {
  @Override
  public void summary(HomeSummary summary) {
    JsonLines.object(
        out,
        json -> {
          json.writeStringProperty("home", summary.home().root().toString());
          json.writeStringProperty("basis", word(summary.basis()));
          usage(json, "total", summary.total());
          json.writeObjectPropertyStart("parts");
          summary.parts().forEach((part, usage) -> usage(json, word(part), usage));
          json.writeEndObject();
          json.writeArrayPropertyStart("places");
          summary.places().forEach(place -> place(json, place));
          json.writeEndArray();
          json.writeObjectPropertyStart("ages");
          summary.ages().forEach((age, usage) -> usage(json, word(age), usage));
          json.writeEndObject();
          json.writeArrayPropertyStart("reclaimable");
          summary.reclaimable().forEach(reclaimable -> reclaimable(json, reclaimable));
          json.writeEndArray();
          texts(json, "usersOwn", summary.usersOwn());
          texts(json, "unknown", summary.unknown().stream().map(s -> s.path()).toList());
          texts(json, "notes", summary.notes());
        });
  }

  @Override
  public void top(TopItems top) {
    JsonLines.object(
        out,
        json -> {
          json.writeArrayPropertyStart("items");
          for (TopItems.Entry entry : top.items()) {
            json.writeStartObject();
            ItemJson.members(json, entry.item());
            texts(json, "neededBy", entry.neededBy().stream().map(Object::toString).toList());
            json.writeEndObject();
          }
          json.writeEndArray();
          usage(json, "matched", top.matched());
          texts(json, "notes", top.notes());
        });
  }

  private static void place(JsonGenerator json, PlaceSummary place) {
    json.writeStartObject();
    json.writeStringProperty("type", word(place.type()));
    json.writeStringProperty("directory", place.directory());
    place.knownAs().ifPresent(name -> json.writeStringProperty("knownAs", name));
    ItemJson.lastUse(json, place.lastUse());
    usage(json, "total", place.total());
    json.writeObjectPropertyStart("kinds");
    place.usage().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(kind -> usage(json, kind.getKey().word(), kind.getValue()));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void reclaimable(JsonGenerator json, Reclaimable reclaimable) {
    json.writeStartObject();
    json.writeStringProperty("command", reclaimable.command());
    json.writeStringProperty("effect", reclaimable.effect());
    usage(json, "usage", reclaimable.usage());
    json.writeEndObject();
  }

  private static void usage(JsonGenerator json, String name, Usage usage) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("items", usage.items());
    json.writeNumberProperty("bytes", usage.bytes());
    ItemJson.number(json, "files", usage.files());
    ItemJson.number(json, "realBytes", usage.realBytes());
    json.writeNumberProperty("unmeasured", usage.unmeasured());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
