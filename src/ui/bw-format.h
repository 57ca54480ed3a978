/* bw-format.h - how times and terms read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-tenant.h"

G_BEGIN_DECLS

/* An admin relationship that ends sooner than this wants attention. */
#define BW_FORMAT_SOON_DAYS 90

char       *bw_format_date                (gint64      unix_time) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_format_moment              (gint64      unix_time) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_format_days_left           (gint64      unix_time) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_format_expiry              (BwTenant   *tenant) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_format_relationship_status (const char *status);
const char *bw_format_relationship_maker  (const char *name);

G_END_DECLS
