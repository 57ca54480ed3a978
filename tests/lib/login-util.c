/* login-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "login-util.h"
#include "test-util.h"

/* With apostrophes for quotation marks. */
static const char scenario[] =
  "{'name':'login',"
  " 'partner':{'id':'" PARTNER "','name':'Fabrikam & Sons','domain':'fabrikam.example',"
  "  'initialDomain':'fabrikam.onmicrosoft.com','region':'NA'},"
  " 'users':[{'id':'" ANNA "','userName':'anna@fabrikam.example','name':'Anna'},"
  "  {'userName':'ben@fabrikam.example','name':'Ben','mfa':false},"
  "  {'userName':'carl@fabrikam.example','name':'Carl','enabled':false},"
  "  {'userName':'dora@fabrikam.example','name':'Dora'}],"
  " 'apps':[{'clientId':'" PUBLIC_APP "','name':'Console <1>',"
  "   'graphScope':'Directory.Read.All User.Read','partnerScope':'user_impersonation'},"
  "  {'clientId':'" SECRET_APP "','name':'Service','secret':'s3cret/+',"
  "   'graphScope':'User.Read','roles':'Directory.Read.All Group.Read.All'}],"
  " 'groups':[{'name':'AdminAgents','members':['anna@fabrikam.example']},"
  "  {'name':'Technicians','members':['anna@fabrikam.example','ben@fabrikam.example']}],"
  " 'roleLists':{'readers':['88d8e3e3-8f55-4a1e-953a-9b9898b8876b',"
  "  'f2ef992c-3afb-46b9-b7cf-a126ee74c451']},"
  " 'tenants':["
  "  {'id':'" READY "','name':'Ready','domain':'ready.example',"
  "   'initialDomain':'ready.onmicrosoft.com',"
  "   'registered':{'graph':'User.Read.All Directory.Read.All'},"
  "   'relationships':[{'name':'Ready one','status':'active','roles':'readers',"
  "     'assignments':[{'group':'Technicians','roles':'readers'}]}]},"
  "  {'id':'" UNCONSENTED "','name':'Unconsented','domain':'unconsented.example',"
  "   'initialDomain':'unconsented.onmicrosoft.com','missing':['defender'],"
  "   'relationships':[{'name':'Unconsented one','status':'active','roles':'readers',"
  "     'assignments':[{'group':'Technicians','roles':'readers'}]}]},"
  "  {'id':'" STRANGER "','name':'Stranger','domain':'stranger.example',"
  "   'initialDomain':'stranger.onmicrosoft.com'},"
  "  {'id':'" WAITING "','name':'Waiting','domain':'waiting.example',"
  "   'initialDomain':'waiting.onmicrosoft.com',"
  "   'relationships':[{'id':'waiting-1','name':'Waiting <one>','status':'approvalPending',"
  "     'roles':'readers','duration':'P730D','autoExtend':'P180D'},"
  "    {'id':'expired-1','name':'Expired one','status':'expired','roles':'readers'},"
  "    {'id':'created-1','name':'Created one','status':'created','roles':'readers'}]}],"
  " 'relationships':[{'id':'open-1','name':'Open one','status':'approvalPending',"
  "   'roles':'readers'}]}";

/**
 * login_test_set_up:
 * @self: a test
 * @data: not used
 *
 * Starts a sandbox with a scenario of its own.
 */
void
login_test_set_up (LoginTest  *self,
                   const void *data)
{
  g_autofree char *text = g_strdup (scenario);
  g_autofree char *path = NULL;

  self->folder = bw_test_make_dir ();
  path = bw_test_write_file (self->folder, "login.json", g_strdelimit (text, "'", '"'));
  self->scenario = g_strconcat ("--scenario=", path, NULL);
  self->sandbox = bw_test_sandbox_new (self->scenario, NULL);
  self->session = soup_session_new ();
}

/**
 * login_test_tear_down:
 * @self: a test
 * @data: not used
 */
void
login_test_tear_down (LoginTest  *self,
                      const void *data)
{
  g_clear_object (&self->session);
  bw_test_sandbox_free (self->sandbox);
  bw_test_remove_dir (self->folder);
  g_free (self->scenario);
  g_free (self->folder);
}

/**
 * login_test_restart:
 * @self: a test
 * @state: name of a state file
 *
 * Ends the sandbox and starts another one with that state.
 */
void
login_test_restart (LoginTest  *self,
                    const char *state)
{
  g_autofree char *option = g_strdup_printf ("--state=%s/%s", self->folder, state);

  bw_test_sandbox_free (self->sandbox);
  self->sandbox = bw_test_sandbox_new (self->scenario, option, NULL);
}

