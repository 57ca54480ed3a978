/* bw-partner-center.h - the Partner Center API: customers and application consents
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-response.h"
#include "bw-rows.h"

G_BEGIN_DECLS

BwRequest   *bw_partner_center_list_customers (BwCloud       *cloud,
                                               const char    *partner_tenant)
                                               G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *bw_partner_center_read_customers (BwResponse    *response,
                                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest   *bw_partner_center_get_customer   (BwCloud       *cloud,
                                               const char    *partner_tenant,
                                               const char    *customer_id)
                                               G_GNUC_WARN_UNUSED_RESULT;
char        *bw_partner_center_read_relationship (BwResponse *response,
                                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest   *bw_partner_center_consent        (BwCloud       *cloud,
                                               const char    *partner_tenant,
                                               const char    *customer_id,
                                               const char    *client_id,
                                               const char    *resource_app_id,
                                               const char * const *scopes)
                                               G_GNUC_WARN_UNUSED_RESULT;
BwRequest   *bw_partner_center_remove_consent (BwCloud       *cloud,
                                               const char    *partner_tenant,
                                               const char    *customer_id,
                                               const char    *client_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
