/* bw-sim-guest.h - who was invited into a customer's tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

#define BW_SIM_MAX_ADDRESS 113

/**
 * BwSimGuest:
 * @index: which of the tenant's users it is, see #BwSimPeople
 * @email: the address that was invited
 * @name: display name
 * @member: whether its type is "Member", as of somebody who was added otherwise
 * @enabled: whether it may sign in
 * @accepted: whether it accepted the invitation
 * @created: when it was made
 * @changed: since when it has @accepted
 *
 * An object in a customer's directory for somebody from elsewhere.
 */
typedef struct
{
  guint    index;
  char    *email;
  char    *name;
  gboolean member;
  gboolean enabled;
  gboolean accepted;
  gint64   created;
  gint64   changed;
} BwSimGuest;

/**
 * BwSimInvitation:
 * @id: its ID
 * @email: who was invited
 * @user_id: object ID of the guest
 * @ticket: what the link to accept it proves itself with; a secret
 * @redirect: where the browser goes afterwards
 * @message: (nullable): what the inviter wrote
 * @mailed: whether Microsoft sent a message
 * @reset: whether it was to make the guest accept anew
 * @void_now: whether the link does not work any more
 * @created: when
 */
typedef struct
{
  char    *id;
  char    *email;
  char    *user_id;
  char    *ticket;
  char    *redirect;
  char    *message;
  gboolean mailed;
  gboolean reset;
  gboolean void_now;
  gint64   created;
} BwSimInvitation;

BwSimGuest      *bw_sim_guest_add           (BwSimTenant     *tenant,
                                             const char      *email,
                                             const char      *name,
                                             gint64           now);
BwSimGuest      *bw_sim_guest_find          (BwSimTenant     *tenant,
                                             const char      *email);
BwSimGuest      *bw_sim_guest_find_by_id    (BwSimWorld      *world,
                                             BwSimTenant     *tenant,
                                             const char      *id);
BwSimGuest      *bw_sim_guest_find_by_index (BwSimTenant     *tenant,
                                             guint            index);
char            *bw_sim_guest_dup_id        (BwSimGuest      *self,
                                             BwSimWorld      *world,
                                             BwSimTenant     *tenant) G_GNUC_WARN_UNUSED_RESULT;
char            *bw_sim_guest_dup_user_name (BwSimGuest      *self,
                                             BwSimTenant     *tenant) G_GNUC_WARN_UNUSED_RESULT;
const char      *bw_sim_guest_get_state     (BwSimGuest      *self);
void             bw_sim_guest_set_accepted  (BwSimGuest      *self,
                                             BwSimTenant     *tenant,
                                             gboolean         accepted,
                                             gint64           now);
void             bw_sim_guest_set_enabled   (BwSimGuest      *self,
                                             BwSimTenant     *tenant,
                                             gboolean         enabled);
void             bw_sim_guest_remove        (BwSimTenant     *tenant,
                                             guint            index);
void             bw_sim_guest_free          (BwSimGuest      *self);

BwSimInvitation *bw_sim_invitation_add      (BwSimTenant     *tenant,
                                             const char      *id,
                                             const char      *email,
                                             const char      *user_id,
                                             const char      *redirect);
BwSimInvitation *bw_sim_invitation_find     (BwSimTenant     *tenant,
                                             const char      *id);
char            *bw_sim_invitation_dup_path (BwSimInvitation *self,
                                             BwSimTenant     *tenant,
                                             const char      *base) G_GNUC_WARN_UNUSED_RESULT;
void             bw_sim_invitation_free     (BwSimInvitation *self);

G_END_DECLS
