/* bailiwick.c - the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "bw-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(BwApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, BW_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_prgname (BW_APP_ID);
  g_set_application_name (_("Bailiwick"));

  application = bw_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
