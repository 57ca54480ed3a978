/* test-widgets.c - the parts of the window, each with tenants made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-access-view.h"
#include "bw-details-panel.h"
#include "bw-failure-box.h"
#include "bw-split.h"
#include "bw-strip.h"
#include "bw-tenant-cell.h"
#include "bw-tenant-list.h"
#include "bw-tracker-row.h"
#include "bw-tracker.h"
#include "display-util.h"
#include "test-tenants.h"
#include "test-util.h"

static guint
count_shown (BwTenantList *list)
{
  GtkColumnView *view = bw_test_child (list, "column_view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static char *
dup_shown_name (BwTenantList *list,
                guint         position)
{
  GtkColumnView *view = bw_test_child (list, "column_view");
  g_autoptr(BwTenant) tenant = NULL;

  tenant = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);

  return g_strdup (bw_tenant_get_name (tenant));
}

static const char *
get_page (gpointer widget)
{
  return gtk_stack_get_visible_child_name (bw_test_child (widget, "stack"));
}

static BwTenantList *
new_list (GListStore *tenants)
{
  BwTenantList *list = g_object_ref_sink (g_object_new (BW_TYPE_TENANT_LIST, NULL));

  bw_tenant_list_set_tenants (list, G_LIST_MODEL (tenants));

  return list;
}

static gboolean
shows_one (gpointer data)
{
  return count_shown (data) == 1;
}

static void
search (BwTenantList *list,
        const char   *text)
{
  gtk_editable_set_text (bw_test_child (list, "search_entry"), text);
}

static void
test_list_search (void)
{
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  BwTenantList *list = new_list (tenants);
  g_autofree char *name = NULL;

  g_assert_cmpuint (count_shown (list), ==, g_list_model_get_n_items (G_LIST_MODEL (tenants)));
  g_assert_cmpstr (get_page (list), ==, "list");

  /* The entry waits a moment before it tells of what was typed. */
  search (list, "POWER");
  bw_test_spin_until (shows_one, list);
  name = dup_shown_name (list, 0);
  g_assert_cmpstr (name, ==, "City Power & Light");

  search (list, "customer5.on");
  bw_test_spin_until (shows_one, list);
  search (list, "000000000003");
  bw_test_spin_until (shows_one, list);

  g_assert_finalize_object (list);
}

static gboolean
shows_no_match (gpointer data)
{
  return g_str_equal (get_page (data), "no-match");
}

static void
test_list_pages (void)
{
  g_autoptr(GListStore) none = g_list_store_new (BW_TYPE_TENANT);
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  BwTenantList *list = new_list (none);

  g_assert_cmpstr (get_page (list), ==, "empty");
  bw_tenant_list_set_reading (list, TRUE);
  g_assert_cmpstr (get_page (list), ==, "reading");
  bw_tenant_list_set_tenants (list, G_LIST_MODEL (tenants));
  g_assert_cmpstr (get_page (list), ==, "list");
  search (list, "there is no such customer");
  bw_test_spin_until (shows_no_match, list);

  g_assert_finalize_object (list);
}

static void
test_list_groups (void)
{
  static const struct
  {
    BwTenantGroup group;
    guint         n;
    const char   *label;
  } expected[] = {
    { BW_TENANT_GROUP_ALL, 12, "All (12)" },
    { BW_TENANT_GROUP_NOT_SET_UP, 3, "Not set up (3)" },
    { BW_TENANT_GROUP_IN_PROGRESS, 2, "In progress (2)" },
    { BW_TENANT_GROUP_NEEDS_YOU, 2, "Needs you (2)" },
    { BW_TENANT_GROUP_ENABLED, 3, "Enabled (3)" },
    { BW_TENANT_GROUP_EXPIRING, 1, "Expiring within 90 days (1)" },
    { BW_TENANT_GROUP_EXPIRED_OR_DISABLED, 2, "Expired or disabled (2)" },
  };
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  BwTenantList *list = new_list (tenants);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      bw_tenant_list_set_group (list, expected[i].group);
      g_assert_cmpuint (count_shown (list), ==, expected[i].n);
      g_assert_cmpstr (gtk_menu_button_get_label (bw_test_child (list, "filter_button")), ==,
                       expected[i].label);
    }

  g_assert_finalize_object (list);
}

static gboolean
counts_one_more (gpointer data)
{
  GtkMenuButton *button = bw_test_child (data, "filter_button");

  return g_str_equal (gtk_menu_button_get_label (button), "Needs you (3)");
}

