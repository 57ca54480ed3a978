/* test-session-keyring.c - a session whose keyring is locked, and opened later
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-session.h"
#include "bw-token-keeper.h"
#include "core-util.h"
#include "test-store-util.h"
#include "test-util.h"

#define LOCKED "The system keyring is locked. Unlock it and try again."
#define TENANT "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define CLIENT "11112222-3333-4444-5555-666677778888"
#define USER   "6e7b768e-07e2-4810-8459-485f84f8f204"

/* A vault of one secret, which can be locked, and counts what it was given. */
#define BW_TYPE_TEST_VAULT (bw_test_vault_get_type ())
G_DECLARE_FINAL_TYPE (BwTestVault, bw_test_vault, BW, TEST_VAULT, GObject)

struct _BwTestVault
{
  GObject   parent_instance;

  gboolean  is_locked;
  char     *label;
  char     *secret;
  guint     n_stored;
};

static void bw_test_vault_vault_init (BwVaultInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwTestVault, bw_test_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BW_TYPE_VAULT, bw_test_vault_vault_init))

static void
bw_test_vault_finalize (GObject *object)
{
  g_free (BW_TEST_VAULT (object)->label);
  g_free (BW_TEST_VAULT (object)->secret);

  G_OBJECT_CLASS (bw_test_vault_parent_class)->finalize (object);
}

static void
bw_test_vault_class_init (BwTestVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_test_vault_finalize;
}

static void
bw_test_vault_init (BwTestVault *self)
{
}

/* Returns: (transfer full) (nullable): a task that is not over yet */
static GTask *
new_task (BwVault             *vault,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (vault, NULL, callback, user_data);

  if (!BW_TEST_VAULT (vault)->is_locked)
    return task;

  g_task_return_new_error (task, BW_ERROR, BW_ERROR_KEYRING, LOCKED);
  g_object_unref (task);

  return NULL;
}

static void
store_async (BwVault             *vault,
             const BwVaultKey    *key,
             const char          *label,
             const char          *secret,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  BwTestVault *self = BW_TEST_VAULT (vault);
  g_autoptr(GTask) task = new_task (vault, callback, user_data);

  if (task == NULL)
    return;

  g_free (self->label);
  g_free (self->secret);
  self->label = g_strdup (label);
  self->secret = g_strdup (secret);
  self->n_stored++;
  g_task_return_pointer (task, NULL, NULL);
}

static void
lookup_async (BwVault             *vault,
              const BwVaultKey    *key,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = new_task (vault, callback, user_data);

  if (task != NULL)
    g_task_return_pointer (task, g_strdup (BW_TEST_VAULT (vault)->secret), g_free);
}

static void
clear_async (BwVault             *vault,
             const BwVaultKey    *key,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_autoptr(GTask) task = new_task (vault, callback, user_data);

  if (task == NULL)
    return;

  g_clear_pointer (&BW_TEST_VAULT (vault)->secret, g_free);
  g_task_return_pointer (task, NULL, NULL);
}

