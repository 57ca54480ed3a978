/* bw-job-facts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-job-facts.h"

#include "bw-data.h"
#include "bw-json.h"

/* The longest that Microsoft gives. */
#define DURATION (730 * 24 * 60 * (gint64) 60)

/**
 * bw_job_load_role_template:
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the role template that comes with the program
 */
BwRoleTemplate *
bw_job_load_role_template (GError **error)
{
  g_autofree char *path = bw_data_find ("role-templates", "least-privilege.json", error);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, error))
    return NULL;

  node = bw_json_parse_text (text, error);
  if (node == NULL)
    return NULL;

  return bw_role_template_new_from_json (bw_json_node_object (node), error);
}

/**
 * bw_job_facts_new:
 * @session: who is signed in
 * @role_template: what to ask the customer for
 * @tenant: the tenant, which is copied
 * @job: the job, which is copied
 *
 * Returns: (transfer full): what is known at the start
 */
BwFacts *
bw_job_facts_new (BwSession         *session,
                  BwRoleTemplate    *role_template,
                  const BwTenantRow *tenant,
                  const BwJobRow    *job)
{
  BwFacts *facts = bw_facts_new (bw_session_get_cloud (session), role_template, tenant, job);
  const char *partner_name = bw_session_get_partner_name (session);

  /* The customer reads the partner's name, so there has to be one. */
  if (partner_name == NULL)
    partner_name = bw_session_get_user_name (session);

  facts->partner_tenant = g_strdup (bw_session_get_partner_tenant (session));
  facts->partner_name = g_strdup (partner_name);
  facts->user_id = g_strdup (bw_session_get_user_id (session));
  facts->client_id = g_strdup (bw_session_get_client_id (session));
  facts->duration = DURATION;
  facts->auto_extend = TRUE;

  return facts;
}
