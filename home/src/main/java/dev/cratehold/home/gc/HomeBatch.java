package dev.cratehold.home.gc;

import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lock.HeldLock;
import dev.cratehold.retention.Batch;
import dev.cratehold.retention.Detached;
import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.util.Optional;

/// One hold of cargo's lock, with its database open. The database is closed before the lock is
/// given back, as cargo demands of everybody who opens it.
record HomeBatch(HeldLock lock, Optional<LastUseDatabase> database, Removing removing)
    implements Batch<Candidate> {
  @Override
  public Detached detach(Victim<Candidate> victim) throws IOException {
    return removing.detach(victim, database);
  }

  @Override
  public void commit() {
    removing.commit(database);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      if (database.isPresent()) {
        database.get().close();
      }
    }
  }
}
