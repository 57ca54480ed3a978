/* bw-sim-graph-call.c - what all parts of the simulated Graph need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-graph.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define JSON_TYPE \
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;" \
  "charset=utf-8"

#define GLOBAL_ADMINISTRATOR   "62e90394-69f5-4237-9190-012177145e10"
#define GLOBAL_READER          "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
#define DIRECTORY_READERS      "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
#define DIRECTORY_WRITERS      "9360feb5-f418-4baa-8175-e2a00bac4301"
#define USER_ADMINISTRATOR     "fe930be7-5e62-47db-91af-98c3a49a38b1"
#define GUEST_INVITER          "95e79109-95c0-4d8e-aee3-d01accf2d47b"
#define LICENSE_ADMINISTRATOR  "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
#define APP_ADMINISTRATOR      "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
#define CLOUD_APP_ADMIN        "158c047a-c907-4556-b7ef-446551a6b5f7"
#define APP_DEVELOPER          "cf1c38e5-3621-4004-a7cb-879624dced7c"
#define PRIVILEGED_ROLE_ADMIN  "e8611ab8-c189-46e8-94e1-60213ab1f814"
#define SECURITY_READER        "5d6b6bb7-de71-4623-b4af-96380a352509"
#define SECURITY_OPERATOR      "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"
#define SECURITY_ADMINISTRATOR "194ae4cb-b126-40b2-bd5b-6091b380977d"

/* Any one of the roles will do. */
static const char *const access_roles[][8] = {
  [BW_SIM_ACCESS_ANY] = { NULL },
  [BW_SIM_ACCESS_SOME] = { NULL },
  [BW_SIM_ACCESS_DIRECTORY] = { DIRECTORY_READERS, DIRECTORY_WRITERS, GLOBAL_READER,
                                GLOBAL_ADMINISTRATOR, USER_ADMINISTRATOR, GUEST_INVITER, NULL },
  [BW_SIM_ACCESS_LICENCES] = { DIRECTORY_READERS, DIRECTORY_WRITERS, GLOBAL_READER,
                               GLOBAL_ADMINISTRATOR, USER_ADMINISTRATOR, LICENSE_ADMINISTRATOR,
                               NULL },
  [BW_SIM_ACCESS_APPS_READ] = { DIRECTORY_READERS, DIRECTORY_WRITERS, GLOBAL_READER,
                                GLOBAL_ADMINISTRATOR, APP_ADMINISTRATOR, CLOUD_APP_ADMIN,
                                PRIVILEGED_ROLE_ADMIN, NULL },
  [BW_SIM_ACCESS_APPS_WRITE] = { GLOBAL_ADMINISTRATOR, APP_ADMINISTRATOR, CLOUD_APP_ADMIN,
                                 APP_DEVELOPER, NULL },
  [BW_SIM_ACCESS_SECURITY] = { SECURITY_READER, SECURITY_OPERATOR, SECURITY_ADMINISTRATOR,
                               GLOBAL_READER, GLOBAL_ADMINISTRATOR, NULL },
  [BW_SIM_ACCESS_INVITE] = { GUEST_INVITER, USER_ADMINISTRATOR, DIRECTORY_WRITERS,
                             GLOBAL_ADMINISTRATOR, NULL },
};

/**
 * bw_sim_access_is_given:
 * @access: what for
 * @roles: (element-type utf8 utf8): IDs of roles that somebody has
 *
 * Returns: whether one of @roles lets do it
 */
