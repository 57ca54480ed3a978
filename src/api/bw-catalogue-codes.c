/* bw-catalogue-codes.c - which of Microsoft's numbers and words are which event
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-catalogue-private.h"

typedef struct
{
  gint64  number;
  BwEvent event;
} Number;

typedef struct
{
  const char *word;
  BwEvent     event;
} Word;

/* The numbers behind "AADSTS" (Microsoft's list of authentication error codes). */
static const Number aadsts[] = {
  { 16000, BW_EVENT_SIGN_IN_EXPIRED },
  { 16003, BW_EVENT_GUEST_IN_THE_WAY },
  { 50000, BW_EVENT_UNAVAILABLE },
  { 50001, BW_EVENT_SERVICE_MISSING },
  { 50011, BW_EVENT_APP_REGISTRATION },
  { 50013, BW_EVENT_CREDENTIAL_EXPIRED },
  { 50014, BW_EVENT_GUEST_PENDING },
  { 50020, BW_EVENT_GUEST_IN_THE_WAY },
  { 50027, BW_EVENT_CREDENTIAL_EXPIRED },
  { 50034, BW_EVENT_ACCOUNT_BLOCKED },
  { 50053, BW_EVENT_ACCOUNT_BLOCKED },
  { 50055, BW_EVENT_ACCOUNT_BLOCKED },
  { 50057, BW_EVENT_ACCOUNT_BLOCKED },
  { 50058, BW_EVENT_SIGN_IN_EXPIRED },
  { 50059, BW_EVENT_TENANT_GONE },
  { 50072, BW_EVENT_MFA_MISSING },
  { 50074, BW_EVENT_MFA_MISSING },
  { 50076, BW_EVENT_MFA_MISSING },
  { 50078, BW_EVENT_MFA_MISSING },
  { 50079, BW_EVENT_MFA_MISSING },
  { 50097, BW_EVENT_DEVICE_REQUIRED },
  { 50105, BW_EVENT_APP_REGISTRATION },
  { 50126, BW_EVENT_ACCOUNT_BLOCKED },
  { 50131, BW_EVENT_CONDITIONAL_ACCESS },
  { 50132, BW_EVENT_SIGN_IN_EXPIRED },
  { 50133, BW_EVENT_SIGN_IN_EXPIRED },
  { 50147, BW_EVENT_BAD_REQUEST },
  { 50148, BW_EVENT_BAD_REQUEST },
  { 50155, BW_EVENT_DEVICE_REQUIRED },
  { 50158, BW_EVENT_CONDITIONAL_ACCESS },
  { 50173, BW_EVENT_SIGN_IN_EXPIRED },
  { 50177, BW_EVENT_POLICY_CONTROL },
  { 50178, BW_EVENT_POLICY_CONTROL },
  { 50194, BW_EVENT_APP_REGISTRATION },
  { 50196, BW_EVENT_THROTTLED },
  { 51004, BW_EVENT_ACCOUNT_BLOCKED },
  { 53000, BW_EVENT_DEVICE_REQUIRED },
  { 53001, BW_EVENT_DEVICE_REQUIRED },
  { 53002, BW_EVENT_POLICY_CONTROL },
  { 53003, BW_EVENT_CONDITIONAL_ACCESS },
  { 53004, BW_EVENT_ACCOUNT_RISK },
  { 53010, BW_EVENT_ACCOUNT_RISK },
  { 53011, BW_EVENT_ACCOUNT_RISK },
  { 54005, BW_EVENT_SIGN_IN_EXPIRED },
  { 65001, BW_EVENT_CONSENT_MISSING },
  { 65002, BW_EVENT_APP_REGISTRATION },
  { 65004, BW_EVENT_SIGN_IN_DECLINED },
  { 65005, BW_EVENT_APP_REGISTRATION },
  { 70000, BW_EVENT_SIGN_IN_EXPIRED },
  { 70001, BW_EVENT_APP_REGISTRATION },
  { 70002, BW_EVENT_CREDENTIAL_EXPIRED },
  { 70003, BW_EVENT_APP_REGISTRATION },
  { 70008, BW_EVENT_SIGN_IN_EXPIRED },
  { 70011, BW_EVENT_APP_REGISTRATION },
  { 70016, BW_EVENT_DEVICE_CODE_ENDED },
  { 70018, BW_EVENT_DEVICE_CODE_ENDED },
  { 70019, BW_EVENT_DEVICE_CODE_ENDED },
  { 70020, BW_EVENT_DEVICE_CODE_ENDED },
  { 70043, BW_EVENT_SIGN_IN_EXPIRED },
  { 70044, BW_EVENT_SIGN_IN_EXPIRED },
  { 90002, BW_EVENT_TENANT_GONE },
  { 90009, BW_EVENT_APP_REGISTRATION },
  { 90010, BW_EVENT_APP_REGISTRATION },
  { 90014, BW_EVENT_BAD_REQUEST },
  { 90023, BW_EVENT_BAD_REQUEST },
  { 90033, BW_EVENT_UNAVAILABLE },
  { 90038, BW_EVENT_OTHER_CLOUD },
  { 90055, BW_EVENT_THROTTLED },
  { 90072, BW_EVENT_GUEST_IN_THE_WAY },
  { 90093, BW_EVENT_CONSENT_MISSING },
  { 90094, BW_EVENT_CONSENT_MISSING },
  { 90095, BW_EVENT_CONSENT_MISSING },
  { 90099, BW_EVENT_CONSENT_MISSING },
  { 500011, BW_EVENT_SERVICE_MISSING },
  { 500021, BW_EVENT_CROSS_TENANT },
  { 500022, BW_EVENT_CROSS_TENANT },
  { 500112, BW_EVENT_APP_REGISTRATION },
  { 500208, BW_EVENT_CROSS_TENANT },
  { 500212, BW_EVENT_CROSS_TENANT },
  { 500213, BW_EVENT_CROSS_TENANT },
  { 500571, BW_EVENT_GUEST_DISABLED },
  { 501481, BW_EVENT_BAD_REQUEST },
  { 501491, BW_EVENT_BAD_REQUEST },
  { 530003, BW_EVENT_DEVICE_REQUIRED },
  { 530032, BW_EVENT_CONDITIONAL_ACCESS },
  { 530034, BW_EVENT_ACCOUNT_RISK },
  { 530035, BW_EVENT_MFA_MISSING },
  { 650051, BW_EVENT_UNAVAILABLE },      /* our service principal is just being made */
  { 650052, BW_EVENT_SERVICE_MISSING },
  { 650054, BW_EVENT_SERVICE_MISSING },
  { 650056, BW_EVENT_APP_REGISTRATION },
  { 650057, BW_EVENT_APP_REGISTRATION },
  { 700005, BW_EVENT_SIGN_IN_EXPIRED },
  /* Or a wrong client ID: Microsoft does not tell them apart */
  { 700016, BW_EVENT_CONSENT_MISSING },
  { 700021, BW_EVENT_APP_REGISTRATION },
  { 700022, BW_EVENT_APP_REGISTRATION },
  { 700023, BW_EVENT_APP_REGISTRATION },
  { 700024, BW_EVENT_CLOCK_WRONG },
  { 700025, BW_EVENT_APP_REGISTRATION },
  { 700027, BW_EVENT_CREDENTIAL_EXPIRED },
  { 700054, BW_EVENT_APP_REGISTRATION },
  { 700082, BW_EVENT_SIGN_IN_EXPIRED },
  { 700084, BW_EVENT_SIGN_IN_EXPIRED },
  { 900023, BW_EVENT_TENANT_GONE },
  { 900144, BW_EVENT_BAD_REQUEST },
  { 900382, BW_EVENT_OTHER_CLOUD },
  { 900432, BW_EVENT_OTHER_CLOUD },
  { 1002012, BW_EVENT_BAD_REQUEST },
  { 5000224, BW_EVENT_TENANT_GONE },
  { 7000112, BW_EVENT_APP_REGISTRATION },
  { 7000215, BW_EVENT_CREDENTIAL_EXPIRED },
  { 7000218, BW_EVENT_APP_REGISTRATION },
  { 7000222, BW_EVENT_CREDENTIAL_EXPIRED },
  { 7000229, BW_EVENT_CONSENT_MISSING },
  { 9001023, BW_EVENT_APP_REGISTRATION },
  { 9002313, BW_EVENT_SIGN_IN_EXPIRED }, /* what we kept of the sign-in is not what was given */
  { 9002327, BW_EVENT_APP_REGISTRATION },
};

