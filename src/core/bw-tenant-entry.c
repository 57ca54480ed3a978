/* bw-tenant-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-store-tenants.h"
#include "bw-tenant-entry.h"
#include "bw-tenant-fields.h"
#include "bw-tenant-lookup.h"
#include "bw-util.h"

struct _BwTenantEntry
{
  GObject     parent_instance;

  BwStore    *store;    /* (owned) */
  BwSession  *session;  /* (owned) */
  GPtrArray  *clouds;   /* (owned) (element-type BwCloud): that of the session, then the others */
  char      **domains;  /* (owned) (nullable): of the partner tenant, until they are read */
};

G_DEFINE_FINAL_TYPE (BwTenantEntry, bw_tenant_entry, G_TYPE_OBJECT)

/* What judging remembers on its way. */
typedef struct
{
  char *name;
  char *tenant;
  char *guest;  /* (nullable) */
} Judgement;

static void domains_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * bw_tenant_draft_free:
 * @self: (transfer full): a tenant that can be added
 */
void
bw_tenant_draft_free (BwTenantDraft *self)
{
  g_free (self->tenant_id);
  g_free (self->domain);
  g_free (self->cloud);
  g_free (self->region);
  g_free (self->name);
  g_free (self->guest);
  g_free (self);
}

/**
 * bw_tenant_draft_dup_place:
 * @self: a tenant that can be added
 *
 * Returns: (transfer full): where Microsoft keeps the tenant, for people
 */
char *
bw_tenant_draft_dup_place (const BwTenantDraft *self)
{
  const char *cloud = self->cloud != NULL ? bw_cloud_get_label (self->cloud) : NULL;

  if (cloud != NULL && self->region != NULL)
    /* Translators: the name of a cloud, such as "Global", and Microsoft's code for a region */
    return g_strdup_printf (_("Cloud: %1$s, region: %2$s"), cloud, self->region);
  if (cloud != NULL)
    /* Translators: the name of a cloud, such as "Global" */
    return g_strdup_printf (_("Cloud: %s"), cloud);

  return g_strdup ("");
}

/**
 * bw_tenant_standing_explain:
 * @standing: what a tenant is to us
 *
 * Returns: (nullable): a sentence about it, or %NULL if it is nothing to us
 */
const char *
bw_tenant_standing_explain (BwTenantStanding standing)
{
  switch (standing)
    {
    case BW_TENANT_STANDING_CUSTOMER:
      return _("The tenant is a customer of yours in Microsoft Partner Center. It is set up as a "
               "CSP tenant, which needs no guest account.");
    case BW_TENANT_STANDING_RELATED:
      return _("There is an admin relationship with the tenant. It is set up as a CSP tenant, "
               "which needs no guest account.");
    case BW_TENANT_STANDING_NONE:
    default:
      return NULL;
    }
}

static void
judgement_free (gpointer data)
{
  Judgement *self = data;

  g_free (self->name);
  g_free (self->tenant);
  g_free (self->guest);
  g_free (self);
}

static void
bw_tenant_entry_dispose (GObject *object)
{
  BwTenantEntry *self = BW_TENANT_ENTRY (object);

  g_clear_object (&self->session);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (bw_tenant_entry_parent_class)->dispose (object);
}

static void
bw_tenant_entry_finalize (GObject *object)
{
  BwTenantEntry *self = BW_TENANT_ENTRY (object);

  g_clear_pointer (&self->clouds, g_ptr_array_unref);
  g_clear_pointer (&self->domains, g_strfreev);

  G_OBJECT_CLASS (bw_tenant_entry_parent_class)->finalize (object);
}

static void
bw_tenant_entry_class_init (BwTenantEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bw_tenant_entry_dispose;
  object_class->finalize = bw_tenant_entry_finalize;
}

static void
bw_tenant_entry_init (BwTenantEntry *self)
{
}

/**
 * bw_tenant_entry_new:
 * @store: where the tenants are
 * @session: who is signed in
 *
 * What it learns of the partner tenant it asks for once.
 *
 * Returns: (transfer full): what adds tenants for as long as @session has its user
 */
