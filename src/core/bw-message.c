/* bw-message.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-gdap.h"
#include "bw-message-file.h"
#include "bw-message.h"
#include "bw-pace.h"
#include "bw-registration.h"

/* So long Microsoft keeps a request for approval. */
#define REQUEST_SECONDS (90 * 24 * 60 * (gint64) 60)

typedef struct
{
  BwSession         *session;
  BwTenant          *tenant;
  BwMessageKind      kind;
  char              *language;
  char              *link;             /* nullable */
  char              *relationship_id;  /* nullable */
  BwMessageTemplate *message_template;
  BwMessageFile     *file;
} Make;

/* In the order they run.  Each owns the reference to the task it is given. */
static void loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void looked_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
make_free (Make *make)
{
  g_clear_object (&make->session);
  g_clear_object (&make->tenant);
  g_clear_pointer (&make->message_template, bw_message_template_free);
  g_clear_pointer (&make->file, bw_message_file_free);
  g_free (make->language);
  g_free (make->link);
  g_free (make->relationship_id);
  g_free (make);
}

/**
 * bw_message_free:
 * @self: (transfer full): a message
 */
void
bw_message_free (BwMessage *self)
{
  g_free (self->language);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->html);
  g_free (self->link);
  g_free (self);
}

/* What every kind has. */
static BwMessageContent
begin_content (Make *make)
{
  const char *sender = bw_session_get_user_name (make->session);
  const char *partner = bw_session_get_partner_name (make->session);
  const char *domain = bw_tenant_get_domain (make->tenant);

  return (BwMessageContent) {
    .partner = partner != NULL ? partner : sender,
    .sender = sender,
    .customer = bw_tenant_get_name (make->tenant),
    .domain = domain != NULL ? domain : bw_tenant_get_id (make->tenant),
    .guest = bw_tenant_get_guest_email (make->tenant),
    .link = make->link,
    .meanings = make->file->meanings,
  };
}

static BwMessage *
fill (Make                   *make,
      const BwMessageContent *content)
{
  return bw_message_template_fill (make->message_template, make->language, content);
}

static BwMessage *
make_approval (Make        *make,
               BwResponse  *response,
               GError     **error)
{
  g_autoptr(BwRelationship) relationship = bw_gdap_read (response, error);
  BwMessageContent content = begin_content (make);
  gint64 asked;

  if (relationship == NULL)
    return NULL;

  if (relationship->roles == NULL || *relationship->roles == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           "An admin relationship came without roles");
      return NULL;
    }

  asked = relationship->created > 0 ? relationship->created : bw_clock_now ();
  content.relationship = relationship->name;
  content.roles = (const char * const *) relationship->roles;
  content.duration = relationship->duration;
  content.extension = relationship->auto_extend;
  content.deadline = asked + REQUEST_SECONDS;

  return fill (make, &content);
}

/* Consent is asked for all that the registration lists, whichever service it is of. */
static char **
join_lists (char **first,
            char **second)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  g_strv_builder_addv (names, (const char **) first);
  g_strv_builder_addv (names, (const char **) second);

  return g_strv_builder_end (names);
}

static BwMessage *
make_consent (Make        *make,
              BwResponse  *response,
              GError     **error)
{
  g_autoptr(BwRegistration) registration = bw_registration_new_from_response (response, error);
  BwMessageContent content = begin_content (make);
  g_auto(GStrv) delegated = NULL;

  if (registration == NULL)
    return NULL;

  if (*registration->graph_roles == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_FAILED,
                   _("The app registration lists no application permissions. Add them there "
                     "first."));
      return NULL;
    }

  delegated = join_lists (registration->graph, registration->partner_center);
  content.application = registration->name != NULL ? registration->name
                                                   : bw_session_get_client_id (make->session);
  content.app_permissions = (const char * const *) registration->graph_roles;
  content.delegated_permissions = (const char * const *) delegated;

  return fill (make, &content);
}

static void
return_message (GTask     *task,
                BwMessage *message,
                GError    *error)
{
  if (message != NULL)
    g_task_return_pointer (task, message, (GDestroyNotify) bw_message_free);
  else
    g_task_return_error (task, error);
}

