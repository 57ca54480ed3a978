/* bw-sim-faults.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "bw-sim-faults.h"
#include "bw-sim-util.h"

#define MAX_DELAY_MS (60 * 60 * 1000)
#define MAX_REPEAT   2000000000

struct _BwSimFaults
{
  GPtrArray *faults;
  guint      last_id;
};

static void
fault_clear (gpointer data)
{
  BwSimFault *self = data;

  g_free (self->method);
  g_clear_pointer (&self->path, g_regex_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_free (self->body_start);
  g_free (self->body);
  g_free (self->body_end);
  g_clear_pointer (&self->rule, json_object_unref);
}

/**
 * bw_sim_fault_unref:
 * @fault: (transfer full): a fault
 */
void
bw_sim_fault_unref (BwSimFault *fault)
{
  g_rc_box_release_full (fault, fault_clear);
}

/**
 * bw_sim_faults_new:
 *
 * Returns: (transfer full): no faults
 */
BwSimFaults *
bw_sim_faults_new (void)
{
  BwSimFaults *self = g_new0 (BwSimFaults, 1);

  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_fault_unref);

  return self;
}

/**
 * bw_sim_faults_free:
 * @self: (transfer full): faults
 */
void
bw_sim_faults_free (BwSimFaults *self)
{
  g_ptr_array_unref (self->faults);
  g_free (self);
}

/**
 * bw_sim_faults_clear:
 * @self: faults
 *
 * Removes them all.
 */
void
bw_sim_faults_clear (BwSimFaults *self)
{
  g_ptr_array_set_size (self->faults, 0);
}

static gboolean
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, sentence);

  return FALSE;
}

static gboolean
read_match (BwSimFault *self,
            JsonObject *match,
            GError    **error)
{
  static const char *const known[] = { "method", "path", NULL };
  const char *method = bw_sim_json_string (match, "method");
  const char *path = bw_sim_json_string (match, "path");

  if (match == NULL)
    return TRUE;
  if (!bw_sim_json_has_only (match, known, error))
    return FALSE;

  self->method = method != NULL ? g_ascii_strup (method, -1) : NULL;
  if (path != NULL)
    self->path = g_regex_new (path, G_REGEX_OPTIMIZE, 0, error);

  return path == NULL || self->path != NULL;
}

static gboolean
read_headers (BwSimFault *self,
              JsonObject *headers,
              GError    **error)
{
  g_autoptr(GList) names = headers != NULL ? json_object_get_members (headers) : NULL;

  if (headers == NULL)
    return TRUE;

  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = bw_sim_json_string (headers, l->data);

      if (value == NULL)
        return refuse (error, "Every header of a fault must be a string.");

      g_hash_table_insert (self->headers, g_strdup (l->data), g_strdup (value));
    }

  return TRUE;
}

static void
read_body (BwSimFault *self,
           JsonObject *action)
{
  JsonNode *body = json_object_get_member (action, "body");

  self->body_start = g_strdup (bw_sim_json_string (action, "bodyStart"));
  self->body_end = g_strdup (bw_sim_json_string (action, "bodyEnd"));
  self->repeat = (guint) CLAMP (bw_sim_json_number (action, "repeatBody", 1), 0, MAX_REPEAT);

  if (body == NULL || JSON_NODE_HOLDS_NULL (body))
    return;

  self->is_json = JSON_NODE_HOLDS_OBJECT (body) || JSON_NODE_HOLDS_ARRAY (body);
  self->body = self->is_json ? json_to_string (body, FALSE)
                             : g_strdup (bw_sim_json_string (action, "body"));
}

static gboolean
read_answer (BwSimFault *self,
             JsonObject *action,
             GError    **error)
{
  self->kind = BW_SIM_FAULT_ANSWER;
  self->status = (guint) CLAMP (bw_sim_json_number (action, "status", 200), 0, 1000);
  if (self->status < 200 || self->status > 599)
    return refuse (error, "The status of a fault must be from 200 to 599.");

  read_body (self, action);

  return read_headers (self, bw_sim_json_object (action, "headers"), error);
}

static gboolean
read_drop (BwSimFault *self,
           JsonObject *action,
           GError    **error)
{
  const char *when = bw_sim_json_string (action, "drop");

  self->kind = BW_SIM_FAULT_DROP;
  if (g_strcmp0 (when, "after") == 0)
    self->after = TRUE;
  else if (g_strcmp0 (when, "before") != 0 && !bw_sim_json_boolean (action, "drop", FALSE))
    return refuse (error, "“drop” must be true, “before” or “after”.");

  return TRUE;
}

