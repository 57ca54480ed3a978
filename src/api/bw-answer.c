/* bw-answer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "bw-answer.h"
#include "bw-catalogue.h"
#include "bw-error.h"

/**
 * bw_answer_check:
 * @response: an answer
 * @error: return location for what bw_catalogue_to_error() makes of a refusal
 *
 * Returns: whether the service did what it was asked
 */
gboolean
bw_answer_check (BwResponse  *response,
                 GError     **error)
{
  if (bw_response_is_success (response))
    return TRUE;

  g_propagate_error (error, bw_catalogue_to_error (response));

  return FALSE;
}

/**
 * bw_answer_object:
 * @response: an answer
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer none): the object in a successful answer, or %NULL with @error set
 */
JsonObject *
bw_answer_object (BwResponse  *response,
                  GError     **error)
{
  JsonObject *object;

  if (!bw_answer_check (response, error))
    return NULL;

  object = bw_response_get_object (response);
  if (object == NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "Expected an object in the answer");

  return object;
}

/**
 * bw_answer_list:
 * @response: an answer
 * @member: what the list is called
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer none): the list in a successful answer, or %NULL with @error set
 */
JsonArray *
bw_answer_list (BwResponse  *response,
                const char  *member,
                GError     **error)
{
  JsonArray *list;

  if (!bw_answer_check (response, error))
    return NULL;

  list = bw_response_get_list (response, member);
  if (list == NULL)
    g_set_error (error, BW_ERROR, BW_ERROR_PROTOCOL, "Expected a list in “%s”", member);

  return list;
}

/**
 * bw_answer_member:
 * @object: (nullable): a JSON object
 * @name: a member's name
 *
 * Partner Center writes "id" here and "Id" there, Graph "innerError" and "innererror".
 *
 * Returns: (transfer none): how @object spells @name, or @name if it has no such member
 */
const char *
bw_answer_member (JsonObject *object,
                  const char *name)
{
  JsonObjectIter iter;
  const char *spelling;

  if (object == NULL || json_object_has_member (object, name))
    return name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &spelling, NULL))
    {
      if (g_ascii_strcasecmp (spelling, name) == 0)
        return spelling;
    }

  return name;
}

/**
 * bw_answer_get_date:
 * @response: an answer
 *
 * Returns: what time it was for the service, seconds since 1970, or 0 if it does not say
 */
gint64
bw_answer_get_date (BwResponse *response)
{
  const char *text = bw_response_get_header (response, "Date");
  g_autoptr(GDateTime) time = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}
