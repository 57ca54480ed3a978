/* bw-notifier.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-notifier.h"

#define N_NOTICES (BW_NOTICE_NEEDS_YOU + 1)
#define BACKGROUND_ID "background"

/* One notification for each kind of notice, however many tenants it is about:
 * a hundred set-ups at once must not mean a hundred bubbles. */
struct _BwNotifier
{
  GObject       parent_instance;

  GApplication *application;         /* (unowned): it owns us */
  GHashTable   *tenants[N_NOTICES];  /* (owned): what each notification is about */
};

G_DEFINE_FINAL_TYPE (BwNotifier, bw_notifier, G_TYPE_OBJECT)

static const char *
get_id (BwNotice notice)
{
  static const char * const ids[N_NOTICES] = {
    [BW_NOTICE_APPROVED] = "approved",
    [BW_NOTICE_ENABLED] = "enabled",
    [BW_NOTICE_NEEDS_CHOICE] = "needs-choice",
    [BW_NOTICE_FAILED] = "failed",
    [BW_NOTICE_NEEDS_YOU] = "needs-you",
  };

  return ids[notice];
}

/* Which group of the list has the tenants of a notice in it. */
static BwTenantGroup
get_group (BwNotice notice)
{
  switch (notice)
    {
    case BW_NOTICE_ENABLED:
      return BW_TENANT_GROUP_ENABLED;
    case BW_NOTICE_NEEDS_CHOICE:
    case BW_NOTICE_FAILED:
    case BW_NOTICE_NEEDS_YOU:
      return BW_TENANT_GROUP_NEEDS_YOU;
    case BW_NOTICE_APPROVED:
    default:
      return BW_TENANT_GROUP_ALL;
    }
}

/* Whether the tenant is still as it was when the notice was given. */
static gboolean
holds (BwNotice  notice,
       BwTenant *tenant)
{
  BwTenantStatus status = bw_tenant_get_status (tenant);

  switch (notice)
    {
    case BW_NOTICE_NEEDS_CHOICE:
      return status == BW_TENANT_STATUS_NEEDS_CHOICE;
    case BW_NOTICE_FAILED:
      return status == BW_TENANT_STATUS_FAILED;
    case BW_NOTICE_NEEDS_YOU:
      return bw_tenant_action_follows_others (bw_tenant_get_action (tenant));
    case BW_NOTICE_ENABLED:
      return status == BW_TENANT_STATUS_ENABLED ||
             status == BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS;
    case BW_NOTICE_APPROVED:
    default:
      return status == BW_TENANT_STATUS_SETTING_UP;
    }
}

/* A title has to be understood without the window. */
static char *
make_title (BwNotice    notice,
            const char *name)
{
  switch (notice)
    {
    case BW_NOTICE_APPROVED:
      /* Translators: the name of a tenant */
      return g_strdup_printf (_("%s Has Approved the Admin Relationship"), name);
    case BW_NOTICE_ENABLED:
      /* Translators: the name of a tenant */
      return g_strdup_printf (_("%s Is Enabled"), name);
    case BW_NOTICE_NEEDS_CHOICE:
      /* Translators: the name of a tenant */
      return g_strdup_printf (_("%s Needs a Choice"), name);
    case BW_NOTICE_NEEDS_YOU:
      /* Translators: the name of a tenant */
      return g_strdup_printf (_("%s Needs You"), name);
    case BW_NOTICE_FAILED:
    default:
      /* Translators: the name of a tenant */
      return g_strdup_printf (_("The Set-Up of %s Has Failed"), name);
    }
}

static char *
make_title_of_many (BwNotice notice,
                    guint    n)
{
  switch (notice)
    {
    case BW_NOTICE_APPROVED:
      return g_strdup_printf (ngettext ("%u Customer Has Approved", "%u Customers Have Approved",
                                        n), n);
    case BW_NOTICE_ENABLED:
      return g_strdup_printf (ngettext ("%u Tenant Is Enabled", "%u Tenants Are Enabled", n), n);
    case BW_NOTICE_NEEDS_CHOICE:
      return g_strdup_printf (ngettext ("%u Tenant Needs a Choice", "%u Tenants Need a Choice", n),
                              n);
    case BW_NOTICE_NEEDS_YOU:
      return g_strdup_printf (ngettext ("%u Tenant Needs You", "%u Tenants Need You", n), n);
    case BW_NOTICE_FAILED:
    default:
      return g_strdup_printf (ngettext ("%u Set-Up Has Failed", "%u Set-Ups Have Failed", n), n);
    }
}

static char *
make_body (BwNotice  notice,
           BwTenant *tenant)
{
  BwSetupJob *job = bw_tenant_get_job (tenant);
  BwFailure *failure = job != NULL ? bw_setup_job_get_failure (job) : NULL;

  switch (notice)
    {
    case BW_NOTICE_APPROVED:
      return g_strdup (_("The set-up goes on by itself."));
    case BW_NOTICE_ENABLED:
      return g_strdup (bw_tenant_get_status_text (tenant));
    case BW_NOTICE_NEEDS_CHOICE:
      return g_strdup (_("Choose the admin relationship that the set-up builds on."));
    case BW_NOTICE_NEEDS_YOU:
      return bw_tenant_dup_status_tooltip (tenant);
    case BW_NOTICE_FAILED:
    default:
      return g_strdup (failure != NULL ? failure->meaning : "");
    }
}

