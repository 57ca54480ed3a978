/* ctl-util.h - bailiwickctl as a program: what it is told, and what comes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sandbox-util.h"

G_BEGIN_DECLS

/**
 * BwCtl:
 * @sandbox: what it connects to
 * @folder: where its state is, and whatever else a test puts there
 * @url_option: "--sandbox=…"
 * @folder_option: "--state-dir=…"
 *
 * A place in which commands run one after the other.
 */
typedef struct
{
  BwTestSandbox *sandbox;
  char          *folder;
  char          *url_option;
  char          *folder_option;
} BwCtl;

/**
 * BwCtlEnd:
 *
 * What came of one command.
 */
typedef struct
{
  int   code;
  char *out;
  char *err;
} BwCtlEnd;

void         bw_ctl_set_up    (BwCtl          *self,
                               const void     *data);
void         bw_ctl_tear_down (BwCtl          *self,
                               const void     *data);

GSubprocess *bw_ctl_spawn     (BwCtl          *self,
                               ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void         bw_ctl_finish    (GSubprocess    *process,
                               const char     *input,
                               BwCtlEnd       *end);
void         bw_ctl_run       (BwCtl          *self,
                               BwCtlEnd       *end,
                               ...) G_GNUC_NULL_TERMINATED;
void         bw_ctl_run_with  (BwCtl          *self,
                               const char     *input,
                               BwCtlEnd       *end,
                               ...) G_GNUC_NULL_TERMINATED;

void         bw_ctl_end_clear (BwCtlEnd       *self);
JsonNode    *bw_ctl_parse     (const char     *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BwCtlEnd, bw_ctl_end_clear)

G_END_DECLS
