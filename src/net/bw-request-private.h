/* bw-request-private.h - what only the sender sees of a request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "bw-request.h"

G_BEGIN_DECLS

struct _BwRequest
{
  BwService          *service;
  char               *method;
  char               *uri;
  char               *id;
  char               *tenant;        /* nullable */
  SoupMessageHeaders *headers;
  char               *content_type;  /* nullable */
  GBytes             *body;          /* nullable */
  gsize               max_size;
  char               *pages_member;  /* nullable: not a list */
  BwRequestNextFunc   pages_next;
  gboolean            raw;
};

G_END_DECLS
