-- What whoever runs the server should look at; version is empty for an alert about a whole crate.
CREATE TABLE alert (
  kind     TEXT NOT NULL,
  registry TEXT NOT NULL,
  name     TEXT NOT NULL COLLATE NOCASE,
  version  TEXT NOT NULL,
  sentence TEXT NOT NULL,
  count    INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at  INTEGER NOT NULL,
  PRIMARY KEY (kind, registry, name, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_by_time ON alert (last_at);

-- When something that is done from time to time was last done to its end.
CREATE TABLE chore (
  name    TEXT NOT NULL PRIMARY KEY,
  done_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
