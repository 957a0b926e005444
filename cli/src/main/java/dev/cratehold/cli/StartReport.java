package dev.cratehold.cli;

import dev.cratehold.cli.config.Listening;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.config.Storage;
import dev.cratehold.cli.logging.Fields;
import dev.cratehold.cli.logging.Logs;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.registry.IndexUrl;
import dev.cratehold.server.ClearTextHttp2;
import dev.cratehold.store.StoreStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a server says when it has started: lines for people, or one record where the log is for
/// machines.
record StartReport(ServeConfig config, int port, StoreStatus store) {

  /// For people.
  void say(Terminal terminal) {
    terminal.status("Listening", "on " + listeningUrl());
    terminal.status("Serving", urls().getFirst() + " as " + indexUrl());
    if (urls().size() > 1) {
      terminal.status("Otherwise", String.join(", else ", urls().subList(1, urls().size())));
    }
    switch (store.state()) {
      case WRITABLE -> terminal.status("Storing", "in " + config.data());
      case READ_ONLY ->
          terminal.status("Reading", "from " + config.data() + ", where nothing is stored");
      case FULL, FAILING -> {
        terminal.status("Storing", "in " + config.data());
        terminal.warning(store.sentence());
      }
    }
    terminal.status("Next", "run `" + setupCommand() + "` to let cargo use it; Ctrl-C stops it");
    if (config.listening().publicUrl().isEmpty()
        && ServerUrls.isEveryAddress(config.listening().bind())) {
      String there = config.listening().scheme() + "://HOST:" + port;
      terminal.status(
          "Elsewhere", "run `cratehold setup " + there + "`, HOST being this machine's name");
    }
  }

  /// For machines.
  void say(Logs logs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", Version.NUMBER);
    fields.put("url", url());
    fields.put("index", indexUrl());
    fields.put("upstreams", urls());
    fields.put("tls", config.listening().tls().isPresent());
    fields.put("h2c", config.listening().h2c() == ClearTextHttp2.OFFERED);
    fields.put("store", storeFields());
    fields.put("memory", memoryFields());
    fields.put("limits", limitFields());
    logs.announce("Listening on " + listeningUrl(), new Fields(fields));
  }

  private Map<String, Object> storeFields() {
    Storage storage = config.storage();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("data", storage.data().toString());
    fields.put("state", Words.of(store.state()));
    fields.put("sentence", store.sentence());
    fields.put("free_bytes", store.freeBytes());
    fields.put("min_free_bytes", storage.minFree());
    storage.maxSize().ifPresent(size -> fields.put("max_bytes", size));
    storage.scrubInterval().ifPresent(time -> fields.put("scrub_seconds", time.toSeconds()));
    return fields;
  }

  private static Map<String, Object> memoryFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("heap_bytes", Runtime.getRuntime().maxMemory());
    fields.put("index_bytes", ServerOpening.indexMemory());
    return fields;
  }

  private Map<String, Object> limitFields() {
    Listening listening = config.listening();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("connections", listening.maxConnections());
    fields.put("drain_seconds", listening.drain().toSeconds());
    return fields;
  }

  private List<String> urls() {
    return config.upstreams().urls().stream()
        .map(IndexUrl::toString)
        .collect(Collectors.toUnmodifiableList());
  }

  private String listeningUrl() {
    Listening listening = config.listening();
    return listening.scheme() + "://" + ServerUrls.authority(listening.bind(), port);
  }

  private String url() {
    return ServerUrls.local(config.listening(), port);
  }

  private String indexUrl() {
    return "sparse+" + url() + "/" + RunningServer.MOUNT + "/";
  }

  /// The command that points cargo at this server; without a URL where setup finds it by itself.
  private String setupCommand() {
    String command = System.getProperty("cratehold.command", "cratehold") + " setup";
    return url().equals("http://127.0.0.1:8080") ? command : command + " " + url();
  }
}
