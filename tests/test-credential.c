/* test-credential.c - a session whose app registration has to prove itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-catalogue.h"
#include "bw-directory.h"
#include "bw-error.h"
#include "bw-failure.h"
#include "bw-pace.h"
#include "bw-store-settings.h"
#include "core-util.h"
#include "device-util.h"
#include "test-util.h"
#include "test-vault-util.h"

#define SECRET "Sec~ret.1"
#define DAY    (24 * 60 * 60)

typedef struct
{
  BwTestCore *core;
  BwVault    *vault;
} Fixture;

/* A new session on the same store and vault, as after a restart of the program. */
static void
restart (Fixture *f)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_test_spin_idle ();
  g_clear_object (&f->core->session);
  f->core->session = bw_session_new (f->core->store, f->vault);
  bw_session_restore_async (f->core->session, bw_test_sandbox_get_url (f->core->sandbox), NULL,
                            bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_session_restore_finish (f->core->session, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->core = bw_test_core_new ();
  f->vault = bw_memory_vault_new ();
  restart (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_core_free (f->core);
  g_assert_finalize_object (f->vault);
}

static BwCredentialKeeper *
get_keeper (Fixture *f)
{
  return bw_session_get_credentials (f->core->session);
}

static gboolean
finish_change (Fixture       *f,
               GAsyncResult **slot,
               GError       **error)
{
  g_autoptr(GAsyncResult) result = bw_test_wait (slot);

  return bw_credential_keeper_change_finish (get_keeper (f), result, error);
}

static void
set_secret (Fixture    *f,
            const char *secret,
            gint64      end)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_credential_keeper_set_secret_async (get_keeper (f), secret, end, NULL, bw_test_take_result,
                                         &slot);
  finish_change (f, &slot, &error);
  g_assert_no_error (error);
}

static void
make_certificate (Fixture *f,
                  guint    days)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_credential_keeper_make_certificate_async (get_keeper (f), days, NULL, bw_test_take_result,
                                               &slot);
  finish_change (f, &slot, &error);
  g_assert_no_error (error);
}

static void
remove_credential (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_credential_keeper_remove_async (get_keeper (f), NULL, bw_test_take_result, &slot);
  finish_change (f, &slot, &error);
  g_assert_no_error (error);
}

static void
register_secret (Fixture    *f,
                 const char *secret,
                 const char *expires)
{
  bw_test_sandbox_act (f->core->sandbox, "/_sandbox/credentials",
                       "{'secret':'%s','expires':'%s'}", secret, expires);
}

static void
register_certificate (Fixture *f)
{
  g_autofree char *pem = g_strescape (bw_credential_keeper_get_pem (get_keeper (f)), NULL);

  bw_test_sandbox_act (f->core->sandbox, "/_sandbox/credentials", "{'certificate':'%s'}", pem);
}

/* Asks for something with a new access token. */
static BwResponse *
ask (Fixture  *f,
     GError  **error)
{
  BwSession *session = f->core->session;
  const char *tenant = bw_session_get_partner_tenant (session);
  g_autoptr(BwRequest) request =
    bw_directory_get_organization (bw_session_get_cloud (session), tenant);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_session_forget_tokens (session, tenant);
  bw_http_send_async (bw_session_get_http (session), request, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_http_send_finish (bw_session_get_http (session), result, error);
}

static void
assert_refreshes (Fixture *f)
{
  guint before = bw_test_sandbox_count (f->core->sandbox, "POST", "/oauth2/v2.0/token$");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwResponse) response = ask (f, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bw_response_get_status (response), ==, 200);
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "POST", "/oauth2/v2.0/token$"), ==,
                    before + 1);
}

/* What Microsoft says when the refresh token comes without the right proof. */
static void
assert_refused (Fixture    *f,
                const char *code,
                const char *event_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_session_sign_in_async (f->core->session, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_false (bw_session_sign_in_finish (f->core->session, result, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_AUTH);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, code));
  g_assert_cmpstr (bw_failure_of_error (error)->event_id, ==, event_id);
}

static void
assert_signed_in (Fixture *f)
{
  g_assert_cmpint (bw_session_get_state (f->core->session), ==, BW_SESSION_SIGNED_IN);
}

