/* bw-catalogue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "bw-answer.h"
#include "bw-catalogue-private.h"
#include "bw-challenge.h"
#include "bw-json.h"
#include "bw-log.h"
#include "bw-pace.h"
#include "bw-util.h"

#define MAX_CODE    80
#define MAX_MESSAGE 1000
#define MAX_DETAIL  300

/* Who speaks tells how to read it; the names are those of bw_cloud_new(). */
static gboolean
is_from (BwResponse *response,
         const char *service)
{
  return g_str_equal (bw_request_get_service (bw_response_get_request (response))->name, service);
}

/* The number is an integer here and a string there. */
static gboolean
read_number (JsonObject *object,
             const char *member,
             gint64     *number)
{
  g_autofree char *text = bw_json_dup_scalar (object, bw_answer_member (object, member));

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, number, NULL);
}

/* Returns: (transfer none) (nullable): Graph's "error" object */
static JsonObject *
get_graph_error (BwResponse *response)
{
  JsonObject *object = bw_response_get_object (response);
  JsonObject *error = bw_json_get_object (object, bw_answer_member (object, "error"));

  /* The service of the admin relationships is seen without the wrapper, too. */
  if (error == NULL && is_from (response, "graph") && bw_json_get_string (object, "code") != NULL)
    return object;

  return error;
}

static const char *
get_oauth_error (BwResponse *response)
{
  return bw_json_get_string (bw_response_get_object (response), "error");
}

/* Returns: (transfer full) (nullable): the policies that keep us out, as the identity
 * platform names them in "claims", which is JSON in a string */
static char *
dup_policies (BwResponse *response)
{
  const char *text = bw_json_get_string (bw_response_get_object (response), "claims");
  g_autoptr(JsonNode) root = text != NULL ? bw_json_parse_text (text, NULL) : NULL;
  JsonObject *token = bw_json_get_object (bw_json_node_object (root), "access_token");
  JsonObject *policies = bw_json_get_object (token, "capolids");
  JsonArray *values = bw_json_get_array (policies, "values");
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < bw_json_array_length (values) && ids->len < 10; i++)
    {
      const char *id = bw_json_array_string (values, i);

      if (bw_is_guid (id))
        g_ptr_array_add (ids, (char *) id);
    }

  if (ids->len == 0)
    return NULL;

  g_ptr_array_add (ids, NULL);

  return g_strjoinv (", ", (char **) ids->pdata);
}

