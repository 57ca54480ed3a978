/* bw-response-private.h - what only the sender does to a response
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-response.h"

G_BEGIN_DECLS

void bw_response_take_list (BwResponse *self,
                            const char *member,
                            JsonArray  *list);

G_END_DECLS
