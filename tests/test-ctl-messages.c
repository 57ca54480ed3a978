/* test-ctl-messages.c - bailiwickctl: message templates, and the messages of a guest's set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-store-jobs.h"
#include "bw-store-tenants.h"
#include "bw-store.h"
#include "ctl-util.h"
#include "test-util.h"

#define TENANT "0c3f1d7a-52c1-4d8e-9a6f-3b1a7c5e2d10"
#define GUEST "technician@lodestar-it.example"
#define LINK "https://login.example/" TENANT "/v2.0/adminconsent?state=7&x=y"
#define GOOD "Language: Test\nSubject: For {guest}\n\n{customer} invites {guest}.\n"
#define BAD "Language: Test\nSubject: For {guest}\n\n{customer} invites {gest}.\n"
#define REGISTRATION \
  "{'match':{'path':'/applications'},'times':-1,'action':{'status':200,'body':{'id':'0'," \
  "'appId':'1','displayName':'Lodestar Console','signInAudience':'AzureADMultipleOrgs'," \
  "'requiredResourceAccess':[{'resourceAppId':'00000003-0000-0000-c000-000000000000'," \
  "'resourceAccess':[{'id':'09850681-111b-4a89-9bed-3f2cae46d706','type':'Role'}]}]}}}"

/* The user's own templates are in a folder of the test. */
static void
set_up (BwCtl         *fixture,
        gconstpointer  data)
{
  bw_ctl_set_up (fixture, data);
  g_setenv ("XDG_CONFIG_HOME", fixture->folder, TRUE);
}

static void
tear_down (BwCtl         *fixture,
           gconstpointer  data)
{
  g_unsetenv ("XDG_CONFIG_HOME");
  bw_ctl_tear_down (fixture, data);
}

static JsonObject *
find_file (JsonNode   *list,
           const char *kind,
           const char *language)
{
  JsonArray *files = json_node_get_array (list);

  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);

      if (g_str_equal (json_object_get_string_member (file, "kind"), kind) &&
          g_str_equal (json_object_get_string_member (file, "language"), language))
        return file;
    }

  return NULL;
}

static void
test_list (BwCtl         *fixture,
           gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) list = NULL;
  JsonObject *file;

  bw_ctl_run (NULL, &outcome, "messages", "list", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "invitation  ja        built-in\n"));
  g_assert_nonnull (strstr (outcome.out, "approval    ar        built-in\n"));

  bw_ctl_run (NULL, &outcome, "messages", "list", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  list = bw_ctl_parse (outcome.out);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 3 * 9);
  file = find_file (list, "consent", "fr");
  g_assert_cmpuint (json_object_get_size (file), ==, 4);
  g_assert_false (json_object_get_boolean_member (file, "own"));
  g_assert_true (g_str_has_suffix (json_object_get_string_member (file, "path"),
                                   "messages/consent/fr.txt"));
}

/* What is shown can be set, is used then, and can be taken back. */
static void
test_own (BwCtl         *fixture,
          gconstpointer  data)
{
  g_autofree char *path = bw_test_write_file (fixture->folder, "mine.txt", GOOD);
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) set = NULL;
  g_autofree char *before = NULL;

  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "en", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  before = g_strdup (outcome.out);
  g_assert_nonnull (strstr (before, "\nLanguage: English\n"));

  bw_ctl_run (NULL, &outcome, "messages", "set", "invitation", "en", path, "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  set = bw_ctl_parse (outcome.out);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (set), "own"));
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (set), "text"), ==, GOOD);

  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "en", NULL);
  g_assert_cmpstr (outcome.out, ==, GOOD);
  bw_ctl_run (NULL, &outcome, "messages", "list", NULL);
  g_assert_nonnull (strstr (outcome.out, "bailiwick/messages/invitation/en.txt\n"));

  bw_ctl_run (NULL, &outcome, "messages", "reset", "invitation", "en", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "en", NULL);
  g_assert_cmpstr (outcome.out, ==, before);
  bw_ctl_run (NULL, &outcome, "messages", "reset", "invitation", "en", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
}

static void
test_new_language (BwCtl         *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = bw_test_write_file (fixture->folder, "mine.txt", GOOD);
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "pl", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  bw_ctl_run (NULL, &outcome, "messages", "set", "invitation", "pl", path, NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "pl", NULL);
  g_assert_cmpstr (outcome.out, ==, GOOD);
  bw_ctl_run (NULL, &outcome, "messages", "reset", "invitation", "pl", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "pl", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
}

/* What cannot be read is listed, and can be reset. */
static void
test_unreadable (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_autofree char *used = g_build_filename (fixture->folder, "bailiwick", "messages", "consent",
                                            "en.txt", NULL);
  g_autofree char *folder = g_path_get_dirname (used);
  g_auto(BwCtlEnd) outcome = { 0 };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (used, "Language: \xff\n", -1, NULL));
  bw_ctl_run (NULL, &outcome, "messages", "list", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, used));

  bw_ctl_run (NULL, &outcome, "messages", "show", "consent", "en", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "no text in UTF-8"));
  bw_ctl_run (NULL, &outcome, "messages", "reset", "consent", "en", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (NULL, &outcome, "messages", "show", "consent", "en", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
}

static void
test_check (BwCtl         *fixture,
            gconstpointer  data)
{
  g_autofree char *good = bw_test_write_file (fixture->folder, "good.txt", GOOD);
  g_autofree char *bad = bw_test_write_file (fixture->folder, "bad.txt", BAD);
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (NULL, &outcome, "messages", "check", good, "--kind", "invitation", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (NULL, &outcome, "messages", "check", good, "--kind", "consent", NULL);
  g_assert_cmpint (outcome.code, ==, 2);

  bw_ctl_run (NULL, &outcome, "messages", "check", bad, "--kind", "invitation", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "bad.txt, line 4: the variable {gest} has no meaning"));

  /* What is wrong is never used. */
  bw_ctl_run (NULL, &outcome, "messages", "set", "invitation", "en", bad, NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "bad.txt, line 4: "));
  bw_ctl_run (NULL, &outcome, "messages", "show", "invitation", "en", NULL);
  g_assert_null (strstr (outcome.out, "{gest}"));
}

