/* bw-answer.h - what every reader of an answer does first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-response.h"

G_BEGIN_DECLS

gboolean    bw_answer_check  (BwResponse  *response,
                              GError     **error);
JsonObject *bw_answer_object (BwResponse  *response,
                              GError     **error);
JsonArray  *bw_answer_list   (BwResponse  *response,
                              const char  *member,
                              GError     **error);
const char *bw_answer_member (JsonObject  *object,
                              const char  *name);
gint64      bw_answer_get_date (BwResponse *response);

G_END_DECLS
