/* test-gdap.c - admin relationships and access assignments on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-error.h"
#include "bw-gdap.h"
#include "test-answer.h"

#define PARTNER  "11111111-aaaa-4bbb-8ccc-dddddddddddd"
#define CUSTOMER "4b827261-d21f-4aa9-b7db-7fa1f56fb163"
#define ID       "72a7ae7e-4887-4e34-9755-2e1e9b26b943-63f017cb-9e0d-4f14-94bd-4871902b3409"
#define ROLE     "29232cdf-9323-42fd-ade2-1d097af3e4de"
#define BASE     "/tenantRelationships/delegatedAdminRelationships"

static BwCloud *cloud;

static BwResponse *
answer (guint       status,
        const char *json)
{
  return bw_test_answer (bw_gdap_get (cloud, PARTNER, ID), status, json);
}

static void
test_look (void)
{
  BwRequest *request = bw_gdap_list (cloud, PARTNER, CUSTOMER);

  g_assert_cmpstr (bw_request_get_header (request, "Prefer"), ==, "include-unknown-enum-members");
  bw_test_assert_request (request, "GET",
                          BASE "?$filter=customer/tenantId%20eq%20'" CUSTOMER "'&$top=300",
                          PARTNER, NULL);
  bw_test_assert_request (bw_gdap_list_with_status (cloud, PARTNER, "approvalPending"), "GET",
                          BASE "?$filter=status%20eq%20'approvalPending'&$top=300", PARTNER, NULL);
  bw_test_assert_request (bw_gdap_get (cloud, PARTNER, ID), "GET", BASE "/" ID, PARTNER, NULL);
  bw_test_assert_request (bw_gdap_get (cloud, PARTNER, "../x y'"), "GET", BASE "/..%2Fx%20y%27",
                          PARTNER, NULL);
  bw_test_assert_request (bw_gdap_list_assignments (cloud, PARTNER, ID), "GET",
                          BASE "/" ID "/accessAssignments?$top=300", PARTNER, NULL);
}

static void
test_change (void)
{
  g_autoptr(BwRelationship) draft = bw_relationship_new (ID);
  g_autoptr(BwRequest) tagless = NULL;
  BwRequest *request;

  g_free (draft->name);
  draft->name = g_strdup ("Contoso onboarding 7f3a");
  draft->customer_id = g_strdup (CUSTOMER);
  draft->customer_name = g_strdup ("Contoso");
  draft->duration = 730 * 86400;
  draft->auto_extend = 180 * 86400;
  g_strfreev (draft->roles);
  draft->roles = g_strsplit (ROLE, " ", -1);

  bw_test_assert_request (bw_gdap_create (cloud, PARTNER, draft), "POST", BASE, PARTNER,
    "{\"displayName\":\"Contoso onboarding 7f3a\",\"duration\":\"P730D\","
    "\"customer\":{\"tenantId\":\"" CUSTOMER "\",\"displayName\":\"Contoso\"},"
    "\"accessDetails\":{\"unifiedRoles\":[{\"roleDefinitionId\":\"" ROLE "\"}]},"
    "\"autoExtendDuration\":\"P180D\"}");
  bw_test_assert_request (bw_gdap_request (cloud, PARTNER, draft, "lockForApproval"), "POST",
                          BASE "/" ID "/requests", PARTNER, "{\"action\":\"lockForApproval\"}");

  draft->etag = g_strdup ("W/\"abc\"");
  request = bw_gdap_delete (cloud, PARTNER, draft);
  g_assert_cmpstr (bw_request_get_header (request, "If-Match"), ==, "W/\"abc\"");
  bw_test_assert_request (request, "DELETE", BASE "/" ID, PARTNER, NULL);
  request = bw_gdap_set_auto_extend (cloud, PARTNER, draft, 0);
  g_assert_cmpstr (bw_request_get_header (request, "If-Match"), ==, "W/\"abc\"");
  bw_test_assert_request (request, "PATCH", BASE "/" ID, PARTNER,
                          "{\"autoExtendDuration\":\"PT0S\"}");

  g_clear_pointer (&draft->etag, g_free);
  tagless = bw_gdap_delete (cloud, PARTNER, draft);
  g_assert_cmpstr (bw_request_get_header (tagless, "If-Match"), ==, "*");
}

static void
test_read (void)
{
  g_autoptr(BwResponse) response = answer (200,
    "{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#x\","
    "\"@odata.etag\":\"W/\\\"JyI=\\\"\","
    "\"id\":\"" ID "\",\"displayName\":\"Contoso admin relationship\",\"duration\":\"P2Y\","
    "\"customer\":{\"tenantId\":\"4B827261-D21F-4AA9-B7DB-7FA1F56FB163\","
    "\"displayName\":\"Contoso\"},"
    "\"accessDetails\":{\"unifiedRoles\":["
    "{\"roleDefinitionId\":\"29232CDF-9323-42FD-ADE2-1D097AF3E4DE\"},"
    "{\"roleDefinitionId\":7},{}]},\"status\":\"active\","
    "\"createdDateTime\":\"2026-02-10T11:24:42.3148266Z\","
    "\"lastModifiedDateTime\":\"2026-02-10T11:26:44.9941884Z\",\"activatedDateTime\":\"\","
    "\"endDateTime\":\"2028-02-10T11:24:42Z\",\"autoExtendDuration\":\"P180D\"}");
  g_autoptr(GError) error = NULL;
  g_autoptr(BwRelationship) self = bw_gdap_read (response, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (self->id, ==, ID);
  g_assert_cmpstr (self->name, ==, "Contoso admin relationship");
  g_assert_cmpstr (self->customer_id, ==, CUSTOMER);
  g_assert_cmpuint (g_strv_length (self->roles), ==, 1);
  g_assert_cmpstr (self->roles[0], ==, ROLE);
  g_assert_cmpint (self->created, ==, 1770722682);
  g_assert_cmpint (self->end, ==, 1833794682);
  g_assert_cmpint (self->duration, ==, 730 * 86400);
  g_assert_cmpint (self->auto_extend, ==, 180 * 86400);
  g_assert_cmpstr (self->etag, ==, "W/\"JyI=\"");
  g_assert_false (self->partner_consent_pending);
}

/* Nulls, other words for nothing, and what an indirect provider's look like. */
static void
test_read_sparse (void)
{
  g_autoptr(BwResponse) response = bw_test_answer (bw_gdap_list (cloud, PARTNER, CUSTOMER), 200,
    "{\"value\":[{\"id\":\"a\",\"status\":\"approvalPending\",\"displayName\":null,"
    "\"customer\":null,"
    "\"accessDetails\":null,\"createdDateTime\":null,\"endDateTime\":null,\"duration\":null,"
    "\"autoExtendDuration\":\"P0D\"},"
    "{\"@odata.type\":\"#microsoft.graph.resellerDelegatedAdminRelationship\","
    "\"id\":\"b\",\"status\":\"somethingNew\",\"indirectProviderTenantId\":\"" CUSTOMER "\","
    "\"isPartnerConsentPending\":true}]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = bw_gdap_read_list (response, &error);
  BwRelationship *self;

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  self = g_ptr_array_index (list, 0);
  g_assert_cmpstr (self->name, ==, "a");
  g_assert_null (self->customer_id);
  g_assert_cmpint (self->end, ==, 0);
  g_assert_cmpint (self->duration, ==, 0);
  g_assert_cmpint (self->auto_extend, ==, 0);
  g_assert_cmpuint (g_strv_length (self->roles), ==, 0);
  self = g_ptr_array_index (list, 1);
  g_assert_cmpint (self->auto_extend, ==, 0);
  g_assert_true (self->partner_consent_pending);
  g_assert_cmpstr (self->indirect_provider, ==, CUSTOMER);
}

static void
test_read_broken (void)
{
  static const struct { guint status; const char *json; int code; } cases[] = {
    { 200, NULL, BW_ERROR_PROTOCOL },
    { 200, "<html>", BW_ERROR_PROTOCOL },
    { 200, "[]", BW_ERROR_PROTOCOL },
    { 200, "{}", BW_ERROR_PROTOCOL },
    { 200, "{\"value\":{}}", BW_ERROR_PROTOCOL },
    { 200, "{\"value\":[7]}", BW_ERROR_PROTOCOL },
    { 200, "{\"value\":[null]}", BW_ERROR_PROTOCOL },
    { 200, "{\"value\":[{\"id\":\"a\"}]}", BW_ERROR_PROTOCOL },
    { 200, "{\"value\":[{\"id\":\"\",\"status\":\"active\"}]}", BW_ERROR_PROTOCOL },
    { 200, "{\"value\":[{\"id\":7,\"status\":\"active\"}]}", BW_ERROR_PROTOCOL },
    { 403, "{\"error\":{\"code\":\"forbidden\"}}", BW_ERROR_DENIED },
    { 404, "{}", BW_ERROR_NOT_FOUND },
    { 503, NULL, BW_ERROR_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwResponse) response = answer (cases[i].status, cases[i].json);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (bw_gdap_read_list (response, &error));
      g_assert_error (error, BW_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (bw_gdap_read_assignments (response, &error));
      g_assert_error (error, BW_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (bw_gdap_read (response, &error));
      g_assert_error (error, BW_ERROR, cases[i].code);
    }
}

static void
test_assignments (void)
{
  g_autoptr(BwResponse) response = bw_test_answer (bw_gdap_list_assignments (cloud, PARTNER, ID),
                                                   200,
    "{\"value\":["
    "{\"id\":\"1\",\"status\":\"deleted\",\"accessContainer\":{\"accessContainerId\":\"G-1\"}},"
    "{\"id\":\"2\",\"status\":\"error\",\"accessContainer\":{\"accessContainerId\":\"g-1\"}},"
    "{\"id\":\"3\",\"status\":\"pending\",\"accessContainer\":{\"accessContainerId\":\"g-1\"}},"
    "{\"id\":\"4\",\"status\":\"active\",\"@odata.etag\":\"W/\\\"x\\\"\",\"accessContainer\":"
    "{\"accessContainerId\":\"g-1\",\"accessContainerType\":\"securityGroup\"},"
    "\"accessDetails\":{\"unifiedRoles\":[{\"roleDefinitionId\":\"" ROLE "\"}]}},"
    "{\"id\":\"5\",\"status\":\"deleting\",\"accessContainer\":{\"accessContainerId\":\"g-2\"}},"
    "{\"id\":\"6\",\"status\":\"error\",\"accessContainer\":{\"accessContainerId\":\"g-3\"}}]}");
  const char * const roles[] = { ROLE, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = bw_gdap_read_assignments (response, &error);
  BwAssignment *live;
  BwRequest *request;

  g_assert_no_error (error);
  live = bw_assignments_find_live (list, "g-1");
  g_assert_cmpstr (live->id, ==, "4");
  g_assert_cmpuint (g_strv_length (live->roles), ==, 1);
  g_assert_null (bw_assignments_find_live (list, "g-2"));
  g_assert_cmpstr (bw_assignments_find_live (list, "g-3")->status, ==, "error");
  g_assert_null (bw_assignments_find_live (list, "g-4"));

  request = bw_gdap_update_assignment (cloud, PARTNER, ID, live, roles);
  g_assert_cmpstr (bw_request_get_header (request, "If-Match"), ==, "W/\"x\"");
  bw_test_assert_request (request, "PATCH", BASE "/" ID "/accessAssignments/4", PARTNER,
                          "{\"accessDetails\":{\"unifiedRoles\":"
                          "[{\"roleDefinitionId\":\"" ROLE "\"}]}}");
  bw_test_assert_request (bw_gdap_create_assignment (cloud, PARTNER, ID, "g-4", roles), "POST",
                          BASE "/" ID "/accessAssignments", PARTNER,
                          "{\"accessContainer\":{\"accessContainerId\":\"g-4\","
                          "\"accessContainerType\":"
                          "\"securityGroup\"},\"accessDetails\":{\"unifiedRoles\":["
                          "{\"roleDefinitionId\":\""
                          ROLE "\"}]}}");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cloud = bw_cloud_new ("global", NULL);

  g_test_add_func ("/api/gdap/look", test_look);
  g_test_add_func ("/api/gdap/change", test_change);
  g_test_add_func ("/api/gdap/read", test_read);
  g_test_add_func ("/api/gdap/read-sparse", test_read_sparse);
  g_test_add_func ("/api/gdap/read-broken", test_read_broken);
  g_test_add_func ("/api/gdap/assignments", test_assignments);

  status = g_test_run ();
  bw_cloud_unref (cloud);

  return status;
}
