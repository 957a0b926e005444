package dev.cratehold.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Problem;
import dev.cratehold.mirror.refresh.NewerVersions;
import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.server.ClearTextHttp2;
import dev.cratehold.server.ClientAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReaderTest {
  @TempDir Path home;
  private ConfigFixture user = new ConfigFixture(Path.of("/"));

  @BeforeEach
  void makeUser() {
    user = new ConfigFixture(home);
  }

  private void flag(Setting<?> setting, String... values) {
    user.flags.put(setting.name(), List.of(values));
  }

  private List<Problem> problems() {
    Failure failure = catchThrowableOfType(Failure.class, user::read);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    return failure.problems();
  }

  @Test
  void read_nothingGiven_isZeroConfiguration() throws Failure {
    assertThat(user.read())
        .isEqualTo(
            new ServeConfig(
                new Listening(
                    8080,
                    "127.0.0.1",
                    false,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    ClearTextHttp2.OFFERED,
                    4096,
                    Duration.ofSeconds(30),
                    ClientAddresses.ON,
                    Optional.empty()),
                new Upstreams(
                    List.of(SparseUrl.parse("sparse+https://index.crates.io/")),
                    List.of(),
                    Duration.ofSeconds(60),
                    Optional.empty(),
                    Optional.of(GitUrl.parse("git+https://github.com/rust-lang/crates.io-index"))),
                new Storage(
                    home.resolve(".local/share/cratehold"),
                    Optional.empty(),
                    64L << 20,
                    Optional.of(Duration.ofDays(7)),
                    Optional.empty(),
                    Duration.ofHours(1),
                    Duration.ofHours(1)),
                new Logging(LogLevel.INFO, LogFormat.TEXT, new AccessLogTarget.Off()),
                new Mirroring(
                    false,
                    Optional.empty(),
                    Duration.ofHours(1),
                    List.of(),
                    Optional.of(Duration.ofMinutes(10)),
                    NewerVersions.LEFT)));
  }

  @Test
  void read_anotherUpstream_hasNoCatalogUnlessGiven() throws Exception {
    flag(Settings.UPSTREAM, "sparse+https://index.example/");
    assertThat(user.read().upstreams().catalog()).isEmpty();

    flag(Settings.CATALOG, "git+https://git.example/index");
    assertThat(user.read().upstreams().catalog())
        .contains(GitUrl.parse("git+https://git.example/index"));
  }

  @Test
  void read_catalogNone_isNoneForCratesIoToo() throws Exception {
    flag(Settings.CATALOG, "none");

    assertThat(user.read().upstreams().catalog()).isEmpty();
  }

  @Test
  void read_allSources_flagGoesFirst() throws Exception {
    user.file("port = 1");
    user.variables.put("CRATEHOLD_PORT", "2");
    flag(Settings.PORT, "3");

    assertThat(user.read().listening().port()).isEqualTo(3);
  }

  @Test
  void read_variableAndFile_variableGoesFirst() throws Exception {
    user.file("port = 1");
    user.variables.put("CRATEHOLD_PORT", "2");

    assertThat(user.read().listening().port()).isEqualTo(2);
  }

  @Test
  void read_emptyVariable_countsAsUnset() throws Exception {
    user.file("port = 1");
    user.variables.put("CRATEHOLD_PORT", "");

    assertThat(user.read().listening().port()).isEqualTo(1);
  }

  @Test
  void read_configFlag_readsThatFileInsteadOfTheDefault() throws Exception {
    user.file("port = 1");
    Path other = home.resolve("other.toml");
    Files.writeString(other, "port = 2");
    flag(Settings.CONFIG, other.toString());

    assertThat(user.read().listening().port()).isEqualTo(2);
  }

  @Test
  void read_configVariable_readsThatFile() throws Exception {
    Files.writeString(home.resolve("other.toml"), "port = 2");
    user.variables.put("CRATEHOLD_CONFIG", home.resolve("other.toml").toString());

    assertThat(user.read().listening().port()).isEqualTo(2);
  }

  @Test
  void read_configFileIsMissing_saysWhich() {
    flag(Settings.CONFIG, "/nowhere.toml");

    Failure failure = catchThrowableOfType(Failure.class, user::read);

    assertThat(failure).hasMessage("cannot read the configuration file /nowhere.toml");
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void read_xdgConfigHome_isWhereTheFileIsLookedFor() throws Exception {
    user.variables.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
    Files.createDirectories(home.resolve("xdg/cratehold"));
    Files.writeString(home.resolve("xdg/cratehold/config.toml"), "port = 5");

    assertThat(user.read().listening().port()).isEqualTo(5);
  }

  @Test
  void read_relativePathInFile_startsAtTheFile() throws Exception {
    user.file("data = \"store\"");

    assertThat(user.read().data()).isEqualTo(user.file().resolveSibling("store"));
  }

  @Test
  void read_relativePathInFlag_startsAtTheWorkingDirectory() throws Failure {
    flag(Settings.DATA, "store");

    assertThat(user.read().data()).isEqualTo(home.resolve("work/store"));
  }

  @Test
  void read_tildeInFile_isTheHomeDirectory() throws Exception {
    user.file("data = \"~/store\"");

    assertThat(user.read().data()).isEqualTo(home.resolve("store"));
  }

  @Test
  void read_listInVariable_isSplitAtCommas() throws Failure {
    user.variables.put("CRATEHOLD_TRUSTED_PROXY", "10.0.0.1, ::1/128");

    assertThat(user.read().listening().trustedProxies()).containsExactly("10.0.0.1", "::1/128");
  }

  @Test
  void read_javaOptionsOfTheLauncher_isNoSettingAndNoError() throws Failure {
    user.variables.put("CRATEHOLD_JAVA_OPTIONS", "-Xmx1g");

    assertThat(user.read().listening().port()).isEqualTo(8080);
  }

  @Test
  void read_unknownKey_namesFileLineAndNearest() throws IOException {
    user.file("port = 1\n\nindex_ttl = \"5s\"\n");

    assertThat(problems())
        .containsExactly(
            Problem.of(user.file() + ":3: index_ttl is not a setting", "did you mean index-ttl?"));
  }

  @Test
  void read_unknownTable_listsTheKeys() throws IOException {
    user.file("[database]\nhost = 1\n");

    Problem problem = problems().getFirst();

    assertThat(problem.message()).isEqualTo(user.file() + ":1: database is not a setting");
    assertThat(problem.help().orElseThrow()).startsWith("the keys are port, bind, ");
  }

  @Test
  void read_syntaxError_namesFileAndLine() throws IOException {
    user.file("port = 1\nbind =\n");

    assertThat(problems().getFirst().message()).startsWith(user.file() + ":2: ");
  }

  @Test
  void read_wrongTypeInFile_saysWhatIsExpected() throws IOException {
    user.file("port = 1.5\n");

    assertThat(problems())
        .containsExactly(
            Problem.of(user.file() + ":1: port: a value is expected, or an array of strings"));
  }

  @Test
  void read_arrayForOneValue_saysSo() throws IOException {
    user.file("data = [\"a\", \"b\"]\n");

    assertThat(problems())
        .containsExactly(Problem.of(user.file() + ":1: data: one value is expected"));
  }

  @Test
  void read_unknownVariable_namesTheNearest() {
    user.variables.put("CRATEHOLD_PROT", "1");

    assertThat(problems())
        .containsExactly(
            Problem.of(
                "the environment variable CRATEHOLD_PROT is not a setting",
                "did you mean CRATEHOLD_PORT?"));
  }

  @Test
  void read_severalMistakes_reportsAll() throws IOException {
    user.file("index-ttl = 60\n");
    user.variables.put("CRATEHOLD_LOG_LEVEL", "loud");
    flag(Settings.PORT, "65536");

    assertThat(problems())
        .containsExactlyInAnyOrder(
            Problem.of("--port: `65536` is not a port, a number from 0 to 65535"),
            Problem.of(
                user.file() + ":1: index-ttl: `60` is not a time such as 500ms, 60s, 5m, 1h or 1d"),
            Problem.of(
                "CRATEHOLD_LOG_LEVEL: `loud` is not one of error, warn, info, debug, trace"));
  }

  @Test
  void read_upstreamWithoutSparse_saysWhatItLooksLike() {
    flag(Settings.UPSTREAM, "https://index.crates.io/");

    assertThat(problems().getFirst().message())
        .isEqualTo(
            "--upstream: `https://index.crates.io/` is not the URL of an index:"
                + " sparse+https://index.crates.io/, or git+https://… for one in a git repository");
  }

  @Test
  void read_upstreamWithoutSlash_saysSo() {
    flag(Settings.UPSTREAM, "sparse+https://index.crates.io");

    assertThat(problems().getFirst().message()).endsWith("ends in a slash");
  }

  @Test
  void read_upstreamWithPassword_doesNotRepeatIt() {
    flag(Settings.UPSTREAM, "sparse+https://user:secret@host/");

    assertThat(problems().getFirst().message()).doesNotContain("secret");
  }

  @Test
  void read_publicUrlWithQuery_isRefused() {
    flag(Settings.PUBLIC_URL, "https://host/?x=1");

    assertThat(problems().getFirst().message()).contains("has more than scheme, host, port");
  }

  @Test
  void read_hostNameToBind_isRefused() {
    flag(Settings.BIND, "crates.example.com");

    assertThat(problems().getFirst().message()).contains("is not an IP address");
  }

  @Test
  void read_localhostToBind_isLoopback() throws Failure {
    flag(Settings.BIND, "localhost");

    assertThat(user.read().listening().bind()).isEqualTo("127.0.0.1");
  }

  @Test
  void read_bindNotLoopback_demandsOpen() {
    flag(Settings.BIND, "0.0.0.0");

    Problem problem = problems().getFirst();

    assertThat(problem.message())
        .isEqualTo("--bind: other machines reach 0.0.0.0, and nothing says that they may");
    assertThat(problem.help().orElseThrow()).startsWith("add --open");
  }

  @Test
  void read_bindNotLoopbackAndOpen_isAccepted() throws Exception {
    user.file("bind = \"0.0.0.0\"\nopen = true\n");

    assertThat(user.read().listening().open()).isTrue();
  }

  @Test
  void read_prefixTooLong_isRefused() {
    flag(Settings.TRUSTED_PROXY, "10.0.0.0/33");

    assertThat(problems().getFirst().message()).contains("no prefix length from 0 to 32");
  }

  @Test
  void read_upstreamRepeated_keepsTheOrder() throws Failure {
    flag(Settings.UPSTREAM, "sparse+https://b/", "sparse+https://a/");

    assertThat(user.read().upstreams().urls())
        .containsExactly(
            SparseUrl.parse("sparse+https://b/"), SparseUrl.parse("sparse+https://a/"));
  }

  @Test
  void read_upstreamAsOneStringInFile_isAListOfOne() throws Exception {
    user.file("upstream = \"sparse+https://a/\"\n");

    assertThat(user.read().upstreams().urls())
        .containsExactly(SparseUrl.parse("sparse+https://a/"));
  }

  @Test
  void read_emptyListOfUpstreams_isRefused() throws IOException {
    user.file("upstream = []\n");

    assertThat(problems())
        .containsExactly(Problem.of(user.file() + ":1: upstream: at least one value is expected"));
  }

  @Test
  void read_certificateWithoutKey_namesWhatIsMissing() {
    user.variables.put("CRATEHOLD_TLS_CERT", "/c.pem");

    assertThat(problems())
        .containsExactly(
            Problem.of(
                "CRATEHOLD_TLS_CERT: tls-key is not set, and one needs the other",
                "give --tls-key too, or neither for plain http"));
  }

  @Test
  void read_keyWithoutCertificate_namesWhatIsMissing() {
    flag(Settings.TLS_KEY, "/k.pem");

    assertThat(problems().getFirst().message()).startsWith("--tls-key: tls-cert is not set");
  }

  @Test
  void read_maxStaleShorterThanTtl_isRefused() {
    flag(Settings.INDEX_TTL, "5m");
    flag(Settings.INDEX_MAX_STALE, "60s");

    assertThat(problems().getFirst().message())
        .startsWith("--index-max-stale: shorter than index-ttl");
  }

  @Test
  void read_size_isInBinaryUnits() throws Failure {
    flag(Settings.MIN_FREE, "3KiB");
    flag(Settings.MAX_SIZE, "12");

    assertThat(user.read().storage().minFree()).isEqualTo(3072);
    assertThat(user.read().storage().maxSize()).contains(12L);
  }

  @Test
  void read_sizeThatIsNone_saysWhatIsExpected() {
    flag(Settings.MAX_SIZE, "10 GB");
    flag(Settings.MIN_FREE, "999999999999999T");

    assertThat(problems())
        .containsExactly(
            Problem.of("--max-size: `10 GB` is not a size such as 500M or 10G, nor none"),
            Problem.of("--min-free: `999999999999999T` is more than any disk has"));
  }

  @Test
  void read_noScrub_isNever() throws Failure {
    flag(Settings.SCRUB_INTERVAL, "never");

    assertThat(user.read().storage().scrubInterval()).isEmpty();
  }

  @Test
  void read_scrubWithoutPause_isRefused() {
    flag(Settings.SCRUB_INTERVAL, "0s");

    assertThat(problems().getFirst().message())
        .isEqualTo("--scrub-interval: `0s` is no time at all, nor never");
  }

  @Test
  void read_noConnections_isRefused() {
    flag(Settings.MAX_CONNECTIONS, "0");

    assertThat(problems().getFirst().message())
        .isEqualTo("--max-connections: `0` is not a number from 1 to 1000000");
  }

  @Test
  void read_accessLogOnStandardOutput_isADash() throws Failure {
    flag(Settings.ACCESS_LOG, "-");

    assertThat(user.read().logging().access()).isEqualTo(new AccessLogTarget.StandardOutput());
  }

  @Test
  void readAll_severalSources_namesTheOriginOfEach() throws Exception {
    user.file("port = 1\nindex-ttl = \"5m\"\ndata = \"store\"\n");
    user.variables.put("CRATEHOLD_LOG_LEVEL", "debug");
    flag(Settings.PORT, "2");

    assertThat(ConfigReader.readAll(user.flags, user.environment()).settings())
        .hasSameSizeAs(Settings.IN_FILE)
        .contains(
            new Effective(Settings.PORT, List.of("2"), "--port"),
            new Effective(Settings.LOG_LEVEL, List.of("debug"), "CRATEHOLD_LOG_LEVEL"),
            new Effective(Settings.INDEX_TTL, List.of("5m"), user.file() + ":2"),
            new Effective(
                Settings.DATA,
                List.of(user.file().resolveSibling("store").toString()),
                user.file() + ":3"),
            new Effective(Settings.BIND, List.of("127.0.0.1"), "default"),
            new Effective(Settings.PUBLIC_URL, List.of(), "not set"));
  }

  @Test
  void dataDirectory_onMac_isInTheLibrary() {
    Environment mac = new Environment(Map.of(), home, home, "Mac OS X");

    assertThat(mac.dataDirectory())
        .isEqualTo(home.resolve("Library/Application Support/cratehold"));
  }

  @Test
  void dataDirectory_relativeXdgDataHome_isIgnored() {
    user.variables.put("XDG_DATA_HOME", "relative");

    assertThat(user.environment().dataDirectory())
        .isEqualTo(home.resolve(".local/share/cratehold"));
  }
}
