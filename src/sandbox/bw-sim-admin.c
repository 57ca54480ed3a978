/* bw-sim-admin.c - the customer's side: pages for its administrator
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-mailbox.h"
#include "bw-sim-page.h"
#include "bw-sim-relationship.h"
#include "bw-sim-role.h"
#include "bw-sim-server.h"
#include "bw-sim-util.h"

#define INVITATION "partners/invitation/granularAdminRelationships/*"

static const char *
describe_status (BwSimStatus status)
{
  static const char *const sentences[] = {
    [BW_SIM_STATUS_ACTIVATING] = "It was approved, and Microsoft is activating it.",
    [BW_SIM_STATUS_ACTIVE] = "It is active: the partner has the roles.",
    [BW_SIM_STATUS_APPROVAL_PENDING] = "It waits for your approval.",
    [BW_SIM_STATUS_APPROVED] = "It was approved.",
    [BW_SIM_STATUS_CREATED] = "The partner has not asked for your approval yet.",
    [BW_SIM_STATUS_EXPIRED] = "It has expired.",
    [BW_SIM_STATUS_EXPIRING] = "It is expiring.",
    [BW_SIM_STATUS_TERMINATED] = "It was rejected or terminated.",
    [BW_SIM_STATUS_TERMINATING] = "It is being terminated.",
    [BW_SIM_STATUS_TERMINATION_REQUESTED] = "Its termination was asked for.",
  };

  return sentences[status];
}

static void
append_customer (GString           *page,
                 BwSimRelationship *relationship)
{
  BwSimTenant *customer = relationship->customer;

  if (customer != NULL)
    bw_sim_page_append (page, "<dt>Customer</dt><dd>%s, %s <code>%s</code></dd>\n",
                        customer->name, customer->domain, customer->id);
  else
    bw_sim_page_append (page, "<dt>Customer</dt><dd>Whoever approves it</dd>\n");
}

static void
append_duration (GString           *page,
                 BwSimRelationship *relationship)
{
  g_autofree char *end = bw_sim_time_format_seconds (relationship->end);
  gint64 days = 0;
  gint64 extend = 0;

  bw_sim_duration_parse (relationship->duration, &days);
  bw_sim_duration_parse (relationship->auto_extend, &extend);
  bw_sim_page_append (page, "<dt>Duration</dt><dd>%d days</dd>\n", (int) days);
  if (extend > 0)
    bw_sim_page_append (page, "<dt>Extended by itself</dt><dd>by %d days</dd>\n", (int) extend);
  if (end != NULL)
    bw_sim_page_append (page, "<dt>Ends</dt><dd>%s</dd>\n", end);
}

static void
append_roles (GString           *page,
              BwSimRelationship *relationship)
{
  bw_sim_page_append (page, "<h2>Microsoft Entra Roles</h2>\n<ul>\n");
  for (guint i = 0; i < relationship->roles->len; i++)
    {
      const char *id = g_ptr_array_index (relationship->roles, i);
      const char *name = bw_sim_role_get_name (id);

      bw_sim_page_append (page, "<li>%s <code>%s</code></li>\n",
                          name != NULL ? name : "Unknown role", id);
    }
  bw_sim_page_append (page, "</ul>\n");
}

static void
append_buttons (GString           *page,
                BwSimRelationship *relationship)
{
  gboolean pending = relationship->status == BW_SIM_STATUS_APPROVAL_PENDING;

  if (!pending && relationship->status != BW_SIM_STATUS_ACTIVE)
    return;

  bw_sim_page_append (page, "<form method=\"post\">\n");
  if (pending && relationship->customer == NULL)
    bw_sim_page_append (page,
                        "<p><label for=\"tenant\">Tenant ID or domain of the customer</label><br>\n"
                        "<input id=\"tenant\" name=\"tenant\"></p>\n");
  if (pending)
    bw_sim_page_append (page,
                        "<button class=\"suggested\" name=\"action\" value=\"approve\">"
                        "Approve</button>\n"
                        "<button name=\"action\" value=\"reject\">Reject</button>\n");
  else
    bw_sim_page_append (page,
                        "<button name=\"action\" value=\"terminate\">Terminate</button>\n");
  bw_sim_page_append (page, "</form>\n");
}

static void
show_relationship (BwSimExchange     *self,
                   BwSimRelationship *relationship,
                   guint              status,
                   const char        *notice)
{
  BwSimTenant *partner = self->world->partner;
  GString *page = bw_sim_page_new ("Approve Partner Roles");

  if (notice != NULL)
    bw_sim_page_append (page, "<p role=\"%s\" class=\"note\">%s</p>\n",
                        status == 200 ? "status" : "alert", notice);
  bw_sim_page_append (page, "<p>%s asks to administer your tenant. %s</p>\n<dl>\n", partner->name,
                      describe_status (relationship->status));
  bw_sim_page_append (page, "<dt>Partner</dt><dd>%s, %s <code>%s</code></dd>\n",
                      partner->name, partner->domain, partner->id);
  if (relationship->indirect_provider != NULL)
    bw_sim_page_append (page, "<dt>Indirect provider</dt><dd>%s</dd>\n",
                        relationship->indirect_provider);
  bw_sim_page_append (page, "<dt>Request</dt><dd>%s <code>%s</code></dd>\n",
                      relationship->name, relationship->id);
  append_customer (page, relationship);
  bw_sim_page_append (page, "<dt>Status</dt><dd id=\"status\">%s</dd>\n",
                      bw_sim_relationship_get_status (relationship));
  append_duration (page, relationship);
  bw_sim_page_append (page, "</dl>\n");
  append_roles (page, relationship);
  append_buttons (page, relationship);
  bw_sim_page_reply (self, status, page);
}

/* Approving takes somebody to approve: the customer that the request is for,
 * or the one that was named on the page. */
