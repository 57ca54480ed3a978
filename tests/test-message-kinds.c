/* test-message-kinds.c - every message in every language, and the user's own templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bw-error.h"
#include "bw-message-file.h"
#include "test-util.h"

#define DAY (24 * 60 * (gint64) 60)
#define LINK "https://login.example/7/v2.0/adminconsent?client_id=1&state=a&b"
#define HELPDESK "729827e3-9c14-49f7-bb1b-9608f156bbb8"
#define GUEST "ada.guest@fabrikam.example"
#define UNKNOWN_ID "11111111-2222-4333-8444-555555555555"
#define INVITATION "Language: Test\nSubject: For {guest}\n\n{customer} invites {guest}.\n"
#define CONSENT_FIELDS \
  "Language: Test\nSubject: S\nApplication: By itself:\nDelegated: For somebody:\n" \
  "With-Content: Files too.\nWithout-Content: No files.\n"
#define CONSENT_BODY \
  "{partner} asks {customer} for {guest} with {application}. {not-asked}\n\n{permissions}\n\n" \
  "{link}\n"

static const char * const languages[] = { "ar", "de", "en", "es", "fr", "it", "ja", "nl", "pt" };

static const char * const roles[] = { HELPDESK, NULL };
static const char * const app_permissions[] = {
  "User.Invite.All", "User.Read.All", "Organization.Read.All", "SecurityEvents.Read.All", NULL,
};
static const char * const delegated_permissions[] = { "User.Read", "Unheard.Of", NULL };

static BwMessageContent
make_content (GHashTable *meanings)
{
  return (BwMessageContent) {
    .partner = "Fabrikam & Sons",
    .sender = "ada@fabrikam.example",
    .customer = "Contoso <Ltd>",
    .domain = "contoso.example",
    .link = LINK,
    .meanings = meanings,
    .relationship = "Fabrikam – Contoso – 2027-01 – k4f7",
    .roles = roles,
    .duration = 730 * DAY,
    .extension = 180 * DAY,
    .deadline = G_GINT64_CONSTANT (1801526400), /* noon of 2 February 2027, UTC */
    .guest = GUEST,
    .application = "Fabrikam Console",
    .app_permissions = app_permissions,
    .delegated_permissions = delegated_permissions,
  };
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p != NULL; p = strstr (p + 1, what))
    n++;

  return n;
}

static void
assert_contains (const char *text,
                 const char *what)
{
  if (strstr (text, what) == NULL)
    g_error ("“%s” is not in: %s", what, text);
}

static BwMessage *
fill_ours (BwMessageKind  kind,
           const char    *language)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessageFile) file = bw_message_file_load (kind, language, &error);
  g_autoptr(BwMessageTemplate) template = NULL;
  BwMessageContent content;

  g_assert_no_error (error);
  g_assert_false (file->is_own);
  template = bw_message_template_new (kind, file->text, file->path, NULL, &error);
  g_assert_no_error (error);
  content = make_content (file->meanings);

  return bw_message_template_fill (template, language, &content);
}

/* What no language may leave out: names, and Microsoft's own words on its pages. */
static const char * const said[BW_MESSAGE_N_KINDS][16] = {
  [BW_MESSAGE_KIND_APPROVAL] = {
    "Fabrikam & Sons", "Contoso <Ltd>", "contoso.example", "Fabrikam – Contoso – 2027-01 – k4f7",
    "730", "180", "2027", "90", "Global Administrator", "Approve partner roles", "Approve all",
    "login.example", "InPrivate", "Consent on behalf of your organization",
    "ada@fabrikam.example",
  },
  [BW_MESSAGE_KIND_CONSENT] = {
    "Fabrikam & Sons", "Contoso <Ltd>", "contoso.example", GUEST, "Fabrikam Console",
    "User.Invite.All", "User.Read.All", "Organization.Read.All", "SecurityEvents.Read.All",
    "Unheard.Of", "Permissions requested", "Accept", "Cancel", "Privileged Role Administrator",
    "InPrivate", "login.example",
  },
  [BW_MESSAGE_KIND_INVITATION] = {
    "Fabrikam & Sons", "Contoso <Ltd>", "contoso.example", GUEST, "Microsoft Invitations",
    "invites@microsoft.com", "Review permissions", "Accept invitation", "InPrivate",
    "login.microsoftonline.com", "ada@fabrikam.example",
  },
};

