/* test-dialogs.c - the dialogs and pages of the window, without anything behind them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-bulk-dialog.h"
#include "bw-candidate-row.h"
#include "bw-catalogue.h"
#include "bw-choice-dialog.h"
#include "bw-dialogs.h"
#include "bw-message-dialog.h"
#include "bw-message-saver.h"
#include "bw-pace.h"
#include "bw-plan-dialog.h"
#include "bw-sign-in-dialog.h"
#include "bw-sign-in-page.h"
#include "bw-welcome-page.h"
#include "bw-window.h"
#include "display-util.h"
#include "test-tenants.h"
#include "test-util.h"

#define LINK "https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/x"

typedef struct
{
  BwChoice  choice;
  char     *relationship_id;
  guint     n;
} Chosen;

static void
chosen_cb (BwChoiceDialog *dialog,
           BwChoice        choice,
           const char     *relationship_id,
           Chosen         *chosen)
{
  chosen->choice = choice;
  g_free (chosen->relationship_id);
  chosen->relationship_id = g_strdup (relationship_id);
  chosen->n++;
}

static BwCandidateRow *
get_row (GtkWidget *dialog,
         guint      position)
{
  return BW_CANDIDATE_ROW (bw_test_find (dialog, BW_TYPE_CANDIDATE_ROW, position));
}

static gboolean
is_chosen (gpointer data)
{
  return ((Chosen *) data)->n > 0;
}

static void
choose (guint   position,
        Chosen *chosen)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_NEEDS_CHOICE, 1, "Contoso");
  GtkWidget *dialog = bw_choice_dialog_new (NULL, tenant);
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  g_signal_connect (dialog, "chosen", G_CALLBACK (chosen_cb), chosen);
  gtk_window_present (GTK_WINDOW (dialog));

  /* Four that Microsoft has, and one that is yet to be created. */
  g_assert_cmpuint (bw_test_count (dialog, BW_TYPE_CANDIDATE_ROW), ==, 5);
  g_signal_emit_by_name (bw_test_child (dialog, "list_box"), "row-activated",
                         get_row (dialog, position));
  bw_test_press (bw_test_child (dialog, "confirm_button"));
  bw_test_spin_until (is_chosen, chosen);
  bw_test_spin_idle ();
  g_assert_null (weak);
}

static void
test_choice_reuse (void)
{
  Chosen chosen = { 0 };

  choose (1, &chosen);
  g_assert_cmpuint (chosen.choice, ==, BW_CHOICE_REUSE);
  g_assert_cmpstr (chosen.relationship_id, ==, "r2");
  g_free (chosen.relationship_id);
}

static void
test_choice_new (void)
{
  Chosen chosen = { 0 };

  choose (4, &chosen);
  g_assert_cmpuint (chosen.choice, ==, BW_CHOICE_NEW);
  g_assert_null (chosen.relationship_id);
}

/* The best is proposed; what is not valid cannot be had, but says why not. */
static void
test_choice_rows (void)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_NEEDS_CHOICE, 1, "Contoso");
  g_autoptr(BwTenantRow) row = bw_test_tenant_row_new (1, "Contoso");
  g_autoptr(BwJobRow) job = bw_test_job_row_new (row->id, BW_JOB_STATE_ACTIVE, 2,
                                                 BW_STEP_STATE_RUNNING, NULL);
  GtkWidget *dialog = bw_choice_dialog_new (NULL, tenant);
  gpointer weak = dialog;
  const gboolean choosable[] = { TRUE, TRUE, FALSE, FALSE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (choosable); i++)
    {
      GtkCheckButton *radio = bw_candidate_row_get_radio (get_row (dialog, i));

      g_assert_cmpint (gtk_widget_get_sensitive (GTK_WIDGET (radio)), ==, choosable[i]);
      g_assert_cmpint (gtk_check_button_get_active (radio), ==, i == 0);
    }

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (get_row (dialog, 0)), GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_row (dialog, 0)),
                                    GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_row (dialog, 1)),
                                    GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_FALSE);

  /* Somebody else has answered meanwhile. */
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_present (GTK_WINDOW (dialog));
  bw_tenant_update (tenant, row, job);
  bw_test_spin_idle ();
  g_assert_null (weak);
}

