/* bw-notifier.h - tells the desktop what happened while the window was away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-workspace.h"

G_BEGIN_DECLS

#define BW_TYPE_NOTIFIER (bw_notifier_get_type ())
G_DECLARE_FINAL_TYPE (BwNotifier, bw_notifier, BW, NOTIFIER, GObject)

BwNotifier *bw_notifier_new              (GApplication *application) G_GNUC_WARN_UNUSED_RESULT;
void        bw_notifier_tell             (BwNotifier   *self,
                                          BwTenant     *tenant,
                                          BwNotice      notice);
void        bw_notifier_tell_background  (BwNotifier   *self);
void        bw_notifier_clear_background (BwNotifier   *self);
void        bw_notifier_clear            (BwNotifier   *self);

G_END_DECLS
