/* bw-step.c - a stage of a set-up: what has to hold, in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-step.h"

static void
requirement_free (BwRequirement *self)
{
  g_free ((char *) self->about);
  g_free (self);
}

/**
 * bw_step_new:
 * @key: static name of the step
 * @operations: what comes after its requirements
 *
 * Returns: (transfer full): a step that requires nothing yet
 */
BwStep *
bw_step_new (const char  *key,
             BwOperation  operations)
{
  BwStep *self = g_new0 (BwStep, 1);

  self->key = key;
  self->operations = operations;
  self->requirements = g_ptr_array_new_with_free_func ((GDestroyNotify) requirement_free);

  return self;
}

/**
 * bw_step_free:
 * @self: (transfer full): a step
 */
void
bw_step_free (BwStep *self)
{
  g_ptr_array_unref (self->requirements);
  g_free (self);
}

/**
 * bw_step_require:
 * @self: a step
 * @kind: the functions of a requirement, static
 * @about: (nullable): what it is about here
 *
 * Adds a requirement at the end.
 */
void
bw_step_require (BwStep              *self,
                 const BwRequirement *kind,
                 const char          *about)
{
  BwRequirement *requirement = g_memdup2 (kind, sizeof *kind);

  requirement->about = g_strdup (about);
  g_ptr_array_add (self->requirements, requirement);
}