/**
 * login_send:
 * @self: a test
 * @method: of HTTP
 * @path: path and query
 * @authorization: (nullable): a header
 * @form: (nullable): what to post
 *
 * Returns: (transfer full): the answer
 */
Answer *
login_send (LoginTest  *self,
            const char *method,
            const char *path,
            const char *authorization,
            GHashTable *form)
{
  g_autofree char *uri = g_strconcat (bw_test_sandbox_get_url (self->sandbox), path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  Answer *answer = g_new0 (Answer, 1);
  gsize size = 0;
  const char *data;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (authorization != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  authorization);
  if (form != NULL)
    {
      char *encoded = soup_form_encode_hash (form);
      g_autoptr(GBytes) sent = g_bytes_new_take (encoded, strlen (encoded));

      soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, sent);
    }

  body = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (body, &size);
  answer->status = soup_message_get_status (message);
  answer->text = g_strndup (data != NULL ? data : "", size);
  answer->location = g_strdup (soup_message_headers_get_one (
    soup_message_get_response_headers (message), "Location"));
  answer->node = size > 0 ? json_from_string (answer->text, NULL) : NULL;
  if (answer->node != NULL && JSON_NODE_HOLDS_OBJECT (answer->node))
    answer->json = json_node_get_object (answer->node);

  return answer;
}

/**
 * login_get:
 * @self: a test
 * @format: path and query
 * @...: for @format
 *
 * Returns: (transfer full): the answer
 */
Answer *
login_get (LoginTest  *self,
           const char *format,
           ...)
{
  g_autofree char *path = NULL;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);

  return login_send (self, "GET", path, NULL, NULL);
}

static GHashTable *
read_fields (va_list args)
{
  GHashTable *form = g_hash_table_new (g_str_hash, g_str_equal);

  for (const char *name = va_arg (args, const char *); name != NULL;
       name = va_arg (args, const char *))
    g_hash_table_insert (form, (gpointer) name, va_arg (args, char *));

  return form;
}

/**
 * login_post:
 * @self: a test
 * @path: path
 * @...: names and values of a form, and %NULL
 *
 * Returns: (transfer full): the answer
 */
Answer *
login_post (LoginTest  *self,
            const char *path,
            ...)
{
  g_autoptr(GHashTable) form = NULL;
  va_list args;

  va_start (args, path);
  form = read_fields (args);
  va_end (args);

  return login_send (self, "POST", path, NULL, form);
}

/**
 * login_answer_free:
 * @answer: (transfer full): an answer
 */
void
login_answer_free (Answer *answer)
{
  g_clear_pointer (&answer->node, json_node_unref);
  g_free (answer->location);
  g_free (answer->text);
  g_free (answer);
}

/**
 * login_authorize:
 * @self: a test
 * @tenant: tenant to sign in to
 * @...: names and values of parameters that differ from those of a good request, where ""
 *   means without it, and %NULL; with a "user" or "cancel" the form is posted
 *
 * Returns: (transfer full): what the authorization endpoint answers
 */
Answer *
login_authorize (LoginTest  *self,
                 const char *tenant,
                 ...)
{
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) given = NULL;
  g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/authorize", tenant);
  g_autofree char *query = NULL;
  g_autofree char *whole = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;
  va_list args;

  va_start (args, tenant);
  given = read_fields (args);
  va_end (args);

  g_hash_table_insert (form, (gpointer) "client_id", (gpointer) PUBLIC_APP);
  g_hash_table_insert (form, (gpointer) "response_type", (gpointer) "code");
  g_hash_table_insert (form, (gpointer) "redirect_uri", (gpointer) REDIRECT);
  g_hash_table_insert (form, (gpointer) "scope", (gpointer) GRAPH "/.default" OFFLINE);
  g_hash_table_insert (form, (gpointer) "state", (gpointer) "st&te");
  g_hash_table_insert (form, (gpointer) "nonce", (gpointer) "n0nce");
  g_hash_table_insert (form, (gpointer) "code_challenge", (gpointer) CHALLENGE);
  g_hash_table_insert (form, (gpointer) "code_challenge_method", (gpointer) "S256");

  g_hash_table_iter_init (&iter, given);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (*(const char *) value != '\0')
        g_hash_table_insert (form, name, value);
      else
        g_hash_table_remove (form, name);
    }

  if (g_hash_table_contains (form, "user") || g_hash_table_contains (form, "cancel"))
    return login_send (self, "POST", path, NULL, form);

  query = soup_form_encode_hash (form);
  whole = g_strconcat (path, "?", query, NULL);

  return login_send (self, "GET", whole, NULL, NULL);
}