gboolean
bw_sim_access_is_given (BwSimAccess  access,
                        GHashTable  *roles)
{
  if (access == BW_SIM_ACCESS_ANY)
    return TRUE;
  if (access == BW_SIM_ACCESS_SOME)
    return g_hash_table_size (roles) > 0;

  for (guint i = 0; access_roles[access][i] != NULL; i++)
    {
      if (g_hash_table_contains (roles, access_roles[access][i]))
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_sim_call_segment:
 * @call: a call
 * @index: counted from behind the version
 *
 * Returns: (nullable): that segment of the path
 */
const char *
bw_sim_call_segment (BwSimCall *call,
                     guint      index)
{
  if (index >= bw_sim_exchange_n_segments (call->exchange))
    return NULL;

  return call->exchange->segments[index];
}

/**
 * bw_sim_call_dup_key:
 * @call: a call
 * @index: of a segment such as "servicePrincipals(appId='…')"
 *
 * Returns: (transfer full) (nullable): the string between the quotes
 */
char *
bw_sim_call_dup_key (BwSimCall *call,
                     guint      index)
{
  const char *segment = bw_sim_call_segment (call, index);
  const char *begin = segment != NULL ? strchr (segment, '\'') : NULL;
  const char *end = segment != NULL ? strrchr (segment, '\'') : NULL;
  GString *key;

  if (begin == NULL || end == begin || !g_str_equal (end, "')"))
    return NULL;

  key = g_string_new_len (begin + 1, end - begin - 1);
  g_string_replace (key, "''", "'", 0);

  return g_string_free (key, FALSE);
}

/**
 * bw_sim_call_is_in_partner:
 * @call: a call
 *
 * Returns: whether the token is for the partner's own tenant
 */
gboolean
bw_sim_call_is_in_partner (BwSimCall *call)
{
  return call->tenant == call->world->partner;
}

/**
 * bw_sim_call_prefers:
 * @call: a call
 * @preference: such as "return=minimal"
 *
 * Returns: whether the client asked for it in a Prefer header
 */
gboolean
bw_sim_call_prefers (BwSimCall  *call,
                     const char *preference)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->exchange->message);
  const char *list = soup_message_headers_get_list (headers, "Prefer");
  g_auto(GStrv) items = g_strsplit_set (list != NULL ? list : "", ",;", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (g_strstrip (items[i]), preference) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_sim_call_touch:
 * @call: a call that changed something
 */
void
bw_sim_call_touch (BwSimCall *call)
{
  bw_sim_touch (call->exchange->sim);
}

/**
 * bw_sim_call_reply_text:
 * @call: a call
 * @status: HTTP status
 * @text: JSON
 */
void
bw_sim_call_reply_text (BwSimCall  *call,
                        guint       status,
                        const char *text)
{
  bw_sim_exchange_reply_text (call->exchange, status, JSON_TYPE, text);
}

/**
 * bw_sim_call_reply:
 * @call: a call
 * @status: HTTP status
 * @object: (transfer full): the answer
 */
void
bw_sim_call_reply (BwSimCall  *call,
                   guint       status,
                   JsonObject *object)
{
  g_autofree char *text = bw_sim_json_format (object, FALSE);

  json_object_unref (object);
  bw_sim_call_reply_text (call, status, text);
}

/**
 * bw_sim_call_reply_created:
 * @call: a call
 * @object: (transfer full): what was made
 * @path: where it is from now on, below the version
 */
void
bw_sim_call_reply_created (BwSimCall  *call,
                           JsonObject *object,
                           const char *path)
{
  g_autofree char *whole = g_strconcat (BW_SIM_GRAPH_ROOT, path, NULL);
  g_autofree char *address = bw_sim_exchange_dup_address (call->exchange, whole);

  bw_sim_exchange_set_header (call->exchange, "Location", address);
  bw_sim_call_reply (call, 201, object);
}

/**
 * bw_sim_call_reply_empty:
 * @call: a call
 * @status: HTTP status
 */
void
bw_sim_call_reply_empty (BwSimCall *call,
                         guint      status)
{
  bw_sim_exchange_reply_empty (call->exchange, status);
}

static void
reply_error (BwSimCall  *call,
             guint       status,
             JsonObject *error)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (call->now / BW_SIM_SECOND);
  const char *client_id = bw_sim_exchange_get_header (call->exchange, "client-request-id");
  JsonObject *inner = json_object_new ();
  JsonObject *body = json_object_new ();

  bw_sim_json_take_string (inner, "date", g_date_time_format (date, "%Y-%m-%dT%H:%M:%S"));
  json_object_set_string_member (inner, "request-id", call->exchange->request_id);
  json_object_set_string_member (inner, "client-request-id",
                                 client_id != NULL ? client_id : call->exchange->request_id);
  json_object_set_object_member (error, "innerError", inner);
  json_object_set_object_member (body, "error", error);
  bw_sim_call_reply (call, status, body);
}

static JsonObject *
new_error (const char *code,
           char       *message)
{
  JsonObject *error = json_object_new ();

  json_object_set_string_member (error, "code", code);
  bw_sim_json_take_string (error, "message", message);

  return error;
}

/**
 * bw_sim_call_refuse:
 * @call: a call
 * @status: HTTP status
 * @code: Microsoft's word for it
 * @format: what is wrong
 */
void
bw_sim_call_refuse (BwSimCall  *call,
                    guint       status,
                    const char *code,
                    const char *format,
                    ...)
{
  JsonObject *error;
  va_list args;

  va_start (args, format);
  error = new_error (code, g_strdup_vprintf (format, args));
  va_end (args);

  reply_error (call, status, error);
}

/**
 * bw_sim_call_refuse_input:
 * @call: a call
 * @target: the property in question
 * @format: what is wrong with it
 *
 * Refuses in the manner of the service behind GDAP, which tells only in the
 * details what it does not like.
 */
void
bw_sim_call_refuse_input (BwSimCall  *call,
                          const char *target,
                          const char *format,
                          ...)
{
  const char *summary =
    "There were issue(s) with the input. See details for more information.";
  JsonObject *error = new_error ("badRequest", g_strdup (summary));
  JsonArray *details = json_array_new ();
  JsonObject *detail;
  va_list args;

  va_start (args, format);
  detail = new_error ("badRequest", g_strdup_vprintf (format, args));
  va_end (args);

  json_object_set_string_member (detail, "target", target);
  json_array_add_object_element (details, detail);
  json_object_set_null_member (error, "target");
  json_object_set_array_member (error, "details", details);
  reply_error (call, 400, error);
}

/**
 * bw_sim_call_refuse_missing:
 * @call: a call
 * @id: (nullable): of an object that the directory does not know
 */
void
bw_sim_call_refuse_missing (BwSimCall  *call,
                            const char *id)
{
  bw_sim_call_refuse (call, 404, "Request_ResourceNotFound",
                      "Resource '%s' does not exist or one of its queried reference-property "
                      "objects are not "
                      "present.",
                      id != NULL ? id : "");
}

static gboolean
is_json_type (const char *type)
{
  g_autofree char *essence = g_strndup (type, strcspn (type, ";"));

  return g_ascii_strcasecmp (g_strstrip (essence), "application/json") == 0;
}

/**
 * bw_sim_call_dup_body:
 * @call: a call
 *
 * Returns: (transfer full): the object that was sent, or %NULL with a refusal sent
 */
JsonObject *
bw_sim_call_dup_body (BwSimCall *call)
{
  const char *type = bw_sim_exchange_get_header (call->exchange, "Content-Type");
  JsonObject *body;

  if (soup_server_message_get_request_body (call->exchange->message)->length == 0)
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest",
                          "An unexpected 'EndOfInput' node was found when reading "
                          "from the JSON reader. A 'StartObject' node was expected.");
      return NULL;
    }

  if (type == NULL || !is_json_type (type))
    {
      bw_sim_call_refuse (call, 415, "BadRequest",
                          "A supported MIME type could not be found that matches the "
                          "content type of the request. The type '%s' is not supported.",
                          type != NULL ? type : "");
      return NULL;
    }

  body = bw_sim_exchange_dup_json (call->exchange);
  if (body == NULL)
    bw_sim_call_refuse (call, 400, "BadRequest",
                        "Unable to read JSON request payload. Please ensure Content-Type "
                        "header is set and payload is of valid JSON format.");

  return body;
}

/**
 * bw_sim_call_find_unknown:
 * @body: (nullable): an object that was sent
 * @known: (array zero-terminated=1): what it may have
 *
 * Returns: (nullable): the name of a member that it may not have
 */
const char *
bw_sim_call_find_unknown (JsonObject         *body,
                          const char * const *known)
{
  JsonObjectIter iter;
  const char *name;

  if (body == NULL)
    return NULL;

  json_object_iter_init (&iter, body);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      if (name[0] != '@' && !g_strv_contains (known, name))
        return name;
    }

  return NULL;
}