/* Without a session bus, as in a window shown from another machine, nobody is there to
 * be told, and GLib does not expect to be asked. */
static void
show (BwNotifier    *self,
      const char    *id,
      GNotification *notification)
{
  if (g_application_get_dbus_connection (self->application) != NULL)
    g_application_send_notification (self->application, id, notification);
}

static void
send (BwNotifier *self,
      BwNotice    notice)
{
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  guint n_tenants = g_hash_table_size (self->tenants[notice]);
  GHashTableIter iter;
  gpointer tenant;

  if (n_tenants == 0)
    {
      g_application_withdraw_notification (self->application, get_id (notice));
      return;
    }

  g_hash_table_iter_init (&iter, self->tenants[notice]);
  g_hash_table_iter_next (&iter, &tenant, NULL);

  if (n_tenants == 1)
    {
      title = make_title (notice, bw_tenant_get_name (tenant));
      body = make_body (notice, tenant);
    }
  else
    {
      title = make_title_of_many (notice, n_tenants);
    }

  notification = g_notification_new (title);
  if (body != NULL)
    g_notification_set_body (notification, body);
  if (notice == BW_NOTICE_FAILED)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);

  if (n_tenants == 1)
    g_notification_set_default_action_and_target (notification, "app.open-tenant", "s",
                                                  bw_tenant_get_id (tenant));
  else
    g_notification_set_default_action_and_target (notification, "app.open-tenants", "s",
                                                  bw_tenant_group_get_nick (get_group (notice)));

  show (self, get_id (notice), notification);
}

static void
forget (BwNotifier *self,
        BwNotice    notice,
        BwTenant   *tenant)
{
  if (g_hash_table_remove (self->tenants[notice], tenant))
    send (self, notice);
}

/* What does not hold any more must not be told any more. */
static void
status_changed_cb (BwNotifier *self,
                   GParamSpec *pspec,
                   BwTenant   *tenant)
{
  for (guint i = 0; i < N_NOTICES; i++)
    if (!holds (i, tenant))
      forget (self, i, tenant);
}

static void
bw_notifier_dispose (GObject *object)
{
  BwNotifier *self = BW_NOTIFIER (object);

  for (guint i = 0; i < N_NOTICES; i++)
    g_clear_pointer (&self->tenants[i], g_hash_table_unref);

  G_OBJECT_CLASS (bw_notifier_parent_class)->dispose (object);
}

static void
bw_notifier_class_init (BwNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bw_notifier_dispose;
}

static void
bw_notifier_init (BwNotifier *self)
{
  for (guint i = 0; i < N_NOTICES; i++)
    self->tenants[i] = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/**
 * bw_notifier_new:
 * @application: through whom to tell; it outlives the notifier
 *
 * Returns: (transfer full): a notifier
 */
BwNotifier *
bw_notifier_new (GApplication *application)
{
  BwNotifier *self = g_object_new (BW_TYPE_NOTIFIER, NULL);

  self->application = application;

  return self;
}

/**
 * bw_notifier_tell:
 * @self: a notifier
 * @tenant: whom it is about
 * @notice: what happened
 *
 * The notification goes away by itself when it does not hold any more.
 */
void
bw_notifier_tell (BwNotifier *self,
                  BwTenant   *tenant,
                  BwNotice    notice)
{
  g_return_if_fail (BW_IS_NOTIFIER (self));
  g_return_if_fail (notice < N_NOTICES);

  g_signal_handlers_disconnect_by_func (tenant, status_changed_cb, self);
  g_signal_connect_object (tenant, "notify::status", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tenant, "notify::action", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_hash_table_add (self->tenants[notice], g_object_ref (tenant));
  send (self, notice);
}

/**
 * bw_notifier_tell_background:
 * @self: a notifier
 *
 * Tells that the last window is closed and set-ups go on.
 */
void
bw_notifier_tell_background (BwNotifier *self)
{
  g_autoptr(GNotification) notification = g_notification_new (_("Set-Ups Go On in the Background"));

  g_return_if_fail (BW_IS_NOTIFIER (self));

  g_notification_set_body (notification,
                           _("Bailiwick tells when a tenant is enabled or needs something."));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_LOW);
  g_notification_add_button (notification, _("Quit"), "app.quit");
  show (self, BACKGROUND_ID, notification);
}

/**
 * bw_notifier_clear_background:
 * @self: a notifier
 *
 * Withdraws that set-ups go on, and leaves what came of them.
 */
void
bw_notifier_clear_background (BwNotifier *self)
{
  g_return_if_fail (BW_IS_NOTIFIER (self));

  g_application_withdraw_notification (self->application, BACKGROUND_ID);
}

/**
 * bw_notifier_clear:
 * @self: a notifier
 *
 * Withdraws everything: the window shows the same.
 */
void
bw_notifier_clear (BwNotifier *self)
{
  g_return_if_fail (BW_IS_NOTIFIER (self));

  for (guint i = 0; i < N_NOTICES; i++)
    if (g_hash_table_size (self->tenants[i]) > 0)
      {
        g_hash_table_remove_all (self->tenants[i]);
        g_application_withdraw_notification (self->application, get_id (i));
      }

  bw_notifier_clear_background (self);
}
