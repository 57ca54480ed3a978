/* test-check-dialog.c - the dialog of the pre-flight check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-check-dialog.h"
#include "bw-check.h"
#include "display-util.h"
#include "test-util.h"

static GPtrArray *
make_checks (gboolean with_problem)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_check_free);
  BwCheck *check = bw_check_new ("network", "Network");

  bw_check_take_good (check, g_strdup ("“login.example” answers."));
  g_ptr_array_add (checks, check);

  check = bw_check_new ("clock", "Clock");
  if (with_problem)
    bw_check_take_problem (check, g_strdup ("It is <12> minutes late."),
                           g_strdup ("Set it & check again."));
  else
    bw_check_take_unknown (check, g_strdup ("Nobody said."));
  g_ptr_array_add (checks, check);

  return checks;
}

/* What is to be mended comes first, and is said with what to do. */
static void
test_problem (void)
{
  g_autoptr(GPtrArray) checks = make_checks (TRUE);
  GtkWidget *dialog = bw_check_dialog_new (NULL, NULL);
  g_autofree char *text = NULL;

  gtk_window_present (GTK_WINDOW (dialog));
  bw_check_dialog_show (BW_CHECK_DIALOG (dialog), checks);
  bw_test_spin_idle ();

  g_assert_cmpuint (bw_test_count (dialog, GTK_TYPE_LIST_BOX), ==, 2);
  g_assert_cmpuint (bw_test_count (dialog, GTK_TYPE_LIST_BOX_ROW), ==, 2);
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (dialog, "summary_label")), ==,
                   "1 thing has to be mended.");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bw_test_find (dialog, GTK_TYPE_LIST_BOX_ROW,
                                                                     0)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Clock: Problem. It is <12> minutes late. "
                                       "Set it & check again.");

  bw_test_press (bw_test_child (dialog, "copy_button"));
  text = bw_test_dup_clipboard (dialog);
  g_assert_nonnull (strstr (text, "Set it & check again."));
  g_assert_nonnull (strstr (text, "“login.example” answers."));
  bw_test_destroy (dialog);
}

/* Shown anew it does not keep what was there. */
static void
test_again (void)
{
  g_autoptr(GPtrArray) problem = make_checks (TRUE);
  g_autoptr(GPtrArray) unknown = make_checks (FALSE);
  GtkWidget *dialog = bw_check_dialog_new (NULL, NULL);

  gtk_window_present (GTK_WINDOW (dialog));
  bw_check_dialog_show (BW_CHECK_DIALOG (dialog), problem);
  bw_check_dialog_show (BW_CHECK_DIALOG (dialog), unknown);
  g_assert_cmpuint (bw_test_count (dialog, GTK_TYPE_LIST_BOX_ROW), ==, 2);
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (dialog, "summary_label")), ==,
                   "No problem was found, but not everything could be looked at.");
  g_assert_false (gtk_widget_get_sensitive (bw_test_child (dialog, "again_button")));
  bw_test_destroy (dialog);
}

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 0;

  g_test_add_func ("/check-dialog/problem", test_problem);
  g_test_add_func ("/check-dialog/again", test_again);

  return g_test_run ();
}
