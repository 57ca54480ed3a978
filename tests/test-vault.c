/* test-vault.c - the vault in memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-vault-util.h"

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bw_test_vault_add_cases ("memory", bw_memory_vault_new);

  return g_test_run ();
}
