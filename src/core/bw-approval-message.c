/* bw-approval-message.c - the text that a customer's global administrator gets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-approval-message.h"
#include "bw-data.h"
#include "bw-error.h"
#include "bw-gdap.h"
#include "bw-message-template.h"
#include "bw-pace.h"

/* So long Microsoft keeps a request for approval. */
#define REQUEST_SECONDS (90 * 24 * 60 * (gint64) 60)

typedef struct
{
  BwSession         *session;
  BwTenant          *tenant;
  char              *language;
  char              *link;
  char              *relationship_id;
  BwMessageTemplate *message_template;
  GHashTable        *meanings;         /* nullable */
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
  g_clear_pointer (&make->meanings, g_hash_table_unref);
  g_free (make->language);
  g_free (make->link);
  g_free (make->relationship_id);
  g_free (make);
}

/**
 * bw_approval_message_free:
 * @self: (transfer full): a message
 */
void
bw_approval_message_free (BwApprovalMessage *self)
{
  g_free (self->language);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->html);
  g_free (self->link);
  g_free (self);
}

static char *
dup_user_folder (void)
{
  return g_build_filename (g_get_user_config_dir (), "bailiwick", "messages", NULL);
}

static void
add_languages (GPtrArray  *languages,
               const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *language = NULL;

      if (!g_str_has_suffix (name, ".txt"))
        continue;

      language = g_strndup (name, strlen (name) - strlen (".txt"));
      if (*language != '\0' &&
          !g_ptr_array_find_with_equal_func (languages, language, g_str_equal, NULL))
        g_ptr_array_add (languages, g_steal_pointer (&language));
    }
}

static int
compare_languages (gconstpointer a,
                   gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * bw_approval_message_dup_languages:
 *
 * Returns: (transfer full) (array zero-terminated=1): tags of the languages that
 *   there are templates in, those of the program and the user's own
 */
char **
bw_approval_message_dup_languages (void)
{
  GPtrArray *languages = g_ptr_array_new ();
  g_autofree char *ours = bw_data_find ("messages", NULL, NULL);
  g_autofree char *users = dup_user_folder ();

  if (ours != NULL)
    add_languages (languages, ours);
  add_languages (languages, users);
  g_ptr_array_sort (languages, compare_languages);
  g_ptr_array_add (languages, NULL);

  return (char **) g_ptr_array_free (languages, FALSE);
}

/* The user's own comes first, and if it is broken that is said: to send another
 * text instead would be a surprise. */
static BwMessageTemplate *
load_template (const char  *language,
               GError     **error)
{
  g_autofree char *name = g_strconcat (language, ".txt", NULL);
  g_autofree char *users = dup_user_folder ();
  g_autofree char *path = g_build_filename (users, name, NULL);
  g_autofree char *text = NULL;

  if (strchr (language, G_DIR_SEPARATOR) != NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("“%s” is no language."), language);
      return NULL;
    }

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_free (path);
      path = bw_data_find ("messages", name, error);
    }

  if (path == NULL || !g_file_get_contents (path, &text, NULL, error))
    return NULL;

  return bw_message_template_new (text, path, error);
}

/* Returns: (nullable): %NULL without @error too, if nobody wrote any in @language */
static GHashTable *
load_meanings (const char  *language,
               GError     **error)
{
  g_autofree char *name = g_strdup_printf ("roles" G_DIR_SEPARATOR_S "%s.txt", language);
  g_autofree char *path = bw_data_find ("messages", name, NULL);
  g_autofree char *text = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, error))
    return NULL;

  return bw_message_read_meanings (text, path, error);
}

/**
 * bw_approval_message_dup_language_name:
 * @language: a language tag
 *
 * Returns: (transfer full): name of the language, in that language; or @language
 *   itself if there is no good template in it
 */
char *
bw_approval_message_dup_language_name (const char *language)
{
  g_autoptr(BwMessageTemplate) template = load_template (language, NULL);

  return g_strdup (template != NULL ? bw_message_template_get_language (template) : language);
}

