/* bw-sim-permission.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-permission.h"

/**
 * Permission:
 * @name: as tokens have it
 * @scope_id: (nullable): of the delegated permission, the same in every tenant
 * @role_id: (nullable): of the application permission
 * @title: what it lets do
 */
typedef struct
{
  const char *name;
  const char *scope_id;
  const char *role_id;
  const char *title;
} Permission;

static const Permission permissions[] = {
  { "Application.Read.All", "c79f8feb-a9db-4090-85f9-90d820caa0eb",
    "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "Read applications" },
  { "Application.ReadWrite.All", "bdfbf15f-ee85-4955-8675-146e8e5296b5",
    "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "Read and write applications" },
  { "CrossTenantInformation.ReadBasic.All", "81594d25-e88e-49cf-ac8c-fecbff49f994",
    "cac88765-0581-4025-9725-5ebc13f729ee", "Read basic information about other tenants" },
  { "DelegatedAdminRelationship.Read.All", "0c0064ea-477b-4130-82a5-4c2cc4ff68aa",
    "f6e9e124-4586-492f-adc0-c6f96e4823fd", "Read admin relationships with customers" },
  { "DelegatedAdminRelationship.ReadWrite.All", "885f682f-a990-4bad-a642-36736a74b0c7",
    "cc13eba4-8cd8-44c6-b4d4-f93237adce58", "Manage admin relationships with customers" },
  { "DelegatedPermissionGrant.ReadWrite.All", "41ce6ca6-6826-4807-84f1-1c82854f7ee5",
    "8e8e4742-1d95-4f68-9d56-6ee75648c72a", "Manage all delegated permission grants" },
  { "Directory.AccessAsUser.All", "0e263e50-5827-48a4-b97c-d940288653c7", NULL,
    "Access the directory as the signed-in user" },
  { "Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a",
    "7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Read directory data" },
  { "Directory.ReadWrite.All", "c5366453-9fb0-48a5-a156-24f0c49a4b84",
    "19dbc75e-c2e2-444c-a770-ec69d8559fc7", "Read and write directory data" },
  { "Group.Read.All", "5f8c59db-677d-491f-a6b8-5f174b11ec1d",
    "5b567255-7703-4780-807c-7be8301ae99b", "Read all groups" },
  { "Group.ReadWrite.All", "4e46008b-f24c-477d-8fff-7bb4ec7aafe0",
    "62a82d76-70ea-41e2-9197-370581804d09", "Read and write all groups" },
  { "GroupMember.Read.All", "bc024368-1153-4739-b217-4326f2e966d0",
    "98830695-27a2-44f7-8c18-0c3ebc9698f6", "Read group memberships" },
  { "GroupMember.ReadWrite.All", "f81125ac-d3b7-4573-a3b2-7099cc39df9e",
    "dbaae8cf-10b5-4b86-a4a1-f871c94c6695", "Read and write group memberships" },
  { "Organization.Read.All", "4908d5b9-3fb2-4b1e-9336-1888b7937185",
    "498476ce-e0fe-48b0-b801-37ba7e2685c6", "Read organization information" },
  { "SecurityEvents.Read.All", "64733abd-851e-478a-bffb-e47a14b18235",
    "bf394140-e372-4bf9-a898-299cfc7564e5", "Read your organization’s security events" },
  { "User.Invite.All", "63dd7cd9-b489-4adf-a28c-ac38b9a0f962",
    "09850681-111b-4a89-9bed-3f2cae46d706", "Invite guest users to the organization" },
  { "User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", NULL, "Sign in and read user profile" },
  { "User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59",
    "df021288-bdef-4463-88db-98f22de89214", "Read all users’ full profiles" },
  { "User.ReadBasic.All", "b340eb25-3456-403f-be2f-af7a0d370277",
    "97235f07-e226-4f63-ace3-39588e11d3a1", "Read all users’ basic profiles" },
  { "User.ReadWrite.All", "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4",
    "741f803b-c850-494e-b5df-cde7c675a1ca", "Read and write all users’ full profiles" },
  { "User.RevokeSessions.All", NULL, NULL,
    "Revoke all sign-in sessions of a user" },
  { "user_impersonation", "1cebfa2a-fb4d-419e-b5f9-839b4383e05a", NULL,
    "Access Partner Center as you" },
};

/* What Microsoft lets people consent to for themselves. */
static const char *const harmless[] = { "User.Read", "User.ReadBasic.All", NULL };

static const Permission *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      if (g_ascii_strcasecmp (permissions[i].name, name) == 0)
        return &permissions[i];
    }

  return NULL;
}

/**
 * bw_sim_permission_get_scope_id:
 * @name: of a permission
 *
 * Returns: (nullable): ID of the delegated permission
 */
const char *
bw_sim_permission_get_scope_id (const char *name)
{
  const Permission *permission = find (name);

  return permission != NULL ? permission->scope_id : NULL;
}

/**
 * bw_sim_permission_get_role_id:
 * @name: of a permission
 *
 * Returns: (nullable): ID of the application permission, which is an app role of Graph
 */
const char *
bw_sim_permission_get_role_id (const char *name)
{
  const Permission *permission = find (name);

  return permission != NULL ? permission->role_id : NULL;
}

/**
 * bw_sim_permission_get_title:
 * @name: of a permission
 *
 * Returns: what a consent page says of it; @name itself if nothing is known
 */
const char *
bw_sim_permission_get_title (const char *name)
{
  const Permission *permission = find (name);

  return permission != NULL ? permission->title : name;
}

/**
 * bw_sim_permission_needs_admin:
 * @name: of a delegated permission
 *
 * Returns: whether only an administrator can consent to it
 */
gboolean
bw_sim_permission_needs_admin (const char *name)
{
  for (guint i = 0; harmless[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (harmless[i], name) == 0)
        return FALSE;
    }

  return TRUE;
}
