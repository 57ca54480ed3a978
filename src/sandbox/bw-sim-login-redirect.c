/* bw-sim-login-redirect.c - where a browser is sent back to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-login.h"
#include "bw-sim-page.h"

/* It is going to be a header, so whatever could end that is none of it. */
static GUri *
parse_address (const char *address)
{
  for (const char *p = address; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return NULL;
    }

  return g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
}

/* Any port of this machine is allowed to native applications. */
static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  if (host == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;

  return g_str_equal (g_uri_get_scheme (uri), "http")
         && (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_equal (host, "127.0.0.1"));
}

static gboolean
is_ours (BwSimExchange *self,
         const char    *address)
{
  g_autofree char *native = bw_sim_exchange_dup_address (self, BW_SIM_NATIVE_CLIENT);

  return g_str_equal (address, native);
}

/**
 * bw_sim_login_may_redirect:
 * @self: an exchange
 * @app: an application
 * @address: (nullable): where it wants the browser to be sent to
 *
 * Every application here may use loopback and the platform's page for native applications.
 *
 * Returns: whether that is one of its redirect addresses
 */
gboolean
bw_sim_login_may_redirect (BwSimExchange *self,
                           BwSimApp      *app,
                           const char    *address)
{
  g_autoptr(GUri) uri = address != NULL ? parse_address (address) : NULL;

  if (uri == NULL)
    return FALSE;

  return is_loopback (uri) || is_ours (self, address)
         || (app->redirects != NULL
             && g_ptr_array_find_with_equal_func (app->redirects, address, g_str_equal, NULL));
}

static void
append_field (GString    *address,
              const char *name,
              const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (address, "%s=%s&", name, escaped);
}

/**
 * bw_sim_login_dup_redirect:
 * @address: a redirect address that is allowed
 * @fields: (element-type utf8 utf8): at least one, what to tell there
 * @fragment: whether to tell it behind a "#", where only the page itself sees it
 *
 * Returns: (transfer full): the whole address
 */
char *
bw_sim_login_dup_redirect (const char *address,
                           GHashTable *fields,
                           gboolean    fragment)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  GString *whole = g_string_new (address);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  /* An address without a path comes back with one. */
  if (g_uri_get_path (uri)[0] == '\0' && g_uri_get_query (uri) == NULL)
    g_string_append_c (whole, '/');

  if (fragment)
    g_string_append_c (whole, '#');
  else
    g_string_append_c (whole, g_uri_get_query (uri) != NULL ? '&' : '?');

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    append_field (whole, name, value);
  g_string_truncate (whole, whole->len - 1);

  return g_string_free (whole, FALSE);
}

/**
 * bw_sim_login_show_native_client:
 * @self: an exchange with the page for native applications
 *
 * Microsoft's is empty; whoever ends up here is done.
 */
void
bw_sim_login_show_native_client (BwSimExchange *self)
{
  const char *problem = bw_sim_exchange_get_query (self, "error_description");
  GString *page = bw_sim_page_new (problem != NULL ? "Not Done" : "Done");

  if (problem != NULL)
    bw_sim_page_append (page, "<p role=\"alert\" class=\"note\">%s</p>\n", problem);
  bw_sim_page_append (page, "<p>There is nothing more to do here. "
                            "You may close this window.</p>\n");
  bw_sim_page_reply (self, 200, page);
}
