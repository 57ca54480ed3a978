/* test-accounts.c - several partner tenants, none of which gets into another's list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-accounts.h"
#include "bw-error.h"
#include "bw-store-settings.h"
#include "bw-token-keeper.h"
#include "bw-workspace.h"
#include "core-util.h"
#include "ctl-util.h"
#include "device-util.h"
#include "test-util.h"

#define ONE   "11111111-0000-4000-8000-000000000001"
#define TWO   "22222222-0000-4000-8000-000000000002"
#define OTHER "99999999-0000-4000-8000-000000000009"
#define TECHNICIAN "technician@lodestar-it.example"

/* The list of accounts. */

static BwAccounts *
read_accounts (const char  *root,
               GError     **error)
{
  g_autoptr(BwAccounts) accounts = bw_accounts_new (root);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_accounts_read_async (accounts, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_accounts_finish (accounts, result, error) ? g_steal_pointer (&accounts) : NULL;
}

static BwAccounts *
read_good (const char *root)
{
  g_autoptr(GError) error = NULL;
  BwAccounts *accounts = read_accounts (root, &error);

  g_assert_no_error (error);

  return accounts;
}

static gboolean
choose (BwAccounts  *accounts,
        const char  *id,
        GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_accounts_choose_async (accounts, id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_accounts_finish (accounts, result, error);
}

static void
describe (BwAccounts *accounts,
          const char *tenant,
          const char *name,
          const char *user)
{
  g_autofree char *id = g_strdup (bw_accounts_get_active (accounts)->id);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_accounts_describe_async (accounts, id, tenant, name, user, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_accounts_finish (accounts, result, &error);
  g_assert_no_error (error);
}

static void
assert_active (const char *root,
               const char *tenant,
               const char *user)
{
  g_autoptr(BwAccounts) accounts = read_good (root);

  g_assert_cmpstr (bw_accounts_get_active (accounts)->tenant, ==, tenant);
  g_assert_cmpstr (bw_accounts_get_active (accounts)->user, ==, user);
}

static void
test_list (void)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autofree char *nowhere = g_build_filename (root, "not", "there", NULL);
  g_autoptr(BwAccounts) none = read_good (nowhere);
  g_autoptr(BwAccounts) accounts = read_good (root);
  g_autofree char *first = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;

  /* The first account is there before anybody knows whose it is, and in the folder itself. */
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (bw_accounts_get_all (accounts)->len, ==, 1);
  first = bw_accounts_dup_folder (accounts);
  g_assert_cmpstr (first, ==, root);
  describe (accounts, ONE, "Lodestar", "a@lodestar.example");
  assert_active (root, ONE, "a@lodestar.example");

  g_assert_true (choose (accounts, NULL, &error));
  g_assert_cmpuint (bw_accounts_get_all (accounts)->len, ==, 2);
  g_assert_null (bw_accounts_get_active (accounts)->tenant);
  folder = bw_accounts_dup_folder (accounts);
  g_assert_true (g_str_has_prefix (folder, root));
  g_assert_cmpstr (folder, !=, root);
  describe (accounts, TWO, NULL, "b@other.example");
  assert_active (root, TWO, "b@other.example");

  /* Signing out leaves the account. */
  describe (accounts, TWO, "Other", NULL);
  assert_active (root, TWO, NULL);
  bw_test_remove_dir (root);
}

/* Whoever adds one, thinks better of it and adds one again has one new account. */
static void
test_unused (void)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autoptr(BwAccounts) accounts = read_good (root);
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (choose (accounts, NULL, &error));
  g_assert_cmpuint (bw_accounts_get_all (accounts)->len, ==, 1);

  describe (accounts, ONE, NULL, NULL);
  g_assert_true (choose (accounts, NULL, &error));
  id = g_strdup (bw_accounts_get_active (accounts)->id);
  g_assert_true (choose (accounts, bw_accounts_find (accounts, ONE, NULL)->id, &error));
  g_assert_true (choose (accounts, NULL, &error));
  g_assert_cmpstr (bw_accounts_get_active (accounts)->id, ==, id);
  g_assert_cmpuint (bw_accounts_get_all (accounts)->len, ==, 2);

  g_assert_false (choose (accounts, OTHER, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
  assert_active (root, NULL, NULL);
  bw_test_remove_dir (root);
}

static void
test_find (void)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autoptr(BwAccounts) accounts = read_good (root);
  g_autoptr(GError) unknown = NULL;
  g_autoptr(GError) ambiguous = NULL;

  describe (accounts, ONE, "Zürich IT", "a@one.example");
  g_assert_true (choose (accounts, NULL, NULL));
  describe (accounts, TWO, "ZÜRICH IT", "b@two.example");

  g_assert_cmpstr (bw_accounts_find (accounts, "A@one.example", NULL)->tenant, ==, ONE);
  g_assert_cmpstr (bw_accounts_find (accounts, TWO, NULL)->tenant, ==, TWO);
  g_assert_null (bw_accounts_find (accounts, "nobody", &unknown));
  g_assert_error (unknown, BW_ERROR, BW_ERROR_INVALID);
  g_assert_null (bw_accounts_find (accounts, "zürich it", &ambiguous));
  g_assert_error (ambiguous, BW_ERROR, BW_ERROR_INVALID);
  g_assert_nonnull (strstr (ambiguous->message, "More than one"));
  bw_test_remove_dir (root);
}

/* A list that cannot be read is not begun anew: it leads to databases. */
static void
test_unreadable (void)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autofree char *path = bw_test_write_file (root, "accounts.ini", "no list at all\n");
  g_autofree char *text = NULL;
  g_autoptr(BwAccounts) accounts = bw_accounts_new (root);
  g_autoptr(GError) reading = NULL;
  g_autoptr(GError) choosing = NULL;

  g_assert_null (read_accounts (root, &reading));
  g_assert_error (reading, BW_ERROR, BW_ERROR_STORAGE);
  g_assert_nonnull (strstr (reading->message, path));
  g_assert_false (choose (accounts, NULL, &choosing));
  g_assert_error (choosing, BW_ERROR, BW_ERROR_STORAGE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "no list at all\n");
  bw_test_remove_dir (root);
}

/* What leads out of the folder leads nowhere. */
static void
test_hostile (void)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autofree char *path =
    bw_test_write_file (root, "accounts.ini", "[Accounts]\nActive=../../elsewhere\n"
                                              "[../../elsewhere]\nTenant=" ONE "\n");
  g_autoptr(BwAccounts) accounts = read_good (root);
  g_autofree char *folder = bw_accounts_dup_folder (accounts);

  g_assert_cmpstr (folder, ==, root);
  g_assert_cmpuint (bw_accounts_get_all (accounts)->len, ==, 1);
  bw_test_remove_dir (root);
}

