/* test-sandbox-users.c - the sandbox's users: pages, counts, deltas, and reports about them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "graph-util.h"

#define SELECT \
  "id,displayName,userPrincipalName,mail,accountEnabled,userType,assignedLicenses," \
  "onPremisesSyncEnabled"
#define N_USERS 250

typedef struct
{
  GraphTest test;
  char     *token;
} UsersTest;

static void
set_up (UsersTest  *self,
        const void *data)
{
  graph_test_set_up (&self->test, data);
  self->token = graph_dup_token (&self->test, NULL, READY, GRAPH);
}

static void
tear_down (UsersTest  *self,
           const void *data)
{
  g_free (self->token);
  graph_test_tear_down (&self->test, data);
}

static Reply *
get_page (UsersTest  *self,
          const char *address,
          const char *size)
{
  g_autofree char *preference = g_strconcat ("odata.maxpagesize=", size, NULL);

  return graph_send (&self->test, self->token, "GET", address, NULL, "Prefer", preference, NULL);
}

static Reply *
get_eventual (UsersTest  *self,
              const char *path)
{
  return graph_send (&self->test, self->token, "GET", path, NULL, "ConsistencyLevel", "eventual",
                     NULL);
}

/* Follows a round of a delta query.
 * @users: (nullable): takes the objects by their ID
 * Returns: (transfer full): the delta link */
static char *
sync_users (UsersTest  *self,
            const char *address,
            GHashTable *users)
{
  g_autofree char *next = g_strdup (address);

  for (;;)
    {
      g_autoptr(Reply) page = get_page (self, next, "60");
      guint n = graph_length (page);

      g_assert_cmpuint (n, <=, 60);
      for (guint i = 0; i < n && users != NULL; i++)
        {
          JsonObject *user = graph_item (page, i);

          g_hash_table_insert (users, g_strdup (json_object_get_string_member (user, "id")),
                               json_object_ref (user));
        }

      g_clear_pointer (&next, g_free);
      next = graph_dup_link (page, "@odata.nextLink");
      if (next == NULL)
        return graph_dup_link (page, "@odata.deltaLink");

      g_assert_null (graph_string (page, "@odata.deltaLink"));
    }
}

static GHashTable *
new_users (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) json_object_unref);
}

static void
test_pages (UsersTest  *self,
            const void *data)
{
  g_autoptr(Reply) first = get_eventual (self, V1 "/users?$count=true&$select=" SELECT);
  g_autofree char *next = graph_dup_link (first, "@odata.nextLink");
  g_autoptr(Reply) second = get_page (self, next, "1");
  g_autoptr(Reply) most = graph_get (&self->test, self->token, V1 "/users?$top=999");
  g_autoptr(Reply) too_many = graph_get (&self->test, self->token, V1 "/users?$top=1000");

  g_assert_cmpuint (graph_length (first), ==, 100);
  g_assert_cmpint (json_object_get_int_member (first->json, "@odata.count"), ==, N_USERS);
  g_assert_cmpuint (json_object_get_size (graph_item (first, 0)), ==, 8);
  g_assert_cmpuint (graph_length (second), ==, 100);
  g_assert_cmpuint (graph_length (most), ==, N_USERS);
  g_assert_null (graph_string (most, "@odata.nextLink"));
  g_assert_cmpuint (json_object_get_size (graph_item (most, 0)), ==, 11);
  g_assert_false (json_object_has_member (graph_item (most, 0), "accountEnabled"));
  graph_assert_refused (too_many, 400, "Request_UnsupportedQuery", "between 1 and 999");
}

