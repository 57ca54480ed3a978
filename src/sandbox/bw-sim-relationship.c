/* bw-sim-relationship.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-relationship.h"
#include "bw-sim-util.h"

/* How long Microsoft waits for the customer's answer. */
#define DAYS_TO_APPROVE 90
#define AUTO_EXTEND_DAYS 180

static const char *const statuses[] = {
  [BW_SIM_STATUS_ACTIVATING] = "activating",
  [BW_SIM_STATUS_ACTIVE] = "active",
  [BW_SIM_STATUS_APPROVAL_PENDING] = "approvalPending",
  [BW_SIM_STATUS_APPROVED] = "approved",
  [BW_SIM_STATUS_CREATED] = "created",
  [BW_SIM_STATUS_EXPIRED] = "expired",
  [BW_SIM_STATUS_EXPIRING] = "expiring",
  [BW_SIM_STATUS_TERMINATED] = "terminated",
  [BW_SIM_STATUS_TERMINATING] = "terminating",
  [BW_SIM_STATUS_TERMINATION_REQUESTED] = "terminationRequested",
};

static const char *const assignment_statuses[] = {
  [BW_SIM_ASSIGNMENT_PENDING] = "pending",
  [BW_SIM_ASSIGNMENT_ACTIVE] = "active",
  [BW_SIM_ASSIGNMENT_DELETING] = "deleting",
  [BW_SIM_ASSIGNMENT_DELETED] = "deleted",
  [BW_SIM_ASSIGNMENT_ERROR] = "error",
};

static void
assignment_free (BwSimAssignment *self)
{
  g_free (self->id);
  g_free (self->group_id);
  g_ptr_array_unref (self->roles);
  g_free (self);
}

static void
request_free (BwSimRequest *self)
{
  g_free (self->id);
  g_free (self->action);
  g_free (self);
}

static void
operation_free (BwSimOperation *self)
{
  g_free (self->id);
  g_free (self->assignment_id);
  g_ptr_array_unref (self->roles);
  g_free (self);
}

/**
 * bw_sim_relationship_new:
 * @id: its ID
 * @name: its display name
 *
 * Returns: (transfer full): a relationship in status created
 */
BwSimRelationship *
bw_sim_relationship_new (const char *id,
                         const char *name)
{
  BwSimRelationship *self = g_new0 (BwSimRelationship, 1);

  self->id = g_ascii_strdown (id, -1);
  self->name = g_strdup (name);
  self->duration = g_strdup ("P730D");
  self->auto_extend = g_strdup ("PT0S");
  self->roles = g_ptr_array_new_with_free_func (g_free);
  self->status = BW_SIM_STATUS_CREATED;

  return self;
}

/**
 * bw_sim_relationship_free:
 * @self: (transfer full): a relationship
 */
void
bw_sim_relationship_free (BwSimRelationship *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->duration);
  g_free (self->auto_extend);
  g_free (self->customer_name);
  g_free (self->indirect_provider);
  g_ptr_array_unref (self->roles);
  g_clear_pointer (&self->assignments, g_ptr_array_unref);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_clear_pointer (&self->operations, g_ptr_array_unref);
  g_free (self);
}

/**
 * bw_sim_relationship_enter:
 * @self: a relationship
 * @status: what it becomes
 * @when: since when
 *
 * Changes the status, and with it the tag.
 */
void
bw_sim_relationship_enter (BwSimRelationship *self,
                           BwSimStatus        status,
                           gint64             when)
{
  self->status = status;
  self->since = when;
  self->modified = when;
  self->version++;
  self->touched = TRUE;
}

static void
become_active (BwSimRelationship *self,
               gint64             when)
{
  gint64 days = 0;

  bw_sim_duration_parse (self->duration, &days);
  self->activated = when;
  self->end = when + days * BW_SIM_DAY;
  bw_sim_relationship_enter (self, BW_SIM_STATUS_ACTIVE, when);
}

