/* test-sandbox-gdap.c - admin relationships and access assignments of the sandbox
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "graph-util.h"

#define ROLE(role) "{'roleDefinitionId':'" role "'}"
#define ROLES(role) "'accessDetails':{'unifiedRoles':[" ROLE (role) "]}"
#define TWO_ROLES(first, second) \
  "'accessDetails':{'unifiedRoles':[" ROLE (first) "," ROLE (second) "]}"
#define CUSTOMER(id) "'customer':{'tenantId':'" id "','displayName':'C'}"
#define CONTAINER(id) \
  "'accessContainer':{'accessContainerId':'" id "','accessContainerType':'securityGroup'}"

/* For drafts that have one fault. */
#define GOOD "'displayName':'x','duration':'P1D'"
#define READERS ROLES (DIRECTORY_READERS) "}"
#define LONG_NAME "123456789012345678901234567890123456789012345678901"

#define NO_PERMISSION "does not have the required permissions"

/* Creates a relationship that can be read.  Returns: (transfer full): its path */
static char *
create (GraphTest  *test,
        const char *name,
        const char *rest)
{
  g_autoptr(Reply) reply = graph_post (test, test->graph, RELATIONSHIPS,
                                       "{'displayName':'%s','duration':'P730D',%s}", name, rest);

  graph_assert_status (reply, 201);
  graph_advance (test, 6);

  return graph_dup_location (reply);
}

static char *
dup_tag (GraphTest  *test,
         const char *path)
{
  g_autoptr(Reply) reply = graph_get (test, test->graph, "%s", path);

  graph_assert_status (reply, 200);

  return g_strdup (graph_string (reply, "@odata.etag"));
}

static Reply *
change (GraphTest  *test,
        const char *method,
        const char *path,
        const char *body)
{
  g_autofree char *tag = dup_tag (test, path);

  return graph_send (test, test->graph, method, path, body, "If-Match", tag, NULL);
}

static void
assert_member (GraphTest  *test,
               const char *path,
               const char *name,
               const char *value)
{
  g_autoptr(Reply) reply = graph_get (test, test->graph, "%s", path);

  graph_assert_status (reply, 200);
  g_assert_cmpstr (graph_string (reply, name), ==, value);
}

static Reply *
ask_for (GraphTest  *test,
         const char *path,
         const char *action)
{
  g_autofree char *requests = g_strconcat (path, "/requests", NULL);

  return graph_post (test, test->graph, requests, "{'action':'%s'}", action);
}

/* The path of the one active relationship of @tenant. */
static char *
find (GraphTest  *test,
      const char *tenant)
{
  g_autoptr(Reply) list = graph_get (test, test->graph,
                                     RELATIONSHIPS "?$filter=status%%20eq%%20'active'%%20and%%20"
                                                   "Customer/TenantId%%20eq%%20'%s'",
                                     tenant);

  g_assert_cmpuint (graph_length (list), ==, 1);

  return g_strconcat (RELATIONSHIPS "/", json_object_get_string_member (graph_item (list, 0), "id"),
                      NULL);
}

static guint
count (GraphTest  *test,
       const char *path)
{
  g_autoptr(Reply) list = graph_get (test, test->graph, "%s", path);

  return graph_length (list);
}