static void
test_filters (UsersTest  *self,
              const void *data)
{
  g_autoptr(Reply) guests =
    graph_get (&self->test, self->token,
               V1 "/users?$filter=userType%%20eq%%20'Guest'&$select=id,userPrincipalName,"
                  "userType,externalUserState&$top=999");
  g_autoptr(Reply) disabled =
    graph_get (&self->test, self->token,
               V1 "/users?$filter=accountEnabled%%20eq%%20false&$select=accountEnabled");
  const char *id;
  g_autoptr(Reply) one = NULL;
  g_autoptr(Reply) same = NULL;
  g_autoptr(Reply) nobody = graph_get (&self->test, self->token, V1 "/users/" READY);
  g_autofree char *escaped = NULL;

  g_assert_cmpuint (graph_length (guests), >, 0);
  g_assert_cmpuint (graph_length (guests), <, N_USERS / 2);
  g_assert_nonnull (
    strstr (json_object_get_string_member (graph_item (guests, 0), "userPrincipalName"), "#EXT#"));
  g_assert_nonnull (json_object_get_string_member (graph_item (guests, 0), "externalUserState"));
  g_assert_cmpuint (graph_length (disabled), >, 0);
  g_assert_false (json_object_get_boolean_member (graph_item (disabled, 0), "accountEnabled"));

  id = json_object_get_string_member (graph_item (guests, 0), "id");
  one = graph_get (&self->test, self->token, V1 "/users/%s", id);
  graph_assert_status (one, 200);
  escaped = g_uri_escape_string (graph_string (one, "userPrincipalName"), NULL, FALSE);
  same = graph_get (&self->test, self->token, V1 "/users/%s?$select=id", escaped);
  g_assert_cmpstr (graph_string (same, "id"), ==, id);
  graph_assert_refused (nobody, 404, "Request_ResourceNotFound", READY);
}

static void
test_odd_selects (UsersTest  *self,
                  const void *data)
{
  g_autoptr(Reply) foreign = graph_get (&self->test, self->token,
                                        V1 "/users?$select=id,mailboxSettings");
  g_autoptr(Reply) activity = graph_get (&self->test, self->token,
                                         V1 "/users?$select=id,signInActivity");
  g_autoptr(Reply) unknown = graph_get (&self->test, self->token,
                                        V1 "/users?$select=id,colour&$top=1");

  graph_assert_refused (foreign, 501, "NotImplemented", "not yet supported");
  graph_assert_refused (activity, 403, "Authorization_RequestDenied", "AuditLog.Read.All");
  g_assert_cmpuint (json_object_get_size (graph_item (unknown, 0)), ==, 1);
}

static void
test_count (UsersTest  *self,
            const void *data)
{
  g_autoptr(Reply) without = graph_get (&self->test, self->token, V1 "/users/$count");
  g_autoptr(Reply) with = get_eventual (self, V1 "/users/$count");

  graph_assert_refused (without, 400, "Request_BadRequest", "$count is not currently supported.");
  g_assert_true (with->marked);
  g_assert_cmpstr (with->text, ==, "250");
  g_assert_true (g_str_has_prefix (graph_header (with, "Content-Type"), "text/plain"));
}

static void
test_first_round (UsersTest  *self,
                  const void *data)
{
  g_autoptr(GHashTable) users = new_users ();
  g_autoptr(GHashTable) again = new_users ();
  g_autofree char *link = sync_users (self, V1 "/users/delta?$select=" SELECT, users);
  g_autofree char *other = sync_users (self, V1 "/users/delta()?$select=" SELECT, again);
  g_autoptr(Reply) nothing = get_page (self, link, "10");
  GHashTableIter iter;
  gpointer id;
  gpointer user;
  guint n_cloud = 0;

  g_assert_cmpuint (g_hash_table_size (users), ==, N_USERS);
  g_assert_nonnull (strstr (link, "$deltatoken="));
  g_assert_cmpuint (graph_length (nothing), ==, 0);
  g_assert_nonnull (graph_string (nothing, "@odata.deltaLink"));

  /* The same users every time; what is unset is left out. */
  g_hash_table_iter_init (&iter, users);
  while (g_hash_table_iter_next (&iter, &id, &user))
    {
      JsonObject *twin = g_hash_table_lookup (again, id);

      g_assert_nonnull (twin);
      g_assert_cmpstr (json_object_get_string_member (twin, "userPrincipalName"), ==,
                       json_object_get_string_member (user, "userPrincipalName"));
      g_assert_false (json_object_has_member (user, "givenName"));
      n_cloud += json_object_has_member (user, "onPremisesSyncEnabled") ? 0 : 1;
    }
  g_assert_cmpuint (n_cloud, >, 0);
}

