/* test-candidate.c - judging the admin relationships that a set-up could build on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-candidate.h"
#include "bw-json.h"
#include "bw-role.h"

#define NOW    G_GINT64_CONSTANT (1795507200)
#define DAY    (24 * 60 * 60)
#define TENANT "4b827261-d21f-4aa9-b7db-7fa1f56fb163"

/* Core, core with a stand-in, optional with a stand-in. */
#define APPLICATION_ADMIN "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
#define DIRECTORY_READER  "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
#define SECURITY_READER   "5d6b6bb7-de71-4623-b4af-96380a352509"
#define GLOBAL_READER     "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
#define LICENSE_ADMIN     "4d6ac14f-3453-41d0-bef9-a3e0c569773a"

typedef struct
{
  BwRoleTemplate *role_template;
  BwRelationship *relationship;
} Fixture;

static void
set_roles (BwRelationship *relationship,
           const char     *roles)
{
  g_strfreev (relationship->roles);
  relationship->roles = g_strsplit (roles, " ", -1);
}

static BwRelationship *
make_relationship (const char *id)
{
  BwRelationship *relationship = bw_relationship_new (id);

  g_free (relationship->name);
  relationship->name = g_strdup ("Northwind – Contoso");
  g_free (relationship->status);
  relationship->status = g_strdup ("active");
  g_free (relationship->customer_id);
  relationship->customer_id = g_strdup (TENANT);
  relationship->created = NOW - 100 * DAY;
  relationship->changed = NOW - 10 * DAY;
  relationship->end = NOW + 400 * DAY;
  set_roles (relationship, APPLICATION_ADMIN " " DIRECTORY_READER " " SECURITY_READER);

  return relationship;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(JsonNode) root = bw_json_parse_text (
    "{\"name\":\"Test\",\"version\":1,\"roles\":["
    "{\"id\":\"" APPLICATION_ADMIN "\",\"core\":true,\"features\":[],\"group\":\"Admins\"},"
    "{\"id\":\"" DIRECTORY_READER "\",\"core\":true,\"features\":[],\"group\":\"Readers\","
    "\"coveredBy\":[\"" GLOBAL_READER "\"]},"
    "{\"id\":\"" SECURITY_READER "\",\"core\":false,\"features\":[\"Secure Score\",\"Alerts\"],"
    "\"group\":\"Readers\",\"coveredBy\":[\"" GLOBAL_READER "\"]}]}", NULL);
  g_autoptr(GError) error = NULL;

  self->role_template = bw_role_template_new_from_json (bw_json_node_object (root), &error);
  g_assert_no_error (error);
  self->relationship = make_relationship ("r-1");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  bw_role_template_unref (self->role_template);
  bw_relationship_unref (self->relationship);
}

static BwCandidate *
judge (Fixture *self)
{
  return bw_candidate_judge (self->relationship, self->role_template, TENANT, NOW);
}

static void
assert_reason (Fixture    *self,
               const char *part)
{
  g_autoptr(BwCandidate) candidate = judge (self);
  const char * const *reasons = bw_candidate_get_reasons (candidate);

  g_assert_false (bw_candidate_is_valid (candidate));
  g_assert_cmpuint (g_strv_length ((char **) reasons), ==, 1);
  g_test_message ("%s", reasons[0]);
  g_assert_nonnull (strstr (reasons[0], part));
}

static void
assert_valid (Fixture *self)
{
  g_autoptr(BwCandidate) candidate = judge (self);

  g_assert_cmpstr (bw_candidate_get_reasons (candidate)[0], ==, NULL);
  g_assert_true (bw_candidate_is_valid (candidate));
  g_assert_false (bw_candidate_is_waiting (candidate));
}

static void
set_status (Fixture    *self,
            const char *status)
{
  g_free (self->relationship->status);
  self->relationship->status = g_strdup (status);
}

static void
test_valid (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(BwCandidate) candidate = judge (self);

  assert_valid (self);
  g_assert_cmpstr (bw_candidate_get_id (candidate), ==, "r-1");
  g_assert_cmpstr (bw_candidate_get_status (candidate), ==, "active");
  g_assert_cmpint (bw_candidate_get_end (candidate), ==, NOW + 400 * DAY);
  g_assert_cmpuint (g_strv_length ((char **) bw_candidate_get_roles (candidate)), ==, 3);
  g_assert_cmpstr (bw_candidate_get_roles (candidate)[0], ==, "Application Administrator");
  g_assert_null (bw_candidate_get_excess (candidate)[0]);
  g_assert_cmpuint (bw_candidate_get_limitations (candidate)->len, ==, 0);
}

