-- Times are milliseconds since 1970. Checksums are 32 bytes.

-- The upstream that each mounted registry had when it was last served.
CREATE TABLE registry (
  mount    TEXT NOT NULL PRIMARY KEY,
  upstream TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Index files as the upstream gave them, compressed; name in lower case. The bytes come last, so that
-- confirming a copy rewrites the first page of a row only.
CREATE TABLE index_file (
  registry               TEXT NOT NULL,
  name                   TEXT NOT NULL,
  checked_at             INTEGER NOT NULL,
  length                 INTEGER NOT NULL,
  etag                   TEXT NOT NULL,
  upstream_etag          TEXT,
  upstream_last_modified TEXT,
  gzip                   BLOB NOT NULL,
  PRIMARY KEY (registry, name)
) STRICT;

-- What an index file listed once and a later one did not; name in lower case.
CREATE TABLE retired (
  registry TEXT NOT NULL,
  name     TEXT NOT NULL,
  version  TEXT NOT NULL,
  checksum BLOB NOT NULL,
  PRIMARY KEY (registry, name, version, checksum)
) STRICT, WITHOUT ROWID;

-- Crate versions whose bytes are on the disk.
CREATE TABLE crate (
  registry     TEXT NOT NULL,
  name         TEXT NOT NULL COLLATE NOCASE,
  version      TEXT NOT NULL,
  checksum     BLOB NOT NULL,
  size         INTEGER NOT NULL,
  stored_at    INTEGER NOT NULL,
  last_use     INTEGER NOT NULL,
  uses         INTEGER NOT NULL DEFAULT 0,
  bytes_served INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (registry, name, version, checksum)
) STRICT, WITHOUT ROWID;

CREATE INDEX crate_by_checksum ON crate (checksum, size);
