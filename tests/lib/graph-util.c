/* graph-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "graph-util.h"
#include "test-util.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

#define ASSIGNED(name, roles) \
  "'relationships':[{'name':'" name "','roles':'" roles "','end':'+400d'," \
  "'assignments':[{'group':'Technicians','roles':'" roles "'}]}]"
#define REGISTERED \
  "'registered':{'graph':'User.Read.All Directory.Read.All Organization.Read.All " \
  "Application.Read.All SecurityEvents.Read.All DelegatedPermissionGrant.ReadWrite.All'}"

/* With apostrophes for quotation marks. */
static const char scenario[] =
  "{'name':'graph',"
  " 'partner':{'id':'" PARTNER "','name':'Fabrikam & Sons','domain':'fabrikam.example',"
  "  'initialDomain':'fabrikam.onmicrosoft.com','region':'NA'},"
  " 'users':[{'id':'" ANNA "','userName':'anna@fabrikam.example','name':'Anna'},"
  "  {'userName':'ben@fabrikam.example','name':'Ben','mfa':false},"
  "  {'userName':'carl@fabrikam.example','name':'Carl'}],"
  " 'apps':[{'clientId':'" PUBLIC_APP "','name':'Console',"
  "   'graphScope':'DelegatedAdminRelationship.ReadWrite.All CrossTenantInformation.ReadBasic.All"
  " Directory.Read.All Group.ReadWrite.All User.Read',"
  "   'partnerScope':'user_impersonation'},"
  "  {'clientId':'" SECRET_APP "','name':'Service','secret':'s3cret/+','graphScope':'User.Read',"
  "   'roles':'DelegatedAdminRelationship.Read.All User.Read.All'}],"
  " 'groups':[{'name':'AdminAgents','members':['anna@fabrikam.example','ben@fabrikam.example']},"
  "  {'id':'" TECHNICIANS "','name':'Technicians','members':['anna@fabrikam.example']},"
  "  {'id':'" SPARE "','name':'Spare \\u201cO\\u2019Neill\\u201d'}],"
  " 'roleLists':{'all':['" GLOBAL_ADMINISTRATOR "','" DIRECTORY_READERS "',"
  "   '" HELPDESK_ADMINISTRATOR "','" APPLICATION_ADMINISTRATOR "'],"
  "  'most':['" DIRECTORY_READERS "','" HELPDESK_ADMINISTRATOR "','" APPLICATION_ADMINISTRATOR "',"
  "   '" SECURITY_READER "'],"
  "  'few':['" HELPDESK_ADMINISTRATOR "']},"
  " 'tenants':["
  "  {'id':'" READY "','name':'Ready','domain':'ready.example',"
  "   'initialDomain':'ready.onmicrosoft.com','users':250," REGISTERED ","
  "   " ASSIGNED ("Ready one", "most") "},"
  "  {'id':'" NARROW "','name':'Narrow','domain':'narrow.example',"
  "   'initialDomain':'narrow.onmicrosoft.com','users':5," REGISTERED ","
  "   " ASSIGNED ("Narrow one", "few") "},"
  "  {'id':'" BARE "','name':'Bare','domain':'bare.example','users':3,"
  "   'initialDomain':'bare.onmicrosoft.com','missing':['defender'],"
  "   " ASSIGNED ("Bare one", "most") "},"
  "  {'id':'" FAULTY "','name':'Faulty','domain':'faulty.example','assignmentError':true,"
  "   'initialDomain':'faulty.onmicrosoft.com',"
  "   'relationships':[{'name':'Faulty one','roles':'all'}]},"
  "  {'id':'" DENIED "','name':'Denied','domain':'denied.example','users':5,"
  "   'initialDomain':'denied.onmicrosoft.com','denied':['secureScores']," REGISTERED ","
  "   " ASSIGNED ("Denied one", "most") "},"
  "  {'id':'" LOCKED "','name':'Locked','domain':'locked.example',"
  "   'initialDomain':'locked.onmicrosoft.com','conditionalAccess':'block',"
  "   " ASSIGNED ("Locked one", "most") "},"
  "  {'id':'" GONE "','name':'Gone','domain':'gone.example','gone':true,"
  "   'initialDomain':'gone.onmicrosoft.com'},"
  "  {'id':'" EMPTY "','name':'Empty','domain':'empty.example',"
  "   'initialDomain':'empty.onmicrosoft.com'," REGISTERED ","
  "   " ASSIGNED ("Empty one", "most") "},"
  "  {'id':'" STRANGER "','name':'Stranger','domain':'stranger.example','inPartnerCenter':false,"
  "   'initialDomain':'stranger.onmicrosoft.com'},"
  "  {'id':'" WAITING "','name':'Waiting','domain':'waiting.example',"
  "   'initialDomain':'waiting.onmicrosoft.com',"
  "   'relationships':[{'name':'By the provider','status':'approvalPending','roles':'few',"
  "     'indirectProvider':'" STRANGER "'},"
  "    {'name':'Long over','status':'expired','roles':'few'}]}]}";

