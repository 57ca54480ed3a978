/* bw-response.h - what a service answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "bw-request.h"

G_BEGIN_DECLS

#define BW_TYPE_RESPONSE (bw_response_get_type ())

GType       bw_response_get_type    (void);
BwResponse *bw_response_new         (BwRequest   *request,
                                     guint        status) G_GNUC_WARN_UNUSED_RESULT;
BwResponse *bw_response_ref         (BwResponse  *self);
void        bw_response_unref       (BwResponse  *self);

void        bw_response_add_header  (BwResponse  *self,
                                     const char  *name,
                                     const char  *value);
void        bw_response_set_body    (BwResponse  *self,
                                     GBytes      *body);
void        bw_response_take_root   (BwResponse  *self,
                                     JsonNode    *root);

BwRequest  *bw_response_get_request (BwResponse  *self);
guint       bw_response_get_status  (BwResponse  *self);
gboolean    bw_response_is_success  (BwResponse  *self);
const char *bw_response_get_header  (BwResponse  *self,
                                     const char  *name);
GBytes     *bw_response_get_body    (BwResponse  *self);
JsonNode   *bw_response_get_root    (BwResponse  *self);
JsonObject *bw_response_get_object  (BwResponse  *self);
JsonArray  *bw_response_get_list    (BwResponse  *self,
                                     const char  *member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwResponse, bw_response_unref)

G_END_DECLS
