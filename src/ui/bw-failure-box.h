/* bw-failure-box.h - what went wrong, what it means and what to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-failure.h"

G_BEGIN_DECLS

#define BW_TYPE_FAILURE_BOX (bw_failure_box_get_type ())
G_DECLARE_FINAL_TYPE (BwFailureBox, bw_failure_box, BW, FAILURE_BOX, AdwBin)

void bw_failure_box_set_failure (BwFailureBox *self,
                                 BwFailure    *failure);
void bw_failure_box_copy        (BwFailureBox *self);

G_END_DECLS