static void
assert_layout (BwMessage *message)
{
  gboolean with_link = message->kind != BW_MESSAGE_KIND_INVITATION;

  g_assert_null (strpbrk (message->subject, "{}\n"));
  g_assert_null (strpbrk (message->text, "{}"));
  g_assert_null (strpbrk (message->html, "{}"));
  g_assert_cmpuint (count (message->text, "\n\n" LINK "\n\n"), ==, with_link);
  g_assert_cmpuint (count (message->text, LINK), ==, with_link);
  g_assert_cmpuint (count (message->html, "<p dir=\"ltr\"><a href=\"https://login.example/7/v2.0/"
                           "adminconsent?client_id=1&amp;state=a&amp;b\">"), ==, with_link);
  g_assert_cmpuint (count (message->html, "<a "), ==, with_link);
  g_assert_cmpstr (message->link, ==, with_link ? LINK : NULL);
  g_assert_cmpuint (count (message->html, "<ol>"), ==, 1);
  g_assert_cmpuint (count (message->html, "</ol>"), ==, 1);
  g_assert_cmpuint (count (message->html, "<ul>"), ==, count (message->html, "</ul>"));
  g_assert_cmpuint (count (message->html, "<h2>"), >=, 3);
  assert_contains (message->html, "Contoso &lt;Ltd&gt;");
}

static void
assert_direction (BwMessage *message)
{
  gboolean is_rtl = g_str_equal (message->language, "ar");
  g_autofree char *html = NULL;
  g_autofree char *body = g_strdup_printf ("<body dir=\"%s\">", is_rtl ? "rtl" : "ltr");

  html = g_strdup_printf ("<html lang=\"%s\" dir=\"%s\">", message->language,
                          is_rtl ? "rtl" : "ltr");
  g_assert_true (message->is_rtl == is_rtl);
  assert_contains (message->html, html);
  assert_contains (message->html, body);
  /* A name that is written in the other direction does not turn its sentence around. */
  g_assert_cmpuint (count (message->text, "\u2068") > 0, ==, is_rtl);
  g_assert_cmpuint (count (message->text, "\u2068"), ==, count (message->text, "\u2069"));
  /* Nor does it at the beginning of its line. */
  g_assert_cmpuint (count (message->text, "\n\u200f") > 0, ==, is_rtl);
  g_assert_null (strstr (message->text, "\n• \u2068"));
}

static void
test_ours (gconstpointer data)
{
  const char *language = data;

  for (guint kind = 0; kind < BW_MESSAGE_N_KINDS; kind++)
    {
      g_autoptr(BwMessage) message = fill_ours (kind, language);

      g_assert_cmpint (message->kind, ==, kind);
      g_assert_cmpstr (message->language, ==, language);
      assert_layout (message);
      assert_direction (message);
      for (guint i = 0; i < G_N_ELEMENTS (said[kind]) && said[kind][i] != NULL; i++)
        assert_contains (message->text, said[kind][i]);
      g_test_message ("%s\n\n%s", message->subject, message->text);
    }
}

/* What has a meaning in English has one in the other language, and nothing else. */
static void
assert_meanings (BwMessageKind  kind,
                 const char    *language)
{
  g_autoptr(BwMessageFile) english = bw_message_file_load (kind, "en", NULL);
  g_autoptr(BwMessageFile) file = bw_message_file_load (kind, language, NULL);
  GHashTableIter iter;
  gpointer name;

  g_assert_nonnull (file->meanings);
  g_assert_cmpuint (g_hash_table_size (file->meanings), >, 20);
  g_assert_cmpuint (g_hash_table_size (file->meanings), ==, g_hash_table_size (english->meanings));
  g_hash_table_iter_init (&iter, english->meanings);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_assert_true (g_hash_table_contains (file->meanings, name));
}

