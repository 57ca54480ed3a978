/* bw-guest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-answer.h"
#include "bw-guest.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-permission.h"

#define ACCOUNT "$select=id,userType,userPrincipalName,externalUserState,accountEnabled"

/* Where the browser goes once the invitation is accepted: a page of Microsoft's that says
 * which organizations one is a guest of. */
#define REDIRECT "https://myapps.microsoft.com/"

/**
 * bw_guest_free:
 * @self: (transfer full): a guest
 */
void
bw_guest_free (BwGuest *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/**
 * bw_guest_find:
 * @cloud: a cloud, for an application that may read users
 * @tenant: where to look
 * @address: mail address of the account
 *
 * Whoever was invited has the address of the invitation as "mail" (Graph: user).
 *
 * Returns: (transfer full): a request for the accounts with @address; for
 *   bw_guest_read_found()
 */
BwRequest *
bw_guest_find (BwCloud    *cloud,
               const char *tenant,
               const char *address)
{
  g_autofree char *literal = bw_odata_quote (address);
  g_autofree char *path = g_strdup_printf ("/users?$filter=mail%%20eq%%20%s&" ACCOUNT, literal);

  return bw_odata_list (cloud->graph, tenant, path);
}

static BwGuest *
read_guest (JsonObject  *object,
            GError     **error)
{
  const char *id = bw_json_require_string (object, "id", error);
  BwGuest *self;

  if (id == NULL)
    return NULL;

  self = g_new0 (BwGuest, 1);
  self->id = g_strdup (id);
  self->name = g_strdup (bw_json_get_string (object, "userPrincipalName"));
  self->is_member = g_strcmp0 (bw_json_get_string (object, "userType"), "Member") == 0;
  self->accepted =
    g_strcmp0 (bw_json_get_string (object, "externalUserState"), "PendingAcceptance") != 0;
  self->enabled = bw_json_get_boolean (object, "accountEnabled", TRUE);

  return self;
}

/**
 * bw_guest_read_found:
 * @response: the answer to bw_guest_find()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Where several have the address, a guest counts.
 *
 * Returns: (transfer full) (nullable): the account; or %NULL, without @error set if there
 *   is none
 */
BwGuest *
bw_guest_read_found (BwResponse  *response,
                     GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);
  g_autoptr(BwGuest) found = NULL;

  for (guint i = 0; i < bw_json_array_length (list); i++)
    {
      g_clear_pointer (&found, bw_guest_free);
      found = read_guest (bw_json_array_object (list, i), error);
      if (found == NULL || !found->is_member)
        break;
    }

  return g_steal_pointer (&found);
}

/**
 * bw_guest_invite:
 * @cloud: a cloud, for an application that may invite
 * @tenant: the customer tenant
 * @address: mail address of one of our people
 * @reset_id: (nullable): object ID of the guest account that has @address already, to
 *   have it accept once more, with whatever account it uses then
 *
 * Microsoft sends the mail.  Inviting somebody twice makes no second account, and sends
 * another mail (Graph: invitation).
 *
 * Returns: (transfer full): a request that invites @address as a guest
 */
BwRequest *
bw_guest_invite (BwCloud    *cloud,
                 const char *tenant,
                 const char *address,
                 const char *reset_id)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  BwRequest *request = bw_request_new (cloud->graph, "POST", "/invitations");

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "invitedUserEmailAddress", address);
  bw_json_add_string (builder, "inviteRedirectUrl", REDIRECT);
  bw_json_add_string (builder, "invitedUserType", "Guest");
  json_builder_set_member_name (builder, "sendInvitationMessage");
  json_builder_add_boolean_value (builder, TRUE);
  if (reset_id != NULL)
    {
      json_builder_set_member_name (builder, "resetRedemption");
      json_builder_add_boolean_value (builder, TRUE);
      json_builder_set_member_name (builder, "invitedUser");
      json_builder_begin_object (builder);
      bw_json_add_string (builder, "id", reset_id);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);

  bw_request_set_tenant (request, tenant);
  bw_request_take_json (request, json_builder_get_root (builder));

  return request;
}

/**
 * bw_guest_get_me:
 * @cloud: a cloud, for the guest account
 * @tenant: the customer tenant
 *
 * Returns: (transfer full): a request for who the guest account is in the tenant; for
 *   bw_guest_read_me()
 */
