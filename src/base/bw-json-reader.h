/* bw-json-reader.h - a small strict pull reader of JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BW_JSON_MAX_DEPTH 64

/**
 * BwJsonToken:
 * @BW_JSON_TOKEN_ERROR: the document is broken here; the reader stays here
 * @BW_JSON_TOKEN_END: the document is over
 *
 * What bw_json_reader_next() came upon.
 */
typedef enum
{
  BW_JSON_TOKEN_ERROR,
  BW_JSON_TOKEN_END,
  BW_JSON_TOKEN_BEGIN_OBJECT,
  BW_JSON_TOKEN_END_OBJECT,
  BW_JSON_TOKEN_BEGIN_ARRAY,
  BW_JSON_TOKEN_END_ARRAY,
  BW_JSON_TOKEN_NAME,
  BW_JSON_TOKEN_STRING,
  BW_JSON_TOKEN_NUMBER,
  BW_JSON_TOKEN_TRUE,
  BW_JSON_TOKEN_FALSE,
  BW_JSON_TOKEN_NULL,
} BwJsonToken;

typedef struct _BwJsonReader BwJsonReader;

BwJsonReader *bw_json_reader_new        (const char    *data,
                                         gsize          size) G_GNUC_WARN_UNUSED_RESULT;
void          bw_json_reader_free       (BwJsonReader  *self);
BwJsonToken   bw_json_reader_next       (BwJsonReader  *self);
gboolean      bw_json_reader_skip       (BwJsonReader  *self);
const char   *bw_json_reader_get_text   (BwJsonReader  *self,
                                         gsize         *length);
gboolean      bw_json_reader_is_name    (BwJsonReader  *self,
                                         const char    *name);
gboolean      bw_json_reader_get_int    (BwJsonReader  *self,
                                         gint64        *value);
gsize         bw_json_reader_get_offset (BwJsonReader  *self);
gboolean      bw_json_reader_set_error  (BwJsonReader  *self,
                                         GError       **error);
gboolean      bw_json_reader_check      (const char    *data,
                                         gsize          size,
                                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwJsonReader, bw_json_reader_free)

G_END_DECLS
