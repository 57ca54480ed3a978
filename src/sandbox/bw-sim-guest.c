/* bw-sim-guest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-guest.h"
#include "bw-sim-people.h"
#include "bw-sim-util.h"

/**
 * bw_sim_guest_add:
 * @tenant: a customer
 * @email: an address that nobody there has, at most %BW_SIM_MAX_ADDRESS bytes long
 * @name: (nullable): display name; made of @email if %NULL
 * @now: when it is made
 *
 * Returns: (transfer none): the new guest, which has not accepted the invitation
 */
BwSimGuest *
bw_sim_guest_add (BwSimTenant *tenant,
                  const char  *email,
                  const char  *name,
                  gint64       now)
{
  BwSimGuest *self = g_new0 (BwSimGuest, 1);

  self->index = bw_sim_people_next_index (tenant);
  self->email = g_strdup (email);
  self->name = name != NULL ? g_strdup (name) : g_strndup (email, strcspn (email, "@"));
  self->enabled = TRUE;
  self->created = now;
  self->changed = now;

  if (tenant->guests == NULL)
    tenant->guests = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_guest_free);
  g_ptr_array_add (tenant->guests, self);
  bw_sim_people_note_change (tenant, self->index, BW_SIM_USER_ADDED);

  return self;
}

/**
 * bw_sim_guest_free:
 * @self: (transfer full): a guest
 */
void
bw_sim_guest_free (BwSimGuest *self)
{
  g_free (self->email);
  g_free (self->name);
  g_free (self);
}

/**
 * bw_sim_guest_find:
 * @tenant: a tenant
 * @email: (nullable): an address, in any case
 *
 * Returns: (nullable): who has it there
 */
BwSimGuest *
bw_sim_guest_find (BwSimTenant *tenant,
                   const char  *email)
{
  for (guint i = 0; email != NULL && tenant->guests != NULL && i < tenant->guests->len; i++)
    {
      BwSimGuest *guest = g_ptr_array_index (tenant->guests, i);

      if (g_ascii_strcasecmp (guest->email, email) == 0)
        return guest;
    }

  return NULL;
}

/**
 * bw_sim_guest_find_by_id:
 * @world: a world
 * @tenant: a tenant
 * @id: (nullable): object ID
 *
 * Returns: (nullable): the guest
 */
BwSimGuest *
bw_sim_guest_find_by_id (BwSimWorld  *world,
                         BwSimTenant *tenant,
                         const char  *id)
{
  for (guint i = 0; id != NULL && tenant->guests != NULL && i < tenant->guests->len; i++)
    {
      BwSimGuest *guest = g_ptr_array_index (tenant->guests, i);
      g_autofree char *own = bw_sim_guest_dup_id (guest, world, tenant);

      if (g_ascii_strcasecmp (own, id) == 0)
        return guest;
    }

  return NULL;
}

/**
 * bw_sim_guest_find_by_index:
 * @tenant: a tenant
 * @index: which of its users
 *
 * Returns: (nullable): the guest, if it is one that was invited here
 */
BwSimGuest *
bw_sim_guest_find_by_index (BwSimTenant *tenant,
                            guint        index)
{
  for (guint i = 0; tenant->guests != NULL && i < tenant->guests->len; i++)
    {
      BwSimGuest *guest = g_ptr_array_index (tenant->guests, i);

      if (guest->index == index)
        return guest;
    }

  return NULL;
}

/**
 * bw_sim_guest_dup_id:
 * @self: a guest
 * @world: the world
 * @tenant: its tenant
 *
 * Returns: (transfer full): its object ID, which is another one in every tenant
 */
char *
bw_sim_guest_dup_id (BwSimGuest  *self,
                     BwSimWorld  *world,
                     BwSimTenant *tenant)
{
  g_auto(BwSimPeople) people = { NULL };
  char id[37];

  bw_sim_people_init (&people, world, tenant);
  bw_sim_people_write_id (&people, self->index, id);

  return g_strdup (id);
}

/**
 * bw_sim_guest_dup_user_name:
 * @self: a guest
 * @tenant: its tenant
 *
 * Returns: (transfer full): user principal name
 */
char *
bw_sim_guest_dup_user_name (BwSimGuest  *self,
                            BwSimTenant *tenant)
{
  g_autofree char *plain = g_strdelimit (g_strdup (self->email), "@", '_');

  return self->member ? g_strdup (self->email)
                      : g_strconcat (plain, "#EXT#@", tenant->initial_domain, NULL);
}

/**
 * bw_sim_guest_get_state:
 * @self: a guest
 *
 * Returns: (nullable): its externalUserState
 */
const char *
bw_sim_guest_get_state (BwSimGuest *self)
{
  if (self->member)
    return NULL;

  return self->accepted ? "Accepted" : "PendingAcceptance";
}

