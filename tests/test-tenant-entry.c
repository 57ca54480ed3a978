/* test-tenant-entry.c - adding tenants by hand, and removing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-store-activity.h"
#include "bw-store-tenants.h"
#include "bw-tenant-book.h"
#include "bw-tenant-entry.h"
#include "bw-tenant-lookup.h"
#include "bw-util.h"
#include "core-util.h"
#include "test-util.h"

#define STRANGER "0000000b-aaaa-4000-8000-000000000001"
#define CUSTOMER "0000000b-aaaa-4000-8000-000000000002"
#define RELATED  "0000000b-aaaa-4000-8000-000000000003"
#define ENDED    "0000000b-aaaa-4000-8000-000000000004"
#define ELSEWHERE "0000000b-aaaa-4000-8000-000000000005"
#define GUEST    "technician@lodestar-it.example"

static const char scenario[] =
  "{\"name\":\"by-hand\",\"include\":\"empty.json\",\"tenants\":["
  "{\"id\":\"" STRANGER "\",\"name\":\"Stranger\",\"domain\":\"stranger.example\","
  "\"initialDomain\":\"stranger.onmicrosoft.com\",\"region\":\"NA\",\"inPartnerCenter\":false},"
  "{\"id\":\"" CUSTOMER "\",\"name\":\"Customer\",\"domain\":\"customer.example\","
  "\"initialDomain\":\"customer.onmicrosoft.com\"},"
  "{\"id\":\"" RELATED "\",\"name\":\"Related\",\"domain\":\"related.example\","
  "\"initialDomain\":\"related.onmicrosoft.com\",\"inPartnerCenter\":false,"
  "\"relationships\":[{\"name\":\"Access\",\"roles\":\"template\",\"end\":\"+300d\"}]},"
  "{\"id\":\"" ENDED "\",\"name\":\"Ended\",\"domain\":\"ended.example\","
  "\"initialDomain\":\"ended.onmicrosoft.com\",\"inPartnerCenter\":false,"
  "\"relationships\":[{\"name\":\"Old access\",\"roles\":\"template\",\"status\":\"expired\","
  "\"end\":\"-4d\"}]},"
  "{\"id\":\"" ELSEWHERE "\",\"name\":\"Elsewhere\",\"domain\":\"elsewhere.example\","
  "\"initialDomain\":\"elsewhere.onmicrosoft.us\",\"cloud\":\"us-government\"}"
  "]}";

typedef struct
{
  BwTestCore    *core;
  BwTenantEntry *entry;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->core = bw_test_core_new_with (scenario);
  f->entry = bw_tenant_entry_new (f->core->store, f->core->session);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_spin_idle ();
  g_assert_finalize_object (f->entry);
  bw_test_core_free (f->core);
}

static BwTenantDraft *
judge (Fixture     *f,
       const char  *name,
       const char  *tenant,
       const char  *guest,
       GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_tenant_entry_judge_async (f->entry, name, tenant, guest, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_tenant_entry_judge_finish (f->entry, result, error);
}

static BwTenantRow *
add (Fixture              *f,
     const BwTenantDraft  *draft,
     GError              **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_tenant_entry_add_async (f->entry, draft, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_tenant_entry_add_finish (f->entry, result, error);
}

static gboolean
remove_tenant (Fixture     *f,
               const char  *tenant_id,
               GError     **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_tenant_entry_remove_async (f->entry, tenant_id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_tenant_entry_remove_finish (f->entry, result, error);
}

static void
assert_refused (Fixture    *f,
                const char *name,
                const char *tenant,
                const char *guest,
                int         code,
                const char *part)
{
  g_autoptr(GError) error = NULL;
  BwTenantDraft *draft = judge (f, name, tenant, guest, &error);

  g_assert_null (draft);
  g_assert_error (error, BW_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
}

static BwTenantRow *
load (Fixture    *f,
      const char *tenant_id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  bw_store_load_tenant_async (f->core->store, tenant_id, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_store_load_tenant_finish (f->core->store, result, NULL);
}

/* Returns: (transfer full): what is on record, the newest first */
static char *
dup_record (Fixture    *f,
            const char *tenant_id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  bw_store_list_activity_async (f->core->store, tenant_id, 0, 0, NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);
  rows = bw_store_list_activity_finish (f->core->store, result, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const BwActivityRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpstr (row->who, ==, "admin@lodestar-it.example");
      g_assert_cmpstr (row->outcome, ==, "noted");
      g_string_append_printf (text, "%s;", row->what);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_add (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantDraft) draft = judge (f, " Strange Ltd ", "Someone@Stranger.example",
                                          "Technician@LODESTAR-IT.example", &error);
  g_autoptr(BwTenantRow) row = NULL;
  g_autoptr(BwTenantRow) again = NULL;
  g_autoptr(BwTenantRow) stored = NULL;
  g_autofree char *place = NULL;
  g_autofree char *record = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (draft->tenant_id, ==, STRANGER);
  g_assert_cmpstr (draft->name, ==, "Strange Ltd");
  g_assert_cmpint (draft->standing, ==, BW_TENANT_STANDING_NONE);
  place = bw_tenant_draft_dup_place (draft);
  g_assert_cmpstr (place, ==, "Cloud: Global, region: NA");

  row = add (f, draft, &error);
  g_assert_no_error (error);
  stored = load (f, STRANGER);
  g_assert_cmpstr (stored->name, ==, "Strange Ltd");
  g_assert_cmpstr (stored->domain, ==, "stranger.example");
  g_assert_cmpstr (stored->region, ==, "NA");
  g_assert_cmpstr (stored->guest_email, ==, "Technician@lodestar-it.example");
  g_assert_cmpint (stored->source, ==, BW_TENANT_SOURCE_MICROSOFT_365);
  g_assert_cmpint (row->source, ==, BW_TENANT_SOURCE_MICROSOFT_365);

  /* Somebody else who judged it before it was there comes too late. */
  again = add (f, draft, &error);
  g_assert_null (again);
  g_assert_error (error, BW_ERROR, BW_ERROR_CONFLICT);
  assert_refused (f, "Other", STRANGER, GUEST, BW_ERROR_CONFLICT, "Strange Ltd");
  record = dup_record (f, STRANGER);
  g_assert_cmpstr (record, ==, "Tenant added;");
  g_assert_cmpuint (bw_test_sandbox_count_writes (f->core->sandbox), ==, 0);
}

static void
test_refusals (Fixture       *f,
               gconstpointer  data)
{
  const char *partner = bw_test_sandbox_get_partner (f->core->sandbox);

  /* What can't be right is not asked about. */
  bw_test_sandbox_clear_log (f->core->sandbox);
  assert_refused (f, " ", STRANGER, GUEST, BW_ERROR_INVALID, "name");
  assert_refused (f, "X", "nothing", GUEST, BW_ERROR_INVALID, "tenant ID");
  assert_refused (f, "X", STRANGER, "nobody", BW_ERROR_INVALID, "@");
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "GET", "."), ==, 0);

  assert_refused (f, "X", STRANGER, "anna@elsewhere.example", BW_ERROR_INVALID,
                  "lodestarit.onmicrosoft.com");
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "GET", "openid-configuration"), ==, 0);
  assert_refused (f, "X", "unknown.example", GUEST, BW_ERROR_NOT_FOUND, "unknown.example");
  assert_refused (f, "X", "elsewhere.example", GUEST, BW_ERROR_INVALID, "US Government");
  assert_refused (f, "X", partner, GUEST, BW_ERROR_INVALID, "own partner tenant");
  assert_refused (f, "X", "lodestar-it.example", GUEST, BW_ERROR_INVALID, "own partner tenant");

  /* The domains of the partner tenant are asked for once. */
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "GET", "/organization"), ==, 1);
}

