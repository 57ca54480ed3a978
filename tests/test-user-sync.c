/* test-user-sync.c - a customer's users, from the simulated Graph into a real store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-users.h"
#include "bw-user-sync.h"
#include "core-util.h"
#include "test-util.h"

#define LIST  "/graph/v1.0/users/delta"
#define DELTA "^" LIST
#define SOMEBODY "6b4c4f5e-1111-4222-8333-444455556666"
#define PAGES_OF_5000  6
#define PAGES_OF_25000 26

typedef BwTestCore *Fixture;

/**
 * Progress:
 * @calls: how often it was told
 * @done: what it was told last
 * @total: likewise
 * @may_begin_again: whether it may go back
 * @cancellable: (nullable): to cancel when it is told something for the first time
 */
typedef struct
{
  guint         calls;
  gint64        done;
  gint64        total;
  gboolean      may_begin_again;
  GCancellable *cancellable;
} Progress;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  *f = bw_test_core_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_core_free (*f);
}

static void
note_progress (gint64   done,
               gint64   total,
               gpointer data)
{
  Progress *progress = data;

  g_assert_true (done >= progress->done || progress->may_begin_again);
  g_assert_true (total == 0 || total >= done);
  progress->calls++;
  progress->done = done;
  progress->total = total;

  if (progress->cancellable != NULL && done > 0)
    g_cancellable_cancel (progress->cancellable);
}

static gboolean
sync_users (BwTestCore  *core,
            const char  *tenant_id,
            Progress    *progress,
            BwResponse **refusal,
            GError     **error)
{
  Progress unused = { .may_begin_again = TRUE };
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  if (progress == NULL)
    progress = &unused;

  bw_user_sync_async (core->session, core->store, tenant_id, BW_TENANT_SOURCE_PARTNER_CENTER,
                      note_progress, progress, progress->cancellable, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_user_sync_finish (result, refusal, error);
}

static void
sync_well (BwTestCore *core,
           const char *tenant_id,
           Progress   *progress)
{
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done = sync_users (core, tenant_id, progress, &refusal, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  g_assert_null (refusal);
}

static gint64
count_users (BwTestCore *core,
             const char *tenant_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  gint64 count;

  bw_store_count_users_async (core->store, tenant_id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  count = bw_store_count_users_finish (core->store, result, &error);
  g_assert_no_error (error);

  return count;
}

static GPtrArray *
find_users (BwTestCore *core,
            const char *tenant_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_store_find_users_async (core->store, tenant_id, NULL, 0, 0, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_find_users_finish (core->store, result, NULL);
}

static guint
count_pages (BwTestCore *core)
{
  return bw_test_sandbox_count (core->sandbox, "GET", DELTA);
}

static guint
count_delta_links (BwTestCore *core)
{
  g_autoptr(JsonNode) log = bw_test_sandbox_dup_log (core->sandbox);
  JsonArray *entries = json_node_get_array (log);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      const char *query = json_object_get_string_member_with_default (entry, "query", NULL);

      n += query != NULL && strstr (query, "deltatoken") != NULL ? 1 : 0;
    }

  return n;
}

static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  Progress progress = { 0, };
  g_autoptr(GPtrArray) users = NULL;

  sync_well (*f, BW_TEST_TENANT_7, &progress);
  g_assert_cmpint (progress.done, ==, 7);
  g_assert_cmpint (progress.total, ==, 7);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 7);
  g_assert_cmpuint (count_pages (*f), ==, 1);

  users = find_users (*f, BW_TEST_TENANT_7);
  for (guint i = 0; i < users->len; i++)
    {
      const BwUserRow *user = g_ptr_array_index (users, i);

      g_assert_nonnull (user->name);
      g_assert_true (g_str_has_suffix (user->sign_in_name, "example") ||
                     g_str_has_suffix (user->sign_in_name, "onmicrosoft.com"));
    }
}

static void
test_nobody (Fixture       *f,
             gconstpointer  data)
{
  sync_well (*f, BW_TEST_TENANT_0, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_0), ==, 0);
}

static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  Progress progress = { 0, };

  /* Slowly enough that a batch gets full before its time is over. */
  bw_pace_set_divisor (1);
  sync_well (*f, BW_TEST_TENANT_25000, &progress);
  g_assert_cmpuint (progress.calls, >, 1);
  g_assert_cmpint (progress.done, ==, 25000);
  g_assert_cmpint (progress.total, ==, 25000);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_25000), ==, 25000);
  g_assert_cmpuint (count_pages (*f), ==, PAGES_OF_25000);
}

