/* fuzz-signin.c - what is answered before somebody is signed in, and app registrations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-device-code.h"
#include "bw-discovery.h"
#include "bw-registration.h"
#include "fuzz.h"

static void
read_device_code (BwResponse *response)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwDeviceCode) code = bw_device_code_new_from_response (response, &error);

  bw_fuzz_check_outcome (code, error);
  if (code == NULL)
    return;

  g_assert_nonnull (code->device_code);
  g_assert_cmpuint (code->interval, >, 0);
  bw_fuzz_check_text (code->user_code);
  bw_fuzz_check_text (code->verification_uri);
  bw_fuzz_check_text (code->message);
}

static void
read_discovery (BwResponse *response)
{
  g_autoptr(BwCloud) cloud = bw_cloud_new ("global", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) keys_error = NULL;
  g_autoptr(BwDiscovery) discovery = bw_discovery_new_from_response (response, &error);
  g_autoptr(BwRequest) keys = NULL;

  bw_fuzz_check_outcome (discovery, error);
  if (discovery == NULL)
    return;

  bw_discovery_find_cloud (discovery);
  bw_discovery_is_elsewhere (discovery, cloud);
  keys = bw_discovery_get_keys (discovery, cloud, &keys_error);
  bw_fuzz_check_outcome (keys, keys_error);
}

static void
read_registration (BwResponse *response)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) group_error = NULL;
  g_autoptr(BwRegistration) registration = bw_registration_new_from_response (response, &error);
  BwMembership membership;

  if (registration != NULL)
    {
      g_assert_no_error (error);
      bw_fuzz_check_text (registration->name);
      g_assert_nonnull (registration->graph);
      g_assert_nonnull (registration->partner_center);
    }
  if (!bw_registration_read_admin_agent (response, &membership, &group_error))
    g_assert_nonnull (group_error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint statuses[] = { 200, 400, 403, 503 };
  g_autoptr(BwResponse) response = bw_fuzz_answer (data, size, 200);

  read_device_code (response);
  read_discovery (response);
  read_registration (response);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(BwResponse) poll = bw_fuzz_answer (data, size, statuses[i]);

      if (bw_device_code_classify (poll) == BW_DEVICE_TOKENS)
        g_assert_cmpuint (statuses[i], ==, 200);
    }

  return 0;
}
