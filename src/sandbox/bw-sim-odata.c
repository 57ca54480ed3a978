/* bw-sim-odata.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-odata.h"
#include "bw-sim-util.h"

#define METADATA "https://graph.microsoft.com/v1.0/$metadata#"
/* Begins a token, so that one can be told from garbage. */
#define TOKEN_MARK "RFNwdAIAAQ:"

static const char *const known_options[] = {
  "$select", "$filter", "$orderby", "$top", "$count", "$skiptoken", NULL,
};

/**
 * bw_sim_query_free:
 * @self: (transfer full): a query
 */
void
bw_sim_query_free (BwSimQuery *self)
{
  g_strfreev (self->select);
  g_clear_pointer (&self->filter, bw_sim_filter_free);
  g_free (self->order_by);
  g_free (self);
}

/* Graph takes the options without the dollar sign too. */
static const char *
get_option (BwSimCall  *call,
            const char *name)
{
  const char *value = bw_sim_exchange_get_query (call->exchange, name);

  return value != NULL ? value : bw_sim_exchange_get_query (call->exchange, name + 1);
}

static void
refuse (BwSimCall       *call,
        const BwSimKind *kind,
        const char      *target,
        const char      *message)
{
  if (kind->gdap)
    bw_sim_call_refuse_input (call, target, "%s", message);
  else
    bw_sim_call_refuse (call, 400, "Request_UnsupportedQuery", "%s", message);
}

static gboolean
check_options (BwSimCall          *call,
               const BwSimKind    *kind,
               const char * const *allowed)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, call->exchange->query);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const char *option = name;
      g_autofree char *message = NULL;

      if (option[0] != '$' || g_strv_contains (allowed, option))
        continue;

      message = g_strdup_printf ("The query option '%s' is not supported for this resource.",
                                 option);
      refuse (call, kind, option, message);
      return FALSE;
    }

  return TRUE;
}

static const char *
find_spelling (const char * const *names,
               const char         *name)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (names[i], name) == 0)
        return names[i];
    }

  return NULL;
}

