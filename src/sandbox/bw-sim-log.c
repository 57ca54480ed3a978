/* bw-sim-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-log.h"
#include "bw-sim-util.h"

/* A sandbox that runs for weeks must not eat the machine. */
#define MAX_ENTRIES 200000

typedef struct
{
  char   *method;
  char   *path;
  char   *query;
  char   *tenant;
  char   *request_id;
  guint   status;
  gint64  at;
} Entry;

/**
 * BwSimLog:
 * @entries: (element-type Entry): oldest first
 * @first: number of the oldest entry
 */
struct _BwSimLog
{
  GQueue  entries;
  guint64 first;
};

static void
entry_free (Entry *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->query);
  g_free (self->tenant);
  g_free (self->request_id);
  g_free (self);
}

/**
 * bw_sim_log_new:
 *
 * Returns: (transfer full): an empty log
 */
BwSimLog *
bw_sim_log_new (void)
{
  BwSimLog *self = g_new0 (BwSimLog, 1);

  g_queue_init (&self->entries);
  self->first = 1;

  return self;
}

/**
 * bw_sim_log_free:
 * @self: (transfer full): a log
 */
void
bw_sim_log_free (BwSimLog *self)
{
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
  g_free (self);
}

/**
 * bw_sim_log_clear:
 * @self: a log
 *
 * Forgets all entries.  The numbers go on, so that none means two requests.
 */
void
bw_sim_log_clear (BwSimLog *self)
{
  self->first += self->entries.length;
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
}

/* "$skiptoken" and "$deltatoken" say where in a list one is, and nothing else. */
static gboolean
is_secret (const char *name)
{
  static const char *const words[] = { "code", "code_verifier", "assertion", "client_assertion",
                                       "device_code", "rd", "ticket" };

  if (strstr (name, "secret") != NULL || strstr (name, "password") != NULL
      || strstr (name, "hint") != NULL)
    return TRUE;
  if (strstr (name, "token") != NULL)
    return strstr (name, "skiptoken") == NULL && strstr (name, "deltatoken") == NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (name, words[i]))
      return TRUE;

  return FALSE;
}

static char *
redact (const char *query)
{
  g_auto(GStrv) fields = g_strsplit (query, "&", -1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      char *equals = strchr (fields[i], '=');
      g_autofree char *raw = equals != NULL ? g_strndup (fields[i], equals - fields[i]) : NULL;
      g_autofree char *name = raw != NULL ? g_uri_unescape_string (raw, NULL) : NULL;
      g_autofree char *lower = g_ascii_strdown (name != NULL ? name : fields[i], -1);

      if (equals == NULL || !is_secret (lower))
        continue;

      g_free (fields[i]);
      fields[i] = g_strconcat (raw, "=***", NULL);
    }

  return g_strjoinv ("&", fields);
}

/**
 * bw_sim_log_begin:
 * @self: a log
 * @method: of the request
 * @path: its path as it was sent
 * @query: (nullable): its query as it was sent; what is secret in it is not kept
 * @now: when it came
 *
 * Returns: the number of the new entry
 */
guint64
bw_sim_log_begin (BwSimLog   *self,
                  const char *method,
                  const char *path,
                  const char *query,
                  gint64      now)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->method = g_strdup (method);
  entry->path = g_strdup (path);
  entry->query = query != NULL ? redact (query) : NULL;
  entry->at = now;
  g_queue_push_tail (&self->entries, entry);

  if (self->entries.length > MAX_ENTRIES)
    {
      entry_free (g_queue_pop_head (&self->entries));
      self->first++;
    }

  return self->first + self->entries.length - 1;
}

/* The entry is mostly one of the last, and the list finds its own way from the end. */
static Entry *
find_entry (BwSimLog *self,
            guint64   n)
{
  if (n < self->first || n >= self->first + self->entries.length)
    return NULL;

  return g_queue_peek_nth (&self->entries, (guint) (n - self->first));
}

/**
 * bw_sim_log_finish:
 * @self: a log
 * @n: number of an entry
 * @status: the HTTP status of the answer
 * @tenant: (nullable): ID of the tenant that the request was about, if that is known now
 * @request_id: ID that the answer bears
 */
void
bw_sim_log_finish (BwSimLog   *self,
                   guint64     n,
                   guint       status,
                   const char *tenant,
                   const char *request_id)
{
  Entry *entry = find_entry (self, n);

  if (entry == NULL)
    return;

  entry->status = status;
  if (tenant != NULL)
    {
      g_free (entry->tenant);
      entry->tenant = g_strdup (tenant);
    }
  g_free (entry->request_id);
  entry->request_id = g_strdup (request_id);
}

/**
 * bw_sim_log_to_json:
 * @self: a log
 * @after: number of the last entry that is not wanted, or 0
 *
 * Returns: (transfer full): an array of the entries, oldest first.  The status of a
 *   request that was never answered is null.
 */
JsonArray *
bw_sim_log_to_json (BwSimLog *self,
                    guint64   after)
{
  JsonArray *array = json_array_new ();
  guint64 n = self->first;

  for (GList *l = self->entries.head; l != NULL; l = l->next, n++)
    {
      Entry *entry = l->data;
      JsonObject *object;

      if (n <= after)
        continue;

      object = json_object_new ();
      json_object_set_int_member (object, "n", (gint64) n);
      json_object_set_string_member (object, "method", entry->method);
      json_object_set_string_member (object, "path", entry->path);
      json_object_set_string_member (object, "query", entry->query);
      if (entry->status > 0)
        json_object_set_int_member (object, "status", entry->status);
      else
        json_object_set_null_member (object, "status");
      json_object_set_string_member (object, "tenant", entry->tenant);
      json_object_set_string_member (object, "requestId", entry->request_id);
      bw_sim_json_take_string (object, "at", bw_sim_time_format (entry->at));
      json_array_add_object_element (array, object);
    }

  return array;
}