static void
test_languages (void)
{
  for (guint kind = 0; kind < BW_MESSAGE_N_KINDS; kind++)
    {
      g_auto(GStrv) found = bw_message_file_dup_languages (kind);

      g_assert_cmpuint (g_strv_length (found), ==, G_N_ELEMENTS (languages));
      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        g_assert_cmpstr (found[i], ==, languages[i]);
    }

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      assert_meanings (BW_MESSAGE_KIND_APPROVAL, languages[i]);
      assert_meanings (BW_MESSAGE_KIND_CONSENT, languages[i]);
    }
}

static void
test_variables (void)
{
  BwMessageVariableInfo info;
  guint n = 0;
  gboolean optional_seen = FALSE;

  while (bw_message_kind_get_variable (BW_MESSAGE_KIND_CONSENT, n, &info))
    {
      g_assert_cmpstr (info.meaning, !=, "");
      g_assert_true (info.alone == (g_str_equal (info.name, "link") ||
                                    g_str_equal (info.name, "permissions")));
      g_assert_false (info.required && optional_seen);
      optional_seen = !info.required;
      n++;
    }

  g_assert_cmpuint (n, ==, 10);
  g_assert_false (bw_message_kind_has_link (BW_MESSAGE_KIND_INVITATION));
  g_assert_true (bw_message_kind_has_link (BW_MESSAGE_KIND_CONSENT));
}

static void
add_step (BwJobRow    *row,
          const char  *key,
          BwStepState  state)
{
  BwStepRow *step = bw_step_row_new (key);

  step->state = state;
  g_ptr_array_add (row->steps, step);
}

/* Which message a set-up needs follows from where it stands. */
static void
test_of_job (void)
{
  g_autoptr(BwSetupJob) csp = bw_setup_job_new (BW_SETUP_KIND_CSP);
  g_autoptr(BwSetupJob) guest = bw_setup_job_new (BW_SETUP_KIND_GUEST);
  g_autoptr(BwJobRow) row = bw_job_row_new ("t", BW_SETUP_KIND_GUEST);

  g_assert_cmpint (bw_message_kind_of_job (NULL), ==, BW_MESSAGE_KIND_APPROVAL);
  g_assert_cmpint (bw_message_kind_of_job (csp), ==, BW_MESSAGE_KIND_APPROVAL);
  g_assert_cmpint (bw_message_kind_of_job (guest), ==, BW_MESSAGE_KIND_CONSENT);

  add_step (row, "add-tenant", BW_STEP_STATE_DONE);
  add_step (row, "guest-approval", BW_STEP_STATE_WAITING_FOR_CUSTOMER);
  bw_setup_job_update (guest, row);
  g_assert_cmpint (bw_message_kind_of_job (guest), ==, BW_MESSAGE_KIND_CONSENT);

  bw_job_row_get_step (row, "guest-approval")->state = BW_STEP_STATE_DONE;
  add_step (row, "guest-invitation", BW_STEP_STATE_WAITING_FOR_CUSTOMER);
  bw_setup_job_update (guest, row);
  g_assert_cmpint (bw_message_kind_of_job (guest), ==, BW_MESSAGE_KIND_INVITATION);

  g_assert_true (bw_message_kind_fits_job (BW_MESSAGE_KIND_CONSENT, guest));
  g_assert_false (bw_message_kind_fits_job (BW_MESSAGE_KIND_APPROVAL, guest));
  g_assert_false (bw_message_kind_fits_job (BW_MESSAGE_KIND_INVITATION, csp));
}

