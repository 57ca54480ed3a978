/* bw-store-schema.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-store-private.h"

/* From nothing to version 1.  A migration that has been released is never
 * changed: what comes later goes into the next one. */
static const char version_1[] =
  "CREATE TABLE tenant ("
  "  number INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  domain TEXT,"
  "  source TEXT NOT NULL,"
  "  region TEXT,"
  "  guest_email TEXT,"
  "  disabled INTEGER NOT NULL,"
  "  relationship_id TEXT,"
  "  relationship_name TEXT,"
  "  relationship_status TEXT,"
  "  relationship_end INTEGER NOT NULL,"
  "  auto_extend INTEGER NOT NULL,"
  "  last_change INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE job ("
  "  tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenant (id) ON DELETE CASCADE,"
  "  kind TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  waiting_for TEXT NOT NULL,"
  "  choice TEXT NOT NULL,"
  "  relationship_id TEXT,"
  "  relationship_name TEXT,"
  "  mark TEXT,"
  "  message_copied INTEGER NOT NULL,"
  "  wake_at INTEGER NOT NULL,"
  "  tries INTEGER NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  failure TEXT,"
  "  limitations TEXT,"
  "  candidates TEXT,"
  "  link TEXT,"
  "  revision INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE step ("
  "  tenant_id TEXT NOT NULL REFERENCES job (tenant_id) ON DELETE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  key TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  text TEXT,"
  "  since INTEGER NOT NULL,"
  "  last_look INTEGER NOT NULL,"
  "  next_look INTEGER NOT NULL,"
  "  done INTEGER NOT NULL,"
  "  total INTEGER NOT NULL,"
  "  PRIMARY KEY (tenant_id, position)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE lease ("
  "  name TEXT NOT NULL PRIMARY KEY,"
  "  owner TEXT NOT NULL,"
  "  expires INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"

  /* What was done stays on record when a tenant goes, so nothing refers to it. */
  "CREATE TABLE activity ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  at INTEGER NOT NULL,"
  "  who TEXT,"
  "  tenant_id TEXT,"
  "  what TEXT NOT NULL,"
  "  outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'done', 'failed', 'unknown', 'noted')),"
  "  tracking_id TEXT,"
  "  request_id TEXT"
  ") STRICT;"
  "CREATE INDEX activity_tenant ON activity (tenant_id);"
  "CREATE TRIGGER activity_update BEFORE UPDATE ON activity"
  "  BEGIN SELECT RAISE (ABORT, 'activity is append-only'); END;"
  "CREATE TRIGGER activity_delete BEFORE DELETE ON activity"
  "  BEGIN SELECT RAISE (ABORT, 'activity is append-only'); END;"

  "CREATE TABLE report ("
  "  tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,"
  "  kind TEXT NOT NULL,"
  "  next_run INTEGER NOT NULL,"
  "  last_run INTEGER NOT NULL,"
  "  data TEXT,"
  "  failure TEXT,"
  "  PRIMARY KEY (tenant_id, kind)"
  ") STRICT;"

  "CREATE TABLE setting ("
  "  key TEXT NOT NULL PRIMARY KEY,"
  "  value TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;";

/* The set-up through a guest account ends with a decision of the user's. */
static const char version_2[] =
  "ALTER TABLE job ADD COLUMN finalized INTEGER NOT NULL DEFAULT 0;";

static const char * const migrations[] = { version_1, version_2, NULL };

/* FULL: what is stored must be on the disk before the request that it
 * announces is sent. */
const BwDatabaseSchema bw_store_schema = {
  .application_id = 0x4257494b, /* "BWIK" */
  .page_size = 4096,
  .is_precious = TRUE,
  .settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
  .migrations = migrations,
};
