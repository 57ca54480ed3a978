/* bw-preflight-judge.c - what the facts of the pre-flight check mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-answer.h"
#include "bw-discovery.h"
#include "bw-error.h"
#include "bw-permission.h"
#include "bw-preflight-private.h"
#include "bw-util.h"

/* Microsoft allows five minutes between its clock and that of a client. */
#define MAX_SKEW (5 * 60)

/**
 * bw_preflight_facts_new:
 *
 * Returns: (transfer full): facts of which none is known yet
 */
BwPreflightFacts *
bw_preflight_facts_new (void)
{
  return g_new0 (BwPreflightFacts, 1);
}

static void
clear_answer (BwPreflightAnswer *self)
{
  g_clear_pointer (&self->response, bw_response_unref);
  g_clear_error (&self->error);
}

static void
clear_claims (BwPreflightClaims *self)
{
  g_clear_pointer (&self->claims, bw_access_claims_free);
  g_clear_error (&self->error);
}

/**
 * bw_preflight_facts_free:
 * @self: (transfer full): facts
 */
void
bw_preflight_facts_free (BwPreflightFacts *self)
{
  g_clear_error (&self->storage);
  g_free (self->keyring);
  g_free (self->host);
  g_free (self->proxy);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_free (self->partner_tenant);
  g_free (self->client_id);
  g_free (self->user_name);
  clear_answer (&self->discovery);
  clear_claims (&self->graph);
  clear_claims (&self->partner);
  for (guint i = 0; i < BW_N_PREFLIGHT_QUESTIONS; i++)
    clear_answer (&self->answers[i]);
  g_free (self);
}

/**
 * bw_preflight_may_ask:
 * @facts: the facts
 * @check: says why not
 *
 * Returns: whether somebody is signed in who could ask, and Microsoft there to answer
 */
gboolean
bw_preflight_may_ask (const BwPreflightFacts *facts,
                      BwCheck                *check)
{
  if (facts->session != BW_SESSION_SIGNED_IN)
    bw_check_take_unknown (check, g_strdup (_("This shows once somebody is signed in.")));
  else if (facts->discovery.response == NULL)
    bw_check_take_unknown (check, g_strdup (_("This shows once Microsoft can be reached.")));
  else
    return TRUE;

  return FALSE;
}

/**
 * bw_preflight_is_answered:
 * @facts: the facts
 * @question: what was asked
 * @check: says why there is no answer
 *
 * Returns: whether Microsoft answered, be it with a refusal
 */
gboolean
bw_preflight_is_answered (const BwPreflightFacts *facts,
                          BwPreflightQuestion     question,
                          BwCheck                *check)
{
  const BwPreflightAnswer *answer = &facts->answers[question];

  if (!bw_preflight_may_ask (facts, check))
    return FALSE;

  if (answer->response == NULL && answer->error != NULL)
    bw_check_take_unknown (check, g_strdup (answer->error->message));
  else if (answer->response == NULL)
    bw_check_take_unknown (check, g_strdup (_("Microsoft was not asked.")));

  return answer->response != NULL;
}

/* This computer. */

static void
judge_state (const BwPreflightFacts *facts,
             BwCheck                *check)
{
  if (facts->storage == NULL)
    bw_check_take_good (check, g_strdup (_("The state folder can be read and written.")));
  else
    bw_check_take_problem (check, g_strdup (facts->storage->message),
                           g_strdup (_("Check that the disk has room left, and that the folder "
                                       "belongs to you.")));
}

static void
judge_keyring (const BwPreflightFacts *facts,
               BwCheck                *check)
{
  if (facts->keyring != NULL)
    bw_check_take_problem (check, g_strdup (facts->keyring),
                           g_strdup (_("Start or unlock a keyring such as GNOME Keyring or "
                                       "KWallet, and sign in again. Until then the sign-in lasts "
                                       "only as long as the program.")));
  else if (facts->session == BW_SESSION_SIGNED_IN)
    bw_check_take_good (check, g_strdup (_("The keyring keeps the sign-in.")));
  else
    bw_check_take_unknown (check, g_strdup (_("The keyring is needed when somebody signs in.")));
}

static void
judge_network (const BwPreflightFacts *facts,
               BwCheck                *check)
{
  if (facts->discovery.response == NULL && facts->discovery.error == NULL)
    bw_check_take_unknown (check, g_strdup (_("Microsoft was not asked.")));
  else if (facts->discovery.response == NULL && facts->proxy != NULL)
    bw_check_take_problem (check, g_strdup (facts->discovery.error->message),
                           /* Translators: the address of a proxy */
                           g_strdup_printf (_("Check the network connection, and whether the "
                                              "proxy %s lets this computer through."),
                                            facts->proxy));
  else if (facts->discovery.response == NULL)
    bw_check_take_problem (check, g_strdup (facts->discovery.error->message),
                           g_strdup (_("Check the network connection, the firewall, and whether "
                                       "a proxy has to be set up.")));
  else if (facts->proxy != NULL)
    bw_check_take_good (check,
                        /* Translators: the name of a server, the address of a proxy */
                        g_strdup_printf (_("“%1$s” answers, through the proxy %2$s."),
                                         facts->host, facts->proxy));
  else
    /* Translators: the name of a server */
    bw_check_take_good (check, g_strdup_printf (_("“%s” answers."), facts->host));
}

