/* bw-dialogs.h - questions and bad news
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

/* The response of a question that was answered with the verb on its button. */
#define BW_DIALOG_YES "yes"
#define BW_DIALOG_EVERYWHERE "everywhere"
#define BW_DIALOG_DISCARD "discard"

void       bw_dialog_tell         (GtkWidget    *widget,
                                   const char   *heading,
                                   const char   *body);
void       bw_dialog_tell_error   (GtkWidget    *widget,
                                   const char   *heading,
                                   const GError *error);
GtkWidget *bw_dialog_ask_cancel   (GtkWidget    *widget,
                                   BwTenant     *tenant);
GtkWidget *bw_dialog_ask_remove   (GtkWidget    *widget,
                                   BwTenant     *tenant);
GtkWidget *bw_dialog_ask_quit     (GtkWidget    *widget,
                                   guint         n_running);
GtkWidget *bw_dialog_ask_switch   (GtkWidget    *widget,
                                   guint         n_running);
GtkWidget *bw_dialog_ask_sign_out (GtkWidget    *widget,
                                   const char   *user_name,
                                   gboolean      credential);
GtkWidget *bw_dialog_ask_replace_credential
                                  (GtkWidget    *widget);
GtkWidget *bw_dialog_ask_remove_credential
                                  (GtkWidget    *widget);
GtkWidget *bw_dialog_ask_reset_invitation
                                  (GtkWidget    *widget,
                                   const char   *address);
GtkWidget *bw_dialog_ask_answer   (GtkWidget    *widget);
GtkWidget *bw_dialog_ask_language (GtkWidget    *widget);
GtkWidget *bw_dialog_ask_remove_template
                                  (GtkWidget    *widget);
GtkWidget *bw_dialog_ask_save_template
                                  (GtkWidget    *widget,
                                   gboolean      good);
GtkWidget *bw_dialog_ask_reset_template
                                  (GtkWidget    *widget);

G_END_DECLS
