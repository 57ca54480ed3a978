/* fuzz-gdap.c - admin relationships and access assignments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-candidate.h"
#include "bw-gdap.h"
#include "bw-json.h"
#include "bw-role-template.h"
#include "fuzz.h"

#define NOW 1795000000
#define TENANT "4b827261-d21f-4aa9-b7db-7fa1f56fb163"

#define TEMPLATE "{\"name\":\"T\",\"version\":1,\"roles\":[{\"id\":" \
                 "\"29232cdf-9323-42fd-ade2-1d097af3e4de\",\"core\":true,\"features\":[\"F\"]," \
                 "\"group\":\"G\",\"coveredBy\":[]}]}"

static void
check_relationship (const BwRelationship *relationship)
{
  g_assert_nonnull (relationship->id);
  bw_fuzz_check_text (relationship->id);
  bw_fuzz_check_text (relationship->name);
  bw_fuzz_check_text (relationship->customer_name);
  g_assert_nonnull (relationship->roles);
}

static void
judge (GPtrArray *relationships)
{
  g_autoptr(JsonNode) node = bw_json_parse_text (TEMPLATE, NULL);
  g_autoptr(BwRoleTemplate) role_template =
    bw_role_template_new_from_json (json_node_get_object (node), NULL);
  g_autoptr(GPtrArray) candidates = NULL;

  g_assert_nonnull (role_template);
  candidates = bw_candidates_judge_all (relationships, role_template, TENANT, NOW);
  g_assert_cmpuint (candidates->len, <=, relationships->len);
  for (guint i = 0; i < candidates->len; i++)
    bw_fuzz_check_text (bw_candidate_get_name (g_ptr_array_index (candidates, i)));
}

static void
read_relationships (BwResponse *response)
{
  g_autoptr(GError) list_error = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = bw_gdap_read_list (response, &list_error);
  g_autoptr(BwRelationship) relationship = bw_gdap_read (response, &error);

  bw_fuzz_check_outcome (list, list_error);
  bw_fuzz_check_outcome (relationship, error);
  if (relationship != NULL)
    check_relationship (relationship);
  if (list == NULL)
    return;

  for (guint i = 0; i < list->len; i++)
    check_relationship (g_ptr_array_index (list, i));
  judge (list);
}

static void
read_assignments (BwResponse *response)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) assignments = bw_gdap_read_assignments (response, &error);

  bw_fuzz_check_outcome (assignments, error);
  for (guint i = 0; assignments != NULL && i < assignments->len; i++)
    {
      const BwAssignment *assignment = g_ptr_array_index (assignments, i);

      g_assert_nonnull (assignment->id);
      g_assert_nonnull (assignment->status);
      g_assert_nonnull (assignment->roles);
      bw_assignments_find_live (assignments, assignment->group_id);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(BwResponse) response = bw_fuzz_answer (data, size, 200);

  read_relationships (response);
  read_assignments (response);

  return 0;
}