static gboolean
finish (BwVault       *vault,
        GAsyncResult  *result,
        GError       **error)
{
  g_autoptr(GError) problem = NULL;

  g_task_propagate_pointer (G_TASK (result), &problem);
  if (problem == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static char *
lookup_finish (BwVault       *vault,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bw_test_vault_vault_init (BwVaultInterface *iface)
{
  iface->store_async = store_async;
  iface->store_finish = finish;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->clear_async = clear_async;
  iface->clear_finish = finish;
}

typedef struct
{
  BwTestCore  *core;
  BwTestVault *vault;
  BwSession   *session;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->core = bw_test_core_new ();
  f->vault = g_object_new (BW_TYPE_TEST_VAULT, NULL);
  f->vault->is_locked = TRUE;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_spin_idle ();
  g_assert_finalize_object (f->session);
  g_assert_finalize_object (f->vault);
  bw_test_core_free (f->core);
}

static void
restore (Fixture    *f,
         const char *url)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  f->session = bw_session_new (f->core->store, BW_VAULT (f->vault));
  bw_session_restore_async (f->session, url, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_session_restore_finish (f->session, result, &error);
  g_assert_no_error (error);
}

static gboolean
retry (Fixture  *f,
       GError  **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_session_retry_keyring_async (f->session, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_session_retry_keyring_finish (f->session, result, error);
}

static void
assert_still_locked (Fixture        *f,
                     BwSessionState  state)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (retry (f, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_KEYRING);
  g_assert_cmpstr (bw_session_get_keyring_problem (f->session), ==, LOCKED);
  g_assert_cmpint (bw_session_get_state (f->session), ==, state);
}

/* The sign-in holds for as long as the program, and is stored once it can be. */
static void
test_not_stored (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  restore (f, bw_test_sandbox_get_url (f->core->sandbox));
  g_assert_cmpint (bw_session_get_state (f->session), ==, BW_SESSION_SIGNED_IN);
  g_assert_cmpstr (bw_session_get_keyring_problem (f->session), ==, LOCKED);
  g_assert_null (f->vault->secret);
  assert_still_locked (f, BW_SESSION_SIGNED_IN);

  f->vault->is_locked = FALSE;
  g_assert_true (retry (f, &error));
  g_assert_no_error (error);
  g_assert_null (bw_session_get_keyring_problem (f->session));
  g_assert_nonnull (f->vault->secret);
  g_assert_true (g_str_has_prefix (f->vault->label, "Bailiwick sign-in ("));
  g_assert_true (retry (f, &error));
}

static void
remember_account (Fixture *f)
{
  static const char * const settings[][2] = {
    { "cloud", "global" }, { "partner-tenant", TENANT }, { "home-tenant", TENANT },
    { "client-id", CLIENT }, { "user-id", USER }, { "user-name", "anna@contoso.com" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_assert_true (bw_test_store_save_setting (f->core->store, settings[i][0], settings[i][1],
                                               NULL));
}

/* What could not be read at the start is read once it can be. */
static void
test_not_read (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  remember_account (f);
  f->vault->secret = g_strdup ("a-refresh-token");
  restore (f, NULL);
  g_assert_cmpint (bw_session_get_state (f->session), ==, BW_SESSION_EXPIRED);
  g_assert_cmpstr (bw_session_get_keyring_problem (f->session), ==, LOCKED);
  assert_still_locked (f, BW_SESSION_EXPIRED);

  f->vault->is_locked = FALSE;
  g_assert_true (retry (f, &error));
  g_assert_no_error (error);
  g_assert_null (bw_session_get_keyring_problem (f->session));
  g_assert_cmpint (bw_session_get_state (f->session), ==, BW_SESSION_SIGNED_IN);
}

/* A keyring that was reset has nothing: somebody has to sign in, and nothing breaks. */
static void
test_reset (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  remember_account (f);
  restore (f, NULL);
  f->vault->is_locked = FALSE;
  g_assert_false (retry (f, &error));
  g_assert_no_error (error);
  g_assert_null (bw_session_get_keyring_problem (f->session));
  g_assert_cmpint (bw_session_get_state (f->session), ==, BW_SESSION_EXPIRED);
}

static void
keep (BwTokenKeeper *keeper,
      BwCloud       *cloud,
      const char    *guest_tenant)
{
  BwTokens tokens = { .access_token = (char *) "access", .refresh_token = (char *) "refresh",
                      .lifetime = 3600 };
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (guest_tenant != NULL)
    bw_token_keeper_keep_guest_async (keeper, guest_tenant, &tokens, cloud->graph->audience, NULL,
                                      bw_test_take_result, &slot);
  else
    bw_token_keeper_keep_async (keeper, &tokens, cloud->graph->audience, "Label", NULL,
                                bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_token_keeper_keep_finish (keeper, result, NULL));
}

/* What guest accounts got is stored with it. */
static void
test_guests (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(BwHttp) http = bw_http_new ("Test/1");
  g_autoptr(BwCloud) cloud = bw_cloud_new ("global", NULL);
  g_autoptr(BwTokenKeeper) keeper = bw_token_keeper_new (http, BW_VAULT (f->vault));
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  restore (f, NULL);
  bw_token_keeper_set_account (keeper, cloud, TENANT, CLIENT, USER);
  keep (keeper, cloud, NULL);
  keep (keeper, cloud, BW_TEST_TENANT_0);
  keep (keeper, cloud, BW_TEST_TENANT_7);
  g_assert_cmpuint (f->vault->n_stored, ==, 0);

  f->vault->is_locked = FALSE;
  bw_token_keeper_try_again_async (keeper, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_token_keeper_try_again_finish (keeper, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (f->vault->n_stored, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, function) \
  g_test_add ("/core/session-keyring/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("not-stored", test_not_stored);
  TEST ("not-read", test_not_read);
  TEST ("reset", test_reset);
  TEST ("guests", test_guests);

  return g_test_run ();
}
