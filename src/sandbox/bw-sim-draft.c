/* bw-sim-draft.c - what somebody sends to make or change a relationship
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-gdap.h"
#include "bw-sim-util.h"

#define MAX_NAME_LENGTH 50
#define MAX_DAYS        730
#define EXTEND_DAYS     180

/**
 * bw_sim_draft_free:
 * @self: (transfer full): a draft
 */
void
bw_sim_draft_free (BwSimDraft *self)
{
  g_free (self->name);
  g_free (self->duration);
  g_free (self->auto_extend);
  g_free (self->customer_name);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  g_free (self);
}

/* Whether there is such a member, with a value. */
static gboolean
is_sent (JsonObject *body,
         const char *name)
{
  JsonNode *node = json_object_get_member (body, name);

  return node != NULL && !json_node_is_null (node);
}

static gboolean
read_name (BwSimDraft *self,
           BwSimCall  *call,
           JsonObject *body)
{
  const char *name = bw_sim_json_string (body, "displayName");
  glong length = name != NULL ? g_utf8_strlen (name, -1) : 0;

  if (!json_object_has_member (body, "displayName"))
    return TRUE;

  if (length < 1 || length > MAX_NAME_LENGTH)
    {
      bw_sim_call_refuse_input (call, "displayName",
                                "The display name must have between 1 and %d characters.",
                                MAX_NAME_LENGTH);
      return FALSE;
    }

  self->name = g_strdup (name);

  return TRUE;
}

static gboolean
read_durations (BwSimDraft *self,
                BwSimCall  *call,
                JsonObject *body)
{
  const char *duration = bw_sim_json_string (body, "duration");
  const char *extend = bw_sim_json_string (body, "autoExtendDuration");
  gint64 days = 0;

  if (json_object_has_member (body, "duration")
      && (!bw_sim_duration_parse (duration, &days) || days < 1 || days > MAX_DAYS))
    {
      bw_sim_call_refuse_input (call, "duration", "The duration must be between P1D and P2Y.");
      return FALSE;
    }

  if (is_sent (body, "autoExtendDuration")
      && (!bw_sim_duration_parse (extend, &days) || (days != 0 && days != EXTEND_DAYS)))
    {
      bw_sim_call_refuse_input (call, "autoExtendDuration",
                                "The automatic extension must be P0D, PT0S or P180D.");
      return FALSE;
    }

  self->duration = g_strdup (duration);
  self->auto_extend = g_strdup (extend);

  return TRUE;
}

static gboolean
read_customer (BwSimDraft *self,
               BwSimCall  *call,
               JsonObject *body)
{
  static const char *const known[] = { "tenantId", "displayName", NULL };
  JsonObject *customer = bw_sim_json_object (body, "customer");
  const char *id = bw_sim_json_string (customer, "tenantId");

  self->has_customer = json_object_has_member (body, "customer");
  if (!is_sent (body, "customer"))
    return TRUE;

  self->customer = bw_sim_is_guid (id) ? bw_sim_world_get_tenant (call->world, id) : NULL;
  if (bw_sim_call_find_unknown (customer, known) != NULL || self->customer == NULL
      || self->customer->gone || self->customer == call->world->partner)
    {
      bw_sim_call_refuse_input (call, "customer",
                                "The customer is not a tenant that can be administered.");
      return FALSE;
    }

  self->customer_name = g_strdup (bw_sim_json_string (customer, "displayName"));
  bw_sim_exchange_set_tenant (call->exchange, self->customer->id);

  return TRUE;
}

/**
 * bw_sim_draft_new:
 * @call: a call
 * @body: what was sent
 *
 * Returns: (transfer full): what is in @body, or %NULL with a refusal sent
 */
