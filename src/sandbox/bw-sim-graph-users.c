/* bw-sim-graph-users.c - users: one, a page of all, and how many
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-odata.h"
#include "bw-sim-user-writer.h"

static const char *const filterable[] = {
  "id",
  "displayName",
  "userPrincipalName",
  "mail",
  "givenName",
  "surname",
  "accountEnabled",
  "userType",
  "externalUserState",
  "onPremisesSyncEnabled",
  "usageLocation",
  "creationType",
  NULL,
};
static const BwSimKind user_kind = {
  .set = "users",
  .type = "User",
  .default_top = 100,
  .max_top = 999,
  .filterable = filterable,
};

static gboolean
is_eventual (BwSimCall *call)
{
  const char *level = bw_sim_exchange_get_header (call->exchange, "ConsistencyLevel");

  return level != NULL && g_ascii_strcasecmp (level, "eventual") == 0;
}

static gboolean
check_select (BwSimCall *call,
              char     **select)
{
  const char *foreign = bw_sim_user_find_foreign (select);

  if (foreign != NULL)
    bw_sim_call_refuse (call, 501, "NotImplemented", "This operation target is not yet supported.");
  else if (bw_sim_user_needs_audit (select)
           && !bw_sim_bearer_may (call->bearer, "AuditLog.Read.All"))
    bw_sim_call_refuse (call, 403, "Authorization_RequestDenied",
                        "Calling principal does not have required MSGraph permissions "
                        "AuditLog.Read.All");
  else
    return TRUE;

  return FALSE;
}

/* User.ReadBasic.All alone shows not more than who somebody is. */
static guint32
limit (BwSimCall *call,
       guint32    properties)
{
  static const char *const permissions[] = {
    "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
  };

  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      if (bw_sim_bearer_may (call->bearer, permissions[i]))
        return properties;
    }

  return bw_sim_user_select_basic (properties);
}

static char *
get_property (gpointer    source,
              guint       index,
              const char *property)
{
  BwSimPeople *people = source;
  BwSimPerson person;

  bw_sim_people_make (people, index, &person);

  return bw_sim_user_dup_property (&person, property);
}

static gboolean
matches (BwSimPeople *people,
         BwSimQuery  *query,
         guint        index)
{
  return bw_sim_people_exists (people, index)
         && (query->filter == NULL
             || bw_sim_filter_matches (query->filter, get_property, people, index));
}

/* The position of a page is the index of its first user, not its number in the
 * list: nobody is missed where others are removed meanwhile. */
static guint
write_page (BwSimPeople *people,
            BwSimQuery  *query,
            guint32      properties,
            GString     *out)
{
  BwSimPerson person;
  guint written = 0;
  guint i;

  for (i = (guint) MIN (query->position, people->n); i < people->n; i++)
    {
      if (!matches (people, query, i))
        continue;
      if (written == query->top)
        break;

      if (written++ > 0)
        g_string_append_c (out, ',');
      bw_sim_people_make (people, i, &person);
      bw_sim_user_write (out, &person, properties, FALSE);
    }

  return i;
}

static guint
count_matches (BwSimPeople *people,
               BwSimQuery  *query)
{
  guint n = 0;

  if (query->filter == NULL)
    return bw_sim_people_count (people);

  for (guint i = 0; i < people->n; i++)
    n += matches (people, query, i) ? 1 : 0;

  return n;
}

void
bw_sim_graph_list_users (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &user_kind);
  g_auto(BwSimPeople) people = { NULL };
  g_autoptr(GString) out = NULL;
  g_autofree char *context = NULL;
  guint end;

  if (query == NULL || !check_select (call, query->select))
    return;

  bw_sim_people_init (&people, call->world, call->tenant);
  context = bw_sim_query_dup_context (query, FALSE);
  out = g_string_new (NULL);
  g_string_append_printf (out, "{\"@odata.context\":\"%s\",", context);
  if (query->count && !query->continued)
    g_string_append_printf (out, "\"@odata.count\":%u,", count_matches (&people, query));

  g_string_append (out, "\"value\":[");
  end = write_page (&people, query, limit (call, bw_sim_user_select (query->select)), out);
  g_string_append_c (out, ']');

  if (end < people.n)
    {
      g_autofree char *next = bw_sim_query_dup_next (query, call, end);

      g_string_append_printf (out, ",\"@odata.nextLink\":\"%s\"", next);
    }
  g_string_append_c (out, '}');

  bw_sim_call_reply_text (call, 200, out->str);
}

/* @all: whether everything can be told of it */
static void
reply_user (BwSimCall  *call,
            BwSimQuery *query,
            const char *id,
            gboolean    all)
{
  g_auto(BwSimPeople) people = { NULL };
  g_autoptr(GString) out = NULL;
  g_autofree char *context = NULL;
  BwSimPerson person;
  guint32 properties = bw_sim_user_select (query->select);
  guint index = 0;

  bw_sim_people_init (&people, call->world, call->tenant);
  if (!bw_sim_people_find (&people, id, &index))
    {
      bw_sim_call_refuse_missing (call, id);
      return;
    }

  bw_sim_people_make (&people, index, &person);
  context = bw_sim_query_dup_context (query, TRUE);
  out = g_string_new (NULL);
  bw_sim_user_write (out, &person, all ? properties : limit (call, properties), FALSE);
  g_string_insert (out, 1, out->len > 2 ? "\"," : "\"");
  g_string_insert (out, 1, context);
  g_string_insert (out, 1, "\"@odata.context\":\"");

  bw_sim_call_reply_text (call, 200, out->str);
}

void
bw_sim_graph_get_user (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &user_kind);

  /* For one user even what is kept elsewhere can be asked for; here nobody has any. */
  if (query == NULL
      || (bw_sim_user_needs_audit (query->select) && !check_select (call, query->select)))
    return;

  reply_user (call, query, bw_sim_call_segment (call, 1), FALSE);
}

/* Of somebody whom the customer's directory knows. */
void
bw_sim_graph_get_local_me (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &user_kind);

  if (query != NULL)
    reply_user (call, query, call->bearer->user_id, TRUE);
}

/* Graph begins plain text with a byte order mark. */
void
bw_sim_graph_count_users (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = NULL;
  g_auto(BwSimPeople) people = { NULL };
  g_autofree char *text = NULL;

  if (!is_eventual (call))
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest", "$count is not currently supported.");
      return;
    }

  query = bw_sim_query_new (call, &user_kind);
  if (query == NULL)
    return;

  bw_sim_people_init (&people, call->world, call->tenant);
  text = g_strdup_printf ("\xef\xbb\xbf%u", count_matches (&people, query));
  bw_sim_exchange_reply_text (call->exchange, 200, "text/plain;charset=utf-8", text);
}
