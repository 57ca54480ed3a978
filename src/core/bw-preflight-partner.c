/* bw-preflight-partner.c - what is in the partner tenant: our registration and our user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-guest.h"
#include "bw-partner-center.h"
#include "bw-permission.h"
#include "bw-preflight-private.h"
#include "bw-registration.h"

#define DAY          (24 * 60 * 60)
#define WARNING_DAYS 30

/* What may be kept from the user without anything being wrong. */
static void
set_unread (BwCheck      *check,
            const GError *error)
{
  if (g_error_matches (error, BW_ERROR, BW_ERROR_DENIED))
    bw_check_take_unknown (check, g_strdup (_("Microsoft does not let the user look at this.")));
  else if (g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
    bw_check_take_unknown (check, g_strdup (_("The partner tenant has no such app registration. "
                                              "It may be registered in another tenant.")));
  else
    bw_check_take_unknown (check, g_strdup (error->message));
}

/**
 * bw_preflight_judge_admin_agent:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_admin_agent (const BwPreflightFacts *facts,
                                BwCheck                *check)
{
  g_autoptr(GError) error = NULL;
  BwMembership membership = BW_MEMBERSHIP_UNNAMED;

  if (!bw_preflight_is_answered (facts, BW_PREFLIGHT_GROUPS, check))
    return;

  if (!bw_registration_read_admin_agent (facts->answers[BW_PREFLIGHT_GROUPS].response, &membership,
                                         &error))
    set_unread (check, error);
  else if (membership == BW_MEMBERSHIP_YES)
    bw_check_take_good (check,
                        /* Translators: the sign-in name of a user */
                        g_strdup_printf (_("%s is an admin agent of the partner."),
                                         facts->user_name));
  else if (membership == BW_MEMBERSHIP_NO)
    bw_check_take_problem (check,
                           /* Translators: the sign-in name of a user */
                           g_strdup_printf (_("%s is no admin agent of the partner, and cannot "
                                              "ask customers for access."), facts->user_name),
                           g_strdup (_("Have somebody assign the role “Admin agent” to the user in "
                                       "Partner Center, under User management; then sign out and "
                                       "sign in again.")));
  else
    bw_check_take_unknown (check, g_strdup (_("Microsoft does not tell the names of the user’s "
                                              "groups.")));
}

/* Returns: (transfer full) (nullable): the registration; or %NULL, and @check says why */
static BwRegistration *
read_registration (const BwPreflightFacts *facts,
                   BwCheck                *check)
{
  g_autoptr(GError) error = NULL;
  BwRegistration *registration;

  if (!bw_preflight_is_answered (facts, BW_PREFLIGHT_REGISTRATION, check))
    return NULL;

  registration =
    bw_registration_new_from_response (facts->answers[BW_PREFLIGHT_REGISTRATION].response, &error);
  if (registration == NULL)
    set_unread (check, error);

  return registration;
}

/**
 * bw_preflight_judge_audience:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_audience (const BwPreflightFacts *facts,
                             BwCheck                *check)
{
  g_autoptr(BwRegistration) registration = read_registration (facts, check);

  if (registration == NULL)
    return;

  if (registration->multi_tenant)
    bw_check_take_good (check, g_strdup (_("The application can be used in the customers’ "
                                           "tenants.")));
  else
    bw_check_take_problem (check, g_strdup (_("The application can be used in your own tenant "
                                              "only.")),
                           g_strdup (_("In the app registration, under Authentication, choose "
                                       "accounts in any organizational directory.")));
}

/**
 * bw_preflight_judge_redirect:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_redirect (const BwPreflightFacts *facts,
                             BwCheck                *check)
{
  g_autoptr(BwRegistration) registration = read_registration (facts, check);

  if (registration == NULL)
    return;

  /* Microsoft takes the platform of the address to tell which kind of client it is. */
  if (registration->loopback_public && registration->loopback_web)
    bw_check_take_problem (check, g_strdup (_("The redirect URI http://localhost is there for two "
                                              "platforms.")),
                           g_strdup (_("In the app registration, under Authentication, keep it for "
                                       "mobile and desktop applications, and remove the "
                                       "other.")));
  else if (registration->loopback_public ||
           (registration->loopback_web && registration->n_credentials > 0))
    bw_check_take_good (check, g_strdup (_("The browser comes back to this computer after the "
                                           "sign-in.")));
  else
    bw_check_take_problem (check, g_strdup (_("The redirect URI http://localhost is missing.")),
                           g_strdup (_("In the app registration, under Authentication, add the "
                                       "platform for mobile and desktop applications with the "
                                       "redirect URI http://localhost.")));
}

