/* bw-sign-in-answer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-sign-in-answer.h"
#include "bw-util.h"

#define CANCELLED "BW-2007"
#define VERSION   "/v2.0"

/* No script, nothing from elsewhere; light or dark, as the browser is. */
#define HEAD \
  "<!DOCTYPE html><html><head><meta charset=\"utf-8\">" \
  "<meta name=\"viewport\" content=\"width=device-width\">" \
  "<meta name=\"color-scheme\" content=\"light dark\"><title>%s</title>" \
  "<style>body{font:1.1em/1.5 sans-serif;max-width:32em;margin:18vh auto;padding:0 1em;" \
  "text-align:center;overflow-wrap:anywhere}</style></head><body><h1>%s</h1>"

/**
 * bw_sign_in_answer_check_issuer:
 * @issuer: (nullable): "iss" of what the browser brought
 * @cloud: where somebody signs in
 * @tenant_id: (nullable): the tenant that it must be of; %NULL while it may be any
 *
 * Whoever can make us take the answer of one service for that of another gets our code
 * (RFC 9207, "mix-up").  Microsoft does not name itself yet; others do.
 *
 * Returns: (transfer full) (nullable): why the answer is not to be believed
 */
GError *
bw_sign_in_answer_check_issuer (const char *issuer,
                                BwCloud    *cloud,
                                const char *tenant_id)
{
  g_autofree char *prefix = g_strconcat (cloud->login->base, "/", NULL);
  g_autofree char *tenant = NULL;

  if (issuer == NULL)
    return NULL;

  if (g_str_has_prefix (issuer, prefix) && g_str_has_suffix (issuer, VERSION) &&
      strlen (issuer) > strlen (prefix) + strlen (VERSION))
    {
      tenant = g_strndup (issuer + strlen (prefix),
                          strlen (issuer) - strlen (prefix) - strlen (VERSION));
      if (bw_is_guid (tenant) &&
          (tenant_id == NULL || g_ascii_strcasecmp (tenant, tenant_id) == 0))
        return NULL;
    }

  return g_error_new_literal (BW_ERROR, BW_ERROR_PROTOCOL,
                              _("The browser brought the answer of another sign-in service than "
                                "the one that was asked. Nothing of it was used. Sign in again."));
}

/* What a person did on purpose needs no explanation. */
static GError *
make_refusal (GHashTable *answer)
{
  GError *error = bw_catalogue_explain_refusal (g_hash_table_lookup (answer, "error"),
                                                g_hash_table_lookup (answer, "error_description"));

  if (g_strcmp0 (bw_failure_of_error (error)->event_id, CANCELLED) != 0)
    return error;

  g_error_free (error);

  return g_error_new_literal (BW_ERROR, BW_ERROR_AUTH,
                              _("The sign-in was cancelled in the browser. Sign in again."));
}

/**
 * bw_sign_in_answer_judge:
 * @answer: (element-type utf8 utf8): what the browser brought, with our state
 * @sign_in: what was asked for
 * @cloud: where
 *
 * Returns: (transfer full) (nullable): why there is no code to redeem, or %NULL if
 *   there is one
 */
GError *
bw_sign_in_answer_judge (GHashTable     *answer,
                         const BwSignIn *sign_in,
                         BwCloud        *cloud)
{
  GError *error = bw_sign_in_answer_check_issuer (g_hash_table_lookup (answer, "iss"), cloud,
                                                  bw_is_guid (sign_in->tenant) ? sign_in->tenant
                                                                               : NULL);

  if (error != NULL)
    return error;

  return g_hash_table_contains (answer, "error") ? make_refusal (answer) : NULL;
}

static void
append_paragraph (GString    *page,
                  const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (page, "<p>%s</p>", escaped);
}

static GString *
begin_page (const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  GString *page = g_string_new (NULL);

  g_string_append_printf (page, HEAD, escaped, escaped);

  return page;
}

/**
 * bw_sign_in_answer_make_page:
 * @status: the HTTP status that the browser gets: 200, 400 or 410
 * @refusal: (nullable): with 200: why nobody is signed in
 *
 * Returns: (transfer full): HTML that says what happened and what to do now
 */
char *
bw_sign_in_answer_make_page (guint         status,
                             const GError *refusal)
{
  BwFailure *failure = refusal != NULL ? bw_failure_of_error (refusal) : NULL;
  GString *page;

  if (status == 400)
    {
      page = begin_page (_("Not the Expected Page"));
      append_paragraph (page, _("This is not the answer to the sign-in that Bailiwick waits for. "
                                "Close this page, and sign in on the one that Bailiwick opened "
                                "last."));
    }
  else if (status == 410)
    {
      page = begin_page (_("This Sign-In Is Over"));
      append_paragraph (page, _("Close this page and return to Bailiwick."));
    }
  else if (refusal == NULL)
    {
      page = begin_page (_("Signed In"));
      append_paragraph (page, _("You can close this page and return to Bailiwick."));
    }
  else
    {
      page = begin_page (_("Not Signed In"));
      append_paragraph (page, refusal->message);
      if (failure != NULL)
        append_paragraph (page, failure->advice);
      append_paragraph (page, _("Close this page and return to Bailiwick."));
    }

  g_string_append (page, "</body></html>");

  return g_string_free (page, FALSE);
}