/* Whose everything is. */

static void
save_setting (BwStore    *store,
              const char *key,
              const char *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_store_save_setting_async (store, key, value, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_save_setting_finish (store, result, &error);
  g_assert_no_error (error);
}

static char *
dup_setting (BwStore    *store,
             const char *key)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) settings = NULL;
  GAsyncResult *slot = NULL;

  bw_store_list_settings_async (store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  settings = bw_store_list_settings_finish (store, result, NULL);

  return g_strdup (g_hash_table_lookup (settings, key));
}

static void
assert_refused (BwTestCore         *core,
                const char * const *others,
                const char         *text)
{
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_clear_object (&core->session);
  core->session = bw_session_new (core->store, vault);
  bw_session_set_other_tenants (core->session, others);
  bw_session_restore_async (core->session, bw_test_sandbox_get_url (core->sandbox), NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_false (bw_session_restore_finish (core->session, result, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, text));
  g_assert_cmpint (bw_session_get_state (core->session), ==, BW_SESSION_SIGNED_OUT);
}

static void
test_other_tenant (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autofree char *home = dup_setting (core->store, "home-tenant");
  g_autofree char *user = NULL;
  g_autofree char *kept = NULL;

  g_assert_cmpstr (home, ==, bw_test_sandbox_get_partner (core->sandbox));

  save_setting (core->store, "home-tenant", OTHER);
  save_setting (core->store, "user-id", NULL);
  assert_refused (core, NULL, "belongs to another partner tenant");
  user = dup_setting (core->store, "user-id");
  kept = dup_setting (core->store, "home-tenant");
  g_assert_null (user);
  g_assert_cmpstr (kept, ==, OTHER);
}

static void
test_twice (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  const char *others[] = { bw_test_sandbox_get_partner (core->sandbox), NULL };

  save_setting (core->store, "home-tenant", NULL);
  save_setting (core->store, "partner-name", NULL);
  save_setting (core->store, "user-id", NULL);
  assert_refused (core, others, "has an account already");
}

/* Signing out. */

static gboolean
sign_out (BwSession  *session,
          gboolean    everywhere,
          GError    **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_session_sign_out_async (session, everywhere, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_session_sign_out_finish (session, result, error);
}

static void
send_get_me (BwSession     *session,
             GAsyncResult **slot)
{
  const char *tenant = bw_session_get_partner_tenant (session);
  g_autoptr(BwRequest) request = bw_request_new (bw_session_get_cloud (session)->graph, "GET",
                                                 "/me");

  bw_session_forget_tokens (session, tenant);
  bw_request_set_tenant (request, tenant);
  bw_http_send_async (bw_session_get_http (session), request, NULL, bw_test_take_result, slot);
}

/* Returns: (transfer full) (nullable): what came of send_get_me(); %NULL if it was not let in */
static BwResponse *
get_me_finish (BwSession     *session,
               GAsyncResult **slot)
{
  g_autoptr(GAsyncResult) result = bw_test_wait (slot);
  g_autoptr(BwResponse) response = bw_http_send_finish (bw_session_get_http (session), result,
                                                        NULL);

  return response != NULL && bw_response_is_success (response) ? g_steal_pointer (&response)
                                                               : NULL;
}

/* Whether the refresh token that @session has is still good for something. */
static gboolean
can_refresh (BwSession *session)
{
  GAsyncResult *slot = NULL;
  g_autoptr(BwResponse) response = NULL;

  send_get_me (session, &slot);
  response = get_me_finish (session, &slot);

  return response != NULL;
}

static void
test_sign_out_here (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autoptr(BwSession) elsewhere = g_object_ref (core->session);
  g_autoptr(GError) error = NULL;

  bw_test_core_sign_in (core);
  g_assert_true (sign_out (core->session, FALSE, &error));
  g_assert_cmpint (bw_session_get_state (core->session), ==, BW_SESSION_SIGNED_OUT);
  g_assert_true (can_refresh (elsewhere));
  g_assert_cmpuint (bw_test_sandbox_count (core->sandbox, "POST", "revokeSignInSessions"), ==, 0);
}

static void
test_sign_out_everywhere (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autoptr(BwSession) elsewhere = g_object_ref (core->session);
  g_autoptr(GError) error = NULL;

  bw_test_core_sign_in (core);
  g_assert_true (can_refresh (elsewhere));
  g_assert_true (sign_out (core->session, TRUE, &error));
  g_assert_false (can_refresh (elsewhere));
  g_assert_cmpint (bw_session_get_state (elsewhere), ==, BW_SESSION_EXPIRED);

  /* Who signs in after that is in. */
  bw_test_core_sign_in (core);
  g_assert_true (can_refresh (core->session));
}

/* Microsoft's refusal does not keep anybody signed in here. */
static void
test_sign_out_refused (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autoptr(GError) error = NULL;

  bw_test_core_add_fault (core, "revokeSignInSessions$", 0, -1,
                          "{\"status\":403,\"body\":{\"error\":"
                          "{\"code\":\"Authorization_RequestDenied\",\"message\":\"No.\"}}}");
  g_assert_false (sign_out (core->session, TRUE, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, "Signed out on this computer"));
  g_assert_cmpint (bw_session_get_state (core->session), ==, BW_SESSION_SIGNED_OUT);
}

/* Another user of the same partner tenant. */

typedef struct
{
  BwTestCore *core;
  const char *user;
} Answer;

static void
answer_code (const BwDeviceCode *code,
             gpointer            user_data)
{
  Answer *answer = user_data;
  g_autofree char *page = bw_test_device_answer (answer->core->sandbox, code->user_code,
                                                 answer->user, FALSE);

  g_assert_nonnull (page);
}

static char *
dup_refresh_token (BwVault    *vault,
                   BwTestCore *core,
                   const char *user_id)
{
  BwVaultKey key = { .kind = "refresh-token", .account = user_id,
                     .tenant = bw_test_sandbox_get_partner (core->sandbox),
                     .client = bw_test_sandbox_get_client (core->sandbox) };
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_vault_lookup_async (vault, &key, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_vault_lookup_finish (vault, result, NULL);
}

/* Signs in to @core with a vault that can be looked into. */
static BwVault *
sign_in_again (BwTestCore *core)
{
  BwVault *vault = bw_memory_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_clear_object (&core->session);
  core->session = bw_session_new (core->store, vault);
  bw_session_restore_async (core->session, bw_test_sandbox_get_url (core->sandbox), NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_session_restore_finish (core->session, result, &error));
  g_assert_no_error (error);

  return vault;
}

static void
sign_in_technician (BwTestCore *core)
{
  Answer answer = { .core = core, .user = TECHNICIAN };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_session_sign_in_with_device_code_async (core->session, answer_code, &answer, NULL,
                                             bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_session_sign_in_with_device_code_finish (core->session, result, &error));
  g_assert_cmpstr (bw_session_get_user_name (core->session), ==, TECHNICIAN);
}

/* No secret of who was signed in before stays behind. */
static void
test_other_user (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autoptr(BwVault) vault = sign_in_again (core);
  g_autofree char *first_user = g_strdup (bw_session_get_user_id (core->session));
  g_autofree char *first_token = dup_refresh_token (vault, core, first_user);
  g_autofree char *left = NULL;
  g_autofree char *token = NULL;

  g_assert_nonnull (first_token);
  sign_in_technician (core);

  left = dup_refresh_token (vault, core, first_user);
  token = dup_refresh_token (vault, core, bw_session_get_user_id (core->session));
  g_assert_null (left);
  g_assert_nonnull (token);
}

static gboolean
has_fault (BwTestCore *core)
{
  g_autoptr(JsonNode) faults = bw_test_sandbox_control (core->sandbox, "GET", "/_sandbox/faults",
                                                        NULL);
  JsonArray *array = json_node_get_array (faults);

  return json_array_get_length (array) > 0 &&
         json_object_get_int_member (json_array_get_object_element (array, 0), "timesLeft") > 0;
}

/* Microsoft takes its time to renew the token of who is signed in now. */
static void
delay_renewal (BwTestCore    *core,
               GAsyncResult **slot)
{
  bw_test_core_add_fault (core, "/oauth2/v2.0/token$", 0, 1, "{\"delayMs\":700}");
  send_get_me (core->session, slot);
  while (has_fault (core))
    g_main_context_iteration (NULL, FALSE);
}

/* A token that comes after its user has signed out is not kept. */
static void
test_late_for_sign_out (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autoptr(BwVault) vault = sign_in_again (core);
  g_autofree char *user = g_strdup (bw_session_get_user_id (core->session));
  g_autofree char *left = NULL;
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  delay_renewal (core, &slot);
  g_assert_true (sign_out (core->session, FALSE, &error));
  response = get_me_finish (core->session, &slot);
  bw_test_spin_idle ();

  g_assert_null (response);
  left = dup_refresh_token (vault, core, user);
  g_assert_null (left);
  g_assert_false (can_refresh (core->session));
}

static void
keep_token (BwTokenKeeper *keeper,
            BwTestCore    *core,
            const char    *user,
            const char    *refresh_token)
{
  BwTokens tokens = { .access_token = (char *) "access", .refresh_token = (char *) refresh_token,
                      .lifetime = 3600 };
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_token_keeper_set_account (keeper, bw_session_get_cloud (core->session),
                               bw_test_sandbox_get_partner (core->sandbox),
                               bw_test_sandbox_get_client (core->sandbox), user);
  bw_token_keeper_keep_async (keeper, &tokens, "nobody", "Test", NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_token_keeper_keep_finish (keeper, result, NULL));
}

/* Nor is it taken for that of who has signed in meanwhile: theirs is asked for instead. */
static void
test_late_for_other_user (void)
{
  g_autoptr(BwTestCore) core = bw_test_core_new ();
  g_autoptr(BwVault) session_vault = sign_in_again (core);
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(BwTokenKeeper) keeper =
    bw_token_keeper_new (bw_session_get_http (core->session), vault);
  g_autofree char *token = dup_refresh_token (session_vault, core,
                                              bw_session_get_user_id (core->session));
  g_autofree char *kept = NULL;
  g_autofree char *got = NULL;
  g_autoptr(BwResponse) refusal = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  keep_token (keeper, core, "one", token);
  bw_test_core_add_fault (core, "/oauth2/v2.0/token$", 0, 1, "{\"delayMs\":700}");
  bw_token_source_ensure_token_async (BW_TOKEN_SOURCE (keeper),
                                      bw_test_sandbox_get_partner (core->sandbox),
                                      bw_session_get_cloud (core->session)->graph->audience,
                                      BW_ACTOR_USER, NULL, NULL, NULL, bw_test_take_result, &slot);
  while (has_fault (core))
    g_main_context_iteration (NULL, FALSE);
  keep_token (keeper, core, "two", "the token of two");

  result = bw_test_wait (&slot);
  got = bw_token_source_ensure_token_finish (BW_TOKEN_SOURCE (keeper), result, &refusal, &error);
  g_assert_null (got);
  g_assert_nonnull (refusal);
  g_assert_cmpuint (bw_test_sandbox_count (core->sandbox, "POST", "/oauth2/v2.0/token$"), >=, 2);
  kept = dup_refresh_token (vault, core, "two");
  g_assert_cmpstr (kept, ==, "the token of two");
}

/* On the command line. */

#define run(root, end, ...) \
  bw_ctl_run (NULL, end, "--state-dir", root, "account", __VA_ARGS__, NULL)

static void
test_program (void)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autoptr(BwAccounts) accounts = read_good (root);
  g_autoptr(JsonNode) node = NULL;
  g_auto(BwCtlEnd) end = { 0 };

  run (root, &end, "show");
  g_assert_cmpint (end.code, ==, 4);
  g_assert_nonnull (strstr (end.out, "global"));

  describe (accounts, ONE, "One", "a@one.example");
  g_assert_true (choose (accounts, NULL, NULL));
  describe (accounts, TWO, "Two", "b@two.example");
  run (root, &end, "list");
  g_assert_cmpint (end.code, ==, 0);
  g_assert_nonnull (strstr (end.out, "  One"));
  g_assert_nonnull (strstr (end.out, "* Two"));

  /* Nobody is signed in to it, but it is in use. */
  run (root, &end, "use", "one");
  g_assert_cmpint (end.code, ==, 4);
  assert_active (root, ONE, "a@one.example");
  run (root, &end, "use", "three");
  g_assert_cmpint (end.code, ==, 2);
  g_assert_nonnull (strstr (end.err, "There is no account"));

  /* What cannot be signed in to is not left behind as the one in use. */
  run (root, &end, "sign-in", "--add", "--partner-tenant", "nonsense", "--client-id", "nonsense");
  g_assert_cmpint (end.code, ==, 2);
  assert_active (root, ONE, "a@one.example");
  run (root, &end, "sign-in", "--client-id", ONE);
  g_assert_cmpint (end.code, ==, 2);
  g_assert_nonnull (strstr (end.err, "partner tenant"));

  run (root, &end, "list", "--json");
  node = bw_ctl_parse (end.out);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 3);
  bw_test_remove_dir (root);
}

static void
test_program_in_sandbox (BwCtl         *ctl,
                         gconstpointer  data)
{
  g_auto(BwCtlEnd) end = { 0 };

  bw_ctl_run (ctl, &end, "account", "list", NULL);
  g_assert_cmpint (end.code, ==, 2);
  g_assert_nonnull (strstr (end.err, "one account only"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/accounts/list", test_list);
  g_test_add_func ("/accounts/unused", test_unused);
  g_test_add_func ("/accounts/find", test_find);
  g_test_add_func ("/accounts/unreadable", test_unreadable);
  g_test_add_func ("/accounts/hostile", test_hostile);
  g_test_add_func ("/accounts/other-tenant", test_other_tenant);
  g_test_add_func ("/accounts/twice", test_twice);
  g_test_add_func ("/accounts/sign-out-here", test_sign_out_here);
  g_test_add_func ("/accounts/sign-out-everywhere", test_sign_out_everywhere);
  g_test_add_func ("/accounts/sign-out-refused", test_sign_out_refused);
  g_test_add_func ("/accounts/other-user", test_other_user);
  g_test_add_func ("/accounts/late-for-sign-out", test_late_for_sign_out);
  g_test_add_func ("/accounts/late-for-other-user", test_late_for_other_user);
  g_test_add_func ("/accounts/program", test_program);
  g_test_add ("/accounts/program-in-sandbox", BwCtl, NULL, bw_ctl_set_up, test_program_in_sandbox,
              bw_ctl_tear_down);

  return g_test_run ();
}
