/* test-accounts-dialog.c - choosing a partner tenant in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-accounts-dialog.h"
#include "display-util.h"
#include "test-util.h"

#define ONE "11111111-0000-4000-8000-000000000001"
#define TWO "22222222-0000-4000-8000-000000000002"

static BwAccounts *
read_accounts (const char *root)
{
  BwAccounts *accounts = bw_accounts_new (root);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  bw_accounts_read_async (accounts, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_accounts_finish (accounts, result, &error);
  g_assert_no_error (error);

  return accounts;
}

static BwAccounts *
make_accounts (const char *active)
{
  g_autofree char *root = bw_test_make_dir ();
  g_autofree char *text =
    g_strdup_printf ("[Accounts]\nActive=%s\n[first]\nTenant=" ONE "\nName=One & <b>Only</b>\n"
                     "User=a@one.example\n[" TWO "]\nTenant=" TWO "\nName=Two\n", active);
  g_autofree char *path = bw_test_write_file (root, "accounts.ini", text);
  BwAccounts *accounts = read_accounts (root);

  bw_test_remove_dir (root);

  return accounts;
}

static void
note_chosen (BwAccountsDialog *dialog,
             const char       *id,
             char            **chosen)
{
  g_free (*chosen);
  *chosen = g_strdup (id);
}

static void
press_row (GtkWidget *dialog,
           guint      position)
{
  GtkWidget *row = bw_test_find (dialog, ADW_TYPE_ACTION_ROW, position);

  g_assert_nonnull (row);
  gtk_widget_activate (row);
  bw_test_spin_idle ();
}

static char *
choose_row (guint position)
{
  g_autoptr(BwAccounts) accounts = make_accounts ("first");
  GtkWidget *dialog = bw_accounts_dialog_new (NULL, accounts);
  char *chosen = NULL;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_connect (dialog, "chosen", G_CALLBACK (note_chosen), &chosen);
  gtk_window_present (GTK_WINDOW (dialog));
  bw_test_spin_idle ();
  press_row (dialog, position);
  g_assert_null (dialog);

  return chosen;
}

static void
test_names (void)
{
  g_autoptr(BwAccounts) accounts = make_accounts (TWO);
  GtkWidget *dialog = bw_accounts_dialog_new (NULL, accounts);

  gtk_window_present (GTK_WINDOW (dialog));
  bw_test_spin_idle ();
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bw_test_find (dialog, ADW_TYPE_ACTION_ROW,
                                                                     0)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "One & <b>Only</b>, a@one.example");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bw_test_find (dialog, ADW_TYPE_ACTION_ROW,
                                                                     1)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Two, Nobody is signed in, in use");
  bw_test_destroy (dialog);
}

static void
test_choose (void)
{
  g_autofree char *same = choose_row (0);
  g_autofree char *other = choose_row (1);
  g_autofree char *added = choose_row (2);

  g_assert_null (same);
  g_assert_cmpstr (other, ==, TWO);
  g_assert_cmpstr (added, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 77;

  g_test_add_func ("/accounts-dialog/names", test_names);
  g_test_add_func ("/accounts-dialog/choose", test_choose);

  return g_test_run ();
}
