/* bw-sim-state-guests.c - guests and invitations, kept and described
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-guest.h"
#include "bw-sim-state-private.h"
#include "bw-sim-util.h"

static JsonArray *
save_guests (BwSimTenant *tenant)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; tenant->guests != NULL && i < tenant->guests->len; i++)
    {
      BwSimGuest *guest = g_ptr_array_index (tenant->guests, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "index", guest->index);
      json_object_set_string_member (object, "email", guest->email);
      json_object_set_string_member (object, "name", guest->name);
      json_object_set_boolean_member (object, "member", guest->member);
      json_object_set_boolean_member (object, "enabled", guest->enabled);
      json_object_set_boolean_member (object, "accepted", guest->accepted);
      json_object_set_int_member (object, "created", guest->created);
      json_object_set_int_member (object, "changed", guest->changed);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
save_invitations (BwSimTenant *tenant)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; tenant->invitations != NULL && i < tenant->invitations->len; i++)
    {
      BwSimInvitation *invitation = g_ptr_array_index (tenant->invitations, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", invitation->id);
      json_object_set_string_member (object, "email", invitation->email);
      json_object_set_string_member (object, "user", invitation->user_id);
      json_object_set_string_member (object, "ticket", invitation->ticket);
      json_object_set_string_member (object, "redirect", invitation->redirect);
      json_object_set_string_member (object, "message", invitation->message);
      json_object_set_boolean_member (object, "mailed", invitation->mailed);
      json_object_set_boolean_member (object, "reset", invitation->reset);
      json_object_set_boolean_member (object, "void", invitation->void_now);
      json_object_set_int_member (object, "created", invitation->created);
      json_array_add_object_element (array, object);
    }

  return array;
}

/**
 * bw_sim_state_save_guests:
 * @tenant: a customer
 * @object: gets what bw_sim_state_load_guests() needs
 */
void
bw_sim_state_save_guests (BwSimTenant *tenant,
                          JsonObject  *object)
{
  json_object_set_array_member (object, "guests", save_guests (tenant));
  json_object_set_array_member (object, "invitations", save_invitations (tenant));
}

static void
load_guest (BwSimTenant *tenant,
            JsonObject  *object)
{
  BwSimGuest *guest;

  if (bw_sim_json_string (object, "email") == NULL || bw_sim_json_string (object, "name") == NULL)
    return;

  guest = g_new0 (BwSimGuest, 1);
  guest->index = (guint) CLAMP (bw_sim_json_number (object, "index", 0), 0, G_MAXINT);
  guest->email = g_strdup (bw_sim_json_string (object, "email"));
  guest->name = g_strdup (bw_sim_json_string (object, "name"));
  guest->member = bw_sim_json_boolean (object, "member", FALSE);
  guest->enabled = bw_sim_json_boolean (object, "enabled", TRUE);
  guest->accepted = bw_sim_json_boolean (object, "accepted", FALSE);
  guest->created = (gint64) bw_sim_json_number (object, "created", 0);
  guest->changed = (gint64) bw_sim_json_number (object, "changed", 0);

  if (tenant->guests == NULL)
    tenant->guests = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_guest_free);
  g_ptr_array_add (tenant->guests, guest);
}

static void
load_invitation (BwSimTenant *tenant,
                 JsonObject  *object)
{
  const char *email = bw_sim_json_string (object, "email");
  const char *user_id = bw_sim_json_string (object, "user");
  const char *ticket = bw_sim_json_string (object, "ticket");
  const char *redirect = bw_sim_json_string (object, "redirect");
  BwSimInvitation *invitation;

  if (email == NULL || user_id == NULL || ticket == NULL || redirect == NULL)
    return;

  invitation = bw_sim_invitation_add (tenant, bw_sim_json_string (object, "id"), email, user_id,
                                      redirect);
  invitation->ticket = g_strdup (ticket);
  invitation->message = g_strdup (bw_sim_json_string (object, "message"));
  invitation->mailed = bw_sim_json_boolean (object, "mailed", FALSE);
  invitation->reset = bw_sim_json_boolean (object, "reset", FALSE);
  invitation->void_now = bw_sim_json_boolean (object, "void", FALSE);
  invitation->created = (gint64) bw_sim_json_number (object, "created", 0);
}

