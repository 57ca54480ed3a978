/* bw-odata.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-odata.h"

/**
 * bw_odata_quote:
 * @text: any text
 *
 * Returns: (transfer full): @text as a string literal of OData, ready for an address
 */
char *
bw_odata_quote (const char *text)
{
  GString *doubled = g_string_new (text);
  g_autofree char *escaped = NULL;

  g_string_replace (doubled, "'", "''", 0);
  escaped = g_uri_escape_string (doubled->str, "'", FALSE);
  g_string_free (doubled, TRUE);

  return g_strdup_printf ("'%s'", escaped);
}

/**
 * bw_odata_segment:
 * @text: an ID
 *
 * Returns: (transfer full): @text as one segment of a path
 */
char *
bw_odata_segment (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

/**
 * bw_odata_get:
 * @graph: Microsoft Graph
 * @tenant: whose token to use
 * @path: what to get, below the version
 *
 * Returns: (transfer full): a request for one thing
 */
BwRequest *
bw_odata_get (BwService  *graph,
              const char *tenant,
              const char *path)
{
  BwRequest *request = bw_request_new (graph, "GET", path);

  bw_request_set_tenant (request, tenant);

  return request;
}

static BwRequest *
next_page (BwRequest   *request,
           BwResponse  *page,
           GError     **error)
{
  const char *link = bw_json_get_string (bw_response_get_object (page), "@odata.nextLink");

  return link != NULL ? bw_request_new_for_uri (request, link, error) : NULL;
}

/**
 * bw_odata_list:
 * @graph: Microsoft Graph
 * @tenant: whose token to use
 * @path: what to list, below the version
 *
 * Returns: (transfer full): a request for a list with all its pages
 */
BwRequest *
bw_odata_list (BwService  *graph,
               const char *tenant,
               const char *path)
{
  BwRequest *request = bw_odata_get (graph, tenant, path);

  bw_request_set_pages (request, "value", next_page);

  return request;
}
