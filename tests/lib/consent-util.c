/* consent-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "consent-util.h"
#include "test-util.h"

#define APP \
  "'graphScope':'User.Read User.Read.All Directory.Read.All'," \
  "'partnerScope':'user_impersonation','roles':'" APP_ROLES "'"

/* With apostrophes for quotation marks. */
static const char scenario[] =
  "{'name':'consent',"
  " 'partner':{'id':'" PARTNER "','name':'Fabrikam & Sons','domain':'fabrikam.example',"
  "  'initialDomain':'fabrikam.onmicrosoft.com','region':'NA'},"
  " 'users':[{'id':'" ANNA "','userName':'" ANNA_NAME "','name':'Anna'},"
  "  {'userName':'" BEN_NAME "','name':'Ben','mfa':false},"
  "  {'userName':'" CARL_NAME "','name':'Carl','enabled':false}],"
  " 'apps':[{'clientId':'" PUBLIC_APP "','name':'Console <1>'," APP "},"
  "  {'clientId':'" SECRET_APP "','name':'Service <2>','secret':'s3cret/+',"
  "   'redirects':['https://fabrikam.example/done']," APP "},"
  "  {'clientId':'" LOCAL_APP "','name':'Local','audience':'AzureADMyOrg'," APP "}],"
  " 'groups':[{'name':'AdminAgents','members':['" ANNA_NAME "']},"
  "  {'name':'Technicians','members':['" ANNA_NAME "']}],"
  " 'roleLists':{'readers':['" DIRECTORY_READERS "']},"
  " 'tenants':["
  "  {'id':'" CUSTOMER "','name':'Customer & Co','domain':'customer.example','users':10,"
  "   'initialDomain':'customer.onmicrosoft.com','inPartnerCenter':false},"
  "  {'id':'" OTHER "','name':'Other','domain':'other.example','users':3,"
  "   'initialDomain':'other.onmicrosoft.com','inPartnerCenter':false,'missing':['defender']},"
  "  {'id':'" ABROAD "','name':'Abroad','domain':'abroad.example','cloud':'china',"
  "   'initialDomain':'abroad.partner.onmschina.cn','inPartnerCenter':false},"
  "  {'id':'" GDAP "','name':'Gdap','domain':'gdap.example','users':3,"
  "   'initialDomain':'gdap.onmicrosoft.com','registered':{'graph':'User.Read'},"
  "   'relationships':[{'name':'Gdap one','roles':'readers','end':'+400d',"
  "    'assignments':[{'group':'Technicians','roles':'readers'}]}]}]}";

static void
start (GraphTest *self)
{
  g_autofree char *state = g_strdup_printf ("--state=%s/state.json", self->login.folder);

  self->login.sandbox = bw_test_sandbox_new (self->login.scenario, "--time-scale=0.1", state, NULL);
}

/**
 * consent_test_set_up:
 * @self: a test
 * @data: not used
 *
 * Starts a sandbox that is slower than Microsoft, so that nothing comes to pass but by
 * graph_advance(), and keeps its state.
 */
void
consent_test_set_up (GraphTest  *self,
                     const void *data)
{
  g_autofree char *text = g_strdup (scenario);
  g_autofree char *path = NULL;

  self->login.folder = bw_test_make_dir ();
  path = bw_test_write_file (self->login.folder, "consent.json", g_strdelimit (text, "'", '"'));
  self->login.scenario = g_strconcat ("--scenario=", path, NULL);
  self->login.session = soup_session_new ();
  start (self);
}

/**
 * consent_test_restart:
 * @self: a test
 *
 * Ends the sandbox and starts another one with its state.
 */
void
consent_test_restart (GraphTest *self)
{
  bw_test_sandbox_free (self->login.sandbox);
  start (self);
}

/**
 * consent_ask:
 * @self: a test
 * @tenant: whose administrator is asked
 * @endpoint: %ADMIN_CONSENT or %ADMIN_CONSENT_V1
 * @...: names and values of parameters that differ from those of a good request, where ""
 *   means without it, and %NULL; with a "user" or "cancel" the form is posted
 *
 * Returns: (transfer full): what the admin consent endpoint answers
 */
