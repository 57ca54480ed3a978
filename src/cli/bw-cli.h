/* bw-cli.h - the life of one command: from its words to its exit code
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-args.h"
#include "bw-workspace.h"

G_BEGIN_DECLS

/**
 * BwExit:
 *
 * What the program tells the one that started it.
 */
typedef enum
{
  BW_EXIT_DONE = 0,
  BW_EXIT_FAILED = 1,
  BW_EXIT_WRONG_USE = 2,
  BW_EXIT_WAITING = 3,
  BW_EXIT_SIGNED_OUT = 4,
} BwExit;

int           bw_cli_run             (const BwCommand *commands,
                                      int              argc,
                                      char           **argv);
BwArgs       *bw_cli_get_args        (BwCli           *self);
BwWorkspace  *bw_cli_get_workspace   (BwCli           *self);
BwSession    *bw_cli_get_session     (BwCli           *self);
BwEngine     *bw_cli_get_engine      (BwCli           *self);
const char   *bw_cli_get_program     (BwCli           *self);
gboolean      bw_cli_is_json         (BwCli           *self);
gboolean      bw_cli_is_quiet        (BwCli           *self);
gboolean      bw_cli_is_verbose      (BwCli           *self);

/* One asynchronous call at a time: start it with these two, then wait. */
GCancellable *bw_cli_get_cancellable (BwCli           *self);
void          bw_cli_done_cb         (GObject         *source,
                                      GAsyncResult    *result,
                                      gpointer         user_data);
GAsyncResult *bw_cli_wait            (BwCli           *self) G_GNUC_WARN_UNUSED_RESULT;
void          bw_cli_wait_for_signal (BwCli           *self);

gboolean      bw_cli_reopen          (BwCli           *self,
                                      GError         **error);
gboolean      bw_cli_require_sign_in (BwCli           *self,
                                      GError         **error);
gboolean      bw_cli_refresh         (BwCli           *self,
                                      GError         **error);
BwTenant     *bw_cli_find_tenant     (BwCli           *self,
                                      GError         **error);
GListModel   *bw_cli_find_tenants    (BwCli           *self,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void          bw_cli_print           (BwCli           *self,
                                      const char      *text);
void          bw_cli_print_json      (BwCli           *self,
                                      JsonNode        *node);
void          bw_cli_note            (BwCli           *self,
                                      const char      *text);
void          bw_cli_report_error    (BwCli           *self,
                                      const GError    *error);
void          bw_cli_report_failure  (BwCli           *self,
                                      BwTenant        *tenant,
                                      BwFailure       *failure);

G_END_DECLS
