/* test-ctl-credential.c - bailiwickctl: what the app registration proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "sandbox-util.h"
#include "test-util.h"

#define SECRET "Sec~ret.1"

typedef struct
{
  BwTestSandbox *sandbox;
  char          *folder;
  char          *url_option;
  char          *folder_option;
} Fixture;

/* What came of one command. */
typedef struct
{
  int   code;
  char *out;
  char *err;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* libsecret's file stands in for a keyring, as it does in Flatpak.  Our patience with
 * it goes by the time scale, too. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *keyring = NULL;

  fixture->sandbox = bw_test_sandbox_new ("--time-scale=1", NULL);
  fixture->folder = bw_test_make_dir ();
  fixture->url_option =
    g_strconcat ("--sandbox=", bw_test_sandbox_get_url (fixture->sandbox), NULL);
  fixture->folder_option = g_strconcat ("--state-dir=", fixture->folder, NULL);
  keyring = g_build_filename (fixture->folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

/* libsecret loses a few bytes each time that it writes its file, which is not for our
 * programs to answer for. */
static void
set_up_writing (Fixture       *fixture,
                gconstpointer  data)
{
  set_up (fixture, data);
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unsetenv ("ASAN_OPTIONS");
  bw_test_remove_dir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->url_option);
  g_free (fixture->folder_option);
  bw_test_sandbox_free (fixture->sandbox);
}

/* @input: (nullable): for the standard input */
static void G_GNUC_NULL_TERMINATED
run (Fixture    *fixture,
     const char *input,
     Outcome    *outcome,
     ...)
{
  g_autofree char *program = g_build_filename (g_getenv ("BW_TEST_BINDIR"), "bailiwickctl", NULL);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  va_list args;

  g_ptr_array_add (words, program);
  g_ptr_array_add (words, fixture->url_option);
  g_ptr_array_add (words, fixture->folder_option);
  va_start (args, outcome);
  for (char *word = va_arg (args, char *); word != NULL; word = va_arg (args, char *))
    g_ptr_array_add (words, word);
  va_end (args);
  g_ptr_array_add (words, NULL);

  process = g_subprocess_newv ((const char * const *) words->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  outcome_clear (outcome);
  g_subprocess_communicate_utf8 (process, input, NULL, &outcome->out, &outcome->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome->code = g_subprocess_get_exit_status (process);
  g_test_message ("exit %d, stderr: %s", outcome->code, outcome->err);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));

  return node;
}

static void
assert_credential (Fixture    *fixture,
                   const char *kind,
                   const char *expires)
{
  g_auto(Outcome) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *credential;

  run (fixture, NULL, &outcome, "account", "show-credential", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  node = parse (outcome.out);
  credential = json_object_get_object_member (json_node_get_object (node), "credential");
  g_assert_cmpuint (json_object_get_size (credential), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (credential, "kind"), ==, kind);
  g_assert_true (json_object_get_null_member (credential, "problem"));
  if (expires != NULL)
    g_assert_cmpstr (json_object_get_string_member (credential, "expires"), ==, expires);
}

static void
register_secret (Fixture    *fixture,
                 const char *secret)
{
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/credentials", "{'secret':'%s'}", secret);
}

/* From one run of the program to the next; nothing of the secret is ever printed. */
static void
test_secret (Fixture       *fixture,
             gconstpointer  data)
{
  g_auto(Outcome) outcome = { 0 };
  g_auto(Outcome) shown = { 0 };

  assert_credential (fixture, "none", NULL);
  run (fixture, SECRET "\nnot this\n", &outcome, "account", "set-secret", "--expires",
       "2999-05-31", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Client secret"));
  g_assert_null (strstr (outcome.out, SECRET));
  g_assert_null (strstr (outcome.err, SECRET));
  assert_credential (fixture, "secret", "2999-05-31T23:59:59Z");

  register_secret (fixture, SECRET);
  run (fixture, NULL, &shown, "account", "show", NULL);
  g_assert_cmpint (shown.code, ==, 0);
  g_assert_nonnull (strstr (shown.out, "2999-05-31"));

  run (fixture, NULL, &outcome, "account", "remove-credential", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  assert_credential (fixture, "none", NULL);
  run (fixture, NULL, &shown, "account", "sign-in", NULL);
  g_assert_cmpint (shown.code, ==, 4);
  g_assert_nonnull (strstr (shown.err, "AADSTS7000218"));
}

static void
test_certificate (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "certificate.pem", NULL);
  g_autofree char *pem = NULL;
  g_autofree char *escaped = NULL;
  g_auto(Outcome) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;

  run (fixture, NULL, &outcome, "account", "export-certificate", NULL);
  g_assert_cmpint (outcome.code, ==, 1);

  run (fixture, NULL, &outcome, "account", "make-certificate", "--days=90", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Thumbprint"));
  g_assert_nonnull (strstr (outcome.err, "export-certificate FILE"));

  run (fixture, NULL, &outcome, "account", "export-certificate", path, NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  g_assert_true (g_str_has_prefix (pem, "-----BEGIN CERTIFICATE-----\n"));
  g_assert_null (strstr (pem, "PRIVATE"));

  run (fixture, NULL, &outcome, "account", "export-certificate", NULL);
  g_assert_cmpstr (outcome.out, ==, pem);
  run (fixture, NULL, &outcome, "account", "export-certificate", "--json", NULL);
  node = parse (outcome.out);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "certificate"), ==,
                   pem);

  escaped = g_strescape (pem, NULL);
  bw_test_sandbox_act (fixture->sandbox, "/_sandbox/credentials", "{'certificate':'%s'}", escaped);
  run (fixture, NULL, &outcome, "account", "show", NULL);
  g_assert_cmpint (outcome.code, ==, 0);

  run (fixture, NULL, &outcome, "account", "sign-out", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.err, "removed, too"));
  assert_credential (fixture, "none", NULL);
}

/* What ends within a month is told whatever is asked for, except to programs. */
static void
test_warning (Fixture       *fixture,
              gconstpointer  data)
{
  g_auto(Outcome) outcome = { 0 };

  run (fixture, NULL, &outcome, "account", "make-certificate", "--days=29", NULL);
  g_assert_nonnull (strstr (outcome.err, "The certificate runs out on "));
  run (fixture, NULL, &outcome, "account", "show-credential", NULL);
  g_assert_nonnull (strstr (outcome.err, "The certificate runs out on "));
  run (fixture, NULL, &outcome, "account", "show-credential", "--json", NULL);
  g_assert_cmpstr (outcome.err, ==, "");
  run (fixture, NULL, &outcome, "account", "make-certificate", "--days=31", NULL);
  g_assert_null (strstr (outcome.err, "runs out on"));
}

static void
test_wrong (Fixture       *fixture,
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
      g_auto(Outcome) outcome = { 0 };

      g_test_message ("case %u", i);
      run (fixture, cases[i].input, &outcome, "account", cases[i].words[0], cases[i].words[1],
           NULL);
      g_assert_cmpint (outcome.code, ==, cases[i].code);
      g_assert_cmpuint (strlen (outcome.err), >, 0);
    }

  assert_credential (fixture, "none", NULL);
}

/* A secret that would be gone with the program is refused. */
static void
test_no_keyring (Fixture       *fixture,
                 gconstpointer  data)
{
  g_auto(Outcome) outcome = { 0 };

  g_unsetenv ("SECRET_BACKEND");
  run (fixture, SECRET, &outcome, "account", "set-secret", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.err, "keyring"));
  run (fixture, NULL, &outcome, "account", "make-certificate", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_credential (fixture, "none", NULL);
}

#define TEST(name, set_up, function) \
  g_test_add ("/ctl/credential/" name, Fixture, NULL, set_up, function, tear_down)

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
