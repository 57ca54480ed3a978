/* bw-flow-host.h - what a run needs of whoever drives it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-facts.h"

G_BEGIN_DECLS

#define BW_TYPE_FLOW_HOST (bw_flow_host_get_type ())
G_DECLARE_INTERFACE (BwFlowHost, bw_flow_host, BW, FLOW_HOST, GObject)

/**
 * BwFlowHostInterface:
 * @changed: the job's or the tenant's row changed; worth showing and keeping,
 *   but nothing waits for it
 * @record_async: makes the rows durable, together with a record of what was or
 *   is about to be done: @what in words, @outcome as in #BwActivityRow,
 *   @request_id of Microsoft's answer
 * @recall_async: finds out whether @what was sent minutes ago and may still come to
 *   show, because it was done, or the program ended or the answer got lost: for this
 *   tenant, or if it @is_shared for any
 * @lock_async: waits until nobody else changes what @name names
 * @unlock: lets others go on
 * @forget_tokens: what was granted in @tenant has changed, so tokens from before
 *   are of no use
 * @sync_users_async: reads the customer's users into the store
 * @run_reports_async: schedules the reports and runs each once
 *
 * Flows know no database and no session: this is all that they see of them.
 */
struct _BwFlowHostInterface
{
  GTypeInterface parent_iface;

  void     (*changed)            (BwFlowHost *self, BwFacts *facts);
  void     (*record_async)       (BwFlowHost *self, BwFacts *facts, const char *what,
                                  const char *outcome,
                                  const char *request_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*record_finish)      (BwFlowHost *self, GAsyncResult *result, GError **error);
  void     (*recall_async)       (BwFlowHost *self, BwFacts *facts, const char *what,
                                  gboolean is_shared, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*recall_finish)      (BwFlowHost *self, GAsyncResult *result, gboolean *is_open,
                                  GError **error);
  void     (*lock_async)         (BwFlowHost *self, const char *name, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*lock_finish)        (BwFlowHost *self, GAsyncResult *result, GError **error);
  void     (*unlock)             (BwFlowHost *self, const char *name);
  void     (*forget_tokens)      (BwFlowHost *self, const char *tenant);
  void     (*sync_users_async)   (BwFlowHost *self, BwFacts *facts, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*sync_users_finish)  (BwFlowHost *self, GAsyncResult *result, BwResponse **refusal,
                                  GError **error);
  void     (*run_reports_async)  (BwFlowHost *self, BwFacts *facts, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*run_reports_finish) (BwFlowHost *self, GAsyncResult *result, BwResponse **refusal,
                                  GError **error);
};

G_END_DECLS