static gboolean
read_action (BwSimFault *self,
             JsonObject *action,
             GError    **error)
{
  static const char *const known[] = { "status", "headers", "body", "bodyStart", "repeatBody",
                                       "bodyEnd", "delayMs",
                                       "drop", "truncateAt", "hang", "after", NULL };

  if (action == NULL)
    return refuse (error, "A fault needs an “action”.");
  if (!bw_sim_json_has_only (action, known, error))
    return FALSE;

  self->delay = (guint) CLAMP (bw_sim_json_number (action, "delayMs", 0), 0, MAX_DELAY_MS);
  self->after = bw_sim_json_boolean (action, "after", FALSE);

  if (json_object_has_member (action, "drop"))
    return read_drop (self, action, error);
  if (json_object_has_member (action, "status") || json_object_has_member (action, "body"))
    return read_answer (self, action, error);

  if (json_object_has_member (action, "truncateAt"))
    {
      self->kind = BW_SIM_FAULT_TRUNCATE;
      self->truncate_at = (gsize) CLAMP (bw_sim_json_number (action, "truncateAt", 0), 0, G_MAXINT);
    }
  else if (bw_sim_json_boolean (action, "hang", FALSE))
    self->kind = BW_SIM_FAULT_HANG;
  else if (self->delay == 0)
    return refuse (error, "The “action” of a fault says nothing to do.");

  return TRUE;
}

/**
 * bw_sim_faults_add:
 * @self: faults
 * @rule: what shall happen to which requests
 * @error: return location for a sentence that says what is wrong with @rule
 *
 * Returns: the number of the fault, or 0 with @error set
 */
guint
bw_sim_faults_add (BwSimFaults *self,
                   JsonObject  *rule,
                   GError     **error)
{
  static const char *const known[] = { "match", "skip", "times", "action", NULL };
  g_autoptr(BwSimFault) fault = g_rc_box_new0 (BwSimFault);

  if (!bw_sim_json_has_only (rule, known, error)
      || !read_match (fault, bw_sim_json_object (rule, "match"), error)
      || !read_action (fault, bw_sim_json_object (rule, "action"), error))
    return 0;

  fault->skip = (guint) CLAMP (bw_sim_json_number (rule, "skip", 0), 0, G_MAXINT);
  fault->times = (int) CLAMP (bw_sim_json_number (rule, "times", 1), -1, G_MAXINT);
  fault->rule = json_object_ref (rule);
  fault->id = ++self->last_id;
  g_ptr_array_add (self->faults, g_rc_box_acquire (fault));

  return fault->id;
}

static gboolean
fault_matches (BwSimFault *self,
               const char *method,
               const char *path,
               const char *decoded)
{
  if (self->times == 0)
    return FALSE;
  if (self->method != NULL && !g_str_equal (self->method, method))
    return FALSE;

  return self->path == NULL || g_regex_match (self->path, path, 0, NULL)
         || (decoded != NULL && g_regex_match (self->path, decoded, 0, NULL));
}

/**
 * bw_sim_faults_match:
 * @self: faults
 * @method: of a request
 * @path: its path and query as they were sent; a fault may match them decoded too
 *
 * Counts the request.  The oldest fault that it meets is the one that happens.
 *
 * Returns: (transfer full) (nullable): what happens to it
 */
BwSimFault *
bw_sim_faults_match (BwSimFaults *self,
                     const char  *method,
                     const char  *path)
{
  g_autofree char *decoded = self->faults->len > 0 ? g_uri_unescape_string (path, NULL) : NULL;

  if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
    g_clear_pointer (&decoded, g_free);

  for (guint i = 0; i < self->faults->len; i++)
    {
      BwSimFault *fault = g_ptr_array_index (self->faults, i);

      if (!fault_matches (fault, method, path, decoded))
        continue;

      if (fault->skip > 0)
        {
          fault->skip--;
          continue;
        }

      fault->hits++;
      if (fault->times > 0)
        fault->times--;

      return g_rc_box_acquire (fault);
    }

  return NULL;
}

/**
 * bw_sim_faults_to_json:
 * @self: faults
 *
 * Returns: (transfer full): an array of them: the rule, and what is left of it
 */
JsonArray *
bw_sim_faults_to_json (BwSimFaults *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->faults->len; i++)
    {
      BwSimFault *fault = g_ptr_array_index (self->faults, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "id", fault->id);
      json_object_set_int_member (object, "skipLeft", fault->skip);
      json_object_set_int_member (object, "timesLeft", fault->times);
      json_object_set_int_member (object, "hits", fault->hits);
      json_object_set_object_member (object, "rule", json_object_ref (fault->rule));
      json_array_add_object_element (array, object);
    }

  return array;
}