static void
test_end (Fixture       *self,
          gconstpointer  data)
{
  self->relationship->end = NOW + 30 * DAY + 1;
  assert_valid (self);

  self->relationship->end = NOW + 30 * DAY;
  assert_reason (self, "30 days");
  self->relationship->end = NOW + DAY;
  assert_reason (self, "1 day");
  self->relationship->end = NOW + 60;
  assert_reason (self, "less than a day");
  self->relationship->end = NOW;
  assert_reason (self, "Expired");

  /* What extends itself does not end. */
  self->relationship->auto_extend = 180 * DAY;
  assert_valid (self);

  /* An end that is not known is none. */
  self->relationship->auto_extend = 0;
  self->relationship->end = 0;
  assert_valid (self);
}

static void
test_status (Fixture       *self,
             gconstpointer  data)
{
  static const struct { const char *status; const char *part; gboolean waits; } cases[] = {
    { "approvalPending", "Waiting for approval", TRUE },
    { "approved", "activating", TRUE },
    { "activating", "activating", TRUE },
    { "created", "never sent", FALSE },
    { "expired", "Expired", FALSE },
    { "expiring", "Expired", FALSE },
    { "terminated", "Terminated", FALSE },
    { "terminating", "Terminated", FALSE },
    { "terminationRequested", "Terminated", FALSE },
    { "unknownFutureValue", "unknownFutureValue", FALSE },
    { "", "not known", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BwCandidate) candidate = NULL;

      set_status (self, cases[i].status);
      assert_reason (self, cases[i].part);
      candidate = judge (self);
      g_assert_true (bw_candidate_is_waiting (candidate) == cases[i].waits);
    }

  /* Waiting with the wrong roles is no choice. */
  set_status (self, "approvalPending");
  set_roles (self->relationship, DIRECTORY_READER);
  {
    g_autoptr(BwCandidate) candidate = judge (self);

    g_assert_false (bw_candidate_is_waiting (candidate));
    g_assert_cmpuint (g_strv_length ((char **) bw_candidate_get_reasons (candidate)), ==, 2);
  }
}

static void
test_roles (Fixture       *self,
            gconstpointer  data)
{
  set_roles (self->relationship, DIRECTORY_READER " " SECURITY_READER);
  assert_reason (self, "Lacks the role Application Administrator");

  /* A stronger role stands in where the template says so. */
  set_roles (self->relationship, APPLICATION_ADMIN " " GLOBAL_READER);
  assert_valid (self);

  /* ... and only there, be it never so strong. */
  set_roles (self->relationship, BW_ROLE_GLOBAL_ADMINISTRATOR);
  assert_reason (self, "Lacks the roles Application Administrator, Directory Readers");

  set_roles (self->relationship, "");
  assert_reason (self, "Lacks the roles");
  g_clear_pointer (&self->relationship->roles, g_strfreev);
  assert_reason (self, "Lacks the roles");
}

static void
test_limitations (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(BwCandidate) candidate = NULL;
  GPtrArray *limitations;
  BwLimitation *first;

  set_roles (self->relationship, APPLICATION_ADMIN " " DIRECTORY_READER);
  assert_valid (self);

  candidate = judge (self);
  limitations = bw_candidate_get_limitations (candidate);
  g_assert_cmpuint (limitations->len, ==, 2);
  first = g_ptr_array_index (limitations, 0);
  g_assert_cmpstr (first->feature, ==, "Secure Score");
  g_assert_nonnull (strstr (first->reason, "Security Reader"));
}

static void
test_excess (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(BwCandidate) candidate = NULL;
  g_autoptr(BwCandidate) instead = NULL;

  set_roles (self->relationship, APPLICATION_ADMIN " " DIRECTORY_READER " " SECURITY_READER " "
             LICENSE_ADMIN " " GLOBAL_READER " " BW_ROLE_GLOBAL_ADMINISTRATOR);
  candidate = judge (self);
  g_assert_true (bw_candidate_is_valid (candidate));
  g_assert_cmpuint (g_strv_length ((char **) bw_candidate_get_excess (candidate)), ==, 3);
  g_assert_cmpstr (bw_candidate_get_excess (candidate)[0], ==, "Global Administrator");

  /* What stands in for a role is not too much. */
  set_roles (self->relationship, APPLICATION_ADMIN " " GLOBAL_READER);
  instead = judge (self);
  g_assert_null (bw_candidate_get_excess (instead)[0]);
}

