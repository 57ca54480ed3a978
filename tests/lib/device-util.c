/* device-util.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "device-util.h"

/**
 * bw_test_device_answer:
 * @sandbox: a sandbox
 * @user_code: what another device shows
 * @user: who signs in, such as %BW_TEST_ADMIN
 * @cancel: whether they press "Cancel" instead
 *
 * Returns: (transfer full): the page that the browser shows then
 */
char *
bw_test_device_answer (BwTestSandbox *sandbox,
                       const char    *user_code,
                       const char    *user,
                       gboolean       cancel)
{
  g_autofree char *escaped = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("user_code=%s&user=%s%s", user_code, escaped,
                                           cancel ? "&cancel=1" : "");
  g_autofree char *request = g_strdup_printf (
    "POST /login/device HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n"
    "Connection: close\r\n\r\n%s", strlen (form), form);
  g_autoptr(GBytes) bytes = bw_test_sandbox_exchange (sandbox, request);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