/* "suberror" of the token endpoint, for numbers that we do not know. */
static const Word suberrors[] = {
  { "additional_action", BW_EVENT_MFA_MISSING },
  { "bad_token", BW_EVENT_SIGN_IN_EXPIRED },
  { "basic_action", BW_EVENT_MFA_MISSING },
  { "client_mismatch", BW_EVENT_SIGN_IN_EXPIRED },
  { "consent_required", BW_EVENT_CONSENT_MISSING },
  { "token_expired", BW_EVENT_SIGN_IN_EXPIRED },
  { "user_password_expired", BW_EVENT_ACCOUNT_BLOCKED },
};

/* "error" of the identity platform, for what says no more than that. */
static const Word oauth[] = {
  { "access_denied", BW_EVENT_SIGN_IN_DECLINED },
  { "authorization_declined", BW_EVENT_SIGN_IN_DECLINED },
  { "authorization_pending", BW_EVENT_DEVICE_CODE_ENDED },
  { "bad_verification_code", BW_EVENT_DEVICE_CODE_ENDED },
  { "code_expired", BW_EVENT_DEVICE_CODE_ENDED },
  { "consent_required", BW_EVENT_CONSENT_MISSING },
  { "expired_token", BW_EVENT_DEVICE_CODE_ENDED },
  { "interaction_required", BW_EVENT_SIGN_IN_EXPIRED },
  { "invalid_client", BW_EVENT_APP_REGISTRATION },
  { "invalid_grant", BW_EVENT_SIGN_IN_EXPIRED },
  { "invalid_request", BW_EVENT_BAD_REQUEST },
  { "invalid_resource", BW_EVENT_SERVICE_MISSING },
  { "invalid_scope", BW_EVENT_APP_REGISTRATION },
  { "invalid_tenant", BW_EVENT_TENANT_GONE },
  { "login_required", BW_EVENT_SIGN_IN_EXPIRED },
  { "server_error", BW_EVENT_UNAVAILABLE },
  { "slow_down", BW_EVENT_THROTTLED },
  { "temporarily_unavailable", BW_EVENT_UNAVAILABLE },
  { "unauthorized_client", BW_EVENT_APP_REGISTRATION },
  { "unsupported_grant_type", BW_EVENT_APP_REGISTRATION },
  { "unsupported_response_type", BW_EVENT_APP_REGISTRATION },
};

