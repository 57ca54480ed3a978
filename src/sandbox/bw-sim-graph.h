/* bw-sim-graph.h - one call of Microsoft Graph by somebody whose token is good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-tokens.h"

G_BEGIN_DECLS

#define BW_SIM_GRAPH_ROOT          "/graph/v1.0"
#define BW_SIM_GRAPH_RELATIONSHIPS "/tenantRelationships/delegatedAdminRelationships"

/**
 * BwSimCall:
 * @exchange: the request and its answer; borrowed
 * @world: what there is; borrowed
 * @bearer: who calls
 * @tenant: whose directory it is, by the token; borrowed
 * @now: when it is, in microseconds since 1970
 */
typedef struct
{
  BwSimExchange *exchange;
  BwSimWorld    *world;
  BwSimBearer   *bearer;
  BwSimTenant   *tenant;
  gint64         now;
} BwSimCall;

/**
 * BwSimAccess:
 *
 * What a partner's user needs a role in the customer's directory for.
 */
typedef enum
{
  BW_SIM_ACCESS_ANY,        /* nothing: whoever has a token may */
  BW_SIM_ACCESS_SOME,       /* some role, whichever */
  BW_SIM_ACCESS_DIRECTORY,
  BW_SIM_ACCESS_LICENCES,
  BW_SIM_ACCESS_APPS_READ,
  BW_SIM_ACCESS_APPS_WRITE,
  BW_SIM_ACCESS_SECURITY,
  BW_SIM_ACCESS_INVITE,
} BwSimAccess;

gboolean    bw_sim_access_is_given         (BwSimAccess    access,
                                            GHashTable    *roles);

const char *bw_sim_call_segment            (BwSimCall     *call,
                                            guint          index);
char       *bw_sim_call_dup_key            (BwSimCall     *call,
                                            guint          index) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_sim_call_is_in_partner      (BwSimCall     *call);
gboolean    bw_sim_call_prefers            (BwSimCall     *call,
                                            const char    *preference);
void        bw_sim_call_touch              (BwSimCall     *call);

void        bw_sim_call_reply              (BwSimCall     *call,
                                            guint          status,
                                            JsonObject    *object);
void        bw_sim_call_reply_text         (BwSimCall     *call,
                                            guint          status,
                                            const char    *text);
void        bw_sim_call_reply_created      (BwSimCall     *call,
                                            JsonObject    *object,
                                            const char    *path);
void        bw_sim_call_reply_empty        (BwSimCall     *call,
                                            guint          status);
void        bw_sim_call_refuse             (BwSimCall     *call,
                                            guint          status,
                                            const char    *code,
                                            const char    *format,
                                            ...) G_GNUC_PRINTF (4, 5);
void        bw_sim_call_refuse_input       (BwSimCall     *call,
                                            const char    *target,
                                            const char    *format,
                                            ...) G_GNUC_PRINTF (3, 4);
void        bw_sim_call_refuse_missing     (BwSimCall     *call,
                                            const char    *id);
JsonObject *bw_sim_call_dup_body           (BwSimCall     *call) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_sim_call_find_unknown       (JsonObject    *body,
                                            const char * const *known);

/* Handlers.  Each replies exactly once. */
void        bw_sim_graph_list_relationships  (BwSimCall *call);
void        bw_sim_graph_get_relationship    (BwSimCall *call);
void        bw_sim_graph_create_relationship (BwSimCall *call);
void        bw_sim_graph_update_relationship (BwSimCall *call);
void        bw_sim_graph_delete_relationship (BwSimCall *call);
void        bw_sim_graph_list_requests       (BwSimCall *call);
void        bw_sim_graph_get_request         (BwSimCall *call);
void        bw_sim_graph_create_request      (BwSimCall *call);
void        bw_sim_graph_list_operations     (BwSimCall *call);
void        bw_sim_graph_get_operation       (BwSimCall *call);
void        bw_sim_graph_list_assignments    (BwSimCall *call);
void        bw_sim_graph_get_assignment      (BwSimCall *call);
void        bw_sim_graph_create_assignment   (BwSimCall *call);
void        bw_sim_graph_update_assignment   (BwSimCall *call);
void        bw_sim_graph_delete_assignment   (BwSimCall *call);
void        bw_sim_graph_list_customers      (BwSimCall *call);
void        bw_sim_graph_get_customer        (BwSimCall *call);
void        bw_sim_graph_list_management     (BwSimCall *call);
void        bw_sim_graph_find_tenant         (BwSimCall *call);
void        bw_sim_graph_list_contracts      (BwSimCall *call);
void        bw_sim_graph_get_contract        (BwSimCall *call);
void        bw_sim_graph_list_organization   (BwSimCall *call);
void        bw_sim_graph_list_groups         (BwSimCall *call);
void        bw_sim_graph_count_groups        (BwSimCall *call);
void        bw_sim_graph_get_group           (BwSimCall *call);
void        bw_sim_graph_create_group        (BwSimCall *call);
void        bw_sim_graph_list_members        (BwSimCall *call);
void        bw_sim_graph_add_member          (BwSimCall *call);
void        bw_sim_graph_remove_member       (BwSimCall *call);
void        bw_sim_graph_get_me              (BwSimCall *call);
void        bw_sim_graph_end_sign_ins        (BwSimCall *call);
void        bw_sim_graph_list_memberships    (BwSimCall *call);
void        bw_sim_graph_list_applications   (BwSimCall *call);
void        bw_sim_graph_get_application     (BwSimCall *call);
void        bw_sim_graph_list_principals     (BwSimCall *call);
void        bw_sim_graph_get_principal       (BwSimCall *call);
void        bw_sim_graph_create_principal    (BwSimCall *call);
void        bw_sim_graph_list_app_roles      (BwSimCall *call);
void        bw_sim_graph_list_grants         (BwSimCall *call);
void        bw_sim_graph_create_grant        (BwSimCall *call);
void        bw_sim_graph_update_grant        (BwSimCall *call);
void        bw_sim_graph_delete_grant        (BwSimCall *call);
void        bw_sim_graph_invite              (BwSimCall *call);
void        bw_sim_graph_list_users          (BwSimCall *call);
void        bw_sim_graph_get_user            (BwSimCall *call);
void        bw_sim_graph_get_local_me        (BwSimCall *call);
void        bw_sim_graph_count_users         (BwSimCall *call);
void        bw_sim_graph_sync_users          (BwSimCall *call);
void        bw_sim_graph_list_skus           (BwSimCall *call);
void        bw_sim_graph_list_scores         (BwSimCall *call);
void        bw_sim_graph_list_profiles       (BwSimCall *call);

G_END_DECLS
