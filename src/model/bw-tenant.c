/* bw-tenant.c - a customer tenant, a row in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pace.h"
#include "bw-tenant-private.h"
#include "bw-util.h"

G_DEFINE_FINAL_TYPE (BwTenant, bw_tenant, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_DOMAIN,
  PROP_SOURCE,
  PROP_STATUS,
  PROP_STATUS_TEXT,
  PROP_STATUS_ICON,
  PROP_RELATIONSHIP_ID,
  PROP_RELATIONSHIP_NAME,
  PROP_RELATIONSHIP_STATUS,
  PROP_RELATIONSHIP_END,
  PROP_AUTO_EXTEND,
  PROP_LAST_CHANGE,
  PROP_JOB,
  PROP_ACTION,
} BwTenantProperty;

static GParamSpec *properties[PROP_ACTION + 1];

static void
bw_tenant_finalize (GObject *object)
{
  BwTenant *self = BW_TENANT (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->guest_email, g_free);
  g_clear_pointer (&self->relationship_id, g_free);
  g_clear_pointer (&self->relationship_name, g_free);
  g_clear_pointer (&self->relationship_status, g_free);
  g_clear_pointer (&self->status_text, g_free);
  g_clear_pointer (&self->folded, g_free);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (bw_tenant_parent_class)->finalize (object);
}

static void
bw_tenant_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  BwTenant *self = BW_TENANT (object);

  switch ((BwTenantProperty) prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_DOMAIN:
      g_value_set_string (value, self->domain);
      break;
    case PROP_SOURCE:
      g_value_set_enum (value, (int) self->source);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, (int) self->status);
      break;
    case PROP_STATUS_TEXT:
      g_value_set_string (value, bw_tenant_get_status_text (self));
      break;
    case PROP_STATUS_ICON:
      g_value_set_string (value, bw_tenant_get_status_icon (self));
      break;
    case PROP_RELATIONSHIP_ID:
      g_value_set_string (value, self->relationship_id);
      break;
    case PROP_RELATIONSHIP_NAME:
      g_value_set_string (value, self->relationship_name);
      break;
    case PROP_RELATIONSHIP_STATUS:
      g_value_set_string (value, self->relationship_status);
      break;
    case PROP_RELATIONSHIP_END:
      g_value_set_int64 (value, self->relationship_end);
      break;
    case PROP_AUTO_EXTEND:
      g_value_set_boolean (value, self->auto_extend);
      break;
    case PROP_LAST_CHANGE:
      g_value_set_int64 (value, self->last_change);
      break;
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case PROP_ACTION:
      g_value_set_int (value, (int) self->action);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_tenant_class_init (BwTenantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const char *strings[] = {
    [PROP_ID] = "id",
    [PROP_NAME] = "name",
    [PROP_DOMAIN] = "domain",
    [PROP_STATUS_TEXT] = "status-text",
    [PROP_STATUS_ICON] = "status-icon",
    [PROP_RELATIONSHIP_ID] = "relationship-id",
    [PROP_RELATIONSHIP_NAME] = "relationship-name",
    [PROP_RELATIONSHIP_STATUS] = "relationship-status",
  };

  object_class->finalize = bw_tenant_finalize;
  object_class->get_property = bw_tenant_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (strings[i] != NULL)
      properties[i] = g_param_spec_string (strings[i], NULL, NULL, NULL, flags);

  properties[PROP_SOURCE] = g_param_spec_enum ("source", NULL, NULL, BW_TYPE_TENANT_SOURCE,
                                               BW_TENANT_SOURCE_PARTNER_CENTER, flags);
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, BW_TYPE_TENANT_STATUS,
                                               BW_TENANT_STATUS_NOT_SET_UP, flags);
  properties[PROP_RELATIONSHIP_END] = g_param_spec_int64 ("relationship-end", NULL, NULL,
                                                          0, G_MAXINT64, 0, flags);
  properties[PROP_AUTO_EXTEND] = g_param_spec_boolean ("auto-extend", NULL, NULL, FALSE, flags);
  properties[PROP_LAST_CHANGE] =
    g_param_spec_int64 ("last-change", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, BW_TYPE_SETUP_JOB, flags);
  properties[PROP_ACTION] = g_param_spec_int ("action", NULL, NULL, BW_TENANT_ACTION_NONE,
                                              BW_TENANT_ACTION_SET_UP_AGAIN, BW_TENANT_ACTION_NONE,
                                              flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bw_tenant_init (BwTenant *self)
{
  self->action = BW_TENANT_ACTION_SET_UP;
}

/**
 * bw_tenant_new:
 * @id: tenant ID
 *
 * Returns: (transfer full): a tenant of which nothing else is known
 */
BwTenant *
bw_tenant_new (const char *id)
{
  BwTenant *self = g_object_new (BW_TYPE_TENANT, NULL);

  self->id = g_strdup (id);

  return self;
}