static void
assert_kind (Fixture          *f,
             BwCredentialKind  kind)
{
  g_assert_cmpint (bw_credential_keeper_get_kind (get_keeper (f)), ==, kind);
  g_assert_null (bw_credential_keeper_get_problem (get_keeper (f)));
}

static char *
dup_setting (Fixture *f)
{
  g_autofree char *key = g_strconcat ("credential:",
                                      bw_test_sandbox_get_client (f->core->sandbox), NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) settings = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_store_list_settings_async (f->core->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  settings = bw_store_list_settings_finish (f->core->store, result, &error);
  g_assert_no_error (error);

  return g_strdup (g_hash_table_lookup (settings, key));
}

/* Returns: (transfer full) (nullable): what the vault has under the setting's slot */
static char *
look_up (Fixture    *f,
         const char *kind,
         const char *setting)
{
  g_autoptr(JsonNode) node = json_from_string (setting, NULL);
  BwVaultKey key = {
    .kind = kind,
    .account = json_object_get_string_member (json_node_get_object (node), "slot"),
    .client = bw_test_sandbox_get_client (f->core->sandbox),
  };
  g_autoptr(GError) error = NULL;
  char *secret = bw_test_vault_lookup (f->vault, &key, NULL, &error);

  g_assert_no_error (error);

  return secret;
}

static void
test_secret (Fixture       *f,
             gconstpointer  data)
{
  gint64 end = bw_clock_now () + 90 * DAY;
  g_autofree char *setting = NULL;
  g_autofree char *secret = NULL;

  set_secret (f, SECRET, end);
  register_secret (f, SECRET, "+90d");
  assert_refreshes (f);

  restart (f);
  assert_signed_in (f);
  assert_kind (f, BW_CREDENTIAL_SECRET);
  g_assert_cmpint (bw_credential_keeper_get_end (get_keeper (f)), ==, end);
  g_assert_null (bw_credential_keeper_get_pem (get_keeper (f)));
  assert_refreshes (f);

  setting = dup_setting (f);
  g_assert_null (strstr (setting, SECRET));
  secret = look_up (f, "client-secret", setting);
  g_assert_cmpstr (secret, ==, SECRET);
}

static void
test_certificate (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *setting = NULL;
  g_autofree char *key = NULL;

  make_certificate (f, 60);
  register_certificate (f);
  assert_refreshes (f);
  g_assert_cmpuint (strlen (bw_credential_keeper_get_thumbprint (get_keeper (f))), ==, 40);
  g_assert_cmpint (bw_credential_keeper_get_end (get_keeper (f)), >, bw_clock_now () + 59 * DAY);

  restart (f);
  assert_signed_in (f);
  assert_kind (f, BW_CREDENTIAL_CERTIFICATE);
  assert_refreshes (f);

  setting = dup_setting (f);
  key = look_up (f, "client-key", setting);
  g_assert_nonnull (key);
  g_assert_null (strstr (setting, key));
}

/* The old one goes once the new one is there, in the vault, too. */
static void
test_rotation (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *gone_too = NULL;
  g_autofree char *there = NULL;

  set_secret (f, SECRET, 0);
  first = dup_setting (f);
  set_secret (f, "second", 0);
  second = dup_setting (f);
  gone = look_up (f, "client-secret", first);
  g_assert_null (gone);
  register_secret (f, "second", "+10d");
  assert_refreshes (f);

  /* As another run of the program does it, which has not needed the old one yet. */
  restart (f);
  make_certificate (f, 60);
  third = dup_setting (f);
  gone_too = look_up (f, "client-secret", second);
  g_assert_null (gone_too);
  there = look_up (f, "client-key", third);
  g_assert_nonnull (there);
  register_certificate (f);
  assert_refreshes (f);
}

/* Another program changed it; the running one uses the new one from then on. */
static void
test_changed_elsewhere (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(BwCredentialKeeper) other = bw_credential_keeper_new (f->core->store, f->vault);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  set_secret (f, SECRET, 0);
  bw_credential_keeper_set_client (other, bw_test_sandbox_get_client (f->core->sandbox));
  bw_credential_keeper_set_secret_async (other, "second", 0, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_credential_keeper_change_finish (other, result, &error));
  g_assert_no_error (error);
  bw_test_spin_idle ();

  register_secret (f, "second", "+10d");
  assert_refreshes (f);
}

static void
test_wrong (Fixture       *f,
            gconstpointer  data)
{
  register_secret (f, SECRET, "+10d");
  assert_refused (f, "AADSTS7000218", "BW-2004");
  set_secret (f, "wrong", 0);
  assert_refused (f, "AADSTS7000215", "BW-2005");
  make_certificate (f, 60);
  assert_refused (f, "AADSTS700027", "BW-2005");
  remove_credential (f);
  assert_refused (f, "AADSTS7000218", "BW-2004");
}

/* Also while somebody is signed in; that is not what has ended. */
static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) refusal = NULL;
  g_autoptr(BwResponse) response = NULL;

  set_secret (f, SECRET, 0);
  register_secret (f, SECRET, "+10d");
  assert_refreshes (f);
  bw_test_sandbox_advance (f->core->sandbox, 11 * DAY);

  response = ask (f, &error);
  g_assert_no_error (error);
  refusal = bw_catalogue_to_error (response);
  g_assert_error (refusal, BW_ERROR, BW_ERROR_AUTH);
  g_assert_nonnull (strstr (refusal->message, "AADSTS7000222"));
  assert_signed_in (f);
  assert_refused (f, "AADSTS7000222", "BW-2005");

  /* What was refused can be mended where it was refused. */
  restart (f);
  g_assert_cmpint (bw_session_get_state (f->core->session), ==, BW_SESSION_SIGNED_OUT);
  set_secret (f, "second", 0);
  register_secret (f, "second", "+10d");
  restart (f);
  assert_signed_in (f);
}

