/* bw-csp-consent.c - step 4: our application is registered with the customer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-csp-private.h"
#include "bw-directory.h"
#include "bw-limitation.h"
#include "bw-partner-center.h"

/**
 * Resource:
 * @app_id: the API's application ID, the same in every tenant
 * @name: what people call it
 * @feature: (nullable): what is lost where a customer does not have it; %NULL if
 *   every customer has it
 * @scopes: what we need of it
 */
typedef struct
{
  const char *app_id;
  const char *name;
  const char *feature;
  const char *scopes[8];
} Resource;

static const Resource resources[] = {
  { BW_APP_ID_GRAPH, "Microsoft Graph", NULL,
    { "User.Read.All", "Directory.Read.All", "Organization.Read.All", "SecurityEvents.Read.All",
      "Application.Read.All", NULL } },
  { BW_APP_ID_DEFENDER, "Microsoft Defender for Endpoint", N_("Microsoft Defender"),
    { "Machine.Read", NULL } },
};

/* An existing consent can't be extended, only be removed and given anew. */
enum
{
  STAGE_CONSENT,
  STAGE_REMOVE,
};

static const Resource *
find_resource (const BwRequirement *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    if (g_str_equal (resources[i].app_id, self->about))
      return &resources[i];

  g_assert_not_reached ();
}

/* The tenant lets us in only after the consent, and sometimes minutes later. */
static BwVerdict
judge_no_entry (BwFacts    *facts,
                BwResponse *answer,
                BwFinding  *finding)
{
  BwEvent event = bw_catalogue_classify (answer);

  if (event == BW_EVENT_CONSENT_MISSING)
    return BW_VERDICT_MISSING;

  if ((event == BW_EVENT_DENIED || event == BW_EVENT_GUEST_IN_THE_WAY ||
       event == BW_EVENT_GUEST_PENDING) &&
      bw_csp_is_settling (facts))
    {
      finding->failure = bw_catalogue_from_response (answer, facts->tracking_id);
      return bw_verdict_waits (finding, BW_PARTY_MICROSOFT, 3 * BW_LOOK_AGAIN_MICROSOFT,
                               g_strdup (_("Microsoft is still putting the new access in place")));
    }

  return bw_verdict_from_answer (facts, answer, finding);
}

/* Learns the object ID of the service principal, if @answer has one. */
static BwVerdict
judge_principal (BwFacts    *facts,
                 const char *app_id,
                 BwResponse *answer,
                 BwFinding  *finding)
{
  g_autoptr(GError) error = NULL;
  char *id = bw_directory_read_service_principal (answer, &error);

  if (error != NULL)
    return bw_verdict_from_error (facts, error, finding);
  if (id == NULL)
    return BW_VERDICT_MISSING;

  g_hash_table_insert (facts->principals, g_strdup (app_id), id);

  return BW_VERDICT_HOLDS;
}

static BwRequest *
look_registered (const BwRequirement *self,
                 BwFacts             *facts)
{
  if (!bw_facts_has_access (facts))
    return NULL;

  return bw_directory_find_service_principal (facts->cloud, facts->tenant->id, facts->client_id);
}

static BwVerdict
judge_registered (const BwRequirement *self,
                  BwFacts             *facts,
                  BwResponse          *answer,
                  BwFinding           *finding)
{
  if (answer == NULL)
    return BW_VERDICT_MISSING;

  if (!bw_response_is_success (answer))
    return judge_no_entry (facts, answer, finding);

  return judge_principal (facts, facts->client_id, answer, finding);
}

static BwRequest *
consent_to (const Resource *resource,
            BwFacts        *facts)
{
  return bw_partner_center_consent (facts->cloud, facts->partner_tenant, facts->tenant->id,
                                    facts->client_id,
                                    resource->app_id, resource->scopes);
}

static BwRequest *
register_application (const BwRequirement *self,
                      BwFacts             *facts)
{
  return consent_to (find_resource (self), facts);
}

/* Right after the roles were assigned, Partner Center does not know of them. */
static BwVerdict
refuse_consent (const BwRequirement *self,
                BwFacts             *facts,
                BwResponse          *answer,
                BwFinding           *finding)
{
  BwEvent event = bw_catalogue_classify (answer);

  if (event == BW_EVENT_DENIED && bw_csp_is_settling (facts))
    return judge_no_entry (facts, answer, finding);

  return bw_verdict_from_answer (facts, answer, finding);
}

static void
describe_consent (const BwRequirement *self,
                  BwFacts             *facts,
                  char               **what,
                  char               **details)
{
  const Resource *resource = find_resource (self);
  g_autofree char *scopes = g_strjoinv (", ", (char **) resource->scopes);

  *what = g_strdup (_("consent to our application in the customer tenant"));
  /* Translators: name of a service, list of permissions */
  *details = g_strdup_printf (_("%1$s: %2$s"), resource->name, scopes);
}

