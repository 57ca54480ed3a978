/* test-ctl-tenants.c - bailiwickctl: tenants that are added and removed by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "ctl-util.h"
#include "test-util.h"

#define GUEST "technician@lodestar-it.example"

static void
assert_sentence (const char *text)
{
  g_assert_true (g_str_has_prefix (text, "bailiwickctl: "));
  g_assert_nonnull (strchr (text, '.'));
}

static void
add (BwCtl      *fixture,
     BwCtlEnd   *outcome,
     const char *tenant,
     const char *guest)
{
  bw_ctl_run (fixture, outcome, "--json", "tenants", "add", "--name", "Zephyr", "--tenant-id",
              tenant, "--guest-email", guest, NULL);
}

static JsonObject *
parse_object (const char  *text,
              JsonNode   **node)
{
  *node = bw_ctl_parse (text);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (*node));

  return json_node_get_object (*node);
}

static void
test_add (BwCtl         *fixture,
          gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_auto(BwCtlEnd) shown = { 0 };
  g_autoptr(JsonNode) node = NULL;
  JsonObject *tenant;

  add (fixture, &outcome, "someone@zephyrine.example", GUEST);
  g_assert_cmpint (outcome.code, ==, 0);
  tenant = parse_object (outcome.out, &node);
  g_assert_cmpstr (json_object_get_string_member (tenant, "name"), ==, "Zephyr");
  g_assert_cmpstr (json_object_get_string_member (tenant, "source"), ==, "microsoft-365");
  g_assert_cmpstr (json_object_get_string_member (tenant, "status"), ==, "not-set-up");

  bw_ctl_run (fixture, &shown, "--json", "tenants", "show", "Zephyr", NULL);
  g_assert_cmpint (shown.code, ==, 0);
  g_assert_cmpstr (shown.out, ==, outcome.out);

  add (fixture, &outcome, "zephyrine.onmicrosoft.com", GUEST);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.err, "Zephyr"));
  g_assert_cmpstr (outcome.out, ==, "");
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

static void
test_refusals (BwCtl         *fixture,
               gconstpointer  data)
{
  const struct
  {
    const char *tenant;
    const char *guest;
    int         code;
    const char *part;
  } cases[] = {
    { "zephyrine", GUEST, 2, "tenant ID" },
    { "zephyrine.example", "nobody", 2, "@" },
    { "zephyrine.example", "someone@zephyrine.example", 2, "lodestar-it.example" },
    { "unknown.example", GUEST, 1, "unknown.example" },
    { "northgate-avionics.example", GUEST, 2, "US Government" },
    { "lodestar-it.example", GUEST, 2, "own partner tenant" },
    { "alderpine.example", GUEST, 1, "--as-csp" },
  };
  g_auto(BwCtlEnd) outcome = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add (fixture, &outcome, cases[i].tenant, cases[i].guest);
      g_assert_cmpint (outcome.code, ==, cases[i].code);
      g_assert_nonnull (strstr (outcome.err, cases[i].part));
      g_assert_cmpstr (outcome.out, ==, "");
    }

  bw_ctl_run (fixture, &outcome, "tenants", "add", "--name", "X", "--tenant-id",
              "zephyrine.example", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "--guest-email"));
  bw_ctl_run (fixture, &outcome, "tenants", "add", "--name", "X", "--tenant-id",
              "zephyrine.example", "--as-csp", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  assert_sentence (outcome.err);
}

static void
test_add_as_csp (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (fixture, &outcome, "tenants", "add", "--name", "Alder", "--tenant-id",
              "alderpine.example", "--as-csp", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Alder"));
  g_assert_nonnull (strstr (outcome.out, "Microsoft Partner Center"));
}

static void
test_signed_out (BwCtl         *fixture,
                 gconstpointer  data)
{
  g_autofree char *file = bw_test_write_file (fixture->folder, "tenants.csv", "name,tenant,guest");
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (NULL, &outcome, fixture->folder_option, "tenants", "add", "--name", "X",
              "--tenant-id", "zephyrine.example", "--guest-email", GUEST, NULL);
  g_assert_cmpint (outcome.code, ==, 4);
  bw_ctl_run (NULL, &outcome, fixture->folder_option, "tenants", "import", file, NULL);
  g_assert_cmpint (outcome.code, ==, 4);
}

static void
assert_outcomes (const char *text,
                 const char *expected)
{
  g_autoptr(JsonNode) node = bw_ctl_parse (text);
  JsonArray *lines = json_node_get_array (node);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);

      g_assert_cmpuint (json_object_get_size (line), ==, 5);
      g_string_append_printf (found, "%d:%s:%s ", (int) json_object_get_int_member (line, "line"),
                              json_object_get_string_member (line, "name"),
                              json_object_get_string_member (line, "outcome"));
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_import (BwCtl         *fixture,
             gconstpointer  data)
{
  g_autofree char *good = bw_test_write_file (fixture->folder, "good.csv",
                                              "name,tenant,guest\n"
                                              "Zephyr,zephyrine.example," GUEST "\n"
                                              "Alder,alderpine.example," GUEST "\n");
  g_autofree char *mixed = bw_test_write_file (fixture->folder, "mixed.csv",
                                               "name,tenant,guest\n"
                                               "Zephyr,zephyrine.example," GUEST "\n"
                                               "Lost,unknown.example," GUEST "\n");
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (fixture, &outcome, "tenants", "import", good, "--dry-run", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  assert_outcomes (outcome.out, "2:Zephyr:added 3:Alder:added-as-csp ");
  bw_ctl_run (fixture, &outcome, "tenants", "import", good, "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  assert_outcomes (outcome.out, "2:Zephyr:added 3:Alder:added-as-csp ");

  bw_ctl_run (fixture, &outcome, "tenants", "import", mixed, "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_outcomes (outcome.out, "2:Zephyr:already-there 3:Lost:refused ");
  bw_ctl_run (fixture, &outcome, "tenants", "import", mixed, NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.out, "Line 3, Lost: Refused. "));
  g_assert_cmpstr (outcome.err, ==, "");
}

static void
test_import_garbage (BwCtl         *fixture,
                     gconstpointer  data)
{
  g_autofree char *garbage = bw_test_write_file (fixture->folder, "garbage.csv", "\"");
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (fixture, &outcome, "tenants", "import", garbage, NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  assert_sentence (outcome.err);
  bw_ctl_run (fixture, &outcome, "tenants", "import", "/missing.csv", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  g_assert_nonnull (strstr (outcome.err, "/missing.csv"));
}

static void
test_remove (BwCtl         *fixture,
             gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };
  g_autoptr(JsonNode) node = NULL;

  add (fixture, &outcome, "zephyrine.example", GUEST);
  g_assert_cmpint (outcome.code, ==, 0);

  /* Nobody can be asked here. */
  bw_ctl_run_with (fixture, "y\n", &outcome, "tenants", "remove", "Zephyr", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "--yes"));

  bw_ctl_run (fixture, &outcome, "tenants", "remove", "Zephyr", "--yes", "--json", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (parse_object (outcome.out, &node), "name"), ==,
                   "Zephyr");
  bw_ctl_run (fixture, &outcome, "tenants", "show", "Zephyr", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  bw_ctl_run (fixture, &outcome, "tenants", "remove", "Zephyr", "--yes", NULL);
  g_assert_cmpint (outcome.code, ==, 2);
  g_assert_cmpuint (bw_test_sandbox_count_writes (fixture->sandbox), ==, 0);
}

