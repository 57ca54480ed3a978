/* bw-workspace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-pace.h"
#include "bw-partner-center.h"
#include "bw-store-tenants.h"
#include "bw-util.h"
#include "bw-workspace-private.h"

G_DEFINE_FINAL_TYPE (BwWorkspace, bw_workspace, G_TYPE_OBJECT)

typedef enum
{
  PROP_REFRESHING = 1,
  PROP_LAST_REFRESH,
} BwWorkspaceProperty;

static GParamSpec *properties[PROP_LAST_REFRESH + 1];

enum
{
  NOTICE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Tells the faces of a tenant what somebody may want to know now. */
void
bw_workspace_notice (BwWorkspace *self,
                     BwTenant    *tenant,
                     guint        notice)
{
  g_signal_emit (self, signals[NOTICE], 0, tenant, notice);
}

static void
bw_workspace_dispose (GObject *object)
{
  BwWorkspace *self = BW_WORKSPACE (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (bw_workspace_parent_class)->dispose (object);
}

static void
bw_workspace_finalize (GObject *object)
{
  BwWorkspace *self = BW_WORKSPACE (object);

  g_clear_object (&self->book);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->sandbox_url, g_free);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (bw_workspace_parent_class)->finalize (object);
}

static void
bw_workspace_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BwWorkspace *self = BW_WORKSPACE (object);

  switch ((BwWorkspaceProperty) prop_id)
    {
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refreshing);
      break;

    case PROP_LAST_REFRESH:
      g_value_set_int64 (value, self->last_refresh);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_workspace_class_init (BwWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bw_workspace_dispose;
  object_class->finalize = bw_workspace_finalize;
  object_class->get_property = bw_workspace_get_property;

  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, flags);
  properties[PROP_LAST_REFRESH] =
    g_param_spec_int64 ("last-refresh", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[NOTICE] =
    g_signal_new ("notice", BW_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, BW_TYPE_TENANT, G_TYPE_UINT);
}

static void
bw_workspace_init (BwWorkspace *self)
{
}

/**
 * bw_workspace_new:
 * @state_folder: where the state is kept
 * @sandbox_url: (nullable): where a sandbox listens, or %NULL for Microsoft
 *
 * Returns: (transfer full): a workspace that is not open
 */
BwWorkspace *
bw_workspace_new (const char *state_folder,
                  const char *sandbox_url)
{
  BwWorkspace *self;

  g_return_val_if_fail (state_folder != NULL, NULL);

  self = g_object_new (BW_TYPE_WORKSPACE, NULL);
  self->folder = g_strdup (state_folder);
  self->sandbox_url = g_strdup (sandbox_url);
  if (sandbox_url == NULL)
    self->accounts = bw_accounts_new (state_folder);

  return self;
}

/**
 * bw_workspace_dup_default_folder:
 * @sandbox: whether it is for the sandbox, whose state never mixes with the real one
 *
 * Returns: (transfer full): where the state is kept if nobody says otherwise
 */
char *
bw_workspace_dup_default_folder (gboolean sandbox)
{
  return g_build_filename (g_get_user_data_dir (), "bailiwick", sandbox ? "sandbox" : NULL, NULL);
}

static void
set_refreshing (BwWorkspace *self,
                gboolean     refreshing)
{
  self->refreshing = refreshing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}

/* @error: (transfer full) */
static void
refresh_failed (GTask  *task,
                GError *error)
{
  BwWorkspace *self = g_task_get_source_object (task);

  g_clear_error (&self->problem);
  self->problem = g_error_copy (error);
  set_refreshing (self, FALSE);
  g_task_return_error (task, error);
}

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bw_tenant_book_read_finish (self->book, result, &error))
    {
      refresh_failed (task, error);
      return;
    }

  g_clear_error (&self->problem);
  self->last_refresh = bw_clock_now ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_REFRESH]);
  set_refreshing (self, FALSE);
  g_task_return_boolean (task, TRUE);
}

static void
merged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bw_store_merge_customers_finish (BW_STORE (object), result, &error))
    {
      refresh_failed (task, error);
      return;
    }

  bw_tenant_book_read_async (self->book, refreshed_cb, g_steal_pointer (&task));
}

