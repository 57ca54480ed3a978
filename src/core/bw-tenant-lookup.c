/* bw-tenant-lookup.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-discovery.h"
#include "bw-error.h"
#include "bw-gdap.h"
#include "bw-pace.h"
#include "bw-partner-center.h"
#include "bw-store-tenants.h"
#include "bw-tenant-lookup.h"
#include "bw-util.h"

typedef struct
{
  BwStore       *store;
  BwSession     *session;
  GPtrArray     *clouds;   /* (element-type BwCloud): whom to ask, our own first */
  guint          position;
  char          *tenant;   /* tenant ID or domain */
  BwTenantDraft *draft;    /* (nullable): once the tenant is found */
} Lookup;

/* In the order they run.  Each owns the reference to the task it is given. */
static void ask_cloud (GTask *task);
static void discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void known_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void customer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void relationships_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
lookup_free (Lookup *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_clear_pointer (&self->clouds, g_ptr_array_unref);
  g_clear_pointer (&self->draft, bw_tenant_draft_free);
  g_free (self->tenant);
  g_free (self);
}

static BwCloud *
get_cloud (Lookup *self)
{
  return bw_session_get_cloud (self->session);
}

static void
send (GTask               *task,
      BwRequest           *request,
      GAsyncReadyCallback  callback)
{
  Lookup *self = g_task_get_task_data (task);

  bw_http_send_async (bw_session_get_http (self->session), request,
                      g_task_get_cancellable (task), callback, task);
}

/* @task: (transfer full) */
static void
ask_cloud (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);
  g_autoptr(BwRequest) request =
    bw_discovery_ask (g_ptr_array_index (self->clouds, self->position), self->tenant);

  send (task, request, discovered_cb);
}

static void
refuse_cloud (const char  *id,
              GError     **error)
{
  const char *label = bw_cloud_get_label (id);

  if (label != NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                 /* Translators: the name of a cloud, such as "US Government" */
                 _("The tenant is in another of Microsoft’s national clouds: %s. It can be set up "
                   "by an account in that cloud only."), label);
  else
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                         _("The tenant is in another of Microsoft’s national clouds. It can be set "
                           "up by an account in that cloud only."));
}

static gboolean
is_own_tenant (Lookup     *self,
               const char *tenant_id)
{
  const char *home = bw_session_get_home_tenant (self->session);
  const char *partner = bw_session_get_partner_tenant (self->session);

  return (home != NULL && g_ascii_strcasecmp (home, tenant_id) == 0) ||
         (partner != NULL && g_ascii_strcasecmp (partner, tenant_id) == 0);
}

/* Whether the tenant is one that there is anything to ask about. */
static gboolean
judge_discovery (Lookup             *self,
                 const BwDiscovery  *discovery,
                 GError            **error)
{
  const BwCloud *asked = g_ptr_array_index (self->clouds, self->position);
  const char *cloud = bw_discovery_find_cloud (discovery);

  if (discovery->tenant_id == NULL)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                         "Expected a tenant ID in the answer");
  else if (self->position > 0)
    refuse_cloud (cloud != NULL ? cloud : asked->kind, error);
  else if (bw_discovery_is_elsewhere (discovery, asked))
    refuse_cloud (cloud, error);
  else if (is_own_tenant (self, discovery->tenant_id))
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                         _("This is your own partner tenant, which cannot be set up as a "
                           "customer."));
  else
    return TRUE;

  return FALSE;
}

static BwTenantDraft *
new_draft (Lookup            *self,
           const BwDiscovery *discovery)
{
  BwTenantDraft *draft = g_new0 (BwTenantDraft, 1);
  const char *cloud = bw_discovery_find_cloud (discovery);

  draft->tenant_id = g_strdup (discovery->tenant_id);
  draft->domain = bw_is_guid (self->tenant) ? NULL : g_strdup (self->tenant);
  draft->cloud = g_strdup (cloud != NULL ? cloud : get_cloud (self)->kind);
  draft->region = g_strdup (discovery->region);

  return draft;
}

/* What another cloud does not answer, nobody else knows either. */
static gboolean
may_ask_next (Lookup       *self,
              const GError *error)
{
  return self->position + 1 < self->clouds->len &&
         (self->position > 0 || g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND)) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* @error: (transfer full): why there is no answer */
static void
not_discovered (GTask  *task,
                GError *error)
{
  g_autoptr(GTask) owned = task;
  Lookup *self = g_task_get_task_data (task);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (may_ask_next (self, error))
    {
      g_error_free (error);
      self->position++;
      ask_cloud (g_steal_pointer (&owned));
      return;
    }

  if (!cancelled &&
      (self->position > 0 || g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND)))
    {
      g_clear_error (&error);
      error = g_error_new (BW_ERROR, BW_ERROR_NOT_FOUND,
                           /* Translators: a tenant ID or a domain */
                           _("Microsoft knows no tenant “%s”."), self->tenant);
    }

  g_task_return_error (task, error);
}

