/* test-flow-access.c - the judges of groups, roles and consents
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-json.h"
#include "bw-limitation.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-answer.h"
#include "test-flow-util.h"

#define GRAPH    "00000003-0000-0000-c000-000000000000"
#define DEFENDER "fc780465-2017-40d4-a0c5-307022471b92"
#define ALL_SCOPES "User.Read.All Directory.Read.All Organization.Read.All " \
                   "SecurityEvents.Read.All Application.Read.All"

static BwRequest *
change (Fixture    *self,
        const char *name,
        const char *about)
{
  const BwRequirement *requirement = bw_test_find (self, name, about);

  return requirement->change (requirement, self->facts);
}

static BwVerdict
refuse (Fixture    *self,
        const char *name,
        guint       status,
        const char *json,
        BwFinding  *finding)
{
  const BwRequirement *requirement = bw_test_find (self, name, NULL);
  g_autoptr(BwResponse) answer = bw_test_answer (requirement->change (requirement, self->facts),
                                                 status, json);

  bw_finding_clear (finding);

  return requirement->refused (requirement, self->facts, answer, finding);
}

static void
test_group (Fixture       *self,
            gconstpointer  data)
{
  const BwRequirement *requirement = bw_test_find (self, "group", NULL);
  g_autofree char *lock = requirement->lock (requirement);
  g_auto(BwFinding) finding = { 0 };
  g_autoptr(BwRequest) request = NULL;

  g_assert_cmpint (bw_test_judge (self, "group", NULL, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpint (bw_test_judge (self, "group", NULL, 200,
    "{\"value\":[{\"id\":\"g-1\",\"displayName\":\"" GROUP "\",\"securityEnabled\":true}]}",
    &finding), ==,
    BW_VERDICT_HOLDS);
  g_assert_cmpstr (bw_facts_get_group_id (self->facts, GROUP), ==, "g-1");
  g_assert_cmpstr (lock, ==, "group:" GROUP);
  request = change (self, "group", NULL);
  g_assert_cmpstr (bw_request_get_tenant (request), ==, PARTNER);
  bw_test_assert_cannot (self, "group", 403, NULL, "BW-4004");
}

static void
test_member (Fixture       *self,
             gconstpointer  data)
{
  g_auto(BwFinding) finding = { 0 };
  g_autoptr(BwRequest) request = NULL;

  bw_test_be_in_the_middle (self);
  g_assert_cmpint (bw_test_judge (self, "member", NULL, 200,
                                  "{\"value\":[{\"id\":\"" CLIENT "\"}]}", &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpint (bw_test_judge (self, "member", NULL, 200, "{\"value\":[{\"id\":\"" USER "\"}]}",
                                  &finding), ==,
                   BW_VERDICT_HOLDS);
  request = change (self, "member", NULL);
  g_assert_nonnull (strstr (bw_request_get_uri (request), "/groups/g-1/members/$ref"));

  /* A group that was just made is not everywhere yet. */
  g_assert_cmpint (bw_test_judge (self, "member", NULL, 404, NULL, &finding), ==, BW_VERDICT_WAITS);
  g_assert_cmpint (finding.party, ==, BW_PARTY_MICROSOFT);
  g_assert_cmpint (refuse (self, "member", 404, NULL, &finding), ==, BW_VERDICT_WAITS);
  g_assert_cmpint (refuse (self, "member", 403, NULL, &finding), ==, BW_VERDICT_CANNOT);
}

static char *
make_assignments (const char *status,
                  const char *roles)
{
  return g_strdup_printf (
    "{\"value\":[{\"@odata.etag\":\"W/\\\"e\\\"\",\"id\":\"a-1\",\"status\":\"%s\","
    "\"accessContainer\":"
    "{\"accessContainerId\":\"g-1\",\"accessContainerType\":\"securityGroup\"},\"accessDetails\":"
    "{\"unifiedRoles\":"
    "[%s]}}]}", status, roles);
}

#define ROLE(id) "{\"roleDefinitionId\":\"" id "\"}"