static void
test_life (GraphTest  *test,
           const void *data)
{
  const char *body = "{'displayName':'A new one','duration':'P2Y','autoExtendDuration':'P180D',"
    CUSTOMER (READY) "," TWO_ROLES (DIRECTORY_READERS, HELPDESK_ADMINISTRATOR) "}";
  g_autoptr(Reply) made = graph_send (test, test->graph, "POST", RELATIONSHIPS, body, NULL);
  g_autofree char *path = graph_dup_location (made);
  g_autoptr(Reply) early = graph_get (test, test->graph, "%s", path);
  g_autoptr(Reply) locked = NULL;
  g_autoptr(Reply) active = NULL;

  graph_assert_status (made, 201);
  g_assert_cmpuint (strlen (graph_string (made, "id")), ==, 73);
  g_assert_true (g_str_has_suffix (graph_string (made, "id"), "-" PARTNER));
  g_assert_true (g_str_has_prefix (graph_string (made, "@odata.etag"), "W/\""));
  g_assert_cmpstr (graph_string (made, "status"), ==, "created");
  g_assert_cmpstr (graph_string (made, "activatedDateTime"), ==, "");
  g_assert_cmpuint (strlen (graph_string (made, "createdDateTime")), ==,
                    strlen ("2022-02-10T11:24:42.3148266Z"));
  graph_assert_refused (early, 404, "itemNotFound", NULL);

  graph_advance (test, 6);
  locked = ask_for (test, path, "lockForApproval");
  graph_assert_status (locked, 201);
  g_assert_cmpstr (graph_string (locked, "status"), ==, "created");
  assert_member (test, path, "status", "created");
  graph_advance (test, 11);
  assert_member (test, path, "status", "approvalPending");

  bw_test_sandbox_act (test->login.sandbox, "/_sandbox/approve", "{'relationshipId':'%s'}",
                       graph_string (made, "id"));
  assert_member (test, path, "status", "approved");
  graph_advance (test, 21);
  assert_member (test, path, "status", "activating");
  graph_advance (test, 51);
  active = graph_get (test, test->graph, "%s", path);
  g_assert_cmpstr (graph_string (active, "status"), ==, "active");
  g_assert_nonnull (graph_string (active, "endDateTime"));
  g_assert_nonnull (graph_string (active, "activatedDateTime"));
}

static void
test_end (GraphTest  *test,
          const void *data)
{
  g_autofree char *path = find (test, READY);
  g_autoptr(Reply) asked = ask_for (test, path, "terminate");
  g_autoptr(Reply) again = NULL;

  graph_assert_status (asked, 201);
  assert_member (test, path, "status", "terminationRequested");
  graph_advance (test, 31);
  assert_member (test, path, "status", "terminating");
  graph_advance (test, 31);
  assert_member (test, path, "status", "terminated");
  again = ask_for (test, path, "terminate");
  graph_assert_refused (again, 409, "conflict", "'terminated'");
}

static void
test_bad_drafts (GraphTest  *test,
                 const void *data)
{
  static const struct
  {
    const char *body;
    const char *target;
  } cases[] = {
    { "{}", "displayName" },
    { "{'displayName':'x'," READERS, "duration" },
    { "{'displayName':'x','duration':'P730D'}", "accessDetails" },
    { "{'displayName':'','duration':'P1D'," READERS, "displayName" },
    { "{'displayName':7,'duration':'P1D'," READERS, "displayName" },
    { "{'displayName':'" LONG_NAME "','duration':'P1D'," READERS, "displayName" },
    { "{'displayName':'x','duration':'P731D'," READERS, "duration" },
    { "{'displayName':'x','duration':'PT0S'," READERS, "duration" },
    { "{'displayName':'x','duration':'two years'," READERS, "duration" },
    { "{" GOOD ",'autoExtendDuration':'P90D'," READERS, "autoExtendDuration" },
    { "{" GOOD ",'autoExtendDuration':true," READERS, "autoExtendDuration" },
    { "{" GOOD ",'autoExtendDuration':'P180D'," ROLES (GLOBAL_ADMINISTRATOR) "}",
      "autoExtendDuration" },
    { "{" GOOD "," ROLES ("00000000-0000-4000-8000-000000000000") "}",
      "accessDetails/unifiedRoles/roleDefinitionId" },
    { "{" GOOD ",'accessDetails':{'unifiedRoles':[]}}", "accessDetails" },
    { "{" GOOD ",'status':'active'," READERS, "status" },
    { "{" GOOD ",'customer':{'tenantId':'x'}," READERS, "customer" },
    { "{" GOOD ",'customer':7," READERS, "customer" },
    { "{" GOOD "," CUSTOMER (GONE) "," READERS, "customer" },
    { "{" GOOD "," CUSTOMER (PARTNER) "," READERS, "customer" },
  };
  guint before = count (test, RELATIONSHIPS);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = graph_send (test, test->graph, "POST", RELATIONSHIPS, cases[i].body,
                                           NULL);

      g_test_message ("%s", cases[i].body);
      graph_assert_input (reply, cases[i].target);
    }

  graph_advance (test, 6);
  g_assert_cmpuint (count (test, RELATIONSHIPS), ==, before);
}

