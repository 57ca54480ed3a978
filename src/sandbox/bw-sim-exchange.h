/* bw-sim-exchange.h - one request to the simulated cloud, and the answer to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "bw-sim-world.h"

G_BEGIN_DECLS

/* The page on which the browsers of native applications end. */
#define BW_SIM_NATIVE_CLIENT "/login/common/oauth2/nativeclient"

typedef struct _BwSim BwSim;

/**
 * BwSimExchange:
 * @sim: the server; borrowed
 * @world: what there is; borrowed
 * @message: of libsoup; borrowed
 * @method: "GET" and so on
 * @segments: (array zero-terminated=1): the path below the root that was asked, decoded and
 *   cut at the slashes: "users", "delta" for /graph/v1.0/users/delta
 * @query: (element-type utf8 utf8): the query, decoded
 * @tenant: (nullable): tenant ID that the request turned out to be about, for the log
 * @request_id: the ID that the answer bears
 */
typedef struct
{
  BwSim             *sim;
  BwSimWorld        *world;
  SoupServerMessage *message;
  const char        *method;
  char             **segments;
  GHashTable        *query;
  char              *tenant;
  char              *request_id;
} BwSimExchange;

guint       bw_sim_exchange_n_segments     (BwSimExchange *self);
gboolean    bw_sim_exchange_matches        (BwSimExchange *self,
                                            const char    *method,
                                            const char    *pattern);
const char *bw_sim_exchange_get_query      (BwSimExchange *self,
                                            const char    *name);
const char *bw_sim_exchange_get_header     (BwSimExchange *self,
                                            const char    *name);
JsonObject *bw_sim_exchange_dup_json       (BwSimExchange *self) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *bw_sim_exchange_dup_form       (BwSimExchange *self) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_exchange_dup_address    (BwSimExchange *self,
                                            const char    *path) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_exchange_set_tenant     (BwSimExchange *self,
                                            const char    *tenant_id);
void        bw_sim_exchange_set_header     (BwSimExchange *self,
                                            const char    *name,
                                            const char    *value);
void        bw_sim_exchange_reply_object   (BwSimExchange *self,
                                            guint          status,
                                            JsonObject    *object);
void        bw_sim_exchange_reply_array    (BwSimExchange *self,
                                            guint          status,
                                            JsonArray     *array);
void        bw_sim_exchange_reply_text     (BwSimExchange *self,
                                            guint          status,
                                            const char    *content_type,
                                            const char    *text);
void        bw_sim_exchange_reply_empty    (BwSimExchange *self,
                                            guint          status);
void        bw_sim_exchange_reply_redirect (BwSimExchange *self,
                                            const char    *address);

/* The five roots.  Each replies exactly once, before it returns. */
void        bw_sim_login_handle            (BwSimExchange *self);
void        bw_sim_graph_handle            (BwSimExchange *self);
void        bw_sim_partner_handle          (BwSimExchange *self);
void        bw_sim_admin_handle            (BwSimExchange *self);
void        bw_sim_control_handle          (BwSimExchange *self);

G_END_DECLS
