/* bw-request.h - what to ask of a service, as a value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "bw-service.h"

G_BEGIN_DECLS

#define BW_TYPE_REQUEST (bw_request_get_type ())

typedef struct _BwRequest BwRequest;
typedef struct _BwResponse BwResponse;

/**
 * BwRequestNextFunc:
 * @request: the request for the page that was just answered
 * @page: the answer, which was successful
 * @error: return location for an error, such as a link to somewhere else
 *
 * Tells how a list goes on.
 *
 * Returns: (transfer full) (nullable): the request for the next page, or %NULL
 *   at the end of the list or with @error set
 */
typedef BwRequest *(*BwRequestNextFunc) (BwRequest   *request,
                                         BwResponse  *page,
                                         GError     **error);

GType       bw_request_get_type     (void);
BwRequest  *bw_request_new          (BwService         *service,
                                     const char        *method,
                                     const char        *path) G_GNUC_WARN_UNUSED_RESULT;
BwRequest  *bw_request_new_for_uri  (BwRequest         *like,
                                     const char        *uri,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
BwRequest  *bw_request_ref          (BwRequest         *self);
void        bw_request_unref        (BwRequest         *self);

void        bw_request_set_tenant   (BwRequest         *self,
                                     const char        *tenant);
void        bw_request_set_header   (BwRequest         *self,
                                     const char        *name,
                                     const char        *value);
void        bw_request_set_body     (BwRequest         *self,
                                     const char        *content_type,
                                     GBytes            *body);
void        bw_request_take_json    (BwRequest         *self,
                                     JsonNode          *body);
void        bw_request_set_form     (BwRequest         *self,
                                     const char        *first_field,
                                     ...) G_GNUC_NULL_TERMINATED;
void        bw_request_set_max_size (BwRequest         *self,
                                     gsize              bytes);
void        bw_request_set_pages    (BwRequest         *self,
                                     const char        *member,
                                     BwRequestNextFunc  next);
void        bw_request_set_raw      (BwRequest         *self,
                                     gboolean           raw);

BwService  *bw_request_get_service  (BwRequest         *self);
const char *bw_request_get_method   (BwRequest         *self);
const char *bw_request_get_uri      (BwRequest         *self);
const char *bw_request_get_tenant   (BwRequest         *self);
const char *bw_request_get_header   (BwRequest         *self,
                                     const char        *name);
GBytes     *bw_request_get_body     (BwRequest         *self);
gboolean    bw_request_is_write     (BwRequest         *self);
const char *bw_request_get_id       (BwRequest         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwRequest, bw_request_unref)

G_END_DECLS
