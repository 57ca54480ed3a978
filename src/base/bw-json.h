/* bw-json.h - readers that never trust the shape of what a server sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode   *bw_json_parse          (GBytes       *bytes,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *bw_json_parse_text     (const char   *text,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *bw_json_node_object    (JsonNode     *node);
const char *bw_json_get_string     (JsonObject   *object,
                                    const char   *member);
const char *bw_json_require_string (JsonObject   *object,
                                    const char   *member,
                                    GError      **error);
JsonObject *bw_json_get_object     (JsonObject   *object,
                                    const char   *member);
JsonArray  *bw_json_get_array      (JsonObject   *object,
                                    const char   *member);
gint64      bw_json_get_int        (JsonObject   *object,
                                    const char   *member,
                                    gint64        fallback);
double      bw_json_get_double     (JsonObject   *object,
                                    const char   *member,
                                    double        fallback);
gboolean    bw_json_get_boolean    (JsonObject   *object,
                                    const char   *member,
                                    gboolean      fallback);
char       *bw_json_dup_scalar     (JsonObject   *object,
                                    const char   *member) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *bw_json_array_object   (JsonArray    *array,
                                    guint         position);
const char *bw_json_array_string   (JsonArray    *array,
                                    guint         position);
guint       bw_json_array_length   (JsonArray    *array);
char       *bw_json_to_text        (JsonNode     *node,
                                    gboolean      pretty) G_GNUC_WARN_UNUSED_RESULT;
void        bw_json_add_string     (JsonBuilder  *builder,
                                    const char   *member,
                                    const char   *value);
void        bw_json_add_int        (JsonBuilder  *builder,
                                    const char   *member,
                                    gint64        value);
void        bw_json_add_time       (JsonBuilder  *builder,
                                    const char   *member,
                                    gint64        unix_time);
void        bw_json_add_boolean    (JsonBuilder  *builder,
                                    const char   *member,
                                    gboolean      value);
void        bw_json_add_strv       (JsonBuilder  *builder,
                                    const char   *member,
                                    const char * const *values);

G_END_DECLS
