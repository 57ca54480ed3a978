/* test-add-dialog.c - adding a tenant in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-add-dialog.h"
#include "bw-import-dialog.h"
#include "bw-pace.h"
#include "bw-store-tenants.h"
#include "core-util.h"
#include "display-util.h"
#include "test-util.h"

#define STRANGER "0000000b-aaaa-4000-8000-000000000001"
#define OTHER    "0000000b-aaaa-4000-8000-000000000002"
#define CUSTOMER "0000000b-aaaa-4000-8000-000000000003"
#define GUEST    "technician@lodestar-it.example"

static const char scenario[] =
  "{\"name\":\"by-hand\",\"include\":\"empty.json\",\"tenants\":["
  "{\"id\":\"" STRANGER "\",\"name\":\"Stranger\",\"domain\":\"stranger.example\","
  "\"initialDomain\":\"stranger.onmicrosoft.com\",\"region\":\"NA\",\"inPartnerCenter\":false},"
  "{\"id\":\"" OTHER "\",\"name\":\"Other\",\"domain\":\"other.example\","
  "\"initialDomain\":\"other.onmicrosoft.com\",\"inPartnerCenter\":false},"
  "{\"id\":\"" CUSTOMER "\",\"name\":\"Customer\",\"domain\":\"customer.example\","
  "\"initialDomain\":\"customer.onmicrosoft.com\"}"
  "]}";

typedef struct
{
  BwTestCore    *core;
  BwTenantEntry *entry;
  GtkWidget     *dialog;
  char          *added;
} Fixture;

static void
added_cb (BwAddDialog *dialog,
          const char  *tenant_id,
          Fixture     *f)
{
  g_assert_null (f->added);
  f->added = g_strdup (tenant_id);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->core = bw_test_core_new_with (scenario);
  bw_pace_set_divisor (10);
  f->entry = bw_tenant_entry_new (f->core->store, f->core->session);
  f->dialog = bw_add_dialog_new (NULL, f->entry);
  g_signal_connect (f->dialog, "added", G_CALLBACK (added_cb), f);
  gtk_window_present (GTK_WINDOW (f->dialog));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->dialog != NULL)
    bw_test_destroy (f->dialog);
  bw_test_spin_idle ();
  g_assert_finalize_object (f->entry);
  bw_test_core_free (f->core);
  g_free (f->added);
}

static void
type (Fixture    *f,
      const char *child,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (bw_test_child (f->dialog, child)), text);
}

static gboolean
is_sensitive (Fixture    *f,
              const char *child)
{
  return gtk_widget_get_sensitive (bw_test_child (f->dialog, child));
}

static gboolean
is_visible (Fixture    *f,
            const char *child)
{
  return gtk_widget_get_visible (bw_test_child (f->dialog, child));
}

/* The end of looking, whatever came of it. */
static gboolean
has_looked (gpointer data)
{
  return !is_visible (data, "spinner");
}

static void
look_up (Fixture    *f,
         const char *tenant)
{
  type (f, "tenant_row", tenant);
  g_assert_true (is_visible (f, "spinner"));
  bw_test_spin_until (has_looked, f);
}

static gboolean
can_add (gpointer data)
{
  return is_sensitive (data, "add_button");
}

/* What a screen reader says of a field besides its name. */
static void
assert_described (Fixture    *f,
                  const char *row,
                  const char *text)
{
  g_autofree char *difference =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (bw_test_child (f->dialog, row)),
                                        GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);

  g_assert_cmpstr (difference, ==, NULL);
}

static void
assert_says (Fixture    *f,
             const char *field,
             const char *part)
{
  g_autofree char *label = g_strconcat (field, "_label", NULL);
  g_autofree char *row = g_strconcat (field, "_row", NULL);
  GtkAccessible *text = GTK_ACCESSIBLE (bw_test_child (f->dialog, row));
  const char *said = gtk_label_get_text (bw_test_child (f->dialog, label));
  g_autofree char *difference = NULL;

  g_assert_cmpint (is_visible (f, label), ==, part != NULL);
  if (part != NULL)
    {
      g_assert_nonnull (strstr (said, part));
      assert_described (f, row, said);
    }

  difference = gtk_test_accessible_check_state (text, GTK_ACCESSIBLE_STATE_INVALID,
                                                part != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                                             : GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_cmpstr (difference, ==, NULL);
}

static gboolean
is_gone (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

/* The dialog has nothing more to do then. */
static void
assert_added (Fixture    *f,
              const char *tenant_id)
{
  g_object_add_weak_pointer (G_OBJECT (f->dialog), (gpointer *) &f->dialog);
  bw_test_spin_until (is_gone, f);
  g_assert_cmpstr (f->added, ==, tenant_id);
}

static void
test_add (Fixture       *f,
          gconstpointer  data)
{
  AdwActionRow *found = bw_test_child (f->dialog, "found_row");

  /* Nothing is wrong with what nobody has typed yet. */
  assert_says (f, "name", NULL);
  assert_says (f, "tenant", NULL);
  assert_says (f, "guest", NULL);
  g_assert_false (can_add (f));

  type (f, "name_row", "Strange Ltd");
  look_up (f, "someone@stranger.example");
  g_assert_true (is_visible (f, "found_row"));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (found)), ==, STRANGER);
  g_assert_cmpstr (adw_action_row_get_subtitle (found), ==, "Cloud: Global, region: NA");
  assert_described (f, "tenant_row", STRANGER ": Cloud: Global, region: NA");
  g_assert_false (can_add (f));

  type (f, "guest_row", GUEST);
  bw_test_spin_until (can_add, f);

  /* As Enter does. */
  gtk_window_set_focus (GTK_WINDOW (f->dialog), bw_test_child (f->dialog, "guest_row"));
  gtk_widget_activate (gtk_window_get_default_widget (GTK_WINDOW (f->dialog)));
  assert_added (f, STRANGER);
}

