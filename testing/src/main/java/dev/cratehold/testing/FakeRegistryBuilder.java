package dev.cratehold.testing;

import java.util.Optional;

/// How a [FakeRegistry] is to behave when nothing goes wrong. For use by one thread.
///
/// Without any call: cleartext HTTP/1.1 and HTTP/2 (upgrade and prior knowledge), ETags, no
/// compression, downloads below `/dl` of the same port by the classic path, with ETags and ranges,
/// a web API for look-ups, no token.
public final class FakeRegistryBuilder {
  private Optional<TestCertificate> certificate = Optional.empty();
  private boolean http2 = true;
  private IndexValidators validators = IndexValidators.ETAG;
  private boolean gzip;
  private String downloads = "/dl";
  private DownloadPlace place = DownloadPlace.SAME_PORT;
  private int redirects;
  private Optional<String> token = Optional.empty();
  private String indexPath = "/index/";
  private IndexValidators downloadValidators = IndexValidators.ETAG;
  private boolean ranges = true;
  private boolean webApi = true;

  FakeRegistryBuilder() {}

  /// Where the `dl` of `config.json` points.
  enum DownloadPlace {
    SAME_PORT,
    OTHER_PORT,
    OTHER_HOST_NAME
  }

  /// HTTPS with ALPN.
  public FakeRegistryBuilder tls(TestCertificate with) {
    certificate = Optional.of(with);
    return this;
  }

  /// HTTP/1.1 only: neither ALPN, nor the upgrade, nor prior knowledge.
  public FakeRegistryBuilder http1Only() {
    http2 = false;
    return this;
  }

  public FakeRegistryBuilder validators(IndexValidators which) {
    validators = which;
    return this;
  }

  /// Index files are compressed for clients that accept it.
  public FakeRegistryBuilder gzipIndex() {
    gzip = true;
    return this;
  }

  /// The path of `dl`, with or without markers, such as `/crates/{prefix}/{crate}-{version}.crate`.
  public FakeRegistryBuilder downloads(String template) {
    downloads = template;
    return this;
  }

  /// `dl` names another port.
  public FakeRegistryBuilder downloadsOnOtherPort() {
    place = DownloadPlace.OTHER_PORT;
    return this;
  }

  /// `dl` names another host: `localhost` where the index has `127.0.0.1`.
  public FakeRegistryBuilder downloadsOnOtherHostName() {
    place = DownloadPlace.OTHER_HOST_NAME;
    return this;
  }

  /// Every download goes through so many redirects first, the last of them to another port.
  public FakeRegistryBuilder downloadRedirects(int hops) {
    redirects = hops;
    return this;
  }

  /// Every request to the port of the index needs exactly this `Authorization`, else 401;
  /// `config.json` then says `auth-required`.
  public FakeRegistryBuilder token(String authorization) {
    token = Optional.of(authorization);
    return this;
  }

  /// The path of the index; begins and ends with a slash.
  public FakeRegistryBuilder indexPath(String path) {
    indexPath = path;
    return this;
  }

  /// Which validators downloads have. Weak ones do not serve for `If-Range`.
  public FakeRegistryBuilder downloadValidators(IndexValidators which) {
    downloadValidators = which;
    return this;
  }

  /// Downloads always come whole: `Range` is passed over.
  public FakeRegistryBuilder withoutRanges() {
    ranges = false;
    return this;
  }

  /// `config.json` names no web API, and there is none.
  public FakeRegistryBuilder withoutWebApi() {
    webApi = false;
    return this;
  }

  /// Starts the registry on a free port of 127.0.0.1.
  public FakeRegistry start() {
    return FakeRegistry.start(this);
  }

  Optional<TestCertificate> certificate() {
    return certificate;
  }

  boolean speaksHttp2() {
    return http2;
  }

  IndexValidators validators() {
    return validators;
  }

  boolean compressesIndex() {
    return gzip;
  }

  String downloads() {
    return downloads;
  }

  DownloadPlace place() {
    return place;
  }

  int redirects() {
    return redirects;
  }

  boolean needsOtherPort() {
    return redirects > 0 || place == DownloadPlace.OTHER_PORT;
  }

  Optional<String> token() {
    return token;
  }

  IndexValidators downloadValidators() {
    return downloadValidators;
  }

  boolean servesRanges() {
    return ranges;
  }

  boolean hasWebApi() {
    return webApi;
  }

  String indexPath() {
    return indexPath;
  }
}