static void
test_names (GraphTest  *test,
            const void *data)
{
  const char *rest = "'autoExtendDuration':'PT0S'," ROLES (DIRECTORY_READERS);
  g_autofree char *path = create (test, "Mine – ‘one’", rest);
  g_autofree char *other = create (test, "Another", rest);
  g_autoptr(Reply) twin = graph_post (test, test->graph, RELATIONSHIPS,
                                      "{'displayName':'Mine – ‘one’','duration':'P1D',%s}", rest);
  g_autoptr(Reply) old = graph_post (test, test->graph, RELATIONSHIPS,
                                     "{'displayName':'Long over','duration':'P1D',%s}", rest);
  g_autoptr(Reply) taken = change (test, "PATCH", other, "{'displayName':'Mine – ‘one’'}");
  g_autoptr(Reply) renamed = change (test, "PATCH", path, "{'displayName':'Renamed'}");
  g_autoptr(Reply) free_again = change (test, "PATCH", other, "{'displayName':'Mine – ‘one’'}");
  g_autoptr(Reply) found = graph_get (test, test->graph,
                                      RELATIONSHIPS "?$filter=displayName%%20eq%%20'Renamed'");

  graph_assert_refused (twin, 409, "conflict", "The resource already exists.");
  graph_assert_refused (old, 409, "conflict", NULL);
  graph_assert_refused (taken, 409, "conflict", NULL);
  graph_assert_status (renamed, 200);
  graph_assert_status (free_again, 200);
  g_assert_cmpuint (graph_length (found), ==, 1);
  g_assert_true (json_object_get_null_member (graph_item (found, 0), "customer"));
}

static void
test_tags (GraphTest  *test,
           const void *data)
{
  g_autofree char *path = create (test, "Tagged", ROLES (DIRECTORY_READERS));
  g_autofree char *tag = dup_tag (test, path);
  g_autoptr(Reply) none = graph_send (test, test->graph, "PATCH", path, "{'duration':'P30D'}",
                                      NULL);
  g_autoptr(Reply) good = graph_send (test, test->graph, "PATCH", path, "{'duration':'P30D'}",
                                      "If-Match", tag, NULL);
  g_autoptr(Reply) stale = graph_send (test, test->graph, "PATCH", path, "{'duration':'P31D'}",
                                       "If-Match", tag, NULL);
  g_autoptr(Reply) stale_delete = graph_send (test, test->graph, "DELETE", path, NULL, "If-Match",
                                              tag, NULL);
  g_autoptr(Reply) no_delete = graph_send (test, test->graph, "DELETE", path, NULL, NULL);
  g_autoptr(Reply) deleted = NULL;
  g_autoptr(Reply) gone = NULL;

  graph_assert_refused (none, 400, "badRequest", "If-Match");
  graph_assert_status (good, 200);
  g_assert_cmpstr (graph_string (good, "duration"), ==, "P30D");
  g_assert_cmpstr (graph_string (good, "@odata.etag"), !=, tag);
  graph_assert_refused (stale, 412, "resourceModified", NULL);
  graph_assert_refused (stale_delete, 412, "resourceModified", NULL);
  graph_assert_refused (no_delete, 400, "badRequest", "If-Match");

  deleted = change (test, "DELETE", path, NULL);
  graph_assert_status (deleted, 204);
  gone = graph_get (test, test->graph, "%s", path);
  graph_assert_refused (gone, 404, "itemNotFound", NULL);
}

