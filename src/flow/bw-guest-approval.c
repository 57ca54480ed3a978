/* bw-guest-approval.c - stages 1 and 2: whose guest account, and the customer's consent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-directory.h"
#include "bw-guest-private.h"
#include "bw-limitation.h"
#include "bw-pace.h"
#include "bw-util.h"

/* Just after the message was handed out, the customer may act any moment. */
#define SOON_SECONDS (10 * 60)
#define LOOK_AGAIN_SOON 15

/* What the reports alone need; the set-up does without. */
#define SCORE_PERMISSION "SecurityEvents.Read.All"

static BwRequest *
look_address (const BwRequirement *self,
              BwFacts             *facts)
{
  if (g_ascii_strcasecmp (facts->tenant->id, facts->partner_tenant) == 0)
    return NULL;

  return bw_directory_get_organization (facts->cloud, facts->partner_tenant);
}

static gboolean
is_of (const char         *address,
       const char * const *domains)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  for (guint i = 0; at != NULL && domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (at + 1, domains[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Anybody could be made a guest otherwise, with what our application may do as bait. */
static BwVerdict
judge_address (const BwRequirement *self,
               BwFacts             *facts,
               BwResponse          *answer,
               BwFinding           *finding)
{
  g_auto(GStrv) domains = NULL;
  g_autoptr(GError) error = NULL;

  if (answer == NULL)
    return bw_verdict_event (facts, finding, BW_EVENT_OWN_TENANT);

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  domains = bw_directory_read_domains (answer, &error);
  if (domains == NULL)
    return bw_verdict_from_error (facts, error, finding);

  if (!is_of (facts->tenant->guest_email, (const char * const *) domains))
    return bw_verdict_event (facts, finding, BW_EVENT_GUEST_ADDRESS);

  return BW_VERDICT_HOLDS;
}

/* The link is kept as long as the customer has to open it.
 * @text: (transfer full) */
static BwVerdict
wait_for_consent (BwFacts   *facts,
                  BwFinding *finding,
                  char      *text)
{
  gint64 copied = facts->job->message_copied;
  guint again = BW_LOOK_AGAIN_PERSON;

  if (copied != 0 && bw_clock_now () - copied < SOON_SECONDS)
    again = LOOK_AGAIN_SOON;

  g_free (facts->job->link);
  facts->job->link = bw_guest_dup_consent_link (facts->cloud, facts->tenant->id, facts->client_id,
                                                facts->job->mark);

  return bw_verdict_waits (finding, BW_PARTY_CUSTOMER, again, text);
}

/* Whatever the administrator's browser says, it is the token of this very tenant, which
 * only the application itself can get, that proves the consent. */
static BwRequest *
look_consented (const BwRequirement *self,
                BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_APPLICATION);

  return bw_directory_find_service_principal (cloud, facts->tenant->id, facts->client_id);
}

static BwVerdict
judge_consented (const BwRequirement *self,
                 BwFacts             *facts,
                 BwResponse          *answer,
                 BwFinding           *finding)
{
  g_autoptr(GError) error = NULL;
  BwEvent event;
  char *id;

  if (!bw_response_is_success (answer))
    {
      event = bw_catalogue_classify (answer);
      if (event == BW_EVENT_CONSENT_MISSING)
        return wait_for_consent (facts, finding, g_strdup (facts->job->message_copied == 0
          ? _("Send the approval message to the customer’s administrator")
          : _("The customer’s administrator has not agreed yet")));
      if (event == BW_EVENT_DENIED)
        return wait_for_consent (facts, finding,
                                 g_strdup (_("The customer’s consent lacks permissions. Have the "
                                             "administrator open the link once more")));

      return bw_verdict_from_answer (facts, answer, finding);
    }

  id = bw_directory_read_service_principal (answer, &error);
  if (error != NULL)
    return bw_verdict_from_error (facts, error, finding);
  if (id == NULL)
    return wait_for_consent (facts, finding,
                             g_strdup (_("The customer’s administrator has not agreed yet")));

  g_hash_table_insert (facts->principals, g_strdup (facts->client_id), id);

  return BW_VERDICT_HOLDS;
}

/* Returns: (transfer none) (nullable): our service principal, once the customer consented */
static const char *
get_principal (BwFacts *facts)
{
  return g_hash_table_lookup (facts->principals, facts->client_id);
}

static BwRequest *
look_permitted (const BwRequirement *self,
                BwFacts             *facts)
{
  g_autoptr(BwCloud) cloud = bw_cloud_act_as (facts->cloud, BW_ACTOR_APPLICATION);

  if (get_principal (facts) == NULL)
    return NULL;

  return bw_guest_list_roles (cloud, facts->tenant->id, get_principal (facts));
}

static BwVerdict
judge_permitted (const BwRequirement *self,
                 BwFacts             *facts,
                 BwResponse          *answer,
                 BwFinding           *finding)
{
  g_auto(GStrv) lack = NULL;
  g_autofree char *names = NULL;
  g_autoptr(GError) error = NULL;

  /* In a plan: nothing of it shows before the consent. */
  if (answer == NULL)
    return BW_VERDICT_SKIPPED;

  if (!bw_response_is_success (answer))
    return bw_verdict_from_answer (facts, answer, finding);

  lack = bw_guest_read_lack (answer, &error);
  if (lack == NULL)
    return bw_verdict_from_error (facts, error, finding);

  if (g_strv_length (lack) == 1 && g_str_equal (lack[0], SCORE_PERMISSION))
    {
      bw_limitations_add (facts->limitations, _("Microsoft Secure Score report"),
                          _("The customer’s consent does not cover it"));
      g_clear_pointer (&lack[0], g_free);
    }

  if (lack[0] != NULL)
    {
      names = g_strjoinv (", ", lack);
      /* Translators: names of permissions, separated by commas */
      return wait_for_consent (facts, finding, g_strdup_printf (
        _("The customer’s consent lacks permissions: %s. Have the administrator open the link "
          "once more"), names));
    }

  g_clear_pointer (&facts->job->link, g_free);

  return BW_VERDICT_HOLDS;
}

const BwRequirement bw_guest_address = {
  .name = "address",
  .look = look_address,
  .judge = judge_address,
};

const BwRequirement bw_guest_consented = {
  .name = "consented",
  .look = look_consented,
  .judge = judge_consented,
};

const BwRequirement bw_guest_permitted = {
  .name = "permitted",
  .look = look_permitted,
  .judge = judge_permitted,
};