/* A tenant that changes is counted and shown anew; the one whose details are open
 * stays under the hand of whoever looks at it. */
static void
test_list_changes (void)
{
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  g_autoptr(BwTenant) third = g_list_model_get_item (G_LIST_MODEL (tenants), 2);
  g_autoptr(BwTenant) last = g_list_model_get_item (G_LIST_MODEL (tenants), 11);
  g_autoptr(BwTenantRow) row = bw_test_tenant_row_new (12, "Wide World Importers");
  g_autoptr(BwTenantRow) third_row = bw_test_tenant_row_new (3, "City Power & Light");
  g_autoptr(BwJobRow) failed = bw_test_job_row_new (row->id, BW_JOB_STATE_FAILED, 0,
                                                    BW_STEP_STATE_FAILED, NULL);
  g_autoptr(BwJobRow) active = bw_test_job_row_new (third_row->id, BW_JOB_STATE_ACTIVE, 2,
                                                    BW_STEP_STATE_RUNNING, NULL);
  BwTenantList *list = new_list (tenants);

  bw_tenant_list_set_group (list, BW_TENANT_GROUP_NEEDS_YOU);
  g_assert_cmpuint (count_shown (list), ==, 2);
  bw_tenant_update (last, row, failed);
  bw_test_spin_until (counts_one_more, list);
  g_assert_cmpuint (count_shown (list), ==, 3);

  g_assert_true (bw_tenant_list_select (list, bw_tenant_get_id (third)));
  bw_tenant_update (third, third_row, active);
  g_assert_false (bw_tenant_is_in_group (third, BW_TENANT_GROUP_NEEDS_YOU));
  bw_test_spin_idle ();
  g_assert_cmpuint (count_shown (list), ==, 3);

  g_list_store_remove (tenants, 11);
  g_assert_cmpuint (count_shown (list), ==, 2);

  g_assert_finalize_object (list);
}

static void
note_cb (guint *n)
{
  ++*n;
}

static void
test_list_sort (void)
{
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  BwTenantList *list = new_list (tenants);
  GtkColumnView *view = bw_test_child (list, "column_view");
  g_autoptr(GtkColumnViewColumn) status = NULL;
  g_autofree char *first = NULL;
  g_autofree char *now_first = NULL;
  BwTenantColumn column;
  gboolean descending;
  guint n = 0;

  g_signal_connect_swapped (list, "sort-changed", G_CALLBACK (note_cb), &n);
  first = dup_shown_name (list, 0);
  g_assert_cmpstr (first, ==, "Adventure Works");

  for (guint i = 0; i < BW_TENANT_N_COLUMNS; i++)
    for (int down = 0; down < 2; down++)
      {
        bw_tenant_list_set_sort (list, i, down);
        bw_tenant_list_get_sort (list, &column, &descending);
        g_assert_cmpuint (column, ==, i);
        g_assert_cmpint (descending, ==, down);
      }
  g_assert_cmpuint (n, >, 0);

  bw_tenant_list_set_sort (list, BW_TENANT_COLUMN_NAME, TRUE);
  now_first = dup_shown_name (list, 0);
  g_assert_cmpstr (now_first, ==, "Wide World Importers");

  /* As if somebody had pressed the head of the column. */
  status = g_list_model_get_item (gtk_column_view_get_columns (view), BW_TENANT_COLUMN_STATUS);
  gtk_column_view_sort_by_column (view, status, GTK_SORT_DESCENDING);
  bw_tenant_list_get_sort (list, &column, &descending);
  g_assert_cmpuint (column, ==, BW_TENANT_COLUMN_STATUS);
  g_assert_true (descending);

  g_assert_finalize_object (list);
}

static void
test_list_widths (void)
{
  BwTenantList *list = g_object_ref_sink (g_object_new (BW_TYPE_TENANT_LIST, NULL));
  g_autofree char *none = bw_tenant_list_dup_widths (list);
  g_autofree char *some = NULL;
  g_autofree char *same = NULL;

  g_assert_cmpstr (none, ==, "");
  bw_tenant_list_set_widths (list, "name=240;status=180");
  some = bw_tenant_list_dup_widths (list);
  g_assert_cmpstr (some, ==, "name=240;status=180");

  bw_tenant_list_set_widths (list, "name;=;status=-4;source=99999999;owner=3;status=x;;name=300px");
  same = bw_tenant_list_dup_widths (list);
  g_assert_cmpstr (same, ==, "name=240;status=180");

  g_assert_finalize_object (list);
}