/* Each list has its head, and there is none for what is not asked for. */
static void
test_permissions (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessageTemplate) template =
    bw_message_template_new (BW_MESSAGE_KIND_CONSENT, CONSENT_FIELDS "\n" CONSENT_BODY, "test",
                             NULL, &error);
  g_autoptr(GHashTable) meanings =
    bw_message_read_meanings (BW_MESSAGE_KIND_CONSENT, "user.READ: reads <who>\n", "test", &error);
  BwMessageContent content = make_content (meanings);
  const char * const unknown[] = { UNKNOWN_ID, NULL };
  const char * const files[] = { "Files.Read.All", NULL };
  g_autoptr(BwMessage) both = NULL;
  g_autoptr(BwMessage) one = NULL;
  g_autoptr(BwMessage) other = NULL;

  g_assert_no_error (error);
  both = bw_message_template_fill (template, "xx", &content);
  assert_contains (both->text, "No files.\n\nBy itself:\n• User.Invite.All\n");
  assert_contains (both->text, "\n• SecurityEvents.Read.All\n\nFor somebody:\n"
                   "• User.Read: reads <who>\n• Unheard.Of\n\n" LINK "\n");
  assert_contains (both->html, "<p>For somebody:</p>\n<ul>\n<li><strong dir=\"auto\">User.Read"
                   "</strong>: reads &lt;who&gt;</li>\n");

  content.delegated_permissions = NULL;
  content.app_permissions = files;
  one = bw_message_template_fill (template, "xx", &content);
  assert_contains (one->text, "Files too.\n\nBy itself:\n• Files.Read.All\n\n" LINK);
  g_assert_null (strstr (one->text, "For somebody"));

  /* What has no name here may be anything. */
  content.delegated_permissions = unknown;
  content.app_permissions = NULL;
  other = bw_message_template_fill (template, "xx", &content);
  assert_contains (other->text, "Files too.\n\nFor somebody:\n• " UNKNOWN_ID "\n\n" LINK);
}

/* Nothing in a name reorders what stands around it. */
static void
test_turning_names (void)
{
  g_autoptr(BwMessageTemplate) template =
    bw_message_template_new (BW_MESSAGE_KIND_INVITATION, INVITATION, "test", NULL, NULL);
  BwMessageContent content = make_content (NULL);
  g_autoptr(BwMessage) message = NULL;

  content.customer = "A\u202eB\u2067C\u2069\xc2\x85" "D\u2028E\xff";
  message = bw_message_template_fill (template, "xx", &content);
  g_assert_cmpstr (message->text, ==, "ABC D E\ufffd invites " GUEST ".\n");
}

/* Japanese has no space where a line ends, Korean has. */
static void
test_lines (void)
{
  g_autoptr(BwMessageTemplate) template =
    bw_message_template_new (BW_MESSAGE_KIND_INVITATION,
                             "Language: 日本語\nSubject: 招待\n の件\n\n{customer}。\n{guest}\nへ\n"
                             "どうぞ。\n\n한국\n어\n", "test", NULL, NULL);
  BwMessageContent content = make_content (NULL);
  g_autoptr(BwMessage) message = bw_message_template_fill (template, "ja", &content);

  g_assert_cmpstr (message->subject, ==, "招待の件");
  g_assert_cmpstr (message->text, ==, "Contoso <Ltd>。" GUEST " へどうぞ。\n\n한국 어\n");
  g_assert_false (message->is_rtl);
}

typedef struct
{
  BwMessageKind  kind;
  const char    *text;
  guint          line;
  const char    *problem;
} Broken;

static const Broken broken[] = {
  { BW_MESSAGE_KIND_CONSENT, CONSENT_FIELDS "\n" CONSENT_BODY "{roles}\n", 13,
    "test, line 13: the variable {roles} has no meaning here. These have: {partner}" },
  { BW_MESSAGE_KIND_CONSENT, CONSENT_FIELDS "\n" CONSENT_BODY "\n{permissions}\n", 14,
    "test, line 14: {permissions} has to stand alone on a line, and only once." },
  { BW_MESSAGE_KIND_CONSENT, CONSENT_FIELDS "\n{link}\n", 0,
    "test: the message has to use {partner}, {customer}, {guest}, {application}, {not-asked}, "
    "{permissions}, as" },
  { BW_MESSAGE_KIND_CONSENT, INVITATION, 0, "test: the field “Application” is missing" },
  { BW_MESSAGE_KIND_CONSENT, "Date: {day}\n\n", 1, "test, line 1: “Date” is no field" },
  { BW_MESSAGE_KIND_INVITATION, INVITATION "\n{link}\n", 6,
    "test, line 6: the variable {link} has no meaning here" },
  { BW_MESSAGE_KIND_INVITATION, "Language: T\nSubject: {host}\n\n{guest}{customer}\n", 2,
    "test, line 2: the variable {host} has no meaning here" },
  { BW_MESSAGE_KIND_INVITATION, "Language: T\nSubject: S\n\n{customer} {guest\n", 4,
    "test, line 4: a “{” begins a variable" },
};

