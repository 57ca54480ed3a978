/* bw-discovery.h - what a cloud says of a tenant before anybody signs in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-response.h"

G_BEGIN_DECLS

/**
 * BwDiscovery:
 * @issuer: who issues the tenant's tokens
 * @tenant_id: (nullable): the tenant; %NULL where the question was about any tenant
 * @keys_uri: (nullable): where the keys are that tokens are signed with
 * @region: (nullable): region that Microsoft names, such as "EU"
 * @sub_region: (nullable): "GCC", "DODCON" or "DOD", in the clouds of the US government
 * @instance: (nullable): domain of the cloud, such as "microsoftonline.com"
 * @graph_host: (nullable): where the tenant's Microsoft Graph is
 *
 * The OpenID configuration of a tenant, as far as it is of use.
 */
typedef struct
{
  char *issuer;
  char *tenant_id;
  char *keys_uri;
  char *region;
  char *sub_region;
  char *instance;
  char *graph_host;
} BwDiscovery;

/* What bw_discovery_find_cloud() says of a cloud that is named, but not one that we know. */
#define BW_CLOUD_OTHER "other"

BwRequest   *bw_discovery_ask               (BwCloud            *cloud,
                                             const char         *tenant)
                                             G_GNUC_WARN_UNUSED_RESULT;
BwDiscovery *bw_discovery_new_from_response (BwResponse         *response,
                                             GError            **error)
                                             G_GNUC_WARN_UNUSED_RESULT;
void         bw_discovery_free              (BwDiscovery        *self);
const char  *bw_discovery_find_cloud        (const BwDiscovery  *self);
gboolean     bw_discovery_is_elsewhere      (const BwDiscovery  *self,
                                             const BwCloud      *cloud);
BwRequest   *bw_discovery_get_keys          (const BwDiscovery  *self,
                                             BwCloud            *cloud,
                                             GError            **error)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwDiscovery, bw_discovery_free)

G_END_DECLS
