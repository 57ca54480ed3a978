/* bw-device-code.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-answer.h"
#include "bw-catalogue.h"
#include "bw-device-code.h"
#include "bw-error.h"
#include "bw-json.h"
#include "bw-odata.h"
#include "bw-secret.h"
#include "bw-util.h"

/* Seconds.  RFC 8628: where no interval is given it is five, and whoever is asked
 * to slow down adds five. */
#define INTERVAL     5
#define MAX_INTERVAL 60
#define SLOWER       5
#define MIN_LIFETIME 30
#define MAX_LIFETIME (60 * 60)

#define MAX_USER_CODE 32
#define MAX_URI       500
#define MAX_MESSAGE   500

/**
 * bw_device_code_ask:
 * @sign_in: an attempt to sign in; only who, where and what for counts
 * @cloud: a cloud
 *
 * Returns: (transfer full): a request for a code; for bw_device_code_new_from_response()
 */
BwRequest *
bw_device_code_ask (const BwSignIn *sign_in,
                    BwCloud        *cloud)
{
  g_autofree char *segment = bw_odata_segment (sign_in->tenant);
  g_autofree char *path = g_strdup_printf ("/%s/oauth2/v2.0/devicecode", segment);
  BwRequest *request = bw_request_new (cloud->login, "POST", path);

  bw_request_set_form (request,
                       "client_id", sign_in->client_id,
                       "scope", sign_in->scope,
                       NULL);

  return request;
}

/* People type it, so it is short and has nothing in it that cannot be seen. */
static gboolean
is_user_code (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '-')
        return FALSE;
    }

  return length > 0 && length <= MAX_USER_CODE;
}

/* A page that people open; only the sandbox may do without TLS. */
static gboolean
is_page (const char *text,
         BwService  *login)
{
  g_autoptr(GUri) uri = NULL;

  if (text == NULL || strlen (text) > MAX_URI)
    return FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return FALSE;
    }

  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || bw_str_is_empty (g_uri_get_host (uri)) || g_uri_get_userinfo (uri) != NULL)
    return FALSE;

  return g_str_equal (g_uri_get_scheme (uri), "https") || bw_service_owns (login, text);
}

/**
 * bw_device_code_new_from_response:
 * @response: the answer to bw_device_code_ask()
 * @error: return location for a refusal or a %BW_ERROR_PROTOCOL
 *
 * Returns: (transfer full): what to show and what to poll with, or %NULL with @error set
 */
BwDeviceCode *
bw_device_code_new_from_response (BwResponse  *response,
                                  GError     **error)
{
  JsonObject *object = bw_answer_object (response, error);
  BwService *login = bw_request_get_service (bw_response_get_request (response));
  const char *user_code = bw_json_get_string (object, "user_code");
  const char *page = bw_json_get_string (object, "verification_uri");
  const char *message = bw_json_get_string (object, "message");
  const char *device_code = bw_json_get_string (object, "device_code");
  BwDeviceCode *self;

  if (object == NULL)
    return NULL;

  if (!is_user_code (user_code) || !is_page (page, login) || bw_str_is_empty (device_code))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_PROTOCOL,
                           _("Microsoft gave no code to sign in with on another device."));
      return NULL;
    }

  self = g_new0 (BwDeviceCode, 1);
  self->user_code = g_strdup (user_code);
  self->verification_uri = g_strdup (page);
  self->message = bw_str_is_empty (message) ? NULL : bw_str_compact (message, MAX_MESSAGE);
  self->device_code = g_strdup (device_code);
  self->lifetime = (guint) CLAMP (bw_json_get_int (object, "expires_in", MIN_LIFETIME),
                                  MIN_LIFETIME, MAX_LIFETIME);
  self->interval = (guint) CLAMP (bw_json_get_int (object, "interval", INTERVAL), 1, MAX_INTERVAL);

  return self;
}

/**
 * bw_device_code_free:
 * @self: (transfer full): a code; it is wiped
 */
void
bw_device_code_free (BwDeviceCode *self)
{
  bw_secret_free (self->device_code);
  g_free (self->user_code);
  g_free (self->verification_uri);
  g_free (self->message);
  g_free (self);
}

/**
 * bw_device_code_poll:
 * @self: a code
 * @sign_in: the attempt that it was asked for in
 * @cloud: the same cloud
 * @credential: (nullable): who we are, unless we are a public client
 * @error: return location for a @credential that cannot be used
 *
 * Returns: (transfer full): a request for the tokens; for
 *   bw_device_code_classify(); %NULL with @error set, never without @credential
 */
