/* bw-directory-users.c - the people of a tenant, by the page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json-reader.h"
#include "bw-odata.h"
#include "bw-util.h"

#define PAGE_MAX_SIZE (16 * 1024 * 1024)

/**
 * bw_directory_count_users:
 * @cloud: a cloud
 * @tenant: whose users
 *
 * Returns: (transfer full): a request for how many there are; for
 *   bw_directory_read_count()
 */
BwRequest *
bw_directory_count_users (BwCloud    *cloud,
                          const char *tenant)
{
  BwRequest *request = bw_odata_get (cloud->graph, tenant, "/users/$count");

  bw_request_set_header (request, "ConsistencyLevel", "eventual");
  bw_request_set_header (request, "Accept", "text/plain");
  bw_request_set_raw (request, TRUE);

  return request;
}

/**
 * bw_directory_read_count:
 * @response: the answer to bw_directory_count_users()
 *
 * A progress bar can do without, so there is no error.
 *
 * Returns: how many users there are, or -1 if the answer does not tell
 */
gint64
bw_directory_read_count (BwResponse *response)
{
  GBytes *body = bw_response_get_body (response);
  g_autofree char *text = NULL;
  const char *digits;
  const char *data;
  guint64 count;
  gsize size;

  if (!bw_response_is_success (response) || body == NULL)
    return -1;

  /* Nothing at all is no text. */
  data = g_bytes_get_data (body, &size);
  text = g_strndup (data != NULL ? data : "", size);
  digits = g_strstrip (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text);
  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &count, NULL))
    return -1;

  return (gint64) count;
}

/**
 * bw_directory_sync_users:
 * @cloud: a cloud
 * @tenant: whose users
 *
 * Returns: (transfer full): a request for the first page of all users; the
 *   body is for bw_directory_read_users()
 */
BwRequest *
bw_directory_sync_users (BwCloud    *cloud,
                         const char *tenant)
{
  BwRequest *request = bw_odata_get (cloud->graph, tenant,
                                     "/users/delta?$select=id,displayName,userPrincipalName,mail,"
                                     "accountEnabled,userType,assignedLicenses,"
                                     "onPremisesSyncEnabled");

  bw_request_set_header (request, "Prefer", "odata.maxpagesize=999");
  bw_request_set_max_size (request, PAGE_MAX_SIZE);
  bw_request_set_raw (request, TRUE);

  return request;
}

/**
 * bw_directory_sync_users_from:
 * @cloud: a cloud
 * @tenant: whose users
 * @link: a next or delta link that bw_directory_read_users() gave
 * @error: return location for a %BW_ERROR_PROTOCOL if @link is not Graph's
 *
 * Returns: (transfer full): a request for the next page or for what changed,
 *   or %NULL with @error set
 */
BwRequest *
bw_directory_sync_users_from (BwCloud     *cloud,
                              const char  *tenant,
                              const char  *link,
                              GError     **error)
{
  g_autoptr(BwRequest) first = bw_directory_sync_users (cloud, tenant);

  return bw_request_new_for_uri (first, link, error);
}

/* Wrong types count as absent: one odd user must not keep the others away. */
static char *
read_text (BwJsonReader *reader)
{
  if (bw_json_reader_next (reader) == BW_JSON_TOKEN_STRING)
    return g_strdup (bw_json_reader_get_text (reader, NULL));

  bw_json_reader_skip (reader);

  return NULL;
}

static void
replace_text (char         **where,
              BwJsonReader  *reader)
{
  g_free (*where);
  *where = read_text (reader);
}

static gboolean
read_flag (BwJsonReader *reader,
           gboolean      fallback)
{
  switch (bw_json_reader_next (reader))
    {
    case BW_JSON_TOKEN_TRUE:
      return TRUE;
    case BW_JSON_TOKEN_FALSE:
      return FALSE;
    case BW_JSON_TOKEN_ERROR:
    case BW_JSON_TOKEN_END:
    case BW_JSON_TOKEN_BEGIN_OBJECT:
    case BW_JSON_TOKEN_END_OBJECT:
    case BW_JSON_TOKEN_BEGIN_ARRAY:
    case BW_JSON_TOKEN_END_ARRAY:
    case BW_JSON_TOKEN_NAME:
    case BW_JSON_TOKEN_STRING:
    case BW_JSON_TOKEN_NUMBER:
    case BW_JSON_TOKEN_NULL:
    default:
      bw_json_reader_skip (reader);
      return fallback;
    }
}

static void
read_licence (BwJsonReader *reader,
              GString      *licences)
{
  while (bw_json_reader_next (reader) == BW_JSON_TOKEN_NAME)
    {
      g_autofree char *sku = NULL;

      if (!bw_json_reader_is_name (reader, "skuId"))
        {
          bw_json_reader_skip (reader);
          continue;
        }

      sku = read_text (reader);
      if (bw_is_guid (sku))
        g_string_append_printf (licences, "%s%s", licences->len > 0 ? " " : "", sku);
    }
}

static char *
read_licences (BwJsonReader *reader)
{
  g_autoptr(GString) licences = g_string_new (NULL);
  BwJsonToken token = bw_json_reader_next (reader);

  if (token != BW_JSON_TOKEN_BEGIN_ARRAY)
    {
      bw_json_reader_skip (reader);
      return NULL;
    }

  for (token = bw_json_reader_next (reader);
       token != BW_JSON_TOKEN_END_ARRAY && token != BW_JSON_TOKEN_ERROR;
       token = bw_json_reader_next (reader))
    {
      if (token == BW_JSON_TOKEN_BEGIN_OBJECT)
        read_licence (reader, licences);
      else
        bw_json_reader_skip (reader);
    }

  return licences->len > 0 ? g_strdup (licences->str) : NULL;
}