/* What can't be done in which status. */
static void
test_states (GraphTest  *test,
             const void *data)
{
  g_autofree char *path = create (test, "Stepwise", CUSTOMER (READY) "," ROLES (DIRECTORY_READERS));
  g_autofree char *active = find (test, READY);
  g_autoptr(Reply) terminate = ask_for (test, path, "terminate");
  g_autoptr(Reply) unknown = ask_for (test, path, "celebrate");
  g_autoptr(Reply) approve = ask_for (test, path, "approve");
  g_autoptr(Reply) locked = ask_for (test, path, "lockForApproval");
  g_autoptr(Reply) twice = ask_for (test, path, "lockForApproval");
  g_autoptr(Reply) edit = change (test, "PATCH", path, "{'duration':'P30D'}");
  g_autoptr(Reply) delete_locked = change (test, "DELETE", path, NULL);
  g_autoptr(Reply) delete_active = change (test, "DELETE", active, NULL);
  g_autoptr(Reply) rename_active = change (test, "PATCH", active, "{'displayName':'x'}");
  g_autoptr(Reply) more_roles = change (test, "PATCH", active,
                                        "{" ROLES (GLOBAL_ADMINISTRATOR) "}");
  g_autoptr(Reply) extend = change (test, "PATCH", active, "{'autoExtendDuration':'P180D'}");
  g_autoptr(Reply) nothing = graph_get (test, test->graph, RELATIONSHIPS "/" READY);
  g_autoptr(Reply) nobody = graph_get (test, test->graph, RELATIONSHIPS "/" READY "-" PARTNER);

  graph_assert_refused (terminate, 409, "conflict", "'created'");
  graph_assert_input (unknown, "action");
  graph_assert_refused (approve, 409, "conflict", NULL);
  graph_assert_status (locked, 201);
  graph_assert_refused (twice, 409, "conflict", NULL);
  graph_assert_refused (edit, 409, "conflict", NULL);
  graph_assert_refused (delete_locked, 409, "conflict", NULL);
  graph_assert_refused (delete_active, 409, "conflict", "'active'");
  graph_assert_input (rename_active, "displayName");
  graph_assert_input (more_roles, "accessDetails");
  graph_assert_status (extend, 200);
  g_assert_cmpstr (graph_string (extend, "autoExtendDuration"), ==, "P180D");
  graph_assert_refused (nothing, 400, "badRequest", "delegatedAdminRelationshipId is invalid");
  graph_assert_refused (nobody, 404, "itemNotFound", NULL);
}

static Reply *
get_with_preference (GraphTest  *test,
                     const char *path)
{
  return graph_send (test, test->graph, "GET", path, NULL, "Prefer", "include-unknown-enum-members",
                     NULL);
}

/* Global Administrator is the one role that an active relationship can lose. */
static void
test_lose_administrator (GraphTest  *test,
                         const void *data)
{
  g_autofree char *path = find (test, FAULTY);
  const char *without =
    "{'accessDetails':{'unifiedRoles':[" ROLE (APPLICATION_ADMINISTRATOR)
    "," ROLE (DIRECTORY_READERS) "," ROLE (HELPDESK_ADMINISTRATOR) "]}}";
  g_autoptr(Reply) extend = change (test, "PATCH", path, "{'autoExtendDuration':'P180D'}");
  g_autoptr(Reply) accepted = change (test, "PATCH", path, without);
  g_autofree char *operation = graph_dup_location (accepted);
  g_autofree char *operations = g_strconcat (path, "/operations", NULL);
  g_autoptr(Reply) begun = graph_get (test, test->graph, "%s", operation);
  g_autoptr(Reply) open = get_with_preference (test, operation);
  g_autoptr(Reply) unchanged = NULL;

  graph_assert_input (extend, "autoExtendDuration");
  graph_assert_status (accepted, 202);
  g_assert_cmpstr (accepted->text, ==, "");
  g_assert_cmpstr (graph_header (accepted, "Retry-After"), ==, "10");
  g_assert_cmpstr (graph_string (begun, "status"), ==, "notStarted");
  g_assert_cmpstr (graph_string (begun, "operationType"), ==, "unknownFutureValue");
  g_assert_cmpstr (graph_string (open, "operationType"), ==, "delegatedAdminRelationshipUpdate");

  graph_advance (test, 51);
  assert_member (test, operation, "status", "running");
  graph_advance (test, 51);
  assert_member (test, operation, "status", "succeeded");
  g_assert_cmpuint (count (test, operations), ==, 1);

  unchanged = change (test, "PATCH", path, without);
  graph_assert_status (unchanged, 200);
}

