/* bw-sim-graph-invitations.c - inviting guests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-grants.h"
#include "bw-sim-graph.h"
#include "bw-sim-guest-policy.h"
#include "bw-sim-guest.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define MAX_NAME     127
#define MAX_MESSAGE  2000
#define MAX_REDIRECT 2000

/**
 * Draft:
 * @email: who is to be invited
 * @name: (nullable): display name
 * @redirect: where the browser goes afterwards, as Microsoft writes it
 * @message: (nullable): what the inviter writes
 * @mailed: whether Microsoft is to send a message
 * @reset: whether a guest is to accept anew
 * @user_id: (nullable): object ID of that guest
 *
 * What was sent.  All is borrowed from the body but @redirect.
 */
typedef struct
{
  const char *email;
  const char *name;
  char       *redirect;
  const char *message;
  gboolean    mailed;
  gboolean    reset;
  const char *user_id;
} Draft;

static gboolean
refuse (BwSimCall  *call,
        guint       status,
        const char *message)
{
  bw_sim_call_refuse (call, status, status == 403 ? "Forbidden" : "BadRequest", "%s", message);

  return FALSE;
}

static gboolean
is_address (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || strchr (at + 1, '@') != NULL || strchr (at + 1, '.') == NULL
      || at[1] == '.' || g_str_has_suffix (text, ".") || strlen (text) > BW_SIM_MAX_ADDRESS)
    return FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("@.-_+'!#^~", *p) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Returns: (transfer full) (nullable): the address as Microsoft repeats it, with a path */
static char *
normalize (const char *address)
{
  g_autoptr(GUri) uri = NULL;

  if (address == NULL || strlen (address) > MAX_REDIRECT)
    return NULL;

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL
      || (!g_str_equal (g_uri_get_scheme (uri), "https")
          && !g_str_equal (g_uri_get_scheme (uri), "http")))
    return NULL;

  for (const char *p = address; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return NULL;
    }

  return g_strconcat (address, g_uri_get_path (uri)[0] == '\0' && g_uri_get_query (uri) == NULL
                               ? "/" : "", NULL);
}

static gboolean
read_info (Draft      *self,
           BwSimCall  *call,
           JsonObject *body)
{
  static const char *const known[] = { "messageLanguage", "customizedMessageBody", "ccRecipients",
                                       NULL };
  JsonObject *info = bw_sim_json_object (body, "invitedUserMessageInfo");
  JsonArray *copies = info != NULL ? bw_sim_json_array (info, "ccRecipients") : NULL;

  self->message = info != NULL ? bw_sim_json_string (info, "customizedMessageBody") : NULL;
  if (bw_sim_call_find_unknown (info, known) != NULL)
    return refuse (call, 400, "Invalid property in invitedUserMessageInfo.");
  if (copies != NULL && json_array_get_length (copies) > 1)
    return refuse (call, 400, "Only one recipient is allowed in ccRecipients.");
  if (self->message != NULL && strlen (self->message) > MAX_MESSAGE)
    return refuse (call, 400, "The customized message is too long.");

  return TRUE;
}

static gboolean
read_body (Draft      *self,
           BwSimCall  *call,
           JsonObject *body)
{
  static const char *const known[] = {
    "invitedUserEmailAddress", "inviteRedirectUrl", "invitedUserDisplayName", "invitedUserType",
    "sendInvitationMessage", "invitedUserMessageInfo", "resetRedemption", "invitedUser", NULL,
  };
  const char *type = bw_sim_json_string (body, "invitedUserType");
  JsonObject *user = bw_sim_json_object (body, "invitedUser");

  if (bw_sim_call_find_unknown (body, known) != NULL)
    return refuse (call, 400, "An unknown property was sent for microsoft.graph.invitation.");

  self->email = bw_sim_json_string (body, "invitedUserEmailAddress");
  if (self->email == NULL || !is_address (self->email))
    return refuse (call, 400, "The invited user email address is invalid.");

  self->redirect = normalize (bw_sim_json_string (body, "inviteRedirectUrl"));
  if (self->redirect == NULL)
    return refuse (call, 400, "The invite redirect URL is missing or invalid.");

  self->name = bw_sim_json_string (body, "invitedUserDisplayName");
  if (self->name != NULL && strlen (self->name) > MAX_NAME)
    return refuse (call, 400, "The invited user display name is too long.");
  if (type != NULL && !g_str_equal (type, "Guest"))
    return refuse (call, 400, "Only guests can be invited here.");

  self->mailed = bw_sim_json_boolean (body, "sendInvitationMessage", FALSE);
  self->reset = bw_sim_json_boolean (body, "resetRedemption", FALSE);
  self->user_id = user != NULL ? bw_sim_json_string (user, "id") : NULL;

  return read_info (self, call, body);
}

/* An application by itself is neither an administrator nor a guest inviter. */
static gboolean
check_policy (Draft     *self,
              BwSimCall *call)
{
  BwSimTenant *tenant = call->tenant;
  const char *inviters = tenant->allow_invites_from;
  gboolean alone = call->bearer->user_id == NULL;

  if (tenant->guests_blocked || g_strcmp0 (inviters, "none") == 0
      || (alone && g_strcmp0 (inviters, "adminsAndGuestInviters") == 0))
    return refuse (call, 403, "Guest invitations not allowed for your company. Contact your "
                              "company administrator for more details.");
  if (!bw_sim_guest_policy_lets_in (tenant, self->email))
    return refuse (call, 403, "The invitation is blocked: the domain of the invited user is not "
                              "on the list of domains that may be invited. Contact your company "
                              "administrator for more details.");

  return TRUE;
}

static gboolean
is_own_domain (BwSimCall  *call,
               const char *email)
{
  const char *domain = strchr (email, '@') + 1;

  return bw_sim_world_get_tenant (call->world, domain) == call->tenant;
}