static void
assert_standing (Fixture          *f,
                 const char       *tenant,
                 BwTenantStanding  standing)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantDraft) draft = judge (f, "X", tenant, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (draft->standing, ==, standing);
  g_assert_true ((bw_tenant_standing_explain (standing) != NULL) ==
                 (standing != BW_TENANT_STANDING_NONE));
}

static void
test_standing (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(BwTenantDraft) draft = NULL;
  g_autoptr(BwTenantRow) row = NULL;
  g_autofree char *record = NULL;

  assert_standing (f, STRANGER, BW_TENANT_STANDING_NONE);
  assert_standing (f, ENDED, BW_TENANT_STANDING_NONE);
  assert_standing (f, CUSTOMER, BW_TENANT_STANDING_CUSTOMER);
  assert_standing (f, RELATED, BW_TENANT_STANDING_RELATED);

  draft = judge (f, "Related", RELATED, GUEST, NULL);
  row = add (f, draft, NULL);
  g_assert_nonnull (row);
  g_assert_cmpint (row->source, ==, BW_TENANT_SOURCE_PARTNER_CENTER);
  g_assert_cmpstr (row->guest_email, ==, NULL);
  record = dup_record (f, RELATED);
  g_assert_cmpstr (record, ==, "Tenant added as a CSP tenant;");
}

/* Whoever may not ask Partner Center has no customers there; whoever is not answered is
 * told so. */
static void
test_no_partner (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwTenantDraft) draft = NULL;

  bw_test_core_add_fault (f->core, "/partner/v1/customers", 0, 1,
                          "{\"status\":403,\"body\":{\"code\":\"900406\",\"description\":\"No\"}}");
  draft = judge (f, "X", CUSTOMER, GUEST, &error);
  g_assert_no_error (error);
  g_assert_cmpint (draft->standing, ==, BW_TENANT_STANDING_NONE);

  bw_test_core_add_fault (f->core, "openid-configuration", 0, 1,
                          "{\"status\":200,\"body\":\"<html>\"}");
  g_assert_null (judge (f, "X", STRANGER, GUEST, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_PROTOCOL);
}