static gint64
get_aadsts (JsonObject *object,
            guint       position)
{
  JsonArray *codes = bw_json_get_array (object, "error_codes");
  JsonNode *node;

  if (position >= bw_json_array_length (codes))
    return 0;

  node = json_array_get_element (codes, position);

  return json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

static BwEvent
classify_oauth (BwResponse *response)
{
  JsonObject *object = bw_response_get_object (response);
  JsonArray *codes = bw_json_get_array (object, "error_codes");
  g_autofree char *policies = NULL;
  BwEvent event = BW_EVENT_UNKNOWN;

  for (guint i = 0; i < bw_json_array_length (codes) && event == BW_EVENT_UNKNOWN; i++)
    event = bw_catalogue_look_up_aadsts (get_aadsts (object, i));
  if (event != BW_EVENT_UNKNOWN)
    return event;

  policies = dup_policies (response);
  if (policies != NULL)
    return BW_EVENT_CONDITIONAL_ACCESS;

  event = bw_catalogue_look_up_suberror (bw_json_get_string (object, "suberror"));
  if (event != BW_EVENT_UNKNOWN)
    return event;

  /* A status that says "later" says more than a word that says "no". */
  event = bw_catalogue_look_up_status (bw_response_get_status (response));
  if (event == BW_EVENT_THROTTLED || event == BW_EVENT_UNAVAILABLE)
    return event;

  return bw_catalogue_look_up_oauth (get_oauth_error (response));
}

static BwEvent
classify_partner (BwResponse *response)
{
  guint status = bw_response_get_status (response);
  gint64 code = 0;
  BwEvent event;

  if (read_number (bw_response_get_object (response), "code", &code))
    {
      event = bw_catalogue_look_up_partner (code);
      if (event != BW_EVENT_UNKNOWN)
        return event;
    }

  /* Turned away with a fresh token and without a code: that is how it asks for
   * several factors. */
  if (status == 401)
    return BW_EVENT_MFA_MISSING;
  if (status == 404)
    return BW_EVENT_NOT_A_CUSTOMER;

  return BW_EVENT_UNKNOWN;
}

/* The code says more than the status, unless that says "later". */
static BwEvent
classify_graph (BwResponse *response)
{
  JsonObject *error = get_graph_error (response);
  JsonObject *inner = bw_json_get_object (error, bw_answer_member (error, "innerError"));
  BwEvent event = bw_catalogue_look_up_status (bw_response_get_status (response));

  if (event == BW_EVENT_THROTTLED || event == BW_EVENT_UNAVAILABLE)
    return event;

  event = bw_catalogue_look_up_graph (bw_json_get_string (error, "code"));
  if (event == BW_EVENT_UNKNOWN)
    event = bw_catalogue_look_up_graph (bw_json_get_string (inner, "code"));

  return event;
}

/* Told that the token is not enough, and what would be. */
static gboolean
is_challenged (BwResponse *response)
{
  guint status = bw_response_get_status (response);
  g_autofree char *claims = NULL;

  if (status != 401 && status != 403)
    return FALSE;

  claims = bw_challenge_dup_claims (bw_response_get_header (response, "WWW-Authenticate"));

  return claims != NULL;
}

/**
 * bw_catalogue_classify:
 * @response: an answer that is not a success
 *
 * Goes by status, code, AADSTS number and suberror; never by text, which changes.
 *
 * Returns: what it is about
 */
BwEvent
bw_catalogue_classify (BwResponse *response)
{
  guint status;
  BwEvent event = BW_EVENT_UNKNOWN;

  g_return_val_if_fail (response != NULL, BW_EVENT_UNKNOWN);

  status = bw_response_get_status (response);

  if (get_oauth_error (response) != NULL)
    event = classify_oauth (response);
  else if (is_from (response, "partner"))
    event = classify_partner (response);

  if (event == BW_EVENT_UNKNOWN && is_challenged (response))
    return BW_EVENT_CONDITIONAL_ACCESS;

  if (event == BW_EVENT_UNKNOWN)
    event = classify_graph (response);

  return event != BW_EVENT_UNKNOWN ? event : bw_catalogue_look_up_status (status);
}

/**
 * bw_catalogue_find_event:
 * @failure: a failure
 *
 * Returns: what it is about, by its event ID
 */
BwEvent
bw_catalogue_find_event (const BwFailure *failure)
{
  for (guint i = 0; i < BW_N_EVENTS; i++)
    if (g_strcmp0 (bw_catalogue_get_entry (i)->id, failure->event_id) == 0)
      return i;

  return BW_EVENT_UNKNOWN;
}

/**
 * bw_catalogue_is_policy:
 * @event: what happened
 *
 * Whoever is to make an exception to a policy needs to know which one, and for whom.
 *
 * Returns: whether a policy of the tenant may be behind it
 */
gboolean
bw_catalogue_is_policy (BwEvent event)
{
  return event == BW_EVENT_CONDITIONAL_ACCESS || event == BW_EVENT_DEVICE_REQUIRED ||
         event == BW_EVENT_POLICY_CONTROL || event == BW_EVENT_MFA_MISSING ||
         event == BW_EVENT_GUEST_POLICY;
}

/**
 * bw_catalogue_says_exists:
 * @response: an answer
 *
 * The two refusals of directory services have nothing but their text: a member
 * that is in the group, a role or consent that is there.
 *
 * Returns: whether what was to be created is there already
 */
gboolean
bw_catalogue_says_exists (BwResponse *response)
{
  JsonObject *object;
  const char *text;
  g_autofree char *folded = NULL;
  guint status;

  g_return_val_if_fail (response != NULL, FALSE);

  status = bw_response_get_status (response);
  if (status == 409)
    return TRUE;
  if (status < 400 || status >= 500 || status == 429)
    return FALSE;

  object = bw_response_get_object (response);
  text = bw_json_get_string (get_graph_error (response), "message");
  if (text == NULL)
    text = bw_json_get_string (object, bw_answer_member (object, "description"));
  if (text == NULL)
    return FALSE;

  folded = g_ascii_strdown (text, -1);

  return strstr (folded, "already exist") != NULL;
}

/**
 * bw_catalogue_make:
 * @event: what happened
 * @tracking_id: (nullable): the run of the step
 *
 * Returns: (transfer full): the failure, in the user's language
 */
BwFailure *
bw_catalogue_make (BwEvent     event,
                   const char *tracking_id)
{
  const BwCatalogueEntry *entry = bw_catalogue_get_entry (event);
  BwFailure *failure = bw_failure_new (entry->id, _(entry->meaning), _(entry->advice), entry->who);

  failure->transient = entry->transient;
  failure->tracking_id = g_strdup (tracking_id);

  return failure;
}

/* Returns: (transfer full) (nullable): text of Microsoft's, for one line and without secrets */
static char *
dup_clean (const char *text,
           gsize       max_chars)
{
  g_autofree char *line = NULL;

  if (bw_str_is_empty (text))
    return NULL;

  line = bw_str_compact (text, max_chars);

  return bw_log_redact (line);
}

/* Returns: (transfer full) (nullable): ISO 8601 in UTC */
static char *
dup_time (const char *text)
{
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GDateTime) utc = NULL;
  g_autofree char *iso = NULL;

  if (bw_str_is_empty (text))
    return NULL;

  /* The identity platform writes "2026-11-24 08:00:00Z", a header "Tue, 24 Nov …". */
  iso = g_strdup (text);
  if (strlen (iso) > 10 && iso[10] == ' ')
    iso[10] = 'T';
  time = g_ascii_isdigit (*iso) ? bw_clock_parse (iso) : soup_date_time_new_from_http_string (iso);
  if (time == NULL)
    return NULL;

  utc = g_date_time_to_utc (time);

  return g_date_time_format_iso8601 (utc);
}

