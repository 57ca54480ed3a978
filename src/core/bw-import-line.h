/* bw-import-line.h - what became of one line of a file with tenants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-tenant-entry.h"

G_BEGIN_DECLS

/**
 * BwImportOutcome:
 * @BW_IMPORT_ADDED: the tenant is in the list now, or can be
 * @BW_IMPORT_ADDED_AS_CSP: likewise, as a CSP tenant
 * @BW_IMPORT_ALREADY_THERE: it was in the list before, or in an earlier line
 * @BW_IMPORT_REFUSED: it can't be added
 */
typedef enum
{
  BW_IMPORT_ADDED,
  BW_IMPORT_ADDED_AS_CSP,
  BW_IMPORT_ALREADY_THERE,
  BW_IMPORT_REFUSED,
} BwImportOutcome;

#define BW_IMPORT_N_OUTCOMES (BW_IMPORT_REFUSED + 1)

#define BW_TYPE_IMPORT_LINE (bw_import_line_get_type ())
G_DECLARE_FINAL_TYPE (BwImportLine, bw_import_line, BW, IMPORT_LINE, GObject)

BwImportLine        *bw_import_line_new           (guint            number,
                                                   const char      *name)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void                 bw_import_line_take_draft    (BwImportLine    *self,
                                                   BwTenantDraft   *draft);
void                 bw_import_line_set_added     (BwImportLine    *self);
void                 bw_import_line_refuse        (BwImportLine    *self,
                                                   BwImportOutcome  outcome,
                                                   const char      *reason);
const BwTenantDraft *bw_import_line_get_draft     (BwImportLine    *self);
guint                bw_import_line_get_number    (BwImportLine    *self);
const char          *bw_import_line_get_name      (BwImportLine    *self);
const char          *bw_import_line_get_tenant_id (BwImportLine    *self);
BwImportOutcome      bw_import_line_get_outcome   (BwImportLine    *self);
const char          *bw_import_line_get_reason    (BwImportLine    *self);
const char          *bw_import_line_get_label     (BwImportLine    *self);
const char          *bw_import_outcome_get_nick   (BwImportOutcome  outcome);

G_END_DECLS
