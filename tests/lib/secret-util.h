/* secret-util.h - looks for the secrets of a run wherever they must not be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile-util.h"

G_BEGIN_DECLS

GPtrArray  *bw_secret_dup_pieces      (BwHostileWorker *worker) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_secret_find            (GPtrArray       *pieces,
                                       const char      *text,
                                       gsize            length);
guint       bw_secret_count_files     (GPtrArray       *pieces,
                                       const char      *path);
guint       bw_secret_count_processes (GPtrArray       *pieces);

void        bw_secret_look_around     (BwHostileWorker *worker,
                                       BwHostilePlace  *place,
                                       gboolean         is_running);
void        bw_secret_follow_setup    (BwHostileWorker *worker,
                                       BwHostilePlace  *place);
void        bw_secret_assert_finds    (BwHostileWorker *worker,
                                       BwHostilePlace  *place);

G_END_DECLS
