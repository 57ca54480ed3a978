/* bw-candidate.h - what we think of an admin relationship for a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-limitation.h"
#include "bw-relationship.h"
#include "bw-role-template.h"

G_BEGIN_DECLS

/* A relationship that ends sooner than this is not worth building on. */
#define BW_CANDIDATE_MIN_SECONDS (30 * 24 * 60 * 60)

#define BW_TYPE_CANDIDATE (bw_candidate_get_type ())
G_DECLARE_FINAL_TYPE (BwCandidate, bw_candidate, BW, CANDIDATE, GObject)

BwCandidate        *bw_candidate_judge           (BwRelationship  *relationship,
                                                  BwRoleTemplate  *role_template,
                                                  const char      *tenant_id,
                                                  gint64           now) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray          *bw_candidates_judge_all      (GPtrArray       *relationships,
                                                  BwRoleTemplate  *role_template,
                                                  const char      *tenant_id,
                                                  gint64           now) G_GNUC_WARN_UNUSED_RESULT;
const char         *bw_candidate_get_id          (BwCandidate     *self);
const char         *bw_candidate_get_name        (BwCandidate     *self);
const char         *bw_candidate_get_status      (BwCandidate     *self);
gint64              bw_candidate_get_end         (BwCandidate     *self);
gboolean            bw_candidate_get_auto_extend (BwCandidate     *self);
gboolean            bw_candidate_is_valid        (BwCandidate     *self);
gboolean            bw_candidate_is_waiting      (BwCandidate     *self);
const char * const *bw_candidate_get_roles       (BwCandidate     *self);
const char * const *bw_candidate_get_reasons     (BwCandidate     *self);
const char * const *bw_candidate_get_excess      (BwCandidate     *self);
GPtrArray          *bw_candidate_get_limitations (BwCandidate     *self);
JsonNode           *bw_candidates_to_json        (GPtrArray       *candidates)
                                                  G_GNUC_WARN_UNUSED_RESULT;
GPtrArray          *bw_candidates_from_json      (JsonArray       *array) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