/* What happens by itself to a relationship that waits for its customer. */
static gboolean
settle_pending (BwSimRelationship *self,
                BwSimWorld        *world,
                gint64             now)
{
  gint64 approval = self->since + bw_sim_clock_scaled (world->clock, world->approve_after);
  gint64 lapse = self->locked + DAYS_TO_APPROVE * BW_SIM_DAY;

  /* Those that wait in the scenario are meant to wait. */
  if (world->approve_after >= 0 && self->by_api && self->customer != NULL &&
      approval <= MIN (now, lapse))
    bw_sim_relationship_enter (self, BW_SIM_STATUS_APPROVED, approval);
  else if (lapse <= now)
    bw_sim_relationship_enter (self, BW_SIM_STATUS_EXPIRED, lapse);
  else
    return FALSE;

  return TRUE;
}

static gboolean
settle_active (BwSimRelationship *self,
               gint64             now)
{
  gint64 extend = 0;

  if (self->end > now)
    return FALSE;

  bw_sim_duration_parse (self->auto_extend, &extend);
  if (extend == 0)
    {
      bw_sim_relationship_enter (self, BW_SIM_STATUS_EXPIRING, self->end);
      return TRUE;
    }

  while (self->end <= now)
    self->end += AUTO_EXTEND_DAYS * BW_SIM_DAY;
  bw_sim_relationship_enter (self, BW_SIM_STATUS_ACTIVE, now);

  return FALSE;
}

/* Follows one transition that is due, if any. */
static gboolean
settle_once (BwSimRelationship *self,
             BwSimWorld        *world,
             gint64             now)
{
  static const struct
  {
    BwSimStatus from;
    BwSimStatus to;
    BwSimLag    lag;
  } timed[] = {
    { BW_SIM_STATUS_APPROVED, BW_SIM_STATUS_ACTIVATING, BW_SIM_LAG_APPROVED },
    { BW_SIM_STATUS_ACTIVATING, BW_SIM_STATUS_ACTIVE, BW_SIM_LAG_ACTIVATING },
    { BW_SIM_STATUS_EXPIRING, BW_SIM_STATUS_EXPIRED, BW_SIM_LAG_ENDING },
    { BW_SIM_STATUS_TERMINATION_REQUESTED, BW_SIM_STATUS_TERMINATING, BW_SIM_LAG_ENDING },
    { BW_SIM_STATUS_TERMINATING, BW_SIM_STATUS_TERMINATED, BW_SIM_LAG_ENDING },
  };

  if (self->status == BW_SIM_STATUS_APPROVAL_PENDING)
    return settle_pending (self, world, now);
  if (self->status == BW_SIM_STATUS_ACTIVE)
    return settle_active (self, now);

  if (self->status == BW_SIM_STATUS_CREATED && self->locked > 0)
    {
      gint64 due = self->locked + bw_sim_clock_lag (world->clock, BW_SIM_LAG_LOCK);

      if (due > now)
        return FALSE;

      bw_sim_relationship_enter (self, BW_SIM_STATUS_APPROVAL_PENDING, due);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (timed); i++)
    {
      gint64 due = self->since + bw_sim_clock_lag (world->clock, timed[i].lag);

      if (self->status != timed[i].from || due > now)
        continue;

      if (timed[i].to == BW_SIM_STATUS_ACTIVE)
        become_active (self, due);
      else
        bw_sim_relationship_enter (self, timed[i].to, due);

      return TRUE;
    }

  return FALSE;
}

static void
settle_assignment (BwSimRelationship *self,
                   BwSimAssignment   *assignment,
                   BwSimWorld        *world,
                   gint64             now)
{
  gboolean pending = assignment->status == BW_SIM_ASSIGNMENT_PENDING;
  gint64 due;

  if (!pending && assignment->status != BW_SIM_ASSIGNMENT_DELETING)
    return;

  due = assignment->since
    + bw_sim_clock_lag (world->clock, pending ? BW_SIM_LAG_ASSIGNMENT : BW_SIM_LAG_DELETING);
  if (due > now)
    return;

  if (!pending)
    assignment->status = BW_SIM_ASSIGNMENT_DELETED;
  else if (self->customer != NULL && self->customer->assignment_error)
    assignment->status = BW_SIM_ASSIGNMENT_ERROR;
  else
    assignment->status = BW_SIM_ASSIGNMENT_ACTIVE;

  assignment->since = assignment->modified = due;
  assignment->version++;
  self->touched = TRUE;
}

