/* bw-sim-user-writer.h - users as Graph writes them, fast
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-people.h"

G_BEGIN_DECLS

/* The properties that Graph gives where none is selected. */
#define BW_SIM_USER_DEFAULT 0x7ff

guint32 bw_sim_user_select        (char              **names);
guint32 bw_sim_user_select_basic  (guint32             properties);
gboolean bw_sim_user_needs_audit  (char              **names);
const char *bw_sim_user_find_foreign (char           **names);
void    bw_sim_user_write         (GString            *out,
                                   const BwSimPerson  *person,
                                   guint32             properties,
                                   gboolean            omit_unset);
void    bw_sim_user_write_removed (GString            *out,
                                   const char         *id);
char   *bw_sim_user_dup_property  (const BwSimPerson  *person,
                                   const char         *property) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