static void
add_unlisted (GStrvBuilder            *unlisted,
              char                   **listed,
              const BwPreflightClaims *granted,
              const char              *service)
{
  g_auto(GStrv) lack = bw_permission_find_lack ((const char * const *) listed, service);
  const char * const *scopes = granted->claims != NULL
                               ? (const char * const *) granted->claims->scopes : NULL;

  for (guint i = 0; lack[i] != NULL; i++)
    {
      if (!bw_permission_covers (scopes, lack[i]))
        g_strv_builder_add (unlisted, lack[i]);
    }
}

/**
 * bw_preflight_judge_listed:
 * @facts: the facts
 * @check: for what is found
 *
 * What was granted works, listed or not.
 */
void
bw_preflight_judge_listed (const BwPreflightFacts *facts,
                           BwCheck                *check)
{
  g_autoptr(BwRegistration) registration = read_registration (facts, check);
  g_autoptr(GStrvBuilder) unlisted = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  g_autofree char *text = NULL;

  if (registration == NULL)
    return;

  add_unlisted (unlisted, registration->graph, &facts->graph, BW_SERVICE_ID_GRAPH);
  add_unlisted (unlisted, registration->partner_center, &facts->partner,
                BW_SERVICE_ID_PARTNER_CENTER);
  names = g_strv_builder_end (unlisted);
  text = g_strjoinv (", ", names);

  if (*text == '\0')
    bw_check_take_good (check, g_strdup (_("The app registration asks for every permission that is "
                                           "needed.")));
  else
    bw_check_take_problem (check,
                           /* Translators: a list of permissions */
                           g_strdup_printf (_("The app registration does not ask for: %s"), text),
                           g_strdup (_("In the app registration, under API permissions, add them "
                                       "as delegated permissions, and grant admin consent.")));
}

/**
 * bw_preflight_judge_guests:
 * @facts: the facts
 * @check: (inout): what comes of it
 *
 * Who only has customers with admin relationships needs none of it.
 */
void
bw_preflight_judge_guests (const BwPreflightFacts *facts,
                           BwCheck                *check)
{
  g_autoptr(BwRegistration) registration = read_registration (facts, check);
  g_autofree char *redirect = NULL;
  g_auto(GStrv) lack = NULL;
  g_autofree char *names = NULL;

  if (registration == NULL)
    return;

  redirect = bw_guest_dup_redirect_uri (facts->cloud);
  lack = bw_permission_find_roles_lack ((const char * const *) registration->graph_roles);
  names = g_strjoinv (", ", lack);
  if (registration->graph_roles[0] == NULL)
    bw_check_take_good (check, g_strdup (_("The app registration asks for no application "
                                           "permissions, so each tenant has to have an admin "
                                           "relationship.")));
  else if (lack[0] != NULL)
    bw_check_take_problem (check,
                           /* Translators: names of permissions, separated by commas */
                           g_strdup_printf (_("The app registration does not ask for the "
                                              "application permissions: %s"), names),
                           g_strdup (_("In the app registration, under API permissions, add them "
                                       "for Microsoft Graph. Customers who have consented already "
                                       "have to do it once more.")));
  else if (!registration->native)
    bw_check_take_problem (check, g_strdup_printf (_("The redirect URI %s is missing."), redirect),
                           g_strdup (_("In the app registration, under Authentication, add it for "
                                       "the platform “Mobile and desktop applications”. Without "
                                       "it, customers’ administrators cannot consent.")));
  else
    bw_check_take_good (check, g_strdup (_("The app registration asks for every application "
                                           "permission that a guest account needs.")));
}

/* What we use here, of all that the app registration may have. */
static void
judge_own_credential (const BwPreflightFacts *facts,
                      BwCheck                *check)
{
  g_autofree char *warning = bw_credential_dup_warning (facts->credential, facts->credential_end);
  g_autoptr(GDateTime) end = g_date_time_new_from_unix_utc (facts->credential_end);
  g_autofree char *date = end != NULL ? g_date_time_format (end, "%F") : NULL;

  if (warning != NULL)
    bw_check_take_problem (check, g_steal_pointer (&warning),
                           g_strdup (_("Make a new one in the app registration, under "
                                       "Certificates & secrets, and set it as the app "
                                       "credential.")));
  else
    /* Translators: a date */
    bw_check_take_good (check, g_strdup_printf (_("It lasts until %s."), date));
}

