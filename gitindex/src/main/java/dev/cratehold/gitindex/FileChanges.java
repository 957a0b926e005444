package dev.cratehold.gitindex;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/// Files of an index that come, change or go, written into a repository. Only their names are held
/// in memory, and of many only some at a time: then trees are made that hold what there is so far.
///
/// For one thread.
final class FileChanges implements AutoCloseable {
  private static final int HELD = 50_000;

  private final ObjectInserter inserter;
  private final ObjectReader reader;
  private final SortedMap<String, Optional<ObjectId>> files = new TreeMap<>();
  private ObjectId tree;
  private long count;

  /// @param tree what changes
  FileChanges(ObjectInserter inserter, ObjectId tree) {
    this.inserter = inserter;
    this.reader = inserter.newReader();
    this.tree = tree;
  }

  void put(String path, byte[] content) throws IOException {
    change(path, Optional.of(inserter.insert(Constants.OBJ_BLOB, content)));
  }

  void remove(String path) throws IOException {
    change(path, Optional.empty());
  }

  private void change(String path, Optional<ObjectId> blob) throws IOException {
    files.put(path, blob);
    count++;
    if (files.size() >= HELD) {
      var _ = tree();
    }
  }

  /// How many were changed so far.
  long count() {
    return count;
  }

  ObjectInserter inserter() {
    return inserter;
  }

  /// The tree with all changes so far.
  ObjectId tree() throws IOException {
    tree = new TreeEditor(inserter, reader).edit(tree, files);
    files.clear();
    return tree;
  }

  @Override
  public void close() {
    reader.close();
    inserter.close();
  }
}
