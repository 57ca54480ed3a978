/* fuzz-users.c - pages of users
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-directory.h"
#include "bw-rows.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) page = g_bytes_new (data, size);
  g_autofree char *next_link = NULL;
  g_autofree char *delta_link = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = bw_directory_read_users (page, &next_link, &delta_link, &error);

  bw_fuzz_check_outcome (users, error);
  bw_fuzz_check_text (next_link);
  bw_fuzz_check_text (delta_link);

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const BwUserRow *user = g_ptr_array_index (users, i);

      g_assert_true (g_uuid_string_is_valid (user->id));
      bw_fuzz_check_text (user->name);
      bw_fuzz_check_text (user->sign_in_name);
      bw_fuzz_check_text (user->mail);
      bw_fuzz_check_text (user->licences);
    }

  return 0;
}