static void
test_broken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;
      guint line = 99;

      g_assert_null (bw_message_template_new (broken[i].kind, broken[i].text, "test", &line,
                                              &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      assert_contains (error->message, broken[i].problem);
      g_assert_cmpuint (line, ==, broken[i].line);
    }
}

static void
test_too_long (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (INVITATION);

  while (text->len <= 64 * 1024)
    g_string_append (text, "And so on, for ever.\n");
  g_assert_null (bw_message_template_new (BW_MESSAGE_KIND_INVITATION, text->str, "test", NULL,
                                          &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  assert_contains (error->message, "test: the text is longer than 64 KiB");
}

static char *
dup_users_path (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "bailiwick", "messages", name, NULL);
}

static void
test_save (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessageFile) before = NULL;
  g_autoptr(BwMessageFile) own = NULL;
  g_autoptr(BwMessageFile) after = NULL;
  g_autofree char *path = dup_users_path ("invitation/en.txt");
  g_autofree char *name = NULL;

  before = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", &error);
  g_assert_no_error (error);
  g_assert_false (before->is_own);

  bw_message_file_save (BW_MESSAGE_KIND_INVITATION, "en", INVITATION, &error);
  g_assert_no_error (error);
  own = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", &error);
  g_assert_no_error (error);
  g_assert_true (own->is_own);
  g_assert_true (own->has_ours);
  g_assert_cmpstr (own->text, ==, INVITATION);
  g_assert_cmpstr (own->path, ==, path);
  name = bw_message_file_dup_language_name (BW_MESSAGE_KIND_INVITATION, "en");
  g_assert_cmpstr (name, ==, "Test");

  /* A mistake leaves what was there. */
  g_assert_false (bw_message_file_save (BW_MESSAGE_KIND_INVITATION, "en", "Language: x\n", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);
  g_clear_pointer (&own, bw_message_file_free);
  own = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", NULL);
  g_assert_cmpstr (own->text, ==, INVITATION);

  g_assert_true (bw_message_file_reset (BW_MESSAGE_KIND_INVITATION, "en", &error));
  after = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "en", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after->text, ==, before->text);
  g_assert_false (bw_message_file_reset (BW_MESSAGE_KIND_INVITATION, "en", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

/* A language of the user's own comes and goes with its file. */
static void
test_new_language (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) with = NULL;
  g_autoptr(BwMessageFile) file = NULL;

  g_assert_true (bw_message_file_save (BW_MESSAGE_KIND_INVITATION, "pl", INVITATION, &error));
  with = bw_message_file_dup_languages (BW_MESSAGE_KIND_INVITATION);
  g_assert_true (g_strv_contains ((const char * const *) with, "pl"));
  file = bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "pl", &error);
  g_assert_no_error (error);
  g_assert_false (file->has_ours);

  g_assert_true (bw_message_file_reset (BW_MESSAGE_KIND_INVITATION, "pl", &error));
  g_assert_null (bw_message_file_load (BW_MESSAGE_KIND_INVITATION, "pl", &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_NOT_FOUND);
}

static void
test_bad_tags (void)
{
  const char * const tags[] = { "", "../en", "a b", "consent/en", "e\u0301n",
                                "abcdefghijklmnopqrstuvwxyzabcdefghij" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr(GError) load = NULL;
      g_autoptr(GError) save = NULL;
      g_autoptr(GError) reset = NULL;

      g_assert_null (bw_message_file_load (BW_MESSAGE_KIND_INVITATION, tags[i], &load));
      g_assert_error (load, BW_ERROR, BW_ERROR_INVALID);
      g_assert_false (bw_message_file_save (BW_MESSAGE_KIND_INVITATION, tags[i], INVITATION,
                                            &save));
      g_assert_error (save, BW_ERROR, BW_ERROR_INVALID);
      g_assert_false (bw_message_file_reset (BW_MESSAGE_KIND_INVITATION, tags[i], &reset));
      g_assert_error (reset, BW_ERROR, BW_ERROR_INVALID);
    }
}

static void
test_bad_files (void)
{
  g_autofree char *folder = bw_test_make_dir ();
  g_autofree char *bytes = bw_test_write_file (folder, "bytes.txt", "Language: \xc3\x28\n");
  g_autofree char *missing = g_build_filename (folder, "missing.txt", NULL);
  g_autofree char *nul = g_build_filename (folder, "nul.txt", NULL);
  g_autofree char *much = g_build_filename (folder, "much.txt", NULL);
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, 'x');
  g_autoptr(GError) error = NULL;

  g_assert_null (bw_message_file_read (bytes, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_null (bw_message_file_read (missing, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (nul, "Language: x\0y\n", 14, NULL));
  g_assert_null (bw_message_file_read (nul, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (much, text, -1, NULL));
  g_assert_null (bw_message_file_read (much, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  bw_test_remove_dir (folder);
}

/* The same without blocking. */
static void
test_async (void)
{
  g_autoptr(GAsyncResult) saved = NULL;
  g_autoptr(GAsyncResult) broken_one = NULL;
  g_autoptr(GAsyncResult) reset = NULL;
  g_autoptr(BwMessageFile) own = NULL;
  g_autoptr(BwMessageFile) ours = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_message_file_save_async (BW_MESSAGE_KIND_INVITATION, "de", INVITATION, NULL,
                              bw_test_take_result, &slot);
  saved = bw_test_wait (&slot);
  own = bw_message_file_finish (saved, &error);
  g_assert_no_error (error);
  g_assert_true (own->is_own);

  bw_message_file_save_async (BW_MESSAGE_KIND_INVITATION, "de", "nothing", NULL,
                              bw_test_take_result, &slot);
  broken_one = bw_test_wait (&slot);
  g_assert_null (bw_message_file_finish (broken_one, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_clear_error (&error);

  bw_message_file_reset_async (BW_MESSAGE_KIND_INVITATION, "de", NULL, bw_test_take_result, &slot);
  reset = bw_test_wait (&slot);
  ours = bw_message_file_finish (reset, &error);
  g_assert_no_error (error);
  g_assert_false (ours->is_own);
}

/* Every built-in template can be shown before there is anybody to send it to. */
static void
test_sample (void)
{
  for (guint kind = 0; kind < BW_MESSAGE_N_KINDS; kind++)
    {
      g_autoptr(BwMessageFile) file = bw_message_file_load (kind, "en", NULL);
      g_autoptr(BwMessageTemplate) template =
        bw_message_template_new (kind, file->text, file->path, NULL, NULL);
      g_autoptr(BwMessage) message =
        bw_message_template_fill_sample (template, "en", file->meanings);

      g_assert_null (strpbrk (message->text, "{}"));
      assert_contains (message->text, "Contoso");
      assert_contains (message->text, "fabrikam.example");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *path = g_strconcat ("/core/message-kinds/ours/", languages[i], NULL);

      g_test_add_data_func (path, languages[i], test_ours);
    }
  g_test_add_func ("/core/message-kinds/languages", test_languages);
  g_test_add_func ("/core/message-kinds/variables", test_variables);
  g_test_add_func ("/core/message-kinds/of-job", test_of_job);
  g_test_add_func ("/core/message-kinds/permissions", test_permissions);
  g_test_add_func ("/core/message-kinds/turning-names", test_turning_names);
  g_test_add_func ("/core/message-kinds/lines", test_lines);
  g_test_add_func ("/core/message-kinds/broken", test_broken);
  g_test_add_func ("/core/message-kinds/too-long", test_too_long);
  g_test_add_func ("/core/message-kinds/save", test_save);
  g_test_add_func ("/core/message-kinds/new-language", test_new_language);
  g_test_add_func ("/core/message-kinds/bad-tags", test_bad_tags);
  g_test_add_func ("/core/message-kinds/bad-files", test_bad_files);
  g_test_add_func ("/core/message-kinds/async", test_async);
  g_test_add_func ("/core/message-kinds/sample", test_sample);

  return g_test_run ();
}