static void
load_in_thread (GTask        *loader,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Make *make = data;
  GError *error = NULL;

  make->message_template = load_template (make->language, &error);
  if (error == NULL)
    make->meanings = load_meanings (make->language, &error);

  if (error != NULL)
    g_task_return_error (loader, error);
  else
    g_task_return_boolean (loader, TRUE);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Make *make = g_task_get_task_data (task);
  g_autoptr(BwRequest) request = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* What the customer will see, rather than what we meant to ask for. */
  request = bw_gdap_get (bw_session_get_cloud (make->session),
                         bw_session_get_partner_tenant (make->session),
                         make->relationship_id);
  bw_http_send_async (bw_session_get_http (make->session), request, g_task_get_cancellable (task),
                      looked_cb,
                      g_object_ref (task));
}

static BwApprovalMessage *
fill (Make           *make,
      BwRelationship *relationship)
{
  const char *sender = bw_session_get_user_name (make->session);
  const char *partner = bw_session_get_partner_name (make->session);
  const char *domain = bw_tenant_get_domain (make->tenant);
  gint64 asked = relationship->created > 0 ? relationship->created : bw_clock_now ();
  BwMessageContent content = {
    .partner = partner != NULL ? partner : sender,
    .sender = sender,
    .customer = bw_tenant_get_name (make->tenant),
    .domain = domain != NULL ? domain : bw_tenant_get_id (make->tenant),
    .relationship = relationship->name,
    .roles = (const char * const *) relationship->roles,
    .meanings = make->meanings,
    .duration = relationship->duration,
    .extension = relationship->auto_extend,
    .deadline = asked + REQUEST_SECONDS,
    .link = make->link,
  };

  return bw_message_template_fill (make->message_template, make->language, &content);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Make *make = g_task_get_task_data (task);
  g_autoptr(BwResponse) response = NULL;
  g_autoptr(BwRelationship) relationship = NULL;
  GError *error = NULL;

  response = bw_http_send_finish (bw_session_get_http (make->session), result, &error);
  if (response != NULL)
    relationship = bw_gdap_read (response, &error);

  if (relationship != NULL && (relationship->roles == NULL || *relationship->roles == NULL))
    g_set_error_literal (&error, BW_ERROR, BW_ERROR_PROTOCOL,
                         "An admin relationship came without roles");

  if (error == NULL)
    {
      g_task_return_pointer (task, fill (make, relationship),
                             (GDestroyNotify) bw_approval_message_free);
      return;
    }

  g_prefix_error (&error,
                  _("What the customer is asked for can't be read now, so there is no message: "));
  g_task_return_error (task, error);
}

/**
 * bw_approval_message_make_async:
 * @session: a session in which somebody is signed in
 * @tenant: a tenant whose set-up has a link for the customer
 * @language: tag of a language that there is a template in
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Reads the admin relationship from Microsoft, so that the message says what the
 * customer will be shown.
 */
void
bw_approval_message_make_async (BwSession           *session,
                                BwTenant            *tenant,
                                const char          *language,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autoptr(GTask) loader = NULL;
  BwSetupJob *job = bw_tenant_get_job (tenant);
  const char *link = job != NULL ? bw_setup_job_get_link (job) : NULL;
  const char *relationship_id = job != NULL ? bw_setup_job_get_relationship_id (job) : NULL;
  Make *make = g_new0 (Make, 1);

  g_task_set_source_tag (task, bw_approval_message_make_async);
  g_task_set_task_data (task, make, (GDestroyNotify) make_free);
  make->session = g_object_ref (session);
  make->tenant = g_object_ref (tenant);
  make->language = g_strdup (language);
  make->link = g_strdup (link);
  make->relationship_id = g_strdup (relationship_id);

  if (link == NULL || relationship_id == NULL)
    {
      g_task_return_new_error (task, BW_ERROR, BW_ERROR_NOT_FOUND,
                               _("There is nothing for the customer to approve. Set the tenant up "
                                 "first."));
      return;
    }

  loader = g_task_new (session, cancellable, loaded_cb, g_object_ref (task));
  g_task_set_source_tag (loader, load_in_thread);
  g_task_set_task_data (loader, make, NULL);
  g_task_run_in_thread (loader, load_in_thread);
}

/**
 * bw_approval_message_make_finish:
 * @result: what the callback got
 * @error: return location for an error; %BW_ERROR_INVALID tells file and variable
 *   of a broken template
 *
 * Returns: (transfer full) (nullable): the message
 */
BwApprovalMessage *
bw_approval_message_make_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
