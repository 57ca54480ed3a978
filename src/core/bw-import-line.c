/* bw-import-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-import-line.h"
#include "bw-util.h"

struct _BwImportLine
{
  GObject          parent_instance;

  guint            number;
  char            *name;
  BwTenantDraft   *draft;      /* (owned) (nullable): what can be added, until it is */
  char            *tenant_id;  /* (nullable): if it is known */
  BwImportOutcome  outcome;
  char            *reason;     /* (nullable): why it was not added */
};

G_DEFINE_FINAL_TYPE (BwImportLine, bw_import_line, G_TYPE_OBJECT)

static const struct
{
  const char *nick;
  const char *label;
  const char *label_before;
} outcomes[] = {
  [BW_IMPORT_ADDED] = { "added", N_("Added"), N_("Can be added") },
  [BW_IMPORT_ADDED_AS_CSP] = { "added-as-csp", N_("Added as a CSP tenant"),
                               N_("Can be added as a CSP tenant") },
  [BW_IMPORT_ALREADY_THERE] = { "already-there", N_("Already there"), N_("Already there") },
  [BW_IMPORT_REFUSED] = { "refused", N_("Refused"), N_("Refused") },
};

static void
bw_import_line_finalize (GObject *object)
{
  BwImportLine *self = BW_IMPORT_LINE (object);

  g_clear_pointer (&self->draft, bw_tenant_draft_free);
  g_free (self->name);
  g_free (self->tenant_id);
  g_free (self->reason);

  G_OBJECT_CLASS (bw_import_line_parent_class)->finalize (object);
}

static void
bw_import_line_class_init (BwImportLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_import_line_finalize;
}

static void
bw_import_line_init (BwImportLine *self)
{
}

/**
 * bw_import_line_new:
 * @number: which line of the file it is, from 1
 * @name: what the file calls the tenant
 *
 * Returns: (transfer full): a line that is refused for no reason yet
 */
BwImportLine *
bw_import_line_new (guint       number,
                    const char *name)
{
  BwImportLine *self = g_object_new (BW_TYPE_IMPORT_LINE, NULL);

  self->number = number;
  self->name = g_strdup (name);
  self->outcome = BW_IMPORT_REFUSED;

  return self;
}

/**
 * bw_import_line_take_draft:
 * @self: a line
 * @draft: (transfer full): the tenant that it is about, which can be added
 */
void
bw_import_line_take_draft (BwImportLine  *self,
                           BwTenantDraft *draft)
{
  g_clear_pointer (&self->draft, bw_tenant_draft_free);
  self->draft = draft;
  bw_set_str (&self->tenant_id, draft->tenant_id);
  self->outcome = draft->standing == BW_TENANT_STANDING_NONE ? BW_IMPORT_ADDED
                                                             : BW_IMPORT_ADDED_AS_CSP;
}

/**
 * bw_import_line_set_added:
 * @self: a line that can be added
 *
 * It has been.
 */
void
bw_import_line_set_added (BwImportLine *self)
{
  g_clear_pointer (&self->draft, bw_tenant_draft_free);
}

/**
 * bw_import_line_refuse:
 * @self: a line
 * @outcome: %BW_IMPORT_ALREADY_THERE or %BW_IMPORT_REFUSED
 * @reason: why it is not added
 */
void
bw_import_line_refuse (BwImportLine    *self,
                       BwImportOutcome  outcome,
                       const char      *reason)
{
  g_clear_pointer (&self->draft, bw_tenant_draft_free);
  self->outcome = outcome;
  bw_set_str (&self->reason, reason);
}

/**
 * bw_import_line_get_draft:
 * @self: a line
 *
 * Returns: (nullable): what can be added, unless it was
 */
const BwTenantDraft *
bw_import_line_get_draft (BwImportLine *self)
{
  return self->draft;
}

/**
 * bw_import_line_get_number:
 * @self: a line
 *
 * Returns: which line of the file it is, from 1
 */
guint
bw_import_line_get_number (BwImportLine *self)
{
  return self->number;
}

/**
 * bw_import_line_get_name:
 * @self: a line
 *
 * Returns: what the file calls the tenant
 */
const char *
bw_import_line_get_name (BwImportLine *self)
{
  return self->name;
}

/**
 * bw_import_line_get_tenant_id:
 * @self: a line
 *
 * Returns: (nullable): which tenant it is about, if that was found out
 */
const char *
bw_import_line_get_tenant_id (BwImportLine *self)
{
  return self->tenant_id;
}

/**
 * bw_import_line_get_outcome:
 * @self: a line
 *
 * Returns: what became of it
 */
BwImportOutcome
bw_import_line_get_outcome (BwImportLine *self)
{
  return self->outcome;
}

/**
 * bw_import_line_get_reason:
 * @self: a line
 *
 * Returns: (nullable): a sentence about why it was not added
 */
const char *
bw_import_line_get_reason (BwImportLine *self)
{
  return self->reason;
}

/**
 * bw_import_line_get_label:
 * @self: a line
 *
 * Returns: what people call its outcome, or what it will be; translated
 */
const char *
bw_import_line_get_label (BwImportLine *self)
{
  return self->draft != NULL ? _(outcomes[self->outcome].label_before)
                             : _(outcomes[self->outcome].label);
}

/**
 * bw_import_outcome_get_nick:
 * @outcome: an outcome
 *
 * Returns: what programs call it
 */
const char *
bw_import_outcome_get_nick (BwImportOutcome outcome)
{
  return outcomes[outcome].nick;
}
