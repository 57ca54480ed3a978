/* bw-csv.h - reads tables as spreadsheets write them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BW_CSV_MAX_SIZE    (1024 * 1024)
#define BW_CSV_MAX_RECORDS 5001

/**
 * BwCsvRecord:
 * @line: on which line it begins, from 1
 * @fields: (array zero-terminated=1): its values, valid UTF-8
 *
 * One line of a table, or several where a value has the end of a line in it.
 */
typedef struct
{
  guint   line;
  char  **fields;
} BwCsvRecord;

GPtrArray *bw_csv_read (GBytes  *bytes,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
