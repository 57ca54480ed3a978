/* bw-failure.h - everything known about something that went wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "bw-enums.h"

G_BEGIN_DECLS

#define BW_TYPE_FAILURE (bw_failure_get_type ())

/**
 * BwFailure:
 * @event_id: which kind of event, such as "BW-3004"
 * @tracking_id: (nullable): the run of the step, a GUID of ours
 * @meaning: what it means, one sentence
 * @advice: what to do
 * @who: who has to do it
 * @transient: whether trying again later may help by itself
 * @code: (nullable): Microsoft's error code
 * @message: (nullable): Microsoft's message
 * @timestamp: (nullable): Microsoft's time of it, ISO 8601
 * @correlation_id: (nullable): Microsoft's correlation ID
 * @request_id: (nullable): Microsoft's request ID
 *
 * Reference counted, and immutable once it is handed on.
 */
typedef struct
{
  char     *event_id;
  char     *tracking_id;
  char     *meaning;
  char     *advice;
  BwParty   who;
  gboolean  transient;

  char     *code;
  char     *message;
  char     *timestamp;
  char     *correlation_id;
  char     *request_id;
} BwFailure;

GType      bw_failure_get_type   (void);
BwFailure *bw_failure_new        (const char *event_id,
                                  const char *meaning,
                                  const char *advice,
                                  BwParty     who) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_failure_ref        (BwFailure  *self);
void       bw_failure_unref      (BwFailure  *self);
gboolean   bw_failure_has_microsoft (const BwFailure *self);
JsonNode  *bw_failure_to_json    (const BwFailure *self) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_failure_from_json  (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_failure_to_support_text (const BwFailure *self) G_GNUC_WARN_UNUSED_RESULT;
void       bw_failure_attach     (BwFailure    *self,
                                  GError       *error);
BwFailure *bw_failure_of_error   (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwFailure, bw_failure_unref)

G_END_DECLS
