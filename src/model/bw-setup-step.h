/* bw-setup-step.h - one row of the progress tracker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-rows.h"

G_BEGIN_DECLS

/**
 * BwStepInfo:
 * @key: stable name, such as "get-approval"
 * @title: what people read; translated
 * @description: one sentence; translated
 *
 * What a step is, before anything is known about a tenant.
 */
typedef struct
{
  const char *key;
  const char *title;
  const char *description;
} BwStepInfo;

guint bw_setup_kind_get_n_steps (BwSetupKind  kind);
void  bw_setup_kind_get_step    (BwSetupKind  kind,
                                 guint        position,
                                 BwStepInfo  *info);

#define BW_TYPE_SETUP_STEP (bw_setup_step_get_type ())
G_DECLARE_FINAL_TYPE (BwSetupStep, bw_setup_step, BW, SETUP_STEP, GObject)

BwSetupStep *bw_setup_step_new             (BwSetupKind      kind,
                                            guint            position) G_GNUC_WARN_UNUSED_RESULT;
void         bw_setup_step_update          (BwSetupStep     *self,
                                            const BwStepRow *row);
const char  *bw_setup_step_get_key         (BwSetupStep     *self);
guint        bw_setup_step_get_number      (BwSetupStep     *self);
const char  *bw_setup_step_get_title       (BwSetupStep     *self);
const char  *bw_setup_step_get_description (BwSetupStep     *self);
BwStepState  bw_setup_step_get_state       (BwSetupStep     *self);
gboolean     bw_setup_step_is_over         (BwSetupStep     *self);
const char  *bw_setup_step_get_text        (BwSetupStep     *self);
gint64       bw_setup_step_get_since       (BwSetupStep     *self);
gint64       bw_setup_step_get_last_look   (BwSetupStep     *self);
gint64       bw_setup_step_get_next_look   (BwSetupStep     *self);
gint64       bw_setup_step_get_done        (BwSetupStep     *self);
gint64       bw_setup_step_get_total       (BwSetupStep     *self);

G_END_DECLS