/* Who is found in another cloud only is not taken for one of ours. */
static void
test_other_cloud (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(BwTestSandbox) other = bw_test_sandbox_new (NULL);
  g_autoptr(GPtrArray) clouds = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_cloud_unref);
  const char *tenants[] = { "zephyrine.example", "unknown.example" };
  const int codes[] = { BW_ERROR_INVALID, BW_ERROR_NOT_FOUND };

  g_ptr_array_add (clouds, bw_cloud_ref (bw_session_get_cloud (f->core->session)));
  g_ptr_array_add (clouds, bw_cloud_new_sandbox (bw_test_sandbox_get_url (other)));
  for (guint i = 0; i < G_N_ELEMENTS (tenants); i++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      bw_tenant_lookup_async (f->core->store, f->core->session, clouds, tenants[i], NULL,
                              bw_test_take_result, &slot);
      result = bw_test_wait (&slot);
      g_assert_null (bw_tenant_lookup_finish (result, &error));
      g_assert_error (error, BW_ERROR, codes[i]);
    }
  g_assert_cmpuint (bw_test_sandbox_count (other, "GET", "openid-configuration"), ==, 2);
}

static void
test_clouds (void)
{
  const char *ids[] = { "global", "us-government", "us-government-dod", "china" };
  const char *others[] = { "us-government china", "global china", "global china",
                           "global us-government" };
  g_autoptr(BwCloud) sandbox = bw_cloud_new_sandbox ("http://127.0.0.1:1");
  g_autoptr(GPtrArray) none = bw_cloud_list_others (sandbox);

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(BwCloud) cloud = bw_cloud_new (ids[i], NULL);
      g_autoptr(GPtrArray) list = bw_cloud_list_others (cloud);
      g_autoptr(GString) names = g_string_new (NULL);

      for (guint n = 0; n < list->len; n++)
        g_string_append_printf (names, "%s%s", n > 0 ? " " : "",
                                ((BwCloud *) g_ptr_array_index (list, n))->id);
      g_assert_cmpstr (names->str, ==, others[i]);
      g_assert_nonnull (bw_cloud_get_label (ids[i]));
    }
  g_assert_null (bw_cloud_get_label ("mars"));
}

static void
cancelled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (bw_tenant_entry_look_up_finish (BW_TENANT_ENTRY (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  bw_tenant_entry_look_up_async (f->entry, STRANGER, cancellable, cancelled_cb, &done);
  g_cancellable_cancel (cancellable);
  bw_test_spin_until (is_true, &done);
}

typedef struct
{
  BwTenantBook *book;
  gboolean      there;
} Wait;

static gboolean
is_as_wanted (gpointer data)
{
  Wait *wait = data;

  return (bw_tenant_book_get_tenant (wait->book, STRANGER) != NULL) == wait->there;
}

static void
test_remove (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(BwTenantBook) book = bw_tenant_book_new (f->core->store);
  g_autoptr(BwTenantDraft) draft = judge (f, "Strange Ltd", STRANGER, GUEST, NULL);
  g_autoptr(BwTenantRow) row = add (f, draft, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *record = NULL;
  Wait wait = { book, TRUE };

  g_assert_nonnull (row);
  bw_test_spin_until (is_as_wanted, &wait);
  bw_test_sandbox_clear_log (f->core->sandbox);
  g_assert_true (remove_tenant (f, STRANGER, &error));
  g_assert_no_error (error);
  wait.there = FALSE;
  bw_test_spin_until (is_as_wanted, &wait);
  g_assert_null (load (f, STRANGER));
  record = dup_record (f, STRANGER);
  g_assert_cmpstr (record, ==, "Tenant removed from the list;Tenant added;");
  g_assert_cmpuint (bw_test_sandbox_count (f->core->sandbox, "", "."), ==, 0);

  /* What was removed can be added again. */
  bw_tenant_draft_free (g_steal_pointer (&draft));
  draft = judge (f, "Strange Ltd", STRANGER, GUEST, &error);
  g_assert_no_error (error);
  bw_tenant_book_close (book);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(name, function) \
  g_test_add ("/core/tenant-entry/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("add", test_add);
  TEST ("refusals", test_refusals);
  TEST ("standing", test_standing);
  TEST ("no-partner", test_no_partner);
  TEST ("other-cloud", test_other_cloud);
  TEST ("cancel", test_cancel);
  TEST ("remove", test_remove);
#undef TEST
  g_test_add_func ("/core/tenant-entry/clouds", test_clouds);

  return g_test_run ();
}
