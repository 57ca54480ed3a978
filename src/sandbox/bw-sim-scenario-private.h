/* bw-sim-scenario-private.h - what the readers of a scenario share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-scenario.h"

G_BEGIN_DECLS

/**
 * BwSimLoader:
 * @world: what is being made
 * @role_lists: (element-type utf8 GPtrArray): lists of roles by their names, shared by
 *   all relationships that have them
 */
typedef struct
{
  BwSimWorld *world;
  GHashTable *role_lists;
} BwSimLoader;

gboolean    bw_sim_loader_fail              (GError      **error,
                                             const char   *format,
                                             ...) G_GNUC_PRINTF (2, 3);
BwSimTenant *bw_sim_loader_make_tenant      (BwSimLoader  *self,
                                             JsonObject   *object,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_sim_loader_read_partner      (BwSimLoader  *self,
                                             JsonObject   *root,
                                             GError      **error);
gboolean    bw_sim_loader_read_roles        (BwSimLoader  *self,
                                             JsonNode     *node,
                                             GPtrArray   **roles,
                                             GError      **error);
gboolean    bw_sim_loader_read_details      (BwSimLoader  *self,
                                             BwSimTenant  *tenant,
                                             JsonObject   *object,
                                             guint         number,
                                             GError      **error);
gboolean    bw_sim_loader_add_relationships (BwSimLoader  *self,
                                             BwSimTenant  *tenant,
                                             JsonArray    *array,
                                             guint         number,
                                             GError      **error);
gboolean    bw_sim_loader_generate          (BwSimLoader  *self,
                                             JsonObject   *rule,
                                             GError      **error);

G_END_DECLS
