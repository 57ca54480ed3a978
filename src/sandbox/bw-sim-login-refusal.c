/* bw-sim-login-refusal.c - what the simulated identity platform says when it refuses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "bw-sim-login.h"
#include "bw-sim-page.h"
#include "bw-sim-util.h"

/**
 * Refusal:
 * @code: of Microsoft's table of AADSTS codes
 * @status: HTTP status of the token endpoint
 * @error: of OAuth
 * @suberror: (nullable): Microsoft's refinement of @error
 * @policy: whether a claims challenge names the policy that is behind it
 * @text: what it means
 */
typedef struct
{
  guint       code;
  guint       status;
  const char *error;
  const char *suberror;
  gboolean    policy;
  const char *text;
} Refusal;

static const Refusal refusals[] = {
  { 50011, 400, "invalid_request", NULL, FALSE,
    "The redirect URI of the request is not one that the application may use." },
  { 50014, 400, "invalid_grant", NULL, FALSE,
    "The guest has not accepted the invitation to the tenant yet." },
  { 50020, 400, "invalid_grant", NULL, FALSE,
    "The account is of another tenant and has no access to the application in this one." },
  { 50027, 401, "invalid_client", NULL, FALSE, "The client assertion is not a valid token." },
  { 50034, 400, "invalid_grant", NULL, FALSE, "The account does not exist in any directory." },
  { 50057, 400, "invalid_grant", NULL, FALSE, "The account is disabled." },
  { 50058, 400, "login_required", NULL, FALSE,
    "A silent sign-in was asked for, but nobody is signed in." },
  { 50076, 400, "invalid_grant", "basic_action", TRUE,
    "A policy of the tenant requires multi-factor authentication there." },
  { 50079, 400, "interaction_required", "basic_action", FALSE,
    "Multi-factor authentication was demanded, and the account has not enrolled in it." },
  { 50147, 400, "invalid_request", NULL, FALSE, "The code_challenge is missing." },
  { 50148, 400, "invalid_grant", NULL, FALSE, "The code_verifier is missing." },
  { 50173, 400, "invalid_grant", "bad_token", FALSE,
    "The grant was revoked. A new sign-in is needed." },
  { 53000, 400, "invalid_grant", "message_only", TRUE,
    "A Conditional Access policy requires a compliant device, and this one is not." },
  { 53003, 400, "invalid_grant", "message_only", TRUE,
    "A Conditional Access policy blocks access." },
  { 54005, 400, "invalid_grant", NULL, FALSE, "The authorization code was redeemed before." },
  { 65001, 400, "invalid_grant", "consent_required", FALSE,
    "Nobody has consented to what the application asks for." },
  { 65004, 400, "access_denied", NULL, FALSE, "The user cancelled the sign-in." },
  { 70000, 400, "invalid_grant", NULL, FALSE,
    "The grant is malformed, or was issued to another application." },
  { 70003, 400, "unsupported_grant_type", NULL, FALSE, "There is no such grant type." },
  { 70008, 400, "invalid_grant", NULL, FALSE, "The authorization code has expired." },
  { 70011, 400, "invalid_scope", NULL, FALSE, "The scope is not valid." },
  { 70016, 400, "authorization_pending", NULL, FALSE, "The user has not signed in yet." },
  { 70018, 400, "bad_verification_code", NULL, FALSE, "There is no such device code." },
  { 70020, 400, "expired_token", NULL, FALSE, "The device code has expired." },
  { 70043, 400, "invalid_grant", "token_expired", FALSE,
    "A Conditional Access policy limits how long a sign-in lasts, and this one is too old." },
  { 90002, 400, "invalid_request", NULL, FALSE, "There is no such tenant in this cloud." },
  { 90010, 400, "invalid_request", NULL, FALSE,
    "The grant needs a tenant, not /common or /organizations." },
  { 90023, 400, "invalid_request", NULL, FALSE, "A parameter has a value that is not supported." },
  { 90038, 400, "invalid_request", NULL, FALSE,
    "The tenant belongs to another national cloud, which this one does not federate with." },
  { 90094, 400, "access_denied", NULL, FALSE,
    "Only an administrator can grant what the application asks for. Need admin approval." },
  { 90099, 400, "invalid_grant", NULL, FALSE,
    "The application is not authorized in the customer's tenant, so the partner's administrators "
    "can't use it there." },
  { 500011, 400, "invalid_resource", NULL, FALSE, "There is no such resource in the tenant." },
  { 500112, 400, "invalid_grant", NULL, FALSE,
    "The redirect URI is not the one that the code was asked for with." },
  { 500213, 400, "invalid_grant", NULL, FALSE,
    "The tenant's cross-tenant access policy does not let guests of this organization in." },
  { 500571, 400, "invalid_grant", NULL, FALSE, "The guest account is disabled in the tenant." },
  { 501481, 400, "invalid_grant", NULL, FALSE,
    "The code_verifier does not fit the code_challenge." },
  { 501491, 400, "invalid_request", NULL, FALSE, "The code_challenge has the wrong length." },
  { 650051, 400, "invalid_grant", NULL, FALSE,
    "The service principal of the application is still being created in the tenant." },
  { 650052, 400, "invalid_resource", NULL, FALSE,
    "The application needs a service that the tenant has not subscribed to." },
  { 650057, 400, "invalid_resource", NULL, FALSE,
    "The resource is not listed in what the application is registered with." },
  { 700005, 400, "invalid_grant", NULL, FALSE, "The authorization code is for another tenant." },
  { 700016, 400, "unauthorized_client", NULL, FALSE,
    "There is no such application in the tenant." },
  { 700021, 401, "invalid_client", NULL, FALSE,
    "The client assertion is not of the application itself." },
  { 700022, 400, "invalid_scope", NULL, FALSE, "The scope names more than one resource." },
  { 700023, 401, "invalid_client", NULL, FALSE,
    "The client assertion is for another audience." },
  { 700024, 401, "invalid_client", NULL, FALSE,
    "The client assertion is not within its valid time range." },
  { 700025, 401, "invalid_client", NULL, FALSE,
    "The application is public, so it must not present a secret." },
  { 700027, 401, "invalid_client", NULL, FALSE,
    "The client assertion is not signed with a key of the application's." },
  { 700054, 400, "unsupported_response_type", NULL, FALSE,
    "The response type is not enabled for the application." },
  { 700082, 400, "invalid_grant", "bad_token", FALSE,
    "The refresh token was not used for 90 days and has expired." },
  { 900023, 400, "invalid_request", NULL, FALSE, "This is neither a tenant ID nor a domain." },
  { 900144, 400, "invalid_request", NULL, FALSE, "A required parameter is missing." },
  { 1002012, 400, "invalid_scope", NULL, FALSE,
    "An application by itself asks for a resource's .default." },
  { 7000215, 401, "invalid_client", NULL, FALSE, "The client secret is wrong." },
  { 7000218, 401, "invalid_client", NULL, FALSE,
    "The application has to present a secret or an assertion." },
  { 7000222, 401, "invalid_client", NULL, FALSE,
    "The client secret or the certificate has expired." },
  { 7000229, 401, "invalid_client", NULL, FALSE,
    "The application has no service principal in the tenant." },
};

