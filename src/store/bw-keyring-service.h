/* bw-keyring-service.h - the system's secret service, with prompts that end; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define BW_TYPE_KEYRING_SERVICE (bw_keyring_service_get_type ())
G_DECLARE_FINAL_TYPE (BwKeyringService, bw_keyring_service, BW, KEYRING_SERVICE, SecretService)

void bw_keyring_service_register (void);
void bw_keyring_service_refuse_prompts (void);

G_END_DECLS