/**
 * graph_test_set_up:
 * @self: a test
 * @data: not used
 *
 * Starts a sandbox that is slower than Microsoft, so that nothing comes to
 * pass but by graph_advance(), and signs Anna in.
 */
void
graph_test_set_up (GraphTest  *self,
                   const void *data)
{
  g_autofree char *text = g_strdup (scenario);
  g_autofree char *path = NULL;

  self->login.folder = bw_test_make_dir ();
  path = bw_test_write_file (self->login.folder, "graph.json", g_strdelimit (text, "'", '"'));
  self->login.scenario = g_strconcat ("--scenario=", path, NULL);
  self->login.sandbox = bw_test_sandbox_new (self->login.scenario, "--time-scale=0.1", NULL);
  self->login.session = soup_session_new ();

  self->refresh = login_sign_in (&self->login, PARTNER, ANNA);
  self->graph = graph_dup_token (self, NULL, PARTNER, GRAPH);
  self->partner = graph_dup_token (self, NULL, PARTNER, PARTNERS);
}

/**
 * graph_test_tear_down:
 * @self: a test
 * @data: not used
 */
void
graph_test_tear_down (GraphTest  *self,
                      const void *data)
{
  g_free (self->partner);
  g_free (self->graph);
  g_free (self->refresh);
  login_test_tear_down (&self->login, data);
}

/**
 * graph_dup_token:
 * @self: a test
 * @user: (nullable): name of a user of the partner; Anna if %NULL
 * @tenant: where
 * @scope: the service, such as %GRAPH
 *
 * Returns: (transfer full): an access token
 */
char *
graph_dup_token (GraphTest  *self,
                 const char *user,
                 const char *tenant,
                 const char *scope)
{
  g_autofree char *refresh = user != NULL ? login_sign_in (&self->login, PARTNER, user)
                                          : g_strdup (self->refresh);
  g_autofree char *all = g_strconcat (scope, "/.default", NULL);
  g_autoptr(Answer) answer = login_refresh (&self->login, tenant, refresh, all);

  login_assert_issued (answer);

  return g_strdup (login_string (answer, "access_token"));
}

/**
 * graph_dup_app_token:
 * @self: a test
 * @tenant: where
 *
 * Returns: (transfer full): an access token for Graph that is the application's own
 */
char *
graph_dup_app_token (GraphTest  *self,
                     const char *tenant)
{
  g_autofree char *path = g_strdup_printf ("/login/%s/oauth2/v2.0/token", tenant);
  g_autoptr(Answer) answer = login_post (&self->login, path, "client_id", SECRET_APP,
                                         "client_secret", "s3cret/+",
                                         "grant_type", "client_credentials",
                                         "scope", GRAPH "/.default", NULL);

  login_assert_issued (answer);

  return g_strdup (login_string (answer, "access_token"));
}