/**
 * bw_preflight_judge_credential:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_credential (const BwPreflightFacts *facts,
                               BwCheck                *check)
{
  g_autoptr(BwRegistration) registration = NULL;
  g_autoptr(GDateTime) end = NULL;
  g_autofree char *date = NULL;

  if (facts->credential != BW_CREDENTIAL_NONE && facts->credential_end != 0)
    {
      judge_own_credential (facts, check);
      return;
    }

  registration = read_registration (facts, check);
  if (registration == NULL)
    return;

  if (registration->n_credentials == 0)
    {
      bw_check_take_good (check, g_strdup (_("The app registration has none, so none can run "
                                             "out.")));
      return;
    }

  end = g_date_time_new_from_unix_utc (registration->credential_end);
  date = end != NULL ? g_date_time_format (end, "%F") : NULL;
  if (registration->credential_end == 0 || date == NULL)
    bw_check_take_unknown (check, g_strdup (_("Microsoft does not say when it runs out.")));
  else if (registration->credential_end <= facts->now)
    /* Translators: a date */
    bw_check_take_problem (check, g_strdup_printf (_("The last one ran out on %s."), date),
                           g_strdup (_("Make a new one in the app registration, under "
                                       "Certificates & secrets.")));
  else if (registration->credential_end - facts->now < WARNING_DAYS * DAY)
    /* Translators: a date */
    bw_check_take_problem (check, g_strdup_printf (_("The last one runs out on %s."), date),
                           g_strdup (_("Make a new one in the app registration, under "
                                       "Certificates & secrets.")));
  else
    /* Translators: a date */
    bw_check_take_good (check, g_strdup_printf (_("It lasts until %s."), date));
}

static void
judge_service (const BwPreflightFacts *facts,
               BwPreflightQuestion     question,
               const char             *app_id,
               BwCheck                *check)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  if (!bw_preflight_is_answered (facts, question, check))
    return;

  id = bw_directory_read_service_principal (facts->answers[question].response, &error);
  if (error != NULL)
    set_unread (check, error);
  else if (id != NULL)
    bw_check_take_good (check, g_strdup (_("The partner tenant has its service principal.")));
  else
    bw_check_take_problem (check, g_strdup (_("The partner tenant does not have its service "
                                              "principal.")),
                           /* Translators: a command to type; leave it as it is */
                           g_strdup_printf (_("Have an administrator of the partner tenant create "
                                              "it, such as with: az ad sp create --id %s"),
                                            app_id));
}

/**
 * bw_preflight_judge_graph:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_graph (const BwPreflightFacts *facts,
                          BwCheck                *check)
{
  judge_service (facts, BW_PREFLIGHT_GRAPH, BW_SERVICE_ID_GRAPH, check);
}

/**
 * bw_preflight_judge_partner_center:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_partner_center (const BwPreflightFacts *facts,
                                   BwCheck                *check)
{
  judge_service (facts, BW_PREFLIGHT_PARTNER_CENTER, BW_SERVICE_ID_PARTNER_CENTER, check);
}

/**
 * bw_preflight_judge_delegation:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_delegation (const BwPreflightFacts *facts,
                               BwCheck                *check)
{
  judge_service (facts, BW_PREFLIGHT_DELEGATION, BW_SERVICE_ID_DELEGATION, check);
}

/**
 * bw_preflight_judge_customers:
 * @facts: the facts
 * @check: for what is found
 */
void
bw_preflight_judge_customers (const BwPreflightFacts *facts,
                              BwCheck                *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) customers = NULL;

  if (!bw_preflight_is_answered (facts, BW_PREFLIGHT_CUSTOMERS, check))
    return;

  customers =
    bw_partner_center_read_customers (facts->answers[BW_PREFLIGHT_CUSTOMERS].response, &error);
  if (customers != NULL)
    bw_check_take_good (check, g_strdup (_("Partner Center lets the user read the customers.")));
  else
    bw_check_set_error (check, error);
}
