package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A feed of updates in RSS 2.0, as crates.io publishes one for new versions: the newest first. An
/// item tells its crate by elements `name` and `version`, else by a link that ends in
/// `/crates/NAME/VERSION`, else by a title that ends in `NAME vVERSION`.
record Feed(List<Entry> entries) {
  /// How large a feed may be.
  static final int LARGEST = 16 << 20;

  private static final Pattern LINK = Pattern.compile(".*/crates/([^/?#]+)/([^/?#]+)/?");
  private static final Pattern TITLE =
      Pattern.compile("(?:.*\\s)?([A-Za-z_][A-Za-z0-9_-]*)(?:\\s+|@|#)v?(\\d+\\.\\d+\\.\\d+\\S*)");

  Feed {
    entries = List.copyOf(entries);
  }

  /// A version that came or changed.
  record Entry(CrateName name, String version) {
    /// What tells it from others.
    String id() {
      return name + "@" + version;
    }
  }

  /// @param place where it came from, for the sentence of a failure
  static Feed parse(byte[] rss, String place) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // A feed needs neither, and both can be made to read files or to fill the memory.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return read(factory.createXMLStreamReader(new ByteArrayInputStream(rss)), place);
    } catch (XMLStreamException e) {
      String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNumber();
      throw new IOException("the feed %s is no RSS: it is malformed%s".formatted(place, where), e);
    }
  }

  private static Feed read(XMLStreamReader xml, String place)
      throws XMLStreamException, IOException {
    List<Entry> entries = new ArrayList<>();
    boolean isRss = false;
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        isRss |= xml.getLocalName().equals("rss");
        if (xml.getLocalName().equals("item")) {
          entries.add(item(xml, place));
        }
      }
    }
    if (!isRss) {
      throw new IOException("the feed %s is no RSS".formatted(place));
    }
    return new Feed(entries);
  }

  private static Entry item(XMLStreamReader xml, String place)
      throws XMLStreamException, IOException {
    Item item = new Item();
    int event = xml.next();
    while (event != XMLStreamConstants.END_ELEMENT || !xml.getLocalName().equals("item")) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        item.take(xml.getLocalName(), text(xml));
      }
      event = xml.next();
    }
    return item.entry()
        .orElseThrow(() ->
            new IOException(
                "the feed %s has an item that names no crate and version: %s"
                    .formatted(place, item.title)));
  }

  /// The text of an element and of those in it.
  private static String text(XMLStreamReader xml) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    while (depth > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        default -> {}
      }
    }
    return text.toString().strip();
  }

  /// The elements of an item that matter.
  private static final class Item {
    private String title = "";
    private String link = "";
    private String name = "";
    private String version = "";

    void take(String element, String text) {
      switch (element) {
        case "title" -> title = text;
        case "link" -> link = text;
        case "name" -> name = text;
        case "version" -> version = text;
        default -> {}
      }
    }

    Optional<Entry> entry() {
      return entry(name, version)
          .or(() -> matched(LINK.matcher(link)))
          .or(() -> matched(TITLE.matcher(title)));
    }

    private static Optional<Entry> matched(Matcher matcher) {
      return matcher.matches() ? entry(matcher.group(1), matcher.group(2)) : Optional.empty();
    }

    private static Optional<Entry> entry(String name, String version) {
      return version.isEmpty()
          ? Optional.empty()
          : CrateName.parse(name).map(crate -> new Entry(crate, version));
    }
  }
}