static gboolean
read_select (BwSimQuery *self,
             BwSimCall  *call)
{
  const char *text = get_option (call, "$select");
  const BwSimKind *kind = self->kind;

  if (text == NULL || g_str_equal (text, "*"))
    return TRUE;

  self->select = g_strsplit (text, ",", -1);
  for (guint i = 0; self->select[i] != NULL; i++)
    {
      g_strstrip (self->select[i]);
      if (kind->selectable != NULL && find_spelling (kind->selectable, self->select[i]) == NULL)
        {
          bw_sim_call_refuse (call, 400, kind->gdap ? "badRequest" : "BadRequest",
                              "Parsing OData Select and Expand failed: Could not find a property "
                              "named '%s' on type "
                              "'microsoft.graph.%s'.",
                              self->select[i], kind->type);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_eventual (BwSimCall *call)
{
  const char *level = bw_sim_exchange_get_header (call->exchange, "ConsistencyLevel");

  return level != NULL && g_ascii_strcasecmp (level, "eventual") == 0;
}

static gboolean
read_count (BwSimQuery *self,
            BwSimCall  *call)
{
  const char *text = get_option (call, "$count");

  if (text != NULL && g_ascii_strcasecmp (text, "true") != 0
      && g_ascii_strcasecmp (text, "false") != 0)
    {
      refuse (call, self->kind, "$count", "Invalid value specified for the $count query option.");
      return FALSE;
    }

  /* Without the header the directory does not say that it does not count. */
  self->count = text != NULL && g_ascii_strcasecmp (text, "true") == 0
                && (self->kind->gdap || is_eventual (call));

  return TRUE;
}

static gboolean
read_filter (BwSimQuery *self,
             BwSimCall  *call)
{
  static const char *const nothing[] = { NULL };
  const BwSimKind *kind = self->kind;
  const char *text = get_option (call, "$filter");
  g_autofree char *unknown = NULL;
  g_autofree char *message = NULL;

  if (text == NULL)
    return TRUE;

  self->filter = bw_sim_filter_new (text, kind->filterable != NULL ? kind->filterable : nothing,
                                    &unknown);
  if (self->filter != NULL
      && (kind->gdap || self->count || !bw_sim_filter_is_advanced (self->filter)))
    return TRUE;

  if (unknown != NULL)
    message = g_strdup_printf ("Unsupported or invalid query filter clause specified for property "
                               "'%s' of resource "
                               "'%s'.",
                               unknown, kind->type);
  else
    message = g_strdup_printf ("Invalid or unsupported filter clause: '%s'.", text);
  refuse (call, kind, "$filter", message);

  return FALSE;
}

static gboolean
read_order (BwSimQuery *self,
            BwSimCall  *call)
{
  const BwSimKind *kind = self->kind;
  const char *text = get_option (call, "$orderby");
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", 2);
  const char *property;

  if (text == NULL)
    return TRUE;

  property = find_spelling (kind->orderable, words[0]);
  self->descending = words[1] != NULL && g_ascii_strcasecmp (words[1], "desc") == 0;
  if (property == NULL
      || (words[1] != NULL && !self->descending && g_ascii_strcasecmp (words[1], "asc") != 0))
    {
      refuse (call, kind, "$orderby", "Sorting not supported for current query.");
      return FALSE;
    }
  if (!kind->gdap && self->filter != NULL && !self->count)
    {
      refuse (call, kind, "$orderby", "Sorting not supported for current query.");
      return FALSE;
    }

  self->order_by = g_strdup (property);

  return TRUE;
}

static gboolean
read_top (BwSimQuery *self,
          BwSimCall  *call)
{
  const BwSimKind *kind = self->kind;
  const char *text = get_option (call, "$top");
  g_autofree char *message = NULL;
  guint64 top;

  self->top = kind->default_top;
  if (text == NULL)
    return TRUE;

  if (g_ascii_string_to_unsigned (text, 10, 1, kind->max_top, &top, NULL))
    {
      self->top = (guint) top;
      return TRUE;
    }

  if (kind->gdap)
    message = g_strdup_printf ("The limit of '%u' for Top query has been exceeded. The value from "
                               "the incoming request "
                               "is '%s'.",
                               kind->max_top, text);
  else
    message =
      g_strdup_printf ("Invalid page size specified: '%s'. Must be between 1 and %u inclusive.",
                       text, kind->max_top);
  refuse (call, kind, "$top", message);

  return FALSE;
}

static gboolean
read_position (BwSimQuery *self,
               BwSimCall  *call)
{
  const char *text = get_option (call, "$skiptoken");
  g_autofree char *token = text != NULL ? bw_sim_base64url_decode (text) : NULL;

  if (text == NULL)
    return TRUE;

  self->continued = TRUE;
  if (g_str_has_prefix (token, TOKEN_MARK)
      && g_ascii_string_to_unsigned (token + strlen (TOKEN_MARK), 10, 0, G_MAXUINT32,
                                     &self->position, NULL))
    return TRUE;

  if (self->kind->gdap)
    bw_sim_call_refuse_input (call, "$skiptoken", "The skip token is not valid.");
  else
    bw_sim_call_refuse (call, 400, "Directory_ExpiredPageToken",
                        "The specified page token value has expired and can no longer be used.");

  return FALSE;
}

/**
 * bw_sim_query_new:
 * @call: a call for a list
 * @kind: of what
 *
 * Returns: (transfer full): what exactly is asked for, or %NULL with a refusal sent
 */
BwSimQuery *
bw_sim_query_new (BwSimCall       *call,
                  const BwSimKind *kind)
{
  g_autoptr(BwSimQuery) self = g_new0 (BwSimQuery, 1);

  self->kind = kind;
  if (!check_options (call, kind, known_options) || !read_select (self, call)
      || !read_count (self, call) || !read_filter (self, call) || !read_order (self, call)
      || !read_top (self, call) || !read_position (self, call))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_sim_query_new_for_one:
 * @call: a call for one thing
 * @kind: of what
 *
 * Returns: (transfer full): what of it is asked for, or %NULL with a refusal sent
 */
BwSimQuery *
bw_sim_query_new_for_one (BwSimCall       *call,
                          const BwSimKind *kind)
{
  static const char *const only_select[] = { "$select", NULL };
  g_autoptr(BwSimQuery) self = g_new0 (BwSimQuery, 1);

  self->kind = kind;
  if (!check_options (call, kind, only_select) || !read_select (self, call))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_sim_query_dup_next:
 * @self: a query
 * @call: the call
 * @position: where the next page begins
 *
 * Returns: (transfer full): the address of the next page
 */
char *
bw_sim_query_dup_next (BwSimQuery *self,
                       BwSimCall  *call,
                       guint64     position)
{
  g_autoptr(GString) link = g_string_new (
    g_uri_get_path (soup_server_message_get_uri (call->exchange->message)));
  g_autofree char *plain = g_strdup_printf (TOKEN_MARK "%" G_GUINT64_FORMAT, position);
  g_autofree char *token = bw_sim_base64url ((const guint8 *) plain, strlen (plain));

  g_string_append_c (link, '?');
  for (guint i = 0; known_options[i] != NULL; i++)
    {
      const char *value = get_option (call, known_options[i]);

      if (value == NULL || g_str_equal (known_options[i], "$skiptoken"))
        continue;

      g_string_append_printf (link, "%s=", known_options[i]);
      g_string_append_uri_escaped (link, value, "',()/", FALSE);
      g_string_append_c (link, '&');
    }
  g_string_append_printf (link, "$skiptoken=%s", token);

  return bw_sim_exchange_dup_address (call->exchange, link->str);
}

/**
 * bw_sim_query_dup_context:
 * @self: a query
 * @one: whether the answer is one thing, not a list
 *
 * Returns: (transfer full): the value of "@odata.context"
 */
char *
bw_sim_query_dup_context (BwSimQuery *self,
                          gboolean    one)
{
  g_autofree char *names = self->select != NULL ? g_strjoinv (",", self->select) : NULL;

  return g_strconcat (METADATA, self->kind->set, names != NULL ? "(" : "",
                      names != NULL ? names : "", names != NULL ? ")" : "", one ? "/$entity" : "",
                      NULL);
}

/**
 * bw_sim_query_select:
 * @self: a query
 * @object: (transfer full): one thing with all its properties
 *
 * Returns: (transfer full): the same with what was selected
 */
JsonObject *
bw_sim_query_select (BwSimQuery *self,
                     JsonObject *object)
{
  JsonObject *selected;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (self->select == NULL)
    return object;

  selected = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (name[0] == '@' || find_spelling ((const char * const *) self->select, name) != NULL)
        json_object_set_member (selected, name, json_node_copy (node));
    }
  json_object_unref (object);

  return selected;
}

/**
 * bw_sim_query_reply_one:
 * @self: a query for one thing
 * @call: the call
 * @object: (transfer full): the thing
 */
void
bw_sim_query_reply_one (BwSimQuery *self,
                        BwSimCall  *call,
                        JsonObject *object)
{
  JsonObject *reply = json_object_new ();
  JsonObject *selected = bw_sim_query_select (self, object);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  bw_sim_json_take_string (reply, "@odata.context", bw_sim_query_dup_context (self, TRUE));
  json_object_iter_init_ordered (&iter, selected);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (reply, name, json_node_copy (node));
  json_object_unref (selected);

  bw_sim_call_reply (call, 200, reply);
}

typedef struct
{
  const BwSimItems *items;
  BwSimQuery       *query;
} Order;

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  Order *order = user_data;
  const BwSimItems *items = order->items;
  g_autofree char *left = items->get (items->source, *(const guint *) a, order->query->order_by);
  g_autofree char *right = items->get (items->source, *(const guint *) b, order->query->order_by);
  int result = g_strcmp0 (left, right);

  return order->query->descending ? -result : result;
}

/* The indices of what is in the list, in its order. */
static GArray *
find_items (BwSimQuery       *self,
            const BwSimItems *items)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));
  Order order = { items, self };

  for (guint i = 0; i < items->n; i++)
    {
      if (items->shows != NULL && !items->shows (items->source, i))
        continue;
      if (self->filter == NULL
          || bw_sim_filter_matches (self->filter, items->get, items->source, i))
        g_array_append_val (found, i);
    }

  if (self->order_by != NULL)
    g_array_sort_with_data (found, compare_items, &order);

  return found;
}

