/* bw-access-view-private.h - Microsoft Cloud Access from the inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-access-view.h"
#include "bw-details-panel.h"
#include "bw-split.h"
#include "bw-strip.h"
#include "bw-tenant-list.h"

G_BEGIN_DECLS

struct _BwAccessView
{
  AdwBin          parent_instance;

  BwWorkspace    *workspace;         /* (owned) (nullable) */
  GSignalGroup   *workspace_signals; /* (owned) */
  GSignalGroup   *tenant_signals;    /* (owned): of the one that is selected */
  GCancellable   *cancellable;       /* (owned): ends what was begun here */
  GSignalGroup   *session_signals;   /* (owned) */
  GSignalGroup   *model_signals;     /* (owned): of the workspace's tenants */
  GtkNativeDialog *chooser;          /* (owned) (nullable): while it is open */
  char           *added;             /* (owned) (nullable): tenant to show once it is there */
  guint           show_added;        /* source */
  BwTenantGroup   group;
  BwTenantColumn  sort_column;
  gboolean        sort_descending;

  BwSplit        *split;
  AdwWindowTitle *window_title;
  GtkWidget      *sort_button;
  GtkWidget      *main_menu_button;
  GtkWidget      *add_button;
  GtkWidget      *refresh_button;
  GtkStack       *refresh_stack;
  BwStrip        *sandbox_strip;
  BwStrip        *problem_strip;
  BwTenantList   *list;
  BwDetailsPanel *panel;
};

typedef struct _BwAccessErrand BwAccessErrand;
typedef gboolean (*BwAccessErrandFinish) (BwEngine      *engine,
                                          GAsyncResult  *result,
                                          GError       **error);

BwAccessErrand *bw_access_errand_new     (BwAccessView         *view,
                                          BwAccessErrandFinish  finish,
                                          const char           *heading,
                                          const char           *toast) G_GNUC_WARN_UNUSED_RESULT;
void            bw_access_errand_done_cb (GObject              *object,
                                          GAsyncResult         *result,
                                          gpointer              user_data);

void      bw_access_view_install_actions (GtkWidgetClass *widget_class);
void      bw_access_view_update_actions  (BwAccessView   *self);
void      bw_access_view_install_guest_actions (GtkWidgetClass *widget_class);
void      bw_access_view_update_guest_actions (BwAccessView *self,
                                          BwTenant       *tenant);
void      bw_access_view_show_added_later (BwAccessView  *self);
void      bw_access_view_install_entry_actions (GtkWidgetClass *widget_class);
void      bw_access_view_update_entry_actions (BwAccessView *self);
gboolean  bw_access_view_can_set_up      (BwTenant       *tenant);
gboolean  bw_access_view_can_view_message (BwTenant      *tenant);

G_END_DECLS
