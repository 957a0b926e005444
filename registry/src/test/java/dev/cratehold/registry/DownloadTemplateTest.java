package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DownloadTemplateTest {
  private static final CrateName NAME = new CrateName("Foo_Big");
  private static final CrateVersion VERSION = new CrateVersion("1.0.0-rc.1+meta.2");
  private static final Checksum CHECKSUM = new Checksum("ab".repeat(32));

  @Test
  void expand_withoutMarkers_appendsTheClassicPath() {
    String classic = "/Foo_Big/1.0.0-rc.1+meta.2/download";

    assertThat(expand("https://host/dl")).isEqualTo("https://host/dl" + classic);
    assertThat(expand("https://host/dl/")).isEqualTo("https://host/dl" + classic);
    assertThat(expand("https://host")).isEqualTo("https://host" + classic);
    assertThat(expand("HTTP://host:8080/dl")).isEqualTo("HTTP://host:8080/dl" + classic);
  }

  @Test
  void expand_eachMarker_isReplacedEverywhere() {
    assertThat(expand("http://h/{crate}/{crate}-{version}.crate"))
        .isEqualTo("http://h/Foo_Big/Foo_Big-1.0.0-rc.1+meta.2.crate");
    assertThat(expand("http://h/{prefix}/x")).isEqualTo("http://h/Fo/o_/x");
    assertThat(expand("http://h/{lowerprefix}/x")).isEqualTo("http://h/fo/o_/x");
    assertThat(expand("http://h/{sha256-checksum}")).isEqualTo("http://h/" + CHECKSUM);
    assertThat(expand("http://h/get?c={crate}&v={version}"))
        .isEqualTo("http://h/get?c=Foo_Big&v=1.0.0-rc.1+meta.2");
  }

  @Test
  void expand_markerInTheHost_isReplaced() {
    DownloadTemplate template = new DownloadTemplate("https://{crate}.example.org/f");

    assertThat(template.expand(new CrateName("abc"), VERSION, CHECKSUM))
        .hasToString("https://abc.example.org/f");
  }

  @Test
  void new_notAnAbsoluteHttpUrl_isRefused() {
    for (String template :
        List.of(
            "",
            "dl",
            "/dl",
            "//host/dl",
            "host/dl",
            "file:///etc/passwd",
            "ftp://host/",
            "http:",
            "http://",
            "http:///dl",
            "http://host/a b",
            "http://host/{unknown}",
            "http://host/{crate",
            "http://host/\u0000",
            "javascript:alert(1)")) {
      assertThatThrownBy(() -> new DownloadTemplate(template))
          .as(template)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String expand(String template) {
    return new DownloadTemplate(template).expand(NAME, VERSION, CHECKSUM).toString();
  }
}