static void
discovered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Lookup *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  g_autoptr(BwDiscovery) discovery = NULL;

  if (response != NULL)
    discovery = bw_discovery_new_from_response (response, &error);
  if (discovery == NULL)
    {
      not_discovered (g_steal_pointer (&task), error);
      return;
    }

  if (!judge_discovery (self, discovery, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->draft = new_draft (self, discovery);
  bw_store_load_tenant_async (self->store, self->draft->tenant_id, cancellable, known_cb,
                              g_steal_pointer (&task));
}

static void
ask_relationships (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);
  g_autoptr(BwRequest) request =
    bw_gdap_list (get_cloud (self), bw_session_get_partner_tenant (self->session),
                  self->draft->tenant_id);

  send (task, request, relationships_read_cb);
}

static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BwTenantRow) known = bw_store_load_tenant_finish (BW_STORE (source), result, &error);
  g_autoptr(BwRequest) request = NULL;

  if (known != NULL)
    g_set_error (&error, BW_ERROR, BW_ERROR_CONFLICT,
                 /* Translators: the name of a tenant */
                 _("The tenant is in the list already, as “%s”."), known->name);
  else if (g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND))
    g_clear_error (&error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Not every cloud has a Partner Center. */
  if (get_cloud (self)->partner->audience == NULL)
    {
      ask_relationships (g_steal_pointer (&task));
      return;
    }

  request = bw_partner_center_get_customer (get_cloud (self),
                                            bw_session_get_partner_tenant (self->session),
                                            self->draft->tenant_id);
  send (g_steal_pointer (&task), request, customer_read_cb);
}

/* Whoever is no partner of Microsoft's may not ask, and has no customers there. */
static gboolean
is_none_of_ours (const GError *error)
{
  return g_error_matches (error, BW_ERROR, BW_ERROR_NOT_FOUND) ||
         g_error_matches (error, BW_ERROR, BW_ERROR_DENIED);
}

static void
customer_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  g_autofree char *relationship = NULL;

  if (response != NULL)
    relationship = bw_partner_center_read_relationship (response, &error);

  if (error != NULL && !is_none_of_ours (error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  if (relationship != NULL && !g_str_equal (relationship, "none"))
    {
      self->draft->standing = BW_TENANT_STANDING_CUSTOMER;
      g_task_return_pointer (task, g_steal_pointer (&self->draft),
                             (GDestroyNotify) bw_tenant_draft_free);
      return;
    }

  ask_relationships (g_steal_pointer (&task));
}

static void
relationships_read_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BwResponse) response = bw_http_send_finish (BW_HTTP (source), result, &error);
  g_autoptr(GPtrArray) relationships = NULL;

  if (response != NULL)
    relationships = bw_gdap_read_list (response, &error);

  if (error != NULL && !is_none_of_ours (error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  for (guint i = 0; relationships != NULL && i < relationships->len; i++)
    {
      if (!bw_relationship_has_ended (g_ptr_array_index (relationships, i), bw_clock_now ()))
        self->draft->standing = BW_TENANT_STANDING_RELATED;
    }

  g_task_return_pointer (task, g_steal_pointer (&self->draft),
                         (GDestroyNotify) bw_tenant_draft_free);
}

/**
 * bw_tenant_lookup_async:
 * @store: the tenants that we know
 * @session: somebody who is signed in
 * @clouds: (element-type BwCloud): the cloud of @session, and others that may know the tenant
 * @tenant: a tenant ID or a domain, as bw_tenant_fields_read_tenant() gives it
 * @cancellable: (nullable): to give up
 * @callback: called when the tenant is found, or is one that can't be added
 * @user_data: for @callback
 */
void
bw_tenant_lookup_async (BwStore             *store,
                        BwSession           *session,
                        GPtrArray           *clouds,
                        const char          *tenant,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Lookup *self = g_new0 (Lookup, 1);

  g_task_set_source_tag (task, bw_tenant_lookup_async);
  g_task_set_task_data (task, self, (GDestroyNotify) lookup_free);
  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  self->clouds = g_ptr_array_ref (clouds);
  self->tenant = g_strdup (tenant);
  ask_cloud (task);
}

/**
 * bw_tenant_lookup_finish:
 * @result: what the callback was given
 * @error: return location for %BW_ERROR_NOT_FOUND if no cloud knows the tenant,
 *   %BW_ERROR_INVALID if it is in another one or our own, %BW_ERROR_CONFLICT if it is in
 *   the list, or for what kept us from asking
 *
 * Returns: (transfer full): the tenant, without a name and a guest account
 */
BwTenantDraft *
bw_tenant_lookup_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