static void
test_assignment (Fixture       *self,
                 gconstpointer  data)
{
  static const struct { const char *status; const char *roles; BwVerdict verdict; } cases[] = {
    { "active", ROLE (APPLICATION_ADMIN) "," ROLE (DIRECTORY_READER), BW_VERDICT_HOLDS },
    { "active", ROLE (DIRECTORY_READER) "," ROLE (CLIENT) "," ROLE (APPLICATION_ADMIN),
      BW_VERDICT_HOLDS },
    { "active", ROLE (APPLICATION_ADMIN), BW_VERDICT_MISSING },
    { "active", "", BW_VERDICT_MISSING },
    { "pending", ROLE (APPLICATION_ADMIN) "," ROLE (DIRECTORY_READER), BW_VERDICT_WAITS },
    { "somethingNew", "", BW_VERDICT_WAITS },
    { "deleted", ROLE (APPLICATION_ADMIN), BW_VERDICT_MISSING },
    { "deleting", ROLE (APPLICATION_ADMIN), BW_VERDICT_MISSING },
    { "error", ROLE (APPLICATION_ADMIN), BW_VERDICT_CANNOT },
  };

  bw_test_be_in_the_middle (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = make_assignments (cases[i].status, cases[i].roles);
      g_auto(BwFinding) finding = { 0 };

      g_test_message ("%s %s", cases[i].status, cases[i].roles);
      g_assert_cmpint (bw_test_judge (self, "assignment", GROUP, 200, json, &finding), ==,
                       cases[i].verdict);
    }
}

