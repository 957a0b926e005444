package dev.cratehold.gitindex;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Makes trees out of others by putting files in and taking files out. Only the directories that a
/// changed file lies below are read and written.
///
/// @param reader reads what `inserter` has written, too
record TreeEditor(ObjectInserter inserter, ObjectReader reader) {
  /// An entry of a directory.
  private record Entry(String name, FileMode mode, ObjectId id) {
    /// Git sorts directories as if their names ended in a slash.
    String key() {
      return FileMode.TREE.equals(mode.getBits()) ? name + "/" : name;
    }
  }

  /// The tree that comes of another one.
  ///
  /// @param tree the other one
  /// @param files the blobs of files by their path; empty for one that is not to be there.
  ///   Directories without a file are not there either.
  ObjectId edit(ObjectId tree, SortedMap<String, Optional<ObjectId>> files) throws IOException {
    SortedMap<String, Entry> entries = entries(tree);
    SortedMap<String, SortedMap<String, Optional<ObjectId>>> below = new TreeMap<>();
    for (Map.Entry<String, Optional<ObjectId>> file : files.entrySet()) {
      String path = file.getKey();
      int slash = path.indexOf('/');
      if (slash < 0) {
        put(entries, FileMode.REGULAR_FILE, path, file.getValue());
      } else {
        below
            .computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>())
            .put(path.substring(slash + 1), file.getValue());
      }
    }
    for (Map.Entry<String, SortedMap<String, Optional<ObjectId>>> directory : below.entrySet()) {
      Entry old = entries.get(directory.getKey() + "/");
      ObjectId edited = edit(old == null ? Constants.EMPTY_TREE_ID : old.id, directory.getValue());
      put(
          entries,
          FileMode.TREE,
          directory.getKey(),
          Optional.of(edited).filter(id -> !id.equals(Constants.EMPTY_TREE_ID)));
    }
    return write(entries);
  }

  private static void put(
      SortedMap<String, Entry> entries, FileMode mode, String name, Optional<ObjectId> id) {
    Entry entry = new Entry(name, mode, id.orElse(ObjectId.zeroId()));
    if (id.isPresent()) {
      entries.put(entry.key(), entry);
    } else {
      entries.remove(entry.key());
    }
  }

  private SortedMap<String, Entry> entries(ObjectId tree) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    if (tree.equals(Constants.EMPTY_TREE_ID)) {
      return entries;
    }
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(reader, tree); !parser.eof(); parser.next(1)) {
      FileMode mode =
          FileMode.TREE.equals(parser.getEntryRawMode()) ? FileMode.TREE : FileMode.REGULAR_FILE;
      Entry entry = new Entry(parser.getEntryPathString(), mode, parser.getEntryObjectId());
      entries.put(entry.key(), entry);
    }
    return entries;
  }

  private ObjectId write(SortedMap<String, Entry> entries) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    entries.values().forEach(entry -> tree.append(entry.name, entry.mode, entry.id));
    return inserter.insert(tree);
  }
}
