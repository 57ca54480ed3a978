/* test-vault.c - the vault in memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-keyring-worker.h"
#include "test-vault-util.h"

/* The thread has gone before whoever ended it has come back, sooner or later. */
static void
test_short_lives (void)
{
  for (guint i = 0; i < 10000; i++)
    bw_keyring_worker_free (bw_keyring_worker_new (FALSE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/worker/short-lives", test_short_lives);
  bw_test_vault_add_cases ("memory", bw_memory_vault_new);

  return g_test_run ();
}
