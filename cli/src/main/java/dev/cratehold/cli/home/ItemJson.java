package dev.cratehold.cli.home;

import dev.cratehold.home.Item;
import dev.cratehold.home.LastUse;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// An item as all commands write it for machines; what is not known is null.
final class ItemJson {
  private ItemJson() {}

  static void members(JsonGenerator json, Item item) {
    json.writeStringProperty("kind", item.id().kind().word());
    json.writeStringProperty("path", item.id().path());
    number(json, "bytes", item.bytes());
    number(json, "files", item.files());
    lastUse(json, item.lastUse());
  }

  static void lastUse(JsonGenerator json, LastUse lastUse) {
    if (lastUse.evidence() == LastUse.Evidence.NONE) {
      json.writeNullProperty("lastUse");
    } else {
      json.writeStringProperty("lastUse", lastUse.instant().toString());
    }
  }

  static void number(JsonGenerator json, String name, OptionalLong number) {
    if (number.isPresent()) {
      json.writeNumberProperty(name, number.getAsLong());
    } else {
      json.writeNullProperty(name);
    }
  }
}
