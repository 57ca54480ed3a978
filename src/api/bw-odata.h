/* bw-odata.h - the conventions of Microsoft Graph's addresses and lists
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-response.h"

G_BEGIN_DECLS

char      *bw_odata_quote   (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
char      *bw_odata_segment (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_odata_get     (BwService   *graph,
                             const char  *tenant,
                             const char  *path) G_GNUC_WARN_UNUSED_RESULT;
BwRequest *bw_odata_list    (BwService   *graph,
                             const char  *tenant,
                             const char  *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
