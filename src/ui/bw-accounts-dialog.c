/* bw-accounts-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-accounts-dialog.h"
#include "bw-widgets.h"

struct _BwAccountsDialog
{
  AdwWindow   parent_instance;

  GtkWidget  *close_button;
  GtkListBox *list_box;
  GtkListBox *add_box;
  GtkWidget  *add_row;
};

G_DEFINE_FINAL_TYPE (BwAccountsDialog, bw_accounts_dialog, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
choose (BwAccountsDialog *self,
        const char       *id)
{
  g_autoptr(BwAccountsDialog) alive = g_object_ref (self);
  g_autofree char *copy = g_strdup (id);

  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[CHOSEN], 0, copy);
}

static void
row_activated_cb (BwAccountsDialog *self,
                  GtkListBoxRow    *row)
{
  const char *id = g_object_get_data (G_OBJECT (row), "account-id");

  if (id != NULL)
    choose (self, id);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
add_activated_cb (BwAccountsDialog *self)
{
  choose (self, "");
}

static void
bw_accounts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BW_TYPE_ACCOUNTS_DIALOG);

  G_OBJECT_CLASS (bw_accounts_dialog_parent_class)->dispose (object);
}

static void
bw_accounts_dialog_class_init (BwAccountsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bw_accounts_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", BW_TYPE_ACCOUNTS_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BW_RESOURCE_PATH "/bw-accounts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BwAccountsDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, BwAccountsDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, BwAccountsDialog, add_box);
  gtk_widget_class_bind_template_child (widget_class, BwAccountsDialog, add_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
}

static void
bw_accounts_dialog_init (BwAccountsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  bw_widget_set_name (self->close_button, _("Close"));
  bw_widget_set_name (GTK_WIDGET (self->list_box), _("Partner Accounts"));
  bw_widget_set_name (GTK_WIDGET (self->add_box), _("Other Accounts"));
  bw_widget_set_name (self->add_row, _("Add an Account"));
}

/* The active one leads nowhere but back. */
static void
add_account (BwAccountsDialog *self,
             const BwAccount  *account,
             gboolean          active)
{
  const char *label = bw_account_get_label (account);
  const char *user = account->user != NULL ? account->user : _("Nobody is signed in");
  g_autofree char *title = g_markup_escape_text (label, -1);
  g_autofree char *subtitle = g_markup_escape_text (user, -1);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", subtitle,
                                 "activatable", TRUE, NULL);
  g_autofree char *name = NULL;

  if (active)
    {
      GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), check);
      /* Translators: for screen readers: a partner tenant, and who is signed in */
      name = g_strdup_printf (_("%s, %s, in use"), label, user);
    }
  else
    {
      g_object_set_data_full (G_OBJECT (row), "account-id", g_strdup (account->id), g_free);
      /* Translators: for screen readers: a partner tenant, and who is signed in */
      name = g_strdup_printf (_("%s, %s"), label, user);
    }

  bw_widget_set_name (row, name);
  gtk_list_box_append (self->list_box, row);
}

/**
 * bw_accounts_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @accounts: what to choose from
 *
 * Returns: (transfer none): a dialog that is not on the screen yet
 */
GtkWidget *
bw_accounts_dialog_new (GtkWindow  *parent,
                        BwAccounts *accounts)
{
  BwAccountsDialog *self = g_object_new (BW_TYPE_ACCOUNTS_DIALOG, "transient-for", parent, NULL);
  const BwAccount *active = bw_accounts_get_active (accounts);
  GPtrArray *all = bw_accounts_get_all (accounts);

  for (guint i = 0; i < all->len; i++)
    {
      const BwAccount *account = g_ptr_array_index (all, i);

      if (account->tenant != NULL || account == active)
        add_account (self, account, account == active);
    }

  return GTK_WIDGET (self);
}