static gboolean
has_rows (gpointer data)
{
  return bw_test_count (data, BW_TYPE_TENANT_CELL) > 0;
}

static gboolean
columns_fit (gpointer data)
{
  GtkColumnView *view = bw_test_child (data, "column_view");
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr(GtkColumnViewColumn) changed = NULL;

  changed = g_list_model_get_item (columns, BW_TENANT_COLUMN_CHANGED);

  return !gtk_column_view_column_get_visible (changed);
}

/* On the screen, with rows, narrow and thrown away with everything in it. */
static void
test_list_on_screen (void)
{
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  GtkWidget *list = g_object_new (BW_TYPE_TENANT_LIST, NULL);
  GtkWidget *window = bw_test_show (list, 400, 500);
  GtkWidget *row;

  bw_tenant_list_set_tenants (BW_TENANT_LIST (list), G_LIST_MODEL (tenants));
  bw_test_spin_until (has_rows, list);
  bw_test_spin_until (columns_fit, list);

  row = gtk_widget_get_parent (gtk_widget_get_parent (bw_test_find (list, BW_TYPE_TENANT_CELL, 0)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Adventure Works, customer1.onmicrosoft.com, Enabled");

  bw_test_destroy (window);
}

/* The details. */

static void
test_details_every_status (void)
{
  static const char * const actions[] = {
    [BW_TENANT_STATUS_NOT_SET_UP] = "tenant.set-up",
    [BW_TENANT_STATUS_NEEDS_CHOICE] = "tenant.choose",
    [BW_TENANT_STATUS_WAITING_FOR_APPROVAL] = "tenant.view-message",
    [BW_TENANT_STATUS_FAILED] = "tenant.retry",
    [BW_TENANT_STATUS_EXPIRED] = "tenant.set-up",
    [BW_TENANT_STATUS_DISABLED] = NULL,
  };
  BwDetailsPanel *panel = g_object_ref_sink (g_object_new (BW_TYPE_DETAILS_PANEL, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr(BwTenant) tenant = bw_test_tenant_new (i, i, "Contoso & Sons <Ltd>");
      GtkLabel *name = bw_test_child (panel, "name_label");
      GtkWidget *button = bw_test_child (panel, "action_button");

      bw_details_panel_set_tenant (panel, tenant);
      g_assert_true (bw_details_panel_get_tenant (panel) == tenant);
      g_assert_cmpstr (gtk_label_get_text (name), ==, "Contoso & Sons <Ltd>");
      g_assert_cmpstr (bw_details_panel_get_action_name (panel), ==, actions[i]);
      g_assert_cmpint (gtk_widget_get_visible (button), ==, actions[i] != NULL);
      g_assert_cmpint (gtk_widget_get_visible (bw_test_child (panel, "failure_box")), ==,
                       i == BW_TENANT_STATUS_FAILED);
      g_assert_cmpint (gtk_widget_get_visible (bw_test_child (panel, "limitations_box")), ==,
                       i == BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS);
      g_assert_cmpstr (get_page (panel), ==, "tenant");

      bw_details_panel_set_tenant (panel, NULL);
      g_assert_cmpstr (get_page (panel), ==, "none");
      g_assert_finalize_object (g_steal_pointer (&tenant));
    }

  bw_details_panel_set_several (panel, 5, 2, 0);
  g_assert_cmpstr (get_page (panel), ==, "several");
  g_assert_true (gtk_widget_get_visible (bw_test_child (panel, "set_up_several_button")));
  g_assert_false (gtk_widget_get_visible (bw_test_child (panel, "save_messages_button")));

  g_assert_finalize_object (panel);
}

/* The panel follows the tenant that it shows. */
static void
test_details_follow (void)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_NOT_SET_UP, 1, "Contoso");
  g_autoptr(BwTenantRow) row = bw_test_tenant_row_new (1, "Contoso Ltd");
  g_autoptr(BwJobRow) job = bw_test_job_row_new (row->id, BW_JOB_STATE_ACTIVE, 2,
                                                 BW_STEP_STATE_WAITING_FOR_CUSTOMER, "Not yet.");
  BwDetailsPanel *panel = g_object_ref_sink (g_object_new (BW_TYPE_DETAILS_PANEL, NULL));
  GtkWidget *tracker = bw_test_child (panel, "tracker");

  bw_details_panel_set_tenant (panel, tenant);
  g_assert_cmpuint (bw_test_count (tracker, BW_TYPE_TRACKER_ROW), ==, 7);
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (tracker, "summary_label")), ==,
                   "0 of 7 steps done");

  bw_tenant_update (tenant, row, job);
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (panel, "name_label")), ==, "Contoso Ltd");
  g_assert_cmpstr (bw_details_panel_get_action_name (panel), ==, "tenant.view-message");
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (tracker, "summary_label")), ==,
                   "2 of 7 steps done");

  g_assert_finalize_object (panel);
}

