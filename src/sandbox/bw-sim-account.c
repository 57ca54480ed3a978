/* bw-sim-account.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-account.h"
#include "bw-sim-guest.h"
#include "bw-sim-people.h"
#include "bw-sim-util.h"

static BwSimUser *
add_staff (BwSimTenant *tenant,
           const char  *id,
           const char  *name,
           const char  *user_name,
           gboolean     administrator)
{
  BwSimUser *user = g_new0 (BwSimUser, 1);

  user->id = g_strdup (id);
  user->name = g_strdup (name);
  user->user_name = g_strdup (user_name);
  user->home = tenant;
  user->mfa = TRUE;
  user->enabled = TRUE;
  user->administrator = administrator;
  g_ptr_array_add (tenant->staff, user);

  return user;
}

static void
add_standard (BwSimTenant *tenant,
              const char  *local_part,
              const char  *name,
              gboolean     administrator)
{
  g_autofree char *seed = g_strconcat (tenant->id, "/staff/", local_part, NULL);
  g_autofree char *id = bw_sim_guid_for (seed);
  g_autofree char *user_name = g_strconcat (local_part, "@", tenant->domain, NULL);

  add_staff (tenant, id, name, user_name, administrator);
}

/**
 * bw_sim_account_get_staff:
 * @tenant: a customer
 *
 * Every customer has an administrator and an ordinary user who can sign in, "admin" and "user"
 * in its default domain.  Lists of its users do not have them.  They are made when somebody asks:
 * most tenants never need theirs, and there may be many tenants.
 *
 * Returns: (element-type BwSimUser) (transfer none): who signs in for the customer
 */
GPtrArray *
bw_sim_account_get_staff (BwSimTenant *tenant)
{
  if (tenant->staff == NULL)
    {
      tenant->staff = g_ptr_array_new_with_free_func ((GDestroyNotify) bw_sim_user_free);
      add_standard (tenant, "admin", "Global Administrator", TRUE);
      add_standard (tenant, "user", "Ordinary User", FALSE);
    }

  return tenant->staff;
}

static BwSimUser *
find_staff (BwSimTenant *tenant,
            const char  *id_or_name)
{
  GPtrArray *staff = bw_sim_account_get_staff (tenant);

  for (guint i = 0; i < staff->len; i++)
    {
      BwSimUser *user = g_ptr_array_index (staff, i);

      if (g_ascii_strcasecmp (user->id, id_or_name) == 0
          || g_ascii_strcasecmp (user->user_name, id_or_name) == 0)
        return user;
    }

  return NULL;
}

/* Whoever is listed among the customer's users can sign in too. */
static BwSimUser *
add_listed (BwSimWorld  *world,
            BwSimTenant *tenant,
            const char  *id_or_name)
{
  g_auto(BwSimPeople) people = { NULL };
  BwSimPerson person;
  guint index;

  bw_sim_people_init (&people, world, tenant);
  if (!bw_sim_people_find (&people, id_or_name, &index)
      || bw_sim_guest_find_by_index (tenant, index) != NULL)
    return NULL;

  bw_sim_people_make (&people, index, &person);

  return person.enabled && !person.guest
         ? add_staff (tenant, person.id, person.name, person.user_name, FALSE) : NULL;
}

/**
 * bw_sim_account_find_in:
 * @world: a world
 * @tenant: a customer
 * @id_or_name: (nullable): object ID or sign-in name
 *
 * Returns: (nullable): the one of the customer's own people that is meant, guests aside
 */
BwSimUser *
bw_sim_account_find_in (BwSimWorld  *world,
                        BwSimTenant *tenant,
                        const char  *id_or_name)
{
  BwSimUser *user;

  if (id_or_name == NULL || tenant == world->partner)
    return NULL;

  user = find_staff (tenant, id_or_name);

  return user != NULL ? user : add_listed (world, tenant, id_or_name);
}

/**
 * bw_sim_account_find:
 * @world: a world
 * @name: (nullable): object ID of a user of the partner, or anybody's sign-in name
 *
 * Returns: (nullable): who signs in under that name
 */
BwSimUser *
bw_sim_account_find (BwSimWorld *world,
                     const char *name)
{
  BwSimUser *user = bw_sim_world_get_user (world, name);
  const char *at = name != NULL ? strrchr (name, '@') : NULL;
  BwSimTenant *tenant = at != NULL ? bw_sim_world_get_tenant (world, at + 1) : NULL;

  if (user != NULL || tenant == NULL || tenant->gone)
    return user;

  return bw_sim_account_find_in (world, tenant, name);
}
