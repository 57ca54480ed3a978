/* bw-user-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-tenant.h"
#include "bw-user-rows.h"
#include "bw-util.h"

#define ID_SIZE 16

/* A rowid table with the ID as bytes: IDs are random, so a table in their order
 * would have to move whole rows about for each new one.  The index comes when
 * all rows are there, see bw_user_rows_settle(). */
static const char version_1[] =
  "CREATE TABLE user ("
  "  number INTEGER PRIMARY KEY,"
  "  id BLOB NOT NULL,"
  "  name TEXT,"
  "  sign_in_name TEXT,"
  "  mail TEXT,"
  "  guest INTEGER NOT NULL,"
  "  enabled INTEGER NOT NULL,"
  "  on_premises INTEGER NOT NULL,"
  "  licences TEXT,"
  "  removed INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE sync ("
  "  number INTEGER PRIMARY KEY CHECK (number = 1),"
  "  cursor TEXT,"
  "  delta_link TEXT,"
  "  is_complete INTEGER NOT NULL"
  ") STRICT;"
  "INSERT INTO sync VALUES (1, NULL, NULL, 0);";

static const char * const migrations[] = { version_1, NULL };

/* Without a write-ahead log, which would be a second file that is still there
 * when a new list is renamed over the old one, and be taken for the new one's;
 * and which a process that has the draft open without using it would keep. */
const BwDatabaseSchema bw_user_schema = {
  .application_id = 0x42575553, /* "BWUS" */
  .page_size = 8192,
  .settings = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192",
  .migrations = migrations,
};

/**
 * bw_user_sync_row_clear:
 * @self: a row, whose members are freed
 */
void
bw_user_sync_row_clear (BwUserSyncRow *self)
{
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->delta_link, g_free);
}

/**
 * bw_user_rows_read_sync:
 * @database: a database of users
 * @row: (out): how far it is
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it could be read
 */
gboolean
bw_user_rows_read_sync (BwDatabase     *database,
                        BwUserSyncRow  *row,
                        GError        **error)
{
  BwStatement *statement =
    bw_database_prepare (database, "SELECT cursor, delta_link, is_complete FROM sync");

  bw_user_sync_row_clear (row);
  if (bw_statement_next (statement))
    {
      row->cursor = bw_statement_dup_text (statement, 0);
      row->delta_link = bw_statement_dup_text (statement, 1);
      row->is_complete = bw_statement_get_int (statement, 2) != 0;
    }

  return bw_statement_finish (statement, error);
}

/**
 * bw_user_rows_save_cursor:
 * @database: a database of users, in a transaction
 * @cursor: (nullable): the link of the page to go on with
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether it was written
 */
gboolean
bw_user_rows_save_cursor (BwDatabase  *database,
                          const char  *cursor,
                          GError     **error)
{
  BwStatement *statement = bw_database_prepare (database, "UPDATE sync SET cursor = ?");

  bw_statement_add_text (statement, cursor);

  return bw_statement_run (statement, error);
}

/**
 * bw_user_rows_save_end:
 * @database: a database of users, in a transaction
 * @delta_link: (nullable): where to ask for what changes
 * @error: %BW_ERROR_STORAGE
 *
 * Notes that all users are there.
 *
 * Returns: whether it was written
 */
gboolean
bw_user_rows_save_end (BwDatabase  *database,
                       const char  *delta_link,
                       GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "UPDATE sync SET cursor = NULL, delta_link = ?, "
                                                "is_complete = 1");

  bw_statement_add_text (statement, delta_link);

  return bw_statement_run (statement, error);
}

/* Returns: whether @text is a GUID, which then is in @id */
static gboolean
parse_id (const char *text,
          guint8      id[ID_SIZE])
{
  guint n = 0;

  if (!bw_is_guid (text))
    return FALSE;

  while (n < ID_SIZE)
    {
      if (*text == '-')
        text++;
      id[n++] = (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
      text += 2;
    }

  return TRUE;
}

static char *
format_id (const guint8 *id)
{
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          id[0], id[1], id[2], id[3], id[4], id[5], id[6], id[7],
                          id[8], id[9], id[10], id[11], id[12], id[13], id[14], id[15]);
}

static gboolean
write_user (BwStatement      *statement,
            const BwUserRow  *user,
            GError          **error)
{
  guint8 id[ID_SIZE];

  if (!parse_id (user->id, id))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, _("A user has no valid ID."));
      return FALSE;
    }

  bw_statement_add_blob (statement, id, sizeof id);
  bw_statement_add_text (statement, user->name);
  bw_statement_add_text (statement, user->sign_in_name);
  bw_statement_add_text (statement, user->mail);
  bw_statement_add_int (statement, user->guest);
  bw_statement_add_int (statement, user->enabled);
  bw_statement_add_int (statement, user->on_premises);
  bw_statement_add_text (statement, user->licences);
  bw_statement_add_int (statement, user->removed);

  return bw_statement_run (statement, error);
}

/**
 * bw_user_rows_append:
 * @database: a draft, in a transaction
 * @users: (element-type BwUserRow): one batch
 * @error: %BW_ERROR_STORAGE
 *
 * Takes everything as it comes.  Who comes twice, or is gone in the end, is
 * found out by bw_user_rows_settle().
 *
 * Returns: whether it was written
 */
