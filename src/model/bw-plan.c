/* bw-plan.c - every write that a set-up would send, before it does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-plan.h"

struct _BwPlan
{
  GObject    parent_instance;

  char      *tenant_id;
  char      *tenant_name;
  GPtrArray *changes;
  GPtrArray *holds;
};

G_DEFINE_FINAL_TYPE (BwPlan, bw_plan, G_TYPE_OBJECT)

static void
change_free (gpointer data)
{
  BwPlanChange *change = data;

  g_free (change->step);
  g_free (change->action);
  g_free (change->what);
  g_free (change->details);
  g_free (change);
}

static void
bw_plan_finalize (GObject *object)
{
  BwPlan *self = BW_PLAN (object);

  g_clear_pointer (&self->tenant_id, g_free);
  g_clear_pointer (&self->tenant_name, g_free);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->holds, g_ptr_array_unref);

  G_OBJECT_CLASS (bw_plan_parent_class)->finalize (object);
}

static void
bw_plan_class_init (BwPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_plan_finalize;
}

static void
bw_plan_init (BwPlan *self)
{
  self->changes = g_ptr_array_new_with_free_func (change_free);
  self->holds = g_ptr_array_new_with_free_func (g_free);
}

/**
 * bw_plan_new:
 * @tenant_id: whose set-up it is
 * @tenant_name: what people call that tenant
 *
 * Returns: (transfer full): a plan without a change
 */
BwPlan *
bw_plan_new (const char *tenant_id,
             const char *tenant_name)
{
  BwPlan *self = g_object_new (BW_TYPE_PLAN, NULL);

  self->tenant_id = g_strdup (tenant_id);
  self->tenant_name = g_strdup (tenant_name);

  return self;
}

/**
 * bw_plan_add_change:
 * @self: a plan
 * @step: key of the step that would send it
 * @action: "create", "update" or "delete"
 * @what: what kind of thing, in words for people
 * @details: (nullable): which one, and with what in it
 */
void
bw_plan_add_change (BwPlan     *self,
                    const char *step,
                    const char *action,
                    const char *what,
                    const char *details)
{
  BwPlanChange *change;

  g_return_if_fail (BW_IS_PLAN (self));

  change = g_new0 (BwPlanChange, 1);
  change->step = g_strdup (step);
  change->action = g_strdup (action);
  change->what = g_strdup (what);
  change->details = g_strdup (details);
  g_ptr_array_add (self->changes, change);
}

/**
 * bw_plan_add_holding:
 * @self: a plan
 * @what: what is there already, one sentence
 */
void
bw_plan_add_holding (BwPlan     *self,
                     const char *what)
{
  g_return_if_fail (BW_IS_PLAN (self));

  g_ptr_array_add (self->holds, g_strdup (what));
}

/**
 * bw_plan_get_tenant_name:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): what people call the tenant
 */
const char *
bw_plan_get_tenant_name (BwPlan *self)
{
  g_return_val_if_fail (BW_IS_PLAN (self), NULL);

  return self->tenant_name;
}

/**
 * bw_plan_get_changes:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type BwPlanChange): what would be written, in order
 */
GPtrArray *
bw_plan_get_changes (BwPlan *self)
{
  g_return_val_if_fail (BW_IS_PLAN (self), NULL);

  return self->changes;
}

/**
 * bw_plan_get_holds:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type utf8): what is there already
 */
GPtrArray *
bw_plan_get_holds (BwPlan *self)
{
  g_return_val_if_fail (BW_IS_PLAN (self), NULL);

  return self->holds;
}

/**
 * bw_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): the plan as the command line prints it
 */
JsonNode *
bw_plan_to_json (BwPlan *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (BW_IS_PLAN (self), NULL);

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "tenant", self->tenant_id);

  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const BwPlanChange *change = g_ptr_array_index (self->changes, i);

      json_builder_begin_object (builder);
      bw_json_add_string (builder, "step", change->step);
      bw_json_add_string (builder, "action", change->action);
      bw_json_add_string (builder, "what", change->what);
      bw_json_add_string (builder, "details", change->details);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "holds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->holds->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (self->holds, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