static BwPlan *
new_plan (void)
{
  BwPlan *plan = bw_plan_new ("t", "Contoso");

  bw_plan_add_change (plan, "establish-relationship", "create", "admin relationship",
                      "<name & all>");
  bw_plan_add_change (plan, "groups-and-roles", "create", "group", "Bailiwick Admins");
  bw_plan_add_change (plan, "groups-and-roles", "update", "group", "Bailiwick Technicians");
  bw_plan_add_holding (plan, "The customer is known to Partner Center");

  return plan;
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_plan (void)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_NOT_SET_UP, 1, "Contoso");
  g_autoptr(BwPlan) plan = new_plan ();
  g_autoptr(BwPlan) empty = bw_plan_new ("t", "Contoso");
  GtkWidget *dialog = bw_plan_dialog_new (NULL, NULL, tenant, TRUE);
  GtkStack *stack = bw_test_child (dialog, "stack");
  gpointer weak = dialog;
  guint n = 0;

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "reading");
  bw_plan_dialog_show_plan (BW_PLAN_DIALOG (dialog), plan);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "plan");
  g_assert_cmpuint (bw_test_count (dialog, ADW_TYPE_ACTION_ROW), ==, 4);

  bw_plan_dialog_show_plan (BW_PLAN_DIALOG (dialog), empty);
  g_assert_cmpuint (bw_test_count (dialog, ADW_TYPE_ACTION_ROW), ==, 0);

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  g_signal_connect_swapped (dialog, "confirmed", G_CALLBACK (count_cb), &n);
  gtk_window_present (GTK_WINDOW (dialog));
  bw_test_press (bw_test_child (dialog, "begin_button"));
  g_assert_cmpuint (n, ==, 1);
  bw_test_spin_idle ();
  g_assert_null (weak);
}

static void
test_bulk (void)
{
  g_autoptr(GPtrArray) tenants = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(BwPlan) plan = new_plan ();
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  GtkWidget *dialog;
  GtkWidget *button;

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (tenants, bw_test_tenant_new (BW_TENANT_STATUS_NOT_SET_UP, i, "Contoso"));

  dialog = bw_bulk_dialog_new (NULL, NULL, tenants);
  button = bw_test_child (dialog, "begin_button");
  bw_bulk_dialog_add_plan (BW_BULK_DIALOG (dialog), plan, NULL);
  bw_bulk_dialog_add_plan (BW_BULK_DIALOG (dialog), plan, NULL);
  g_assert_false (gtk_widget_get_sensitive (button));
  bw_bulk_dialog_add_plan (BW_BULK_DIALOG (dialog), NULL, error);
  g_assert_true (gtk_widget_get_sensitive (button));

  /* Relationships, groups to create and to change, which are there for all tenants, and
   * one without a plan. */
  g_assert_cmpuint (bw_test_count (dialog, ADW_TYPE_ACTION_ROW), ==, 4);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bw_test_find (dialog, ADW_TYPE_ACTION_ROW,
                                                                     2)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "To be created: group: 1");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bw_test_find (dialog, ADW_TYPE_ACTION_ROW,
                                                                     1)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "To be created: admin relationship: 2");

  bw_test_destroy (dialog);
}

/* The message. */

static BwMessage *
new_message (void)
{
  BwMessage *message = g_new0 (BwMessage, 1);

  message->language = g_strdup ("en");
  message->subject = g_strdup ("Access");
  message->link = g_strdup (LINK);
  message->text = g_strdup ("Hello,\n\n" LINK "\n\nThank you");
  message->html = g_strdup ("<p>Hello</p>");

  return message;
}

