/* bw-check.h - one line of the pre-flight check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BwCheckState:
 * @BW_CHECK_GOOD: it is as it has to be
 * @BW_CHECK_PROBLEM: something will fail because of it
 * @BW_CHECK_UNKNOWN: it could not be found out
 */
typedef enum
{
  BW_CHECK_GOOD,
  BW_CHECK_PROBLEM,
  BW_CHECK_UNKNOWN,
} BwCheckState;

/**
 * BwCheck:
 * @key: which one, for programs; stays the same for ever
 * @title: what is looked at
 * @state: what came out
 * @text: what was found, one sentence or two
 * @fix: (nullable): what to do about it; %NULL unless it is a problem
 */
typedef struct
{
  const char   *key;
  const char   *title;
  BwCheckState  state;
  char         *text;
  char         *fix;
} BwCheck;

BwCheck    *bw_check_new              (const char   *key,
                                       const char   *title) G_GNUC_WARN_UNUSED_RESULT;
void        bw_check_free             (BwCheck      *self);
void        bw_check_take_good        (BwCheck      *self,
                                       char         *text);
void        bw_check_take_problem     (BwCheck      *self,
                                       char         *text,
                                       char         *fix);
void        bw_check_take_unknown     (BwCheck      *self,
                                       char         *text);
void        bw_check_set_error        (BwCheck      *self,
                                       const GError *error);
const char *bw_check_state_get_name   (BwCheckState  state);
const char *bw_check_state_get_label  (BwCheckState  state);

guint       bw_checks_count           (GPtrArray    *checks,
                                       BwCheckState  state);
char       *bw_checks_dup_text        (GPtrArray    *checks) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwCheck, bw_check_free)

G_END_DECLS
