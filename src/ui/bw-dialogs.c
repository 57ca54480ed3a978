/* bw-dialogs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-dialogs.h"
#include "bw-widgets.h"

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* A question whose safe answer comes first, and is what Escape means. */
static GtkWidget *
ask (GtkWidget  *widget,
     const char *heading,
     const char *body,
     const char *no_label,
     const char *yes_label)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (widget), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "no", no_label,
                                    BW_DIALOG_YES, yes_label,
                                    NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "no");
  bw_widget_name_buttons (dialog);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

/* A question about what cannot be brought back. */
static GtkWidget *
ask_destructive (GtkWidget  *widget,
                 const char *heading,
                 const char *body,
                 const char *no_label,
                 const char *yes_label)
{
  GtkWidget *dialog = ask (widget, heading, body, no_label, yes_label);

  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_YES,
                                              ADW_RESPONSE_DESTRUCTIVE);

  return dialog;
}

/**
 * bw_dialog_tell:
 * @widget: where it was asked for
 * @heading: what happened
 * @body: (nullable): what to know about it
 */
void
bw_dialog_tell (GtkWidget  *widget,
                const char *heading,
                const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (widget), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  bw_widget_name_buttons (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * bw_dialog_tell_error:
 * @widget: where it was asked for
 * @heading: what could not be done
 * @error: why
 *
 * Says nothing about what the user cancelled.
 */
void
bw_dialog_tell_error (GtkWidget    *widget,
                      const char   *heading,
                      const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bw_dialog_tell (widget, heading, error->message);
}

/**
 * bw_dialog_ask_cancel:
 * @widget: where it was asked for
 * @tenant: whose set-up is to end
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_cancel (GtkWidget *widget,
                      BwTenant  *tenant)
{
  BwSetupJob *job = bw_tenant_get_job (tenant);
  /* Translators: the name of a tenant */
  g_autofree char *heading =
    g_strdup_printf (_("Cancel the Set-Up of “%s”?"), bw_tenant_get_name (tenant));
  const char *body;

  if (job != NULL && bw_setup_job_get_link (job) != NULL)
    body = _("The request that the customer was asked to approve stays with Microsoft until it "
             "lapses. The set-up can be started again at any time, and goes on from what is "
             "there.");
  else
    body = _("What has been created at Microsoft stays there. "
             "The set-up can be started again at any time, and goes on from what is there.");

  return ask_destructive (widget, heading, body, _("_Keep Setting Up"), _("_Cancel Set-Up"));
}

/**
 * bw_dialog_ask_remove:
 * @widget: where it was asked for
 * @tenant: what is to leave the list
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_remove (GtkWidget *widget,
                      BwTenant  *tenant)
{
  /* Translators: the name of a tenant */
  g_autofree char *heading =
    g_strdup_printf (_("Remove “%s” From the List?"), bw_tenant_get_name (tenant));
  const char *body;

  if (bw_tenant_get_source (tenant) == BW_TENANT_SOURCE_PARTNER_CENTER)
    body = _("Its set-up, users and reports are removed from this computer. Nothing is changed at "
             "Microsoft. While the tenant is a customer in Microsoft Partner Center, it comes back "
             "when the customers are read again.");
  else
    body = _("Its set-up, users and reports are removed from this computer. Nothing is changed at "
             "Microsoft: a guest account of yours, and what was granted to the application, stay "
             "in the tenant.");

  return ask_destructive (widget, heading, body, _("_Cancel"), _("_Remove"));
}

/**
 * bw_dialog_ask_quit:
 * @widget: (nullable): a window
 * @n_running: how many set-ups are not over
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_quit (GtkWidget *widget,
                    guint      n_running)
{
  g_autofree char *body = NULL;

  body = g_strdup_printf (ngettext ("%u set-up pauses until Bailiwick is started again. Nothing "
                                    "is lost. To let it go on in the background, close the window "
                                    "instead.",
                                    "%u set-ups pause until Bailiwick is started again. Nothing "
                                    "is lost. To let them go on in the background, close the "
                                    "window instead.",
                                    n_running),
                          n_running);

  return ask (widget, _("Quit While Set-Ups Run?"), body, _("_Keep Running"), _("_Quit"));
}

/**
 * bw_dialog_ask_switch:
 * @widget: a window
 * @n_running: how many set-ups are not over
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_switch (GtkWidget *widget,
                      guint      n_running)
{
  g_autofree char *body = NULL;

  body = g_strdup_printf (ngettext ("%u set-up pauses until you come back to this account. "
                                    "Nothing is lost.",
                                    "%u set-ups pause until you come back to this account. "
                                    "Nothing is lost.", n_running), n_running);

  return ask (widget, _("Switch While Set-Ups Run?"), body, _("_Cancel"), _("_Switch"));
}

/**
 * bw_dialog_ask_sign_out:
 * @widget: a window
 * @user_name: (nullable): who is signed in
 * @credential: whether the app registration has a credential here, which goes, too
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_sign_out (GtkWidget  *widget,
                        const char *user_name,
                        gboolean    credential)
{
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (user_name != NULL && credential)
    /* Translators: the sign-in name of a user */
    body = g_strdup_printf (_("The sign-in of %s and the app credential are removed from this "
                              "computer. Set-ups pause until somebody signs in again."),
                            user_name);
  else if (user_name != NULL)
    /* Translators: the sign-in name of a user */
    body = g_strdup_printf (_("The sign-in of %s is removed from this computer. "
                              "Set-ups pause until somebody signs in again. Everywhere means "
                              "that Microsoft also ends the sign-ins of this user in all other "
                              "programs and browsers."), user_name);
  else
    body = g_strdup (_("The sign-in is removed from this computer. "
                       "Set-ups pause until somebody signs in again. Everywhere means that "
                       "Microsoft also ends the sign-ins of this user in all other programs and "
                       "browsers."));

  dialog = ask_destructive (widget, _("Sign Out?"), body, _("_Cancel"), _("Sign _Out"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_EVERYWHERE,
                                   _("Sign Out _Everywhere"));
  bw_widget_name_buttons (dialog);

  return dialog;
}

