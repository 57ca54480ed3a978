/* test-flow-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-pace.h"
#include "bw-util.h"
#include "test-answer.h"
#include "test-flow-util.h"

static BwFacts *
make_facts (Fixture *self)
{
  g_autoptr(BwTenantRow) tenant = bw_tenant_row_new (CUSTOMER);
  g_autoptr(BwJobRow) job = bw_job_row_new (CUSTOMER, BW_SETUP_KIND_CSP);
  BwFacts *facts;

  bw_set_str (&tenant->name, "Contoso");
  facts = bw_facts_new (self->cloud, self->role_template, tenant, job);
  facts->partner_tenant = g_strdup (PARTNER);
  facts->partner_name = g_strdup ("Northwind");
  facts->user_id = g_strdup (USER);
  facts->client_id = g_strdup (CLIENT);
  facts->tracking_id = g_strdup ("run-1");
  facts->duration = 730 * 86400;
  facts->auto_extend = TRUE;

  return facts;
}

/**
 * bw_test_flow_set_up:
 * @self: a fixture
 * @data: not used
 *
 * A customer of whom nothing was looked at yet, and a small role template.
 */
void
bw_test_flow_set_up (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr(JsonNode) root = bw_json_parse_text (
    "{\"name\":\"Test\",\"version\":1,\"roles\":["
    "{\"id\":\"" APPLICATION_ADMIN "\",\"core\":true,\"group\":\"" GROUP "\"},"
    "{\"id\":\"" DIRECTORY_READER "\",\"core\":true,\"group\":\"" GROUP "\"},"
    "{\"id\":\"4d6ac14f-3453-41d0-bef9-a3e0c569773a\",\"core\":false,\"features\":[\"Licences\"],"
    "\"group\":\"Bailiwick License Admins\"}]}", NULL);
  g_autoptr(GError) error = NULL;

  self->cloud = bw_cloud_new ("global", &error);
  g_assert_no_error (error);
  self->role_template = bw_role_template_new_from_json (bw_json_node_object (root), &error);
  g_assert_no_error (error);
  self->facts = make_facts (self);
  self->steps = bw_csp_setup_new_steps (self->role_template);
}

/**
 * bw_test_flow_tear_down:
 * @self: a fixture
 * @data: not used
 */
void
bw_test_flow_tear_down (Fixture       *self,
                        gconstpointer  data)
{
  g_ptr_array_unref (self->steps);
  bw_facts_free (self->facts);
  bw_role_template_unref (self->role_template);
  bw_cloud_unref (self->cloud);
}

static void
learn_the_middle (BwFacts *facts)
{
  g_autofree char *json = bw_test_relationship ("r-1", "Helpdesk", "active");
  g_autoptr(BwResponse) answer = bw_test_answer_from ("graph", 200, json);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRelationship) relationship = bw_gdap_read (answer, &error);

  g_assert_no_error (error);
  bw_facts_learn_relationship (facts, relationship);
  g_hash_table_insert (facts->group_ids, g_strdup (GROUP), g_strdup ("g-1"));
  g_hash_table_insert (facts->group_ids, g_strdup ("Bailiwick License Admins"), g_strdup ("g-2"));
  g_hash_table_insert (facts->principals, g_strdup (CLIENT), g_strdup ("sp-1"));
  g_hash_table_insert (facts->principals, g_strdup ("00000003-0000-0000-c000-000000000000"),
                       g_strdup ("sp-2"));
  g_hash_table_insert (facts->principals, g_strdup ("fc780465-2017-40d4-a0c5-307022471b92"),
                       g_strdup ("sp-3"));
}

/**
 * bw_test_be_in_the_middle:
 * @self: a fixture
 *
 * From here on an active admin relationship, the groups and the service
 * principals were seen.
 */
void
bw_test_be_in_the_middle (Fixture *self)
{
  learn_the_middle (self->facts);
}

/**
 * bw_test_facts_copy:
 * @self: a fixture
 *
 * Returns: (transfer full): facts as in the middle of a set-up, for one judge
 */
BwFacts *
bw_test_facts_copy (Fixture *self)
{
  BwFacts *facts = make_facts (self);

  learn_the_middle (facts);

  return facts;
}

