/* bw-limitation.h - a feature that an enabled tenant lacks, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BwLimitation:
 * @feature: the feature, in words for people
 * @reason: what it lacks, one sentence
 */
typedef struct
{
  char *feature;
  char *reason;
} BwLimitation;

BwLimitation *bw_limitation_new       (const char   *feature,
                                       const char   *reason) G_GNUC_WARN_UNUSED_RESULT;
void          bw_limitation_free      (BwLimitation *self);
void          bw_limitations_add      (GPtrArray    *list,
                                       const char   *feature,
                                       const char   *reason);
JsonNode     *bw_limitations_to_json  (GPtrArray    *list) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *bw_limitations_from_json (JsonArray   *array) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwLimitation, bw_limitation_free)

G_END_DECLS