/**
 * bw_dialog_ask_replace_credential:
 * @widget: a window
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_replace_credential (GtkWidget *widget)
{
  return ask (widget, _("Replace the App Credential?"),
              _("The new certificate is used from now on. Microsoft refuses it until it is "
                "uploaded to the app registration."), _("_Cancel"), _("_Replace"));
}

/**
 * bw_dialog_ask_remove_credential:
 * @widget: a window
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_remove_credential (GtkWidget *widget)
{
  return ask_destructive (widget, _("Remove the App Credential?"),
                          _("It is removed from this computer, and cannot be brought back. The "
                            "app registration at Microsoft stays as it is."), _("_Cancel"),
                          _("_Remove"));
}

/**
 * bw_dialog_ask_reset_invitation:
 * @widget: a window
 * @address: mail address of a guest account
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_reset_invitation (GtkWidget  *widget,
                                const char *address)
{
  g_autofree char *body = NULL;

  /* Translators: a mail address */
  body = g_strdup_printf (_("Whoever signs in as %s now cannot do so any more. Microsoft sends a "
                            "new invitation, which has to be accepted. The guest account keeps "
                            "its rights."), address);

  return ask_destructive (widget, _("Reset the Invitation?"), body, _("_Cancel"), _("_Reset"));
}

/* An entry whose text is what the question is about. */
static GtkWidget *
add_entry (GtkWidget  *dialog,
           const char *name,
           const char *placeholder)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  bw_widget_set_name (entry, name);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_YES);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_YES, FALSE);
  gtk_widget_grab_focus (entry);

  return entry;
}

static void
answer_changed_cb (GtkEditable      *entry,
                   AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, BW_DIALOG_YES,
                                           strstr (gtk_editable_get_text (entry), "://") != NULL);
}

/**
 * bw_dialog_ask_answer:
 * @widget: a window
 *
 * Its extra child is the entry with the address.
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_answer (GtkWidget *widget)
{
  GtkWidget *dialog = ask (widget, _("Answer of the Administrator"),
                           _("The set-up goes on by itself once the customer’s administrator has "
                             "agreed. If they declined, or it does not go on, ask them for the "
                             "address of the page on which their browser ended, and paste it "
                             "here."), _("_Cancel"), _("_Take Answer"));
  GtkWidget *entry = add_entry (dialog, _("Address of the Page"), "https://…/nativeclient?…");

  g_signal_connect_object (entry, "changed", G_CALLBACK (answer_changed_cb), dialog, 0);

  return dialog;
}

static void
language_changed_cb (GtkEditable      *entry,
                     AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, BW_DIALOG_YES,
                                           *gtk_editable_get_text (entry) != '\0');
}

/**
 * bw_dialog_ask_language:
 * @widget: a window
 *
 * Its extra child is the entry with the tag of the language.
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_language (GtkWidget *widget)
{
  GtkWidget *dialog = ask (widget, _("New Language"),
                           _("Which language do you want to write this message in? It begins with "
                             "the text that is shown. Give the tag of the language, such as “pl” "
                             "for Polish or “pt_BR” for Brazilian Portuguese."),
                           _("_Cancel"), _("_Add"));
  GtkWidget *entry = add_entry (dialog, _("Tag of the Language"), "pl");

  g_signal_connect_object (entry, "changed", G_CALLBACK (language_changed_cb), dialog, 0);

  return dialog;
}

/**
 * bw_dialog_ask_remove_template:
 * @widget: a window
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_remove_template (GtkWidget *widget)
{
  return ask_destructive (widget, _("Remove the Language?"),
                          _("The template in it is your own, and cannot be brought back."),
                          _("_Cancel"), _("_Remove"));
}

/**
 * bw_dialog_ask_save_template:
 * @widget: a window
 * @good: whether the template has no mistake, so that it can be saved
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_save_template (GtkWidget *widget,
                             gboolean   good)
{
  GtkWidget *dialog = ask (widget, _("Save the Changes?"),
                           good ? _("Changes that are not saved are lost.")
                                : _("There is a mistake in the template, so it can’t be saved."),
                           _("_Keep Editing"), _("_Save"));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_DISCARD, _("_Discard"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_DISCARD,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_YES,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), BW_DIALOG_YES, good);
  bw_widget_name_buttons (dialog);

  return dialog;
}

/**
 * bw_dialog_ask_reset_template:
 * @widget: a window
 *
 * Returns: (transfer none): a dialog that is on the screen
 */
GtkWidget *
bw_dialog_ask_reset_template (GtkWidget *widget)
{
  return ask_destructive (widget, _("Reset to the Built-In Template?"),
                          _("Your own template is removed, and cannot be brought back."),
                          _("_Cancel"), _("_Reset"));
}