static void
test_requests (GraphTest  *test,
               const void *data)
{
  g_autoptr(Reply) list = graph_get (test, test->graph,
                                     RELATIONSHIPS "?$filter=status%%20eq%%20'approvalPending'");
  JsonObject *item = graph_item (list, 0);
  g_autofree char *path = g_strconcat (RELATIONSHIPS "/",
                                       json_object_get_string_member (item, "id"), NULL);
  g_autofree char *requests = g_strconcat (path, "/requests", NULL);
  g_autoptr(Reply) approved = NULL;
  g_autoptr(Reply) rejected = NULL;
  g_autoptr(Reply) hidden = NULL;
  g_autoptr(Reply) shown = NULL;
  g_autofree char *where = NULL;

  g_assert_cmpstr (json_object_get_string_member (item, "@odata.type"), ==,
                   "#microsoft.graph.resellerDelegatedAdminRelationship");
  g_assert_cmpstr (json_object_get_string_member (item, "indirectProviderTenantId"), ==, STRANGER);
  g_assert_true (json_object_get_boolean_member (item, "isPartnerConsentPending"));

  approved = ask_for (test, path, "approve");
  graph_assert_status (approved, 201);
  rejected = ask_for (test, path, "reject");
  where = graph_dup_location (rejected);
  hidden = graph_get (test, test->graph, "%s", where);
  shown = get_with_preference (test, where);
  g_assert_cmpstr (graph_string (hidden, "action"), ==, "unknownFutureValue");
  g_assert_cmpstr (graph_string (shown, "action"), ==, "reject");
  g_assert_cmpstr (graph_string (shown, "status"), ==, "pending");
  graph_advance (test, 11);
  assert_member (test, where, "status", "succeeded");
  assert_member (test, path, "status", "terminated");

  /* The scenario may hold the request that it was locked with. */
  g_assert_cmpuint (count (test, requests), >=, 2);
}

static void
test_lists (GraphTest  *test,
            const void *data)
{
  g_autoptr(Reply) page = graph_get (test, test->graph,
                                     RELATIONSHIPS "?$top=3&$count=true&$select=id,status");
  g_autofree char *next = graph_dup_link (page, "@odata.nextLink");
  g_autoptr(Reply) second = graph_get (test, test->graph, "%s", next);
  g_autoptr(Reply) whole = graph_get (test, test->graph, RELATIONSHIPS "?$top=300&$orderby=status");
  g_autoptr(Reply) too_many = graph_get (test, test->graph, RELATIONSHIPS "?$top=301");
  g_autoptr(Reply) no_property = graph_get (test, test->graph, RELATIONSHIPS "?$select=colour");
  g_autoptr(Reply) no_filter = graph_get (test, test->graph,
                                          RELATIONSHIPS "?$filter=accessDetails%%20eq%%20'x'");
  g_autoptr(Reply) expand = graph_get (test, test->graph, RELATIONSHIPS "?$expand=operations");
  g_autoptr(Reply) nobody =
    graph_get (test, test->graph, RELATIONSHIPS "?$filter=customer/tenantId%%20eq%%20'" EMPTY "x'");
  gint64 n = json_object_get_int_member (page->json, "@odata.count");
  JsonObject *last;

  g_assert_cmpuint (graph_length (page), ==, 3);
  g_assert_true (g_str_has_prefix (next, bw_test_sandbox_get_url (test->login.sandbox)));
  g_assert_false (json_object_has_member (graph_item (page, 0), "displayName"));
  g_assert_true (json_object_has_member (graph_item (page, 0), "@odata.etag"));
  g_assert_cmpuint (graph_length (second), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (graph_item (second, 0), "id"), !=,
                   json_object_get_string_member (graph_item (page, 0), "id"));
  g_assert_cmpint (graph_length (whole), ==, n);
  g_assert_cmpstr (json_object_get_string_member (graph_item (whole, 0), "status"), ==, "active");
  last = graph_item (whole, graph_length (whole) - 1);
  g_assert_cmpstr (json_object_get_string_member (last, "status"), ==, "expired");
  graph_assert_input (too_many, "$top");
  graph_assert_refused (no_property, 400, "badRequest", "'colour'");
  graph_assert_input (no_filter, "$filter");
  graph_assert_input (expand, "$expand");
  g_assert_cmpuint (graph_length (nobody), ==, 0);
}

