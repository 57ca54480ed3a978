/* bw-rows.c - what the store keeps, as plain rows that may cross threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-rows.h"

/**
 * bw_tenant_row_new:
 * @id: tenant ID
 *
 * Returns: (transfer full): a row with nothing but the ID in it
 */
BwTenantRow *
bw_tenant_row_new (const char *id)
{
  BwTenantRow *self = g_new0 (BwTenantRow, 1);

  self->id = g_strdup (id);

  return self;
}

/**
 * bw_tenant_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): a copy that shares nothing with @self
 */
BwTenantRow *
bw_tenant_row_copy (const BwTenantRow *self)
{
  BwTenantRow *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->domain = g_strdup (self->domain);
  copy->region = g_strdup (self->region);
  copy->guest_email = g_strdup (self->guest_email);
  copy->relationship_id = g_strdup (self->relationship_id);
  copy->relationship_name = g_strdup (self->relationship_name);
  copy->relationship_status = g_strdup (self->relationship_status);

  return copy;
}

/**
 * bw_tenant_row_free:
 * @self: (transfer full): a row
 */
void
bw_tenant_row_free (BwTenantRow *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->domain);
  g_free (self->region);
  g_free (self->guest_email);
  g_free (self->relationship_id);
  g_free (self->relationship_name);
  g_free (self->relationship_status);
  g_free (self);
}

/**
 * bw_step_row_new:
 * @key: stable name of the step
 *
 * Returns: (transfer full): a pending step
 */
BwStepRow *
bw_step_row_new (const char *key)
{
  BwStepRow *self = g_new0 (BwStepRow, 1);

  self->key = g_strdup (key);

  return self;
}

/**
 * bw_step_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): a copy that shares nothing with @self
 */
BwStepRow *
bw_step_row_copy (const BwStepRow *self)
{
  BwStepRow *copy = g_memdup2 (self, sizeof *self);

  copy->key = g_strdup (self->key);
  copy->text = g_strdup (self->text);

  return copy;
}

/**
 * bw_step_row_free:
 * @self: (transfer full): a row
 */
void
bw_step_row_free (BwStepRow *self)
{
  g_free (self->key);
  g_free (self->text);
  g_free (self);
}

/**
 * bw_job_row_new:
 * @tenant_id: whose set-up it is
 * @kind: which flow
 *
 * Returns: (transfer full): an active job without steps
 */
BwJobRow *
bw_job_row_new (const char  *tenant_id,
                BwSetupKind  kind)
{
  BwJobRow *self = g_new0 (BwJobRow, 1);

  self->tenant_id = g_strdup (tenant_id);
  self->kind = kind;
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_step_row_free);

  return self;
}

/**
 * bw_job_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): a copy that shares nothing with @self
 */
BwJobRow *
bw_job_row_copy (const BwJobRow *self)
{
  BwJobRow *copy = g_memdup2 (self, sizeof *self);

  copy->tenant_id = g_strdup (self->tenant_id);
  copy->relationship_id = g_strdup (self->relationship_id);
  copy->relationship_name = g_strdup (self->relationship_name);
  copy->mark = g_strdup (self->mark);
  copy->failure = g_strdup (self->failure);
  copy->limitations = g_strdup (self->limitations);
  copy->candidates = g_strdup (self->candidates);
  copy->link = g_strdup (self->link);
  copy->steps =
    g_ptr_array_copy (self->steps, (GCopyFunc) (void (*) (void)) bw_step_row_copy, NULL);
  g_ptr_array_set_free_func (copy->steps, (GDestroyNotify) bw_step_row_free);

  return copy;
}

/**
 * bw_job_row_free:
 * @self: (transfer full): a row
 */
void
bw_job_row_free (BwJobRow *self)
{
  g_free (self->tenant_id);
  g_free (self->relationship_id);
  g_free (self->relationship_name);
  g_free (self->mark);
  g_free (self->failure);
  g_free (self->limitations);
  g_free (self->candidates);
  g_free (self->link);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

/**
 * bw_activity_row_new:
 *
 * Returns: (transfer full): an empty row
 */
BwActivityRow *
bw_activity_row_new (void)
{
  return g_new0 (BwActivityRow, 1);
}

/**
 * bw_activity_row_free:
 * @self: (transfer full): a row
 */
void
bw_activity_row_free (BwActivityRow *self)
{
  g_free (self->who);
  g_free (self->tenant_id);
  g_free (self->what);
  g_free (self->outcome);
  g_free (self->tracking_id);
  g_free (self->request_id);
  g_free (self);
}

/**
 * bw_user_row_new:
 *
 * Returns: (transfer full): an empty row
 */
BwUserRow *
bw_user_row_new (void)
{
  return g_new0 (BwUserRow, 1);
}

/**
 * bw_user_row_free:
 * @self: (transfer full): a row
 */
void
bw_user_row_free (BwUserRow *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->sign_in_name);
  g_free (self->mail);
  g_free (self->licences);
  g_free (self);
}

/**
 * bw_report_row_new:
 * @tenant_id: whose
 * @kind: which report
 *
 * Returns: (transfer full): a report that never ran
 */
BwReportRow *
bw_report_row_new (const char *tenant_id,
                   const char *kind)
{
  BwReportRow *self = g_new0 (BwReportRow, 1);

  self->tenant_id = g_strdup (tenant_id);
  self->kind = g_strdup (kind);

  return self;
}

/**
 * bw_report_row_free:
 * @self: (transfer full): a row
 */
void
bw_report_row_free (BwReportRow *self)
{
  g_free (self->tenant_id);
  g_free (self->kind);
  g_free (self->data);
  g_free (self->failure);
  g_free (self);
}

/**
 * bw_job_row_get_step:
 * @self: a job
 * @key: stable name of a step
 *
 * Returns: (transfer none) (nullable): that step of the job
 */
BwStepRow *
bw_job_row_get_step (const BwJobRow *self,
                     const char     *key)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      BwStepRow *step = g_ptr_array_index (self->steps, i);

      if (g_str_equal (step->key, key))
        return step;
    }

  return NULL;
}
