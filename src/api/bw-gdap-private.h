/* bw-gdap-private.h - what relationships and assignments have in common on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-gdap.h"

G_BEGIN_DECLS

#define BW_GDAP_RELATIONSHIPS "/tenantRelationships/delegatedAdminRelationships"

BwRequest  *bw_gdap_new_request  (BwCloud            *cloud,
                                  const char         *partner_tenant,
                                  const char         *method,
                                  const char         *relationship_id,
                                  const char         *below);
BwRequest  *bw_gdap_show_unknown (BwRequest          *request);
void        bw_gdap_set_if_match (BwRequest          *request,
                                  const char         *etag);
char       *bw_gdap_fold         (const char         *id);
char      **bw_gdap_read_roles   (JsonObject         *object);
void        bw_gdap_add_roles    (JsonBuilder        *builder,
                                  const char * const *roles);

G_END_DECLS
