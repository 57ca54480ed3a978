/* test-tenant-fields.c - what somebody may type to add a tenant, and what not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-tenant-fields.h"

#define ID    "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
#define OTHER "c7df2760-2c81-4ef7-b578-5b5392b571df"

typedef char *(*ReadFunc) (const char  *text,
                           GError     **error);

static void
assert_reads (ReadFunc    read,
              const char *text,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = read (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_refuses (ReadFunc    read,
                const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = read (text, &error);

  g_assert_cmpstr (found, ==, NULL);
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_name (void)
{
  g_autofree char *longest = g_strnfill (256, 'x');
  g_autofree char *too_long = g_strnfill (257, 'x');

  assert_reads (bw_tenant_fields_read_name, "Contoso", "Contoso");
  assert_reads (bw_tenant_fields_read_name, " \t\u00a0Müller & Söhne \n", "Müller & Söhne");
  assert_reads (bw_tenant_fields_read_name, "شركة النخيل", "شركة النخيل");
  assert_reads (bw_tenant_fields_read_name, "👩‍🔧 Ltd", "👩‍🔧 Ltd");
  assert_reads (bw_tenant_fields_read_name, longest, longest);

  assert_refuses (bw_tenant_fields_read_name, "");
  assert_refuses (bw_tenant_fields_read_name, " \u3000 ");
  assert_refuses (bw_tenant_fields_read_name, "Con\ntoso");
  assert_refuses (bw_tenant_fields_read_name, "Con\x01toso");
  assert_refuses (bw_tenant_fields_read_name, "Con\u202etoso");
  assert_refuses (bw_tenant_fields_read_name, "Con\xfftoso");
  assert_refuses (bw_tenant_fields_read_name, too_long);
}

static void
test_tenant (void)
{
  g_autofree char *label = g_strnfill (64, 'x');
  g_autofree char *too_long = g_strconcat (label, ".com", NULL);
  g_autofree char *endless = g_strnfill (100000, 'x');

  assert_reads (bw_tenant_fields_read_tenant, ID, ID);
  assert_reads (bw_tenant_fields_read_tenant, " 6BABCAAD-604B-40AC-A9D7-9FD97C0B779F\n", ID);
  assert_reads (bw_tenant_fields_read_tenant, "{" ID "}", ID);
  assert_reads (bw_tenant_fields_read_tenant, "Contoso.com", "contoso.com");
  assert_reads (bw_tenant_fields_read_tenant, "contoso.onmicrosoft.com", "contoso.onmicrosoft.com");
  assert_reads (bw_tenant_fields_read_tenant, "Anna@Contoso.COM", "contoso.com");
  assert_reads (bw_tenant_fields_read_tenant, "müller.de", "xn--mller-kva.de");
  assert_reads (bw_tenant_fields_read_tenant, "3m.com", "3m.com");

  assert_refuses (bw_tenant_fields_read_tenant, "");
  assert_refuses (bw_tenant_fields_read_tenant, "contoso");
  assert_refuses (bw_tenant_fields_read_tenant, "6babcaad-604b-40ac-a9d7-9fd97c0b779");
  assert_refuses (bw_tenant_fields_read_tenant, ID "f");
  assert_refuses (bw_tenant_fields_read_tenant, "{" ID);
  assert_refuses (bw_tenant_fields_read_tenant, "contoso..com");
  assert_refuses (bw_tenant_fields_read_tenant, ".contoso.com");
  assert_refuses (bw_tenant_fields_read_tenant, "-contoso.com");
  assert_refuses (bw_tenant_fields_read_tenant, "con toso.com");
  assert_refuses (bw_tenant_fields_read_tenant, "contoso.com/x");
  assert_refuses (bw_tenant_fields_read_tenant, "../common.com");
  assert_refuses (bw_tenant_fields_read_tenant, "192.168.0.1");
  assert_refuses (bw_tenant_fields_read_tenant, "@contoso.com");
  assert_refuses (bw_tenant_fields_read_tenant, "anna@");
  assert_refuses (bw_tenant_fields_read_tenant, "contoso.com\xff");
  assert_refuses (bw_tenant_fields_read_tenant, too_long);
  assert_refuses (bw_tenant_fields_read_tenant, endless);
}

static void
test_link (void)
{
  const struct
  {
    const char *link;
    const char *tenant;
  } links[] = {
    { "https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions/" OTHER,
      "contoso.onmicrosoft.com" },
    { "https://portal.azure.com/" ID, ID },
    { "https://portal.azure.com/contoso.com#home", "contoso.com" },
    { "https://entra.microsoft.com/?tenantId=" ID "#view/x/objectId/" OTHER, ID },
    { "https://entra.microsoft.com/#view/x?TenantId=" ID, ID },
    { "https://login.microsoftonline.com/" ID "/oauth2/v2.0/authorize?client_id=" OTHER, ID },
    { "https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID=" ID "&CSDEST=x", ID },
    { "https://partner.microsoft.com/dashboard/v2/customers/" ID "/account", ID },
    { "https://teams.microsoft.com/l/team/x?groupId=" OTHER "&tenantId=" ID, ID },
    { "https://outlook.office.com/mail/?realm=contoso.com", "contoso.com" },
    { "https://intune.microsoft.com/?tid=%7B&tenant=Contoso.com", "contoso.com" },
    { "HTTPS://contoso.sharepoint.com/sites/x", "contoso.onmicrosoft.com" },
    { "https://contoso-admin.sharepoint.com/", "contoso.onmicrosoft.com" },
    { "https://contoso-my.sharepoint.us/personal/x", "contoso.onmicrosoft.us" },
    { "https://www.contoso.com/about.html", "contoso.com" },
    { "http://intra.contoso.com", "intra.contoso.com" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    assert_reads (bw_tenant_fields_read_tenant, links[i].link, links[i].tenant);

  assert_refuses (bw_tenant_fields_read_tenant, "https://");
  assert_refuses (bw_tenant_fields_read_tenant, "https:///");
  assert_refuses (bw_tenant_fields_read_tenant, "https://.sharepoint.com/");
  assert_refuses (bw_tenant_fields_read_tenant, "https://con%22toso.sharepoint.com/");
  assert_refuses (bw_tenant_fields_read_tenant, "https://portal.azure.com");
  assert_refuses (bw_tenant_fields_read_tenant, "https://admin.microsoft.com/Default.aspx");
  assert_refuses (bw_tenant_fields_read_tenant, "https://portal.azure.com/#x/" ID "/y/" OTHER);
  assert_refuses (bw_tenant_fields_read_tenant, "https://login.microsoftonline.com/common/oauth2");
  assert_refuses (bw_tenant_fields_read_tenant, "https://portal.azure.com/?tenantId=%00%ff");
  assert_refuses (bw_tenant_fields_read_tenant, "https://portal.azure.com/%ff.com");
  assert_refuses (bw_tenant_fields_read_tenant, "https://127.0.0.1:8080/x.com");
  assert_refuses (bw_tenant_fields_read_tenant, "https://[::1]/");
}

static void
test_guest (void)
{
  g_autofree char *local = g_strnfill (65, 'x');
  g_autofree char *too_long = g_strconcat (local, "@partner.com", NULL);

  assert_reads (bw_tenant_fields_read_guest, " Anna.Lee+x@Partner.COM ", "Anna.Lee+x@partner.com");
  assert_reads (bw_tenant_fields_read_guest, "o'brien@partner.com", "o'brien@partner.com");

  assert_refuses (bw_tenant_fields_read_guest, "");
  assert_refuses (bw_tenant_fields_read_guest, "anna");
  assert_refuses (bw_tenant_fields_read_guest, "@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, "anna@");
  assert_refuses (bw_tenant_fields_read_guest, "anna@partner");
  assert_refuses (bw_tenant_fields_read_guest, "anna@x@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, ".anna@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, "an..na@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, "an na@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, "Anna <anna@partner.com>");
  assert_refuses (bw_tenant_fields_read_guest, "anna\r\n@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, "anna\xff@partner.com");
  assert_refuses (bw_tenant_fields_read_guest, too_long);
}

static void
test_guest_domain (void)
{
  const char * const domains[] = { "partner.com", "partner.onmicrosoft.com", NULL };
  const char * const many[] = { "a.com", "b.com", "c.com", "d.com", "e.com", "f.com", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_true (bw_tenant_fields_check_guest ("anna@partner.com", domains, &error));
  g_assert_no_error (error);

  g_assert_false (bw_tenant_fields_check_guest ("anna@sub.partner.com", domains, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "sub.partner.com"));
  g_assert_nonnull (strstr (error->message, "partner.onmicrosoft.com"));
  g_clear_error (&error);

  g_assert_false (bw_tenant_fields_check_guest ("anna@x.com", many, &error));
  g_assert_nonnull (strstr (error->message, "e.com, …"));
  g_assert_null (strstr (error->message, "f.com"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/tenant-fields/name", test_name);
  g_test_add_func ("/core/tenant-fields/tenant", test_tenant);
  g_test_add_func ("/core/tenant-fields/link", test_link);
  g_test_add_func ("/core/tenant-fields/guest", test_guest);
  g_test_add_func ("/core/tenant-fields/guest-domain", test_guest_domain);

  return g_test_run ();
}
