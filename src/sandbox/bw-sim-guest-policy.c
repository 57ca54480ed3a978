/* bw-sim-guest-policy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "bw-sim-guest-policy.h"
#include "bw-sim-util.h"

/* Returns: whether the member is absent, null, or one of the words. */
static gboolean
check_word (JsonObject        *object,
            const char        *name,
            const char *const *words,
            GError           **error)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *word = bw_sim_json_string (object, name);

  if (node == NULL || json_node_is_null (node)
      || (word != NULL && g_strv_contains (words, word)))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” can't be “%s”", name,
               word != NULL ? word : "…");

  return FALSE;
}

static gboolean
check (JsonObject  *object,
       GError     **error)
{
  static const char *const inviters[] = { "everyone", "adminsGuestInvitersAndAllMembers",
                                          "adminsAndGuestInviters", "none", NULL };
  static const char *const accesses[] = { "all", "none", NULL };
  static const char *const policies[] = { "block", "mfa", "device", "frequency", NULL };

  return check_word (object, "allowInvitesFrom", inviters, error)
         && check_word (object, "guestAccess", accesses, error)
         && check_word (object, "guestConditionalAccess", policies, error);
}

static void
read_word (JsonObject  *object,
           const char  *name,
           char       **word)
{
  if (!json_object_has_member (object, name))
    return;

  g_free (*word);
  *word = g_strdup (bw_sim_json_string (object, name));
}

static void
read_domains (BwSimTenant *tenant,
              JsonObject  *object)
{
  JsonArray *array = bw_sim_json_array (object, "inviteDomains");

  if (!json_object_has_member (object, "inviteDomains"))
    return;

  g_clear_pointer (&tenant->invite_domains, g_ptr_array_unref);
  if (array != NULL && json_array_get_length (array) > 0)
    tenant->invite_domains = bw_sim_json_strings (array);
}

/**
 * bw_sim_guest_policy_read:
 * @tenant: a customer
 * @object: "allowInvitesFrom", "inviteDomains", "guestAccess", "guestConditionalAccess" and
 *   "automaticRedemption"; what is not there stays as it is
 * @error: return location for a %G_IO_ERROR_INVALID_DATA
 *
 * Returns: whether @object is good; if not, @tenant is as before
 */
gboolean
bw_sim_guest_policy_read (BwSimTenant  *tenant,
                          JsonObject   *object,
                          GError      **error)
{
  if (!check (object, error))
    return FALSE;

  read_word (object, "allowInvitesFrom", &tenant->allow_invites_from);
  read_word (object, "guestConditionalAccess", &tenant->guest_policy);
  read_domains (tenant, object);
  if (json_object_has_member (object, "guestAccess"))
    tenant->guests_blocked = g_strcmp0 (bw_sim_json_string (object, "guestAccess"), "none") == 0;
  tenant->automatic_redemption = bw_sim_json_boolean (object, "automaticRedemption",
                                                      tenant->automatic_redemption);

  return TRUE;
}

/**
 * bw_sim_guest_policy_write:
 * @tenant: a customer
 * @object: gets what bw_sim_guest_policy_read() reads
 */
void
bw_sim_guest_policy_write (BwSimTenant *tenant,
                           JsonObject  *object)
{
  json_object_set_string_member (object, "allowInvitesFrom", tenant->allow_invites_from);
  json_object_set_string_member (object, "guestConditionalAccess", tenant->guest_policy);
  json_object_set_string_member (object, "guestAccess", tenant->guests_blocked ? "none" : "all");
  json_object_set_boolean_member (object, "automaticRedemption", tenant->automatic_redemption);
  if (tenant->invite_domains != NULL)
    json_object_set_array_member (object, "inviteDomains",
                                  bw_sim_json_from_strings (tenant->invite_domains));
  else
    json_object_set_null_member (object, "inviteDomains");
}

/**
 * bw_sim_guest_policy_lets_in:
 * @tenant: a customer
 * @address: of somebody who would be invited
 *
 * Returns: whether its domain is one that guests may be of
 */
gboolean
bw_sim_guest_policy_lets_in (BwSimTenant *tenant,
                             const char  *address)
{
  const char *at = strrchr (address, '@');

  if (tenant->invite_domains == NULL)
    return TRUE;

  for (guint i = 0; at != NULL && i < tenant->invite_domains->len; i++)
    {
      if (g_ascii_strcasecmp (at + 1, g_ptr_array_index (tenant->invite_domains, i)) == 0)
        return TRUE;
    }

  return FALSE;
}