BwRequest *
bw_device_code_poll (const BwDeviceCode        *self,
                     const BwSignIn            *sign_in,
                     BwCloud                   *cloud,
                     const BwClientCredential  *credential,
                     GError                   **error)
{
  return bw_login_poll_device (cloud, sign_in, self->device_code, credential, error);
}

static BwDeviceAnswer
classify_event (BwResponse *response)
{
  switch ((int) bw_catalogue_classify (response))
    {
    case BW_EVENT_UNAVAILABLE:
    case BW_EVENT_THROTTLED:
      return BW_DEVICE_LATER;

    case BW_EVENT_CONDITIONAL_ACCESS:
    case BW_EVENT_DEVICE_REQUIRED:
    case BW_EVENT_POLICY_CONTROL:
    case BW_EVENT_MFA_MISSING:
      return BW_DEVICE_BLOCKED;

    case BW_EVENT_SIGN_IN_DECLINED:
      return BW_DEVICE_DECLINED;

    case BW_EVENT_DEVICE_CODE_ENDED:
      return BW_DEVICE_EXPIRED;

    default:
      return BW_DEVICE_REFUSED;
    }
}

/**
 * bw_device_code_classify:
 * @response: the answer to bw_device_code_poll()
 *
 * Goes by the words of RFC 8628 first, as a refusal may have no number, and then
 * by what the catalogue knows.
 *
 * Returns: what it means
 */
BwDeviceAnswer
bw_device_code_classify (BwResponse *response)
{
  static const struct
  {
    const char     *error;
    BwDeviceAnswer  answer;
  } words[] = {
    { "authorization_pending", BW_DEVICE_PENDING },
    { "slow_down", BW_DEVICE_SLOW_DOWN },
    { "authorization_declined", BW_DEVICE_DECLINED },
    { "access_denied", BW_DEVICE_DECLINED },
    { "expired_token", BW_DEVICE_EXPIRED },
    { "code_expired", BW_DEVICE_EXPIRED },
    { "bad_verification_code", BW_DEVICE_EXPIRED },
  };
  const char *error = bw_json_get_string (bw_response_get_object (response), "error");

  if (bw_response_is_success (response))
    return BW_DEVICE_TOKENS;

  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (words[i].error, error))
        return words[i].answer;
    }

  return classify_event (response);
}

/**
 * bw_device_code_wait:
 * @self: a code
 * @answer: what the last poll was answered; %BW_DEVICE_PENDING before the first
 * @msec: (out): how long to wait, where the answer is yes
 *
 * Returns: whether to poll (again), after a wait
 */
gboolean
bw_device_code_wait (BwDeviceCode   *self,
                     BwDeviceAnswer  answer,
                     guint          *msec)
{
  if (answer != BW_DEVICE_PENDING && answer != BW_DEVICE_SLOW_DOWN && answer != BW_DEVICE_LATER)
    return FALSE;

  if (answer != BW_DEVICE_PENDING)
    self->interval = MIN (self->interval + SLOWER, MAX_INTERVAL);

  /* One more poll after the end: the user may have been quick, and our clock slow. */
  if (self->waited > self->lifetime)
    return FALSE;

  self->waited += self->interval;
  *msec = self->interval * 1000;

  return TRUE;
}

/**
 * bw_device_code_make_error:
 * @answer: what a poll was answered
 * @response: (nullable): the answer
 *
 * Returns: (transfer full): why there are no tokens, and what to do
 */
GError *
bw_device_code_make_error (BwDeviceAnswer  answer,
                           BwResponse     *response)
{
  g_autoptr(BwFailure) failure = response != NULL ? bw_catalogue_from_response (response, NULL)
                                                  : NULL;

  if (answer == BW_DEVICE_DECLINED)
    return g_error_new_literal (BW_ERROR, BW_ERROR_AUTH,
                                _("The sign-in was cancelled on the other device. Sign in again."));

  if (answer == BW_DEVICE_BLOCKED && failure != NULL)
    return g_error_new (BW_ERROR, BW_ERROR_CONDITIONAL_ACCESS,
                        /* Translators: %s is Microsoft's error code */
                        _("A policy of your tenant does not allow to sign in with a code, or not "
                          "to you (%s). Sign in with the browser of this computer, or ask an "
                          "administrator of your tenant."), failure->code);

  if (answer == BW_DEVICE_REFUSED && response != NULL)
    return bw_catalogue_to_error (response);

  return g_error_new_literal (BW_ERROR, BW_ERROR_AUTH,
                              _("The code was not used in time. Sign in again to get a new one."));
}
