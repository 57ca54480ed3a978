/* fuzz-message.c - message templates, and what roles and permissions mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-message-template.h"
#include "fuzz.h"

#define LINK "https://admin.example/invitation/granularAdminRelationships/1234"
#define ROLE "29232cdf-9323-42fd-ade2-1d097af3e4de"

static void
fill (BwMessageTemplate *template,
      GHashTable        *meanings)
{
  static const char * const roles[] = { ROLE, NULL };
  static const char * const permissions[] = { "User.Read", "{link}", NULL };
  const BwMessageContent content = {
    .partner = "Partner & Sons <a href=\"x\">",
    .sender = "anna@partner.example",
    .customer = "{customer}",
    .domain = "customer.example",
    .relationship = "Partner – 2026-11-24 – abcd",
    .roles = roles,
    .meanings = meanings,
    .duration = 63072000,
    .extension = 15552000,
    .deadline = 1795000000,
    .guest = "guest@partner.example",
    .application = "Partner <b>Console</b>",
    .app_permissions = permissions,
    .delegated_permissions = permissions,
    .link = LINK,
  };
  g_autoptr(BwMessage) message =
    bw_message_template_fill (template, bw_message_template_get_language (template), &content);

  g_assert_nonnull (message);
  bw_fuzz_check_text (message->subject);
  bw_fuzz_check_text (message->text);
  bw_fuzz_check_text (message->html);

  /* The customer has to find it, and it cannot be another one. */
  if (bw_message_kind_has_link (message->kind))
    {
      g_assert_cmpstr (message->link, ==, LINK);
      g_assert_nonnull (strstr (message->text, LINK));
    }
  g_assert_null (strstr (message->html, "<a href=\"x\">"));
}

static void
try_kind (BwMessageKind  kind,
          const char    *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) meanings_error = NULL;
  g_autoptr(BwMessageTemplate) template =
    bw_message_template_new (kind, text, "fuzz.txt", NULL, &error);
  g_autoptr(GHashTable) meanings =
    bw_message_read_meanings (kind, text, "fuzz.txt", &meanings_error);

  bw_fuzz_check_outcome (template, error);
  bw_fuzz_check_outcome (meanings, meanings_error);
  if (template == NULL)
    return;

  if (meanings == NULL)
    {
      meanings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (meanings, g_strdup (ROLE), g_strdup ("Looks after <b>users</b>"));
    }
  fill (template, meanings);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = bw_fuzz_dup_text (data, size);

  for (guint kind = 0; kind < BW_MESSAGE_N_KINDS; kind++)
    try_kind (kind, text);

  return 0;
}