BwTenantEntry *
bw_tenant_entry_new (BwStore   *store,
                     BwSession *session)
{
  BwTenantEntry *self;
  BwCloud *cloud;

  g_return_val_if_fail (BW_IS_STORE (store), NULL);
  g_return_val_if_fail (BW_IS_SESSION (session), NULL);

  self = g_object_new (BW_TYPE_TENANT_ENTRY, NULL);
  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  cloud = bw_session_get_cloud (session);
  self->clouds = bw_cloud_list_others (cloud);
  g_ptr_array_insert (self->clouds, 0, bw_cloud_ref (cloud));

  return self;
}

/* Whether Microsoft can be asked; if not, the task is over. */
static gboolean
is_signed_in (GTask *task)
{
  BwTenantEntry *self = g_task_get_source_object (task);

  if (bw_session_get_state (self->session) == BW_SESSION_SIGNED_IN)
    return TRUE;

  g_task_return_new_error (task, BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));

  return FALSE;
}

static void
organization_read_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwTenantEntry *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  char **domains = NULL;

  if (response != NULL)
    domains = bw_directory_read_domains (response, &error);
  if (domains == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_strfreev (self->domains);
  self->domains = domains;
  g_task_return_boolean (task, TRUE);
}

/**
 * bw_tenant_entry_load_domains_async:
 * @self: what adds tenants
 * @cancellable: (nullable): to give up
 * @callback: called when the verified domains of the partner tenant are known
 * @user_data: for @callback
 */
void
bw_tenant_entry_load_domains_async (BwTenantEntry       *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(BwRequest) request = NULL;

  g_return_if_fail (BW_IS_TENANT_ENTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_tenant_entry_load_domains_async);

  if (self->domains != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!is_signed_in (task))
    return;

  request = bw_directory_get_organization (bw_session_get_cloud (self->session),
                                           bw_session_get_partner_tenant (self->session));
  bw_http_send_async (bw_session_get_http (self->session), request, cancellable,
                      organization_read_cb, g_steal_pointer (&task));
}

/**
 * bw_tenant_entry_load_domains_finish:
 * @self: what adds tenants
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether the domains are known
 */
