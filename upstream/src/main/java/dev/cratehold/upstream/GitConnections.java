package dev.cratehold.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/// Has JGit send its requests as all others are sent: with their retries, circuits, proxies,
/// authorities and limits of time.
final class GitConnections implements HttpConnectionFactory {
  private final Requests requests;
  private final InstantSource clock;

  GitConnections(Requests requests, InstantSource clock) {
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public HttpConnection create(URL url) {
    return new Connection(url);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) {
    return new Connection(url);
  }

  /// One request. Its body is small: what is wanted and what is there.
  private final class Connection implements HttpConnection {
    /// What the HTTP client says itself.
    private static final Set<String> OWN =
        Set.of("connection", "content-length", "expect", "host", "upgrade", "user-agent");

    private final URL url;
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private @Nullable Answer answer;

    Connection(URL url) {
      this.url = url;
    }

    private Answer answer() throws IOException {
      Answer known = answer;
      if (known == null) {
        known = send();
        answer = known;
      }
      return known;
    }

    private Answer send() throws IOException {
      Asked asked =
          new Asked("the git index", URI.create(url.toString()), headers, Deadline.NONE, content());
      try {
        return requests.run(journey -> begin(journey, asked));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("stopped: " + asked.failed());
        stopped.initCause(e);
        throw stopped;
      }
    }

    private HttpRequest.BodyPublisher content() {
      return body.size() == 0
          ? HttpRequest.BodyPublishers.noBody()
          : HttpRequest.BodyPublishers.ofByteArray(body.toByteArray());
    }

    private Answer begin(Journey journey, Asked asked)
        throws UpstreamException, InterruptedException {
      Answer begun = journey.get(asked);
      if (begun.status() == HTTP_OK) {
        return begun;
      }
      try (begun) {
        throw Failures.status(begun, clock.instant());
      }
    }

    @Override
    public int getResponseCode() throws IOException {
      return answer().status();
    }

    /// Where the answer came from, behind redirects.
    @Override
    public URL getURL() {
      Answer known = answer;
      try {
        return known == null ? url : known.asked().uri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException("an answer came from no URL", e);
      }
    }

    @Override
    public String getResponseMessage() throws IOException {
      return Integer.toString(getResponseCode());
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
      Answer known = answer;
      return known == null ? Map.of() : known.headers().map();
    }

    @Override
    public void setRequestProperty(String key, String value) {
      String name = key.toLowerCase(Locale.ROOT);
      if (!OWN.contains(name)) {
        headers.put(name, value);
      }
    }

    @Override
    public void setRequestMethod(String name) {
      method = name;
    }

    @Override
    public String getRequestMethod() {
      return method;
    }

    @Override
    public String getContentType() {
      return field("content-type").orElse("");
    }

    private Optional<String> field(String name) {
      return Optional.ofNullable(answer).flatMap(known -> known.header(name));
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return answer().body();
    }

    @Override
    public @Nullable String getHeaderField(String name) {
      return field(name).orElse(null);
    }

    @Override
    public List<String> getHeaderFields(String name) {
      Answer known = answer;
      return known == null ? List.of() : known.headers().allValues(name);
    }

    @Override
    public int getContentLength() {
      return field("content-length").map(Integer::parseInt).orElse(-1);
    }

    @Override
    public OutputStream getOutputStream() {
      return body;
    }

    @Override
    public void connect() throws IOException {
      var _ = answer();
    }

    @Override
    public boolean usingProxy() {
      return false;
    }

    // What follows is decided by the options of the upstream.

    @Override
    public void setUseCaches(boolean use) {}

    @Override
    public void setConnectTimeout(int millis) {}

    @Override
    public void setReadTimeout(int millis) {}

    @Override
    public void setInstanceFollowRedirects(boolean follow) {}

    @Override
    public void setDoOutput(boolean output) {}

    @Override
    public void setFixedLengthStreamingMode(int length) {}

    @Override
    public void setChunkedStreamingMode(int length) {}

    @Override
    public void configure(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {}

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) {}
  }
}