static const Refusal *
find_refusal (guint code)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (refusals[i].code == code)
        return &refusals[i];
    }

  return NULL;
}

/**
 * bw_sim_login_error_name:
 * @code: an AADSTS code
 *
 * Returns: the error of OAuth that goes with it
 */
const char *
bw_sim_login_error_name (guint code)
{
  return find_refusal (code)->error;
}

/* What the client may choose, so that both sides' logs can be joined. */
static char *
dup_correlation_id (BwSimExchange *self)
{
  const char *given = bw_sim_exchange_get_header (self, "client-request-id");

  return g_strdup (bw_sim_is_guid (given) ? given : self->request_id);
}

static char *
dup_timestamp (BwSimExchange *self)
{
  gint64 now = bw_sim_login_now (self) / BW_SIM_SECOND;
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (now);

  return g_date_time_format (date, "%Y-%m-%d %H:%M:%SZ");
}

/**
 * bw_sim_login_dup_reason:
 * @self: an exchange
 * @code: an AADSTS code
 * @detail: (nullable): what it is about
 *
 * The parts are separated by spaces, or as of old by new lines if the scenario
 * turns on "error-lines".
 *
 * Returns: (transfer full): a description as Microsoft composes it
 */
char *
bw_sim_login_dup_reason (BwSimExchange *self,
                         guint          code,
                         const char    *detail)
{
  const char *separator = bw_sim_world_has_quirk (self->world, "error-lines") ? "\r\n" : " ";
  g_autofree char *correlation_id = dup_correlation_id (self);
  g_autofree char *timestamp = dup_timestamp (self);
  g_autofree char *about = detail != NULL ? g_strdup_printf (" (%s)", detail) : g_strdup ("");

  return g_strdup_printf ("AADSTS%u: %s%s%sTrace ID: %s%sCorrelation ID: %s%sTimestamp: %s", code,
                          find_refusal (code)->text, about, separator, self->request_id,
                          separator, correlation_id, separator, timestamp);
}

