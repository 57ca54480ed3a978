/* test-documents.c - failures, role templates, names: what the model writes and reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-failure.h"
#include "bw-json.h"
#include "bw-limitation.h"
#include "bw-plan.h"
#include "bw-relationship.h"
#include "bw-role-template.h"
#include "bw-role.h"

#define ROLE  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
#define OTHER "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"

static void
test_failure (void)
{
  g_autoptr(BwFailure) failure = bw_failure_new ("BW-4002", "It is so.", "Do that.",
                                                 BW_PARTY_CUSTOMER);
  g_autoptr(BwFailure) again = NULL;
  g_autoptr(JsonNode) json = NULL;
  g_autoptr(JsonNode) twice = NULL;
  g_autofree char *support = NULL;

  failure->tracking_id = g_strdup ("t-1");
  failure->transient = TRUE;
  failure->code = g_strdup ("AADSTS53003");
  failure->message = g_strdup ("Blocked");
  failure->timestamp = g_strdup ("2026-11-24T08:00:00Z");
  failure->correlation_id = g_strdup ("c-1");
  failure->request_id = g_strdup ("q-1");

  json = bw_failure_to_json (failure);
  again = bw_failure_from_json (bw_json_node_object (json));
  twice = bw_failure_to_json (again);
  g_assert_true (json_node_equal (json, twice));
  g_assert_true (again->transient);
  g_assert_cmpint (again->who, ==, BW_PARTY_CUSTOMER);

  support = bw_failure_to_support_text (failure);
  for (guint i = 0; i < 8; i++)
    {
      const char * const parts[] = { "It is so.", "Do that.", "AADSTS53003", "Blocked",
                                     "2026-11-24T08:00:00Z",
                                     "c-1", "q-1", "BW-4002" };

      g_assert_nonnull (strstr (support, parts[i]));
    }
}

static void
test_failure_without_microsoft (void)
{
  g_autoptr(BwFailure) failure = bw_failure_new ("BW-5001", "It is so.", "Do that.", BW_PARTY_YOU);
  g_autoptr(JsonNode) json = bw_failure_to_json (failure);
  g_autoptr(JsonNode) broken = bw_json_parse_text ("{\"eventId\":7,\"microsoft\":[]}", NULL);
  g_autoptr(JsonNode) odd =
    bw_json_parse_text ("{\"eventId\":\"BW-1\",\"who\":\"me\",\"microsoft\":7}", NULL);
  g_autoptr(BwFailure) read = bw_failure_from_json (bw_json_node_object (odd));

  g_assert_false (bw_failure_has_microsoft (failure));
  g_assert_true (JSON_NODE_HOLDS_NULL (json_object_get_member (bw_json_node_object (json),
                                                               "microsoft")));
  g_assert_null (bw_failure_from_json (NULL));
  g_assert_null (bw_failure_from_json (bw_json_node_object (broken)));
  g_assert_cmpint (read->who, ==, BW_PARTY_NOBODY);
}

static void
test_limitations (void)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_limitation_free);
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GPtrArray) odd = NULL;
  g_autoptr(JsonNode) json = NULL;
  g_autoptr(JsonNode) broken =
    bw_json_parse_text ("[1,{},{\"feature\":\"F\"},{\"feature\":\"F\",\"reason\":\"R\"}]", NULL);

  bw_limitations_add (list, "Feature", "Reason");
  bw_limitations_add (list, "Feature", "Reason");
  bw_limitations_add (list, "Feature", "Other reason");
  g_assert_cmpuint (list->len, ==, 2);

  json = bw_limitations_to_json (list);
  again = bw_limitations_from_json (json_node_get_array (json));
  g_assert_cmpuint (again->len, ==, 2);
  odd = bw_limitations_from_json (json_node_get_array (broken));
  g_assert_cmpuint (odd->len, ==, 1);
}

static BwRoleTemplate *
load (const char  *text,
      GError     **error)
{
  g_autoptr(JsonNode) root = bw_json_parse_text (text, NULL);

  g_assert_nonnull (root);

  return bw_role_template_new_from_json (bw_json_node_object (root), error);
}

static void
test_template (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("BW_DATADIR"), "role-templates",
                                            "least-privilege.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(BwRoleTemplate) built_in = NULL;
  g_autoptr(BwRoleTemplate) again = NULL;
  g_autoptr(JsonNode) json = NULL;
  g_autoptr(JsonNode) original = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) ids = NULL;
  g_auto(GStrv) groups = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  built_in = load (text, &error);
  g_assert_no_error (error);

  /* Least privilege means that it is not in it. */
  ids = bw_role_template_dup_role_ids (built_in);
  g_assert_false (bw_role_is_among (BW_ROLE_GLOBAL_ADMINISTRATOR, (const char * const *) ids));
  groups = bw_role_template_dup_groups (built_in);
  g_assert_cmpuint (g_strv_length (groups), ==, 3);
  g_assert_true (g_strv_contains ((const char * const *) groups, "Bailiwick Admins"));

  for (guint i = 0; ids[i] != NULL; i++)
    g_assert_nonnull (bw_role_get_name (ids[i]));

  json = bw_role_template_to_json (built_in);
  original = bw_json_parse_text (text, NULL);
  g_assert_true (json_node_equal (json, original));
  again = bw_role_template_new_from_json (bw_json_node_object (json), &error);
  g_assert_no_error (error);
}

