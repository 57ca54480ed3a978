/* bw-widgets.h - what many widgets need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-enums.h"

G_BEGIN_DECLS

void        bw_widget_toast          (GtkWidget      *widget,
                                      const char     *text);
void        bw_widget_copy           (GtkWidget      *widget,
                                      const char     *text,
                                      const char     *told);
void        bw_widget_set_name       (GtkWidget      *widget,
                                      const char     *name);
void        bw_widget_name_menu      (GtkWidget      *menu,
                                      const char     *name);
void        bw_widget_name_buttons   (GtkWidget      *root);
void        bw_widget_set_style      (GtkWidget      *widget,
                                      const char    **current,
                                      const char     *style);
const char *bw_status_get_style      (BwTenantStatus  status);
GtkWidget  *bw_row_new               (const char     *title,
                                      const char     *subtitle) G_GNUC_WARN_UNUSED_RESULT;
void        bw_widget_clear_list     (GtkListBox     *box);
void        bw_label_set_text        (GtkLabel       *label,
                                      const char     *text);
char       *bw_text_without_mnemonic (const char     *text) G_GNUC_WARN_UNUSED_RESULT;
void        bw_widget_open_uri       (GtkWidget      *widget,
                                      const char     *uri);

G_END_DECLS