/**
 * bw_sim_guest_set_accepted:
 * @self: a guest
 * @tenant: its tenant
 * @accepted: whether it accepted the invitation, or has to do so anew
 * @now: when
 */
void
bw_sim_guest_set_accepted (BwSimGuest  *self,
                           BwSimTenant *tenant,
                           gboolean     accepted,
                           gint64       now)
{
  if (self->accepted == accepted)
    return;

  self->accepted = accepted;
  self->changed = now;
  bw_sim_people_note_change (tenant, self->index, BW_SIM_USER_CHANGED);
}

/**
 * bw_sim_guest_set_enabled:
 * @self: a guest
 * @tenant: its tenant
 * @enabled: whether it may sign in
 */
void
bw_sim_guest_set_enabled (BwSimGuest  *self,
                          BwSimTenant *tenant,
                          gboolean     enabled)
{
  if (self->enabled == enabled)
    return;

  self->enabled = enabled;
  bw_sim_people_note_change (tenant, self->index, BW_SIM_USER_CHANGED);
}

static void
end_invitations (BwSimTenant *tenant,
                 const char  *email)
{
  for (guint i = 0; tenant->invitations != NULL && i < tenant->invitations->len; i++)
    {
      BwSimInvitation *invitation = g_ptr_array_index (tenant->invitations, i);

      if (g_ascii_strcasecmp (invitation->email, email) == 0)
        invitation->void_now = TRUE;
    }
}

/**
 * bw_sim_guest_remove:
 * @tenant: a tenant
 * @index: which of its users was deleted, a guest or not
 *
 * Its invitations are good no more.
 */
void
bw_sim_guest_remove (BwSimTenant *tenant,
                     guint        index)
{
  BwSimGuest *guest = bw_sim_guest_find_by_index (tenant, index);

  bw_sim_people_note_change (tenant, index, BW_SIM_USER_REMOVED);
  if (guest == NULL)
    return;

  end_invitations (tenant, guest->email);
  g_ptr_array_remove (tenant->guests, guest);
}

/**
 * bw_sim_invitation_add:
 * @tenant: a tenant
 * @id: (nullable): its ID; a new one if %NULL
 * @email: who is invited
 * @user_id: object ID of the guest
 * @redirect: where the browser goes afterwards
 *
 * Returns: (transfer none): the new invitation, without a ticket yet
 */
BwSimInvitation *
bw_sim_invitation_add (BwSimTenant *tenant,
                       const char  *id,
                       const char  *email,
                       const char  *user_id,
                       const char  *redirect)
{
  BwSimInvitation *self = g_new0 (BwSimInvitation, 1);

  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->email = g_strdup (email);
  self->user_id = g_strdup (user_id);
  self->redirect = g_strdup (redirect);

  if (tenant->invitations == NULL)
    tenant->invitations = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_invitation_free);
  g_ptr_array_add (tenant->invitations, self);

  return self;
}

/**
 * bw_sim_invitation_free:
 * @self: (transfer full): an invitation
 */
void
bw_sim_invitation_free (BwSimInvitation *self)
{
  g_free (self->id);
  g_free (self->email);
  g_free (self->user_id);
  g_free (self->ticket);
  g_free (self->redirect);
  g_free (self->message);
  g_free (self);
}

/**
 * bw_sim_invitation_find:
 * @tenant: a tenant
 * @id: (nullable): ID of an invitation
 *
 * Returns: (nullable): the invitation
 */
BwSimInvitation *
bw_sim_invitation_find (BwSimTenant *tenant,
                        const char  *id)
{
  for (guint i = 0; id != NULL && tenant->invitations != NULL && i < tenant->invitations->len; i++)
    {
      BwSimInvitation *invitation = g_ptr_array_index (tenant->invitations, i);

      if (g_ascii_strcasecmp (invitation->id, id) == 0)
        return invitation;
    }

  return NULL;
}

/**
 * bw_sim_invitation_dup_path:
 * @self: an invitation
 * @tenant: its tenant
 * @base: address of the server
 *
 * Returns: (transfer full): path and query of the page to accept it; the address in it is never
 *   opened, and only says what is accepted
 */
char *
bw_sim_invitation_dup_path (BwSimInvitation *self,
                            BwSimTenant     *tenant,
                            const char      *base)
{
  g_autofree char *ticket = g_uri_escape_string (self->ticket, NULL, FALSE);
  g_autofree char *target = g_strdup_printf ("%s/invitations/redeem/?tenant=%s&user=%s&ticket=%s"
                                             "&ver=2.0", base, tenant->id, self->id, ticket);
  g_autofree char *escaped = g_uri_escape_string (target, NULL, FALSE);

  return g_strconcat ("/login/redeem?rd=", escaped, NULL);
}