static void
test_broken_template (void)
{
  static const char * const broken[] = {
    "[]",
    "{}",
    "{\"name\":\"\",\"version\":1,\"roles\":[]}",
    "{\"name\":\"N\",\"version\":0,\"roles\":[]}",
    "{\"name\":\"N\",\"version\":\"1\",\"roles\":[]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":{}}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[7]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{}]}",
    "{\"name\":\"N\",\"version\":1,\"extra\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,"
                                                                           "\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"G\","
                                                               "\"feature\":[]}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":\"yes\","
                                                               "\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"nonsense\",\"core\":true,"
      "\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"00000000-0000-0000-0000-000000000000\","
    "\"core\":true,"
      "\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"G\","
      "\"coveredBy\":[\"nonsense\"]}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"G\","
                                                               "\"coveredBy\":\"x\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"G\","
                                                               "\"features\":[1]}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":false,"
                                                               "\"features\":[\"F\"],"
                                                               "\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"G\"},"
      "{\"id\":\"" OTHER "\",\"core\":false,\"group\":\"G\"}]}",
    "{\"name\":\"N\",\"version\":1,\"roles\":[{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"G\"},"
      "{\"id\":\"9B895D92-2CD3-44C7-9D02-A6AC2D5EA5C3\",\"core\":true,\"group\":\"H\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", broken[i]);
      g_assert_null (load (broken[i], &error));
      g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
      g_test_message ("%s", error->message);
    }
}

static void
test_group_roles (void)
{
  const char * const strong[] = { "f2ef992c-3afb-46b9-b7cf-a126ee74c451", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRoleTemplate) self =
    load ("{\"name\":\"N\",\"version\":1,\"roles\":["
          "{\"id\":\"" ROLE "\",\"core\":true,\"group\":\"A\"},"
          "{\"id\":\"" OTHER "\",\"core\":true,\"group\":\"B\","
                             "\"coveredBy\":[\"f2ef992c-3afb-46b9-b7cf-a126ee74c451\"]},"
          "{\"id\":\"5d6b6bb7-de71-4623-b4af-96380a352509\",\"core\":false,\"features\":[\"F\"],"
          "\"group\":\"B\","
          "\"coveredBy\":[\"f2ef992c-3afb-46b9-b7cf-a126ee74c451\"]}]}", &error);
  g_auto(GStrv) all = NULL;
  g_auto(GStrv) instead = NULL;
  g_auto(GStrv) none = NULL;

  g_assert_no_error (error);
  all = bw_role_template_dup_group_roles (self, "B", NULL);
  g_assert_cmpuint (g_strv_length (all), ==, 2);

  /* The stronger role stands in for both, and is assigned once. */
  instead = bw_role_template_dup_group_roles (self, "B", strong);
  g_assert_cmpuint (g_strv_length (instead), ==, 1);
  g_assert_cmpstr (instead[0], ==, strong[0]);
  none = bw_role_template_dup_group_roles (self, "A", strong);
  g_assert_null (none[0]);
}

