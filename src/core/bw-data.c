/* bw-data.c - the files that come with the programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-data.h"
#include "bw-error.h"

/**
 * bw_data_find:
 * @folder: "messages" or "role-templates"
 * @name: (nullable): name of a file in it, or %NULL for the folder itself
 * @error: return location for %BW_ERROR_NOT_FOUND
 *
 * The environment variable BW_DATADIR comes before the place of installation,
 * so that a program runs from its build folder.
 *
 * Returns: (transfer full) (nullable): the path of what exists
 */
char *
bw_data_find (const char  *folder,
              const char  *name,
              GError     **error)
{
  const char *places[] = { g_getenv ("BW_DATADIR"), BW_PKGDATADIR };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = NULL;

      if (places[i] == NULL)
        continue;

      path = g_build_filename (places[i], folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
               _("A file that belongs to the program is missing: %s/%s. Install the program "
                 "again."),
               folder, name != NULL ? name : "");

  return NULL;
}
