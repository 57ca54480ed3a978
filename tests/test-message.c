/* test-message.c - the approval message, and how templates are read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "bw-data.h"
#include "bw-error.h"
#include "bw-message-file.h"
#include "bw-role.h"
#include "test-util.h"

#define DAY (24 * 60 * (gint64) 60)
#define TENANT "0c3f1d7a-52c1-4d8e-9a6f-3b1a7c5e2d10"
#define HELPDESK "729827e3-9c14-49f7-bb1b-9608f156bbb8"
#define LINK \
  "https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/" \
  "granularAdminRelationships/a&b"

/* The smallest one that says all it has to. */
#define FIELDS \
  "Language: Test\nSubject: {partner} asks {customer}\nDate: {year}/{month}/{day}\n" \
  "Months: A B C D E F G H I J K L\nExtends: By {extension} days.\nEnds: Then no more.\n" \
  "With-Global-Administrator: All.\nWithout-Global-Administrator: Not all.\n"
#define BODY \
  "{customer}, {partner} asks for {duration} days. {renewal} {not-asked}\n\n" \
  "{roles}\n\n{link}\n\nBy {deadline}.\n"

static const char * const some_roles[] = { HELPDESK, "4D6AC14F-3453-41d0-bef9-a3e0c569773a", NULL };

static BwMessageContent
make_content (void)
{
  return (BwMessageContent) {
    .partner = "Fabrikam & Sons",
    .sender = "ada@fabrikam.example",
    .customer = "Contoso <Ltd>",
    .domain = "contoso.example",
    .relationship = "Fabrikam – Contoso – 2027-01 – k4f7",
    .roles = some_roles,
    .duration = 730 * DAY,
    .extension = 180 * DAY,
    .deadline = G_GINT64_CONSTANT (1801526400), /* noon of 2 February 2027, UTC */
    .link = LINK,
  };
}