static void
test_role_names (void)
{
  const char * const ids[] = { BW_ROLE_GLOBAL_ADMINISTRATOR, "11111111-2222-3333-4444-555555555555",
                               NULL };
  g_auto(GStrv) names = bw_role_dup_names (ids);

  g_assert_cmpstr (bw_role_get_name (BW_ROLE_GLOBAL_ADMINISTRATOR), ==, "Global Administrator");
  g_assert_cmpstr (bw_role_get_name ("62E90394-69F5-4237-9190-012177145E10"), ==,
                   "Global Administrator");
  g_assert_null (bw_role_get_name ("11111111-2222-3333-4444-555555555555"));
  g_assert_cmpstr (names[0], ==, "Global Administrator");
  g_assert_nonnull (names[1]);
  g_assert_false (bw_role_is_among (ROLE, NULL));
}

/* The name is how we find our own again: it fits, and its mark stays whole. */
static void
test_names (void)
{
  static const struct { const char *partner; const char *customer; } cases[] = {
    { "Northwind", "Contoso" },
    { NULL, NULL },
    { "", "" },
    { "A partner with a name that does not want to end at all", "Contoso" },
    { "Northwind", "A customer with a name that does not want to end at all" },
    { "A partner with a name that does not want to end",
      "A customer with a name that does not want to end" },
    { "Ünïcödé – & “Söhne”", "日本語の会社名はとても長いことがありますがそれでも入らなければなりません株式会社" },
    { "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "<script>|{}" },
    { "bad \xff bytes", "tab\tand\nline" },
  };
  g_autofree char *plain = bw_relationship_make_name ("Northwind", "Contoso", 1795507200, "k3f9ab");

  g_autofree char *words = bw_relationship_make_name ("Lodestar IT Services",
                                                      "Alder & Pine Architects", 1795507200,
                                                      "k3f9ab");

  g_assert_cmpstr (plain, ==, "Northwind – Contoso – 2026-11 – k3f9ab");
  g_assert_cmpstr (words, ==, "Lodestar IT – Alder & Pine – 2026-11 – k3f9ab");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = bw_relationship_make_name (cases[i].partner, cases[i].customer,
                                                         1795507200, "k3f9ab");
      g_autofree gunichar2 *units = g_utf8_to_utf16 (name, -1, NULL, NULL, NULL);
      guint n_units = 0;

      g_test_message ("%s", name);
      while (units[n_units] != 0)
        n_units++;
      g_assert_cmpuint (n_units, <=, 50);
      g_assert_true (g_str_has_suffix (name, "2026-11 – k3f9ab"));
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_null (strpbrk (name, "<>|{}\t\n"));
    }
}

static void
test_marks (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 100; i++)
    {
      char *mark = bw_relationship_make_mark ();

      g_assert_cmpuint (strlen (mark), ==, 6);
      g_assert_true (g_str_is_ascii (mark));
      g_hash_table_add (seen, mark);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 95);
}

static void
test_plan (void)
{
  g_autoptr(BwPlan) plan = bw_plan_new ("t-1", "Contoso");
  g_autoptr(JsonNode) json = NULL;
  g_autoptr(JsonNode) expected = bw_json_parse_text (
    "{\"tenant\":\"t-1\",\"changes\":[{\"step\":\"groups-and-roles\",\"action\":\"create\","
    "\"what\":\"group\","
    "\"details\":\"Admins\"}],\"holds\":[\"All is well\"]}", NULL);

  bw_plan_add_change (plan, "groups-and-roles", "create", "group", "Admins");
  bw_plan_add_holding (plan, "All is well");
  json = bw_plan_to_json (plan);
  g_assert_true (json_node_equal (json, expected));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/failure/json", test_failure);
  g_test_add_func ("/model/failure/without-microsoft", test_failure_without_microsoft);
  g_test_add_func ("/model/limitations", test_limitations);
  g_test_add_func ("/model/role-template/built-in", test_template);
  g_test_add_func ("/model/role-template/broken", test_broken_template);
  g_test_add_func ("/model/role-template/group-roles", test_group_roles);
  g_test_add_func ("/model/role/names", test_role_names);
  g_test_add_func ("/model/relationship/names", test_names);
  g_test_add_func ("/model/relationship/marks", test_marks);
  g_test_add_func ("/model/plan", test_plan);

  return g_test_run ();
}