/* Who may: the partner's, strongly authenticated, admin agents for changes. */
static void
test_callers (GraphTest  *test,
              const void *data)
{
  g_autofree char *ben = graph_dup_token (test, "ben@fabrikam.example", PARTNER, GRAPH);
  g_autofree char *carl = graph_dup_token (test, "carl@fabrikam.example", PARTNER, GRAPH);
  g_autofree char *customer = graph_dup_token (test, NULL, READY, GRAPH);
  g_autofree char *app = graph_dup_app_token (test, PARTNER);
  const char *body = "{'displayName':'x','duration':'P1D'," ROLES (DIRECTORY_READERS) "}";
  g_autoptr(Reply) no_mfa = graph_get (test, ben, RELATIONSHIPS);
  g_autoptr(Reply) no_agent_reads = graph_get (test, carl, RELATIONSHIPS);
  g_autoptr(Reply) no_agent_writes = graph_send (test, carl, "POST", RELATIONSHIPS, body, NULL);
  g_autoptr(Reply) elsewhere = graph_get (test, customer, RELATIONSHIPS);
  g_autoptr(Reply) app_reads = graph_get (test, app, RELATIONSHIPS);
  g_autoptr(Reply) app_writes = graph_send (test, app, "POST", RELATIONSHIPS, body, NULL);

  graph_assert_refused (no_mfa, 403, "accessDenied", NO_PERMISSION);
  graph_assert_status (no_agent_reads, 200);
  graph_assert_refused (no_agent_writes, 403, "accessDenied", NO_PERMISSION);
  graph_assert_refused (elsewhere, 403, "accessDenied", NO_PERMISSION);
  graph_assert_status (app_reads, 200);
  graph_assert_refused (app_writes, 403, "accessDenied", NO_PERMISSION);
}

static void
test_assignment (GraphTest  *test,
                 const void *data)
{
  g_autofree char *relationship = find (test, READY);
  g_autofree char *list = g_strconcat (relationship, "/accessAssignments", NULL);
  const char *body = "{" CONTAINER (SPARE) "," ROLES (DIRECTORY_READERS) "}";
  g_autoptr(Reply) made = graph_send (test, test->graph, "POST", list, body, NULL);
  g_autoptr(Reply) again = graph_send (test, test->graph, "POST", list, body, NULL);
  g_autofree char *path = graph_dup_location (made);
  g_autoptr(Reply) too_early = NULL;
  g_autoptr(Reply) changed = NULL;
  g_autoptr(Reply) deleted = NULL;
  g_autoptr(Reply) anew = NULL;
  g_autofree char *operation = NULL;

  graph_assert_status (made, 201);
  g_assert_cmpstr (graph_string (made, "status"), ==, "pending");
  graph_assert_refused (again, 409, "conflict", "The resource already exists.");
  too_early = change (test, "PATCH", path, "{" ROLES (HELPDESK_ADMINISTRATOR) "}");
  graph_assert_refused (too_early, 409, "conflict", "'pending'");
  graph_advance (test, 151);
  assert_member (test, path, "status", "active");

  changed = change (test, "PATCH", path, "{" ROLES (HELPDESK_ADMINISTRATOR) "}");
  graph_assert_status (changed, 202);
  g_assert_cmpuint (json_object_get_size (changed->json), ==, 0);
  g_assert_cmpstr (graph_header (changed, "Retry-After"), ==, "10");
  operation = graph_dup_location (changed);
  assert_member (test, operation, "operationType", "delegatedAdminAccessAssignmentUpdate");
  graph_advance (test, 101);
  assert_member (test, operation, "status", "succeeded");

  /* The list is history, and does not keep a group from being bound again. */
  deleted = change (test, "DELETE", path, NULL);
  graph_assert_status (deleted, 204);
  assert_member (test, path, "status", "deleting");
  graph_advance (test, 101);
  assert_member (test, path, "status", "deleted");
  anew = graph_send (test, test->graph, "POST", list, body, NULL);
  graph_assert_status (anew, 201);
  g_assert_cmpuint (count (test, list), ==, 3);
}

