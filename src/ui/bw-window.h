/* bw-window.h - the main window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-access-view.h"
#include "bw-sign-in-page.h"

G_BEGIN_DECLS

#define BW_TYPE_WINDOW (bw_window_get_type ())
G_DECLARE_FINAL_TYPE (BwWindow, bw_window, BW, WINDOW, AdwApplicationWindow)

GtkWidget    *bw_window_new           (GtkApplication *application) G_GNUC_WARN_UNUSED_RESULT;
void          bw_window_set_workspace (BwWindow       *self,
                                       BwWorkspace    *workspace);
void          bw_window_show_loading  (BwWindow       *self,
                                       const char     *text);
void          bw_window_show_problem  (BwWindow       *self,
                                       const char     *text,
                                       gboolean        sandbox);
BwAccessView *bw_window_get_access    (BwWindow       *self);
BwSignInPage *bw_window_get_sign_in   (BwWindow       *self);
void          bw_window_leave_sign_in (BwWindow       *self);
void          bw_window_show_sign_in_end
                                      (BwWindow       *self,
                                       const GError   *error);

G_END_DECLS
