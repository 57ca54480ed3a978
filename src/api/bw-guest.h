/* bw-guest.h - Microsoft Graph: guest accounts and their invitations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-catalogue.h"
#include "bw-cloud.h"
#include "bw-response.h"

G_BEGIN_DECLS

/**
 * BwGuest:
 * @id: object ID in the customer tenant
 * @name: (nullable): what it signs in with
 * @is_member: whether it is no guest there, but one of the customer's own
 * @accepted: whether there is no invitation left to accept
 * @enabled: whether it may sign in
 *
 * Somebody of ours in a customer tenant.
 */
typedef struct
{
  char     *id;
  char     *name;
  gboolean  is_member;
  gboolean  accepted;
  gboolean  enabled;
} BwGuest;

void       bw_guest_free          (BwGuest       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwGuest, bw_guest_free)

BwRequest *bw_guest_find          (BwCloud       *cloud,
                                   const char    *tenant,
                                   const char    *address) G_GNUC_WARN_UNUSED_RESULT;
BwGuest   *bw_guest_read_found    (BwResponse    *response,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_guest_invite        (BwCloud       *cloud,
                                   const char    *tenant,
                                   const char    *address,
                                   const char    *reset_id) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_guest_get_me        (BwCloud       *cloud,
                                   const char    *tenant) G_GNUC_WARN_UNUSED_RESULT;
BwGuest   *bw_guest_read_me       (BwResponse    *response,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_guest_list_roles    (BwCloud       *cloud,
                                   const char    *tenant,
                                   const char    *client_object_id) G_GNUC_WARN_UNUSED_RESULT;
char     **bw_guest_read_lack     (BwResponse    *response,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_guest_list_grants   (BwCloud       *cloud,
                                   const char    *tenant,
                                   const char    *client_object_id) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bw_guest_read_grants   (BwResponse    *response,
                                   const char    *guest_id,
                                   const char    *permission,
                                   gboolean      *granted,
                                   GError       **error);
BwEvent    bw_guest_classify      (BwResponse    *response);
BwEvent    bw_guest_event         (BwEvent        event);
BwFailure *bw_guest_explain_refusal (BwResponse  *response,
                                   const char    *tracking_id) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_guest_explain       (BwFailure     *said) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_guest_explain_sign_in (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_guest_dup_redirect_uri (BwCloud    *cloud) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_guest_dup_consent_link (BwCloud    *cloud,
                                   const char    *tenant,
                                   const char    *client_id,
                                   const char    *state) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