static void
test_tracker_states (void)
{
  static const char * const names[] = {
    [BW_STEP_STATE_PENDING] = "Step 3, Get Admin Relationship Approval: Pending. Some text.",
    [BW_STEP_STATE_RUNNING] = "Step 3, Get Admin Relationship Approval: Running. Some text.",
    [BW_STEP_STATE_DONE] = "Step 3, Get Admin Relationship Approval: Done. Some text.",
    [BW_STEP_STATE_FAILED] = "Step 3, Get Admin Relationship Approval: Failed. Some text.",
  };
  g_autoptr(BwSetupJob) job = bw_setup_job_new (BW_SETUP_KIND_CSP);
  BwTracker *tracker = g_object_ref_sink (g_object_new (BW_TYPE_TRACKER, NULL));
  GtkWidget *row;

  bw_tracker_set_job (tracker, job);
  row = bw_test_find (GTK_WIDGET (tracker), BW_TYPE_TRACKER_ROW, 2);

  for (guint i = 0; i < BW_STEP_STATE_FAILED + 1; i++)
    {
      g_autoptr(BwJobRow) job_row = bw_test_job_row_new ("t", BW_JOB_STATE_ACTIVE, 2, i,
                                                         "Some text.");
      BwStepRow *step = g_ptr_array_index (job_row->steps, 2);

      step->done = 3;
      step->total = 4;
      bw_setup_job_update (job, job_row);
      g_assert_cmpint (gtk_widget_get_visible (bw_test_child (row, "progress_box")), ==,
                       i == BW_STEP_STATE_RUNNING);
      g_assert_cmpint (gtk_widget_get_visible (bw_test_child (row, "button")), ==,
                       i == BW_STEP_STATE_WAITING_FOR_CUSTOMER);
      if (names[MIN (i, G_N_ELEMENTS (names) - 1)] != NULL)
        gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                             names[i]);
    }

  g_assert_finalize_object (tracker);
}

static void
test_failure_box (void)
{
  g_autoptr(BwTenant) tenant = bw_test_tenant_new (BW_TENANT_STATUS_FAILED, 1, "Contoso");
  BwFailure *failure = bw_setup_job_get_failure (bw_tenant_get_job (tenant));
  GtkWidget *box = g_object_new (BW_TYPE_FAILURE_BOX, NULL);
  GtkWidget *window = bw_test_show (box, 400, 500);
  g_autofree char *copied = NULL;

  g_assert_false (gtk_widget_get_visible (box));
  bw_failure_box_set_failure (BW_FAILURE_BOX (box), failure);
  g_assert_true (gtk_widget_get_visible (box));
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (box, "meaning_label")), ==, failure->meaning);

  bw_test_press (bw_test_child (box, "copy_button"));
  copied = bw_test_dup_clipboard (box);
  g_assert_nonnull (strstr (copied, failure->event_id));
  g_assert_nonnull (strstr (copied, failure->correlation_id));
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (box, "copied_label")), ==, "Details copied");

  bw_failure_box_set_failure (BW_FAILURE_BOX (box), NULL);
  g_assert_false (gtk_widget_get_visible (box));
  bw_test_destroy (window);
}