/* "code" of Microsoft Graph: the directory writes one way, admin relationships and
 * reports another.  What is not here goes by its HTTP status. */
static const Word graph[] = {
  { "accessDenied", BW_EVENT_DENIED },
  { "activityLimitReached", BW_EVENT_THROTTLED },
  { "Authentication_RequestFromNonPremiumTenantOrB2CTenant", BW_EVENT_SERVICE_MISSING },
  { "Authorization_RequestDenied", BW_EVENT_DENIED },
  { "badRequest", BW_EVENT_BAD_REQUEST },
  { "conflict", BW_EVENT_CONFLICT },
  { "Directory_QuotaExceeded", BW_EVENT_QUOTA },
  { "Directory_ResultSizeLimitExceeded", BW_EVENT_BAD_REQUEST },
  { "ExpandNotSupported", BW_EVENT_BAD_REQUEST },
  { "forbidden", BW_EVENT_DENIED },
  { "generalException", BW_EVENT_UNAVAILABLE },
  { "internalServerError", BW_EVENT_UNAVAILABLE },
  { "InvalidAuthenticationToken", BW_EVENT_SIGN_IN_EXPIRED },
  { "invalidRequest", BW_EVENT_BAD_REQUEST },
  { "itemNotFound", BW_EVENT_NOT_FOUND },
  { "NotImplemented", BW_EVENT_BAD_REQUEST },
  { "Request_BadRequest", BW_EVENT_BAD_REQUEST },
  { "Request_MultipleObjectsWithSameKeyValue", BW_EVENT_CONFLICT },
  { "Request_ResourceNotFound", BW_EVENT_NOT_FOUND },
  { "Request_UnprocessableEntity", BW_EVENT_BAD_REQUEST },
  { "Request_UnsupportedQuery", BW_EVENT_BAD_REQUEST },
  { "resourceModified", BW_EVENT_CONFLICT },
  { "resyncRequired", BW_EVENT_NOT_FOUND },
  { "serviceNotAvailable", BW_EVENT_UNAVAILABLE },
  { "syncStateNotFound", BW_EVENT_NOT_FOUND },
  { "TooManyRequests", BW_EVENT_THROTTLED },
  { "unexpectedError", BW_EVENT_UNAVAILABLE },
};

