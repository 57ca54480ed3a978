/* bw-application-private.h - the program from the inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-application.h"
#include "bw-notifier.h"
#include "bw-place.h"
#include "bw-window.h"

G_BEGIN_DECLS

struct _BwApplication
{
  AdwApplication  parent_instance;

  /* (owned) (nullable): what is open, or being opened or closed */
  BwPlace        *place;
  BwPlace        *next;               /* (owned) (nullable): what to open when that is closed */
  BwNotifier     *notifier;           /* (owned) */
  GSignalGroup   *workspace_signals;  /* (owned) */
  GSignalGroup   *session_signals;    /* (owned) */
  GSignalGroup   *engine_signals;     /* (owned) */
  GCancellable   *sign_in;            /* (owned) (nullable): ends the attempt */
  char           *wanted_tenant;      /* (owned) (nullable): to show once there is a list */
  char           *wanted_group;       /* (owned) (nullable): likewise */
  gboolean        closing;
  gboolean        quitting;
};

BwWindow    *bw_application_get_window     (BwApplication *self);
BwWindow    *bw_application_ensure_window  (BwApplication *self);
BwWorkspace *bw_application_get_workspace  (BwApplication *self);
guint        bw_application_count_running  (BwApplication *self);
void         bw_application_show_wanted    (BwApplication *self);
void         bw_application_go_to          (BwApplication *self,
                                            BwPlace       *place);
void         bw_application_reopen         (BwApplication *self);
void         bw_application_quit_in_order  (BwApplication *self);
void         bw_application_add_actions    (BwApplication *self);
void         bw_application_update_actions (BwApplication *self);

G_END_DECLS
