/* bw-sim-util.h - IDs, times and JSON as Microsoft writes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define BW_SIM_SECOND G_USEC_PER_SEC
#define BW_SIM_DAY    (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

gboolean    bw_sim_is_guid          (const char  *text);
char       *bw_sim_guid_for         (const char  *seed) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_random_text      (gsize        n_bytes) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_base64url        (const guint8 *data,
                                     gsize        length) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_base64url_decode (const char  *text) G_GNUC_WARN_UNUSED_RESULT;

char       *bw_sim_time_format      (gint64       time) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_time_format_seconds (gint64    time) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_sim_time_parse       (const char  *text,
                                     gint64       now,
                                     gint64      *time);
gboolean    bw_sim_duration_parse   (const char  *text,
                                     gint64      *days);

JsonNode   *bw_sim_json_parse       (const char  *text,
                                     gssize       length,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_sim_json_format      (JsonObject  *object,
                                     gboolean     pretty) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_sim_json_string      (JsonObject  *object,
                                     const char  *name);
double      bw_sim_json_number      (JsonObject  *object,
                                     const char  *name,
                                     double       fallback);
gboolean    bw_sim_json_boolean     (JsonObject  *object,
                                     const char  *name,
                                     gboolean     fallback);
JsonObject *bw_sim_json_object      (JsonObject  *object,
                                     const char  *name);
JsonArray  *bw_sim_json_array       (JsonObject  *object,
                                     const char  *name);
JsonObject *bw_sim_json_item        (JsonArray   *array,
                                     guint        index);
gboolean    bw_sim_json_has_only    (JsonObject  *object,
                                     const char *const *known,
                                     GError     **error);
GPtrArray  *bw_sim_json_strings     (JsonArray   *array) G_GNUC_WARN_UNUSED_RESULT;
JsonArray  *bw_sim_json_from_strings (GPtrArray  *strings) G_GNUC_WARN_UNUSED_RESULT;
void        bw_sim_json_take_string (JsonObject  *object,
                                     const char  *name,
                                     char        *value);

G_END_DECLS