/* Partner Center's own error codes. */
static const Number partner[] = {
  { 0, BW_EVENT_UNAVAILABLE },
  { 400, BW_EVENT_SIGN_IN_EXPIRED },
  { 1000, BW_EVENT_NOT_A_CUSTOMER },
  { 1002, BW_EVENT_NOT_ADMIN_AGENT },
  { 2000, BW_EVENT_BAD_REQUEST },
  { 2032, BW_EVENT_DENIED },
  { 2055, BW_EVENT_CONFLICT },
  { 3000, BW_EVENT_BAD_REQUEST },
  { 20002, BW_EVENT_NOT_A_CUSTOMER },
  { 60002, BW_EVENT_NOT_FOUND },
  { 60003, BW_EVENT_TENANT_GONE },
  { 90000, BW_EVENT_DENIED },
  { 600006, BW_EVENT_DENIED },
  { 800001, BW_EVENT_SIGN_IN_EXPIRED },
  { 800002, BW_EVENT_BAD_REQUEST },
  { 800003, BW_EVENT_UNAVAILABLE },
  { 900118, BW_EVENT_BAD_REQUEST },
  { 900123, BW_EVENT_PROGRAM },
  { 900124, BW_EVENT_PROGRAM },
  { 900149, BW_EVENT_PROGRAM },
  { 900150, BW_EVENT_NOT_ADMIN_AGENT },
  { 900192, BW_EVENT_UNAVAILABLE },
  { 900308, BW_EVENT_DENIED },
  { 900309, BW_EVENT_CONDITIONAL_ACCESS },
  { 900316, BW_EVENT_APP_REGISTRATION },
  { 900329, BW_EVENT_APP_REGISTRATION },
  { 900416, BW_EVENT_ACCOUNT_BLOCKED },
  { 900420, BW_EVENT_APP_REGISTRATION },
};

static BwEvent
look_up_number (const Number *table,
                gsize         n,
                gint64        number)
{
  for (gsize i = 0; i < n; i++)
    {
      if (table[i].number == number)
        return table[i].event;
    }

  return BW_EVENT_UNKNOWN;
}

static BwEvent
look_up_word (const Word *table,
              gsize       n,
              const char *word)
{
  for (gsize i = 0; i < n && word != NULL; i++)
    {
      if (g_ascii_strcasecmp (table[i].word, word) == 0)
        return table[i].event;
    }

  return BW_EVENT_UNKNOWN;
}