static void
test_changes (UsersTest  *self,
              const void *data)
{
  g_autoptr(GHashTable) before = new_users ();
  g_autoptr(GHashTable) changes = new_users ();
  g_autofree char *first = sync_users (self, V1 "/users/delta?$select=" SELECT, before);
  g_autofree char *second = NULL;
  g_autoptr(Reply) rest = NULL;
  g_autoptr(Reply) minimal = NULL;
  g_autoptr(Reply) number = NULL;
  GHashTableIter iter;
  gpointer id;
  gpointer user;
  guint n_removed = 0;
  guint n_added = 0;
  guint n_changed = 0;

  bw_test_sandbox_act (self->test.login.sandbox, "/_sandbox/users",
                       "{'tenantId':'" READY "','add':70,'change':20,'remove':10}");
  second = sync_users (self, first, changes);

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &id, &user))
    {
      JsonObject *old = g_hash_table_lookup (before, id);

      if (json_object_has_member (user, "@removed"))
        {
          g_assert_cmpuint (json_object_get_size (user), ==, 2);
          g_assert_cmpstr (json_object_get_string_member (
                             json_object_get_object_member (user, "@removed"), "reason"),
                           ==, "changed");
          n_removed++;
        }
      else if (old == NULL)
        n_added++;
      else if (g_strcmp0 (json_object_get_string_member (old, "displayName"),
                          json_object_get_string_member (user, "displayName")) != 0)
        n_changed++;
    }

  g_assert_cmpuint (n_removed, ==, 10);
  g_assert_cmpuint (n_added, ==, 70);
  g_assert_cmpuint (n_changed, ==, 20);
  number = get_eventual (self, V1 "/users/$count");
  g_assert_cmpstr (number->text, ==, "310");

  /* The old link tells it again, if need be only what is new. */
  rest = get_page (self, second, "10");
  g_assert_cmpuint (graph_length (rest), ==, 0);
  minimal = graph_send (&self->test, self->token, "GET", first, NULL, "Prefer",
                        "return=minimal, odata.maxpagesize=999", NULL);
  g_assert_cmpuint (graph_length (minimal), ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (json_object_get_size (graph_item (minimal, i)), <=, 3);
}

static void
test_latest (UsersTest  *self,
             const void *data)
{
  g_autoptr(Reply) reply = graph_get (&self->test, self->token,
                                      V1 "/users/delta?$deltatoken=latest&$select=id");
  g_autofree char *link = graph_dup_link (reply, "@odata.deltaLink");
  g_autoptr(GHashTable) changes = new_users ();
  g_autofree char *last = NULL;

  g_assert_cmpuint (graph_length (reply), ==, 0);
  bw_test_sandbox_act (self->test.login.sandbox, "/_sandbox/users",
                       "{'tenantId':'" READY "','add':3}");
  last = sync_users (self, link, changes);
  g_assert_cmpuint (g_hash_table_size (changes), ==, 3);
}

static void
test_bad_deltas (UsersTest  *self,
                 const void *data)
{
  g_autofree char *link = sync_users (self, V1 "/users/delta?$select=id", NULL);
  g_autofree char *foreign = graph_dup_token (&self->test, NULL, DENIED, GRAPH);
  g_autofree char *restart = NULL;
  g_autofree char *later_link = NULL;
  g_autofree char *token = NULL;
  g_autoptr(Reply) garbage = graph_get (&self->test, self->token,
                                        V1 "/users/delta?$deltatoken=garbage");
  g_autoptr(Reply) top = graph_get (&self->test, self->token, V1 "/users/delta?$top=10");
  g_autoptr(Reply) other = graph_get (&self->test, foreign, "%s", link);
  g_autoptr(Reply) old = NULL;

  graph_assert_refused (garbage, 400, "Request_BadRequest", "Badly formed token");
  graph_assert_refused (top, 400, "Request_UnsupportedQuery", "'$top'");
  graph_assert_refused (other, 400, "Request_BadRequest", NULL);

  /* A link is good for a week. */
  graph_advance (&self->test, 8.0 * 24 * 60 * 60);
  token = graph_dup_token (&self->test, NULL, READY, GRAPH);
  old = graph_get (&self->test, token, "%s", link);
  graph_assert_refused (old, 410, "syncStateNotFound", NULL);
  restart = graph_dup_location (old);
  g_free (self->token);
  self->token = g_steal_pointer (&token);
  later_link = sync_users (self, restart, NULL);
  g_assert_nonnull (later_link);
}