/**
 * bw_test_find:
 * @self: a fixture
 * @name: name of a requirement
 * @about: (nullable): what it is about; the first of that name if %NULL
 *
 * Returns: (transfer none): the requirement
 */
const BwRequirement *
bw_test_find (Fixture    *self,
              const char *name,
              const char *about)
{
  for (guint s = 0; s < self->steps->len; s++)
    {
      BwStep *step = g_ptr_array_index (self->steps, s);

      for (guint r = 0; r < step->requirements->len; r++)
        {
          const BwRequirement *requirement = g_ptr_array_index (step->requirements, r);

          if (g_str_equal (requirement->name, name) &&
              (about == NULL || g_strcmp0 (requirement->about, about) == 0))
            return requirement;
        }
    }

  g_error ("There is no requirement “%s”", name);
}

/**
 * bw_test_judge:
 * @self: a fixture
 * @name: name of a requirement
 * @about: (nullable): what it is about
 * @status: the HTTP status of the answer, or 0 for no answer
 * @json: (nullable): its body
 * @finding: (out): what the judge says beside
 *
 * Returns: the judge's verdict
 */
BwVerdict
bw_test_judge (Fixture    *self,
               const char *name,
               const char *about,
               guint       status,
               const char *json,
               BwFinding  *finding)
{
  const BwRequirement *requirement = bw_test_find (self, name, about);
  g_autoptr(BwRequest) request = requirement->look (requirement, self->facts);
  g_autoptr(BwResponse) answer = NULL;

  if (status != 0)
    {
      g_assert_nonnull (request);
      answer = bw_test_answer (bw_request_ref (request), status, json);
    }
  else
    {
      g_assert_null (request);
    }

  bw_finding_clear (finding);

  return requirement->judge (requirement, self->facts, answer, finding);
}

/**
 * bw_test_assert_cannot:
 * @self: a fixture
 * @name: name of a requirement
 * @status: the HTTP status of the answer
 * @json: (nullable): its body
 * @event_id: of the failure that it must become
 */
void
bw_test_assert_cannot (Fixture    *self,
                       const char *name,
                       guint       status,
                       const char *json,
                       const char *event_id)
{
  g_auto(BwFinding) finding = { 0 };

  g_assert_cmpint (bw_test_judge (self, name, NULL, status, json, &finding), ==, BW_VERDICT_CANNOT);
  g_assert_cmpstr (finding.failure->event_id, ==, event_id);
}

/**
 * bw_test_relationship:
 * @id: its ID
 * @name: its name
 * @status: its status
 *
 * Returns: (transfer full): an admin relationship with the core roles, as Graph
 *   writes it; it last changed a day ago
 */
char *
bw_test_relationship (const char *id,
                      const char *name,
                      const char *status)
{
  gint64 now = bw_clock_now ();
  g_autofree char *yesterday = bw_clock_format (now - 86400);
  g_autofree char *end = bw_clock_format (now + 400 * 86400);

  return g_strdup_printf (
    "{\"@odata.etag\":\"W/\\\"e\\\"\",\"id\":\"%s\",\"displayName\":\"%s\",\"status\":\"%s\","
    "\"duration\":\"P730D\","
    "\"customer\":{\"tenantId\":\"" CUSTOMER "\",\"displayName\":\"Contoso\"},"
                                             "\"createdDateTime\":\"%s\","
    "\"lastModifiedDateTime\":\"%s\",\"endDateTime\":\"%s\",\"autoExtendDuration\":\"PT0S\","
    "\"accessDetails\":"
    "{\"unifiedRoles\":[{\"roleDefinitionId\":\"" APPLICATION_ADMIN "\"},{\"roleDefinitionId\":\""
    DIRECTORY_READER "\"}]}}", id, name, status, yesterday, yesterday, end);
}

/**
 * bw_test_relationship_list:
 * @id: its ID
 * @name: its name
 * @status: its status
 *
 * Returns: (transfer full): a list with one admin relationship
 */
char *
bw_test_relationship_list (const char *id,
                           const char *name,
                           const char *status)
{
  g_autofree char *one = bw_test_relationship (id, name, status);

  return g_strdup_printf ("{\"value\":[%s]}", one);
}
