/* bw-message-saver.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-dialogs.h"
#include "bw-message-file.h"
#include "bw-message-saver.h"
#include "bw-util.h"
#include "bw-widgets.h"

/* What most file systems have room for, less the ending. */
#define MAX_NAME 60

typedef struct
{
  GtkWidget    *widget;       /* (owned) */
  BwWorkspace  *workspace;    /* (owned) */
  GPtrArray    *tenants;      /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  GFile        *folder;       /* (owned) (nullable): until it is chosen */
  guint         position;
} SaveOp;

static void
save_op_free (SaveOp *op)
{
  g_clear_object (&op->widget);
  g_clear_object (&op->workspace);
  g_clear_object (&op->cancellable);
  g_clear_object (&op->folder);
  g_clear_pointer (&op->tenants, g_ptr_array_unref);
  g_free (op);
}

static void save_next (SaveOp *op);

static void
finish (SaveOp       *op,
        const GError *error)
{
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      bw_dialog_tell_error (op->widget, _("Messages Not Saved"), error);
    }
  else
    {
      text = g_strdup_printf (ngettext ("%u message saved", "%u messages saved", op->position),
                              op->position);
      bw_widget_toast (op->widget, text);
    }

  save_op_free (op);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  SaveOp *op = user_data;
  g_autoptr(GError) error = NULL;
  BwTenant *tenant = g_ptr_array_index (op->tenants, op->position);

  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    {
      finish (op, error);
      return;
    }

  bw_engine_note_message_copied (bw_workspace_get_engine (op->workspace),
                                 bw_tenant_get_id (tenant));
  op->position++;
  save_next (op);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  SaveOp *op = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessage) message = bw_message_make_finish (result, &error);
  g_autofree char *name = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (message == NULL)
    {
      finish (op, error);
      return;
    }

  name = bw_message_saver_make_name (g_ptr_array_index (op->tenants, op->position), message->kind);
  file = g_file_get_child (op->folder, name);
  bytes = g_bytes_new (message->text, strlen (message->text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       op->cancellable, written_cb, op);
}

/* Takes @op over. */
static void
save_next (SaveOp *op)
{
  g_autofree char *language = NULL;
  BwTenant *tenant;
  BwMessageKind kind;

  if (op->position == op->tenants->len)
    {
      finish (op, NULL);
      return;
    }

  tenant = g_ptr_array_index (op->tenants, op->position);
  kind = bw_message_kind_of_job (bw_tenant_get_job (tenant));
  language = bw_message_file_pick_language (kind);
  bw_message_make_async (bw_workspace_get_session (op->workspace), tenant, kind, language,
                         op->cancellable, made_cb, op);
}

static void
folder_chosen_cb (GtkNativeDialog *chooser,
                  int              response,
                  gpointer         user_data)
{
  SaveOp *op = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      op->folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      save_next (op);
    }
  else
    {
      save_op_free (op);
    }

  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

/* Returns: (transfer full): the name of a file, without a domain if @domain is empty */
static char *
make_name (BwMessageKind  kind,
           const char    *name,
           const char    *domain)
{
  gboolean with_domain = *domain != '\0';

  switch (kind)
    {
    case BW_MESSAGE_KIND_CONSENT:
      if (with_domain)
        /* Translators: the name of a file; the name and the domain of a tenant */
        return g_strdup_printf (_("Request for consent for %s (%s).txt"), name, domain);
      /* Translators: the name of a file; the name of a tenant */
      return g_strdup_printf (_("Request for consent for %s.txt"), name);
    case BW_MESSAGE_KIND_INVITATION:
      if (with_domain)
        /* Translators: the name of a file; the name and the domain of a tenant */
        return g_strdup_printf (_("Invitation message for %s (%s).txt"), name, domain);
      /* Translators: the name of a file; the name of a tenant */
      return g_strdup_printf (_("Invitation message for %s.txt"), name);
    case BW_MESSAGE_KIND_APPROVAL:
    default:
      if (with_domain)
        /* Translators: the name of a file; the name and the domain of a tenant */
        return g_strdup_printf (_("Approval message for %s (%s).txt"), name, domain);
      /* Translators: the name of a file; the name of a tenant */
      return g_strdup_printf (_("Approval message for %s.txt"), name);
    }
}

/**
 * bw_message_saver_make_name:
 * @tenant: a tenant
 * @kind: which message
 *
 * Returns: (transfer full): a name for the file of its message
 */
char *
bw_message_saver_make_name (BwTenant      *tenant,
                            BwMessageKind  kind)
{
  g_autofree char *name = bw_str_compact (bw_tenant_get_name (tenant), MAX_NAME);
  g_autofree char *domain = bw_str_compact (bw_tenant_get_domain (tenant), MAX_NAME);

  /* Not every file system takes all of these. */
  return g_strdelimit (make_name (kind, name, domain), "/\\:*?\"<>|", '-');
}

/**
 * bw_message_saver_run:
 * @widget: where it was asked for
 * @workspace: makes the messages
 * @tenants: (element-type BwTenant): for whose set-ups messages are to be sent
 * @cancellable: to stop
 *
 * Asks for a folder and writes a file for each tenant into it.
 */
void
bw_message_saver_run (GtkWidget    *widget,
                      BwWorkspace  *workspace,
                      GPtrArray    *tenants,
                      GCancellable *cancellable)
{
  GtkFileChooserNative *chooser;
  GtkRoot *root = gtk_widget_get_root (widget);
  SaveOp *op = g_new0 (SaveOp, 1);

  op->widget = g_object_ref (widget);
  op->workspace = g_object_ref (workspace);
  op->tenants = g_ptr_array_ref (tenants);
  op->cancellable = g_object_ref (cancellable);

  chooser = gtk_file_chooser_native_new (_("Save Approval Messages"), GTK_WINDOW (root),
                                         GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Save Here"),
                                         _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (folder_chosen_cb), op);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
