/* bw-credential-facts.c - what is remembered of a credential, and what is said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-credential-keeper-private.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-pace.h"
#include "bw-util.h"

#define DAY          (24 * 60 * 60)
#define WARNING_DAYS 30
#define MAX_SECRET   4096

void
bw_credential_facts_clear (BwCredentialFacts *self)
{
  g_free (self->slot);
  g_free (self->pem);
  g_free (self->thumbprint);
  memset (self, 0, sizeof *self);
}

/* @text: (nullable): what bw_credential_facts_write() made, or anything */
void
bw_credential_facts_read (BwCredentialFacts *self,
                          const char        *text)
{
  g_autoptr(JsonNode) node = text != NULL ? bw_json_parse_text (text, NULL) : NULL;
  JsonObject *object = bw_json_node_object (node);
  const char *kind = bw_json_get_string (object, "kind");
  const char *slot = bw_json_get_string (object, "slot");
  const char *pem = bw_json_get_string (object, "certificate");

  bw_credential_facts_clear (self);
  if (slot == NULL)
    return;

  if (g_strcmp0 (kind, "secret") == 0)
    self->kind = BW_CREDENTIAL_SECRET;
  else if (g_strcmp0 (kind, "certificate") == 0 && pem != NULL)
    self->kind = BW_CREDENTIAL_CERTIFICATE;
  else
    return;

  self->slot = g_strdup (slot);
  self->pem = g_strdup (pem);
  self->thumbprint = g_strdup (bw_json_get_string (object, "thumbprint"));
  self->end = MAX (bw_json_get_int (object, "end", 0), 0);
}

/* Returns: (transfer full): for the settings; nothing of it is secret */
char *
bw_credential_facts_write (const BwCredentialFacts *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "kind",
                      self->kind == BW_CREDENTIAL_SECRET ? "secret" : "certificate");
  bw_json_add_string (builder, "slot", self->slot);
  bw_json_add_int (builder, "end", self->end);
  if (self->pem != NULL)
    {
      bw_json_add_string (builder, "certificate", self->pem);
      bw_json_add_string (builder, "thumbprint", self->thumbprint);
    }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);

  return bw_json_to_text (node, FALSE);
}

/**
 * bw_credential_kind_get_label:
 * @kind: a kind of credential
 *
 * Returns: what to call it
 */
const char *
bw_credential_kind_get_label (BwCredentialKind kind)
{
  switch (kind)
    {
    case BW_CREDENTIAL_SECRET:
      return _("Client secret");
    case BW_CREDENTIAL_CERTIFICATE:
      return _("Certificate");
    case BW_CREDENTIAL_NONE:
    default:
      return _("None");
    }
}

/**
 * bw_credential_check_secret:
 * @secret: what somebody typed
 * @error: return location for a %BW_ERROR_INVALID, which never quotes @secret
 *
 * Returns: whether it may be a client secret
 */
gboolean
bw_credential_check_secret (const char  *secret,
                            GError     **error)
{
  gboolean printable = TRUE;

  for (const char *p = secret; *p != '\0'; p++)
    printable = printable && g_ascii_isgraph (*p);

  if (bw_is_guid (secret))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("This is the ID of a client secret. Enter its value, which Microsoft "
                             "shows only when the secret is made."));
      return FALSE;
    }

  if (*secret == '\0' || !printable || strlen (secret) > MAX_SECRET)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("A client secret is one line without spaces."));
      return FALSE;
    }

  return TRUE;
}

/**
 * bw_credential_parse_end:
 * @text: a date such as "2027-05-31", as the app registration shows it
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: the end of that day, in seconds since 1970; or 0 with @error set if it is
 *   no date or is over
 */
gint64
bw_credential_parse_end (const char  *text,
                         GError     **error)
{
  g_autofree char *whole = g_strconcat (text, "T23:59:59Z", NULL);
  gint64 end = strlen (text) == strlen ("2027-05-31") ? bw_clock_parse_unix (whole) : 0;

  if (end > bw_clock_now ())
    return end;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                       _("The date must be a day to come, such as 2027-05-31."));

  return 0;
}

/**
 * bw_credential_dup_warning:
 * @kind: what it is
 * @end: until when it is good, in seconds since 1970, or 0 if that is not known
 *
 * Returns: (transfer full) (nullable): a sentence, if it ends within 30 days or has
 *   ended already
 */
char *
bw_credential_dup_warning (BwCredentialKind kind,
                           gint64           end)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (end);
  g_autofree char *date = time != NULL ? g_date_time_format (time, "%F") : NULL;
  gint64 now = bw_clock_now ();
  gboolean over = end <= now;

  if (kind == BW_CREDENTIAL_NONE || end == 0 || date == NULL || end - now >= WARNING_DAYS * DAY)
    return NULL;

  if (kind == BW_CREDENTIAL_SECRET)
    /* Translators: a date */
    return g_strdup_printf (over ? _("The client secret ran out on %s.")
                                 : _("The client secret runs out on %s."), date);

  /* Translators: a date */
  return g_strdup_printf (over ? _("The certificate ran out on %s.")
                               : _("The certificate runs out on %s."), date);
}