static void
read_user_member (BwJsonReader *reader,
                  BwUserRow    *user)
{
  if (bw_json_reader_is_name (reader, "id"))
    replace_text (&user->id, reader);
  else if (bw_json_reader_is_name (reader, "displayName"))
    replace_text (&user->name, reader);
  else if (bw_json_reader_is_name (reader, "userPrincipalName"))
    replace_text (&user->sign_in_name, reader);
  else if (bw_json_reader_is_name (reader, "mail"))
    replace_text (&user->mail, reader);
  else if (bw_json_reader_is_name (reader, "accountEnabled"))
    user->enabled = read_flag (reader, TRUE);
  else if (bw_json_reader_is_name (reader, "onPremisesSyncEnabled"))
    user->on_premises = read_flag (reader, FALSE);
  else if (bw_json_reader_is_name (reader, "userType"))
    {
      g_autofree char *type = read_text (reader);

      user->guest = g_strcmp0 (type, "Guest") == 0;
    }
  else if (bw_json_reader_is_name (reader, "assignedLicenses"))
    {
      g_free (user->licences);
      user->licences = read_licences (reader);
    }
  else if (bw_json_reader_is_name (reader, "@removed"))
    {
      user->removed = bw_json_reader_next (reader) == BW_JSON_TOKEN_BEGIN_OBJECT;
      bw_json_reader_skip (reader);
    }
  else
    bw_json_reader_skip (reader);
}

static gboolean
read_user (BwJsonReader  *reader,
           GPtrArray     *users,
           GError       **error)
{
  g_autoptr(BwUserRow) user = bw_user_row_new ();
  BwJsonToken token;

  user->enabled = TRUE;
  while ((token = bw_json_reader_next (reader)) == BW_JSON_TOKEN_NAME)
    read_user_member (reader, user);

  if (token != BW_JSON_TOKEN_END_OBJECT)
    return bw_json_reader_set_error (reader, error);
  if (!bw_is_guid (user->id))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "A user in the page has no ID");
      return FALSE;
    }

  g_ptr_array_add (users, g_steal_pointer (&user));

  return TRUE;
}

static gboolean
read_value (BwJsonReader  *reader,
            GPtrArray     *users,
            GError       **error)
{
  BwJsonToken token = bw_json_reader_next (reader);

  if (token != BW_JSON_TOKEN_BEGIN_ARRAY)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "Expected a list in “value”");
      return FALSE;
    }

  while ((token = bw_json_reader_next (reader)) == BW_JSON_TOKEN_BEGIN_OBJECT)
    {
      if (!read_user (reader, users, error))
        return FALSE;
    }

  if (token != BW_JSON_TOKEN_END_ARRAY)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "Expected a user in the page");
      return FALSE;
    }

  return TRUE;
}

/**
 * bw_directory_read_users:
 * @page: body of a successful answer to bw_directory_sync_users()
 * @next_link: (out) (optional) (nullable): where the next page is
 * @delta_link: (out) (optional) (nullable): on the last page, where to ask later what changed
 * @error: return location for a %BW_ERROR_PROTOCOL
 *
 * The pull reader is used directly: pages are large, and many.  May be called
 * from any thread.
 *
 * Returns: (transfer container) (element-type BwUserRow): the users, or %NULL with @error set
 */
GPtrArray *
bw_directory_read_users (GBytes  *page,
                         char   **next_link,
                         char   **delta_link,
                         GError **error)
{
  g_autoptr(BwJsonReader) reader = NULL;
  g_autoptr(GPtrArray) users = NULL;
  g_autofree char *delta = NULL;
  g_autofree char *next = NULL;
  gboolean has_value = FALSE;
  BwJsonToken token;
  const char *data;
  gsize size;

  data = g_bytes_get_data (page, &size);
  reader = bw_json_reader_new (data, size);
  users = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_user_row_free);

  if (bw_json_reader_next (reader) != BW_JSON_TOKEN_BEGIN_OBJECT)
    {
      bw_json_reader_set_error (reader, error);
      return NULL;
    }

  while ((token = bw_json_reader_next (reader)) == BW_JSON_TOKEN_NAME)
    {
      if (bw_json_reader_is_name (reader, "value"))
        {
          if (!read_value (reader, users, error))
            return NULL;
          has_value = TRUE;
        }
      else if (bw_json_reader_is_name (reader, "@odata.nextLink"))
        replace_text (&next, reader);
      else if (bw_json_reader_is_name (reader, "@odata.deltaLink"))
        replace_text (&delta, reader);
      else
        bw_json_reader_skip (reader);
    }

  if (token != BW_JSON_TOKEN_END_OBJECT || bw_json_reader_next (reader) != BW_JSON_TOKEN_END)
    {
      bw_json_reader_set_error (reader, error);
      return NULL;
    }

  if (!has_value)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL, "Expected a list in “value”");
      return NULL;
    }

  if (next_link != NULL)
    *next_link = g_steal_pointer (&next);
  if (delta_link != NULL)
    *delta_link = g_steal_pointer (&delta);

  return g_steal_pointer (&users);
}
