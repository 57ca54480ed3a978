/* bw-sim-control-customer.c - what the customer does, and what becomes of its tenant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-control.h"
#include "bw-sim-guest-policy.h"
#include "bw-sim-guest.h"
#include "bw-sim-people.h"
#include "bw-sim-private.h"
#include "bw-sim-relationship.h"
#include "bw-sim-util.h"

#define MAX_USER_CHANGES 1000000

/**
 * bw_sim_control_find_tenant:
 * @self: an exchange
 * @body: "tenantId"
 *
 * Returns: (nullable): the customer that @body names, or %NULL with a refusal sent
 */
BwSimTenant *
bw_sim_control_find_tenant (BwSimExchange *self,
                            JsonObject    *body)
{
  const char *id = bw_sim_json_string (body, "tenantId");
  BwSimTenant *tenant = bw_sim_world_get_tenant (self->world, id);

  if (id == NULL)
    {
      bw_sim_control_refuse (self, 400, "“tenantId” must name a customer.");
      return NULL;
    }

  if (tenant == NULL || tenant == self->world->partner)
    {
      bw_sim_control_refuse (self, 404, "There is no customer “%s”.", id);
      return NULL;
    }

  bw_sim_exchange_set_tenant (self, tenant->id);

  return tenant;
}

/* The customer gets the link only once the lock holds, so it is in time. */
static void
finish_lock (BwSimExchange     *self,
             BwSimRelationship *relationship)
{
  bw_sim_relationship_settle (relationship, self->world);
  if (relationship->status == BW_SIM_STATUS_CREATED && relationship->locked > 0)
    bw_sim_relationship_enter (relationship, BW_SIM_STATUS_APPROVAL_PENDING,
                               bw_sim_clock_now (self->world->clock));
}

static gboolean
is_in (BwSimExchange     *self,
       BwSimRelationship *relationship,
       BwSimStatus        status)
{
  if (status == BW_SIM_STATUS_APPROVAL_PENDING)
    finish_lock (self, relationship);
  else
    bw_sim_relationship_settle (relationship, self->world);

  return relationship->status == status;
}

/* The youngest one: that is the one somebody talks about. */
static BwSimRelationship *
find_youngest (BwSimExchange *self,
               BwSimTenant   *tenant,
               BwSimStatus    status)
{
  for (guint i = tenant->relationships != NULL ? tenant->relationships->len : 0; i > 0; i--)
    {
      BwSimRelationship *relationship = g_ptr_array_index (tenant->relationships, i - 1);

      if (is_in (self, relationship, status))
        return relationship;
    }

  bw_sim_control_refuse (self, 404, "%s has no admin relationship that is %s.", tenant->name,
                         bw_sim_status_to_string (status));

  return NULL;
}

static BwSimRelationship *
find_relationship (BwSimExchange *self,
                   JsonObject    *body,
                   BwSimStatus    status,
                   BwSimTenant  **tenant)
{
  const char *id = bw_sim_json_string (body, "relationshipId");
  g_autofree char *key = id != NULL ? g_ascii_strdown (id, -1) : NULL;
  BwSimRelationship *relationship;

  *tenant = NULL;
  if (id == NULL || bw_sim_json_string (body, "tenantId") != NULL)
    {
      *tenant = bw_sim_control_find_tenant (self, body);
      if (*tenant == NULL)
        return NULL;
    }

  if (id == NULL)
    return find_youngest (self, *tenant, status);

  relationship = g_hash_table_lookup (self->world->relationship_by_id, key);
  if (relationship == NULL)
    {
      bw_sim_control_refuse (self, 404, "There is no admin relationship “%s”.", id);
      return NULL;
    }

  if (is_in (self, relationship, status))
    return relationship;

  bw_sim_control_refuse (self, 400, "The admin relationship is %s, not %s.",
                         bw_sim_relationship_get_status (relationship),
                         bw_sim_status_to_string (status));

  return NULL;
}

static void
reply_done (BwSimExchange     *self,
            BwSimRelationship *relationship)
{
  JsonObject *object = json_object_new ();

  bw_sim_touch (self->sim);
  json_object_set_string_member (object, "relationshipId", relationship->id);
  json_object_set_string_member (object, "tenantId",
                                 relationship->customer != NULL ? relationship->customer->id
                                                                : NULL);
  json_object_set_string_member (object, "status", bw_sim_relationship_get_status (relationship));
  bw_sim_exchange_reply_object (self, 200, object);
}

/**
 * bw_sim_control_approve:
 * @self: an exchange
 * @body: "tenantId" or "relationshipId"; both where the relationship is for any customer
 *
 * Approves as the customer.
 */
void
bw_sim_control_approve (BwSimExchange *self,
                        JsonObject    *body)
{
  BwSimTenant *tenant;
  BwSimRelationship *relationship = find_relationship (self, body, BW_SIM_STATUS_APPROVAL_PENDING,
                                                       &tenant);

  if (relationship == NULL)
    return;

  if (bw_sim_world_approve (self->world, relationship, tenant))
    reply_done (self, relationship);
  else if (relationship->customer != NULL)
    bw_sim_control_refuse (self, 400, "The admin relationship is for another customer.");
  else
    bw_sim_control_refuse (self, 400,
                           "Any customer may approve; “tenantId” must name the one that does.");
}

/**
 * bw_sim_control_reject:
 * @self: an exchange
 * @body: "tenantId" or "relationshipId"
 *
 * Rejects as the customer.
 */
void
bw_sim_control_reject (BwSimExchange *self,
                       JsonObject    *body)
{
  BwSimTenant *tenant;
  BwSimRelationship *relationship = find_relationship (self, body, BW_SIM_STATUS_APPROVAL_PENDING,
                                                       &tenant);

  if (relationship == NULL)
    return;

  bw_sim_world_reject (self->world, relationship);
  reply_done (self, relationship);
}