static GtkWidget *
new_message_dialog (void)
{
  g_autoptr(BwTenant) tenant = NULL;
  GtkWidget *dialog;

  tenant = bw_test_tenant_new (BW_TENANT_STATUS_WAITING_FOR_APPROVAL, 1, "Contoso");
  dialog = bw_message_dialog_new (NULL, NULL, tenant);
  bw_message_dialog_show (BW_MESSAGE_DIALOG (dialog), new_message ());
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

static void
test_message_copy (void)
{
  GtkWidget *dialog = new_message_dialog ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (dialog);
  GtkLabel *told = bw_test_child (dialog, "told_label");
  g_autofree char *text = NULL;
  g_autofree char *link = NULL;

  gtk_widget_activate_action (dialog, "message.copy", NULL);
  text = bw_test_dup_clipboard (dialog);
  g_assert_cmpstr (text, ==, "Hello,\n\n" LINK "\n\nThank you");
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "text/html"));
  g_assert_cmpstr (gtk_label_get_text (told), ==, "Message copied");

  gtk_widget_activate_action (dialog, "message.copy-link", NULL);
  link = bw_test_dup_clipboard (dialog);
  g_assert_cmpstr (link, ==, LINK);
  g_assert_cmpstr (gtk_label_get_text (told), ==, "Link copied");

  bw_test_destroy (dialog);
}

/* The text can be changed, the link in it cannot. */
static void
test_message_edit (void)
{
  GtkWidget *dialog = new_message_dialog ();
  GtkTextView *view = bw_test_child (dialog, "text_view");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkWidget *language = bw_test_child (dialog, "language_dropdown");
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *edited = NULL;
  g_autofree char *reverted = NULL;

  g_assert_false (gtk_text_view_get_editable (view));
  gtk_toggle_button_set_active (bw_test_child (dialog, "edit_button"), TRUE);
  g_assert_true (gtk_text_view_get_editable (view));
  g_assert_true (gtk_widget_get_sensitive (language));

  /* All that a user could delete. */
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_assert_true (gtk_text_buffer_delete_interactive (buffer, &start, &end, TRUE));
  g_assert_false (gtk_widget_get_sensitive (language));

  gtk_widget_activate_action (dialog, "message.copy", NULL);
  edited = bw_test_dup_clipboard (dialog);
  g_assert_cmpstr (edited, ==, LINK);
  g_assert_false (gdk_content_formats_contain_mime_type (
                    gdk_clipboard_get_formats (gtk_widget_get_clipboard (dialog)), "text/html"));

  gtk_widget_activate_action (dialog, "message.revert", NULL);
  gtk_widget_activate_action (dialog, "message.copy", NULL);
  reverted = bw_test_dup_clipboard (dialog);
  g_assert_cmpstr (reverted, ==, "Hello,\n\n" LINK "\n\nThank you");
  g_assert_true (gtk_widget_get_sensitive (language));

  bw_test_destroy (dialog);
}

/* A dialog about the message that a set-up through a guest account needs at @step. */
static GtkWidget *
new_guest_dialog (const char *step)
{
  g_autoptr(BwTenant) tenant = bw_tenant_new ("t");
  g_autoptr(BwTenantRow) row = bw_tenant_row_new ("t");
  g_autoptr(BwJobRow) job = bw_job_row_new ("t", BW_SETUP_KIND_GUEST);
  BwStepRow *approval = bw_step_row_new ("guest-approval");
  GtkWidget *dialog;

  approval->state = g_str_equal (step, "guest-approval") ? BW_STEP_STATE_WAITING_FOR_CUSTOMER
                                                         : BW_STEP_STATE_DONE;
  g_ptr_array_add (job->steps, approval);
  row->name = g_strdup ("Contoso");
  bw_tenant_update (tenant, row, job);
  dialog = bw_message_dialog_new (NULL, NULL, tenant);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

static gboolean
has_action (GtkWidget  *dialog,
            const char *child)
{
  return gtk_widget_get_sensitive (bw_test_child (dialog, child));
}

static void
test_message_consent (void)
{
  GtkWidget *dialog = new_guest_dialog ("guest-approval");
  BwMessage *message = new_message ();
  GtkWidget *view = bw_test_child (dialog, "text_view");

  message->kind = BW_MESSAGE_KIND_CONSENT;
  message->is_rtl = TRUE;
  bw_message_dialog_show (BW_MESSAGE_DIALOG (dialog), message);

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Request for Consent");
  g_assert_true (gtk_widget_get_visible (bw_test_child (dialog, "link_list")));
  g_assert_true (has_action (dialog, "copy_link_button"));
  g_assert_cmpint (gtk_widget_get_direction (view), ==, GTK_TEXT_DIR_RTL);

  bw_test_destroy (dialog);
}

/* There is no link of ours in it. */
static void
test_message_invitation (void)
{
  GtkWidget *dialog = new_guest_dialog ("guest-invitation");
  BwMessage *message = new_message ();
  g_autofree char *copied = NULL;

  message->kind = BW_MESSAGE_KIND_INVITATION;
  g_clear_pointer (&message->link, g_free);
  bw_message_dialog_show (BW_MESSAGE_DIALOG (dialog), message);

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Invitation Message");
  g_assert_false (gtk_widget_get_visible (bw_test_child (dialog, "link_list")));
  g_assert_false (has_action (dialog, "copy_link_button"));
  g_assert_true (has_action (dialog, "copy_button"));
  gtk_widget_activate_action (dialog, "message.copy", NULL);
  copied = bw_test_dup_clipboard (dialog);
  g_assert_true (g_str_has_prefix (copied, "Hello,"));

  bw_test_destroy (dialog);
}

static void
test_message_file_name (void)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_NOT_SET_UP, 7,
                                                   "A/B: <C>\n*?\"|\\");
  g_autofree char *name = bw_message_saver_make_name (tenant, BW_MESSAGE_KIND_APPROVAL);
  g_autofree char *other = bw_message_saver_make_name (tenant, BW_MESSAGE_KIND_CONSENT);

  g_assert_null (strpbrk (name, "/\\:*?\"<>|\n"));
  g_assert_true (g_str_has_suffix (name, ".txt"));
  /* Two tenants of one name are two files. */
  g_assert_nonnull (strstr (name, "customer7.onmicrosoft.com"));
  g_assert_cmpstr (name, !=, other);
}

