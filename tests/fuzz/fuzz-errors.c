/* fuzz-errors.c - refusals
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-catalogue.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint statuses[] = { 400, 401, 403, 404, 409, 412, 429, 500, 503 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(BwResponse) response = bw_fuzz_answer (data, size, statuses[i]);
      g_autoptr(BwFailure) failure = bw_catalogue_from_response (response, NULL);
      g_autoptr(GError) error = bw_catalogue_to_error (response);
      g_autofree char *text = bw_failure_to_support_text (failure);

      g_assert_nonnull (failure->event_id);
      bw_fuzz_check_text (failure->meaning);
      bw_fuzz_check_text (failure->code);
      bw_fuzz_check_text (failure->message);
      bw_fuzz_check_text (failure->request_id);
      bw_fuzz_check_text (text);
      bw_fuzz_check_text (error->message);
      bw_catalogue_says_exists (response);
    }

  return 0;
}