static void
settle_operation (BwSimRelationship *self,
                  BwSimOperation    *operation,
                  BwSimWorld        *world,
                  gint64             now)
{
  BwSimAssignment *assignment;

  if (operation->applied ||
      !g_str_equal (bw_sim_operation_get_status (operation, world->clock), "succeeded"))
    return;

  operation->applied = TRUE;
  self->touched = TRUE;
  assignment = bw_sim_relationship_get_assignment (self, operation->assignment_id);

  if (assignment == NULL)
    {
      bw_sim_relationship_set_roles (self, operation->roles);
      bw_sim_relationship_enter (self, self->status, now);
      return;
    }

  g_ptr_array_unref (assignment->roles);
  assignment->roles = g_ptr_array_ref (operation->roles);
  assignment->modified = now;
  assignment->version++;
}

/**
 * bw_sim_relationship_settle:
 * @self: a relationship
 * @world: the world it is in
 *
 * Makes true what time has brought since it was looked at last.
 */
void
bw_sim_relationship_settle (BwSimRelationship *self,
                            BwSimWorld        *world)
{
  gint64 now = bw_sim_clock_now (world->clock);

  while (settle_once (self, world, now))
    ;

  for (guint i = 0; self->assignments != NULL && i < self->assignments->len; i++)
    settle_assignment (self, g_ptr_array_index (self->assignments, i), world, now);
  for (guint i = 0; self->operations != NULL && i < self->operations->len; i++)
    settle_operation (self, g_ptr_array_index (self->operations, i), world, now);
}

/**
 * bw_sim_relationship_set_customer:
 * @self: a relationship
 * @tenant: (nullable): its customer
 */
void
bw_sim_relationship_set_customer (BwSimRelationship *self,
                                  BwSimTenant       *tenant)
{
  if (self->customer == tenant)
    return;

  if (self->customer != NULL)
    g_ptr_array_remove (self->customer->relationships, self);

  self->customer = tenant;
  if (tenant == NULL)
    return;

  if (tenant->relationships == NULL)
    tenant->relationships = g_ptr_array_new ();
  g_ptr_array_add (tenant->relationships, self);
}

/**
 * bw_sim_relationship_set_roles:
 * @self: a relationship
 * @roles: (element-type utf8): role IDs
 */
void
bw_sim_relationship_set_roles (BwSimRelationship *self,
                               GPtrArray         *roles)
{
  g_ptr_array_ref (roles);
  g_ptr_array_unref (self->roles);
  self->roles = roles;
}

/**
 * bw_sim_relationship_has_role:
 * @self: a relationship
 * @role: a role ID in lower case
 *
 * Returns: whether it contains @role
 */
gboolean
bw_sim_relationship_has_role (BwSimRelationship *self,
                              const char        *role)
{
  return g_ptr_array_find_with_equal_func (self->roles, role, g_str_equal, NULL);
}

const char *
bw_sim_relationship_get_status (BwSimRelationship *self)
{
  return statuses[self->status];
}

const char *
bw_sim_status_to_string (BwSimStatus status)
{
  return statuses[status];
}

gboolean
bw_sim_status_from_string (const char  *text,
                           BwSimStatus *status)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (statuses); i++)
    {
      if (!g_str_equal (statuses[i], text))
        continue;

      *status = i;
      return TRUE;
    }

  return FALSE;
}

/* The service's own store tag, in base64: its last group is the time of the
 * last write, in hexadecimal. */
static char *
make_etag (const char *id,
           guint       version,
           gint64      modified)
{
  g_autofree char *tag = g_strdup_printf ("'\"%.4s%04x-0000-0200-0000-%08x0000\"'", id,
                                          version & 0xffff, (guint) (modified / BW_SIM_SECOND));
  g_autofree char *encoded = g_base64_encode ((const guchar *) tag, strlen (tag));

  return g_strdup_printf ("W/\"%s\"", encoded);
}

/**
 * bw_sim_relationship_dup_etag:
 * @self: a relationship
 *
 * Returns: (transfer full): its tag, another one after every change
 */
char *
bw_sim_relationship_dup_etag (BwSimRelationship *self)
{
  return make_etag (self->id, self->version, self->modified);
}

char *
bw_sim_assignment_dup_etag (BwSimAssignment *assignment)
{
  return make_etag (assignment->id, assignment->version, assignment->modified);
}