static void
test_problems (Fixture       *f,
               gconstpointer  data)
{
  type (f, "name_row", "Con\ntoso");
  assert_says (f, "name", "can’t be seen");
  type (f, "name_row", "Contoso");
  assert_says (f, "name", NULL);

  type (f, "tenant_row", "contoso");
  assert_says (f, "tenant", "tenant ID");
  g_assert_false (is_visible (f, "spinner"));
  look_up (f, "unknown.example");
  assert_says (f, "tenant", "unknown.example");
  g_assert_false (is_visible (f, "found_row"));
  look_up (f, "lodestar-it.example");
  assert_says (f, "tenant", "own partner tenant");
  type (f, "tenant_row", "");
  assert_says (f, "tenant", NULL);

  type (f, "guest_row", "anna");
  assert_says (f, "guest", "@");
  type (f, "guest_row", "anna@stranger.example");
  look_up (f, STRANGER);
  assert_says (f, "guest", "lodestar-it.example");
  assert_says (f, "tenant", NULL);
  g_assert_false (can_add (f));
  g_assert_null (f->added);
}

static gboolean
is_asked (gpointer data)
{
  Fixture *f = data;

  return bw_test_sandbox_count (f->core->sandbox, "GET", STRANGER "/v2.0/.well-known") == 1;
}

/* What is typed while the first is looked up is what counts. */
static void
test_latest (Fixture       *f,
             gconstpointer  data)
{
  AdwPreferencesRow *found = bw_test_child (f->dialog, "found_row");
  int end = strlen ("other.example");

  bw_test_sandbox_clear_log (f->core->sandbox);
  bw_test_core_add_fault (f->core, STRANGER "/v2.0/.well-known", 0, 1, "{\"hang\":true}");
  type (f, "tenant_row", "unknown.example");
  type (f, "tenant_row", STRANGER);
  bw_test_spin_until (is_asked, f);
  type (f, "tenant_row", "other.example");
  bw_test_spin_until (has_looked, f);
  g_assert_cmpstr (adw_preferences_row_get_title (found), ==, OTHER);

  /* Nobody asks about what was typed over at once. */
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "GET", "unknown"), ==, 0);

  /* One blank more makes no other tenant. */
  gtk_editable_insert_text (GTK_EDITABLE (bw_test_child (f->dialog, "tenant_row")), " ", 1,
                            &end);
  g_assert_false (is_visible (f, "spinner"));
  g_assert_true (is_visible (f, "found_row"));
}

static void
test_csp (Fixture       *f,
          gconstpointer  data)
{
  look_up (f, CUSTOMER);
  g_assert_true (is_visible (f, "csp_box"));
  g_assert_false (is_visible (f, "guest_box"));
  g_assert_false (is_sensitive (f, "csp_button"));
  type (f, "name_row", "Customer");
  g_assert_false (can_add (f));
  bw_test_press (bw_test_child (f->dialog, "csp_button"));
  assert_added (f, CUSTOMER);
}

/* Enter asks once more where there was no answer. */
static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  bw_test_core_add_fault (f->core, "openid-configuration", 0, 1,
                          "{\"status\":200,\"body\":\"<html>\"}");
  look_up (f, STRANGER);
  g_assert_true (is_visible (f, "tenant_label"));
  g_signal_emit_by_name (bw_test_child (f->dialog, "tenant_row"), "entry-activated");
  assert_says (f, "tenant", NULL);
  bw_test_spin_until (has_looked, f);
  g_assert_true (is_visible (f, "found_row"));
}

/* Somebody else was faster. */
static void
test_conflict (Fixture       *f,
               gconstpointer  data)
{
  type (f, "name_row", "Strange Ltd");
  look_up (f, STRANGER);
  type (f, "guest_row", GUEST);
  bw_test_spin_until (can_add, f);
  bw_test_core_add_tenant (f->core, STRANGER);
  bw_test_press (bw_test_child (f->dialog, "add_button"));
  while (!is_visible (f, "tenant_label"))
    bw_test_spin_idle ();
  assert_says (f, "tenant", "already");
  g_assert_false (can_add (f));
  g_assert_null (f->added);
}