static void
test_sign_out (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *setting = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *no_setting = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  set_secret (f, SECRET, 0);
  setting = dup_setting (f);
  bw_session_sign_out_async (f->core->session, FALSE, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_session_sign_out_finish (f->core->session, result, &error);
  g_assert_no_error (error);

  assert_kind (f, BW_CREDENTIAL_NONE);
  secret = look_up (f, "client-secret", setting);
  g_assert_null (secret);
  no_setting = dup_setting (f);
  g_assert_null (no_setting);
}

/* Remembered, but not to be had: nothing is sent without it. */
static void
test_lost (Fixture       *f,
           gconstpointer  data)
{
  BwVaultKey key = { .kind = "client-secret" };

  set_secret (f, SECRET, 0);
  register_secret (f, SECRET, "+10d");
  g_assert_true (bw_test_vault_clear (f->vault, &key, NULL, NULL));
  bw_test_sandbox_clear_log (f->core->sandbox);

  restart (f);
  g_assert_cmpint (bw_session_get_state (f->core->session), ==, BW_SESSION_SIGNED_OUT);
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "POST", "/oauth2/v2.0/token$"), ==,
                    0);
  g_assert_cmpint (bw_credential_keeper_get_kind (get_keeper (f)), ==, BW_CREDENTIAL_SECRET);
  g_assert_nonnull (strstr (bw_credential_keeper_get_problem (get_keeper (f)), "Enter it again"));
}

/* Without a keyring it lasts as long as the program, and what was durable stays. */
static void
test_no_keyring (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  set_secret (f, "first", 0);
  before = dup_setting (f);
  g_clear_object (&f->vault);
  f->vault = bw_keyring_vault_new (FALSE);
  restart (f);
  g_assert_cmpint (bw_session_get_state (f->core->session), ==, BW_SESSION_SIGNED_OUT);

  set_secret (f, SECRET, 0);
  g_assert_nonnull (bw_credential_keeper_get_problem (get_keeper (f)));
  g_assert_nonnull (bw_session_get_keyring_problem (f->core->session));
  after = dup_setting (f);
  g_assert_cmpstr (after, ==, before);

  register_secret (f, SECRET, "+10d");
  {
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    GAsyncResult *slot = NULL;

    bw_session_sign_in_async (f->core->session, NULL, bw_test_take_result, &slot);
    result = bw_test_wait (&slot);
    bw_session_sign_in_finish (f->core->session, result, &error);
    g_assert_no_error (error);
  }
  assert_refreshes (f);
}

