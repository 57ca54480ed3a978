/* test-message-made.c - messages that say what the simulated cloud knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-error.h"
#include "bw-message.h"
#include "core-util.h"
#include "test-util.h"

#define NOBODYS_ID "00000000-0000-4000-8000-000000000000-00000000-0000-4000-8000-000000000000"

typedef BwTestCore *Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  *f = bw_test_core_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  bw_test_core_free (*f);
}

static char *
find_request (BwTestCore *core)
{
  g_autoptr(JsonNode) state = bw_test_sandbox_dup_state (core->sandbox);
  JsonArray *relationships = json_object_get_array_member (json_node_get_object (state),
                                                           "relationships");

  for (guint i = 0; i < json_array_get_length (relationships); i++)
    {
      JsonObject *relationship = json_array_get_object_element (relationships, i);

      if (g_str_equal (json_object_get_string_member (relationship, "status"), "approvalPending"))
        return g_strdup (json_object_get_string_member (relationship, "id"));
    }

  g_assert_not_reached ();
}

static BwMessage *
make (BwTestCore  *core,
      const char  *relationship_id,
      const char  *language,
      GError     **error)
{
  g_autoptr(BwTenant) tenant = bw_tenant_new (BW_TEST_TENANT_ASKED);
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (BW_TEST_TENANT_ASKED);
  g_autoptr(BwJobRow) job = bw_job_row_new (BW_TEST_TENANT_ASKED, BW_SETUP_KIND_CSP);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  row->name = g_strdup ("Asked & Co");
  row->domain = g_strdup ("asked.example");
  job->relationship_id = g_strdup (relationship_id);
  job->link = bw_cloud_dup_approval_link (bw_session_get_cloud (core->session), relationship_id);
  bw_tenant_update (tenant, row, job);

  bw_message_make_async (core->session, tenant, BW_MESSAGE_KIND_APPROVAL, language, NULL,
                         bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_message_make_finish (result, error);
}

/* It says what Microsoft will show, which is not what the role template asks for. */
static void
test_made (Fixture       *f,
           gconstpointer  data)
{
  gboolean is_german = g_str_equal (data, "de");
  g_autofree char *id = find_request (*f);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessage) message = make (*f, id, data, &error);
  g_autofree char *line = NULL;
  const char * const said[] = {
    "Lodestar IT Services", "Asked & Co", "asked.example", "Lodestar – Asked – 7b2c", "365", "180",
    "• Directory Readers: ", "• Helpdesk Administrator: ", "• Reports Reader: ",
    "admin@lodestar-it.example",
  };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_nonnull (strstr (message->text, said[i]));
  g_assert_null (strstr (message->text, "License Administrator"));
  g_assert_nonnull (strstr (message->text, is_german ? "18. Februar 2027" : "18 February 2027"));

  line = g_strdup_printf ("\n%s\n", message->link);
  g_assert_nonnull (strstr (message->text, line));
  g_assert_true (g_str_has_suffix (message->link, id));
  g_assert_nonnull (strstr (message->html, "Asked &amp; Co"));
  g_test_message ("%s\n\n%s", message->subject, message->text);
}

/* Better none than one that may be wrong. */
static void
test_not_read (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *id = find_request (*f);
  g_autoptr(GError) gone = NULL;
  g_autoptr(GError) broken = NULL;

  g_assert_null (make (*f, NOBODYS_ID, "en", &gone));
  g_assert_error (gone, BW_ERROR, BW_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (gone->message,
                                   "What the customer is asked for can't be read now"));

  bw_test_core_add_fault (*f, "/delegatedAdminRelationships/", 0, -1,
                          "{\"status\":200,\"body\":{\"id\":7}}");
  g_assert_null (make (*f, id, "en", &broken));
  g_assert_error (broken, BW_ERROR, BW_ERROR_PROTOCOL);
}

/* What the customer is asked for is in the registration, whatever we would have written there. */
#define REGISTRATION \
  "{\"status\":200,\"body\":{\"id\":\"0\",\"appId\":\"1\",\"displayName\":\"Lodestar <Console>\"," \
  "\"signInAudience\":\"AzureADMultipleOrgs\",\"requiredResourceAccess\":[" \
  "{\"resourceAppId\":\"00000003-0000-0000-c000-000000000000\",\"resourceAccess\":[%s" \
  "{\"id\":\"e1fe6dd8-ba31-4d61-89e7-88639da4683d\",\"type\":\"Scope\"}]}," \
  "{\"resourceAppId\":\"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd\",\"resourceAccess\":[" \
  "{\"id\":\"1cebfa2a-fb4d-419e-b5f9-839b4383e05a\",\"type\":\"Scope\"}]}]}}"