static const char *
get_member (JsonObject *object,
            const char *name)
{
  const char *text = bw_json_get_string (object, bw_answer_member (object, name));

  return bw_str_is_empty (text) ? NULL : text;
}

static void
read_oauth (BwFailure  *failure,
            BwResponse *response)
{
  JsonObject *object = bw_response_get_object (response);
  gint64 number = get_aadsts (object, 0);
  g_autofree char *description = g_strdup (bw_json_get_string (object, "error_description"));
  char *trail = description != NULL ? strstr (description, "Trace ID:") : NULL;

  /* What follows has members of its own. */
  if (trail != NULL)
    *trail = '\0';

  failure->code = number > 0 ? g_strdup_printf ("AADSTS%" G_GINT64_FORMAT, number)
                             : dup_clean (get_oauth_error (response), MAX_CODE);
  failure->message = dup_clean (description, MAX_MESSAGE);
  failure->timestamp = dup_time (bw_json_get_string (object, "timestamp"));
  failure->correlation_id = dup_clean (bw_json_get_string (object, "correlation_id"), MAX_CODE);
  failure->request_id = dup_clean (bw_json_get_string (object, "trace_id"), MAX_CODE);
}

static void
read_graph (BwFailure  *failure,
            JsonObject *error)
{
  JsonObject *inner = bw_json_get_object (error, bw_answer_member (error, "innerError"));
  const char *code = get_member (error, "code");

  failure->code = dup_clean (code != NULL ? code : get_member (inner, "code"), MAX_CODE);
  failure->message = dup_clean (get_member (error, "message"), MAX_MESSAGE);
  failure->timestamp = dup_time (get_member (inner, "date"));
  failure->correlation_id = dup_clean (get_member (inner, "client-request-id"), MAX_CODE);
  failure->request_id = dup_clean (get_member (inner, "request-id"), MAX_CODE);
}

