package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {
  @Test
  void parse_everyMember_isRead() throws Exception {
    RegistryConfig config =
        parse(
            "{\"x\":{\"dl\":1},\"dl\":\"https://host/dl\",\"api\":\"https://host\","
                + "\"auth-required\":true}");

    assertThat(config)
        .isEqualTo(
            new RegistryConfig(
                new DownloadTemplate("https://host/dl"), Optional.of("https://host"), true));
  }

  @Test
  void parse_onlyDl_hasNoApiAndNeedsNoToken() throws Exception {
    for (String rest : List.of("", ",\"api\":null", ",\"auth-required\":false")) {
      RegistryConfig config = parse("{\"dl\":\"http://host/dl\"" + rest + "}\n");
      assertThat(config.api()).isEmpty();
      assertThat(config.authRequired()).isFalse();
    }
  }

  @Test
  void parse_apiWithSlashesAtItsEnd_losesThem() throws Exception {
    assertThat(parse("{\"dl\":\"http://host/dl\",\"api\":\"http://host/api//\"}").api())
        .hasValue("http://host/api");
  }

  @Test
  void parse_notAConfig_isRefused() {
    for (String json :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "{\"api\":\"http://host\"}",
            "{\"dl\":null}",
            "{\"dl\":7}",
            "{\"dl\":[\"http://host\"]}",
            "{\"dl\":\"\"}",
            "{\"dl\":\"/relative\"}",
            "{\"dl\":\"ftp://host/dl\"}",
            "{\"dl\":\"http://\"}",
            "{\"dl\":\"http:///dl\"}",
            "{\"dl\":\"http://host/a b\"}",
            "{\"dl\":\"http://host/{crate}/{colour}\"}",
            "{\"dl\":\"http://host/dl\"",
            "{\"dl\":\"http://host/dl\"} trailing",
            "{\"dl\":\"http://host/dl\"}{}",
            "<html></html>")) {
      assertThatThrownBy(() -> parse(json))
          .as(json)
          .isInstanceOf(MalformedIndexException.class)
          .hasMessageStartingWith("config.json is malformed: ");
    }
  }

  @Test
  void toJson_anyConfig_isReadBackTheSame() throws Exception {
    for (RegistryConfig config :
        List.of(
            new RegistryConfig(new DownloadTemplate("http://h/dl"), Optional.empty(), false),
            new RegistryConfig(
                new DownloadTemplate("https://h/{crate}/{version}/{sha256-checksum}.crate"),
                Optional.of("https://h/\"quoted\""),
                true))) {
      assertThat(RegistryConfig.parse(config.toJson())).isEqualTo(config);
    }
  }

  @Test
  void toJson_withoutToken_doesNotMentionIt() {
    RegistryConfig config =
        new RegistryConfig(new DownloadTemplate("http://h/dl"), Optional.of("http://h"), false);

    assertThat(new String(config.toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\"dl\":\"http://h/dl\",\"api\":\"http://h\"}");
  }

  private static RegistryConfig parse(String json) throws MalformedIndexException {
    return RegistryConfig.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