static void
test_strip (void)
{
  BwStrip *strip = g_object_ref_sink (g_object_new (BW_TYPE_STRIP, "warning", TRUE, NULL));
  GtkWidget *button = bw_test_child (strip, "button");

  bw_strip_show (strip, "Something lasts.", "_Try Again", "access.refresh");
  g_assert_cmpstr (gtk_label_get_text (bw_test_child (strip, "label")), ==, "Something lasts.");
  g_assert_true (gtk_widget_get_visible (button));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Try Again");

  bw_strip_show (strip, "Something else.", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  bw_strip_hide (strip);

  g_assert_finalize_object (strip);
}

/* The whole view, wide and narrow. */

static BwAccessView *
new_view (GListStore *tenants)
{
  BwAccessView *view = g_object_new (BW_TYPE_ACCESS_VIEW, NULL);

  bw_access_view_set_tenants (view, G_LIST_MODEL (tenants));

  return view;
}

static void
test_view_select (void)
{
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  BwAccessView *view = new_view (tenants);
  GtkWidget *window = bw_test_show (GTK_WIDGET (view), 1000, 600);
  BwDetailsPanel *panel = bw_test_child (view, "panel");
  BwTenantList *list = bw_test_child (view, "list");
  g_autoptr(BwTenant) fifth = g_list_model_get_item (G_LIST_MODEL (tenants), 4);

  g_assert_cmpstr (get_page (panel), ==, "none");
  g_assert_true (bw_access_view_open_tenant (view, bw_tenant_get_id (fifth)));
  g_assert_true (bw_details_panel_get_tenant (panel) == fifth);
  g_assert_false (bw_access_view_open_tenant (view, "00000000-0000-0000-0000-000000000000"));

  /* A group that hides the tenant is left when somebody wants to see it. */
  bw_access_view_open_group (view, "not-set-up");
  g_assert_cmpuint (count_shown (list), ==, 3);
  g_assert_true (bw_access_view_open_tenant (view, bw_tenant_get_id (fifth)));
  g_assert_cmpuint (count_shown (list), ==, 12);

  gtk_widget_activate_action (GTK_WIDGET (view), "access.select-all", NULL);
  g_assert_cmpstr (get_page (panel), ==, "several");

  gtk_widget_activate_action (GTK_WIDGET (view), "access.filter", "s", "enabled");
  g_assert_cmpuint (count_shown (list), ==, 3);
  gtk_widget_activate_action (GTK_WIDGET (view), "access.sort-by", "s", "status");
  gtk_widget_activate_action (GTK_WIDGET (view), "access.sort-descending", NULL);

  /* The settings are those of the process, so that the next test finds them. */
  gtk_widget_activate_action (GTK_WIDGET (view), "access.sort-descending", NULL);
  gtk_widget_activate_action (GTK_WIDGET (view), "access.sort-by", "s", "name");
  gtk_widget_activate_action (GTK_WIDGET (view), "access.filter", "s", "all");
  bw_test_destroy (window);
}

static gboolean
is_folded (gpointer data)
{
  return bw_split_get_folded (data);
}

static void
test_view_narrow (void)
{
  g_autoptr(GListStore) tenants = bw_test_tenants_new ();
  BwAccessView *view = new_view (tenants);
  GtkWidget *window = bw_test_show (GTK_WIDGET (view), 400, 600);
  BwSplit *split = bw_test_child (view, "split");
  g_autoptr(BwTenant) first = g_list_model_get_item (G_LIST_MODEL (tenants), 0);

  bw_test_spin_until (is_folded, split);
  g_assert_false (bw_split_get_show_details (split));
  bw_access_view_open_tenant (view, bw_tenant_get_id (first));
  g_assert_true (bw_split_get_show_details (split));
  g_assert_true (gtk_widget_get_visible (bw_test_child (bw_test_child (view, "panel"),
                                                        "back_button")));
  gtk_widget_activate_action (GTK_WIDGET (view), "access.back", NULL);
  g_assert_false (bw_split_get_show_details (split));

  bw_test_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  if (!bw_test_init_display (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/tenant-list/search", test_list_search);
  g_test_add_func ("/ui/tenant-list/pages", test_list_pages);
  g_test_add_func ("/ui/tenant-list/groups", test_list_groups);
  g_test_add_func ("/ui/tenant-list/changes", test_list_changes);
  g_test_add_func ("/ui/tenant-list/sort", test_list_sort);
  g_test_add_func ("/ui/tenant-list/widths", test_list_widths);
  g_test_add_func ("/ui/tenant-list/on-screen", test_list_on_screen);
  g_test_add_func ("/ui/details-panel/every-status", test_details_every_status);
  g_test_add_func ("/ui/details-panel/follow", test_details_follow);
  g_test_add_func ("/ui/tracker/states", test_tracker_states);
  g_test_add_func ("/ui/failure-box/copy", test_failure_box);
  g_test_add_func ("/ui/strip/show", test_strip);
  g_test_add_func ("/ui/access-view/select", test_view_select);
  g_test_add_func ("/ui/access-view/narrow", test_view_narrow);

  return g_test_run ();
}