/* Signing in. */

static void
type (GtkWidget  *dialog,
      const char *tenant,
      const char *client)
{
  gtk_editable_set_text (bw_test_child (dialog, "tenant_row"), tenant);
  gtk_editable_set_text (bw_test_child (dialog, "client_row"), client);
}

static void
test_sign_in_dialog (void)
{
  const char *id = "0f2c1a58-6b7d-4f0e-8d43-9a3b6c1e7d52";
  GtkWidget *dialog = bw_sign_in_dialog_new (NULL, NULL);
  GtkWidget *button = bw_test_child (dialog, "sign_in_button");
  GtkLabel *hint = bw_test_child (dialog, "hint_label");
  gpointer weak = dialog;
  guint n = 0;

  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_label_get_text (hint), ==, "");

  type (dialog, "contoso", id);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_label_get_text (hint), !=, "");
  type (dialog, "contoso.com", "1234");
  g_assert_false (gtk_widget_get_sensitive (button));
  type (dialog, "https://contoso.com", id);
  g_assert_false (gtk_widget_get_sensitive (button));
  type (dialog, " contoso.com ", id);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_label_get_text (hint), ==, "");
  type (dialog, id, id);
  g_assert_true (gtk_widget_get_sensitive (button));

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  g_signal_connect_swapped (dialog, "configured", G_CALLBACK (count_cb), &n);
  gtk_window_present (GTK_WINDOW (dialog));
  bw_test_press (button);
  g_assert_cmpuint (n, ==, 1);
  bw_test_spin_idle ();
  g_assert_null (weak);
}

static void
test_sign_in_page (void)
{
  GtkWidget *page = g_object_new (BW_TYPE_SIGN_IN_PAGE, NULL);
  GtkWidget *window = bw_test_show (page, 400, 600);
  g_autofree char *copied = NULL;

  g_assert_false (gtk_widget_get_visible (bw_test_child (page, "list_box")));
  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/?a=1&b=2");
  g_assert_true (gtk_widget_get_visible (bw_test_child (page, "list_box")));
  gtk_widget_activate_action (page, "sign-in.copy", NULL);
  copied = bw_test_dup_clipboard (page);
  g_assert_cmpstr (copied, ==, "https://login.example/?a=1&b=2");

  bw_test_destroy (window);
}

static gboolean
shows (gpointer    page,
       const char *name)
{
  return gtk_widget_get_visible (bw_test_child (page, name));
}