static void
take_body (Reply  *reply,
           GBytes *body)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (body, &size);

  reply->text = g_strndup (data != NULL ? data : "", size);
  reply->marked = g_str_has_prefix (reply->text, BYTE_ORDER_MARK);
  if (reply->marked)
    memmove (reply->text, reply->text + strlen (BYTE_ORDER_MARK),
             strlen (reply->text) - strlen (BYTE_ORDER_MARK) + 1);

  reply->node = *reply->text != '\0' ? json_from_string (reply->text, NULL) : NULL;
  if (reply->node != NULL && JSON_NODE_HOLDS_OBJECT (reply->node))
    reply->json = json_node_get_object (reply->node);
}

/**
 * graph_send:
 * @self: a test
 * @token: (nullable): an access token
 * @method: of HTTP
 * @path: path and query, or a whole address
 * @body: (nullable): JSON with apostrophes for quotation marks
 * @...: names and values of headers, and %NULL
 *
 * Returns: (transfer full): the answer
 */
Reply *
graph_send (GraphTest  *self,
            const char *token,
            const char *method,
            const char *path,
            const char *body,
            ...)
{
  const char *base = g_str_has_prefix (path, "http")
                       ? ""
                       : bw_test_sandbox_get_url (self->login.sandbox);
  g_autofree char *uri = g_strconcat (base, path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *json = body != NULL ? g_strdelimit (g_strdup (body), "'", '"') : NULL;
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GBytes) sent = NULL;
  g_autoptr(GBytes) received = NULL;
  g_autoptr(GError) error = NULL;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  Reply *reply = g_new0 (Reply, 1);
  const char *name;
  va_list args;

  if (token != NULL)
    soup_message_headers_replace (headers, "Authorization", bearer);
  if (body != NULL)
    {
      sent = g_bytes_new (json, strlen (json));
      soup_message_set_request_body_from_bytes (message, "application/json", sent);
    }

  va_start (args, body);
  while ((name = va_arg (args, const char *)) != NULL)
    soup_message_headers_replace (headers, name, va_arg (args, const char *));
  va_end (args);

  received = soup_session_send_and_read (self->login.session, message, NULL, &error);
  g_assert_no_error (error);
  reply->status = soup_message_get_status (message);
  reply->reason = g_strdup (soup_message_get_reason_phrase (message));
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  take_body (reply, received);

  return reply;
}

/**
 * graph_get:
 * @self: a test
 * @token: (nullable): an access token
 * @format: path and query
 * @...: for @format
 *
 * Returns: (transfer full): the answer
 */
Reply *
graph_get (GraphTest  *self,
           const char *token,
           const char *format,
           ...)
{
  g_autofree char *path = NULL;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);

  return graph_send (self, token, "GET", path, NULL, NULL);
}

/**
 * graph_post:
 * @self: a test
 * @token: (nullable): an access token
 * @path: where to
 * @format: JSON with apostrophes for quotation marks
 * @...: for @format
 *
 * Returns: (transfer full): the answer
 */
Reply *
graph_post (GraphTest  *self,
            const char *token,
            const char *path,
            const char *format,
            ...)
{
  g_autofree char *body = NULL;
  va_list args;

  va_start (args, format);
  body = g_strdup_vprintf (format, args);
  va_end (args);

  return graph_send (self, token, "POST", path, body, NULL);
}

/**
 * graph_reply_free:
 * @reply: (transfer full): an answer
 */
void
graph_reply_free (Reply *reply)
{
  g_clear_pointer (&reply->node, json_node_unref);
  soup_message_headers_unref (reply->headers);
  g_free (reply->reason);
  g_free (reply->text);
  g_free (reply);
}

/**
 * graph_string:
 * @reply: an answer
 * @name: of a member
 *
 * Returns: (nullable): the member
 */
const char *
graph_string (Reply      *reply,
              const char *name)
{
  g_assert_nonnull (reply->json);

  return json_object_get_string_member_with_default (reply->json, name, NULL);
}

/**
 * graph_header:
 * @reply: an answer
 * @name: of a header
 *
 * Returns: (nullable): the header
 */
const char *
graph_header (Reply      *reply,
              const char *name)
{
  return soup_message_headers_get_one (reply->headers, name);
}

/**
 * graph_dup_location:
 * @reply: an answer
 *
 * Returns: (transfer full): where it says to look
 */
