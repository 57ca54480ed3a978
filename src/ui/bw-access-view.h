/* bw-access-view.h - Microsoft Cloud Access: the tenants, and one of them in detail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-workspace.h"

G_BEGIN_DECLS

#define BW_TYPE_ACCESS_VIEW (bw_access_view_get_type ())
G_DECLARE_FINAL_TYPE (BwAccessView, bw_access_view, BW, ACCESS_VIEW, AdwBin)

void      bw_access_view_set_workspace  (BwAccessView *self,
                                         BwWorkspace  *workspace);
void      bw_access_view_set_tenants    (BwAccessView *self,
                                         GListModel   *tenants);
void      bw_access_view_show_sandbox   (BwAccessView *self,
                                         const char   *text);
void      bw_access_view_show_problem   (BwAccessView *self,
                                         const char   *text,
                                         const char   *button_label,
                                         const char   *action_name);
void      bw_access_view_set_subtitle   (BwAccessView *self,
                                         const char   *subtitle);
void      bw_access_view_toast          (BwAccessView *self,
                                         const char   *text);
gboolean  bw_access_view_open_tenant    (BwAccessView *self,
                                         const char   *tenant_id);
void      bw_access_view_open_group     (BwAccessView *self,
                                         const char   *group);

G_END_DECLS