/**
 * bw_sim_relationship_add_request:
 * @self: a relationship
 * @action: what is asked for
 * @now: when
 *
 * Returns: (transfer none): the request
 */
BwSimRequest *
bw_sim_relationship_add_request (BwSimRelationship *self,
                                 const char        *action,
                                 gint64             now)
{
  BwSimRequest *request = g_new0 (BwSimRequest, 1);

  request->id = g_uuid_string_random ();
  request->action = g_strdup (action);
  request->created = now;

  if (self->requests == NULL)
    self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  g_ptr_array_add (self->requests, request);
  self->touched = TRUE;

  return request;
}

/**
 * bw_sim_relationship_add_assignment:
 * @self: a relationship
 * @group_id: a security group of the partner's
 * @roles: (element-type utf8): role IDs
 * @now: when
 *
 * Returns: (transfer none): the assignment, pending
 */
BwSimAssignment *
bw_sim_relationship_add_assignment (BwSimRelationship *self,
                                    const char        *group_id,
                                    GPtrArray         *roles,
                                    gint64             now)
{
  BwSimAssignment *assignment = g_new0 (BwSimAssignment, 1);

  assignment->id = g_uuid_string_random ();
  assignment->group_id = g_ascii_strdown (group_id, -1);
  assignment->roles = g_ptr_array_ref (roles);
  assignment->created = assignment->modified = assignment->since = now;

  if (self->assignments == NULL)
    self->assignments = g_ptr_array_new_with_free_func ((GDestroyNotify) assignment_free);
  g_ptr_array_add (self->assignments, assignment);
  self->touched = TRUE;

  return assignment;
}

/**
 * bw_sim_relationship_get_assignment:
 * @self: a relationship
 * @id: (nullable): an ID
 *
 * Returns: (nullable): its access assignment of that ID
 */
BwSimAssignment *
bw_sim_relationship_get_assignment (BwSimRelationship *self,
                                    const char        *id)
{
  for (guint i = 0; id != NULL && self->assignments != NULL && i < self->assignments->len; i++)
    {
      BwSimAssignment *assignment = g_ptr_array_index (self->assignments, i);

      if (g_ascii_strcasecmp (assignment->id, id) == 0)
        return assignment;
    }

  return NULL;
}

/**
 * bw_sim_relationship_add_operation:
 * @self: a relationship
 * @assignment_id: (nullable): what changes; the relationship itself if %NULL
 * @roles: (element-type utf8): the roles it will have
 * @now: when
 *
 * Returns: (transfer none): the operation, not started
 */
BwSimOperation *
bw_sim_relationship_add_operation (BwSimRelationship *self,
                                   const char        *assignment_id,
                                   GPtrArray         *roles,
                                   gint64             now)
{
  BwSimOperation *operation = g_new0 (BwSimOperation, 1);

  operation->id = g_uuid_string_random ();
  operation->assignment_id = g_strdup (assignment_id);
  operation->roles = g_ptr_array_ref (roles);
  operation->created = now;

  if (self->operations == NULL)
    self->operations = g_ptr_array_new_with_free_func ((GDestroyNotify) operation_free);
  g_ptr_array_add (self->operations, operation);
  self->touched = TRUE;

  return operation;
}

const char *
bw_sim_operation_get_status (BwSimOperation *operation,
                             BwSimClock     *clock)
{
  gint64 age = bw_sim_clock_now (clock) - operation->created;
  gint64 lag = bw_sim_clock_lag (clock, BW_SIM_LAG_OPERATION);

  if (age < lag)
    return "notStarted";

  return age < 2 * lag ? "running" : "succeeded";
}

const char *
bw_sim_assignment_get_status (BwSimAssignment *assignment)
{
  return assignment_statuses[assignment->status];
}

gboolean
bw_sim_assignment_set_status (BwSimAssignment *assignment,
                              const char      *status)
{
  for (guint i = 0; status != NULL && i < G_N_ELEMENTS (assignment_statuses); i++)
    {
      if (!g_str_equal (assignment_statuses[i], status))
        continue;

      assignment->status = i;
      return TRUE;
    }

  return FALSE;
}