BwSimDraft *
bw_sim_draft_new (BwSimCall  *call,
                  JsonObject *body)
{
  static const char *const known[] = {
    "displayName", "duration", "customer", "accessDetails", "autoExtendDuration", NULL,
  };
  const char *unknown = bw_sim_call_find_unknown (body, known);
  g_autoptr(BwSimDraft) self = g_new0 (BwSimDraft, 1);

  if (unknown != NULL)
    {
      bw_sim_call_refuse_input (call, unknown,
                                "The property '%s' does not exist on type "
                                "'microsoft.graph.delegatedAdminRelationship' or can't be set.",
                                unknown);
      return NULL;
    }

  if (!read_name (self, call, body) || !read_durations (self, call, body)
      || !read_customer (self, call, body))
    return NULL;

  if (json_object_has_member (body, "accessDetails")
      && (self->roles = bw_sim_gdap_dup_roles (call, body)) == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_sim_draft_check_complete:
 * @self: a draft of a new relationship
 * @call: a call
 *
 * Returns: %FALSE with a refusal sent, if something is missing
 */
gboolean
bw_sim_draft_check_complete (BwSimDraft *self,
                             BwSimCall  *call)
{
  const char *missing = NULL;

  if (self->name == NULL)
    missing = "displayName";
  else if (self->duration == NULL)
    missing = "duration";
  else if (self->roles == NULL)
    missing = "accessDetails";

  if (missing != NULL)
    bw_sim_call_refuse_input (call, missing, "The property '%s' is required.", missing);

  return missing == NULL;
}

/**
 * bw_sim_draft_check_extension:
 * @self: a draft
 * @call: a call
 * @relationship: (nullable): what it is to change
 *
 * What holds Global Administrator does not extend itself.
 *
 * Returns: %FALSE with a refusal sent, if it would
 */
gboolean
bw_sim_draft_check_extension (BwSimDraft        *self,
                              BwSimCall         *call,
                              BwSimRelationship *relationship)
{
  GPtrArray *roles = self->roles;
  const char *extend = self->auto_extend;
  gint64 days = 0;

  if (roles == NULL && relationship != NULL)
    roles = relationship->roles;
  if (extend == NULL && relationship != NULL)
    extend = relationship->auto_extend;

  bw_sim_duration_parse (extend, &days);
  if (days == 0 || roles == NULL
      || !g_ptr_array_find_with_equal_func (roles, BW_SIM_GLOBAL_ADMINISTRATOR, g_str_equal, NULL))
    return TRUE;

  bw_sim_call_refuse_input (call, "autoExtendDuration",
                            "A relationship with the role Global Administrator can't be "
                            "extended automatically.");

  return FALSE;
}

/**
 * bw_sim_draft_check_name:
 * @self: a draft
 * @call: a call
 * @relationship: (nullable): what it is to change
 *
 * Returns: %FALSE with a refusal sent, if another relationship has the name, be it long over
 */
gboolean
bw_sim_draft_check_name (BwSimDraft        *self,
                         BwSimCall         *call,
                         BwSimRelationship *relationship)
{
  BwSimRelationship *other = NULL;

  if (self->name != NULL)
    other = g_hash_table_lookup (call->world->relationship_by_name, self->name);
  if (other == NULL || other == relationship)
    return TRUE;

  bw_sim_call_refuse (call, 409, "conflict", "The resource already exists.");

  return FALSE;
}

static void
replace (char       **where,
         const char  *text)
{
  if (text == NULL)
    return;

  g_free (*where);
  *where = g_strdup (text);
}

/**
 * bw_sim_draft_apply:
 * @self: a draft that passed all checks
 * @world: the world
 * @relationship: what it changes, whether it is in @world yet or not
 */
void
bw_sim_draft_apply (BwSimDraft        *self,
                    BwSimWorld        *world,
                    BwSimRelationship *relationship)
{
  gboolean known = g_hash_table_lookup (world->relationship_by_name, relationship->name)
                   == relationship;

  if (known && self->name != NULL)
    g_hash_table_remove (world->relationship_by_name, relationship->name);
  replace (&relationship->name, self->name);
  if (known && self->name != NULL)
    g_hash_table_insert (world->relationship_by_name, relationship->name, relationship);

  replace (&relationship->duration, self->duration);
  replace (&relationship->auto_extend, self->auto_extend);
  if (self->roles != NULL)
    bw_sim_relationship_set_roles (relationship, self->roles);
  if (self->has_customer)
    {
      bw_sim_relationship_set_customer (relationship, self->customer);
      g_free (relationship->customer_name);
      relationship->customer_name = g_strdup (self->customer_name);
    }
}