#define ROLES \
  "{\"id\":\"09850681-111b-4a89-9bed-3f2cae46d706\",\"type\":\"Role\"}," \
  "{\"id\":\"11111111-2222-4333-8444-555555555555\",\"type\":\"Role\"},"
#define CONSENT_LINK "https://login.example/t/v2.0/adminconsent?state=7"

/* A set-up through a guest account, up to the named step. */
static BwMessage *
make_guest (BwTestCore     *core,
            const char     *step,
            BwMessageKind   kind,
            GError        **error)
{
  g_autoptr(BwTenant) tenant = bw_tenant_new (BW_TEST_TENANT_ASKED);
  g_autoptr(BwTenantRow) row = bw_tenant_row_new (BW_TEST_TENANT_ASKED);
  g_autoptr(BwJobRow) job = bw_job_row_new (BW_TEST_TENANT_ASKED, BW_SETUP_KIND_GUEST);
  const char * const keys[] = { "add-tenant", "guest-approval", "guest-invitation" };
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  row->name = g_strdup ("Asked & Co");
  row->source = BW_TENANT_SOURCE_MICROSOFT_365;
  row->guest_email = g_strdup ("technician@lodestar-it.example");
  job->link = g_strdup (CONSENT_LINK);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      BwStepRow *one = bw_step_row_new (keys[i]);

      one->state = BW_STEP_STATE_DONE;
      g_ptr_array_add (job->steps, one);
      if (g_str_equal (keys[i], step))
        {
          one->state = BW_STEP_STATE_WAITING_FOR_CUSTOMER;
          break;
        }
    }
  bw_tenant_update (tenant, row, job);
  g_assert_cmpint (bw_message_kind_of_job (bw_tenant_get_job (tenant)), ==, kind);

  bw_message_make_async (core->session, tenant, kind, "en", NULL, bw_test_take_result, &slot);
  result = bw_test_wait (&slot);

  return bw_message_make_finish (result, error);
}

static void
test_consent (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *answer = g_strdup_printf (REGISTRATION, ROLES);
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessage) message = NULL;

  bw_test_core_add_fault (*f, "/applications", 0, -1, answer);
  message = make_guest (*f, "guest-approval", BW_MESSAGE_KIND_CONSENT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (message->link, ==, CONSENT_LINK);
  g_assert_nonnull (strstr (message->text, "\n\n" CONSENT_LINK "\n\n"));
  g_assert_nonnull (strstr (message->text, "Lodestar <Console>"));
  g_assert_nonnull (strstr (message->html, "Lodestar &lt;Console&gt;"));
  g_assert_nonnull (strstr (message->text, "Asked & Co (" BW_TEST_TENANT_ASKED ")"));
  g_assert_nonnull (strstr (message->text, "technician@lodestar-it.example"));
  /* What we have no name for is told all the same, and is not called harmless. */
  g_assert_nonnull (strstr (message->text, "• User.Invite.All: invites guests into your "
                            "organization\n• 11111111-2222-4333-8444-555555555555\n\n"));
  g_assert_nonnull (strstr (message->text, "\n• User.Read: "));
  g_assert_nonnull (strstr (message->text, "\n• user_impersonation: "));
  g_assert_nonnull (strstr (message->text, "cannot be described here"));
}

static void
test_consent_to_nothing (Fixture       *f,
                         gconstpointer  data)
{
  g_autofree char *answer = g_strdup_printf (REGISTRATION, "");
  g_autoptr(GError) error = NULL;

  bw_test_core_add_fault (*f, "/applications", 0, -1, answer);
  g_assert_null (make_guest (*f, "guest-approval", BW_MESSAGE_KIND_CONSENT, &error));
  g_assert_error (error, BW_ERROR, BW_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "lists no application permissions"));
}

/* Nothing is asked of Microsoft for it. */
static void
test_invitation (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwMessage) message = NULL;

  bw_test_core_add_fault (*f, "/graph/", 0, -1, "{\"status\":500}");
  message = make_guest (*f, "guest-invitation", BW_MESSAGE_KIND_INVITATION, &error);
  g_assert_no_error (error);
  g_assert_null (message->link);
  g_assert_nonnull (strstr (message->text, "invites@microsoft.com"));
  g_assert_nonnull (strstr (message->text, "Sign in as technician@lodestar-it.example"));
  g_assert_nonnull (strstr (message->text, "Lodestar IT Services"));
  g_assert_null (strstr (message->html, "<a "));
}

#define ADD(name, data, function) \
  g_test_add ("/core/message-made/" name, Fixture, data, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("en", "en", test_made);
  ADD ("de", "de", test_made);
  ADD ("not-read", NULL, test_not_read);
  ADD ("consent", NULL, test_consent);
  ADD ("consent-to-nothing", NULL, test_consent_to_nothing);
  ADD ("invitation", NULL, test_invitation);

  return g_test_run ();
}
