/* bw-sim-log.h - every request that the simulated cloud got
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _BwSimLog BwSimLog;

BwSimLog   *bw_sim_log_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_log_free      (BwSimLog   *self);
void        bw_sim_log_clear     (BwSimLog   *self);
guint64     bw_sim_log_begin     (BwSimLog   *self,
                                  const char *method,
                                  const char *path,
                                  const char *query,
                                  gint64      now);
void        bw_sim_log_finish    (BwSimLog   *self,
                                  guint64     n,
                                  guint       status,
                                  const char *tenant,
                                  const char *request_id);
JsonArray  *bw_sim_log_to_json   (BwSimLog   *self,
                                  guint64     after) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimLog, bw_sim_log_free)

G_END_DECLS
