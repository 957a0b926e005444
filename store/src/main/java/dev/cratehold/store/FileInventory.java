package dev.cratehold.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The crate files of a store, least recently used first. Those that are listed come page by page
/// from the database; among them are put those that are not.
///
/// What is used or stored while somebody goes through it may come once more, later, or not at all.
final class FileInventory implements Iterable<StoredFile> {
  private static final int PAGE = 5_000;

  private final Pages pages;
  private final List<StoredFile> unlisted;

  /// Reads the next listed files, in order.
  interface Pages {
    /// The files that come next.
    ///
    /// @param last what came last; empty at the beginning
    /// @param limit how many at most
    List<StoredFile> after(List<StoredFile> last, int limit) throws IOException;
  }

  /// @param unlisted in the order of their last use
  FileInventory(Pages pages, List<StoredFile> unlisted) {
    this.pages = pages;
    this.unlisted = unlisted;
  }

  /// Goes through the files from the beginning. What reading a page throws comes as an
  /// [UncheckedIOException].
  @Override
  public Iterator<StoredFile> iterator() {
    return new Merged(new Listed(), unlisted.iterator());
  }

  private final class Listed implements Iterator<StoredFile> {
    private List<StoredFile> page = List.of();
    private int next;
    private boolean isAtEnd;

    @Override
    public boolean hasNext() {
      if (next == page.size() && !isAtEnd) {
        read();
      }
      return next < page.size();
    }

    private void read() {
      try {
        List<StoredFile> last = page.isEmpty() ? List.of() : List.of(page.getLast());
        page = pages.after(last, PAGE);
        next = 0;
        isAtEnd = page.isEmpty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public StoredFile next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.get(next++);
    }

    /// True if the next one comes before `other`.
    boolean isNextBefore(StoredFile other) {
      return hasNext() && page.get(next).lastUseMillis() <= other.lastUseMillis();
    }
  }

  private static final class Merged implements Iterator<StoredFile> {
    private final Listed listed;
    private final Iterator<StoredFile> unlisted;
    private List<StoredFile> waiting = List.of();

    Merged(Listed listed, Iterator<StoredFile> unlisted) {
      this.listed = listed;
      this.unlisted = unlisted;
      advance();
    }

    private void advance() {
      waiting = unlisted.hasNext() ? List.of(unlisted.next()) : List.of();
    }

    @Override
    public boolean hasNext() {
      return !waiting.isEmpty() || listed.hasNext();
    }

    @Override
    public StoredFile next() {
      if (waiting.isEmpty() || listed.isNextBefore(waiting.getFirst())) {
        return listed.next();
      }
      StoredFile file = waiting.getFirst();
      advance();
      return file;
    }
  }
}
