/* bw-setup-step.c - one row of the progress tracker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-setup-step.h"
#include "bw-util.h"

static const BwStepInfo csp_steps[] = {
  {
    "create-customer",
    N_("Create Customer"),
    N_("Reads who the customer is at Microsoft and checks the partner link."),
  },
  {
    "establish-relationship",
    N_("Establish an Admin Relationship"),
    N_("Finds an admin relationship to build on, or creates a new one."),
  },
  {
    "get-approval",
    N_("Get Admin Relationship Approval"),
    N_("Waits until the customer’s global administrator has approved the admin relationship."),
  },
  {
    "finalize-relationship",
    N_("Finalize Relationship"),
    N_("Registers our application with the customer’s tenant."),
  },
  {
    "groups-and-roles",
    N_("Set Up Groups and Roles"),
    N_("Gives the default platform user groups their roles in the customer’s tenant."),
  },
  {
    "sync-users",
    N_("Sync All Users"),
    N_("Reads the customer’s users into the local database."),
  },
  {
    "schedule-reports",
    N_("Schedule Reports"),
    N_("Schedules the daily reports and runs each of them once right now."),
  },
};

static const BwStepInfo guest_steps[] = {
  {
    "add-tenant",
    N_("Add Non-CSP Tenant"),
    N_("Checks the tenant and the guest account’s address."),
  },
  {
    "guest-approval",
    N_("Get Approval to Create a Guest Account"),
    N_("Waits until the customer’s administrator has agreed to a guest account for us."),
  },
  {
    "guest-invitation",
    N_("Accept the Guest Account Invitation"),
    N_("Waits until the invitation in the guest account’s mailbox is accepted."),
  },
  {
    "guest-permissions",
    N_("Accept the Permissions"),
    N_("The guest account signs in to the customer’s tenant and accepts the permissions."),
  },
  {
    "finalize-approval",
    N_("Finalize Approval"),
    N_("Reads the tenant’s true name, syncs its users and schedules its reports."),
  },
};

/**
 * bw_setup_kind_get_n_steps:
 * @kind: a flow
 *
 * Returns: how many steps it has
 */
guint
bw_setup_kind_get_n_steps (BwSetupKind kind)
{
  return kind == BW_SETUP_KIND_CSP ? G_N_ELEMENTS (csp_steps) : G_N_ELEMENTS (guest_steps);
}

/**
 * bw_setup_kind_get_step:
 * @kind: a flow
 * @position: below the number of its steps
 * @info: (out caller-allocates): what the step is, in the user's language
 */
void
bw_setup_kind_get_step (BwSetupKind  kind,
                        guint        position,
                        BwStepInfo  *info)
{
  const BwStepInfo *steps = kind == BW_SETUP_KIND_CSP ? csp_steps : guest_steps;

  g_return_if_fail (position < bw_setup_kind_get_n_steps (kind));

  info->key = steps[position].key;
  info->title = _(steps[position].title);
  info->description = _(steps[position].description);
}

struct _BwSetupStep
{
  GObject      parent_instance;

  BwStepInfo   info;
  guint        number;
  BwStepState  state;
  char        *text;  /* nullable: then the state's own label */
  gint64       since;
  gint64       last_look;
  gint64       next_look;
  gint64       done;
  gint64       total;
};

G_DEFINE_FINAL_TYPE (BwSetupStep, bw_setup_step, G_TYPE_OBJECT)

typedef enum
{
  PROP_KEY = 1,
  PROP_NUMBER,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_STATE,
  PROP_TEXT,
  PROP_SINCE,
  PROP_LAST_LOOK,
  PROP_NEXT_LOOK,
  PROP_DONE,
  PROP_TOTAL,
} BwSetupStepProperty;

static GParamSpec *properties[PROP_TOTAL + 1];

static void
bw_setup_step_finalize (GObject *object)
{
  BwSetupStep *self = BW_SETUP_STEP (object);

  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (bw_setup_step_parent_class)->finalize (object);
}

