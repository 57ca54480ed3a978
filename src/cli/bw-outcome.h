/* bw-outcome.h - how set-ups stand, and what they need from somebody
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-cli.h"

G_BEGIN_DECLS

char   *bw_outcome_render  (GListModel *tenants,
                            const char *program) G_GNUC_WARN_UNUSED_RESULT;
BwExit  bw_outcome_get_exit (GListModel *tenants);
void    bw_outcome_report  (BwCli      *cli,
                            GListModel *tenants);

G_END_DECLS
