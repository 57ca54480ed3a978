/* bw-sim-partner.h - one call of Partner Center by somebody whose token is good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-tokens.h"

G_BEGIN_DECLS

/**
 * BwSimPartnerCall:
 * @exchange: the request and its answer; borrowed
 * @world: what there is; borrowed
 * @bearer: who calls
 * @now: when it is, in microseconds since 1970
 */
typedef struct
{
  BwSimExchange *exchange;
  BwSimWorld    *world;
  BwSimBearer   *bearer;
  gint64         now;
} BwSimPartnerCall;

/* What Partner Center itself calls its failures. */
enum
{
  BW_SIM_PARTNER_ACCESS_DENIED = 400,
  BW_SIM_PARTNER_CONFLICT = 409,
  BW_SIM_PARTNER_NOT_FOUND = 1000,
  BW_SIM_PARTNER_NOT_AUTHORIZED = 1002,
  BW_SIM_PARTNER_INVALID = 2000,
  BW_SIM_PARTNER_FORBIDDEN = 2032,
  BW_SIM_PARTNER_BAD_PROPERTY = 3000,
  BW_SIM_PARTNER_NO_TENANT = 60003,
  BW_SIM_PARTNER_TOKEN_MISSING = 800001,
  BW_SIM_PARTNER_BAD_INPUT = 800002,
  BW_SIM_PARTNER_BAD_CUSTOMER = 900118,
  BW_SIM_PARTNER_INSUFFICIENT = 900308,
  BW_SIM_PARTNER_CONDITIONAL_ACCESS = 900309,
  BW_SIM_PARTNER_NEEDS_USER = 900329,
};

void         bw_sim_partner_reply           (BwSimPartnerCall *call,
                                             guint             status,
                                             JsonObject       *object);
void         bw_sim_partner_reply_text       (BwSimPartnerCall *call,
                                             guint             status,
                                             const char       *text);
void         bw_sim_partner_reply_strings   (BwSimPartnerCall *call,
                                             JsonArray        *array);
void         bw_sim_partner_refuse          (BwSimPartnerCall *call,
                                             guint             status,
                                             int               code,
                                             const char       *format,
                                             ...) G_GNUC_PRINTF (4, 5);
BwSimTenant *bw_sim_partner_find_customer   (BwSimPartnerCall *call);
JsonObject  *bw_sim_partner_dup_body        (BwSimPartnerCall *call) G_GNUC_WARN_UNUSED_RESULT;
const char  *bw_sim_partner_member          (JsonObject       *object,
                                             const char       *name);
void         bw_sim_partner_set_kind        (JsonObject       *object,
                                             const char       *kind);
JsonObject  *bw_sim_partner_new_link        (const char       *uri) G_GNUC_WARN_UNUSED_RESULT;
GHashTable  *bw_sim_partner_dup_roles       (BwSimPartnerCall *call,
                                             BwSimTenant      *customer) G_GNUC_WARN_UNUSED_RESULT;

/* Handlers.  Each replies exactly once. */
void         bw_sim_partner_list_customers  (BwSimPartnerCall *call);
void         bw_sim_partner_get_customer    (BwSimPartnerCall *call);
void         bw_sim_partner_update_customer (BwSimPartnerCall *call);
void         bw_sim_partner_get_profile     (BwSimPartnerCall *call);
void         bw_sim_partner_list_domains    (BwSimPartnerCall *call);
void         bw_sim_partner_check_domain    (BwSimPartnerCall *call);
void         bw_sim_partner_get_own_profile (BwSimPartnerCall *call);
void         bw_sim_partner_get_invitation  (BwSimPartnerCall *call);
void         bw_sim_partner_consent         (BwSimPartnerCall *call);
void         bw_sim_partner_remove_consent  (BwSimPartnerCall *call);

G_END_DECLS