/* Partner Center, or the gateway in front of it. */
static void
read_plain (BwFailure  *failure,
            JsonObject *object)
{
  g_autofree char *code = bw_json_dup_scalar (object, bw_answer_member (object, "code"));
  const char *text = get_member (object, "description");

  failure->code = dup_clean (code, MAX_CODE);
  failure->message = dup_clean (text != NULL ? text : get_member (object, "message"), MAX_MESSAGE);
}

static void
fill_in (char       **where,
         BwResponse  *response,
         const char  *header)
{
  if (*where == NULL)
    *where = dup_clean (bw_response_get_header (response, header), MAX_CODE);
}

/* What the body did not say the headers may. */
static void
read_headers (BwFailure  *failure,
              BwResponse *response)
{
  if (failure->code == NULL)
    failure->code = g_strdup_printf ("HTTP %u", bw_response_get_status (response));
  if (failure->timestamp == NULL)
    failure->timestamp = dup_time (bw_response_get_header (response, "Date"));

  fill_in (&failure->request_id, response, "request-id");
  fill_in (&failure->request_id, response, "x-ms-request-id");
  fill_in (&failure->request_id, response, "MS-RequestId");
  fill_in (&failure->correlation_id, response, "MS-CorrelationId");
  fill_in (&failure->correlation_id, response, "client-request-id");
  if (failure->correlation_id == NULL)
    failure->correlation_id = g_strdup (bw_request_get_id (bw_response_get_request (response)));
}

/**
 * bw_catalogue_from_response:
 * @response: an answer that is not a success
 * @tracking_id: (nullable): the run of the step
 *
 * Returns: (transfer full): the failure, with what Microsoft said beside it
 */
BwFailure *
bw_catalogue_from_response (BwResponse *response,
                            const char *tracking_id)
{
  return bw_catalogue_from_response_as (bw_catalogue_classify (response), response, tracking_id);
}

/**
 * bw_catalogue_from_response_as:
 * @event: what @response means to whoever asked
 * @response: an answer that is not a success
 * @tracking_id: (nullable): the run of the step
 *
 * The same code can mean more than one thing: a policy that keeps out a guest account is
 * not mended like one that keeps out a partner.
 *
 * Returns: (transfer full): the failure, with what Microsoft said beside it
 */
BwFailure *
bw_catalogue_from_response_as (BwEvent     event,
                               BwResponse *response,
                               const char *tracking_id)
{
  BwFailure *failure = bw_catalogue_make (event, tracking_id);
  g_autofree char *policies = NULL;

  if (get_oauth_error (response) != NULL)
    read_oauth (failure, response);
  else if (get_graph_error (response) != NULL)
    read_graph (failure, get_graph_error (response));
  else
    read_plain (failure, bw_response_get_object (response));
  read_headers (failure, response);

  policies = bw_catalogue_is_policy (event) ? dup_policies (response) : NULL;
  if (policies != NULL)
    {
      char *advice = g_strdup_printf (/* Translators: %1$s is the advice, whole sentences; %2$s is
                                       * the ID of the policy, or several with commas */
                                      _("%1$s The ID of the policy is %2$s."), failure->advice,
                                      policies);

      g_free (failure->advice);
      failure->advice = advice;
    }

  return failure;
}

