/* bw-sim-mailbox.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-guest.h"
#include "bw-sim-mailbox.h"
#include "bw-sim-page.h"
#include "bw-sim-util.h"

/* One message: who invited, and the invitation. */
typedef struct
{
  BwSimTenant     *tenant;
  BwSimInvitation *invitation;
} Mail;

/* The newest first; of the same moment the one that was sent last. */
static int
compare_mail (gconstpointer a,
              gconstpointer b)
{
  const Mail *left = a;
  const Mail *right = b;

  return (left->invitation->created < right->invitation->created)
         - (left->invitation->created > right->invitation->created);
}

static GArray *
find_mail (BwSimWorld *world,
           const char *address)
{
  GArray *mail = g_array_new (FALSE, FALSE, sizeof (Mail));

  for (guint t = 0; t < world->tenants->len; t++)
    {
      BwSimTenant *tenant = g_ptr_array_index (world->tenants, t);

      for (guint i = tenant->invitations != NULL ? tenant->invitations->len : 0; i > 0; i--)
        {
          Mail one = { tenant, g_ptr_array_index (tenant->invitations, i - 1) };

          if (one.invitation->mailed && g_ascii_strcasecmp (one.invitation->email, address) == 0)
            g_array_append_val (mail, one);
        }
    }

  g_array_sort (mail, compare_mail);

  return mail;
}

static void
append_mail (BwSimExchange *self,
             GString       *page,
             const Mail    *mail)
{
  g_autofree char *base = bw_sim_exchange_dup_address (self, "");
  g_autofree char *link = bw_sim_invitation_dup_path (mail->invitation, mail->tenant, base);
  g_autofree char *time = bw_sim_time_format_seconds (mail->invitation->created);

  bw_sim_page_append (page,
                      "<article>\n<h2>%s invited you to access applications within their "
                      "organization</h2>\n<dl>\n<dt>From</dt><dd>Microsoft Invitations on behalf "
                      "of %s &lt;invites@microsoft.com&gt;</dd>\n<dt>Received</dt><dd>%s</dd>\n"
                      "<dt>Domain</dt><dd>%s</dd>\n</dl>\n",
                      mail->tenant->name, mail->tenant->name, time, mail->tenant->domain);
  if (mail->invitation->message != NULL)
    bw_sim_page_append (page, "<blockquote>%s</blockquote>\n", mail->invitation->message);
  bw_sim_page_append (page, "<p><a class=\"accept\" href=\"%s\">Accept invitation</a></p>\n"
                            "</article>\n", link);
}

/**
 * bw_sim_mailbox_show:
 * @self: an exchange; "address" in its query says whose mailbox
 *
 * Replies with a page of all the invitations that were mailed to an address.
 */
void
bw_sim_mailbox_show (BwSimExchange *self)
{
  const char *address = bw_sim_exchange_get_query (self, "address");
  GString *page = bw_sim_page_new ("Mailbox");
  g_autoptr(GArray) mail = NULL;

  bw_sim_page_append (page,
                      "<form method=\"get\" action=\"mailbox\">\n"
                      "<p><label for=\"address\">Address</label><br>\n"
                      "<input id=\"address\" name=\"address\" type=\"email\" value=\"%s\" required>"
                      "\n<button>Open</button></p>\n</form>\n", address != NULL ? address : "");
  if (address != NULL)
    {
      mail = find_mail (self->world, address);
      if (mail->len == 0)
        bw_sim_page_append (page, "<p role=\"status\">There is nothing for %s.</p>\n", address);
      for (guint i = 0; i < mail->len; i++)
        append_mail (self, page, &g_array_index (mail, Mail, i));
    }
  bw_sim_page_reply (self, 200, page);
}
