/* bw-sim-control.c - the hand that moves the simulated cloud: /_sandbox
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-control.h"
#include "bw-sim-private.h"
#include "bw-sim-state.h"
#include "bw-sim-util.h"

/**
 * Control:
 * @method: of the request
 * @path: below /_sandbox
 * @act: does it; @body is empty, not %NULL, where nothing was sent
 */
typedef struct
{
  const char *method;
  const char *path;
  void      (*act) (BwSimExchange *self,
                    JsonObject    *body);
} Control;

/**
 * bw_sim_control_refuse:
 * @self: an exchange
 * @status: HTTP status
 * @format: a sentence that says why not
 * @...: for @format
 */
void
bw_sim_control_refuse (BwSimExchange *self,
                       guint          status,
                       const char    *format,
                       ...)
{
  JsonObject *object = json_object_new ();
  va_list args;

  va_start (args, format);
  bw_sim_json_take_string (object, "error", g_strdup_vprintf (format, args));
  va_end (args);
  bw_sim_exchange_reply_object (self, status, object);
}

/**
 * bw_sim_control_reply_done:
 * @self: an exchange
 *
 * Answers with an empty object, so that every answer here is JSON.
 */
void
bw_sim_control_reply_done (BwSimExchange *self)
{
  bw_sim_exchange_reply_object (self, 200, json_object_new ());
}

static void
advance_clock (BwSimExchange *self,
               JsonObject    *body)
{
  double seconds = bw_sim_json_number (body, "advanceSeconds", -1);
  JsonObject *object;

  if (!(seconds >= 0 && seconds <= 1e10))
    {
      bw_sim_control_refuse (self, 400,
                             "“advanceSeconds” must be a number, and time goes forward only.");
      return;
    }

  self->sim->clock.offset += (gint64) (seconds * BW_SIM_SECOND);
  bw_sim_touch (self->sim);

  object = json_object_new ();
  bw_sim_json_take_string (object, "now",
                           bw_sim_time_format (bw_sim_clock_now (&self->sim->clock)));
  bw_sim_exchange_reply_object (self, 200, object);
}

static void
reset (BwSimExchange *self,
       JsonObject    *body)
{
  g_autoptr(GError) error = NULL;

  if (!bw_sim_reset (self->sim, &error))
    {
      bw_sim_control_refuse (self, 500, "%s", error->message);
      return;
    }

  self->world = bw_sim_get_world (self->sim);
  bw_sim_control_reply_done (self);
}

static void
add_fault (BwSimExchange *self,
           JsonObject    *body)
{
  g_autoptr(GError) error = NULL;
  guint id = bw_sim_faults_add (self->sim->faults, body, &error);
  JsonObject *object;

  if (id == 0)
    {
      bw_sim_control_refuse (self, 400, "%s", error->message);
      return;
    }

  object = json_object_new ();
  json_object_set_int_member (object, "id", id);
  bw_sim_exchange_reply_object (self, 201, object);
}

static void
list_faults (BwSimExchange *self,
             JsonObject    *body)
{
  bw_sim_exchange_reply_array (self, 200, bw_sim_faults_to_json (self->sim->faults));
}

static void
clear_faults (BwSimExchange *self,
              JsonObject    *body)
{
  bw_sim_faults_clear (self->sim->faults);
  bw_sim_control_reply_done (self);
}

static void
list_log (BwSimExchange *self,
          JsonObject    *body)
{
  const char *after = bw_sim_exchange_get_query (self, "after");
  guint64 n = 0;

  if (after != NULL && !g_ascii_string_to_unsigned (after, 10, 0, G_MAXINT64, &n, NULL))
    {
      bw_sim_control_refuse (self, 400, "“after” must be the number of an entry.");
      return;
    }

  bw_sim_exchange_reply_array (self, 200, bw_sim_log_to_json (self->sim->log, n));
}

static void
clear_log (BwSimExchange *self,
           JsonObject    *body)
{
  bw_sim_log_clear (self->sim->log);
  bw_sim_control_reply_done (self);
}

static void
describe (BwSimExchange *self,
          JsonObject    *body)
{
  bw_sim_exchange_reply_object (self, 200, bw_sim_state_describe (self->world));
}

/* What a client needs to sign in as the scenario's first user. */
static void
tell (BwSimExchange *self,
      JsonObject    *body)
{
  BwSimApp *app = g_ptr_array_index (self->world->apps, 0);
  BwSimUser *user = g_ptr_array_index (self->world->users, 0);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "url", bw_sim_get_url (self->sim));
  json_object_set_string_member (object, "scenario", self->world->scenario);
  json_object_set_string_member (object, "partnerTenantId", self->world->partner->id);
  json_object_set_string_member (object, "clientId", app->client_id);
  json_object_set_string_member (object, "user", user->user_name);
  json_object_set_double_member (object, "timeScale", self->world->clock->scale);
  bw_sim_exchange_reply_object (self, 200, object);
}

