/* bw-step.h - a stage of a set-up: what has to hold, in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-requirement.h"

G_BEGIN_DECLS

/**
 * BwOperation:
 * @BW_OPERATION_NONE: the step is its requirements
 * @BW_OPERATION_SYNC_USERS: then the customer's users are read
 * @BW_OPERATION_RUN_REPORTS: then the reports are scheduled and run
 *
 * The long operations that a step may end with, in this order; they change nothing at
 * Microsoft.
 */
typedef enum
{
  BW_OPERATION_NONE        = 0,
  BW_OPERATION_SYNC_USERS  = 1 << 0,
  BW_OPERATION_RUN_REPORTS = 1 << 1,
} BwOperation;

/**
 * BwStep:
 * @key: as in the job's row
 * @requirements: (element-type BwRequirement): in order
 * @operations: what comes after them
 */
typedef struct
{
  const char  *key;
  GPtrArray   *requirements;
  BwOperation  operations;
} BwStep;

BwStep        *bw_step_new             (const char           *key,
                                        BwOperation           operations) G_GNUC_WARN_UNUSED_RESULT;
void           bw_step_free            (BwStep               *self);
void           bw_step_require         (BwStep               *self,
                                        const BwRequirement  *kind,
                                        const char           *about);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwStep, bw_step_free)

G_END_DECLS