/* What a dialog waits for ends with it. */
static void
test_close (Fixture       *f,
            gconstpointer  data)
{
  bw_test_sandbox_clear_log (f->core->sandbox);
  bw_test_core_add_fault (f->core, STRANGER "/v2.0/.well-known", 0, 1, "{\"hang\":true}");
  type (f, "tenant_row", STRANGER);
  bw_test_spin_until (is_asked, f);
  bw_test_destroy (f->dialog);
  f->dialog = NULL;

  /* The next question would have come after the first answer. */
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "GET", "/partner/"), ==, 0);
}

static GtkWidget *
new_import (Fixture    *f,
            const char *text)
{
  g_autofree char *path = bw_test_write_file (f->core->folder, "tenants.csv", text);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWidget *dialog = bw_import_dialog_new (NULL, f->entry, file);

  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

static gboolean
is_over (gpointer data)
{
  return strcmp (gtk_stack_get_visible_child_name (data), "reading") != 0;
}

static gboolean
is_hidden (gpointer data)
{
  return !gtk_widget_get_visible (data);
}

static gboolean
has_tenant (Fixture    *f,
            const char *tenant_id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BwTenantRow) row = NULL;

  bw_store_load_tenant_async (f->core->store, tenant_id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  row = bw_store_load_tenant_finish (f->core->store, result, NULL);

  return row != NULL;
}

static void
test_import (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *dialog = new_import (f, "name,tenant,guest\nStrange & Co,stranger.example," GUEST
                                  "\nNobody,unknown.example," GUEST "\n");
  GtkWidget *button = bw_test_child (dialog, "add_button");
  GListModel *model;

  bw_test_spin_until (is_over, bw_test_child (dialog, "stack"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (bw_test_child (dialog, "stack")), ==, "lines");
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (dialog, "summary_label")), ==,
                   "Can be added: 1. Already there: 0. Refused: 1.");
  g_assert_false (has_tenant (f, STRANGER));
  bw_test_press (button);
  bw_test_spin_until (is_hidden, button);
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (dialog, "summary_label")), ==,
                   "Added: 1. Already there: 0. Refused: 1.");
  g_assert_true (has_tenant (f, STRANGER));
  model = G_LIST_MODEL (gtk_list_view_get_model (bw_test_child (dialog, "list_view")));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  bw_test_destroy (dialog);

  /* There is nothing to add any more. */
  dialog = new_import (f, "name,tenant,guest\nStrange & Co,stranger.example," GUEST "\n");
  bw_test_spin_until (is_over, bw_test_child (dialog, "stack"));
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (dialog, "summary_label")), ==,
                   "Can be added: 0. Already there: 1. Refused: 0.");
  g_assert_false (gtk_widget_get_visible (bw_test_child (dialog, "add_button")));
  bw_test_destroy (dialog);

  dialog = new_import (f, "<html>");
  bw_test_spin_until (is_over, bw_test_child (dialog, "stack"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (bw_test_child (dialog, "stack")), ==, "error");
  bw_test_destroy (dialog);

  /* Closed in the middle of it. */
  dialog = new_import (f, "name,tenant,guest\nOther,other.example," GUEST "\n");
  bw_test_destroy (dialog);
}

static gboolean
is_unused (gpointer data)
{
  return G_OBJECT (data)->ref_count == 1;
}

/* Whoever closes it once all are to be added wants them all. */
static void
test_import_close (Fixture       *f,
                   gconstpointer  data)
{
  GtkWidget *dialog = new_import (f, "name,tenant,guest\nStrange,stranger.example," GUEST
                                  "\nCustomer," CUSTOMER "," GUEST "\n");

  bw_test_spin_until (is_over, bw_test_child (dialog, "stack"));
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (dialog, "summary_label")), ==,
                   "Can be added: 2. Already there: 0. Refused: 0.");
  g_object_ref (dialog);
  bw_test_press (bw_test_child (dialog, "add_button"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  bw_test_spin_until (is_unused, dialog);
  g_object_unref (dialog);
  g_assert_true (has_tenant (f, STRANGER));
  g_assert_true (has_tenant (f, CUSTOMER));
}

#define TEST(name, function) \
  g_test_add ("/ui/add-dialog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 0;

  TEST ("add", test_add);
  TEST ("problems", test_problems);
  TEST ("latest", test_latest);
  TEST ("csp", test_csp);
  TEST ("again", test_again);
  TEST ("conflict", test_conflict);
  TEST ("close", test_close);
  TEST ("import", test_import);
  TEST ("import-close", test_import_close);

  return g_test_run ();
}