/* Returns: the event for AADSTS @number, or %BW_EVENT_UNKNOWN */
BwEvent
bw_catalogue_look_up_aadsts (gint64 number)
{
  return look_up_number (aadsts, G_N_ELEMENTS (aadsts), number);
}

/* Returns: the event for the "error" of the identity platform, or %BW_EVENT_UNKNOWN */
BwEvent
bw_catalogue_look_up_oauth (const char *code)
{
  return look_up_word (oauth, G_N_ELEMENTS (oauth), code);
}

/* Returns: the event for its "suberror", or %BW_EVENT_UNKNOWN */
BwEvent
bw_catalogue_look_up_suberror (const char *suberror)
{
  return look_up_word (suberrors, G_N_ELEMENTS (suberrors), suberror);
}

/* Returns: the event for a "code" of Partner Center, or %BW_EVENT_UNKNOWN */
BwEvent
bw_catalogue_look_up_partner (gint64 number)
{
  return look_up_number (partner, G_N_ELEMENTS (partner), number);
}

/* Returns: the event for a "code" of Microsoft Graph, or %BW_EVENT_UNKNOWN */
BwEvent
bw_catalogue_look_up_graph (const char *code)
{
  return look_up_word (graph, G_N_ELEMENTS (graph), code);
}

static void
visit_numbers (const Number         *table,
               gsize                 n,
               const char           *prefix,
               BwCatalogueCodeFunc   visit,
               gpointer              user_data)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *code = g_strdup_printf ("%s%" G_GINT64_FORMAT, prefix, table[i].number);

      visit (code, table[i].event, user_data);
    }
}

static void
visit_words (const Word           *table,
             gsize                 n,
             BwCatalogueCodeFunc   visit,
             gpointer              user_data)
{
  for (gsize i = 0; i < n; i++)
    visit (table[i].word, table[i].event, user_data);
}

/* Calls @visit for every code of a service that we know: numbers as Microsoft's
 * pages write them, in the order of the table. */
void
bw_catalogue_visit_codes (BwCodeKind           kind,
                          BwCatalogueCodeFunc  visit,
                          gpointer             user_data)
{
  switch (kind)
    {
    case BW_CODE_AADSTS:
      visit_numbers (aadsts, G_N_ELEMENTS (aadsts), "AADSTS", visit, user_data);
      break;
    case BW_CODE_OAUTH:
      visit_words (oauth, G_N_ELEMENTS (oauth), visit, user_data);
      break;
    case BW_CODE_SUBERROR:
      visit_words (suberrors, G_N_ELEMENTS (suberrors), visit, user_data);
      break;
    case BW_CODE_GRAPH:
      visit_words (graph, G_N_ELEMENTS (graph), visit, user_data);
      break;
    case BW_CODE_PARTNER:
    default:
      visit_numbers (partner, G_N_ELEMENTS (partner), "", visit, user_data);
      break;
    }
}

/* Returns: the event for an HTTP status that nothing else is known of */
BwEvent
bw_catalogue_look_up_status (guint status)
{
  switch (status)
    {
    case 400:
    case 405:
    case 406:
    case 411:
    case 413:
    case 414:
    case 415:
    case 417:
    case 422:
      return BW_EVENT_BAD_REQUEST;

    case 401:
      return BW_EVENT_SIGN_IN_EXPIRED;

    case 403:
      return BW_EVENT_DENIED;

    case 404:
    case 410:
      return BW_EVENT_NOT_FOUND;

    case 409:
    case 412:
    case 423:
      return BW_EVENT_CONFLICT;

    case 429:
      return BW_EVENT_THROTTLED;

    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
    case 509:
      return BW_EVENT_UNAVAILABLE;

    default:
      /* Neither an answer nor an error: a network's own sign-in page, say. */
      return status < 400 ? BW_EVENT_PROTOCOL : BW_EVENT_UNKNOWN;
    }
}
