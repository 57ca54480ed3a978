/* test-credential-dialog.c - the dialog of what the app registration proves itself with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-credential-dialog.h"
#include "display-util.h"
#include "test-util.h"

#define CLIENT "11112222-3333-4444-5555-666677778888"

typedef struct
{
  char               *folder;
  BwStore            *store;
  BwCredentialKeeper *keeper;
  GtkWidget          *dialog;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(BwVault) vault = bw_memory_vault_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  f->folder = bw_test_make_dir ();
  f->store = bw_store_new (f->folder);
  bw_store_open_async (f->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  bw_store_open_finish (f->store, result, &error);
  g_assert_no_error (error);

  f->keeper = bw_credential_keeper_new (f->store, vault);
  bw_credential_keeper_set_client (f->keeper, CLIENT);
  f->dialog = bw_credential_dialog_new (NULL, f->keeper);
  gtk_window_present (GTK_WINDOW (f->dialog));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  bw_test_destroy (f->dialog);
  bw_test_spin_idle ();
  g_assert_finalize_object (f->keeper);
  bw_store_close_async (f->store, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_store_close_finish (f->store, result, NULL));
  g_object_unref (f->store);
  bw_test_remove_dir (f->folder);
  g_free (f->folder);
}

static void
assert_shows (Fixture    *f,
              const char *kind,
              const char *end)
{
  g_assert_cmpstr (adw_action_row_get_subtitle (bw_test_child (f->dialog, "kind_row")), ==, kind);
  g_assert_cmpstr (adw_action_row_get_subtitle (bw_test_child (f->dialog, "end_row")), ==, end);
  g_assert_true (gtk_widget_get_visible (bw_test_child (f->dialog, "end_row")) == (*end != '\0'));
}

static gboolean
is_idle (gpointer data)
{
  Fixture *f = data;

  return gtk_widget_get_sensitive (bw_test_child (f->dialog, "make_button"));
}

static void
type (Fixture    *f,
      const char *child,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (bw_test_child (f->dialog, child)), text);
}

static const char *
get_page (Fixture *f)
{
  return gtk_stack_get_visible_child_name (bw_test_child (f->dialog, "stack"));
}

static void
test_secret (Fixture       *f,
             gconstpointer  data)
{
  assert_shows (f, "None", "");
  g_assert_false (gtk_widget_get_visible (bw_test_child (f->dialog, "remove_button")));
  g_assert_false (gtk_widget_get_visible (bw_test_child (f->dialog, "save_button")));

  bw_test_press (bw_test_child (f->dialog, "secret_button"));
  g_assert_cmpstr (get_page (f), ==, "secret");
  g_assert_false (gtk_widget_get_sensitive (bw_test_child (f->dialog, "use_button")));

  /* The wrong one of the two things that Microsoft shows. */
  type (f, "secret_row", CLIENT);
  bw_test_press (bw_test_child (f->dialog, "use_button"));
  g_assert_nonnull (strstr (gtk_label_get_text (bw_test_child (f->dialog, "wrong_label")), "ID"));
  g_assert_cmpstr (get_page (f), ==, "secret");

  type (f, "secret_row", "Sec~ret.1");
  type (f, "date_row", "2020-01-01");
  bw_test_press (bw_test_child (f->dialog, "use_button"));
  g_assert_nonnull (strstr (gtk_label_get_text (bw_test_child (f->dialog, "wrong_label")), "day"));

  type (f, "date_row", "2999-05-31");
  bw_test_press (bw_test_child (f->dialog, "use_button"));
  bw_test_spin_until (is_idle, f);
  g_assert_cmpstr (get_page (f), ==, "facts");
  assert_shows (f, "Client secret", "2999-05-31");
  g_assert_true (gtk_widget_get_visible (bw_test_child (f->dialog, "remove_button")));

  /* It does not stay where it was typed. */
  g_assert_cmpstr (gtk_editable_get_text (bw_test_child (f->dialog, "secret_row")), ==, "");
}

static void
test_back (Fixture       *f,
           gconstpointer  data)
{
  bw_test_press (bw_test_child (f->dialog, "secret_button"));
  type (f, "secret_row", "Sec~ret.1");
  bw_test_press (bw_test_child (f->dialog, "back_button"));
  g_assert_cmpstr (get_page (f), ==, "facts");
  g_assert_cmpstr (gtk_editable_get_text (bw_test_child (f->dialog, "secret_row")), ==, "");
  assert_shows (f, "None", "");
}

/* The question stands before the dialog. */
static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }

  return NULL;
}

static void
answer (const char *response)
{
  AdwMessageDialog *question = find_question ();

  adw_message_dialog_response (question, response);
  bw_test_destroy (GTK_WIDGET (question));
}

static void
test_certificate (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *first = NULL;

  bw_test_press (bw_test_child (f->dialog, "make_button"));
  bw_test_spin_until (is_idle, f);
  g_assert_cmpint (bw_credential_keeper_get_kind (f->keeper), ==, BW_CREDENTIAL_CERTIFICATE);
  g_assert_cmpstr (adw_action_row_get_subtitle (bw_test_child (f->dialog, "kind_row")), ==,
                   "Certificate");
  first = g_strdup (bw_credential_keeper_get_thumbprint (f->keeper));
  g_assert_cmpstr (adw_action_row_get_subtitle (bw_test_child (f->dialog, "thumbprint_row")), ==,
                   first);
  g_assert_true (gtk_widget_get_sensitive (bw_test_child (f->dialog, "save_button")));
  g_assert_nonnull (strstr (gtk_label_get_text (bw_test_child (f->dialog, "hint_label")),
                            "Certificates & secrets"));

  /* One that is in use is not replaced unasked, nor removed. */
  bw_test_press (bw_test_child (f->dialog, "make_button"));
  answer ("no");
  g_assert_cmpstr (bw_credential_keeper_get_thumbprint (f->keeper), ==, first);

  bw_test_press (bw_test_child (f->dialog, "remove_button"));
  answer ("yes");
  bw_test_spin_until (is_idle, f);
  assert_shows (f, "None", "");
  g_assert_cmpint (bw_credential_keeper_get_kind (f->keeper), ==, BW_CREDENTIAL_NONE);
}

/* What runs out soon is said. */
static void
test_warning (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_assert_false (gtk_widget_get_visible (bw_test_child (f->dialog, "warning_label")));
  bw_credential_keeper_make_certificate_async (f->keeper, 10, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  g_assert_true (bw_credential_keeper_change_finish (f->keeper, result, NULL));
  g_assert_true (gtk_widget_get_visible (bw_test_child (f->dialog, "warning_label")));
  g_assert_nonnull (strstr (gtk_label_get_text (bw_test_child (f->dialog, "warning_label")),
                            "runs out on"));
}

#define TEST(name, function) \
  g_test_add ("/ui/credential-dialog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 0;

  TEST ("secret", test_secret);
  TEST ("back", test_back);
  TEST ("certificate", test_certificate);
  TEST ("warning", test_warning);

  return g_test_run ();
}