/* Returns: (transfer full): such as "12 minutes" */
static char *
dup_span (gint64 seconds)
{
  guint minutes = (guint) MIN (seconds / 60, G_MAXINT);
  guint hours = minutes / 60;
  guint days = hours / 24;

  if (days >= 2)
    return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  if (hours >= 2)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);

  return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
}

static void
judge_clock (const BwPreflightFacts *facts,
             BwCheck                *check)
{
  BwResponse *response = facts->discovery.response;
  gint64 theirs = response != NULL ? bw_answer_get_date (response) : 0;
  gint64 ahead = facts->now - theirs;
  g_autofree char *span = dup_span (ABS (ahead));

  if (response == NULL)
    bw_check_take_unknown (check, g_strdup (_("This shows once Microsoft can be reached.")));
  else if (theirs == 0)
    bw_check_take_unknown (check, g_strdup (_("Microsoft did not say what time it is.")));
  else if (ABS (ahead) <= MAX_SKEW)
    bw_check_take_good (check, g_strdup (_("The clock of this computer agrees with Microsoft’s.")));
  else if (ahead > 0)
    bw_check_take_problem (check,
                           /* Translators: such as "12 minutes" */
                           g_strdup_printf (_("The clock of this computer is %s ahead of "
                                              "Microsoft’s."), span),
                           /* Translators: such as "12 minutes" */
                           g_strdup_printf (_("Set the clock back by %s, or have it set from the "
                                              "network."), span));
  else
    bw_check_take_problem (check,
                           /* Translators: such as "12 minutes" */
                           g_strdup_printf (_("The clock of this computer is %s behind "
                                              "Microsoft’s."), span),
                           /* Translators: such as "12 minutes" */
                           g_strdup_printf (_("Set the clock forward by %s, or have it set from "
                                              "the network."), span));
}

/* What is set. */

static void
judge_discovery (const BwPreflightFacts *facts,
                 BwCheck                *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDiscovery) discovery = NULL;

  discovery = bw_discovery_new_from_response (facts->discovery.response, &error);
  if (discovery == NULL)
    bw_check_set_error (check, error);
  else if (facts->cloud != NULL && bw_discovery_is_elsewhere (discovery, facts->cloud))
    bw_check_take_problem (check,
                           /* Translators: a tenant */
                           g_strdup_printf (_("The tenant %s is in another of Microsoft’s "
                                              "clouds."), facts->partner_tenant),
                           g_strdup (_("Choose the cloud that the tenant is in, and sign in "
                                       "again.")));
  else
    /* Translators: a tenant */
    bw_check_take_good (check, g_strdup_printf (_("Microsoft knows the tenant %s."),
                                                facts->partner_tenant));
}

static void
judge_partner_tenant (const BwPreflightFacts *facts,
                      BwCheck                *check)
{
  if (facts->partner_tenant == NULL)
    bw_check_take_problem (check, g_strdup (_("It is not said which tenant is yours.")),
                           g_strdup (_("Sign in, and give the ID or a domain of your partner "
                                       "tenant.")));
  else if (facts->discovery.response == NULL)
    bw_check_take_unknown (check, g_strdup (_("This shows once Microsoft can be reached.")));
  else
    judge_discovery (facts, check);
}

static void
judge_client_id (const BwPreflightFacts *facts,
                 BwCheck                *check)
{
  if (bw_is_guid (facts->client_id))
    bw_check_take_good (check, g_strdup (facts->client_id));
  else
    bw_check_take_problem (check, g_strdup (_("It is not said which app registration to use.")),
                           g_strdup (_("Register an application in your partner tenant, then sign "
                                       "in and give its client ID.")));
}

/* Who is signed in. */

static void
judge_sign_in (const BwPreflightFacts *facts,
               BwCheck                *check)
{
  switch (facts->session)
    {
    case BW_SESSION_SIGNED_IN:
      /* Translators: the sign-in name of a user */
      bw_check_take_good (check, g_strdup_printf (_("%s is signed in."), facts->user_name));
      break;
    case BW_SESSION_SIGNING_IN:
      bw_check_take_unknown (check, g_strdup (_("Somebody is signing in just now.")));
      break;
    case BW_SESSION_EXPIRED:
      bw_check_take_problem (check, g_strdup (_("The sign-in has expired.")),
                             g_strdup (_("Sign in again.")));
      break;
    case BW_SESSION_SIGNED_OUT:
    default:
      bw_check_take_problem (check, g_strdup (_("Nobody is signed in.")),
                             g_strdup (_("Sign in with a user of your partner tenant.")));
    }
}

