/* bw-candidate-row.h - an admin relationship that may be chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-candidate.h"

G_BEGIN_DECLS

#define BW_TYPE_CANDIDATE_ROW (bw_candidate_row_get_type ())
G_DECLARE_FINAL_TYPE (BwCandidateRow, bw_candidate_row, BW, CANDIDATE_ROW, AdwPreferencesRow)

GtkWidget      *bw_candidate_row_new         (BwCandidate        *candidate)
                                              G_GNUC_WARN_UNUSED_RESULT;
GtkWidget      *bw_candidate_row_new_for_new (const char * const *roles) G_GNUC_WARN_UNUSED_RESULT;
BwCandidate    *bw_candidate_row_get_candidate (BwCandidateRow   *self);
GtkCheckButton *bw_candidate_row_get_radio   (BwCandidateRow     *self);

G_END_DECLS
