/* bw-candidate-private.h - what the judge fills in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-candidate.h"

G_BEGIN_DECLS

struct _BwCandidate
{
  GObject     parent_instance;

  char       *id;
  char       *name;
  char       *status;
  gint64      created;
  gint64      end;
  gboolean    auto_extend;
  gboolean    valid;
  gboolean    waiting;
  guint       n_missing;  /* optional roles */
  char      **roles;
  char      **reasons;
  char      **excess;
  GPtrArray  *limitations;
};

G_END_DECLS