static void
test_changed_roles (GraphTest  *test,
                    const void *data)
{
  g_autofree char *relationship = find (test, READY);
  g_autofree char *list = g_strconcat (relationship,
                                       "/accessAssignments?$filter=status%20eq%20'active'", NULL);
  g_autoptr(Reply) page = graph_get (test, test->graph, "%s", list);
  g_autofree char *path = g_strconcat (relationship, "/accessAssignments/",
                                       json_object_get_string_member (graph_item (page, 0), "id"),
                                       NULL);
  const char *most =
    "{'accessDetails':{'unifiedRoles':[" ROLE (DIRECTORY_READERS) "," ROLE (HELPDESK_ADMINISTRATOR)
    "," ROLE (APPLICATION_ADMINISTRATOR) "," ROLE (SECURITY_READER) "]}}";
  g_autoptr(Reply) same = change (test, "PATCH", path, most);
  g_autoptr(Reply) foreign = change (test, "PATCH", path, "{" ROLES (GLOBAL_ADMINISTRATOR) "}");
  g_autoptr(Reply) unknown = change (test, "PATCH", path, "{'status':'active'}");
  g_autoptr(Reply) none = graph_send (test, test->graph, "PATCH", path, most, NULL);
  g_autoptr(Reply) changed = change (test, "PATCH", path, "{" ROLES (DIRECTORY_READERS) "}");
  g_autoptr(Reply) meanwhile = change (test, "PATCH", path, "{" ROLES (HELPDESK_ADMINISTRATOR) "}");
  g_autofree char *operation = graph_dup_location (changed);
  g_autoptr(Reply) done = NULL;
  g_autoptr(JsonNode) target = NULL;
  JsonObject *details;

  graph_assert_status (same, 200);
  graph_assert_input (foreign, "accessDetails");
  graph_assert_input (unknown, "status");
  graph_assert_refused (none, 400, "badRequest", "If-Match");
  graph_assert_status (changed, 202);
  graph_assert_refused (meanwhile, 409, "conflict", NULL);

  /* The operation tells of its target in text that is JSON once more. */
  graph_advance (test, 101);
  done = graph_get (test, test->graph, "%s", operation);
  target = json_from_string (graph_string (done, "data"), NULL);
  g_assert_nonnull (target);
  details = json_object_get_object_member (json_node_get_object (target), "accessDetails");
  g_assert_cmpuint (json_array_get_length (
                      json_object_get_array_member (details, "unifiedRoles")), ==, 1);
}