Answer *
consent_ask (GraphTest  *self,
             const char *tenant,
             const char *endpoint,
             ...)
{
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *path = g_strconcat ("/login/", tenant, endpoint, NULL);
  g_autofree char *query = NULL;
  g_autofree char *whole = NULL;
  const char *name;
  va_list args;

  g_hash_table_insert (form, (gpointer) "client_id", (gpointer) SECRET_APP);
  g_hash_table_insert (form, (gpointer) "scope", (gpointer) GRAPH "/.default");
  g_hash_table_insert (form, (gpointer) "redirect_uri", (gpointer) REDIRECT);
  g_hash_table_insert (form, (gpointer) "state", (gpointer) "st&te");

  va_start (args, endpoint);
  while ((name = va_arg (args, const char *)) != NULL)
    {
      const char *value = va_arg (args, const char *);

      if (*value != '\0')
        g_hash_table_insert (form, (gpointer) name, (gpointer) value);
      else
        g_hash_table_remove (form, name);
    }
  va_end (args);

  if (g_hash_table_contains (form, "user") || g_hash_table_contains (form, "cancel"))
    return login_send (&self->login, "POST", path, NULL, form);

  query = soup_form_encode_hash (form);
  whole = g_strconcat (path, "?", query, NULL);

  return login_send (&self->login, "GET", whole, NULL, NULL);
}

/**
 * consent_give:
 * @self: a test
 * @tenant: whose administrator consents to both applications
 */
void
consent_give (GraphTest  *self,
              const char *tenant)
{
  static const char *const apps[] = { PUBLIC_APP, SECRET_APP };

  for (guint i = 0; i < G_N_ELEMENTS (apps); i++)
    bw_test_sandbox_act (self->login.sandbox, "/_sandbox/consent",
                         "{'tenantId':'%s','clientId':'%s'}", tenant, apps[i]);
  graph_advance (self, 60);
}

/**
 * consent_ask_for_token:
 * @self: a test
 * @tenant: where
 *
 * Returns: (transfer full): what the token endpoint answers to the application by itself
 */
Answer *
consent_ask_for_token (GraphTest  *self,
                       const char *tenant)
{
  g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/token", tenant);

  return login_post (&self->login, path, "client_id", SECRET_APP, "client_secret", "s3cret/+",
                     "grant_type", "client_credentials", "scope", GRAPH "/.default", NULL);
}

/**
 * consent_dup_token:
 * @self: a test
 * @tenant: where the application has a service principal
 *
 * Returns: (transfer full): an access token that is the application's own
 */
char *
consent_dup_token (GraphTest  *self,
                   const char *tenant)
{
  g_autoptr(Answer) answer = consent_ask_for_token (self, tenant);

  login_assert_issued (answer);

  return g_strdup (login_string (answer, "access_token"));
}

/**
 * consent_get_state:
 * @state: what the sandbox told
 * @array: such as "grants"
 * @member: a member of its objects
 * @value: the value of that
 *
 * Returns: (nullable) (transfer none): the first such object
 */
JsonObject *
consent_get_state (JsonNode   *state,
                   const char *array,
                   const char *member,
                   const char *value)
{
  JsonArray *objects = json_object_get_array_member (json_node_get_object (state), array);

  for (guint i = 0; i < json_array_get_length (objects); i++)
    {
      JsonObject *object = json_array_get_object_element (objects, i);

      if (g_strcmp0 (json_object_get_string_member_with_default (object, member, NULL), value) == 0)
        return object;
    }

  return NULL;
}

/**
 * consent_assert_page:
 * @answer: an answer that must be a page
 * @status: the HTTP status that it must have
 * @text: what must be on it
 */
void
consent_assert_page (Answer     *answer,
                     guint       status,
                     const char *text)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_null (answer->location);
  g_assert_nonnull (strstr (answer->text, "<!DOCTYPE html>"));
  if (strstr (answer->text, text) == NULL)
    g_error ("No “%s” in %s", text, answer->text);
}

/**
 * consent_assert_no_page:
 * @answer: an answer that is a page
 * @text: what must not be on it
 */
void
consent_assert_no_page (Answer     *answer,
                        const char *text)
{
  g_assert_null (strstr (answer->text, text));
}
