/* bw-pace.h - every wait and every clock of the program, so that tests can set them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSource   *bw_pace_source_new  (guint         msec,
                                GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
GSource   *bw_pace_limit_new  (guint         msec) G_GNUC_WARN_UNUSED_RESULT;
guint      bw_pace_add         (guint         msec,
                                GSourceFunc   function,
                                gpointer      data);
guint      bw_pace_scale       (guint         msec);
void       bw_pace_set_divisor (double        divisor);
void       bw_pace_set_time_scale (double     scale);
gint64     bw_clock_now        (void);
void       bw_clock_set_offset (gint64        seconds);
GDateTime *bw_clock_parse      (const char   *text) G_GNUC_WARN_UNUSED_RESULT;
gint64     bw_clock_parse_unix (const char   *text);
char      *bw_clock_format     (gint64        unix_time) G_GNUC_WARN_UNUSED_RESULT;
gint64     bw_duration_parse   (const char   *text);

G_END_DECLS