static void
test_customer (Fixture       *self,
               gconstpointer  data)
{
  char *upper = g_ascii_strup (TENANT, -1);

  g_free (self->relationship->customer_id);
  self->relationship->customer_id = upper;
  assert_valid (self);

  upper[0] = '5';
  assert_reason (self, "another customer");
  g_clear_pointer (&self->relationship->customer_id, g_free);
  assert_reason (self, "not bound");
}

static void
test_provider (Fixture       *self,
               gconstpointer  data)
{
  self->relationship->indirect_provider = g_strdup (TENANT);
  assert_valid (self);
  self->relationship->partner_consent_pending = TRUE;
  assert_reason (self, "another provider");
}

static void
add (GPtrArray  *relationships,
     const char *id,
     const char *status,
     const char *roles,
     gint64      end,
     gint64      auto_extend,
     gint64      created)
{
  BwRelationship *relationship = make_relationship (id);

  g_free (relationship->status);
  relationship->status = g_strdup (status);
  if (roles != NULL)
    set_roles (relationship, roles);
  relationship->end = end;
  relationship->auto_extend = auto_extend;
  relationship->created = created;
  g_ptr_array_add (relationships, relationship);
}

static void
test_order (Fixture       *self,
            gconstpointer  data)
{
  static const char * const expected[] = {
    "self-extending", "long", "short", "lacking", "waiting-new", "waiting-old", "ended-new",
    "ended-old",
  };
  g_autoptr(GPtrArray) relationships =
    g_ptr_array_new_with_free_func ((GDestroyNotify) bw_relationship_unref);
  g_autoptr(GPtrArray) candidates = NULL;

  add (relationships, "ended-old", "terminated", NULL, NOW + 900 * DAY, 0, NOW - 300 * DAY);
  add (relationships, "lacking", "active", APPLICATION_ADMIN " " DIRECTORY_READER, NOW + 700 * DAY,
       0, NOW);
  add (relationships, "short", "active", NULL, NOW + 40 * DAY, 0, NOW);
  add (relationships, "waiting-old", "approvalPending", NULL, 0, 0, NOW - 20 * DAY);
  add (relationships, "self-extending", "active", NULL, NOW + 5 * DAY, 180 * DAY, NOW - 700 * DAY);
  add (relationships, "ended-new", "expired", NULL, NOW - DAY, 0, NOW - 200 * DAY);
  add (relationships, "waiting-new", "approvalPending", NULL, 0, 0, NOW - 10 * DAY);
  add (relationships, "long", "active", NULL, NOW + 600 * DAY, 0, NOW - 100 * DAY);

  candidates = bw_candidates_judge_all (relationships, self->role_template, TENANT, NOW);
  g_assert_cmpuint (candidates->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < candidates->len; i++)
    g_assert_cmpstr (bw_candidate_get_id (g_ptr_array_index (candidates, i)), ==, expected[i]);
}

/* What a job keeps of them says the same afterwards. */
static void
test_json (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) relationships =
    g_ptr_array_new_with_free_func ((GDestroyNotify) bw_relationship_unref);
  g_autoptr(GPtrArray) candidates = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GPtrArray) none = bw_candidates_from_json (NULL);
  g_autoptr(JsonNode) json = NULL;
  g_autoptr(JsonNode) twice = NULL;

  add (relationships, "a", "active", APPLICATION_ADMIN " " DIRECTORY_READER " " LICENSE_ADMIN,
       NOW + 99 * DAY, 0, 0);
  add (relationships, "b", "approvalPending", NULL, 0, 0, NOW);
  add (relationships, "c", "terminated", NULL, NOW, 0, NOW);
  candidates = bw_candidates_judge_all (relationships, self->role_template, TENANT, NOW);
  json = bw_candidates_to_json (candidates);
  again = bw_candidates_from_json (json_node_get_array (json));
  twice = bw_candidates_to_json (again);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_true (json_node_equal (json, twice));
  g_assert_true (bw_candidate_is_valid (g_ptr_array_index (again, 0)));
  g_assert_true (bw_candidate_is_waiting (g_ptr_array_index (again, 1)));
  g_assert_false (bw_candidate_is_waiting (g_ptr_array_index (again, 2)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/model/candidate/valid", test_valid);
  add ("/model/candidate/end", test_end);
  add ("/model/candidate/status", test_status);
  add ("/model/candidate/roles", test_roles);
  add ("/model/candidate/limitations", test_limitations);
  add ("/model/candidate/excess", test_excess);
  add ("/model/candidate/customer", test_customer);
  add ("/model/candidate/provider", test_provider);
  add ("/model/candidate/order", test_order);
  add ("/model/candidate/json", test_json);
#undef add

  return g_test_run ();
}