BwRequest *
bw_guest_get_me (BwCloud    *cloud,
                 const char *tenant)
{
  return bw_odata_get (cloud->graph, tenant, "/me?" ACCOUNT);
}

/**
 * bw_guest_read_me:
 * @response: the answer to bw_guest_get_me()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the account, or %NULL with @error set
 */
BwGuest *
bw_guest_read_me (BwResponse  *response,
                  GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);

  return object != NULL ? read_guest (object, error) : NULL;
}

/**
 * bw_guest_list_roles:
 * @cloud: a cloud, for an application that may read applications
 * @tenant: the customer tenant
 * @client_object_id: object ID of our service principal there
 *
 * Returns: (transfer full): a request for the application permissions that we have
 *   there; for bw_guest_read_lack()
 */
BwRequest *
bw_guest_list_roles (BwCloud    *cloud,
                     const char *tenant,
                     const char *client_object_id)
{
  g_autofree char *segment = bw_odata_segment (client_object_id);
  g_autofree char *path = g_strdup_printf ("/servicePrincipals/%s/appRoleAssignments", segment);

  return bw_odata_list (cloud->graph, tenant, path);
}

/**
 * bw_guest_read_lack:
 * @response: the answer to bw_guest_list_roles()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the names of the
 *   application permissions that we need and do not have; %NULL with @error set
 */
char **
bw_guest_read_lack (BwResponse  *response,
                    GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) given = NULL;

  if (list == NULL)
    return NULL;

  for (guint i = 0; i < bw_json_array_length (list); i++)
    {
      const char *id = bw_json_get_string (bw_json_array_object (list, i), "appRoleId");

      if (id != NULL && bw_permission_find_role_name (id) != NULL)
        g_strv_builder_add (names, bw_permission_find_role_name (id));
    }
  given = g_strv_builder_end (names);

  return bw_permission_find_roles_lack ((const char * const *) given);
}

/**
 * bw_guest_list_grants:
 * @cloud: a cloud, for an application that may read applications
 * @tenant: the customer tenant
 * @client_object_id: object ID of our service principal there
 *
 * Returns: (transfer full): a request for the delegated permissions that our application
 *   has there, for everybody or for somebody; for bw_guest_read_grants()
 */
BwRequest *
bw_guest_list_grants (BwCloud    *cloud,
                      const char *tenant,
                      const char *client_object_id)
{
  g_autofree char *segment = bw_odata_segment (client_object_id);
  g_autofree char *path = g_strdup_printf ("/servicePrincipals/%s/oauth2PermissionGrants", segment);

  return bw_odata_list (cloud->graph, tenant, path);
}

static gboolean
is_granted_to (JsonObject *grant,
               const char *guest_id)
{
  const char *type = bw_json_get_string (grant, "consentType");
  const char *principal = bw_json_get_string (grant, "principalId");

  return g_strcmp0 (type, "AllPrincipals") == 0 ||
         (principal != NULL && g_ascii_strcasecmp (principal, guest_id) == 0);
}

/**
 * bw_guest_read_grants:
 * @response: the answer to bw_guest_list_grants()
 * @guest_id: object ID of the guest account
 * @permission: a delegated permission
 * @granted: (out): whether our application has @permission when the guest uses it
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: whether @granted was set; else @error is
 */
gboolean
bw_guest_read_grants (BwResponse  *response,
                      const char  *guest_id,
                      const char  *permission,
                      gboolean    *granted,
                      GError     **error)
{
  JsonArray *list = bw_answer_list (response, "value", error);

  *granted = FALSE;
  if (list == NULL)
    return FALSE;

  for (guint i = 0; i < bw_json_array_length (list) && !*granted; i++)
    {
      JsonObject *grant = bw_json_array_object (list, i);
      const char *scope = bw_json_get_string (grant, "scope");
      g_auto(GStrv) names = g_strsplit (scope != NULL ? scope : "", " ", -1);

      *granted = is_granted_to (grant, guest_id) &&
                 bw_permission_covers ((const char * const *) names, permission);
    }

  return TRUE;
}

/**
 * bw_guest_event:
 * @event: what the catalogue takes an answer for
 *
 * Returns: what it is about where it is a guest account that was refused
 */
BwEvent
bw_guest_event (BwEvent event)
{
  if (event == BW_EVENT_CONDITIONAL_ACCESS || event == BW_EVENT_DEVICE_REQUIRED ||
      event == BW_EVENT_POLICY_CONTROL)
    return BW_EVENT_GUEST_POLICY;

  return event == BW_EVENT_GUEST_DISABLED ? BW_EVENT_GUEST_BLOCKED : event;
}

