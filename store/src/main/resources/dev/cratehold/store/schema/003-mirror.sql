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
