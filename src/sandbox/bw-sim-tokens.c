/* bw-sim-tokens.c - the signing key, and what was revoked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-tokens.h"

#include "bw-sim-grants.h"
#include "bw-sim-util.h"

#define MAX_GIVEN 1000

/**
 * bw_sim_tokens_new:
 *
 * Returns: (transfer full): an identity platform that gave out nothing yet
 */
BwSimTokens *
bw_sim_tokens_new (void)
{
  BwSimTokens *self = g_new0 (BwSimTokens, 1);

  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) bw_sim_code_free);
  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) bw_sim_device_free);
  self->revoked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * bw_sim_tokens_free:
 * @self: (transfer full): what was given out
 */
void
bw_sim_tokens_free (BwSimTokens *self)
{
  g_clear_pointer (&self->key, bw_sim_key_free);
  g_free (self->secret);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->revoked);
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->ended);
  g_queue_clear_full (&self->given, g_free);
  g_free (self);
}

static JsonArray *
save_set (GHashTable *set)
{
  JsonArray *members = json_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    json_array_add_string_element (members, key);

  return members;
}

static JsonObject *
save_times (GHashTable *times)
{
  JsonObject *saved = json_object_new ();
  GHashTableIter iter;
  gpointer key, time;

  g_hash_table_iter_init (&iter, times);
  while (g_hash_table_iter_next (&iter, &key, &time))
    json_object_set_int_member (saved, key, *(gint64 *) time);

  return saved;
}

static void
set_time (GHashTable *times,
          const char *key,
          gint64      time)
{
  g_hash_table_insert (times, g_strdup (key), g_memdup2 (&time, sizeof time));
}

static void
load_times (GHashTable *times,
            JsonObject *saved)
{
  g_autoptr(GList) keys = saved != NULL ? json_object_get_members (saved) : NULL;

  g_hash_table_remove_all (times);
  for (GList *l = keys; l != NULL; l = l->next)
    set_time (times, l->data, (gint64) bw_sim_json_number (saved, l->data, 0));
}

/**
 * bw_sim_tokens_save:
 * @self: what was given out
 *
 * Codes last only for minutes and are left out.
 *
 * Returns: (transfer full): what bw_sim_tokens_load() needs for every other token to stay good
 */
JsonObject *
bw_sim_tokens_save (BwSimTokens *self)
{
  JsonObject *saved = json_object_new ();

  json_object_set_int_member (saved, "generation", self->generation);
  json_object_set_array_member (saved, "revoked", save_set (self->revoked));
  json_object_set_array_member (saved, "used", save_set (self->used));
  json_object_set_object_member (saved, "ended", save_times (self->ended));

  if (self->key != NULL)
    {
      bw_sim_json_take_string (saved, "key", bw_sim_key_dup_pem (self->key));
      json_object_set_string_member (saved, "secret", self->secret);
    }

  return saved;
}

static void
load_set (GHashTable *set,
          JsonArray  *saved)
{
  g_autoptr(GPtrArray) members = bw_sim_json_strings (saved);

  g_hash_table_remove_all (set);
  for (guint i = 0; i < members->len; i++)
    g_hash_table_add (set, g_strdup (g_ptr_array_index (members, i)));
}

/**
 * bw_sim_tokens_load:
 * @self: what was given out; forgotten
 * @saved: what bw_sim_tokens_save() made, or anything
 * @error: return location for a %G_IO_ERROR_INVALID_DATA
 *
 * Returns: whether @saved can be used; if not, @self is as before
 */
gboolean
bw_sim_tokens_load (BwSimTokens  *self,
                    JsonObject   *saved,
                    GError      **error)
{
  const char *pem = bw_sim_json_string (saved, "key");
  const char *secret = bw_sim_json_string (saved, "secret");
  BwSimKey *key = NULL;

  if ((pem == NULL) != (secret == NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "The saved tokens have half a key");
      return FALSE;
    }

  if (pem != NULL)
    {
      key = bw_sim_key_new_from_pem (pem, error);
      if (key == NULL)
        return FALSE;
    }

  g_clear_pointer (&self->key, bw_sim_key_free);
  self->key = key;
  g_free (self->secret);
  self->secret = g_strdup (secret);
  self->generation = (gint64) bw_sim_json_number (saved, "generation", 0);
  load_set (self->revoked, bw_sim_json_array (saved, "revoked"));
  load_set (self->used, bw_sim_json_array (saved, "used"));
  load_times (self->ended, bw_sim_json_object (saved, "ended"));
  g_hash_table_remove_all (self->codes);
  g_hash_table_remove_all (self->devices);

  return TRUE;
}

/**
 * bw_sim_tokens_revoke_all:
 * @self: what was given out
 *
 * Makes every refresh token and every code useless, as an administrator does
 * who ends all sessions.  Access tokens last until they end.
 */
void
bw_sim_tokens_revoke_all (BwSimTokens *self)
{
  self->generation++;
  g_hash_table_remove_all (self->codes);
  g_hash_table_remove_all (self->devices);
  g_hash_table_remove_all (self->revoked);
  g_hash_table_remove_all (self->used);
  g_hash_table_remove_all (self->ended);
}

/**
 * bw_sim_tokens_end_user:
 * @self: what was given out
 * @user_id: a user, who has to sign in again everywhere
 * @now: microseconds since 1970
 */
void
bw_sim_tokens_end_user (BwSimTokens *self,
                        const char  *user_id,
                        gint64       now)
{
  set_time (self->ended, user_id, now);
}

/**
 * bw_sim_tokens_prepare:
 * @self: what was given out
 *
 * Makes the signing key, unless there is one: it takes too long to be done for
 * a server that nobody signs in to.
 *
 * Returns: whether there is something new to save
 */
gboolean
bw_sim_tokens_prepare (BwSimTokens *self)
{
  if (self->key != NULL)
    return FALSE;

  self->key = bw_sim_key_new ();
  self->secret = bw_sim_random_text (32);

  return TRUE;
}

/**
 * bw_sim_tokens_get_key:
 * @self: what was given out
 *
 * Returns: (transfer none) (nullable): the signing key, once there is one
 */
BwSimKey *
bw_sim_tokens_get_key (BwSimTokens *self)
{
  return self->key;
}

/**
 * bw_sim_tokens_note_given:
 * @self: what was given out
 * @secret: a token or a code that is about to be
 */
void
bw_sim_tokens_note_given (BwSimTokens *self,
                          const char  *secret)
{
  g_queue_push_tail (&self->given, g_strdup (secret));
  if (self->given.length > MAX_GIVEN)
    g_free (g_queue_pop_head (&self->given));
}

/**
 * bw_sim_tokens_list_given:
 * @self: what was given out
 *
 * Returns: (transfer full): an array of the newest tokens and codes, oldest first
 */
JsonArray *
bw_sim_tokens_list_given (BwSimTokens *self)
{
  JsonArray *array = json_array_new ();

  for (GList *l = self->given.head; l != NULL; l = l->next)
    json_array_add_string_element (array, l->data);

  return array;
}
