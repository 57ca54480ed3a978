/* bw-registration.h - Microsoft Graph: our app registration, and who is signed in to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-response.h"

G_BEGIN_DECLS

/**
 * BwRegistration:
 * @name: (nullable): display name
 * @multi_tenant: whether other tenants can use it
 * @loopback_public: whether a browser may come back to this computer, to a public client
 * @loopback_web: the same for a client with a secret or a certificate
 * @native: whether a browser may end on Microsoft's page for native applications
 * @graph: (array zero-terminated=1): delegated permissions for Microsoft Graph that it
 *   lists; names, or IDs where we don't know the name
 * @graph_roles: (array zero-terminated=1): application permissions, likewise
 * @partner_center: (array zero-terminated=1): delegated permissions for Partner Center
 * @n_credentials: how many secrets and certificates it has
 * @credential_end: when the last of them ends, seconds since 1970, or 0
 *
 * An app registration, seen in its home tenant.
 */
typedef struct
{
  char      *name;
  gboolean   multi_tenant;
  gboolean   loopback_public;
  gboolean   loopback_web;
  gboolean   native;
  char     **graph;
  char     **graph_roles;
  char     **partner_center;
  guint      n_credentials;
  gint64     credential_end;
} BwRegistration;

BwRequest      *bw_registration_get               (BwCloud         *cloud,
                                                   const char      *partner_tenant,
                                                   const char      *client_id)
                                                   G_GNUC_WARN_UNUSED_RESULT;
BwRegistration *bw_registration_new_from_response (BwResponse      *response,
                                                   GError         **error)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void            bw_registration_free              (BwRegistration  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwRegistration, bw_registration_free)

/**
 * BwMembership:
 * @BW_MEMBERSHIP_YES: the user is in the group
 * @BW_MEMBERSHIP_NO: the user is not
 * @BW_MEMBERSHIP_UNNAMED: Microsoft lists groups without telling their names
 */
typedef enum
{
  BW_MEMBERSHIP_YES,
  BW_MEMBERSHIP_NO,
  BW_MEMBERSHIP_UNNAMED,
} BwMembership;

BwRequest *bw_registration_list_groups       (BwCloud       *cloud,
                                              const char    *partner_tenant)
                                              G_GNUC_WARN_UNUSED_RESULT;
gboolean   bw_registration_read_admin_agent  (BwResponse    *response,
                                              BwMembership  *membership,
                                              GError       **error);
BwRequest *bw_registration_try_customers     (BwCloud       *cloud,
                                              const char    *partner_tenant)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
