/* bw-permission.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-permission.h"

/**
 * Permission:
 * @service: whose it is
 * @name: what tokens and consents call it
 * @id: what a registration calls it
 * @needed: whether nothing works in our own tenant without it; the others are told
 *   by name only, or are needed in the customers' tenants, where a consent of its own
 *   gives them
 *
 * A delegated permission.
 */
typedef struct
{
  const char *service;
  const char *name;
  const char *id;
  gboolean    needed;
} Permission;

static const Permission permissions[] = {
  { BW_SERVICE_ID_GRAPH, "DelegatedAdminRelationship.ReadWrite.All",
    "885f682f-a990-4bad-a642-36736a74b0c7", TRUE },
  { BW_SERVICE_ID_GRAPH, "CrossTenantInformation.ReadBasic.All",
    "81594d25-e88e-49cf-ac8c-fecbff49f994", TRUE },
  { BW_SERVICE_ID_GRAPH, "Group.ReadWrite.All", "4e46008b-f24c-477d-8fff-7bb4ec7aafe0", TRUE },
  { BW_SERVICE_ID_GRAPH, "Application.Read.All", "c79f8feb-a9db-4090-85f9-90d820caa0eb", TRUE },
  { BW_SERVICE_ID_GRAPH, "User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", TRUE },
  { BW_SERVICE_ID_GRAPH, "Application.ReadWrite.All", "bdfbf15f-ee85-4955-8675-146e8e5296b5",
    FALSE },
  { BW_SERVICE_ID_GRAPH, "Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a", FALSE },
  { BW_SERVICE_ID_GRAPH, "Directory.ReadWrite.All", "c5366453-9fb0-48a5-a156-24f0c49a4b84",
    FALSE },
  { BW_SERVICE_ID_GRAPH, "User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59", FALSE },
  { BW_SERVICE_ID_GRAPH, "User.ReadWrite.All", "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4", FALSE },
  { BW_SERVICE_ID_GRAPH, "Organization.Read.All", "4908d5b9-3fb2-4b1e-9336-1888b7937185", FALSE },
  { BW_SERVICE_ID_GRAPH, "SecurityEvents.Read.All", "64733abd-851e-478a-bffb-e47a14b18235",
    FALSE },
  { BW_SERVICE_ID_GRAPH, "User.Invite.All", "63dd7cd9-b489-4adf-a28c-ac38b9a0f962", FALSE },
  { BW_SERVICE_ID_GRAPH, "User.ReadBasic.All", "b340eb25-3456-403f-be2f-af7a0d370277", FALSE },
  { BW_SERVICE_ID_GRAPH, "Domain.Read.All", "2f9ee017-59c1-4f1d-9472-bd5529a7b311", FALSE },
  { BW_SERVICE_ID_GRAPH, "GroupMember.Read.All", "bc024368-1153-4739-b217-4326f2e966d0", FALSE },
  { BW_SERVICE_ID_GRAPH, "GroupMember.ReadWrite.All", "f81125ac-d3b7-4573-a3b2-7099cc39df9e",
    FALSE },
  { BW_SERVICE_ID_GRAPH, "DelegatedAdminRelationship.Read.All",
    "0c0064ea-477b-4130-82a5-4c2cc4ff68aa", FALSE },
  { BW_SERVICE_ID_GRAPH, "Directory.AccessAsUser.All", "0e263e50-5827-48a4-b97c-d940288653c7",
    FALSE },
  { BW_SERVICE_ID_GRAPH, "openid", "37f7f235-527c-4136-accd-4a02d197296e", FALSE },
  { BW_SERVICE_ID_GRAPH, "profile", "14dad69e-099b-42c9-810b-d002981feec1", FALSE },
  { BW_SERVICE_ID_GRAPH, "offline_access", "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", FALSE },
  { BW_SERVICE_ID_PARTNER_CENTER, "user_impersonation", "1cebfa2a-fb4d-419e-b5f9-839b4383e05a",
    TRUE },
};

/* Application permissions of Microsoft Graph, by the ID that a registration has.  Those
 * that are needed are what the application does by itself in the tenant of a customer
 * without an admin relationship. */