static gboolean
check_user (Draft     *self,
            BwSimCall *call)
{
  BwSimGuest *guest = bw_sim_guest_find (call->tenant, self->email);
  g_autofree char *id = guest != NULL ? bw_sim_guest_dup_id (guest, call->world, call->tenant)
                                      : NULL;

  if (is_own_domain (call, self->email))
    return refuse (call, 400, "The invited user email address belongs to a verified domain of "
                              "this directory.");

  if (guest != NULL && guest->member)
    {
      bw_sim_call_refuse (call, 400, "BadRequest",
                          "The invited user already exists in the directory as object ID: %s. "
                          "They can use that account to sign in to shared apps and resources.",
                          id);
      return FALSE;
    }

  if (self->reset && (id == NULL || g_strcmp0 (self->user_id, id) != 0))
    return refuse (call, 400, "To reset the redemption, the invited user must be the guest "
                              "with this email address.");

  return TRUE;
}

static JsonObject *
make_info (BwSimInvitation *invitation,
           JsonObject      *body)
{
  JsonObject *sent = bw_sim_json_object (body, "invitedUserMessageInfo");
  JsonArray *copies = sent != NULL ? bw_sim_json_array (sent, "ccRecipients") : NULL;
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "messageLanguage",
                                 sent != NULL ? bw_sim_json_string (sent, "messageLanguage")
                                              : NULL);
  json_object_set_string_member (info, "customizedMessageBody", invitation->message);
  if (copies == NULL || json_array_get_length (copies) == 0)
    {
      JsonObject *address = json_object_new ();
      JsonObject *copy = json_object_new ();

      json_object_set_null_member (address, "name");
      json_object_set_null_member (address, "address");
      json_object_set_object_member (copy, "emailAddress", address);
      copies = json_array_new ();
      json_array_add_object_element (copies, copy);
    }
  else
    json_array_ref (copies);
  json_object_set_array_member (info, "ccRecipients", copies);

  return info;
}

static void
reply_invitation (BwSimCall       *call,
                  BwSimInvitation *invitation,
                  BwSimGuest      *guest,
                  JsonObject      *body)
{
  g_autofree char *base = bw_sim_exchange_dup_address (call->exchange, "");
  g_autofree char *link = bw_sim_invitation_dup_path (invitation, call->tenant, base);
  g_autofree char *path = g_strconcat ("/invitations/", invitation->id, NULL);
  JsonObject *object = json_object_new ();
  JsonObject *user = json_object_new ();

  json_object_set_string_member (object, "@odata.context",
                                 "https://graph.microsoft.com/v1.0/$metadata#invitations/$entity");
  json_object_set_string_member (object, "id", invitation->id);
  bw_sim_json_take_string (object, "inviteRedeemUrl", g_strconcat (base, link, NULL));
  json_object_set_string_member (object, "invitedUserDisplayName", guest->name);
  json_object_set_string_member (object, "invitedUserType", "Guest");
  json_object_set_string_member (object, "invitedUserEmailAddress", guest->email);
  json_object_set_boolean_member (object, "sendInvitationMessage", invitation->mailed);
  json_object_set_boolean_member (object, "resetRedemption", invitation->reset);
  json_object_set_string_member (object, "inviteRedirectUrl", invitation->redirect);
  json_object_set_string_member (object, "status",
                                 guest->accepted ? "Completed" : "PendingAcceptance");
  json_object_set_object_member (object, "invitedUserMessageInfo", make_info (invitation, body));
  json_object_set_string_member (user, "id", invitation->user_id);
  json_object_set_object_member (object, "invitedUser", user);
  bw_sim_call_reply_created (call, object, path);
}

/* The old credential of a guest who is reset stops working at once, and so do the old links. */
static void
reset_guest (BwSimCall  *call,
             BwSimGuest *guest)
{
  GPtrArray *invitations = call->tenant->invitations;

  bw_sim_guest_set_accepted (guest, call->tenant, FALSE, call->now);
  for (guint i = 0; invitations != NULL && i < invitations->len; i++)
    {
      BwSimInvitation *invitation = g_ptr_array_index (invitations, i);

      if (g_ascii_strcasecmp (invitation->email, guest->email) == 0)
        invitation->void_now = TRUE;
    }
}

static void
invite (BwSimCall  *call,
        Draft      *draft,
        JsonObject *body)
{
  BwSimTokens *tokens = bw_sim_get_tokens (call->exchange->sim);
  BwSimGuest *guest = bw_sim_guest_find (call->tenant, draft->email);
  g_autofree char *id = NULL;
  BwSimInvitation *invitation;

  if (guest == NULL)
    guest = bw_sim_guest_add (call->tenant, draft->email, draft->name, call->now);
  else if (draft->reset)
    reset_guest (call, guest);

  id = bw_sim_guest_dup_id (guest, call->world, call->tenant);
  invitation = bw_sim_invitation_add (call->tenant, NULL, guest->email, id, draft->redirect);
  invitation->ticket = bw_sim_random_text (32);
  invitation->message = g_strdup (draft->message);
  invitation->mailed = draft->mailed;
  invitation->reset = draft->reset;
  invitation->created = call->now;
  bw_sim_tokens_note_given (tokens, invitation->ticket);
  bw_sim_call_touch (call);

  reply_invitation (call, invitation, guest, body);
}

void
bw_sim_graph_invite (BwSimCall *call)
{
  g_autoptr(JsonObject) body = bw_sim_call_dup_body (call);
  Draft draft = { NULL };

  if (body != NULL && read_body (&draft, call, body) && check_policy (&draft, call)
      && check_user (&draft, call))
    invite (call, &draft, body);

  g_free (draft.redirect);
}