static char *
read_data (const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = bw_data_find ("messages", name, &error);
  char *text = NULL;

  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static BwMessageTemplate *
read_template (const char  *text,
               const char  *where,
               GError     **error)
{
  return bw_message_template_new (BW_MESSAGE_KIND_APPROVAL, text, where, NULL, error);
}

static GHashTable *
read_roles (const char  *text,
            const char  *where,
            GError     **error)
{
  return bw_message_read_meanings (BW_MESSAGE_KIND_APPROVAL, text, where, error);
}

static BwMessage *
fill_ours (const char             *language,
           const BwMessageContent *content)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_strconcat (language, ".txt", NULL);
  g_autofree char *text = read_data (name);
  g_autoptr(BwMessageTemplate) template = read_template (text, name, &error);

  g_assert_no_error (error);

  return bw_message_template_fill (template, language, content);
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

static void
test_ours (gconstpointer data)
{
  const char *language = data;
  BwMessageContent content = make_content ();
  g_autofree char *roles_name = g_strdup_printf ("roles/%s.txt", language);
  g_autofree char *roles_text = read_data (roles_name);
  g_autoptr(GHashTable) meanings = read_roles (roles_text, roles_name, NULL);
  g_autoptr(BwMessage) message = NULL;
  const char * const said[] = {
    "Fabrikam & Sons", "Contoso <Ltd>", "contoso.example", "Fabrikam – Contoso – 2027-01 – k4f7",
    "730", "180", "2027", "Global Administrator", "Approve partner roles", "Approve all",
    "admin.microsoft.com", "InPrivate",
    "Consent on behalf of your organization", "ada@fabrikam.example", "• Helpdesk Administrator: ",
    "• License Administrator: ", "\n\n" LINK "\n\n",
  };

  content.meanings = meanings;
  message = fill_ours (language, &content);

  g_assert_cmpstr (message->language, ==, language);
  g_assert_cmpstr (message->link, ==, LINK);
  assert_contains (message->subject, "Fabrikam & Sons");
  g_assert_null (strpbrk (message->subject, "{}\n"));
  g_assert_null (strpbrk (message->text, "{}"));
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    assert_contains (message->text, said[i]);
  g_assert_cmpuint (count (message->text, LINK), ==, 1);

  g_assert_cmpuint (count (message->html, "<a "), ==, 1);
  assert_contains (message->html,
                   "<a href=\"https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/"
                   "granularAdminRelationships/a&amp;b\">");
  assert_contains (message->html, "Contoso &lt;Ltd&gt;");
  assert_contains (message->html, "<li><strong dir=\"auto\">Helpdesk Administrator</strong>: ");
  g_assert_cmpuint (count (message->html, "<ol>"), ==, 1);
  g_assert_cmpuint (count (message->html, "</ol>"), ==, 1);
  g_assert_cmpuint (count (message->html, "<ul>"), ==, count (message->html, "</ul>"));
}

static void
test_renewal (void)
{
  BwMessageContent content = make_content ();
  g_autoptr(BwMessage) extends = fill_ours ("en", &content);
  g_autoptr(BwMessage) ends = NULL;

  content.extension = 0;
  ends = fill_ours ("en", &content);

  assert_contains (extends->text, "extends itself by 180 days");
  g_assert_null (strstr (ends->text, "extends itself"));
  assert_contains (ends->text, "it ends by itself");
}

static void
test_global_administrator (void)
{
  const char * const roles[] = { HELPDESK, BW_ROLE_GLOBAL_ADMINISTRATOR, NULL };
  BwMessageContent content = make_content ();
  g_autoptr(BwMessage) without = fill_ours ("en", &content);
  g_autoptr(BwMessage) with = NULL;

  content.roles = roles;
  with = fill_ours ("en", &content);

  assert_contains (without->text, "We do not ask for the role Global Administrator");
  g_assert_null (strstr (with->text, "We do not ask for the role"));
  assert_contains (with->text, "Please note that Global Administrator is among these roles");
}

static void
test_layout (void)
{
  g_autoptr(GError) error = NULL;
  BwMessageContent content = make_content ();
  g_autoptr(BwMessageTemplate) template = NULL;
  g_autoptr(BwMessage) message = NULL;

  template = read_template (FIELDS "\n" BODY "\n## Steps\n\n"
                            "3. One\n   and more\n4. Two\n- Point\nlast {host}\n",
                            "test", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bw_message_template_get_language (template), ==, "Test");

  message = bw_message_template_fill (template, "xx", &content);
  g_assert_cmpstr (message->subject, ==, "Fabrikam & Sons asks Contoso <Ltd>");
  g_assert_cmpstr (message->text, ==,
                   "Contoso <Ltd>, Fabrikam & Sons asks for 730 days. By 180 days. Not all.\n\n"
                   "• Helpdesk Administrator\n• License Administrator\n\n" LINK "\n\n"
                   "By 2027/B/2.\n\n"
                   "Steps\n1. One and more\n2. Two\n\n• Point last admin.microsoft.com\n");
  assert_contains (message->html,
                   "<h2>Steps</h2>\n<ol>\n<li>One and more</li>\n<li>Two</li>\n</ol>\n<ul>\n"
                                  "<li>Point last admin.microsoft.com</li>\n</ul>\n</body>");
}

/* Names come from outside, and are not read again. */
static void
test_hostile_names (void)
{
  BwMessageContent content = make_content ();
  g_autoptr(BwMessageTemplate) template = read_template (FIELDS "\n" BODY, "test", NULL);
  g_autoptr(BwMessage) message = NULL;

  content.customer = "{link} {sender}\nhttps://evil.example\n<script>";
  content.partner = "{partner}";
  message = bw_message_template_fill (template, "xx", &content);

  g_assert_cmpstr (message->subject, ==,
                   "{partner} asks {link} {sender} https://evil.example <script>");
  g_assert_cmpuint (count (message->text, LINK), ==, 1);
  g_assert_null (strstr (message->text, "\nhttps://evil.example"));
  g_assert_null (strstr (message->html, "<script>"));
}

typedef struct
{
  const char *text;
  const char *problem;
} Broken;

static const Broken broken[] = {
  { FIELDS "\n" BODY "{custmer}\n",
    "line 16: the variable {custmer} has no meaning here. These have: {partner}" },
  { FIELDS "\n" BODY "{extension}\n", "line 16: the variable {extension} has no meaning here" },
  { FIELDS "\n" BODY "{day\n", "line 16: a “{” begins a variable" },
  { FIELDS "\n" BODY "{link}\n", "line 17: {link} has to stand alone on a line, and only once" },
  { FIELDS "\n" BODY "{roles}\n", "line 17: {roles} has to stand alone" },
  { FIELDS "\n" BODY "See {link}.\n", "line 16: {link} has to stand alone" },
  { FIELDS "\n{customer} {partner} {duration} {renewal} {not-asked} {deadline}\n\n{roles}\n",
    "test: the message has to use {link}" },
  { FIELDS "\n{link}\n{roles}\n",
    "has to use {partner}, {customer}, {duration}, {deadline}, {renewal}, {not-asked}, as" },
  { FIELDS "Colour: red\n\n" BODY, "line 9: “Colour” is no field" },
  { FIELDS "Ends: twice\n\n" BODY, "line 9: “Ends” is no field, or one that was there before" },
  { FIELDS "no colon\n\n" BODY, "line 9: “no colon” is no field" },
  { "Language: Test\n\n" BODY, "test: the field “Subject” is missing" },
  { "", "test: the field “Language” is missing" },
  { "Language: {partner}\n" , "line 1: the variable {partner} has no meaning here." },
  { "Language: \xff\n" , "test: the text is not UTF-8" },
};

static void
test_broken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BwMessageTemplate) template =
        read_template (broken[i].text, "test", &error);

      g_assert_null (template);
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      assert_contains (error->message, broken[i].problem);
    }
}

