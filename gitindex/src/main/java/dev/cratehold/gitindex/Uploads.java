package dev.cratehold.gitindex;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SymbolicRef;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.PreUploadHook;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;
import org.eclipse.jgit.transport.WantNotValidException;

/// Speaks git's protocol with clients, stateless as over HTTP, in its versions 0 and 2. Whatever
/// else the repository holds, a client sees `HEAD` and one branch.
///
/// Safe for use by several threads.
final class Uploads {
  private static final String SERVICE = "git-upload-pack";
  private static final String BRANCH = "refs/heads/master";
  private static final String LIST = "command=ls-refs";
  private static final int PACKET_LENGTH = 4;

  /// What a client says that it wants and has takes some kilobytes.
  private static final int LONGEST_REQUEST = 1 << 20;

  private static final long DELTA_MEMORY = 16L << 20;

  private final Semaphore packs;
  private final Duration patience;

  Uploads(GitIndexOptions options) {
    this.packs = new Semaphore(options.packs(), true);
    this.patience = options.packPatience();
  }

  void advertise(Repository repository, IndexCommit head, String protocol, OutputStream out)
      throws IOException {
    try (UploadPack upload = upload(repository, head, protocol)) {
      upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), SERVICE);
    }
  }

  void upload(
      Repository repository,
      IndexCommit head,
      String protocol,
      InputStream request,
      OutputStream out)
      throws IOException {
    byte[] packets = packets(request);
    if (isList(packets)) {
      answer(repository, head, protocol, packets, out);
      return;
    }
    takeTurn();
    try {
      answer(repository, head, protocol, packets, out);
    } finally {
      packs.release();
    }
  }

  /// Reads a request, which is whole packet lines: four hexadecimal digits that tell the length of
  /// all, and the rest.
  private static byte[] packets(InputStream request) throws MalformedGitRequestException {
    byte[] packets;
    try {
      packets = request.readNBytes(LONGEST_REQUEST + 1);
    } catch (IOException e) {
      throw new MalformedGitRequestException("The body of this request is broken gzip.", e);
    }
    if (packets.length > LONGEST_REQUEST) {
      throw new MalformedGitRequestException("The body of this request is too long.");
    }
    for (int at = 0; at < packets.length; ) {
      int length = packetLength(packets, at);
      if (length > packets.length - at) {
        throw new MalformedGitRequestException("The body of this request is no packet lines.");
      }
      at += length;
    }
    return packets;
  }

  /// The length of the packet there with its digits. 0 and 1 are marks, alone; clients send no
  /// others.
  private static int packetLength(byte[] packets, int at) {
    int length = 0;
    for (int i = at; i < at + PACKET_LENGTH; i++) {
      int digit = i < packets.length ? Character.digit(packets[i], 16) : -1;
      if (digit < 0) {
        return Integer.MAX_VALUE;
      }
      length = length << 4 | digit;
    }
    return switch (length) {
      case 0, 1 -> PACKET_LENGTH;
      case 2, 3 -> Integer.MAX_VALUE;
      default -> length;
    };
  }

  /// True if nothing is asked for but the references, which costs nothing.
  private static boolean isList(byte[] packets) {
    int length = Math.min(packets.length, PACKET_LENGTH + LIST.length());
    return new String(packets, 0, length, StandardCharsets.ISO_8859_1).endsWith(LIST);
  }

  private void takeTurn() throws IOException {
    try {
      if (!packs.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new GitIndexUnavailableException(
            "too many clients fetch the git index at the moment; try again later",
            Duration.ofSeconds(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while waiting");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private static void answer(
      Repository repository, IndexCommit head, String protocol, byte[] packets, OutputStream out)
      throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(packets);
    try (UploadPack upload = upload(repository, head, protocol)) {
      upload.upload(in, out, OutputStream.nullOutputStream());
      out.flush();
    } catch (UploadPackInternalServerErrorException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      if (cause instanceof PackProtocolException) {
        out.flush(); // the client asked for something that is not here, and was told so
      } else if (cause instanceof IllegalArgumentException
          || (cause instanceof EOFException && in.available() == 0)) {
        throw new MalformedGitRequestException("The body of this request is none of git's.", e);
      } else {
        throw e;
      }
    }
  }

  private static UploadPack upload(Repository repository, IndexCommit head, String protocol) {
    UploadPack upload = new UploadPack(repository);
    upload.setBiDirectionalPipe(false);
    upload.setExtraParameters(protocol.isEmpty() ? List.of() : List.of(protocol.split(":", -1)));
    upload.setAdvertisedRefs(references(head.id()));
    upload.setRequestValidator(Uploads::requireReachable);
    upload.setPreUploadHook(new Packing());
    return upload;
  }

  private static Map<String, Ref> references(ObjectId commit) {
    Ref branch = new ObjectIdRef.PeeledNonTag(Ref.Storage.LOOSE, BRANCH, commit);
    return Map.of(Constants.HEAD, new SymbolicRef(Constants.HEAD, branch), BRANCH, branch);
  }

  /// A client may still ask for what was there when it last asked, of this history or of the one
  /// before.
  private static void requireReachable(UploadPack upload, List<ObjectId> wants) throws IOException {
    Repository repository = upload.getRepository();
    try (RevWalk walk = new RevWalk(repository)) {
      List<Ref> tips = repository.getRefDatabase().getRefsByPrefix("refs/heads/", "refs/kept/");
      for (ObjectId want : wants) {
        if (!repository.getObjectDatabase().has(want) || !isReachable(walk, want, tips)) {
          throw new WantNotValidException(want);
        }
      }
    }
  }

  private static boolean isReachable(RevWalk walk, ObjectId want, List<Ref> tips)
      throws IOException {
    if (!(walk.parseAny(want) instanceof RevCommit wanted)) {
      return false;
    }
    for (Ref tip : tips) {
      if (walk.isMergedInto(wanted, walk.parseCommit(tip.getObjectId()))) {
        return true;
      }
    }
    return false;
  }

  /// How packs are made: of objects as they are stored where a client has nothing, which costs
  /// little here and nothing there; of differences where it has an older index, which is what makes
  /// updates small.
  private static final class Packing implements PreUploadHook {
    @Override
    public void onBeginNegotiateRound(
        UploadPack upload, Collection<? extends ObjectId> wants, int offered) {}

    @Override
    public void onEndNegotiateRound(
        UploadPack upload,
        Collection<? extends ObjectId> wants,
        int common,
        int notFound,
        boolean ready) {}

    @Override
    public void onSendPack(
        UploadPack upload,
        Collection<? extends ObjectId> wants,
        Collection<? extends ObjectId> haves) {
      PackConfig config = new PackConfig();
      config.setThreads(1);
      config.setDeltaCompress(!haves.isEmpty());
      config.setDeltaSearchMemoryLimit(DELTA_MEMORY);
      upload.setPackConfig(config);
    }
  }
}