static void
test_bad_assignments (GraphTest  *test,
                      const void *data)
{
  g_autofree char *relationship = find (test, READY);
  g_autofree char *list = g_strconcat (relationship, "/accessAssignments", NULL);
  g_autofree char *draft = create (test, "Not active",
                                   CUSTOMER (READY) "," ROLES (DIRECTORY_READERS));
  g_autofree char *draft_list = g_strconcat (draft, "/accessAssignments", NULL);
  const char *good = "{" CONTAINER (SPARE) "," ROLES (DIRECTORY_READERS) "}";
  g_autoptr(Reply) foreign_role = graph_post (test, test->graph, list,
                                              "{" CONTAINER (SPARE) "," ROLES (GLOBAL_ADMINISTRATOR)
                                              "}");
  g_autoptr(Reply) no_group = graph_post (test, test->graph, list,
                                          "{" CONTAINER (READY) "," ROLES (DIRECTORY_READERS) "}");
  g_autoptr(Reply) no_type =
    graph_post (test, test->graph, list,
                "{'accessContainer':{'accessContainerId':'" SPARE
                "','accessContainerType':'person'}," ROLES (DIRECTORY_READERS) "}");
  g_autoptr(Reply) no_container = graph_post (test, test->graph, list,
                                              "{" ROLES (DIRECTORY_READERS) "}");
  g_autoptr(Reply) no_roles = graph_post (test, test->graph, list, "{" CONTAINER (SPARE) "}");
  g_autoptr(Reply) unknown = graph_post (test, test->graph, list,
                                         "{'status':'active'," CONTAINER (SPARE) "}");
  g_autoptr(Reply) not_active = graph_send (test, test->graph, "POST", draft_list, good, NULL);
  g_autoptr(Reply) nothing = graph_get (test, test->graph, "%s/" READY, list);

  graph_assert_input (foreign_role, "accessDetails");
  graph_assert_refused (no_group, 404, "itemNotFound", READY);
  graph_assert_input (no_type, "accessContainer/accessContainerType");
  graph_assert_input (no_container, "accessContainer");
  graph_assert_input (no_roles, "accessDetails");
  graph_assert_input (unknown, "status");
  graph_assert_refused (not_active, 400, "badRequest", "delegatedAdminRelationshipId is invalid");
  graph_assert_refused (nothing, 404, "itemNotFound", NULL);
  g_assert_cmpuint (count (test, list), ==, 1);
}

static void
test_assignment_error (GraphTest  *test,
                       const void *data)
{
  g_autofree char *relationship = find (test, FAULTY);
  g_autofree char *list = g_strconcat (relationship, "/accessAssignments", NULL);
  g_autoptr(Reply) made = graph_post (test, test->graph, list,
                                      "{" CONTAINER (SPARE) "," ROLES (DIRECTORY_READERS) "}");
  g_autofree char *path = graph_dup_location (made);

  graph_advance (test, 151);
  assert_member (test, path, "status", "error");
}

static void
test_customers (GraphTest  *test,
                const void *data)
{
  const char *path = V1 "/tenantRelationships/delegatedAdminCustomers";
  g_autoptr(Reply) all = graph_get (test, test->graph, "%s?$orderby=displayName", path);
  g_autoptr(Reply) one = graph_get (test, test->graph, "%s/" READY, path);
  g_autoptr(Reply) never = graph_get (test, test->graph, "%s/" GONE, path);
  g_autoptr(Reply) details = graph_get (test, test->graph, "%s/" READY "/serviceManagementDetails",
                                        path);

  g_assert_cmpuint (graph_length (all), >=, 7);
  g_assert_cmpstr (json_object_get_string_member (graph_item (all, 0), "displayName"), ==, "Bare");
  g_assert_cmpstr (graph_string (one, "tenantId"), ==, READY);
  graph_assert_refused (never, 404, "itemNotFound", NULL);
  g_assert_cmpuint (graph_length (details), ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add(path, function) \
  g_test_add ("/sandbox/gdap/" path, GraphTest, NULL, \
              graph_test_set_up, function, graph_test_tear_down)
  add ("life", test_life);
  add ("end", test_end);
  add ("bad-drafts", test_bad_drafts);
  add ("names", test_names);
  add ("tags", test_tags);
  add ("states", test_states);
  add ("lose-administrator", test_lose_administrator);
  add ("requests", test_requests);
  add ("lists", test_lists);
  add ("callers", test_callers);
  add ("assignment", test_assignment);
  add ("changed-roles", test_changed_roles);
  add ("bad-assignments", test_bad_assignments);
  add ("assignment-error", test_assignment_error);
  add ("customers", test_customers);
#undef add

  return g_test_run ();
}