/* Two at the same time have nothing to do with each other. */
static void
test_two (Fixture       *f,
          gconstpointer  data)
{
  GAsyncResult *slots[2] = { NULL, };
  const char * const tenants[] = { BW_TEST_TENANT_5000, BW_TEST_TENANT_7 };

  for (guint i = 0; i < 2; i++)
    bw_user_sync_async ((*f)->session, (*f)->store, tenants[i],
                        BW_TENANT_SOURCE_PARTNER_CENTER, NULL, NULL, NULL,
                        bw_test_take_result, &slots[i]);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = bw_test_wait (&slots[i]);
      g_autoptr(GError) error = NULL;

      bw_user_sync_finish (result, NULL, &error);
      g_assert_no_error (error);
    }

  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_5000), ==, 5000);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 7);
}

static void
test_delta (Fixture       *f,
            gconstpointer  data)
{
  Progress progress = { 0, };

  sync_well (*f, BW_TEST_TENANT_7, NULL);
  bw_test_sandbox_act ((*f)->sandbox, "/_sandbox/users",
                       "{'tenantId':'%s','add':3,'change':2,'remove':1}",
                       BW_TEST_TENANT_7);
  bw_test_sandbox_clear_log ((*f)->sandbox);

  sync_well (*f, BW_TEST_TENANT_7, &progress);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 9);
  g_assert_cmpint (progress.done, ==, 9);
  g_assert_cmpuint (count_delta_links (*f), ==, 1);
  g_assert_cmpuint (count_pages (*f), ==, 1);
  g_assert_cmpuint (bw_test_sandbox_count ((*f)->sandbox, NULL, "count"), ==, 0);

  bw_test_sandbox_clear_log ((*f)->sandbox);
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 9);
  g_assert_cmpuint (count_pages (*f), ==, 1);
}

/* What came before the trouble stays, and is not asked for again. */
static void
test_refused_and_resumed (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { 0, };

  bw_test_core_add_fault (*f, "/users/delta", 2, 1,
                          "{\"status\":403,\"body\":{\"error\":{"
                          "\"code\":\"Authorization_RequestDenied\",\"message\":\"No.\"}}}");
  g_assert_false (sync_users (*f, BW_TEST_TENANT_5000, &progress, &refusal, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_DENIED);
  g_assert_cmpuint (bw_response_get_status (refusal), ==, 403);
  g_assert_nonnull (bw_response_get_object (refusal));
  g_assert_cmpint (progress.done, ==, 2 * 999);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_5000), ==, 0);

  bw_test_sandbox_clear_log ((*f)->sandbox);
  progress.done = 0;
  sync_well (*f, BW_TEST_TENANT_5000, &progress);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_5000), ==, 5000);
  g_assert_cmpint (progress.total, ==, 5000);
  g_assert_cmpuint (count_pages (*f), ==, PAGES_OF_5000 - 2);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Progress progress = { .cancellable = cancellable };
  guint pages;

  g_assert_false (sync_users (*f, BW_TEST_TENANT_5000, &progress, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  pages = count_pages (*f);
  g_assert_cmpuint (pages, <, PAGES_OF_5000);

  bw_test_sandbox_clear_log ((*f)->sandbox);
  sync_well (*f, BW_TEST_TENANT_5000, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_5000), ==, 5000);
  g_assert_cmpuint (count_pages (*f), <, PAGES_OF_5000);
}

static const char * const expired[] = {
  "{\"status\":410,\"headers\":{\"Location\":\"https://graph.microsoft.com/v1.0/users/delta\"}}",
  "{\"status\":400,\"body\":{\"error\":{\"code\":\"syncStateNotFound\",\"message\":\"Too old.\"}}}",
  "{\"status\":400,\"body\":{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"Bad.\"}}}",
};

static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  bw_test_sandbox_act ((*f)->sandbox, "/_sandbox/users", "{'tenantId':'%s','add':1}",
                       BW_TEST_TENANT_7);
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  bw_test_sandbox_act ((*f)->sandbox, "/_sandbox/users", "{'tenantId':'%s','remove':2}",
                       BW_TEST_TENANT_7);
  bw_test_sandbox_clear_log ((*f)->sandbox);

  bw_test_core_add_fault (*f, "/users/delta", 0, 1, data);
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 6);
  g_assert_cmpuint (count_pages (*f), ==, 2);
}

/* In the middle of a full sync too, but only once: it must come to an end. */
static void
test_expired_cursor (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GError) error = NULL;

  bw_test_core_add_fault (*f, "/users/delta.*skiptoken", 2, -1, expired[0]);
  g_assert_false (sync_users (*f, BW_TEST_TENANT_5000, NULL, &refusal, &error));
  g_assert_cmpuint (bw_response_get_status (refusal), ==, 410);
  g_assert_cmpuint (count_pages (*f), ==, 3 + 1 + 1 + 1);
}

/* The links of another server are of no use, and are not followed there. */
static void
test_other_server (Fixture       *f,
                   gconstpointer  data)
{
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  bw_test_core_move (*f);
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 7);
  g_assert_cmpuint (count_delta_links (*f), ==, 0);
}

static void
test_closed (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (sync_users (*f, BW_TEST_TENANT_CLOSED, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_CLOSED), ==, 0);
}