static void
bw_setup_step_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  BwSetupStep *self = BW_SETUP_STEP (object);

  switch ((BwSetupStepProperty) prop_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->info.key);
      break;
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->info.title);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->info.description);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_TEXT:
      g_value_set_string (value, bw_setup_step_get_text (self));
      break;
    case PROP_SINCE:
      g_value_set_int64 (value, self->since);
      break;
    case PROP_LAST_LOOK:
      g_value_set_int64 (value, self->last_look);
      break;
    case PROP_NEXT_LOOK:
      g_value_set_int64 (value, self->next_look);
      break;
    case PROP_DONE:
      g_value_set_int64 (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static GParamSpec *
int64_property (const char *name)
{
  return g_param_spec_int64 (name, NULL, NULL, 0, G_MAXINT64, 0,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
bw_setup_step_class_init (BwSetupStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = bw_setup_step_finalize;
  object_class->get_property = bw_setup_step_get_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, G_MAXUINT, 1, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BW_TYPE_STEP_STATE,
                                              BW_STEP_STATE_PENDING, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_SINCE] = int64_property ("since");
  properties[PROP_LAST_LOOK] = int64_property ("last-look");
  properties[PROP_NEXT_LOOK] = int64_property ("next-look");
  properties[PROP_DONE] = int64_property ("done");
  properties[PROP_TOTAL] = int64_property ("total");

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bw_setup_step_init (BwSetupStep *self)
{
}

/**
 * bw_setup_step_new:
 * @kind: a flow
 * @position: below the number of its steps
 *
 * Returns: (transfer full): that step, pending
 */
BwSetupStep *
bw_setup_step_new (BwSetupKind kind,
                   guint       position)
{
  BwSetupStep *self;

  g_return_val_if_fail (position < bw_setup_kind_get_n_steps (kind), NULL);

  self = g_object_new (BW_TYPE_SETUP_STEP, NULL);
  bw_setup_kind_get_step (kind, position, &self->info);
  self->number = position + 1;

  return self;
}

static void
set_int64 (BwSetupStep         *self,
           gint64              *where,
           gint64               value,
           BwSetupStepProperty  property)
{
  if (*where == value)
    return;

  *where = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * bw_setup_step_update:
 * @self: a step
 * @row: (nullable): what is known of it now, or %NULL for a step that never ran
 *
 * Takes @row over and notifies of what changed.
 */
void
bw_setup_step_update (BwSetupStep     *self,
                      const BwStepRow *row)
{
  const BwStepRow never_ran = { .state = BW_STEP_STATE_PENDING };
  gboolean state_changed;

  g_return_if_fail (BW_IS_SETUP_STEP (self));

  if (row == NULL)
    row = &never_ran;

  g_object_freeze_notify (G_OBJECT (self));

  state_changed = self->state != row->state;
  self->state = row->state;
  if (state_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);

  /* Without a text of its own, the text follows the state. */
  if (bw_set_str (&self->text, bw_str_is_empty (row->text) ? NULL : row->text) ||
      (state_changed && self->text == NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);

  set_int64 (self, &self->since, row->since, PROP_SINCE);
  set_int64 (self, &self->last_look, row->last_look, PROP_LAST_LOOK);
  set_int64 (self, &self->next_look, row->next_look, PROP_NEXT_LOOK);
  set_int64 (self, &self->done, row->done, PROP_DONE);
  set_int64 (self, &self->total, row->total, PROP_TOTAL);

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bw_setup_step_get_key:
 * @self: a step
 *
 * Returns: (transfer none): its stable name
 */
const char *
bw_setup_step_get_key (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), NULL);

  return self->info.key;
}

/**
 * bw_setup_step_get_number:
 * @self: a step
 *
 * Returns: its number, from 1
 */
guint
bw_setup_step_get_number (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), 0);

  return self->number;
}

/**
 * bw_setup_step_get_title:
 * @self: a step
 *
 * Returns: (transfer none): what people read
 */
const char *
bw_setup_step_get_title (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), NULL);

  return self->info.title;
}

/**
 * bw_setup_step_get_description:
 * @self: a step
 *
 * Returns: (transfer none): what it does, one sentence
 */
const char *
bw_setup_step_get_description (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), NULL);

  return self->info.description;
}

/**
 * bw_setup_step_get_state:
 * @self: a step
 *
 * Returns: where it stands
 */
BwStepState
bw_setup_step_get_state (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), BW_STEP_STATE_PENDING);

  return self->state;
}

/**
 * bw_setup_step_is_over:
 * @self: a step
 *
 * Returns: whether it is done or skipped
 */
gboolean
bw_setup_step_is_over (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), FALSE);

  return self->state == BW_STEP_STATE_DONE || self->state == BW_STEP_STATE_SKIPPED;
}

/**
 * bw_setup_step_get_text:
 * @self: a step
 *
 * Returns: (transfer none): one sentence about its state, or the name of the
 *   state where there is nothing more to say
 */
const char *
bw_setup_step_get_text (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), NULL);

  return self->text != NULL ? self->text : bw_step_state_get_label (self->state);
}

/**
 * bw_setup_step_get_since:
 * @self: a step
 *
 * Returns: since when it is in its state, seconds since 1970, or 0
 */
gint64
bw_setup_step_get_since (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), 0);

  return self->since;
}

/**
 * bw_setup_step_get_last_look:
 * @self: a step
 *
 * Returns: when we last looked at Microsoft, or 0
 */
gint64
bw_setup_step_get_last_look (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), 0);

  return self->last_look;
}

/**
 * bw_setup_step_get_next_look:
 * @self: a step
 *
 * Returns: when we look next, or 0
 */
gint64
bw_setup_step_get_next_look (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), 0);

  return self->next_look;
}

/**
 * bw_setup_step_get_done:
 * @self: a step
 *
 * Returns: how much of it is done
 */
gint64
bw_setup_step_get_done (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), 0);

  return self->done;
}

/**
 * bw_setup_step_get_total:
 * @self: a step
 *
 * Returns: of how much, or 0 if that is not known
 */
gint64
bw_setup_step_get_total (BwSetupStep *self)
{
  g_return_val_if_fail (BW_IS_SETUP_STEP (self), 0);

  return self->total;
}
