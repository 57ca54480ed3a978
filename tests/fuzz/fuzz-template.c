/* fuzz-template.c - role templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-role-template.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(JsonNode) node = bw_json_parse (bytes, NULL);
  JsonObject *object = node != NULL ? bw_json_node_object (node) : NULL;
  g_autoptr(BwRoleTemplate) role_template = NULL;
  g_autoptr(BwRoleTemplate) again = NULL;
  g_autoptr(JsonNode) written = NULL;
  g_autoptr(JsonNode) written_again = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) ids = NULL;

  if (object == NULL)
    return 0;

  role_template = bw_role_template_new_from_json (object, &error);
  bw_fuzz_check_outcome (role_template, error);
  if (role_template == NULL)
    return 0;

  bw_fuzz_check_text (bw_role_template_get_name (role_template));
  ids = bw_role_template_dup_role_ids (role_template);
  g_assert_cmpuint (g_strv_length (ids), >, 0);

  /* What is written is read again as the same. */
  written = bw_role_template_to_json (role_template);
  again = bw_role_template_new_from_json (json_node_get_object (written), &error);
  g_assert_no_error (error);
  written_again = bw_role_template_to_json (again);
  g_assert_true (json_node_equal (written, written_again));

  return 0;
}
