/* bw-service.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "bw-service.h"

G_DEFINE_BOXED_TYPE (BwService, bw_service, bw_service_ref, bw_service_unref)

/**
 * bw_service_new:
 * @name: what we call it in logs and failures
 * @base: its address, with or without a slash at the end
 * @audience: (nullable): whom a token for it is made out to
 *
 * Returns: (transfer full): a service that the signed-in user uses
 */
BwService *
bw_service_new (const char *name,
                const char *base,
                const char *audience)
{
  BwService *self;
  gsize length;

  g_return_val_if_fail (name != NULL && base != NULL, NULL);

  self = g_rc_box_new0 (BwService);
  length = strlen (base);
  while (length > 0 && base[length - 1] == '/')
    length--;

  self->name = g_strdup (name);
  self->base = g_strndup (base, length);
  self->audience = g_strdup (audience);

  return self;
}

/**
 * bw_service_ref:
 * @self: a service
 *
 * Returns: (transfer full): @self
 */
BwService *
bw_service_ref (BwService *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwService *self = data;

  g_free (self->name);
  g_free (self->base);
  g_free (self->audience);
}

/**
 * bw_service_unref:
 * @self: (transfer full): a service
 */
void
bw_service_unref (BwService *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * bw_service_act_as:
 * @self: a service
 * @actor: who is to use it
 *
 * Returns: (transfer full): the same service, for @actor
 */
BwService *
bw_service_act_as (BwService *self,
                   BwActor    actor)
{
  BwService *other;

  g_return_val_if_fail (self != NULL, NULL);

  other = bw_service_new (self->name, self->base, self->audience);
  other->actor = actor;

  return other;
}

/* Returns: whether a server may read @path as something above where it seems to be */
static gboolean
climbs (const char *path)
{
  g_autofree char *plain = g_uri_unescape_string (path, NULL);
  g_auto(GStrv) parts = NULL;

  if (plain == NULL || strchr (plain, '\\') != NULL)
    return TRUE;

  parts = g_strsplit (plain, "/", -1);

  return g_strv_contains ((const char * const *) parts, "..") ||
         g_strv_contains ((const char * const *) parts, ".");
}

static gboolean
is_below (const char *path,
          const char *folder)
{
  gsize length = strlen (folder);

  while (length > 0 && folder[length - 1] == '/')
    length--;

  return strncmp (path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/**
 * bw_service_owns:
 * @self: a service
 * @uri: an absolute address, perhaps from outside
 *
 * Decides where tokens go: to the scheme, host and port of @self and below its
 * path.  Addresses with a user name, or with a path that climbs, are nobody's.
 *
 * Returns: whether @uri belongs to @self
 */
gboolean
bw_service_owns (BwService  *self,
                 const char *uri)
{
  g_autoptr(GUri) base = NULL;
  g_autoptr(GUri) other = NULL;

  g_return_val_if_fail (self != NULL && uri != NULL, FALSE);

  base = g_uri_parse (self->base, SOUP_HTTP_URI_FLAGS, NULL);
  other = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);

  if (base == NULL || other == NULL || g_uri_get_host (base) == NULL ||
      g_uri_get_host (other) == NULL)
    return FALSE;

  return strcmp (g_uri_get_scheme (base), g_uri_get_scheme (other)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (base), g_uri_get_host (other)) == 0 &&
         g_uri_get_port (base) == g_uri_get_port (other) &&
         g_uri_get_userinfo (other) == NULL &&
         is_below (g_uri_get_path (other), g_uri_get_path (base)) &&
         !climbs (g_uri_get_path (other));
}