static void
test_months (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (FIELDS "\n" BODY);
  g_autoptr(BwMessageTemplate) template = NULL;

  g_string_replace (text, "A B C", "A B", 1);
  template = read_template (text->str, "test", &error);
  g_assert_null (template);
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  assert_contains (error->message, "“Months” has to name twelve months");
}

/* What is cut off anywhere is refused, or complete by chance, but never a crash. */
static void
test_cut_off (void)
{
  g_autofree char *text = read_data ("de.txt");
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *piece = g_strndup (text, i);
      g_autoptr(BwMessageTemplate) template = read_template (piece, "piece", &error);

      if (template == NULL)
        g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      else
        g_assert_nonnull (strstr (piece, "\n{link}\n"));
    }
}

static void
test_meanings (void)
{
  const char * const languages[] = { "en", "de" };
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *path = bw_data_find ("role-templates", "least-privilege.json", NULL);
  JsonArray *roles;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  roles = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                        "roles");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *name = g_strdup_printf ("roles/%s.txt", languages[i]);
      g_autofree char *text = read_data (name);
      g_autoptr(GHashTable) meanings = read_roles (text, name, &error);
      GHashTableIter iter;
      gpointer id;

      g_assert_no_error (error);
      for (guint j = 0; j < json_array_get_length (roles); j++)
        {
          JsonObject *role = json_array_get_object_element (roles, j);

          g_assert_true (g_hash_table_contains (meanings,
                                                json_object_get_string_member (role, "id")));
        }

      g_hash_table_iter_init (&iter, meanings);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_assert_nonnull (bw_role_get_name (id));
    }
}

static void
test_broken_meanings (void)
{
  const char * const texts[] =
    { "# fine\n\nno role\n", "\n\n" HELPDESK "\n", "\n\n" HELPDESK ":  \n", "\n\nx: y\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_roles (texts[i], "roles", &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      assert_contains (error->message, "roles, line 3: ");
    }
}