static void
set_quirk (BwSimExchange *self,
           JsonObject    *body)
{
  const char *name = bw_sim_json_string (body, "name");
  gboolean on = bw_sim_json_boolean (body, "on", TRUE);
  guint index;

  if (name == NULL)
    {
      bw_sim_control_refuse (self, 400, "“name” must name a quirk.");
      return;
    }

  if (g_ptr_array_find_with_equal_func (self->world->quirks, name, g_str_equal, &index))
    g_ptr_array_remove_index (self->world->quirks, index);
  if (on)
    g_ptr_array_add (self->world->quirks, g_strdup (name));

  bw_sim_touch (self->sim);
  bw_sim_control_reply_done (self);
}

static void
set_lag (BwSimExchange *self,
         JsonObject    *body)
{
  const char *name = bw_sim_json_string (body, "name");
  double seconds = bw_sim_json_number (body, "seconds", -1);

  if (!(seconds >= 0 && seconds <= 1e9))
    bw_sim_control_refuse (self, 400, "“seconds” must be a number.");
  else if (name == NULL || !bw_sim_clock_set_lag (&self->sim->clock, name, seconds))
    bw_sim_control_refuse (self, 404, "There is no lag “%s”.", name != NULL ? name : "");
  else
    {
      bw_sim_touch (self->sim);
      bw_sim_control_reply_done (self);
    }
}

static void
end_sign_ins (BwSimExchange *self,
              JsonObject    *body)
{
  bw_sim_tokens_revoke_all (bw_sim_get_tokens (self->sim));
  bw_sim_touch (self->sim);
  bw_sim_control_reply_done (self);
}

/* Everything secret, so that a test can look where it got to. */
static void
list_tokens (BwSimExchange *self,
             JsonObject    *body)
{
  bw_sim_exchange_reply_array (self, 200,
                               bw_sim_tokens_list_given (bw_sim_get_tokens (self->sim)));
}

static const Control controls[] = {
  { "POST", "approve", bw_sim_control_approve },
  { "POST", "reject", bw_sim_control_reject },
  { "POST", "terminate", bw_sim_control_terminate },
  { "POST", "consent", bw_sim_control_consent },
  { "POST", "accept-invitation", bw_sim_control_accept_invitation },
  { "POST", "guest", bw_sim_control_change_guest },
  { "POST", "tenant", bw_sim_control_change_tenant },
  { "POST", "users", bw_sim_control_change_users },
  { "POST", "credentials", bw_sim_control_add_credential },
  { "DELETE", "credentials", bw_sim_control_clear_credentials },
  { "POST", "clock", advance_clock },
  { "POST", "reset", reset },
  { "POST", "faults", add_fault },
  { "GET", "faults", list_faults },
  { "DELETE", "faults", clear_faults },
  { "GET", "log", list_log },
  { "DELETE", "log", clear_log },
  { "GET", "state", describe },
  { "GET", "info", tell },
  { "POST", "quirk", set_quirk },
  { "POST", "lag", set_lag },
  { "POST", "revoke", end_sign_ins },
  { "GET", "tokens", list_tokens },
};

static const Control *
find_control (BwSimExchange *self,
              gboolean      *known)
{
  *known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      if (!bw_sim_exchange_matches (self, NULL, controls[i].path))
        continue;
      if (g_str_equal (self->method, controls[i].method))
        return &controls[i];

      *known = TRUE;
    }

  return NULL;
}

/**
 * bw_sim_control_handle:
 * @self: a request below /_sandbox
 *
 * A page in a browser can't send it: it would have to be asked first, and
 * nobody answers that.
 */
void
bw_sim_control_handle (BwSimExchange *self)
{
  SoupMessageBody *sent = soup_server_message_get_request_body (self->message);
  gboolean known;
  const Control *control = find_control (self, &known);
  g_autoptr(JsonObject) body = NULL;

  if (control == NULL && known)
    {
      bw_sim_control_refuse (self, 405, "That can't be done with %s.", self->method);
      return;
    }

  if (control == NULL)
    {
      bw_sim_control_refuse (self, 404, "There is nothing of that name to control.");
      return;
    }

  if (bw_sim_exchange_get_header (self, "Origin") != NULL)
    {
      bw_sim_control_refuse (self, 403, "Web pages may not control the sandbox.");
      return;
    }

  body = sent->length > 0 ? bw_sim_exchange_dup_json (self) : json_object_new ();
  if (body == NULL)
    {
      bw_sim_control_refuse (self, 400, "The body must be a JSON object.");
      return;
    }

  control->act (self, body);
}
