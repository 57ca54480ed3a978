/* bw-failure.c - everything known about something that went wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-failure.h"
#include "bw-json.h"

G_DEFINE_BOXED_TYPE (BwFailure, bw_failure, bw_failure_ref, bw_failure_unref)

/**
 * bw_failure_new:
 * @event_id: which kind of event
 * @meaning: what it means, one sentence
 * @advice: what to do
 * @who: who has to do it
 *
 * Returns: (transfer full): a failure whose other members the caller may fill in
 */
BwFailure *
bw_failure_new (const char *event_id,
                const char *meaning,
                const char *advice,
                BwParty     who)
{
  BwFailure *self = g_atomic_rc_box_new0 (BwFailure);

  self->event_id = g_strdup (event_id);
  self->meaning = g_strdup (meaning);
  self->advice = g_strdup (advice);
  self->who = who;

  return self;
}

/**
 * bw_failure_ref:
 * @self: a failure
 *
 * Returns: (transfer full): @self
 */
BwFailure *
bw_failure_ref (BwFailure *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwFailure *self = data;

  g_free (self->event_id);
  g_free (self->tracking_id);
  g_free (self->meaning);
  g_free (self->advice);
  g_free (self->code);
  g_free (self->message);
  g_free (self->timestamp);
  g_free (self->correlation_id);
  g_free (self->request_id);
}

/**
 * bw_failure_unref:
 * @self: (transfer full): a failure
 */
void
bw_failure_unref (BwFailure *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * bw_failure_has_microsoft:
 * @self: a failure
 *
 * Returns: whether Microsoft had anything to say about it
 */
gboolean
bw_failure_has_microsoft (const BwFailure *self)
{
  return self->code != NULL || self->message != NULL || self->correlation_id != NULL ||
         self->request_id != NULL;
}

/**
 * bw_failure_to_json:
 * @self: a failure
 *
 * Returns: (transfer full): the failure as the command line prints it and the store keeps it
 */
JsonNode *
bw_failure_to_json (const BwFailure *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "eventId", self->event_id);
  bw_json_add_string (builder, "trackingId", self->tracking_id);
  bw_json_add_string (builder, "meaning", self->meaning);
  bw_json_add_string (builder, "advice", self->advice);
  bw_json_add_string (builder, "who", bw_enum_get_nick (BW_TYPE_PARTY, (int) self->who));
  bw_json_add_boolean (builder, "transient", self->transient);
  json_builder_set_member_name (builder, "microsoft");

  if (bw_failure_has_microsoft (self))
    {
      json_builder_begin_object (builder);
      bw_json_add_string (builder, "code", self->code);
      bw_json_add_string (builder, "message", self->message);
      bw_json_add_string (builder, "timestamp", self->timestamp);
      bw_json_add_string (builder, "correlationId", self->correlation_id);
      bw_json_add_string (builder, "requestId", self->request_id);
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }

  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * bw_failure_from_json:
 * @object: (nullable): what bw_failure_to_json() made
 *
 * Returns: (transfer full) (nullable): the failure, or %NULL if there is none in @object
 */
BwFailure *
bw_failure_from_json (JsonObject *object)
{
  JsonObject *microsoft = bw_json_get_object (object, "microsoft");
  int who = BW_PARTY_NOBODY;
  BwFailure *self;

  if (bw_json_get_string (object, "eventId") == NULL)
    return NULL;

  bw_enum_from_nick (BW_TYPE_PARTY, bw_json_get_string (object, "who"), &who);
  self = bw_failure_new (bw_json_get_string (object, "eventId"),
                         bw_json_get_string (object, "meaning"),
                         bw_json_get_string (object, "advice"),
                         (BwParty) who);
  self->tracking_id = g_strdup (bw_json_get_string (object, "trackingId"));
  self->transient = bw_json_get_boolean (object, "transient", FALSE);
  self->code = g_strdup (bw_json_get_string (microsoft, "code"));
  self->message = g_strdup (bw_json_get_string (microsoft, "message"));
  self->timestamp = g_strdup (bw_json_get_string (microsoft, "timestamp"));
  self->correlation_id = g_strdup (bw_json_get_string (microsoft, "correlationId"));
  self->request_id = g_strdup (bw_json_get_string (microsoft, "requestId"));

  return self;
}

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", label, value);
}

/**
 * bw_failure_to_support_text:
 * @self: a failure
 *
 * What *Copy details for support* puts on the clipboard.
 *
 * Returns: (transfer full): lines of plain text
 */
char *
bw_failure_to_support_text (const BwFailure *self)
{
  GString *text = g_string_new (NULL);

  append_line (text, _("Meaning"), self->meaning);
  append_line (text, _("What to do"), self->advice);
  append_line (text, _("Who"), bw_party_get_label (self->who));

  if (bw_failure_has_microsoft (self))
    g_string_append_printf (text, "\n%s\n", _("Microsoft error details"));
  append_line (text, _("Error code"), self->code);
  append_line (text, _("Message"), self->message);
  append_line (text, _("Timestamp"), self->timestamp);
  append_line (text, _("Correlation ID"), self->correlation_id);
  append_line (text, _("Request ID"), self->request_id);

  g_string_append_printf (text, "\n%s\n", _("Bailiwick error details"));
  append_line (text, _("Tracking ID"), self->tracking_id);
  append_line (text, _("Event ID"), self->event_id);

  return g_string_free (text, FALSE);
}

/**
 * bw_failure_attach:
 * @self: a failure
 * @error: an error of %BW_ERROR about the same
 *
 * Makes @self travel with @error, and with its copies.
 */
void
bw_failure_attach (BwFailure *self,
                   GError    *error)
{
  bw_error_attach (error, self, (BwErrorRef) bw_failure_ref, (GDestroyNotify) bw_failure_unref);
}

/**
 * bw_failure_of_error:
 * @error: any error
 *
 * Returns: (transfer none) (nullable): the failure that travels with it
 */
BwFailure *
bw_failure_of_error (const GError *error)
{
  return bw_error_get_attached (error);
}