static void
approve (BwSimExchange     *self,
         BwSimRelationship *relationship,
         const char        *name)
{
  BwSimTenant *customer = NULL;

  if (name != NULL && name[0] != '\0')
    customer = bw_sim_world_get_tenant (self->world, name);

  if (relationship->status == BW_SIM_STATUS_APPROVAL_PENDING && relationship->customer == NULL
      && (customer == NULL || customer == self->world->partner || customer->gone))
    show_relationship (self, relationship, 400, "Name a customer by its tenant ID or domain.");
  else if (bw_sim_world_approve (self->world, relationship, customer))
    {
      bw_sim_touch (self->sim);
      show_relationship (self, relationship, 200, "You approved the partner’s request.");
    }
  else
    show_relationship (self, relationship, 409, "The request can’t be approved as it is now.");
}

static void
act (BwSimExchange     *self,
     BwSimRelationship *relationship)
{
  g_autoptr(GHashTable) form = bw_sim_exchange_dup_form (self);
  const char *action = g_hash_table_lookup (form, "action");
  gboolean reject = g_strcmp0 (action, "reject") == 0;
  gboolean done;

  if (g_strcmp0 (action, "approve") == 0)
    {
      approve (self, relationship, g_hash_table_lookup (form, "tenant"));
      return;
    }

  if (!reject && g_strcmp0 (action, "terminate") != 0)
    {
      show_relationship (self, relationship, 400,
                         "The form says neither to approve nor to reject nor to terminate.");
      return;
    }

  done = reject ? bw_sim_world_reject (self->world, relationship)
                : bw_sim_world_terminate (self->world, relationship);
  if (done)
    bw_sim_touch (self->sim);

  if (!done)
    show_relationship (self, relationship, 409,
                       reject ? "The request can’t be rejected as it is now."
                              : "Only an active relationship can be terminated.");
  else
    show_relationship (self, relationship, 200,
                       reject ? "You rejected the partner’s request."
                              : "You asked for the end of the partner’s access.");
}

static void
show_not_found (BwSimExchange *self)
{
  GString *page = bw_sim_page_new ("Not Found");

  bw_sim_page_append (page,
                      "<p role=\"alert\">No partner asks for anything under this address.</p>\n");
  bw_sim_page_reply (self, 404, page);
}

/**
 * bw_sim_admin_handle:
 * @self: an exchange below /admin
 *
 * Answers as Microsoft's admin center does to the customer's administrator,
 * except that nobody has to sign in.
 */
void
bw_sim_admin_handle (BwSimExchange *self)
{
  BwSimRelationship *relationship = NULL;

  if (bw_sim_exchange_matches (self, "GET", "mailbox"))
    {
      bw_sim_mailbox_show (self);
      return;
    }

  if (bw_sim_exchange_matches (self, NULL, INVITATION))
    relationship = bw_sim_world_get_relationship (self->world, self->segments[3]);

  if (relationship == NULL)
    {
      show_not_found (self);
      return;
    }

  if (relationship->customer != NULL)
    bw_sim_exchange_set_tenant (self, relationship->customer->id);

  if (g_str_equal (self->method, "POST"))
    act (self, relationship);
  else if (g_str_equal (self->method, "GET"))
    show_relationship (self, relationship, 200, NULL);
  else
    bw_sim_exchange_reply_empty (self, 405);
}