static void
notify (BwTenant         *self,
        BwTenantProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
set_str (BwTenant          *self,
         char             **where,
         const char        *value,
         BwTenantProperty   property)
{
  if (!bw_set_str (where, value))
    return FALSE;

  notify (self, property);

  return TRUE;
}

static void
update_facts (BwTenant          *self,
              const BwTenantRow *row)
{
  gboolean renamed = set_str (self, &self->name, row->name, PROP_NAME);

  if (set_str (self, &self->domain, row->domain, PROP_DOMAIN) || renamed)
    g_clear_pointer (&self->folded, g_free);

  bw_set_str (&self->guest_email, row->guest_email);
  set_str (self, &self->relationship_id, row->relationship_id, PROP_RELATIONSHIP_ID);
  set_str (self, &self->relationship_name, row->relationship_name, PROP_RELATIONSHIP_NAME);
  set_str (self, &self->relationship_status, row->relationship_status, PROP_RELATIONSHIP_STATUS);

  if (self->source != row->source)
    {
      self->source = row->source;
      notify (self, PROP_SOURCE);
    }

  if (self->relationship_end != row->relationship_end)
    {
      self->relationship_end = row->relationship_end;
      notify (self, PROP_RELATIONSHIP_END);
    }

  if (self->auto_extend != row->auto_extend)
    {
      self->auto_extend = row->auto_extend;
      notify (self, PROP_AUTO_EXTEND);
    }

  if (self->last_change != row->last_change)
    {
      self->last_change = row->last_change;
      notify (self, PROP_LAST_CHANGE);
    }
}

static void
update_job (BwTenant       *self,
            const BwJobRow *row)
{
  g_autoptr(BwSetupJob) job = NULL;

  /* The same job object stays, so that a tracker that shows it goes on. */
  if (row != NULL && self->job != NULL && bw_setup_job_get_kind (self->job) == row->kind)
    job = g_object_ref (self->job);
  else if (row != NULL)
    job = bw_setup_job_new (row->kind);

  if (job != NULL)
    bw_setup_job_update (job, row);

  if (g_set_object (&self->job, job))
    notify (self, PROP_JOB);
}

static void
update_status (BwTenant          *self,
               const BwTenantRow *row)
{
  BwTenantStatus status = bw_tenant_derive_status (row, self->job, bw_clock_now ());
  gboolean status_changed = self->status != status;
  g_autofree char *text = NULL;
  BwTenantAction action;

  self->status = status;
  if (status_changed)
    {
      notify (self, PROP_STATUS);
      notify (self, PROP_STATUS_ICON);
    }

  text = bw_tenant_make_status_text (status, self->job);
  if (bw_set_str (&self->status_text, text) || status_changed)
    notify (self, PROP_STATUS_TEXT);

  action = bw_tenant_status_get_action (status);
  if (self->action != action)
    {
      self->action = action;
      notify (self, PROP_ACTION);
    }
}

/**
 * bw_tenant_update:
 * @self: a tenant
 * @row: what is known of it now
 * @job: (nullable): its job
 *
 * Takes both over, derives the status and notifies of what changed.  The status
 * depends on the clock too: a relationship ends by itself.
 */
void
bw_tenant_update (BwTenant          *self,
                  const BwTenantRow *row,
                  const BwJobRow    *job)
{
  g_return_if_fail (BW_IS_TENANT (self));
  g_return_if_fail (row != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  update_facts (self, row);
  update_job (self, job);
  update_status (self, row);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bw_tenant_get_id:
 * @self: a tenant
 *
 * Returns: (transfer none): tenant ID
 */
const char *
bw_tenant_get_id (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->id;
}

/**
 * bw_tenant_get_name:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): what people call it
 */
const char *
bw_tenant_get_name (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->name;
}

/**
 * bw_tenant_get_domain:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): default domain
 */
const char *
bw_tenant_get_domain (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->domain;
}

/**
 * bw_tenant_get_guest_email:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): address of the guest account, for a tenant that
 *   was added by hand
 */
const char *
bw_tenant_get_guest_email (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->guest_email;
}

/**
 * bw_tenant_get_source:
 * @self: a tenant
 *
 * Returns: where we learnt of it
 */
BwTenantSource
bw_tenant_get_source (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), BW_TENANT_SOURCE_PARTNER_CENTER);

  return self->source;
}

/**
 * bw_tenant_get_status:
 * @self: a tenant
 *
 * Returns: its status
 */
BwTenantStatus
bw_tenant_get_status (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), BW_TENANT_STATUS_NOT_SET_UP);

  return self->status;
}

/**
 * bw_tenant_get_status_text:
 * @self: a tenant
 *
 * Returns: (transfer none): its status for people, with the step while it is set up
 */
const char *
bw_tenant_get_status_text (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->status_text != NULL ? self->status_text : bw_tenant_status_get_label (self->status);
}

/**
 * bw_tenant_get_relationship_id:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): the admin relationship in use
 */
const char *
bw_tenant_get_relationship_id (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->relationship_id;
}

/**
 * bw_tenant_get_relationship_name:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): its name
 */
const char *
bw_tenant_get_relationship_name (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->relationship_name;
}

/**
 * bw_tenant_get_relationship_status:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): its status in Microsoft's word
 */
const char *
bw_tenant_get_relationship_status (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->relationship_status;
}

/**
 * bw_tenant_get_relationship_end:
 * @self: a tenant
 *
 * Returns: when it ends, seconds since 1970, or 0
 */
gint64
bw_tenant_get_relationship_end (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), 0);

  return self->relationship_end;
}

/**
 * bw_tenant_get_auto_extend:
 * @self: a tenant
 *
 * Returns: whether the admin relationship extends itself
 */
gboolean
bw_tenant_get_auto_extend (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), FALSE);

  return self->auto_extend;
}

/**
 * bw_tenant_get_last_change:
 * @self: a tenant
 *
 * Returns: when anything of the tenant or its set-up changed, seconds since 1970
 */
gint64
bw_tenant_get_last_change (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), 0);

  return self->last_change;
}

/**
 * bw_tenant_get_job:
 * @self: a tenant
 *
 * Returns: (transfer none) (nullable): its set-up
 */
BwSetupJob *
bw_tenant_get_job (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), NULL);

  return self->job;
}

/**
 * bw_tenant_get_action:
 * @self: a tenant
 *
 * Returns: the one thing to do next
 */
BwTenantAction
bw_tenant_get_action (BwTenant *self)
{
  g_return_val_if_fail (BW_IS_TENANT (self), BW_TENANT_ACTION_NONE);

  return self->action;
}