gboolean
bw_tenant_entry_load_domains_finish (BwTenantEntry  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_tenant_entry_get_domains:
 * @self: what adds tenants
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the verified domains of the
 *   partner tenant, the default one first; %NULL until they are read
 */
const char * const *
bw_tenant_entry_get_domains (BwTenantEntry *self)
{
  g_return_val_if_fail (BW_IS_TENANT_ENTRY (self), NULL);

  return (const char * const *) self->domains;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  BwTenantDraft *draft = bw_tenant_lookup_finish (result, &error);

  if (draft != NULL)
    g_task_return_pointer (task, draft, (GDestroyNotify) bw_tenant_draft_free);
  else
    g_task_return_error (task, error);
}

/**
 * bw_tenant_entry_look_up_async:
 * @self: what adds tenants
 * @tenant: what bw_tenant_fields_read_tenant() gave
 * @cancellable: (nullable): to give up
 * @callback: called when the tenant is found, or is one that can't be added
 * @user_data: for @callback
 */
void
bw_tenant_entry_look_up_async (BwTenantEntry       *self,
                               const char          *tenant,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (BW_IS_TENANT_ENTRY (self));
  g_return_if_fail (tenant != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_tenant_entry_look_up_async);
  if (is_signed_in (task))
    bw_tenant_lookup_async (self->store, self->session, self->clouds, tenant, cancellable,
                            found_cb, g_steal_pointer (&task));
}

/**
 * bw_tenant_entry_look_up_finish:
 * @self: what adds tenants
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_NOT_FOUND if no cloud knows the tenant,
 *   %BW_ERROR_INVALID if it is in another one or our own, %BW_ERROR_CONFLICT if it is in
 *   the list, or for what kept us from asking
 *
 * Returns: (transfer full): the tenant, without a name and a guest account
 */
BwTenantDraft *
bw_tenant_entry_look_up_finish (BwTenantEntry  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Returns: (transfer full) (nullable): what was typed, if all of it can be read */
static Judgement *
read_fields (const char  *name,
             const char  *tenant,
             const char  *guest,
             GError     **error)
{
  Judgement *judgement = g_new0 (Judgement, 1);

  judgement->name = bw_tenant_fields_read_name (name, error);
  if (judgement->name != NULL)
    judgement->tenant = bw_tenant_fields_read_tenant (tenant, error);
  if (judgement->tenant != NULL && guest != NULL)
    judgement->guest = bw_tenant_fields_read_guest (guest, error);

  if (judgement->tenant != NULL && (guest == NULL || judgement->guest != NULL))
    return judgement;

  judgement_free (judgement);

  return NULL;
}

/**
 * bw_tenant_entry_judge_async:
 * @self: what adds tenants
 * @name: what the user calls the tenant
 * @tenant: which it is, in any way bw_tenant_fields_read_tenant() knows
 * @guest: (nullable): address of the guest account; a CSP tenant needs none
 * @cancellable: (nullable): to give up
 * @callback: called when it is known whether the tenant can be added
 * @user_data: for @callback
 *
 * Nothing is asked of Microsoft before all that was typed can be right.
 */
void
bw_tenant_entry_judge_async (BwTenantEntry       *self,
                             const char          *name,
                             const char          *tenant,
                             const char          *guest,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Judgement *judgement;
  GError *error = NULL;

  g_return_if_fail (BW_IS_TENANT_ENTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_tenant_entry_judge_async);

  judgement = read_fields (name, tenant, guest, &error);
  if (judgement == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, judgement, judgement_free);
  bw_tenant_entry_load_domains_async (self, cancellable, domains_loaded_cb,
                                      g_steal_pointer (&task));
}

static void
domains_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwTenantEntry *self = BW_TENANT_ENTRY (source);
  const Judgement *judgement = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!bw_tenant_entry_load_domains_finish (self, result, &error) ||
      (judgement->guest != NULL &&
       !bw_tenant_fields_check_guest (judgement->guest, bw_tenant_entry_get_domains (self),
                                      &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  bw_tenant_entry_look_up_async (self, judgement->tenant, cancellable, looked_up_cb,
                                 g_steal_pointer (&task));
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Judgement *judgement = g_task_get_task_data (task);
  GError *error = NULL;
  BwTenantDraft *draft = bw_tenant_entry_look_up_finish (BW_TENANT_ENTRY (source), result, &error);

  if (draft == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  draft->name = g_steal_pointer (&judgement->name);
  draft->guest = g_steal_pointer (&judgement->guest);
  g_task_return_pointer (task, draft, (GDestroyNotify) bw_tenant_draft_free);
}

/**
 * bw_tenant_entry_judge_finish:
 * @self: what adds tenants
 * @result: what the callback was given
 * @error: return location for what bw_tenant_entry_look_up_finish() says, or a
 *   %BW_ERROR_INVALID about what was typed
 *
 * Returns: (transfer full): the tenant that can be added
 */
BwTenantDraft *
bw_tenant_entry_judge_finish (BwTenantEntry  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Returns: (transfer full): what is on record of what the user does with the list */
static BwActivityRow *
new_activity (BwTenantEntry *self,
              const char    *tenant_id,
              const char    *what)
{
  BwActivityRow *activity = bw_activity_row_new ();

  activity->at = bw_clock_now ();
  bw_set_str (&activity->who, bw_session_get_user_name (self->session));
  bw_set_str (&activity->tenant_id, tenant_id);
  bw_set_str (&activity->what, what);
  bw_set_str (&activity->outcome, "noted");

  return activity;
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (bw_store_add_tenant_finish (BW_STORE (source), result, &error))
    g_task_return_pointer (task, bw_tenant_row_copy (g_task_get_task_data (task)),
                           (GDestroyNotify) bw_tenant_row_free);
  else
    g_task_return_error (task, error);
}

static BwTenantRow *
new_row (const BwTenantDraft *draft)
{
  BwTenantRow *row = bw_tenant_row_new (draft->tenant_id);

  row->source = draft->standing == BW_TENANT_STANDING_NONE ? BW_TENANT_SOURCE_MICROSOFT_365
                                                           : BW_TENANT_SOURCE_PARTNER_CENTER;
  bw_set_str (&row->name, draft->name);
  bw_set_str (&row->domain, draft->domain);
  bw_set_str (&row->region, draft->region);
  if (draft->standing == BW_TENANT_STANDING_NONE)
    bw_set_str (&row->guest_email, draft->guest);
  row->last_change = bw_clock_now ();

  return row;
}

/**
 * bw_tenant_entry_add_async:
 * @self: what adds tenants
 * @draft: a tenant that can be added; with a name, and a guest account unless it is
 *   anything to us already
 * @cancellable: (nullable): gives up, if it has not begun
 * @callback: called when the tenant is in the list
 * @user_data: for @callback
 *
 * A tenant that is anything to us already is added as a CSP tenant.
 */
void
bw_tenant_entry_add_async (BwTenantEntry       *self,
                           const BwTenantDraft *draft,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  BwTenantRow *row;
  BwActivityRow *activity;

  g_return_if_fail (BW_IS_TENANT_ENTRY (self));
  g_return_if_fail (draft->name != NULL);
  g_return_if_fail (draft->guest != NULL || draft->standing != BW_TENANT_STANDING_NONE);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_tenant_entry_add_async);
  g_task_set_check_cancellable (task, FALSE);
  row = new_row (draft);
  g_task_set_task_data (task, row, (GDestroyNotify) bw_tenant_row_free);
  activity = new_activity (self, row->id, row->source == BW_TENANT_SOURCE_MICROSOFT_365
                                          ? _("Tenant added") : _("Tenant added as a CSP tenant"));
  bw_store_add_tenant_async (self->store, row, activity, cancellable, added_cb, task);
}

/**
 * bw_tenant_entry_add_finish:
 * @self: what adds tenants
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_CONFLICT if somebody else was first, or
 *   %BW_ERROR_STORAGE
 *
 * Returns: (transfer full): the tenant as it is in the list
 */
BwTenantRow *
bw_tenant_entry_add_finish (BwTenantEntry  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);

  g_task_return_boolean (task, bw_session_forget_guest_finish (BW_SESSION (source), result));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwTenantEntry *self = g_task_get_source_object (task);
  const char *tenant_id;
  GError *error = NULL;

  if (!bw_store_remove_tenant_finish (BW_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  tenant_id = g_task_get_task_data (task);
  bw_session_forget_guest_async (self->session, tenant_id, forgotten_cb, g_steal_pointer (&task));
}

/**
 * bw_tenant_entry_remove_async:
 * @self: what adds and removes tenants
 * @tenant_id: which to remove
 * @cancellable: (nullable): gives up, if it has not begun
 * @callback: called when the tenant is not in the list any more
 * @user_data: for @callback
 *
 * Nothing is changed at Microsoft.  Needs nobody who is signed in.
 */
void
bw_tenant_entry_remove_async (BwTenantEntry       *self,
                              const char          *tenant_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (BW_IS_TENANT_ENTRY (self));
  g_return_if_fail (tenant_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_tenant_entry_remove_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (tenant_id), g_free);
  bw_store_remove_tenant_async (self->store, tenant_id,
                                new_activity (self, tenant_id, _("Tenant removed from the list")),
                                cancellable, removed_cb, task);
}

/**
 * bw_tenant_entry_remove_finish:
 * @self: what adds and removes tenants
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_CONFLICT while the set-up is under way, or
 *   %BW_ERROR_STORAGE
 *
 * Returns: whether the tenant is gone
 */
gboolean
bw_tenant_entry_remove_finish (BwTenantEntry  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
