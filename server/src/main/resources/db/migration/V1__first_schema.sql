-- Dates are milliseconds since 1970 (UTC). Secrets are kept as hashes only, except the server's own.

CREATE TABLE channel (
  id               TEXT PRIMARY KEY,
  title            TEXT NOT NULL,
  key_hash         TEXT UNIQUE,              -- SHA-256 of the stream key, hex; null: nobody can publish
  key_source       TEXT NOT NULL CHECK (key_source IN ('DATABASE', 'CONFIGURATION')),
  capture_delay_ms INTEGER NOT NULL DEFAULT 0,
  created          INTEGER NOT NULL
) STRICT;

CREATE TABLE user (
  name     TEXT PRIMARY KEY,
  password TEXT NOT NULL,                    -- PBKDF2, with its parameters
  changed  INTEGER NOT NULL                  -- sessions that began before this are over
) STRICT;

CREATE TABLE token (
  id        TEXT PRIMARY KEY,
  name      TEXT NOT NULL,
  hash      TEXT NOT NULL UNIQUE,            -- SHA-256, hex
  created   INTEGER NOT NULL,
  last_used INTEGER                          -- to the minute
) STRICT;

CREATE TABLE revoked_session (
  id    TEXT PRIMARY KEY,
  until INTEGER NOT NULL                     -- after this it would have ended by itself
) STRICT;

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE product (
  sku      TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  json     TEXT NOT NULL
) STRICT;

CREATE TABLE show (
  id         TEXT PRIMARY KEY,
  channel    TEXT NOT NULL,                  -- may be gone: a replay outlives its channel
  title      TEXT NOT NULL,
  epoch      TEXT NOT NULL UNIQUE,
  start      INTEGER,                        -- planned, then the anchor of the media clock
  finish     INTEGER,
  state      TEXT NOT NULL CHECK (state IN ('PLANNED', 'LIVE', 'HOLD', 'ENDED')),
  continuity TEXT,                           -- what a stream needs to go on after a restart, JSON
  cue_sheet  TEXT,                           -- as it was planned, JSON
  created    INTEGER NOT NULL
) STRICT;

CREATE INDEX show_by_channel ON show (channel, state);

CREATE TABLE cue_record (
  epoch TEXT NOT NULL,
  line  INTEGER NOT NULL,                    -- order of writing within the epoch
  json  TEXT NOT NULL,
  PRIMARY KEY (epoch, line)
) STRICT, WITHOUT ROWID;