/* With an address that is filled in. */
static const char * const broken[] = {
  "hello",
  "[]",
  "{}",
  "{\"value\":[]}",
  "{\"value\":7,\"@odata.deltaLink\":\"%s/graph/v1.0/users/delta?$deltatoken=1\"}",
  "{\"value\":[{\"id\":\"x\"}],\"@odata.deltaLink\":\"%s/graph/v1.0/users/delta?$deltatoken=1\"}",
  "{\"value\":[{\"id\":\"6b4c4f5e-1111-4222-8333-444455556666\"}],\"@odata.deltaLink\":\"%s/gra",
  "{\"@odata.nextLink\":\"http://127.0.0.1:1/graph/v1.0/users/delta?$skiptoken=1\",\"value\":[]}",
  "{\"@odata.nextLink\":\"%s/elsewhere\",\"value\":[]} trailing",
};

static void
break_page (BwTestCore *core,
            const char *body,
            int         times)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), body);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autofree char *action = g_strdup_printf ("{\"status\":200,\"body\":%s}", text);

  bw_test_core_add_fault (core, "/users/delta", 0, times, action);
}

static char *
fill_in (BwTestCore *core,
         const char *body)
{
  g_autoptr(GString) text = g_string_new (body);

  g_string_replace (text, "%s", bw_test_sandbox_get_url (core->sandbox), 0);

  return g_strdup (text->str);
}

static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *body = fill_in (*f, broken[i]);
      g_autoptr(BwResponse) refusal = NULL;
      g_autoptr(GError) error = NULL;

      break_page (*f, body, 1);
      g_assert_false (sync_users (*f, BW_TEST_TENANT_7, NULL, &refusal, &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
      g_assert_null (refusal);
    }

  sync_well (*f, BW_TEST_TENANT_7, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 7);
}

static void
test_endless (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *body = fill_in (*f, "{\"@odata.nextLink\":\"%s" LIST "?$skiptoken=1\","
                                       "\"value\":[]}");
  g_autoptr(GError) error = NULL;

  break_page (*f, body, -1);
  g_assert_false (sync_users (*f, BW_TEST_TENANT_7, NULL, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

/* Nobody promises that the link comes before the users. */
static void
test_link_at_the_end (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *body = fill_in (*f, "{\"value\":[{\"id\":\"" SOMEBODY "\"}],"
                                       "\"@odata.nextLink\":\"%s" LIST "?$select=id\"}");

  break_page (*f, body, 1);
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 8);
}

static void
test_throttled (Fixture       *f,
                gconstpointer  data)
{
  bw_test_core_add_fault (*f, "/users/delta", 1, 2,
                          "{\"status\":429,\"headers\":{\"Retry-After\":\"1\"}}");
  bw_test_core_add_fault (*f, "/users/delta", 3, 1, "{\"drop\":\"after\"}");
  bw_test_core_add_fault (*f, "/users/delta", 4, 1, "{\"truncateAt\":1000}");
  sync_well (*f, BW_TEST_TENANT_5000, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_5000), ==, 5000);
}

/* How many there are is good to know, but nothing depends on it. */
static void
test_not_counted (Fixture       *f,
                  gconstpointer  data)
{
  bw_test_core_add_fault (*f, "/users/.count", 0, -1, "{\"status\":403,\"body\":\"no\"}");
  sync_well (*f, BW_TEST_TENANT_7, NULL);
  g_assert_cmpint (count_users (*f, BW_TEST_TENANT_7), ==, 7);
}

static void
test_storage (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *in_the_way = bw_test_write_file (bw_store_get_folder ((*f)->store), "users", "");
  g_autoptr(GError) error = NULL;

  g_assert_false (sync_users (*f, BW_TEST_TENANT_7, NULL, NULL, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_STORAGE);
}

#define ADD(name, data, function) \
  g_test_add ("/core/user-sync/" name, Fixture, data, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("full", NULL, test_full);
  ADD ("nobody", NULL, test_nobody);
  ADD ("many", NULL, test_many);
  ADD ("two", NULL, test_two);
  ADD ("delta", NULL, test_delta);
  ADD ("refused-and-resumed", NULL, test_refused_and_resumed);
  ADD ("cancelled", NULL, test_cancelled);
  ADD ("expired/gone", expired[0], test_expired);
  ADD ("expired/not-found", expired[1], test_expired);
  ADD ("expired/other", expired[2], test_expired);
  ADD ("expired/cursor", NULL, test_expired_cursor);
  ADD ("other-server", NULL, test_other_server);
  ADD ("closed", NULL, test_closed);
  ADD ("broken", NULL, test_broken);
  ADD ("endless", NULL, test_endless);
  ADD ("link-at-the-end", NULL, test_link_at_the_end);
  ADD ("throttled", NULL, test_throttled);
  ADD ("not-counted", NULL, test_not_counted);
  ADD ("storage", NULL, test_storage);

  return g_test_run ();
}