static BwRequest *
look_resource (const BwRequirement *self,
               BwFacts             *facts)
{
  if (g_hash_table_lookup (facts->principals, facts->client_id) == NULL)
    return NULL;

  return bw_directory_find_service_principal (facts->cloud, facts->tenant->id, self->about);
}

static BwVerdict
judge_resource (const BwRequirement *self,
                BwFacts             *facts,
                BwResponse          *answer,
                BwFinding           *finding)
{
  const Resource *resource = find_resource (self);
  g_autofree char *reason = NULL;
  BwVerdict verdict;

  /* In a plan: whether the customer has it shows only after the consent. */
  if (answer == NULL)
    return BW_VERDICT_SKIPPED;

  if (!bw_response_is_success (answer))
    return judge_no_entry (facts, answer, finding);

  verdict = judge_principal (facts, self->about, answer, finding);
  if (verdict != BW_VERDICT_MISSING)
    return verdict;

  if (resource->feature == NULL)
    return bw_verdict_event (facts, finding, BW_EVENT_SERVICE_MISSING);

  reason = g_strdup_printf (_("The customer does not have %s"), resource->name);
  bw_limitations_add (facts->limitations, _(resource->feature), reason);

  return bw_verdict_skipped (finding, g_steal_pointer (&reason));
}

static BwRequest *
look_granted (const BwRequirement *self,
              BwFacts             *facts)
{
  const char *client = g_hash_table_lookup (facts->principals, facts->client_id);

  if (client == NULL || g_hash_table_lookup (facts->principals, self->about) == NULL)
    return NULL;

  return bw_directory_list_grants (facts->cloud, facts->tenant->id, client);
}

static gboolean
grants_all (const char     *scope,
            const Resource *resource)
{
  g_auto(GStrv) granted = g_strsplit (scope, " ", -1);

  for (guint i = 0; resource->scopes[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) granted, resource->scopes[i]))
      return FALSE;

  return TRUE;
}

static BwVerdict
judge_granted (const BwRequirement *self,
               BwFacts             *facts,
               BwResponse          *answer,
               BwFinding           *finding)
{
  const Resource *resource = find_resource (self);
  g_autofree char *scope = NULL;
  g_autoptr(GError) error = NULL;

  facts->consent_outdated = FALSE;

  /* Either the customer does not have the resource, which was said when we
   * looked for it; or this is a plan, and the first consent covers Graph. */
  if (answer == NULL)
    {
      gboolean registered = g_hash_table_contains (facts->principals, facts->client_id);

      return registered || resource->feature == NULL ? BW_VERDICT_SKIPPED : BW_VERDICT_MISSING;
    }

  if (!bw_response_is_success (answer))
    return judge_no_entry (facts, answer, finding);

  if (!bw_directory_read_grant (answer, g_hash_table_lookup (facts->principals, self->about),
                                &scope, &error))
    return bw_verdict_from_error (facts, error, finding);

  if (scope != NULL && grants_all (scope, resource))
    return BW_VERDICT_HOLDS;

  if (scope == NULL)
    return BW_VERDICT_MISSING;

  /* Removing the consent removes it for all resources: not for the sake of one
   * that we can do without. */
  if (resource->feature != NULL)
    {
      g_autofree char *reason =
        g_strdup_printf (_("An earlier consent to %s lacks permissions"), resource->name);

      bw_limitations_add (facts->limitations, _(resource->feature), reason);
      return bw_verdict_skipped (finding, g_steal_pointer (&reason));
    }

  finding->stage = STAGE_REMOVE;
  facts->consent_outdated = TRUE;

  return BW_VERDICT_MISSING;
}

static BwRequest *
grant (const BwRequirement *self,
       BwFacts             *facts)
{
  if (facts->consent_outdated)
    return bw_partner_center_remove_consent (facts->cloud, facts->partner_tenant, facts->tenant->id,
                                             facts->client_id);

  return consent_to (find_resource (self), facts);
}

const BwRequirement bw_csp_registered = {
  .name = "registered",
  .action = "create",
  .look = look_registered,
  .judge = judge_registered,
  .change = register_application,
  .refused = refuse_consent,
  .describe = describe_consent,
};

const BwRequirement bw_csp_resource = {
  .name = "resource",
  .look = look_resource,
  .judge = judge_resource,
};

const BwRequirement bw_csp_granted = {
  .name = "granted",
  .action = "create",
  .look = look_granted,
  .judge = judge_granted,
  .change = grant,
  .refused = refuse_consent,
  .describe = describe_consent,
};
