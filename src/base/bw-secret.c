/* bw-secret.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-secret.h"

/**
 * bw_secret_free:
 * @secret: (transfer full) (nullable): a secret
 *
 * Wipes it first, in a way that the compiler does not leave out.
 */
void
bw_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