static void
customers_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BwWorkspace *self = g_task_get_source_object (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (BW_HTTP (object), result, &error);
  if (response != NULL && !bw_response_is_success (response))
    error = bw_catalogue_to_error (response);
  else if (response != NULL)
    rows = bw_partner_center_read_customers (response, &error);

  if (rows == NULL)
    {
      refresh_failed (task, error);
      return;
    }

  bw_store_merge_customers_async (self->store, rows, NULL, merged_cb, g_steal_pointer (&task));
}

/**
 * bw_workspace_refresh_async:
 * @self: an open workspace
 * @cancellable: (nullable): to give up
 * @callback: called when the list is as Partner Center has it
 * @user_data: for @callback
 *
 * Reads the partner's customers.  Who is no customer any more stays in the
 * list: what is known of it is the user's to remove.
 */
void
bw_workspace_refresh_async (BwWorkspace         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(BwRequest) request = NULL;

  g_return_if_fail (BW_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bw_workspace_refresh_async);

  if (bw_session_get_state (self->session) != BW_SESSION_SIGNED_IN)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));
      return;
    }

  set_refreshing (self, TRUE);
  request = bw_partner_center_list_customers (bw_session_get_cloud (self->session),
                                              bw_session_get_partner_tenant (self->session));
  bw_http_send_async (bw_session_get_http (self->session), request, cancellable,
                      customers_read_cb, g_steal_pointer (&task));
}

/**
 * bw_workspace_refresh_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether the list is as Partner Center has it
 */
gboolean
bw_workspace_refresh_finish (BwWorkspace   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bw_workspace_is_sandbox:
 * @self: a workspace
 *
 * Returns: whether it is the sandbox's
 */
gboolean
bw_workspace_is_sandbox (BwWorkspace *self)
{
  return self->sandbox_url != NULL;
}

/**
 * bw_workspace_is_refreshing:
 * @self: a workspace
 *
 * Returns: whether the customers are being read
 */
gboolean
bw_workspace_is_refreshing (BwWorkspace *self)
{
  return self->refreshing;
}

/**
 * bw_workspace_get_last_refresh:
 * @self: a workspace
 *
 * Returns: when the customers were read, seconds since 1970, or 0
 */
gint64
bw_workspace_get_last_refresh (BwWorkspace *self)
{
  return self->last_refresh;
}

/**
 * bw_workspace_get_accounts:
 * @self: an open workspace
 *
 * Returns: (transfer none) (nullable): the partner tenants that there is a list of; %NULL in
 *   the sandbox, which has one
 */
BwAccounts *
bw_workspace_get_accounts (BwWorkspace *self)
{
  g_return_val_if_fail (BW_IS_WORKSPACE (self), NULL);

  return self->accounts;
}

/**
 * bw_workspace_get_store:
 * @self: a workspace
 *
 * Returns: (transfer none): the database
 */
BwStore *
bw_workspace_get_store (BwWorkspace *self)
{
  return self->store;
}

/**
 * bw_workspace_get_session:
 * @self: a workspace
 *
 * Returns: (transfer none): who is signed in
 */
BwSession *
bw_workspace_get_session (BwWorkspace *self)
{
  return self->session;
}

/**
 * bw_workspace_get_engine:
 * @self: a workspace
 *
 * Returns: (transfer none) (nullable): what drives the set-ups, once it is open
 */
BwEngine *
bw_workspace_get_engine (BwWorkspace *self)
{
  return self->engine;
}

/**
 * bw_workspace_get_tenants:
 * @self: a workspace
 *
 * Returns: (transfer none): the tenants we know, as a model of #BwTenant that
 *   changes in place
 */
GListModel *
bw_workspace_get_tenants (BwWorkspace *self)
{
  return bw_tenant_book_get_tenants (self->book);
}

/**
 * bw_workspace_get_tenant:
 * @self: a workspace
 * @id: (nullable): a tenant ID
 *
 * Returns: (transfer none) (nullable): the tenant
 */
BwTenant *
bw_workspace_get_tenant (BwWorkspace *self,
                         const char  *id)
{
  return bw_tenant_book_get_tenant (self->book, id);
}

/**
 * bw_workspace_get_problem:
 * @self: a workspace
 *
 * Returns: (transfer none) (nullable): why the customers could not be read last time
 */
GError *
bw_workspace_get_problem (BwWorkspace *self)
{
  return self->problem;
}
