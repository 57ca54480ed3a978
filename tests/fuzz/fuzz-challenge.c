/* fuzz-challenge.c - the claims that a service demands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-challenge.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = bw_fuzz_dup_text (data, size);
  g_autofree char *claims = bw_challenge_dup_claims (text);

  bw_fuzz_check_text (claims);

  return 0;
}