/* Where Microsoft is far away nothing is sent, but everything is read. */
static void
test_restore (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) restored = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_clear_object (&f->core->session);
  f->core->session = bw_session_new (f->core->store, f->vault);
  g_assert_true (bw_session_configure (f->core->session, "contoso.example",
                                       "11112222-3333-4444-5555-666677778888", "global", NULL));
  set_secret (f, SECRET, 0);
  bw_store_save_setting_async (f->core->store, "user-id", "somebody", NULL, bw_test_take_result,
                               &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_save_setting_finish (f->core->store, result, NULL));

  bw_test_spin_idle ();
  g_clear_object (&f->core->session);
  f->core->session = bw_session_new (f->core->store, f->vault);
  bw_session_restore_async (f->core->session, NULL, NULL, bw_test_take_result, &slot);
  restored = bw_test_wait (&slot);
  bw_session_restore_finish (f->core->session, restored, &error);
  g_assert_no_error (error);
  assert_kind (f, BW_CREDENTIAL_SECRET);

  /* That of another app registration is another one. */
  g_assert_true (bw_session_configure (f->core->session, "contoso.example",
                                       "99992222-3333-4444-5555-666677778888", "global", NULL));
  assert_kind (f, BW_CREDENTIAL_NONE);
}

static void
show_code (const BwDeviceCode *code,
           gpointer            user_data)
{
  g_autofree char *page = bw_test_device_answer (user_data, code->user_code, BW_TEST_ADMIN, FALSE);

  g_assert_nonnull (strstr (page, "is signed in"));
}

static void
test_device_code (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  make_certificate (f, 60);
  register_certificate (f);
  bw_pace_set_divisor (50);
  bw_session_sign_in_with_device_code_async (f->core->session, show_code, f->core->sandbox, NULL,
                                             bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_session_sign_in_with_device_code_finish (f->core->session, result, &error);
  g_assert_no_error (error);
  assert_signed_in (f);
}

static void
test_words (void)
{
  static const char *const secrets[] = {
    "", "two words", "two\nlines", "ümlaut", "11112222-3333-4444-5555-666677778888",
  };
  static const char *const dates[] = {
    "", "soon", "2020-01-01", "2999-13-01", "2999-01-01T00:00:00Z",
  };

  g_assert_true (bw_credential_check_secret ("Abc~.9_-", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (bw_credential_check_secret (secrets[i], &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
    }

  g_assert_cmpint (bw_credential_parse_end ("2999-01-01", NULL), ==,
                   bw_clock_parse_unix ("2999-01-01T23:59:59Z"));
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (bw_credential_parse_end (dates[i], &error), ==, 0);
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
    }
}

static void
test_warning (void)
{
  const gint64 now = bw_clock_now ();
  const struct
  {
    BwCredentialKind  kind;
    gint64            end;
    const char       *text;
  } cases[] = {
    { BW_CREDENTIAL_NONE, now + DAY, NULL },
    { BW_CREDENTIAL_SECRET, 0, NULL },
    { BW_CREDENTIAL_SECRET, now + 31 * DAY, NULL },
    { BW_CREDENTIAL_SECRET, now + 29 * DAY, "The client secret runs out on " },
    { BW_CREDENTIAL_SECRET, now - 1, "The client secret ran out on " },
    { BW_CREDENTIAL_CERTIFICATE, now + DAY, "The certificate runs out on " },
    { BW_CREDENTIAL_CERTIFICATE, now - DAY, "The certificate ran out on " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *warning = bw_credential_dup_warning (cases[i].kind, cases[i].end);

      if (cases[i].text == NULL)
        g_assert_null (warning);
      else
        g_assert_true (g_str_has_prefix (warning, cases[i].text));
    }
}

#define TEST(name, function) \
  g_test_add ("/core/credential/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("secret", test_secret);
  TEST ("certificate", test_certificate);
  TEST ("rotation", test_rotation);
  TEST ("changed-elsewhere", test_changed_elsewhere);
  TEST ("wrong", test_wrong);
  TEST ("expired", test_expired);
  TEST ("sign-out", test_sign_out);
  TEST ("lost", test_lost);
  TEST ("no-keyring", test_no_keyring);
  TEST ("restore", test_restore);
  TEST ("device-code", test_device_code);
  g_test_add_func ("/core/credential/words", test_words);
  g_test_add_func ("/core/credential/warning", test_warning);

  return g_test_run ();
}