/* Partner Center's is the one that is refused without; Graph's says the same. */
static void
judge_mfa (const BwPreflightFacts *facts,
           BwCheck                *check)
{
  const BwPreflightClaims *from = facts->partner.claims != NULL ? &facts->partner : &facts->graph;

  if (!bw_preflight_may_ask (facts, check))
    return;

  if (from->claims == NULL)
    bw_check_take_unknown (check, g_strdup (from->error != NULL ? from->error->message
                                            : _("There is no token that would show it.")));
  else if (!from->claims->tells_methods)
    bw_check_take_unknown (check, g_strdup (_("The token does not tell how the user signed in.")));
  else if (from->claims->mfa)
    bw_check_take_good (check, g_strdup (_("The user signed in with multi-factor "
                                           "authentication.")));
  else
    bw_check_take_problem (check,
                           g_strdup (_("The user signed in without multi-factor authentication. "
                                       "Partner Center and delegated administration refuse "
                                       "that.")),
                           g_strdup (_("Require multi-factor authentication of the user in the "
                                       "partner tenant, then sign out and sign in again.")));
}

static void
judge_scopes (const BwPreflightFacts  *facts,
              const BwPreflightClaims *from,
              const char              *service,
              BwCheck                 *check)
{
  char **scopes = from->claims != NULL ? from->claims->scopes : NULL;
  g_auto(GStrv) lack = NULL;
  g_autofree char *names = NULL;

  if (!bw_preflight_may_ask (facts, check))
    return;

  if (scopes == NULL && !from->not_granted)
    {
      if (from->error != NULL)
        bw_check_set_error (check, from->error);
      else
        bw_check_take_unknown (check, g_strdup (_("The cloud has no such service.")));
      return;
    }

  lack = bw_permission_find_lack ((const char * const *) scopes, service);
  names = g_strjoinv (", ", lack);
  if (*names == '\0')
    bw_check_take_good (check, g_strdup (_("Every permission that is needed was granted.")));
  else
    bw_check_take_problem (check,
                           /* Translators: a list of permissions */
                           g_strdup_printf (_("Not granted: %s"), names),
                           g_strdup (_("Add what is missing to the delegated permissions of the "
                                       "app registration, grant admin consent for the partner "
                                       "tenant, and check again.")));
}

static void
judge_graph_scopes (const BwPreflightFacts *facts,
                    BwCheck                *check)
{
  judge_scopes (facts, &facts->graph, BW_SERVICE_ID_GRAPH, check);
}

static void
judge_partner_scopes (const BwPreflightFacts *facts,
                      BwCheck                *check)
{
  judge_scopes (facts, &facts->partner, BW_SERVICE_ID_PARTNER_CENTER, check);
}

static const struct
{
  const char *key;
  const char *title;
  void      (*judge) (const BwPreflightFacts *facts,
                      BwCheck                *check);
} rows[] = {
  { "state", N_("State folder"), judge_state },
  { "keyring", N_("Keyring"), judge_keyring },
  { "network", N_("Network"), judge_network },
  { "clock", N_("Clock"), judge_clock },
  { "partner-tenant", N_("Partner tenant"), judge_partner_tenant },
  { "client-id", N_("App registration"), judge_client_id },
  { "sign-in", N_("Sign-in"), judge_sign_in },
  { "mfa", N_("Multi-factor authentication"), judge_mfa },
  { "graph-permissions", N_("Permissions for Microsoft Graph"), judge_graph_scopes },
  { "partner-permissions", N_("Permissions for Partner Center"), judge_partner_scopes },
  { "admin-agent", N_("Admin agent"), bw_preflight_judge_admin_agent },
  { "audience", N_("Use by other tenants"), bw_preflight_judge_audience },
  { "redirect", N_("Way back from the browser"), bw_preflight_judge_redirect },
  { "listed-permissions", N_("Registered permissions"), bw_preflight_judge_listed },
  { "guest-accounts", N_("Tenants without an admin relationship"), bw_preflight_judge_guests },
  { "credential", N_("Secret or certificate"), bw_preflight_judge_credential },
  { "graph-service", N_("Microsoft Graph in the partner tenant"), bw_preflight_judge_graph },
  { "partner-service", N_("Partner Center in the partner tenant"),
    bw_preflight_judge_partner_center },
  { "delegation-service", N_("Delegated administration in the partner tenant"),
    bw_preflight_judge_delegation },
  { "customers", N_("Customers"), bw_preflight_judge_customers },
};

/**
 * bw_preflight_judge:
 * @facts: the facts
 *
 * Asks nobody: the same facts make the same checks.
 *
 * Returns: (transfer full) (element-type BwCheck): every check, in the order in which
 *   one would mend things
 */
GPtrArray *
bw_preflight_judge (const BwPreflightFacts *facts)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_check_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BwCheck *check = bw_check_new (rows[i].key, _(rows[i].title));

      rows[i].judge (facts, check);
      g_assert (check->text != NULL);
      g_ptr_array_add (checks, check);
    }

  return checks;
}