char *
graph_dup_location (Reply *reply)
{
  g_assert_nonnull (graph_header (reply, "Location"));

  return g_strdup (graph_header (reply, "Location"));
}

/**
 * graph_dup_link:
 * @reply: an answer
 * @name: "@odata.nextLink" or "@odata.deltaLink"
 *
 * Returns: (transfer full) (nullable): the link
 */
char *
graph_dup_link (Reply      *reply,
                const char *name)
{
  return g_strdup (graph_string (reply, name));
}

/**
 * graph_length:
 * @reply: a list
 *
 * Returns: how much is on the page
 */
guint
graph_length (Reply *reply)
{
  graph_assert_status (reply, 200);

  return json_array_get_length (json_object_get_array_member (reply->json, "value"));
}

/**
 * graph_item:
 * @reply: a list
 * @index: less than its length
 *
 * Returns: what is there
 */
JsonObject *
graph_item (Reply *reply,
            guint  index)
{
  g_assert_cmpuint (index, <, graph_length (reply));

  return json_array_get_object_element (json_object_get_array_member (reply->json, "value"), index);
}

/**
 * graph_assert_status:
 * @reply: an answer
 * @status: what it must have
 */
void
graph_assert_status (Reply *reply,
                     guint  status)
{
  if (reply->status != status)
    g_error ("%u instead of %u: %s", reply->status, status, reply->text);
}

/**
 * graph_assert_refused:
 * @reply: an answer of Graph
 * @status: the status that it must have
 * @code: the code that it must name
 * @part: (nullable): what must be in the message
 */
void
graph_assert_refused (Reply      *reply,
                      guint       status,
                      const char *code,
                      const char *part)
{
  JsonObject *error;
  JsonObject *inner;

  graph_assert_status (reply, status);
  g_assert_nonnull (reply->json);
  error = json_object_get_object_member (reply->json, "error");
  inner = json_object_get_object_member (error, "innerError");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, code);
  if (part != NULL && strstr (json_object_get_string_member (error, "message"), part) == NULL)
    g_error ("No “%s” in: %s", part, reply->text);

  g_assert_cmpuint (strlen (json_object_get_string_member (inner, "date")), ==,
                    strlen ("2026-11-24T10:17:05"));
  g_assert_cmpstr (json_object_get_string_member (inner, "request-id"), ==,
                   graph_header (reply, "request-id"));
  g_assert_cmpstr (json_object_get_string_member (inner, "client-request-id"), ==,
                   graph_header (reply, "client-request-id"));
}

/**
 * graph_assert_input:
 * @reply: an answer of the service behind GDAP
 * @target: the property that it must find fault with
 */
void
graph_assert_input (Reply      *reply,
                    const char *target)
{
  JsonObject *error;
  JsonObject *detail;

  graph_assert_refused (reply, 400, "badRequest", "issue(s) with the input");
  error = json_object_get_object_member (reply->json, "error");
  detail = json_array_get_object_element (json_object_get_array_member (error, "details"), 0);
  g_assert_cmpstr (json_object_get_string_member (detail, "target"), ==, target);
}

/**
 * partner_assert_refused:
 * @reply: an answer of Partner Center
 * @status: the status that it must have
 * @code: the code that it must name
 * @part: (nullable): what must be in the description
 */
void
partner_assert_refused (Reply      *reply,
                        guint       status,
                        int         code,
                        const char *part)
{
  graph_assert_status (reply, status);
  g_assert_nonnull (reply->json);
  g_assert_cmpint (json_object_get_int_member (reply->json, "code"), ==, code);
  g_assert_cmpstr (graph_string (reply, "source"), ==, "PartnerFD");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (reply->json, "data")), ==,
                    0);
  if (part != NULL && strstr (graph_string (reply, "description"), part) == NULL)
    g_error ("No “%s” in: %s", part, reply->text);
}

/**
 * graph_advance:
 * @self: a test
 * @seconds: by how much its clock goes on, where everything takes ten times as long as at Microsoft
 */
void
graph_advance (GraphTest *self,
               double     seconds)
{
  bw_test_sandbox_advance (self->login.sandbox, seconds);
}