static void
test_sign_in_code (void)
{
  GtkWidget *page = g_object_new (BW_TYPE_SIGN_IN_PAGE, NULL);
  GtkWidget *window = bw_test_show (page, 400, 700);
  BwDeviceCode code = { .user_code = (char *) "ABCD-1234", .lifetime = 900,
                        .verification_uri = (char *) "https://microsoft.com/devicelogin" };
  g_autofree char *copied = NULL;
  g_autofree char *address = NULL;

  g_assert_false (shows (page, "code_box"));
  g_assert_false (shows (page, "time_label"));
  bw_sign_in_page_show_code (BW_SIGN_IN_PAGE (page), &code);
  g_assert_true (shows (page, "code_box"));
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (page, "code_label")), ==, "ABCD-1234");
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (page, "time_label")), ==,
                   "There are 15 minutes left to sign in.");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bw_test_child (page, "other_button")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Use the Browser of This Computer");
  gtk_widget_activate_action (page, "sign-in.copy-code", NULL);
  copied = bw_test_dup_clipboard (page);
  g_assert_cmpstr (copied, ==, "ABCD-1234");
  gtk_widget_activate_action (page, "sign-in.copy", NULL);
  address = bw_test_dup_clipboard (page);
  g_assert_cmpstr (address, ==, "https://microsoft.com/devicelogin");

  /* Telling that there is no page to open is not the end of the code. */
  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), NULL);
  g_assert_true (shows (page, "code_box"));
  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/");
  g_assert_false (shows (page, "code_box"));

  bw_test_destroy (window);
}

static gboolean
is_last_second (gpointer page)
{
  return g_strcmp0 (gtk_label_get_text (bw_test_child (page, "time_label")),
                    "There is 1 second left to sign in.") == 0;
}

static gboolean
is_time_over (gpointer page)
{
  return !shows (page, "time_label");
}

/* The time runs, and begins anew with a second page, which tells what it is for. */
static void
test_sign_in_time (void)
{
  GtkWidget *page = g_object_new (BW_TYPE_SIGN_IN_PAGE, NULL);
  GtkWidget *window = bw_test_show (page, 400, 700);
  AdwStatusPage *status = bw_test_child (page, "status_page");

  bw_pace_set_divisor (1000);
  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/?1");
  bw_test_spin_until (is_last_second, page);
  bw_test_spin_until (is_time_over, page);
  bw_pace_set_divisor (1);

  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/?1");
  g_assert_false (shows (page, "time_label"));
  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/?2");
  g_assert_true (shows (page, "time_label"));
  g_assert_nonnull (strstr (adw_status_page_get_description (status), "multi-factor"));
  bw_sign_in_page_begin (BW_SIGN_IN_PAGE (page));
  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/?3");
  g_assert_null (strstr (adw_status_page_get_description (status), "multi-factor"));

  bw_test_destroy (window);
}

static void
explain (GtkWidget  *page,
         const char *text)
{
  GtkWidget *row = bw_test_child (page, "explain_row");

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
}

static const char *
get_meaning (GtkWidget *page)
{
  return gtk_label_get_text (bw_test_child (bw_test_child (page, "failure_box"), "meaning_label"));
}

/* A code of Microsoft's page is explained; what is none is said to be none. */
static void
test_sign_in_explain (void)
{
  GtkWidget *page = g_object_new (BW_TYPE_SIGN_IN_PAGE, NULL);
  GtkWidget *window = bw_test_show (page, 400, 700);
  g_autofree char *copied = NULL;

  bw_sign_in_page_set_uri (BW_SIGN_IN_PAGE (page), "https://login.example/");
  g_assert_false (shows (page, "failure_box"));
  explain (page, "50105");
  g_assert_true (shows (page, "failure_box"));
  g_assert_cmpstr (get_meaning (page), ==,
                   "The app registration is not set up the way Bailiwick needs it.");
  bw_test_press (bw_test_child (bw_test_child (page, "failure_box"), "copy_button"));
  copied = bw_test_dup_clipboard (page);
  g_assert_nonnull (strstr (copied, "AADSTS50105"));

  explain (page, "AADSTS99999");
  g_assert_nonnull (strstr (get_meaning (page), "does not know the error code AADSTS99999"));
  explain (page, "hello");
  g_assert_false (shows (page, "failure_box"));
  g_assert_true (shows (page, "explain_label"));

  bw_test_destroy (window);
}