/**
 * bw_sim_query_reply:
 * @self: a query for a list
 * @call: the call
 * @items: what there is
 *
 * Sends one page of what the query is for.
 */
void
bw_sim_query_reply (BwSimQuery       *self,
                    BwSimCall        *call,
                    const BwSimItems *items)
{
  g_autoptr(GArray) found = find_items (self, items);
  JsonObject *reply = json_object_new ();
  JsonArray *value = json_array_new ();
  guint64 end = MIN (self->position + self->top, found->len);

  /* Nobody may take an empty page for the last one. */
  if (!self->continued && bw_sim_world_has_quirk (call->world, "empty-page"))
    end = 0;

  bw_sim_json_take_string (reply, "@odata.context", bw_sim_query_dup_context (self, FALSE));
  if (self->count && !self->continued)
    json_object_set_int_member (reply, "@odata.count", found->len);
  if (end < found->len)
    bw_sim_json_take_string (reply, "@odata.nextLink", bw_sim_query_dup_next (self, call, end));

  for (guint64 i = self->position; i < end; i++)
    {
      JsonObject *item = items->make (items->source, g_array_index (found, guint, i));

      json_array_add_object_element (value, bw_sim_query_select (self, item));
    }
  json_object_set_array_member (reply, "value", value);

  bw_sim_call_reply (call, 200, reply);
}