/**
 * bw_guest_classify:
 * @response: what a guest account was answered, not a success
 *
 * Returns: what it is about
 */
BwEvent
bw_guest_classify (BwResponse *response)
{
  return bw_guest_event (bw_catalogue_classify (response));
}

/**
 * bw_guest_explain_refusal:
 * @response: the answer to bw_guest_invite(), not a success
 * @tracking_id: (nullable): the run of the step
 *
 * Returns: (transfer full): why the guest account may not be invited
 */
BwFailure *
bw_guest_explain_refusal (BwResponse *response,
                          const char *tracking_id)
{
  BwFailure *failure = bw_catalogue_from_response (response, tracking_id);

  /* Our application may not invite at all; else it is the tenant's rules for guests. */
  if (bw_catalogue_classify (response) != BW_EVENT_DENIED ||
      g_strcmp0 (failure->code, "Authorization_RequestDenied") == 0)
    return failure;

  bw_failure_unref (failure);

  return bw_catalogue_from_response_as (BW_EVENT_INVITATION_REFUSED, response, tracking_id);
}

/**
 * bw_guest_explain:
 * @said: what a refusal means where it is anybody
 *
 * Returns: (transfer full): what it means where it is a guest account, with what
 *   Microsoft said
 */
BwFailure *
bw_guest_explain (BwFailure *said)
{
  BwEvent plain = bw_catalogue_find_event (said);
  BwEvent event = bw_guest_event (plain);
  BwFailure *failure;

  if (event == plain)
    return bw_failure_ref (said);

  failure = bw_catalogue_make (event, said->tracking_id);
  failure->code = g_strdup (said->code);
  failure->message = g_strdup (said->message);
  failure->timestamp = g_strdup (said->timestamp);
  failure->correlation_id = g_strdup (said->correlation_id);
  failure->request_id = g_strdup (said->request_id);

  return failure;
}

/**
 * bw_guest_explain_sign_in:
 * @error: why a guest account could not sign in
 *
 * Returns: (transfer full) (nullable): what is against it for good, with what Microsoft
 *   said; %NULL if trying again may help
 */
BwFailure *
bw_guest_explain_sign_in (const GError *error)
{
  BwFailure *said = bw_failure_of_error (error);
  g_autoptr(BwFailure) failure = said != NULL ? bw_guest_explain (said) : NULL;
  BwEvent event = failure != NULL ? bw_catalogue_find_event (failure) : BW_EVENT_UNKNOWN;

  if (event != BW_EVENT_GUEST_POLICY && event != BW_EVENT_GUEST_BLOCKED &&
      event != BW_EVENT_CROSS_TENANT)
    return NULL;

  return g_steal_pointer (&failure);
}

/**
 * bw_guest_dup_consent_link:
 * @cloud: a cloud
 * @tenant: tenant ID of the customer
 * @client_id: our app registration
 * @state: what ties the answer to the set-up
 *
 * The administrator sits at another computer, so the browser ends on a page of
 * Microsoft's; what it says there proves nothing (Entra: admin consent, v2.0).
 *
 * Returns: (transfer full): where the customer's administrator consents to everything
 *   that the registration names
 */
char *
bw_guest_dup_consent_link (BwCloud    *cloud,
                           const char *tenant,
                           const char *client_id,
                           const char *state)
{
  g_autofree char *redirect = bw_guest_dup_redirect_uri (cloud);
  g_autofree char *redirect_uri = g_uri_escape_string (redirect, NULL, FALSE);
  g_autofree char *plain = g_strconcat (cloud->graph->audience, "/.default", NULL);
  g_autofree char *scope = g_uri_escape_string (plain, NULL, FALSE);

  return g_strdup_printf ("%s/%s/v2.0/adminconsent?client_id=%s&scope=%s&redirect_uri=%s&state=%s",
                          cloud->login->base, tenant, client_id, scope, redirect_uri, state);
}

/**
 * bw_guest_dup_redirect_uri:
 * @cloud: a cloud
 *
 * Returns: (transfer full): where the browser of the customer's administrator ends; the
 *   registration must name it
 */
char *
bw_guest_dup_redirect_uri (BwCloud *cloud)
{
  return g_strconcat (cloud->login->base, "/common/oauth2/nativeclient", NULL);
}
