package dev.cratehold.proxy;

import dev.cratehold.store.CrateId;
import dev.cratehold.upstream.Download;
import dev.cratehold.upstream.Resumption;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// One crate's way from the upstream into a [Sink], through as many downloads as it takes: one that
/// breaks off is resumed where it stopped, at whatever address of the upstream answers. Where the
/// file comes anew, what is here already is passed over. That the pieces belong together shows the
/// checksum of the whole.
///
/// For use by one thread.
final class Transfer {
  private static final System.Logger LOG = System.getLogger(Transfer.class.getName());

  /// How many downloads in a row may break off without having brought a byte.
  private static final int MAX_FRUITLESS = 3;

  private static final int MAX_BREAKS = 10;
  private static final int CHUNK = 64 << 10;

  private final CrateId crate;
  private final FillServices services;
  private final Sink sink;
  private final byte[] chunk = new byte[CHUNK];
  private Optional<Download> last = Optional.empty();
  private boolean resumable = true;

  Transfer(CrateId crate, FillServices services, Sink sink) {
    this.crate = crate;
    this.services = services;
    this.sink = sink;
  }

  /// Where the bytes go.
  interface Sink {
    /// How many bytes it has.
    long received();

    /// A download begins whose whole file has this length.
    ///
    /// @throws IOException if that cannot be, after what was announced before
    void announce(OptionalLong length) throws IOException;

    /// The next bytes.
    void receive(ByteBuffer bytes) throws IOException, InterruptedException;
  }

  /// Fetches what the sink does not have yet.
  ///
  /// @return how many breaks there were
  /// @throws UpstreamException if the upstream does not give it, now and again
  int run() throws IOException, InterruptedException {
    int fruitless = 0;
    for (int breaks = 0; ; breaks++) {
      long before = sink.received();
      Optional<IOException> broken = download();
      if (broken.isEmpty()) {
        return breaks;
      }
      fruitless = sink.received() > before ? 0 : fruitless + 1;
      if (fruitless == MAX_FRUITLESS || breaks == MAX_BREAKS) {
        throw broken.get();
      }
      services.counters().resumed().increment();
      LOG.log(System.Logger.Level.INFO, "going on: {0}", broken.get().getMessage());
    }
  }

  /// One download: empty if it came to its end, or what broke it off.
  private Optional<IOException> download() throws IOException, InterruptedException {
    services.upstreamRequests().acquire();
    try (Download download = open()) {
      sink.announce(download.length());
      last = Optional.of(download);
      receive(download);
      return Optional.empty();
    } catch (BrokenException broken) {
      return Optional.of(broken.cause);
    } finally {
      services.upstreamRequests().release();
    }
  }

  private Download open() throws IOException, InterruptedException, BrokenException {
    if (last.isEmpty()) {
      return services.upstream().download(crate.name(), crate.version(), crate.checksum());
    }
    Resumption from = last.get().resumption(resumable ? sink.received() : 0);
    try {
      return services.upstream().download(crate.name(), crate.version(), crate.checksum(), from);
    } catch (UpstreamException e) {
      if (from.offset() == 0 || e.kind() != UpstreamException.Kind.MALFORMED) {
        throw e;
      }
      resumable = false;
      throw new BrokenException(e);
    }
  }

  private void receive(Download download)
      throws IOException, InterruptedException, BrokenException {
    long passOver = sink.received() - download.offset();
    InputStream body = download.body();
    for (int n = read(body); n >= 0; n = read(body)) {
      services.counters().bytes().add(n);
      int known = (int) Math.min(n, passOver);
      passOver -= known;
      if (known < n) {
        sink.receive(ByteBuffer.wrap(chunk, known, n - known));
      }
    }
  }

  private int read(InputStream body) throws BrokenException {
    try {
      return body.read(chunk);
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }

  /// The upstream's side of a transfer broke, as opposed to ours.
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    BrokenException(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