/* The challenge is a string, not an object; a client echoes it as it is. */
static char *
dup_challenge (BwSimExchange *self)
{
  g_autofree char *seed = g_strconcat (self->tenant, "/conditionalAccess/policies", NULL);
  g_autofree char *policy = bw_sim_guid_for (seed);

  return g_strdup_printf ("{\"access_token\":{\"capolids\":{\"essential\":true,"
                          "\"values\":[\"%s\"]}}}", policy);
}

static char *
dup_error_address (BwSimExchange *self,
                   guint          code)
{
  g_autofree char *path = g_strdup_printf ("/login/error?code=%u", code);

  return bw_sim_exchange_dup_address (self, path);
}

/**
 * bw_sim_login_refuse_as:
 * @self: an exchange
 * @error: of OAuth, where it is not the usual one of @code
 * @code: an AADSTS code
 * @detail: (nullable): what it is about
 *
 * Replies with the document of errors that Microsoft's endpoints share.
 */
void
bw_sim_login_refuse_as (BwSimExchange *self,
                        const char    *error,
                        guint          code,
                        const char    *detail)
{
  const Refusal *refusal = find_refusal (code);
  JsonObject *object = json_object_new ();
  JsonArray *codes = json_array_new ();

  json_object_set_string_member (object, "error", error);
  bw_sim_json_take_string (object, "error_description",
                           bw_sim_login_dup_reason (self, code, detail));
  json_array_add_int_element (codes, code);
  json_object_set_array_member (object, "error_codes", codes);
  bw_sim_json_take_string (object, "timestamp", dup_timestamp (self));
  json_object_set_string_member (object, "trace_id", self->request_id);
  bw_sim_json_take_string (object, "correlation_id", dup_correlation_id (self));
  bw_sim_json_take_string (object, "error_uri", dup_error_address (self, code));

  if (refusal->suberror != NULL)
    json_object_set_string_member (object, "suberror", refusal->suberror);
  if (refusal->policy)
    bw_sim_json_take_string (object, "claims", dup_challenge (self));

  bw_sim_exchange_reply_object (self, refusal->status, object);
}

/**
 * bw_sim_login_refuse:
 * @self: an exchange
 * @code: an AADSTS code
 * @detail: (nullable): what it is about
 *
 * Replies as the token endpoint does.
 */
void
bw_sim_login_refuse (BwSimExchange *self,
                     guint          code,
                     const char    *detail)
{
  bw_sim_login_refuse_as (self, bw_sim_login_error_name (code), code, detail);
}

/**
 * bw_sim_login_refuse_page:
 * @self: an exchange
 * @code: an AADSTS code
 * @detail: (nullable): what it is about
 *
 * Replies with a page: most of what goes wrong at a sign-in never comes back
 * to the application.
 */
void
bw_sim_login_refuse_page (BwSimExchange *self,
                          guint          code,
                          const char    *detail)
{
  g_autofree char *correlation_id = dup_correlation_id (self);
  g_autofree char *timestamp = dup_timestamp (self);
  GString *page = bw_sim_page_new ("Sorry, but we’re having trouble signing you in");

  bw_sim_page_append (page, "<p role=\"alert\" class=\"note\"><strong>AADSTS%u</strong>: %s</p>\n",
                      code, find_refusal (code)->text);
  bw_sim_page_append (page, "<dl>\n");
  if (detail != NULL)
    bw_sim_page_append (page, "<dt>About</dt><dd>%s</dd>\n", detail);
  bw_sim_page_append (page, "<dt>Request ID</dt><dd>%s</dd>\n<dt>Correlation ID</dt><dd>%s</dd>\n",
                      self->request_id, correlation_id);
  bw_sim_page_append (page, "<dt>Timestamp</dt><dd>%s</dd>\n</dl>\n", timestamp);
  bw_sim_page_reply (self, 400, page);
}

/**
 * bw_sim_login_show_error:
 * @self: an exchange for /login/error
 *
 * Looks up an AADSTS code.
 */
void
bw_sim_login_show_error (BwSimExchange *self)
{
  const char *text = bw_sim_exchange_get_query (self, "code");
  const Refusal *refusal = text != NULL ? find_refusal ((guint) strtoul (text, NULL, 10)) : NULL;
  GString *page = bw_sim_page_new ("Error Codes");

  if (refusal != NULL)
    bw_sim_page_append (page, "<p><strong>AADSTS%u</strong>: %s</p>\n", refusal->code,
                        refusal->text);
  else
    bw_sim_page_append (page, "<p>The sandbox does not give this code.</p>\n");

  bw_sim_page_reply (self, refusal != NULL ? 200 : 404, page);
}