/**
 * bw_sim_control_terminate:
 * @self: an exchange
 * @body: "tenantId" or "relationshipId"
 *
 * Terminates an active relationship as the customer.
 */
void
bw_sim_control_terminate (BwSimExchange *self,
                          JsonObject    *body)
{
  BwSimTenant *tenant;
  BwSimRelationship *relationship = find_relationship (self, body, BW_SIM_STATUS_ACTIVE, &tenant);

  if (relationship == NULL)
    return;

  bw_sim_world_terminate (self->world, relationship);
  reply_done (self, relationship);
}

static void
set_flag (JsonObject *body,
          const char *name,
          gboolean   *flag)
{
  *flag = bw_sim_json_boolean (body, name, *flag);
}

static void
set_strings (JsonObject *body,
             const char *name,
             GPtrArray **strings)
{
  JsonArray *array = bw_sim_json_array (body, name);

  if (array == NULL)
    return;

  g_clear_pointer (strings, g_ptr_array_unref);
  *strings = bw_sim_json_strings (array);
}

/**
 * bw_sim_control_change_tenant:
 * @self: an exchange
 * @body: "tenantId", and the oddities to change, named as in a scenario
 *
 * Puts a tenant's oddities right, or makes new ones.
 */
void
bw_sim_control_change_tenant (BwSimExchange *self,
                              JsonObject    *body)
{
  static const char *const known[] = { "tenantId", "gone", "inPartnerCenter", "staleGuest",
                                       "assignmentError",
                                       "conditionalAccess", "missing", "denied",
                                       "allowInvitesFrom", "inviteDomains", "guestAccess",
                                       "guestConditionalAccess", "automaticRedemption", NULL };
  g_autoptr(GError) error = NULL;
  BwSimTenant *tenant = bw_sim_control_find_tenant (self, body);

  if (tenant == NULL)
    return;

  if (!bw_sim_json_has_only (body, known, &error)
      || !bw_sim_guest_policy_read (tenant, body, &error))
    {
      bw_sim_control_refuse (self, 400, "%s", error->message);
      return;
    }

  set_flag (body, "gone", &tenant->gone);
  set_flag (body, "inPartnerCenter", &tenant->in_partner_center);
  set_flag (body, "staleGuest", &tenant->stale_guest);
  set_flag (body, "assignmentError", &tenant->assignment_error);
  set_strings (body, "missing", &tenant->missing);
  set_strings (body, "denied", &tenant->denied);
  if (json_object_has_member (body, "conditionalAccess"))
    {
      g_free (tenant->conditional_access);
      tenant->conditional_access = g_strdup (bw_sim_json_string (body, "conditionalAccess"));
    }

  tenant->touched = TRUE;
  bw_sim_touch (self->sim);
  bw_sim_control_reply_done (self);
}

/* The users that are there, by index: those of the generator and those added
 * later, without the removed ones. */
static GArray *
list_present (BwSimTenant *tenant,
              guint       *next)
{
  g_autoptr(GHashTable) removed = g_hash_table_new (NULL, NULL);
  GArray *present = g_array_new (FALSE, FALSE, sizeof (guint));

  *next = bw_sim_people_next_index (tenant);
  for (guint i = 0; tenant->changes != NULL && i < tenant->changes->len; i++)
    {
      BwSimUserChange *change = &g_array_index (tenant->changes, BwSimUserChange, i);

      if (change->kind == BW_SIM_USER_REMOVED)
        g_hash_table_add (removed, GUINT_TO_POINTER (change->index));
    }

  for (guint i = 0; i < *next; i++)
    if (!g_hash_table_contains (removed, GUINT_TO_POINTER (i)))
      g_array_append_val (present, i);

  return present;
}

/**
 * bw_sim_control_change_users:
 * @self: an exchange
 * @body: "tenantId", and how many users to "add", "change" and "remove"
 *
 * Gives the delta query something to tell.  The first ones change, the last
 * ones go, and the new ones come after them.
 */
void
bw_sim_control_change_users (BwSimExchange *self,
                             JsonObject    *body)
{
  guint add = (guint) CLAMP (bw_sim_json_number (body, "add", 0), 0, MAX_USER_CHANGES);
  guint change = (guint) CLAMP (bw_sim_json_number (body, "change", 0), 0, MAX_USER_CHANGES);
  guint remove = (guint) CLAMP (bw_sim_json_number (body, "remove", 0), 0, MAX_USER_CHANGES);
  BwSimTenant *tenant = bw_sim_control_find_tenant (self, body);
  g_autoptr(GArray) present = NULL;
  JsonObject *object;
  guint next;

  if (tenant == NULL)
    return;

  present = list_present (tenant, &next);
  if (change > present->len || remove > present->len)
    {
      bw_sim_control_refuse (self, 400, "%s has %u users only.", tenant->name, present->len);
      return;
    }

  for (guint i = 0; i < change; i++)
    bw_sim_people_note_change (tenant, g_array_index (present, guint, i), BW_SIM_USER_CHANGED);
  for (guint i = 0; i < remove; i++)
    bw_sim_guest_remove (tenant, g_array_index (present, guint, present->len - 1 - i));
  for (guint i = 0; i < add; i++)
    bw_sim_people_note_change (tenant, next + i, BW_SIM_USER_ADDED);

  bw_sim_touch (self->sim);
  object = json_object_new ();
  json_object_set_int_member (object, "users", (gint64) present->len + add - remove);
  bw_sim_exchange_reply_object (self, 200, object);
}