static void
test_sign_in_end (void)
{
  g_autoptr(GError) late = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Too <late> & so.");
  g_autoptr(GError) refused = bw_catalogue_explain_refusal ("access_denied", "AADSTS50105: No.");
  GtkWidget *page = g_object_new (BW_TYPE_SIGN_IN_PAGE, NULL);
  GtkWidget *window = bw_test_show (page, 400, 700);
  AdwStatusPage *status = bw_test_child (page, "status_page");

  g_assert_false (shows (page, "retry_button"));
  bw_sign_in_page_show_end (BW_SIGN_IN_PAGE (page), late);
  g_assert_true (bw_sign_in_page_has_ended (BW_SIGN_IN_PAGE (page)));
  g_assert_true (shows (page, "retry_button"));
  g_assert_false (shows (page, "browser_button"));
  g_assert_false (shows (page, "failure_box"));
  g_assert_cmpstr (adw_status_page_get_description (status), ==, "Too &lt;late&gt; &amp; so.");

  bw_sign_in_page_show_end (BW_SIGN_IN_PAGE (page), refused);
  g_assert_true (shows (page, "failure_box"));
  bw_sign_in_page_begin (BW_SIGN_IN_PAGE (page));
  g_assert_false (bw_sign_in_page_has_ended (BW_SIGN_IN_PAGE (page)));
  g_assert_false (shows (page, "failure_box"));

  bw_test_destroy (window);
}

static void
test_welcome_page (void)
{
  BwWelcomePage *page = g_object_ref_sink (g_object_new (BW_TYPE_WELCOME_PAGE, NULL));

  bw_welcome_page_set_session (page, NULL);
  g_assert_false (gtk_widget_get_visible (bw_test_child (page, "other_button")));
  g_assert_finalize_object (page);
}

static void
test_questions (void)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_WAITING_FOR_APPROVAL, 1,
                                                   "<A & B>");

  bw_test_destroy (bw_dialog_ask_cancel (NULL, tenant));
  bw_test_destroy (bw_dialog_ask_quit (NULL, 3));
  bw_test_destroy (bw_dialog_ask_sign_out (NULL, "admin@contoso.com", TRUE));
}

static void
test_window_pages (void)
{
  GtkWidget *window = bw_window_new (NULL);
  GtkStack *stack = bw_test_child (window, "stack");

  gtk_window_present (GTK_WINDOW (window));
  bw_window_show_loading (BW_WINDOW (window), "Opening Bailiwick");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "loading");
  bw_window_show_problem (BW_WINDOW (window), "The <database> & more", FALSE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "problem");
  g_assert_false (gtk_widget_get_visible (bw_test_child (window, "leave_button")));
  bw_window_show_problem (BW_WINDOW (window), "The sandbox", TRUE);
  g_assert_true (gtk_widget_get_visible (bw_test_child (window, "leave_button")));
  bw_test_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/choice-dialog/reuse", test_choice_reuse);
  g_test_add_func ("/ui/choice-dialog/new", test_choice_new);
  g_test_add_func ("/ui/choice-dialog/rows", test_choice_rows);
  g_test_add_func ("/ui/plan-dialog/show", test_plan);
  g_test_add_func ("/ui/bulk-dialog/numbers", test_bulk);
  g_test_add_func ("/ui/message-dialog/copy", test_message_copy);
  g_test_add_func ("/ui/message-dialog/edit", test_message_edit);
  g_test_add_func ("/ui/message-dialog/consent", test_message_consent);
  g_test_add_func ("/ui/message-dialog/invitation", test_message_invitation);
  g_test_add_func ("/ui/message-saver/file-name", test_message_file_name);
  g_test_add_func ("/ui/sign-in-dialog/validity", test_sign_in_dialog);
  g_test_add_func ("/ui/sign-in-page/copy", test_sign_in_page);
  g_test_add_func ("/ui/sign-in-page/code", test_sign_in_code);
  g_test_add_func ("/ui/sign-in-page/time", test_sign_in_time);
  g_test_add_func ("/ui/sign-in-page/explain", test_sign_in_explain);
  g_test_add_func ("/ui/sign-in-page/end", test_sign_in_end);
  g_test_add_func ("/ui/welcome-page/new", test_welcome_page);
  g_test_add_func ("/ui/dialogs/questions", test_questions);
  g_test_add_func ("/ui/window/pages", test_window_pages);

  return g_test_run ();
}