static char *
write_users_own (const char *name,
                 const char *text)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_config_dir (), "bailiwick", "messages", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  return bw_test_write_file (folder, name, text);
}

static char *
dup_name (const char *language)
{
  return bw_message_file_dup_language_name (BW_MESSAGE_KIND_APPROVAL, language);
}

static void
test_languages (void)
{
  g_auto(GStrv) ours = bw_message_file_dup_languages (BW_MESSAGE_KIND_APPROVAL);
  g_auto(GStrv) with_mine = NULL;
  g_autofree char *german = dup_name ("de");
  g_autofree char *path = write_users_own ("xx.txt", FIELDS "\n" BODY);
  g_autofree char *mine = dup_name ("xx");
  g_autofree char *none = dup_name ("yy");
  g_autofree char *outside = dup_name ("roles/en");

  with_mine = bw_message_file_dup_languages (BW_MESSAGE_KIND_APPROVAL);
  g_assert_true (g_strv_contains ((const char * const *) ours, "en"));
  g_assert_true (g_strv_contains ((const char * const *) ours, "de"));
  g_assert_false (g_strv_contains ((const char * const *) ours, "roles"));
  g_assert_cmpuint (g_strv_length (with_mine), ==, g_strv_length (ours) + 1);
  g_assert_cmpstr (german, ==, "Deutsch");
  g_assert_cmpstr (mine, ==, "Test");
  g_assert_cmpstr (none, ==, "yy");
  g_assert_cmpstr (outside, ==, "roles/en");

  g_remove (path);
}

static GError *
make_error (const char *language,
            const char *link)
{
  g_autoptr(BwStore) store = bw_store_new (g_get_user_data_dir ());
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(BwSession) session = bw_session_new (store, vault);
  g_autoptr(BwTenant) tenant = bw_tenant_new (TENANT);
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (TENANT);
  g_autoptr(BwJobRow) job = bw_job_row_new (TENANT, BW_SETUP_KIND_CSP);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  GError *error = NULL;

  job->link = g_strdup (link);
  job->relationship_id = g_strdup ("r");
  bw_tenant_update (tenant, row, job);

  bw_message_make_async (session, tenant, BW_MESSAGE_KIND_APPROVAL, language, NULL,
                         bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_null (bw_message_make_finish (result, &error));

  return error;
}

static void
test_broken_users_own (void)
{
  g_autofree char *path = write_users_own ("en.txt", FIELDS "\n" BODY "{patner}\n");
  g_autoptr(GError) error = make_error ("en", LINK);

  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  assert_contains (error->message, path);
  assert_contains (error->message, "{patner}");

  g_remove (path);
}

static void
test_nothing_to_approve (void)
{
  g_autoptr(GError) no_link = make_error ("en", NULL);
  g_autoptr(GError) no_language = make_error ("../en", LINK);

  g_assert_error (no_link, BW_ERROR, BW_ERROR_NOT_FOUND);
  g_assert_error (no_language, BW_ERROR, BW_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/core/message/ours/en", "en", test_ours);
  g_test_add_data_func ("/core/message/ours/de", "de", test_ours);
  g_test_add_func ("/core/message/renewal", test_renewal);
  g_test_add_func ("/core/message/global-administrator", test_global_administrator);
  g_test_add_func ("/core/message/layout", test_layout);
  g_test_add_func ("/core/message/hostile-names", test_hostile_names);
  g_test_add_func ("/core/message/broken", test_broken);
  g_test_add_func ("/core/message/months", test_months);
  g_test_add_func ("/core/message/cut-off", test_cut_off);
  g_test_add_func ("/core/message/meanings", test_meanings);
  g_test_add_func ("/core/message/broken-meanings", test_broken_meanings);
  g_test_add_func ("/core/message/languages", test_languages);
  g_test_add_func ("/core/message/broken-users-own", test_broken_users_own);
  g_test_add_func ("/core/message/nothing-to-approve", test_nothing_to_approve);

  return g_test_run ();
}