/* What was before is not there any more. */
static void
test_reset (UsersTest  *self,
            const void *data)
{
  g_autofree char *link = NULL;
  g_autoptr(Reply) reply = NULL;

  bw_test_sandbox_act (self->test.login.sandbox, "/_sandbox/users",
                       "{'tenantId':'" READY "','add':3}");
  link = sync_users (self, V1 "/users/delta?$select=id", NULL);
  bw_test_sandbox_act (self->test.login.sandbox, "/_sandbox/reset", "{}");

  g_free (self->test.refresh);
  self->test.refresh = login_sign_in (&self->test.login, PARTNER, ANNA);
  g_free (self->token);
  self->token = graph_dup_token (&self->test, NULL, READY, GRAPH);
  reply = graph_get (&self->test, self->token, "%s", link);
  graph_assert_refused (reply, 410, "resyncRequired", NULL);
}

static void
test_partner (UsersTest  *self,
              const void *data)
{
  g_autoptr(Reply) all = graph_get (&self->test, self->test.graph,
                                    V1 "/users?$select=id,displayName");
  g_autoptr(Reply) one = graph_get (&self->test, self->test.graph,
                                    V1 "/users/ben@fabrikam.example");

  g_assert_cmpuint (graph_length (all), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (graph_item (all, 0), "id"), ==, ANNA);
  g_assert_cmpstr (graph_string (one, "displayName"), ==, "Ben");
}

static void
test_licences (UsersTest  *self,
               const void *data)
{
  g_autoptr(Reply) skus = graph_get (&self->test, self->token, V1 "/subscribedSkus");
  g_autoptr(Reply) filter = graph_get (&self->test, self->token,
                                       V1 "/subscribedSkus?$filter=skuId%%20eq%%20'x'");
  g_autoptr(Reply) users = graph_get (&self->test, self->token,
                                      V1 "/users?$top=999&$select=assignedLicenses");
  gint64 consumed = 0;
  gint64 assigned = 0;

  for (guint i = 0; i < graph_length (skus); i++)
    {
      JsonObject *sku = graph_item (skus, i);

      g_assert_true (g_str_has_prefix (json_object_get_string_member (sku, "id"), READY "_"));
      g_assert_true (
        json_object_has_member (json_object_get_object_member (sku, "prepaidUnits"), "enabled"));
      consumed += json_object_get_int_member (sku, "consumedUnits");
    }
  for (guint i = 0; i < graph_length (users); i++)
    assigned += json_array_get_length (
      json_object_get_array_member (graph_item (users, i), "assignedLicenses"));

  g_assert_cmpint (consumed, >, 0);
  g_assert_cmpint (consumed, ==, assigned);
  graph_assert_refused (filter, 400, "Request_UnsupportedQuery", "'$filter'");
}

static void
test_scores (UsersTest  *self,
             const void *data)
{
  g_autofree char *empty = graph_dup_token (&self->test, NULL, EMPTY, GRAPH);
  g_autoptr(Reply) newest = graph_get (&self->test, self->token,
                                       V1 "/security/secureScores?$top=1");
  g_autoptr(Reply) all = graph_get (&self->test, self->token, V1 "/security/secureScores");
  g_autoptr(Reply) none = graph_get (&self->test, empty, V1 "/security/secureScores?$top=1");
  JsonObject *score = graph_item (newest, 0);

  g_assert_cmpuint (graph_length (newest), ==, 1);
  g_assert_cmpfloat (json_object_get_double_member (score, "currentScore"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (score, "currentScore"), <=,
                     json_object_get_double_member (score, "maxScore"));
  g_assert_cmpuint (graph_length (all), ==, 90);
  g_assert_cmpstr (json_object_get_string_member (graph_item (all, 0), "id"), ==,
                   json_object_get_string_member (score, "id"));
  g_assert_cmpstr (json_object_get_string_member (graph_item (all, 0), "createdDateTime"), >,
                   json_object_get_string_member (graph_item (all, 1), "createdDateTime"));
  g_assert_cmpuint (graph_length (none), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add(path, function) \
  g_test_add ("/sandbox/users/" path, UsersTest, NULL, set_up, function, tear_down)
  add ("pages", test_pages);
  add ("filters", test_filters);
  add ("odd-selects", test_odd_selects);
  add ("count", test_count);
  add ("first-round", test_first_round);
  add ("changes", test_changes);
  add ("latest", test_latest);
  add ("bad-deltas", test_bad_deltas);
  add ("reset", test_reset);
  add ("partner", test_partner);
  add ("licences", test_licences);
  add ("scores", test_scores);
#undef add

  return g_test_run ();
}
