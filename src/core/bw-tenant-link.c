/* bw-tenant-link.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-tenant-fields.h"
#include "bw-tenant-link.h"
#include "bw-util.h"

#define GUID_LENGTH 36

/* What the pages of Microsoft call the tenant in their addresses. */
static const char * const parameters[] = {
  "tenantid", "tenant_id", "tenant", "tid", "ctid", "directoryid", "organizationid", "realm",
  "domain_hint", "whr", NULL,
};

/* Whose own domains say nothing of a tenant. */
static const char * const own_domains[] = {
  "microsoft.com", "microsoft.us", "microsoftonline.com", "microsoftonline.us",
  "microsoftonline.cn", "azure.com", "azure.us", "azure.cn", "office.com", "office365.us",
  "windowsazure.com", "windows.net", "live.com", "outlook.com", "cloud.microsoft", "apps.mil",
  "partner.microsoftonline.cn", NULL,
};

static const struct
{
  const char *host;
  const char *domain;
} sharepoint[] = {
  { ".sharepoint.com", ".onmicrosoft.com" },
  { ".sharepoint.us", ".onmicrosoft.us" },
  { ".sharepoint.cn", ".partner.onmschina.cn" },
};

static const char * const page_endings[] = { ".aspx", ".htm", ".html", ".php", ".srf", NULL };

/**
 * bw_tenant_link_is_link:
 * @text: what somebody typed or pasted
 *
 * Returns: whether it is an address of a page
 */
gboolean
bw_tenant_link_is_link (const char *text)
{
  return g_ascii_strncasecmp (text, "https://", strlen ("https://")) == 0 ||
         g_ascii_strncasecmp (text, "http://", strlen ("http://")) == 0;
}

/* Returns: (transfer full) (nullable): the ID or the domain in a part of an address */
static char *
read_part (const char *part)
{
  g_autofree char *plain = g_uri_unescape_string (part, NULL);

  if (plain == NULL)
    return NULL;
  if (bw_is_guid (plain))
    return g_ascii_strdown (plain, -1);

  return bw_tenant_fields_read_domain (plain);
}

/* Returns: (transfer full) (nullable): what a parameter of the address, or of what comes
 * after its "#", says of the tenant */
static char *
find_parameter (const char *text)
{
  g_auto(GStrv) parts = g_strsplit_set (text, "?&#/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *value = strchr (parts[i], '=');
      g_autofree char *name = value != NULL ? g_ascii_strdown (parts[i], value - parts[i]) : NULL;
      char *found = name != NULL && g_strv_contains (parameters, name) ? read_part (value + 1)
                                                                       : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Pages have file names where a portal may have a domain. */
static gboolean
is_page (const char *part)
{
  const char *ending = strrchr (part, '.');

  return ending != NULL && g_strv_contains (page_endings, ending);
}

/* Returns: (transfer full) (nullable): the domain or ID after "#@", or in the first part of
 * the path, as the portals have it */
static char *
find_place (const char *text)
{
  const char *path = strchr (strstr (text, "://") + strlen ("://"), '/');
  const char *place = strstr (text, "#@");
  g_autofree char *part = NULL;

  if (place != NULL)
    place += strlen ("#@");
  else if (path != NULL)
    place = path + 1;
  else
    return NULL;

  part = g_strndup (place, strcspn (place, "/?#&"));

  return is_page (part) ? NULL : read_part (part);
}

/* Returns: (transfer full) (nullable): the one ID that there is; several may be of anything */
static char *
find_only_guid (const char *text)
{
  g_autofree char *found = NULL;

  for (const char *p = text; strlen (p) >= GUID_LENGTH; p++)
    {
      g_autofree char *part = g_strndup (p, GUID_LENGTH);
      g_autofree char *guid = bw_is_guid (part) ? g_ascii_strdown (part, -1) : NULL;

      if (guid != NULL && found != NULL && !g_str_equal (guid, found))
        return NULL;
      if (guid != NULL)
        bw_set_str (&found, guid);
    }

  return g_steal_pointer (&found);
}

static gboolean
is_own_domain (const char *host)
{
  for (guint i = 0; own_domains[i] != NULL; i++)
    {
      const char *rest = g_str_has_suffix (host, own_domains[i])
                         ? host + strlen (host) - strlen (own_domains[i]) : NULL;

      if (rest != NULL && (rest == host || rest[-1] == '.'))
        return TRUE;
    }

  return FALSE;
}

/* Whether @host has the files of a tenant, and its @domain, if there can be one.  The name
 * may have an ending for the administrators' or the users' own pages. */
static gboolean
read_sharepoint (const char  *host,
                 char       **domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (sharepoint); i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *found = NULL;

      if (!g_str_has_suffix (host, sharepoint[i].host))
        continue;

      name = g_strndup (host, strlen (host) - strlen (sharepoint[i].host));
      if (g_str_has_suffix (name, "-admin"))
        name[strlen (name) - strlen ("-admin")] = '\0';
      else if (g_str_has_suffix (name, "-my"))
        name[strlen (name) - strlen ("-my")] = '\0';

      found = g_strconcat (name, sharepoint[i].domain, NULL);
      *domain = bw_tenant_fields_read_domain (found);

      return TRUE;
    }

  return FALSE;
}

/**
 * bw_tenant_link_find_tenant:
 * @text: for which bw_tenant_link_is_link() holds
 *
 * Knows the addresses of Microsoft's portals and admin centers, of SharePoint and of the
 * customer's own pages.
 *
 * Returns: (transfer full) (nullable): the tenant ID or a domain of the tenant
 */
char *
bw_tenant_link_find_tenant (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *host = uri != NULL && g_uri_get_host (uri) != NULL
                          ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
  char *found = NULL;

  if (host == NULL)
    return NULL;

  if (read_sharepoint (host, &found))
    return found;
  if (!is_own_domain (host))
    return bw_tenant_fields_read_domain (g_str_has_prefix (host, "www.") ? host + strlen ("www.")
                                                                         : host);

  found = find_parameter (text);
  if (found == NULL)
    found = find_place (text);
  if (found == NULL)
    found = find_only_guid (text);

  return found;
}