static const struct
{
  const char *name;
  const char *id;
  gboolean    needed;
} roles[] = {
  { "User.Invite.All", "09850681-111b-4a89-9bed-3f2cae46d706", TRUE },
  { "User.Read.All", "df021288-bdef-4463-88db-98f22de89214", TRUE },
  { "User.ReadWrite.All", "741f803b-c850-494e-b5df-cde7c675a1ca", FALSE },
  { "Organization.Read.All", "498476ce-e0fe-48b0-b801-37ba7e2685c6", TRUE },
  { "SecurityEvents.Read.All", "bf394140-e372-4bf9-a898-299cfc7564e5", TRUE },
  { "Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", TRUE },
  { "Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61", FALSE },
  { "Directory.ReadWrite.All", "19dbc75e-c2e2-444c-a770-ec69d8559fc7", FALSE },
  { "Domain.Read.All", "dbb9058a-0e50-45d7-ae91-66909b5d4664", FALSE },
  { "Group.ReadWrite.All", "62a82d76-70ea-41e2-9197-370581804d09", FALSE },
  { "GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6", FALSE },
};

/* Whoever may write all of something may read it, and whoever may read every user
 * may read who it is. */
static gboolean
includes (const char *given,
          const char *needed)
{
  const char *verb = strstr (needed, ".Read.");
  g_autofree char *stronger = NULL;

  if (g_ascii_strcasecmp (given, needed) == 0)
    return TRUE;

  if (g_str_equal (needed, "User.Read"))
    return g_ascii_strcasecmp (given, "User.Read.All") == 0 ||
           g_ascii_strcasecmp (given, "User.ReadWrite.All") == 0;

  if (verb == NULL)
    return FALSE;

  stronger = g_strdup_printf ("%.*s.ReadWrite.%s", (int) (verb - needed), needed,
                              verb + strlen (".Read."));

  return g_ascii_strcasecmp (given, stronger) == 0;
}

/**
 * bw_permission_covers:
 * @names: (nullable) (array zero-terminated=1): permissions of one service that we have
 * @needed: a permission of it
 *
 * Returns: whether @needed is among @names, or a stronger one of its kind
 */
gboolean
bw_permission_covers (const char * const *names,
                      const char         *needed)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      if (includes (names[i], needed))
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_permission_find_lack:
 * @names: (nullable) (array zero-terminated=1): permissions of @service that we have
 * @service: application ID of a service
 *
 * Returns: (transfer full) (array zero-terminated=1): what we need of @service in our
 *   own tenant and do not have
 */
char **
bw_permission_find_lack (const char * const *names,
                         const char         *service)
{
  g_autoptr(GStrvBuilder) lack = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      if (permissions[i].needed && g_str_equal (permissions[i].service, service) &&
          !bw_permission_covers (names, permissions[i].name))
        g_strv_builder_add (lack, permissions[i].name);
    }

  return g_strv_builder_end (lack);
}

/**
 * bw_permission_find_name:
 * @service: application ID of a service
 * @id: ID of one of its delegated permissions
 *
 * Returns: (nullable): its name, or %NULL if we have no use for it
 */
const char *
bw_permission_find_name (const char *service,
                         const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      if (g_ascii_strcasecmp (permissions[i].service, service) == 0 &&
          g_ascii_strcasecmp (permissions[i].id, id) == 0)
        return permissions[i].name;
    }

  return NULL;
}

/**
 * bw_permission_find_role_name:
 * @id: ID of an application permission of Microsoft Graph
 *
 * Returns: (nullable): its name, or %NULL if we have no use for it
 */
const char *
bw_permission_find_role_name (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      if (g_ascii_strcasecmp (roles[i].id, id) == 0)
        return roles[i].name;
    }

  return NULL;
}

/**
 * bw_permission_find_roles_lack:
 * @names: (array zero-terminated=1): application permissions of Microsoft Graph that we
 *   have
 *
 * Returns: (transfer full) (array zero-terminated=1): those that we need in the tenant of
 *   a customer without an admin relationship, and do not have
 */
char **
bw_permission_find_roles_lack (const char * const *names)
{
  g_autoptr(GStrvBuilder) lack = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].needed && !bw_permission_covers (names, roles[i].name))
      g_strv_builder_add (lack, roles[i].name);

  return g_strv_builder_end (lack);
}