static void
test_wrong_use (BwCtl         *fixture,
                gconstpointer  data)
{
  const char * const words[][4] = {
    { "show", "birthday", "en", NULL },
    { "show", "consent", "../en", NULL },
    { "set", "invitation", "en", NULL },
    { "check", "file", NULL, NULL },
    { "reset", "consent", NULL, NULL },
  };
  g_auto(BwCtlEnd) outcome = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      bw_ctl_run (NULL, &outcome, "messages", words[i][0], words[i][1], words[i][2], NULL);
      g_assert_cmpint (outcome.code, ==, 2);
      g_assert_cmpstr (outcome.out, ==, "");
    }

  bw_ctl_run (NULL, &outcome, "messages", "set", "invitation", "en", "/nowhere/at/all", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
}

static BwJobRow *
put_job (const BwTenantRow *tenant,
         const BwJobRow    *job,
         gpointer           data,
         GError           **error)
{
  return bw_job_row_copy (data);
}

/* A set-up through a guest account, up to the named step. */
static void
store_guest (BwCtl      *fixture,
             const char *step)
{
  g_autoptr(BwStore) store = bw_store_new (fixture->folder);
  g_autoptr(BwTenantRow) tenant = bw_tenant_row_new (TENANT);
  g_autoptr(BwJobRow) job = bw_job_row_new (TENANT, BW_SETUP_KIND_GUEST);
  g_autoptr(BwJobRow) stored = NULL;
  const char * const keys[] = { "add-tenant", "guest-approval", "guest-invitation" };
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) saved = NULL;
  g_autoptr(GAsyncResult) kept = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  gboolean before = TRUE;

  tenant->name = g_strdup ("Tailwind <Couriers>");
  tenant->source = BW_TENANT_SOURCE_MICROSOFT_365;
  tenant->guest_email = g_strdup (GUEST);
  job->link = g_strdup (LINK);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      BwStepRow *row = bw_step_row_new (keys[i]);

      before = before && !g_str_equal (keys[i], step);
      row->state = before ? BW_STEP_STATE_DONE : BW_STEP_STATE_PENDING;
      if (g_str_equal (keys[i], step))
        row->state = BW_STEP_STATE_WAITING_FOR_CUSTOMER;
      g_ptr_array_add (job->steps, row);
    }

  bw_store_open_async (store, NULL, bw_test_take_result, &slot);
  opened = bw_test_wait (&slot);
  bw_store_open_finish (store, opened, &error);
  g_assert_no_error (error);
  bw_store_save_tenant_async (store, tenant, NULL, bw_test_take_result, &slot);
  saved = bw_test_wait (&slot);
  bw_store_save_tenant_finish (store, saved, &error);
  g_assert_no_error (error);
  bw_store_change_job_async (store, TENANT, put_job, job, NULL, NULL, bw_test_take_result,
                             &slot);
  kept = bw_test_wait (&slot);
  stored = bw_store_change_job_finish (store, kept, NULL, &error);
  g_assert_no_error (error);
  bw_store_close_async (store, NULL, bw_test_take_result, &slot);
  closed = bw_test_wait (&slot);
  bw_store_close_finish (store, closed, &error);
  g_assert_no_error (error);
}

static void
test_consent (BwCtl         *fixture,
              gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *message;

  store_guest (fixture, "guest-approval");
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/faults", REGISTRATION);

  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--link-only", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpstr (outcome.out, ==, LINK "\n");

  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--language", "ar", "--html", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "<html lang=\"ar\" dir=\"rtl\">"));
  g_assert_nonnull (strstr (outcome.out, "Tailwind &lt;Couriers&gt;"));

  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--json", "--language=en", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = bw_ctl_parse (outcome.out);
  message = json_node_get_object (node);
  g_assert_cmpuint (json_object_get_size (message), ==, 6);
  g_assert_cmpstr (json_object_get_string_member (message, "kind"), ==, "consent");
  g_assert_cmpstr (json_object_get_string_member (message, "link"), ==, LINK);
  g_assert_nonnull (strstr (json_object_get_string_member (message, "text"),
                            "• User.Invite.All: "));

  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--kind=approval", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--kind=birthday", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
}

static void
test_invitation (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  store_guest (fixture, "guest-invitation");
  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--language=de", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Melden Sie sich als " GUEST " an"));
  g_assert_null (strstr (outcome.out, LINK));

  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--link-only", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_cmpstr (outcome.out, ==, "");

  /* The earlier message can be had still. */
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/faults", REGISTRATION);
  bw_ctl_run (fixture, &outcome, "setup", "message", TENANT, "--kind=consent", "--link-only",
              NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpstr (outcome.out, ==, LINK "\n");
}

static void
add (const char *path,
     void      (*function) (BwCtl         *fixture,
                            gconstpointer  data))
{
  g_test_add (path, BwCtl, NULL, set_up, function, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("/cli/messages/list", test_list);
  add ("/cli/messages/own", test_own);
  add ("/cli/messages/new-language", test_new_language);
  add ("/cli/messages/unreadable", test_unreadable);
  add ("/cli/messages/check", test_check);
  add ("/cli/messages/wrong-use", test_wrong_use);
  add ("/cli/messages/consent", test_consent);
  add ("/cli/messages/invitation", test_invitation);

  return g_test_run ();
}