static void
test_remove_busy (BwCtl         *fixture,
                  gconstpointer  data)
{
  g_auto(BwCtlEnd) outcome = { 0 };

  bw_ctl_run (fixture, &outcome, "setup", "start", "Alder & Pine Architects", "--new", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (fixture, &outcome, "tenants", "remove", "Alder & Pine Architects", "--yes", NULL);
  g_assert_cmpint (outcome.code, ==, 1);
  assert_sentence (outcome.err);

  bw_ctl_run (fixture, &outcome, "setup", "cancel", "Alder & Pine Architects", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  bw_ctl_run (fixture, &outcome, "tenants", "remove", "Alder & Pine Architects", "--yes", NULL);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_nonnull (strstr (outcome.out, "Alder & Pine Architects"));
}

#define TEST(name, function) \
  g_test_add ("/cli/tenants/" name, BwCtl, NULL, bw_ctl_set_up, function, bw_ctl_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  TEST ("add", test_add);
  TEST ("refusals", test_refusals);
  TEST ("add-as-csp", test_add_as_csp);
  TEST ("signed-out", test_signed_out);
  TEST ("import", test_import);
  TEST ("import-garbage", test_import_garbage);
  TEST ("remove", test_remove);
  TEST ("remove-busy", test_remove_busy);

  return g_test_run ();
}
