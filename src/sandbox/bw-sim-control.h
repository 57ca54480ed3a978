/* bw-sim-control.h - what the customer and the tester do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-exchange.h"

G_BEGIN_DECLS

void        bw_sim_control_refuse            (BwSimExchange *self,
                                              guint          status,
                                              const char    *format,
                                              ...) G_GNUC_PRINTF (3, 4);
void        bw_sim_control_reply_done        (BwSimExchange *self);
BwSimTenant *bw_sim_control_find_tenant      (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_approve           (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_reject            (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_terminate         (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_consent           (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_accept_invitation (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_change_guest      (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_change_tenant     (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_change_users      (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_add_credential    (BwSimExchange *self,
                                              JsonObject    *body);
void        bw_sim_control_clear_credentials (BwSimExchange *self,
                                              JsonObject    *body);

G_END_DECLS
