/* display-util.h - what tests with a screen need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

gboolean   bw_test_init_display  (int         *argc,
                                  char      ***argv);
GtkWidget *bw_test_show          (GtkWidget   *widget,
                                  int          width,
                                  int          height) G_GNUC_WARN_UNUSED_RESULT;
void       bw_test_destroy       (GtkWidget   *window);
gpointer   bw_test_child         (gpointer     widget,
                                  const char  *name);
GtkWidget *bw_test_find          (GtkWidget   *root,
                                  GType        type,
                                  guint        position);
guint      bw_test_count         (GtkWidget   *root,
                                  GType        type);
void       bw_test_press         (gpointer     button);
char      *bw_test_dup_clipboard (GtkWidget   *widget) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