static void
test_assignment_change (Fixture       *self,
                        gconstpointer  data)
{
  g_autofree char *other = make_assignments ("active", ROLE (CLIENT));
  g_auto(BwFinding) finding = { 0 };
  g_autoptr(BwRequest) create = NULL;
  BwRequest *update;

  bw_test_be_in_the_middle (self);
  g_assert_cmpint (bw_test_judge (self, "assignment", GROUP, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_MISSING);
  create = change (self, "assignment", GROUP);
  g_assert_cmpstr (bw_request_get_method (create), ==, "POST");

  /* Roles that somebody else gave to the group stay. */
  g_assert_cmpint (bw_test_judge (self, "assignment", GROUP, 200, other, &finding), ==,
                   BW_VERDICT_MISSING);
  update = change (self, "assignment", GROUP);
  g_assert_cmpstr (bw_request_get_header (update, "If-Match"), ==, "W/\"e\"");
  bw_test_assert_request (update, "PATCH",
    "/tenantRelationships/delegatedAdminRelationships/r-1/accessAssignments/a-1", PARTNER,
    "{\"accessDetails\":{\"unifiedRoles\":[" ROLE (CLIENT) "," ROLE (APPLICATION_ADMIN) ","
    ROLE (DIRECTORY_READER)
    "]}}");

  /* A group that gets nothing from this relationship is passed over. */
  g_assert_cmpint (bw_test_judge (self, "assignment", "Bailiwick License Admins", 200,
                                  "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_SKIPPED);
  g_assert_nonnull (finding.text);
}

static void
test_registered (Fixture       *self,
                 gconstpointer  data)
{
  static const int missing[] = { 65001, 90099, 7000229, 700016 };
  g_auto(BwFinding) finding = { 0 };

  bw_test_be_in_the_middle (self);
  g_hash_table_remove_all (self->facts->principals);
  g_assert_cmpint (bw_test_judge (self, "registered", NULL, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpint (bw_test_judge (self, "registered", NULL, 200, "{\"value\":[{\"id\":\"sp-9\"}]}",
                                  &finding), ==,
                   BW_VERDICT_HOLDS);
  g_assert_cmpstr (g_hash_table_lookup (self->facts->principals, CLIENT), ==, "sp-9");

  /* Before the consent the tenant does not even give a token. */
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"error\":\"invalid_grant\",\"error_codes\":[%d]}",
                                               missing[i]);

      g_assert_cmpint (bw_test_judge (self, "registered", NULL, 400, json, &finding), ==,
                       BW_VERDICT_MISSING);
    }
}

/* Right after the approval a refusal is none yet. */
static void
test_settling (Fixture       *self,
               gconstpointer  data)
{
  const char *stale = "{\"error\":\"invalid_grant\",\"error_codes\":[50020]}";
  g_auto(BwFinding) finding = { 0 };

  bw_test_be_in_the_middle (self);
  bw_test_assert_cannot (self, "registered", 400, stale, "BW-4003");
  bw_test_assert_cannot (self, "registered", 403, NULL, "BW-4004");
  bw_test_assert_cannot (self, "registered", 400,
                         "{\"error\":\"invalid_grant\",\"error_codes\":[53003]}", "BW-4002");

  self->facts->relationship->changed = bw_clock_now () - 60;
  g_assert_cmpint (bw_test_judge (self, "registered", NULL, 400, stale, &finding), ==,
                   BW_VERDICT_WAITS);
  g_assert_cmpint (finding.party, ==, BW_PARTY_MICROSOFT);
  g_assert_cmpstr (finding.failure->event_id, ==, "BW-4003");
  g_assert_cmpint (refuse (self, "registered", 403, "{\"code\":900308}", &finding), ==,
                   BW_VERDICT_WAITS);
  g_assert_cmpint (refuse (self, "registered", 401, NULL, &finding), ==, BW_VERDICT_CANNOT);

  /* A policy does not go away by waiting; its owner is told for whom to make an exception. */
  g_assert_cmpint (bw_test_judge (self, "registered", NULL, 400,
                                  "{\"error\":\"invalid_grant\",\"error_codes\":[53003]}",
                                  &finding),
                   ==, BW_VERDICT_CANNOT);
  g_assert_cmpstr (finding.failure->event_id, ==, "BW-4002");
  g_assert_nonnull (strstr (finding.failure->advice, PARTNER));
}

static void
test_resource (Fixture       *self,
               gconstpointer  data)
{
  g_auto(BwFinding) finding = { 0 };
  BwLimitation *limitation;

  bw_test_be_in_the_middle (self);
  g_assert_cmpint (bw_test_judge (self, "resource", DEFENDER, 200,
                                  "{\"value\":[{\"id\":\"sp-7\"}]}", &finding), ==,
                   BW_VERDICT_HOLDS);
  g_assert_cmpuint (self->facts->limitations->len, ==, 0);

  /* No Defender is a limitation; no Graph is no tenant. */
  g_assert_cmpint (bw_test_judge (self, "resource", DEFENDER, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_SKIPPED);
  g_assert_nonnull (finding.text);
  g_assert_cmpuint (self->facts->limitations->len, ==, 1);
  limitation = g_ptr_array_index (self->facts->limitations, 0);
  g_assert_nonnull (strstr (limitation->feature, "Defender"));
  g_assert_cmpint (bw_test_judge (self, "resource", GRAPH, 200, "{\"value\":[]}", &finding), ==,
                   BW_VERDICT_CANNOT);
  g_assert_cmpstr (finding.failure->event_id, ==, "BW-4007");
}

static char *
make_grant (const char *resource,
            const char *scope)
{
  return g_strdup_printf ("{\"value\":[{\"resourceId\":\"%s\",\"consentType\":\"AllPrincipals\","
                          "\"scope\":\"%s\"}]}",
                          resource, scope);
}

static void
test_granted (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *all = make_grant ("sp-2", ALL_SCOPES " More.Read");
  g_autofree char *few = make_grant ("sp-2", "User.Read.All");
  g_autofree char *other = make_grant ("sp-9", ALL_SCOPES);
  g_autofree char *defender = make_grant ("sp-3", "Other.Read");
  g_auto(BwFinding) finding = { 0 };
  g_autoptr(BwRequest) consent = NULL;
  g_autoptr(BwRequest) removal = NULL;

  bw_test_be_in_the_middle (self);
  g_assert_cmpint (bw_test_judge (self, "granted", GRAPH, 200, all, &finding), ==,
                   BW_VERDICT_HOLDS);
  g_assert_cmpint (bw_test_judge (self, "granted", GRAPH, 200, other, &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpuint (finding.stage, ==, 0);
  consent = change (self, "granted", GRAPH);
  g_assert_cmpstr (bw_request_get_method (consent), ==, "POST");
  g_assert_cmpstr (bw_request_get_tenant (consent), ==, PARTNER);

  /* What lacks permissions is removed first: it cannot be added to. */
  g_assert_cmpint (bw_test_judge (self, "granted", GRAPH, 200, few, &finding), ==,
                   BW_VERDICT_MISSING);
  g_assert_cmpuint (finding.stage, !=, 0);
  removal = change (self, "granted", GRAPH);
  g_assert_cmpstr (bw_request_get_method (removal), ==, "DELETE");

  /* But not for the sake of something that we can do without. */
  g_assert_cmpint (bw_test_judge (self, "granted", DEFENDER, 200, defender, &finding), ==,
                   BW_VERDICT_SKIPPED);
  g_assert_cmpuint (self->facts->limitations->len, ==, 1);

  /* Nor is anything granted for what the customer does not have. */
  g_hash_table_remove (self->facts->principals, DEFENDER);
  g_assert_cmpint (bw_test_judge (self, "granted", DEFENDER, 0, NULL, &finding), ==,
                   BW_VERDICT_SKIPPED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) \
  g_test_add (path, Fixture, NULL, bw_test_flow_set_up, func, bw_test_flow_tear_down)
  add ("/flow/csp-access/group", test_group);
  add ("/flow/csp-access/member", test_member);
  add ("/flow/csp-access/assignment", test_assignment);
  add ("/flow/csp-access/assignment-change", test_assignment_change);
  add ("/flow/csp-access/registered", test_registered);
  add ("/flow/csp-access/settling", test_settling);
  add ("/flow/csp-access/resource", test_resource);
  add ("/flow/csp-access/granted", test_granted);
#undef add

  return g_test_run ();
}