/**
 * bw_sim_state_load_guests:
 * @tenant: a customer as the scenario made it
 * @object: what was saved of it; what can't be used is left out
 */
void
bw_sim_state_load_guests (BwSimTenant *tenant,
                          JsonObject  *object)
{
  JsonArray *guests = bw_sim_json_array (object, "guests");
  JsonArray *invitations = bw_sim_json_array (object, "invitations");

  g_clear_pointer (&tenant->guests, g_ptr_array_unref);
  g_clear_pointer (&tenant->invitations, g_ptr_array_unref);

  for (guint i = 0; guests != NULL && i < json_array_get_length (guests); i++)
    load_guest (tenant, bw_sim_json_item (guests, i));
  for (guint i = 0; invitations != NULL && i < json_array_get_length (invitations); i++)
    load_invitation (tenant, bw_sim_json_item (invitations, i));
}

static JsonObject *
describe_guest (BwSimWorld  *world,
                BwSimTenant *tenant,
                BwSimGuest  *guest)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "tenantId", tenant->id);
  bw_sim_json_take_string (object, "id", bw_sim_guest_dup_id (guest, world, tenant));
  json_object_set_string_member (object, "mail", guest->email);
  json_object_set_string_member (object, "displayName", guest->name);
  bw_sim_json_take_string (object, "userPrincipalName",
                           bw_sim_guest_dup_user_name (guest, tenant));
  json_object_set_string_member (object, "userType", "Guest");
  json_object_set_string_member (object, "externalUserState", bw_sim_guest_get_state (guest));
  bw_sim_json_take_string (object, "externalUserStateChangeDateTime",
                           bw_sim_time_format_seconds (guest->changed));
  json_object_set_boolean_member (object, "accountEnabled", guest->enabled);
  json_object_set_boolean_member (object, "stale", FALSE);

  return object;
}

static JsonObject *
describe_invitation (BwSimTenant     *tenant,
                     BwSimInvitation *invitation)
{
  BwSimGuest *guest = bw_sim_guest_find (tenant, invitation->email);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "tenantId", tenant->id);
  json_object_set_string_member (object, "id", invitation->id);
  json_object_set_string_member (object, "email", invitation->email);
  json_object_set_string_member (object, "userId", invitation->user_id);
  json_object_set_boolean_member (object, "sendInvitationMessage", invitation->mailed);
  json_object_set_boolean_member (object, "resetRedemption", invitation->reset);
  json_object_set_string_member (object, "inviteRedirectUrl", invitation->redirect);
  json_object_set_string_member (object, "status",
                                 guest == NULL ? "Error"
                                 : guest->accepted ? "Completed" : "PendingAcceptance");
  json_object_set_boolean_member (object, "usable", !invitation->void_now);
  bw_sim_json_take_string (object, "createdDateTime",
                           bw_sim_time_format_seconds (invitation->created));

  return object;
}

/**
 * bw_sim_state_describe_guests:
 * @world: a world
 * @tenant: a customer
 * @guests: gets its guests, without the members from elsewhere
 * @invitations: gets its invitations, without what is secret in them
 */
void
bw_sim_state_describe_guests (BwSimWorld  *world,
                              BwSimTenant *tenant,
                              JsonArray   *guests,
                              JsonArray   *invitations)
{
  for (guint i = 0; tenant->guests != NULL && i < tenant->guests->len; i++)
    {
      BwSimGuest *guest = g_ptr_array_index (tenant->guests, i);

      if (!guest->member)
        json_array_add_object_element (guests, describe_guest (world, tenant, guest));
    }
  for (guint i = 0; tenant->invitations != NULL && i < tenant->invitations->len; i++)
    json_array_add_object_element (
      invitations, describe_invitation (tenant, g_ptr_array_index (tenant->invitations, i)));
}
