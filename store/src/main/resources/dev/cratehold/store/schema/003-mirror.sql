-- Which index files came, changed or went, in that order; name in lower case. A name whose file is
-- there came or changed, another one went.
CREATE TABLE index_change (
  registry TEXT NOT NULL,
  name     TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (registry, name)
) STRICT, WITHOUT ROWID;

INSERT INTO index_change (registry, name, revision)
SELECT registry, name, row_number() OVER (PARTITION BY registry ORDER BY name) FROM index_file;

CREATE UNIQUE INDEX index_change_by_revision ON index_change (registry, revision);

-- Mirrors: what each is of, and how far it is.
CREATE TABLE mirror (
  registry   TEXT NOT NULL PRIMARY KEY,
  upstream   TEXT NOT NULL,
  settings   TEXT NOT NULL,
  generation INTEGER NOT NULL,
  marker     TEXT,
  synced_at  INTEGER
) STRICT, WITHOUT ROWID;

-- The crates that a mirror has, name in lower case; those of an earlier generation are no more.
CREATE TABLE mirror_name (
  registry   TEXT NOT NULL,
  name       TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (registry, name)
) STRICT, WITHOUT ROWID;

-- What a mirror is still to fetch. The kind is index or crate; an index file has an empty version and
-- checksum. The state is waiting, failed or refused.
CREATE TABLE mirror_item (
  registry TEXT NOT NULL,
  kind     TEXT NOT NULL,
  name     TEXT NOT NULL COLLATE NOCASE,
  version  TEXT NOT NULL,
  checksum BLOB NOT NULL,
  state    TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at   INTEGER NOT NULL DEFAULT 0,
  failure  TEXT,
  PRIMARY KEY (registry, kind, name, version, checksum)
) STRICT, WITHOUT ROWID;

-- Collections go through the files in the order of their last use.
UPDATE crate SET last_use = stored_at WHERE last_use < stored_at;

CREATE INDEX crate_by_last_use ON crate (last_use, checksum, size);

-- What collections leave, and for whom; version is empty for every version of the crate.
CREATE TABLE pin (
  registry  TEXT NOT NULL,
  name      TEXT NOT NULL COLLATE NOCASE,
  version   TEXT NOT NULL,
  owner     TEXT NOT NULL,
  pinned_at INTEGER NOT NULL,
  PRIMARY KEY (registry, name, version, owner)
) STRICT, WITHOUT ROWID;

-- Statistics of what was served, in stretches of time: span is the window that a stretch belongs to
-- (hour, day, month, ever), start its beginning in seconds since 1970, kind what is summed by
-- (registry, crate, client). The row without a name sums up those that have none of their own.
CREATE TABLE traffic (
  span         TEXT NOT NULL,
  start        INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  requests     INTEGER NOT NULL,
  hits         INTEGER NOT NULL,
  stale        INTEGER NOT NULL,
  misses       INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  bytes_served INTEGER NOT NULL,
  bytes_saved  INTEGER NOT NULL,
  PRIMARY KEY (span, kind, start, name)
) STRICT, WITHOUT ROWID;

-- How many requests of a stretch took how long; see docs/statistics.md for the bounds of a bucket.
CREATE TABLE latency (
  span   TEXT NOT NULL,
  start  INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (span, start, bucket)
) STRICT, WITHOUT ROWID;

-- The crates that were stored last, so that they are found without an index over all of them.
CREATE TABLE arrival (
  number   INTEGER NOT NULL PRIMARY KEY,
  registry TEXT NOT NULL,
  name     TEXT NOT NULL COLLATE NOCASE,
  version  TEXT NOT NULL,
  checksum BLOB NOT NULL
) STRICT;

INSERT INTO arrival (registry, name, version, checksum)
SELECT registry, name, version, checksum
FROM (SELECT * FROM crate ORDER BY stored_at DESC LIMIT 100) ORDER BY stored_at;
