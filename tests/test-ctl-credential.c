/* test-ctl-credential.c - bailiwickctl: what the app registration proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "ctl-util.h"

#define SECRET "Sec~ret.1"

/* libsecret's file stands in for a keyring, as it does in Flatpak. */
static void
set_up (BwCtl         *fixture,
        gconstpointer  data)
{
  g_autofree char *keyring = NULL;

  bw_ctl_set_up (fixture, data);
  keyring = g_build_filename (fixture->folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

/* libsecret's file leaks what it has read (0.20), and what the program did with it would be
 * taken for a failure of the program. */
static void
set_up_writing (BwCtl         *fixture,
                gconstpointer  data)
{
  set_up (fixture, data);
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
}

static void
tear_down (BwCtl         *fixture,
           gconstpointer  data)
{
  g_unsetenv ("ASAN_OPTIONS");
  bw_ctl_tear_down (fixture, data);
}

static void
assert_credential (BwCtl      *fixture,
                   const char *kind,
                   const char *expires)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *credential;

  bw_ctl_run (fixture, &outcome, "account", "show-credential", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = bw_ctl_parse (outcome.out);
  credential = json_object_get_object_member (json_node_get_object (node), "credential");
  g_assert_cmpuint (json_object_get_size (credential), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (credential, "kind"), ==, kind);
  g_assert_true (json_object_get_null_member (credential, "problem"));
  if (expires != NULL)
    g_assert_cmpstr (json_object_get_string_member (credential, "expires"), ==, expires);
}

static void
register_secret (BwCtl      *fixture,
                 const char *secret)
{
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/credentials", "{'secret':'%s'}", secret);
}

/* From one run of the program to the next; nothing of the secret is ever printed. */
static void
test_secret (BwCtl         *fixture,
             gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_auto(BwCtlEnd) shown = { 0 };

  assert_credential (fixture, "none", NULL);
  bw_ctl_run_with (fixture, SECRET "\nnot this\n", &outcome, "account", "set-secret", "--expires",
                   "2999-05-31", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Client secret"));
  g_assert_null (strstr (outcome.out, SECRET));
  g_assert_null (strstr (outcome.err, SECRET));
  assert_credential (fixture, "secret", "2999-05-31T23:59:59Z");

  register_secret (fixture, SECRET);
  bw_ctl_run (fixture, &shown, "account", "show", NULL);
  g_assert_cmpint (shown.code, ==, 0);
  g_assert_nonnull (strstr (shown.out, "2999-05-31"));

  bw_ctl_run (fixture, &outcome, "account", "remove-credential", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  assert_credential (fixture, "none", NULL);
  bw_ctl_run (fixture, &shown, "account", "sign-in", NULL);
  g_assert_cmpint (shown.code, ==, 4);
  g_assert_nonnull (strstr (shown.err, "AADSTS7000218"));
}

static void
test_certificate (BwCtl         *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "certificate.pem", NULL);
  g_autofree char *pem = NULL;
  g_autofree char *escaped = NULL;
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;

  bw_ctl_run (fixture, &outcome, "account", "export-certificate", NULL);
  g_assert_cmpint (outcome.code, ==, 1);

  bw_ctl_run (fixture, &outcome, "account", "make-certificate", "--days=90", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Thumbprint"));
  g_assert_nonnull (strstr (outcome.err, "export-certificate FILE"));

  bw_ctl_run (fixture, &outcome, "account", "export-certificate", path, NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  g_assert_true (g_str_has_prefix (pem, "-----BEGIN CERTIFICATE-----\n"));
  g_assert_null (strstr (pem, "PRIVATE"));

  bw_ctl_run (fixture, &outcome, "account", "export-certificate", NULL);
  g_assert_cmpstr (outcome.out, ==, pem);
  bw_ctl_run (fixture, &outcome, "account", "export-certificate", "--json", NULL);
  node = bw_ctl_parse (outcome.out);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "certificate"), ==,
                   pem);

  escaped = g_strescape (pem, NULL);
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/credentials", "{'certificate':'%s'}", escaped);
  bw_ctl_run (fixture, &outcome, "account", "show", NULL);
  g_assert_cmpint (outcome.code, ==, 0);

  bw_ctl_run (fixture, &outcome, "account", "sign-out", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.err, "removed, too"));
  assert_credential (fixture, "none", NULL);
}

/* What ends within a month is told whatever is asked for, except to programs. */
static void
test_warning (BwCtl         *fixture,
              gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (fixture, &outcome, "account", "make-certificate", "--days=29", NULL);
  g_assert_nonnull (strstr (outcome.err, "The certificate runs out on "));
  bw_ctl_run (fixture, &outcome, "account", "show-credential", NULL);
  g_assert_nonnull (strstr (outcome.err, "The certificate runs out on "));
  bw_ctl_run (fixture, &outcome, "account", "show-credential", "--json", NULL);
  g_assert_cmpstr (outcome.err, ==, "");
  bw_ctl_run (fixture, &outcome, "account", "make-certificate", "--days=31", NULL);
  g_assert_null (strstr (outcome.err, "runs out on"));
}

static void
test_wrong (BwCtl         *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *input;
    const char *words[3];
    int         code;
  } cases[] = {
    { "", { "set-secret" }, 2 },
    { "\n", { "set-secret" }, 2 },
    { "two words\n", { "set-secret" }, 2 },
    { "11112222-3333-4444-5555-666677778888\n", { "set-secret" }, 2 },
    { SECRET, { "set-secret", SECRET }, 2 },
    { SECRET, { "set-secret", "--expires=2020-01-01" }, 2 },
    { SECRET, { "set-secret", "--expires=soon" }, 2 },
    { NULL, { "make-certificate", "--days=0" }, 2 },
    { NULL, { "make-certificate", "--days=ten" }, 2 },
    { NULL, { "make-certificate", "--days=99999" }, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(BwCtlEnd) outcome = { 0 };

      g_test_message ("case %u", i);
      bw_ctl_run_with (fixture, cases[i].input, &outcome, "account", cases[i].words[0],
                       cases[i].words[1], NULL);
      g_assert_cmpint (outcome.code, ==, cases[i].code);
      g_assert_cmpuint (strlen (outcome.err), >, 0);
    }

  assert_credential (fixture, "none", NULL);
}

/* A secret that would be gone with the program is refused. */
static void
test_no_keyring (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  g_unsetenv ("SECRET_BACKEND");
  bw_ctl_run_with (fixture, SECRET, &outcome, "account", "set-secret", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.err, "keyring"));
  bw_ctl_run (fixture, &outcome, "account", "make-certificate", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_credential (fixture, "none", NULL);
}

#define TEST(name, set_up, function) \
  g_test_add ("/ctl/credential/" name, BwCtl, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("secret", set_up_writing, test_secret);
  TEST ("certificate", set_up_writing, test_certificate);
  TEST ("warning", set_up_writing, test_warning);
  TEST ("wrong", set_up_writing, test_wrong);
  TEST ("no-keyring", set_up, test_no_keyring);

  return g_test_run ();
}
