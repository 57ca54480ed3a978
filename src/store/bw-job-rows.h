/* bw-job-rows.h - what stands in the tables of the set-up jobs; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-database.h"
#include "bw-rows.h"

G_BEGIN_DECLS

GPtrArray *bw_job_rows_list  (BwDatabase      *database,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bw_job_rows_load  (BwDatabase      *database,
                              const char      *tenant_id,
                              BwJobRow       **row,
                              GError         **error);
gboolean   bw_job_rows_write (BwDatabase      *database,
                              const BwJobRow  *row,
                              GError         **error);

G_END_DECLS