static BwEvent
find_event (const GError *error)
{
  static const BwEvent events[] = {
    [BW_ERROR_FAILED] = BW_EVENT_UNKNOWN,
    [BW_ERROR_INVALID] = BW_EVENT_BAD_REQUEST,
    [BW_ERROR_PROTOCOL] = BW_EVENT_PROTOCOL,
    [BW_ERROR_AUTH] = BW_EVENT_SIGNED_OUT,
    [BW_ERROR_INTERACTION_REQUIRED] = BW_EVENT_SIGN_IN_EXPIRED,
    [BW_ERROR_DENIED] = BW_EVENT_DENIED,
    [BW_ERROR_CONDITIONAL_ACCESS] = BW_EVENT_CONDITIONAL_ACCESS,
    [BW_ERROR_NOT_FOUND] = BW_EVENT_NOT_FOUND,
    [BW_ERROR_CONFLICT] = BW_EVENT_CONFLICT,
    [BW_ERROR_THROTTLED] = BW_EVENT_THROTTLED,
    [BW_ERROR_UNAVAILABLE] = BW_EVENT_UNAVAILABLE,
    [BW_ERROR_OFFLINE] = BW_EVENT_OFFLINE,
    [BW_ERROR_NOT_CONVERGED] = BW_EVENT_NOT_CONVERGED,
    [BW_ERROR_NEEDS_PERSON] = BW_EVENT_UNKNOWN,
    [BW_ERROR_STORAGE] = BW_EVENT_STORAGE,
    [BW_ERROR_KEYRING] = BW_EVENT_KEYRING,
    [BW_ERROR_BUSY] = BW_EVENT_BUSY,
    [BW_ERROR_CLOCK] = BW_EVENT_CLOCK_WRONG,
    [BW_ERROR_DISK_FULL] = BW_EVENT_DISK_FULL,
    [BW_ERROR_NEWER_DATABASE] = BW_EVENT_NEWER_DATABASE,
  };

  if (error->domain == BW_ERROR && error->code >= 0 && (gsize) error->code < G_N_ELEMENTS (events))
    return events[error->code];

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return BW_EVENT_DISK_FULL;

  return BW_EVENT_UNKNOWN;
}

/**
 * bw_catalogue_from_error:
 * @error: why there is no answer
 * @tracking_id: (nullable): the run of the step
 *
 * Returns: (transfer full): the failure: what travels with the error, or what its
 *   code and message tell if Microsoft did not say anything
 */
BwFailure *
bw_catalogue_from_error (const GError *error,
                         const char   *tracking_id)
{
  BwEvent event;
  BwFailure *failure;
  g_autofree char *detail = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  if (bw_failure_of_error (error) != NULL)
    return bw_failure_ref (bw_failure_of_error (error));

  event = find_event (error);
  failure = bw_catalogue_make (event, tracking_id);
  detail = dup_clean (error->message, MAX_DETAIL);

  /* These are about this computer, or about nothing that we know: the error says
   * more than we can. */
  if (detail != NULL && (event == BW_EVENT_STORAGE || event == BW_EVENT_KEYRING ||
                         event == BW_EVENT_UNKNOWN || event == BW_EVENT_DISK_FULL ||
                         event == BW_EVENT_OFFLINE || event == BW_EVENT_PROTOCOL ||
                         event == BW_EVENT_CLOCK_WRONG))
    {
      char *meaning = g_strdup_printf (/* Translators: %1$s is a sentence; %2$s is the technical
                                        * reason, mostly a sentence, too */
                                       _("%1$s (%2$s)"), failure->meaning, detail);

      g_free (failure->meaning);
      failure->meaning = meaning;
    }

  return failure;
}

/**
 * bw_catalogue_to_error:
 * @response: an answer that is not a success
 *
 * Returns: (transfer full): an error of %BW_ERROR with the meaning and Microsoft's
 *   code, and with the failure beside it
 */
GError *
bw_catalogue_to_error (BwResponse *response)
{
  const BwCatalogueEntry *entry = bw_catalogue_get_entry (bw_catalogue_classify (response));
  g_autofree char *tracking_id = g_uuid_string_random ();
  g_autoptr(BwFailure) failure = bw_catalogue_from_response (response, tracking_id);
  GError *error;

  if (failure->code != NULL)
    error = g_error_new (BW_ERROR, entry->code, _("%1$s (%2$s)"), failure->meaning, failure->code);
  else
    error = g_error_new_literal (BW_ERROR, entry->code, failure->meaning);

  bw_failure_attach (failure, error);

  return error;
}