/* What the customer will see, rather than what we meant to ask for.
 *
 * Returns: (nullable): %NULL if nothing need be known from Microsoft */
static BwRequest *
new_request (Make *make)
{
  BwCloud *cloud = bw_session_get_cloud (make->session);
  const char *partner = bw_session_get_partner_tenant (make->session);

  switch (make->kind)
    {
    case BW_MESSAGE_KIND_APPROVAL:
      return bw_gdap_get (cloud, partner, make->relationship_id);
    case BW_MESSAGE_KIND_CONSENT:
      return bw_registration_get (cloud, partner, bw_session_get_client_id (make->session));
    case BW_MESSAGE_KIND_INVITATION:
    default:
      return NULL;
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Make *make = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = NULL;
  BwMessageContent content;
  GError *error = NULL;

  make->file = bw_message_file_finish (result, &error);
  if (make->file != NULL)
    make->message_template = bw_message_template_new (make->kind, make->file->text,
                                                      make->file->path, NULL, &error);
  if (make->message_template == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  request = new_request (make);
  if (request == NULL)
    {
      content = begin_content (make);
      return_message (task, fill (make, &content), NULL);
      return;
    }

  bw_http_send_async (bw_session_get_http (make->session), request, g_task_get_cancellable (task),
                      looked_cb,
                      g_object_ref (task));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Make *make = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  BwMessage *message = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (bw_session_get_http (make->session), result, &error);
  if (response != NULL)
    message = make->kind == BW_MESSAGE_KIND_APPROVAL ? make_approval (make, response, &error)
                                                     : make_consent (make, response, &error);

  if (error != NULL)
    g_prefix_error (&error,
                    _("What the customer is asked for can't be read now, so there is no "
                      "message: "));
  return_message (task, message, error);
}

/* Returns: whether all is known that such a message needs; else @error says what is not */
static gboolean
check (Make    *make,
       GError **error)
{
  BwSetupJob *job = bw_tenant_get_job (make->tenant);

  if (!bw_message_kind_fits_job (make->kind, job))
    g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                 _("The set-up of this tenant has no message of the kind “%s”."),
                 bw_message_kind_get_nick (make->kind));
  else if ((bw_message_kind_has_link (make->kind) && make->link == NULL) ||
           (make->kind == BW_MESSAGE_KIND_APPROVAL && make->relationship_id == NULL))
    g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                 _("There is nothing for the customer to approve. Set the tenant up first."));
  else if (make->kind != BW_MESSAGE_KIND_APPROVAL &&
           bw_tenant_get_guest_email (make->tenant) == NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                 _("The address of the guest account isn’t known."));
  else if (make->kind != BW_MESSAGE_KIND_APPROVAL &&
           bw_session_get_user_name (make->session) == NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_AUTH, _("Sign in first."));
  else
    return TRUE;

  return FALSE;
}

/**
 * bw_message_make_async:
 * @session: a session in which somebody is signed in
 * @tenant: a tenant whose set-up has come to where this message is to be sent
 * @kind: which message
 * @language: tag of a language that there is a template in
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Reads the admin relationship or the app registration from Microsoft, so that the
 * message says what the customer will be shown.
 */
void
bw_message_make_async (BwSession           *session,
                       BwTenant            *tenant,
                       BwMessageKind        kind,
                       const char          *language,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  BwSetupJob *job = bw_tenant_get_job (tenant);
  Make *make = g_new0 (Make, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, bw_message_make_async);
  g_task_set_task_data (task, make, (GDestroyNotify) make_free);
  make->session = g_object_ref (session);
  make->tenant = g_object_ref (tenant);
  make->kind = kind;
  make->language = g_strdup (language);
  if (job != NULL && bw_message_kind_has_link (kind))
    make->link = g_strdup (bw_setup_job_get_link (job));
  if (job != NULL)
    make->relationship_id = g_strdup (bw_setup_job_get_relationship_id (job));

  if (check (make, &error))
    bw_message_file_load_async (kind, language, cancellable, loaded_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

/**
 * bw_message_make_finish:
 * @result: what the callback got
 * @error: return location for an error; %BW_ERROR_INVALID tells file and variable
 *   of a broken template
 *
 * Returns: (transfer full) (nullable): the message
 */
BwMessage *
bw_message_make_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
