/* bw-sim-page.h - pages for a browser
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-exchange.h"

G_BEGIN_DECLS

GString *bw_sim_page_new      (const char    *title) G_GNUC_WARN_UNUSED_RESULT;
void     bw_sim_page_append   (GString       *page,
                               const char    *format,
                               ...) G_GNUC_PRINTF (2, 3);
void     bw_sim_page_reply    (BwSimExchange *exchange,
                               guint          status,
                               GString       *page);

G_END_DECLS