gboolean
bw_user_rows_append (BwDatabase  *database,
                     GPtrArray   *users,
                     GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "INSERT INTO user (id, name, sign_in_name, mail, "
                                                "guest, enabled, on_premises, licences, removed) "
                                                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

  for (guint i = 0; i < users->len; i++)
    if (!write_user (statement, g_ptr_array_index (users, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
remove_user (BwDatabase       *database,
             const BwUserRow  *user,
             GError          **error)
{
  BwStatement *statement = bw_database_prepare (database, "DELETE FROM user WHERE id = ?");
  guint8 id[ID_SIZE] = { 0, };

  /* Who has no valid ID was never stored. */
  if (!parse_id (user->id, id))
    return TRUE;

  bw_statement_add_blob (statement, id, sizeof id);

  return bw_statement_run (statement, error);
}

/**
 * bw_user_rows_merge:
 * @database: a list, in a transaction
 * @users: (element-type BwUserRow): one batch of what changed
 * @error: %BW_ERROR_STORAGE
 *
 * Writes only what differs: Microsoft also names users in whom nothing that we
 * keep has changed.
 *
 * Returns: whether it was written
 */
gboolean
bw_user_rows_merge (BwDatabase  *database,
                    GPtrArray   *users,
                    GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "INSERT INTO user (id, name, sign_in_name, mail, "
                                                "guest, enabled,"
                                                " on_premises, licences, removed) VALUES (?, ?, "
                                                "?, ?, ?, ?, ?, ?, ?)"
                                                " ON CONFLICT (id) DO UPDATE SET name = "
                                                "excluded.name,"
                                                " sign_in_name = excluded.sign_in_name, mail = "
                                                "excluded.mail,"
                                                " guest = excluded.guest, enabled = "
                                                "excluded.enabled,"
                                                " on_premises = excluded.on_premises, licences = "
                                                "excluded.licences"
                                                " WHERE (name, sign_in_name, mail, guest, "
                                                "enabled, on_premises, licences)"
                                                " IS NOT (excluded.name, excluded.sign_in_name, "
                                                "excluded.mail,"
                                                " excluded.guest, excluded.enabled, "
                                                "excluded.on_premises,"
                                                " excluded.licences)");

  for (guint i = 0; i < users->len; i++)
    {
      const BwUserRow *user = g_ptr_array_index (users, i);

      if (user->removed ? !remove_user (database, user, error)
                        : !write_user (statement, user, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bw_user_rows_settle:
 * @database: a draft that has all users, in a transaction
 * @error: %BW_ERROR_STORAGE
 *
 * Makes a list of a draft: each user once, as last heard of.  Pages that were
 * read again, and users that changed while they were read, came twice.
 *
 * Returns: whether it was written
 */
gboolean
bw_user_rows_settle (BwDatabase  *database,
                     GError     **error)
{
  const char *index = "CREATE UNIQUE INDEX IF NOT EXISTS user_id ON user (id)";

  /* Most often there is nothing to clear up, so looking first would cost more. */
  if (!bw_database_execute (database, index, NULL) &&
      (!bw_database_execute (database,
                             "DELETE FROM user WHERE number NOT IN (SELECT max (number) FROM user "
                             "GROUP BY id)", error) ||
       !bw_database_execute (database, index, error)))
    return FALSE;

  return bw_database_execute (database, "DELETE FROM user WHERE removed", error);
}

/**
 * bw_user_rows_find:
 * @database: a list
 * @search: (nullable): what the name, sign-in name or address has in it
 * @offset: how many to leave out
 * @limit: how many at most, or 0 for all
 * @users: (element-type BwUserRow): where they go, by name
 * @error: %BW_ERROR_STORAGE
 *
 * Returns: whether they could be read
 */
gboolean
bw_user_rows_find (BwDatabase  *database,
                   const char  *search,
                   guint        offset,
                   guint        limit,
                   GPtrArray   *users,
                   GError     **error)
{
  BwStatement *statement = bw_database_prepare (database,
                                                "SELECT id, name, sign_in_name, mail, guest, "
                                                "enabled, on_premises, licences FROM user WHERE "
                                                "?1 = '' OR instr (fold (name), ?1) OR instr "
                                                "(fold (sign_in_name), ?1) OR instr (fold (mail), "
                                                "?1) ORDER BY fold (coalesce (name, sign_in_name, "
                                                "'')), number LIMIT ?2 OFFSET ?3");
  g_autofree char *folded = bw_tenant_fold (search);

  bw_statement_add_text (statement, folded);
  bw_statement_add_int (statement, limit != 0 ? (gint64) limit : -1);
  bw_statement_add_int (statement, offset);
  while (bw_statement_next (statement))
    {
      const guint8 *id = bw_statement_get_blob (statement, 0, ID_SIZE);
      BwUserRow *user;

      if (id == NULL)
        break;

      user = bw_user_row_new ();
      user->id = format_id (id);
      user->name = bw_statement_dup_text (statement, 1);
      user->sign_in_name = bw_statement_dup_text (statement, 2);
      user->mail = bw_statement_dup_text (statement, 3);
      user->guest = bw_statement_get_int (statement, 4) != 0;
      user->enabled = bw_statement_get_int (statement, 5) != 0;
      user->on_premises = bw_statement_get_int (statement, 6) != 0;
      user->licences = bw_statement_dup_text (statement, 7);
      g_ptr_array_add (users, user);
    }

  return bw_statement_finish (statement, error);
}