/**
 * login_dup_param:
 * @answer: a redirect
 * @name: of a parameter of its address
 *
 * Returns: (transfer full) (nullable): the parameter
 */
char *
login_dup_param (Answer     *answer,
                 const char *name)
{
  g_autoptr(GHashTable) params = NULL;
  const char *mark;

  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_nonnull (answer->location);
  g_assert_true (g_str_has_prefix (answer->location, REDIRECT "/"));
  mark = answer->location + strlen (REDIRECT "/");
  g_assert_true (*mark == '?' || *mark == '#');
  params = soup_form_decode (mark + 1);

  return g_strdup (g_hash_table_lookup (params, name));
}

/**
 * login_dup_code:
 * @self: a test
 * @tenant: tenant to sign in to
 * @user: who signs in
 *
 * Returns: (transfer full): an authorization code
 */
char *
login_dup_code (LoginTest  *self,
                const char *tenant,
                const char *user)
{
  g_autoptr(Answer) answer = login_authorize (self, tenant, "user", user, NULL);
  char *code = login_dup_param (answer, "code");

  g_assert_nonnull (code);

  return code;
}

/**
 * login_redeem:
 * @self: a test
 * @tenant: tenant that was signed in to
 * @code: an authorization code
 *
 * Returns: (transfer full): what the token endpoint answers
 */
Answer *
login_redeem (LoginTest  *self,
              const char *tenant,
              const char *code)
{
  g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/token", tenant);

  return login_post (self, path, "client_id", PUBLIC_APP, "grant_type", "authorization_code",
                     "code", code, "redirect_uri", REDIRECT, "code_verifier", VERIFIER, NULL);
}

/**
 * login_sign_in:
 * @self: a test
 * @tenant: tenant to sign in to
 * @user: who signs in
 *
 * Returns: (transfer full): a refresh token
 */
char *
login_sign_in (LoginTest  *self,
               const char *tenant,
               const char *user)
{
  g_autofree char *code = login_dup_code (self, tenant, user);
  g_autoptr(Answer) answer = login_redeem (self, tenant, code);

  login_assert_issued (answer);

  return g_strdup (login_string (answer, "refresh_token"));
}

/**
 * login_refresh:
 * @self: a test
 * @tenant: for which tenant
 * @refresh_token: a refresh token
 * @scope: for what
 *
 * Returns: (transfer full): what the token endpoint answers
 */
Answer *
login_refresh (LoginTest  *self,
               const char *tenant,
               const char *refresh_token,
               const char *scope)
{
  g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/token", tenant);

  return login_post (self, path, "client_id", PUBLIC_APP, "grant_type", "refresh_token",
                     "refresh_token", refresh_token, "scope", scope, NULL);
}

/**
 * login_string:
 * @answer: an answer
 * @name: of a member
 *
 * Returns: (nullable): the member
 */
const char *
login_string (Answer     *answer,
              const char *name)
{
  g_assert_nonnull (answer->json);

  return json_object_get_string_member_with_default (answer->json, name, NULL);
}

/**
 * login_assert_issued:
 * @answer: what the token endpoint answered
 */
void
login_assert_issued (Answer *answer)
{
  if (answer->status != 200)
    g_error ("%u %s", answer->status, answer->text);

  g_assert_cmpstr (login_string (answer, "token_type"), ==, "Bearer");
  g_assert_nonnull (login_string (answer, "access_token"));
}

/**
 * login_assert_refused:
 * @answer: what the token endpoint answered
 * @status: the HTTP status that it must have
 * @error: the error that it must name
 * @code: the AADSTS code that it must name
 */
void
login_assert_refused (Answer     *answer,
                      guint       status,
                      const char *error,
                      int         code)
{
  g_autofree char *prefix = g_strdup_printf ("AADSTS%d: ", code);
  JsonArray *codes;

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (login_string (answer, "error"), ==, error);
  g_assert_true (g_str_has_prefix (login_string (answer, "error_description"), prefix));

  codes = json_object_get_array_member (answer->json, "error_codes");
  g_assert_cmpint (json_array_get_length (codes), ==, 1);
  g_assert_cmpint (json_array_get_int_element (codes, 0), ==, code);
  g_assert_true (g_uuid_string_is_valid (login_string (answer, "trace_id")));
  g_assert_true (g_uuid_string_is_valid (login_string (answer, "correlation_id")));
  g_assert_nonnull (login_string (answer, "timestamp"));
  g_assert_nonnull (login_string (answer, "error_uri"));
}
