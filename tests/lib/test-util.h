/* test-util.h - what every test needs: waiting without end in sight, and a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*BwTestFunc) (gpointer data);

void          bw_test_take_result (GObject       *source,
                                   GAsyncResult  *result,
                                   gpointer       slot);
GAsyncResult *bw_test_wait        (GAsyncResult **slot) G_GNUC_WARN_UNUSED_RESULT;
void          bw_test_spin_until  (BwTestFunc     done,
                                   gpointer       data);
void          bw_test_spin_idle   (void);
char         *bw_test_make_dir    (void) G_GNUC_WARN_UNUSED_RESULT;
void          bw_test_remove_dir  (const char    *path);
char         *bw_test_write_file  (const char    *folder,
                                   const char    *name,
                                   const char    *text);

G_END_DECLS