/**
 * bw_sim_assignment_is_live:
 * @assignment: an access assignment
 *
 * Returns: whether it keeps another one for the same group from being made
 */
gboolean
bw_sim_assignment_is_live (BwSimAssignment *assignment)
{
  return assignment->status != BW_SIM_ASSIGNMENT_DELETING &&
         assignment->status != BW_SIM_ASSIGNMENT_DELETED;
}

/**
 * bw_sim_world_take_relationship:
 * @self: a world
 * @relationship: (transfer full): a relationship with an ID and a name of its own
 */
void
bw_sim_world_take_relationship (BwSimWorld        *self,
                                BwSimRelationship *relationship)
{
  g_ptr_array_add (self->relationships, relationship);
  g_hash_table_insert (self->relationship_by_id, relationship->id, relationship);
  g_hash_table_insert (self->relationship_by_name, relationship->name, relationship);
}

/**
 * bw_sim_world_remove_relationship:
 * @self: a world
 * @relationship: a relationship in it, gone afterwards
 */
void
bw_sim_world_remove_relationship (BwSimWorld        *self,
                                  BwSimRelationship *relationship)
{
  bw_sim_relationship_set_customer (relationship, NULL);
  g_ptr_array_add (self->removed, g_strdup (relationship->id));
  g_hash_table_remove (self->relationship_by_id, relationship->id);
  g_hash_table_remove (self->relationship_by_name, relationship->name);
  g_ptr_array_remove (self->relationships, relationship);
}

/**
 * bw_sim_world_get_relationship:
 * @self: a world
 * @id: (nullable): an ID
 *
 * Returns: (nullable): the relationship as it is now, once it can be read
 */
BwSimRelationship *
bw_sim_world_get_relationship (BwSimWorld *self,
                               const char *id)
{
  g_autofree char *key = id != NULL ? g_ascii_strdown (id, -1) : NULL;
  BwSimRelationship *relationship = key != NULL
                                    ? g_hash_table_lookup (self->relationship_by_id, key) : NULL;

  if (relationship == NULL || relationship->visible > bw_sim_clock_now (self->clock))
    return NULL;

  bw_sim_relationship_settle (relationship, self);

  return relationship;
}

/**
 * bw_sim_world_approve:
 * @self: a world
 * @relationship: a relationship
 * @customer: (nullable): who approves it; the customer it is for if %NULL
 *
 * Returns: %FALSE if it does not wait for approval, or not by that customer
 */
gboolean
bw_sim_world_approve (BwSimWorld        *self,
                      BwSimRelationship *relationship,
                      BwSimTenant       *customer)
{
  BwSimTenant *for_whom = relationship->customer != NULL ? relationship->customer : customer;

  if (relationship->status != BW_SIM_STATUS_APPROVAL_PENDING || for_whom == NULL
      || (customer != NULL && customer != for_whom))
    return FALSE;

  bw_sim_relationship_set_customer (relationship, for_whom);
  if (relationship->customer_name == NULL)
    relationship->customer_name = g_strdup (for_whom->name);
  bw_sim_relationship_enter (relationship, BW_SIM_STATUS_APPROVED, bw_sim_clock_now (self->clock));

  return TRUE;
}

/**
 * bw_sim_world_reject:
 * @self: a world
 * @relationship: a relationship
 *
 * Returns: %FALSE if it does not wait for approval
 */
gboolean
bw_sim_world_reject (BwSimWorld        *self,
                     BwSimRelationship *relationship)
{
  if (relationship->status != BW_SIM_STATUS_APPROVAL_PENDING)
    return FALSE;

  bw_sim_relationship_enter (relationship, BW_SIM_STATUS_TERMINATED,
                             bw_sim_clock_now (self->clock));

  return TRUE;
}

/**
 * bw_sim_world_terminate:
 * @self: a world
 * @relationship: a relationship
 *
 * Returns: %FALSE if it is not active
 */
gboolean
bw_sim_world_terminate (BwSimWorld        *self,
                        BwSimRelationship *relationship)
{
  if (relationship->status != BW_SIM_STATUS_ACTIVE)
    return FALSE;

  bw_sim_relationship_enter (relationship, BW_SIM_STATUS_TERMINATION_REQUESTED,
                             bw_sim_clock_now (self->clock));

  return TRUE;
}
