/* fuzz-loopback.c - what comes to the listener for sign-ins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE /* memmem() */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "bw-loopback.h"
#include "fuzz.h"

#define STATE "a-state_that~nobody.guesses"

/* In the input it stands for the listener's. */
#define PORT "PORT"

static void
took_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GHashTable **answer = user_data;

  *answer = bw_loopback_wait_finish (BW_LOOPBACK (object), result, NULL);
}

static gboolean
ready_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Sends all of it and reads until the listener has had enough. */
static void
talk (guint16        port,
      const GString *text)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocket) client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSource) ready = NULL;
  g_autoptr(GError) error = NULL;
  char buffer[4096];
  gsize sent = 0;

  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (client, FALSE);
  ready = g_socket_create_source (client, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_callback (ready, G_SOURCE_FUNC (ready_cb), NULL, NULL);
  g_source_attach (ready, NULL);

  while (sent < text->len)
    {
      gssize n = g_socket_send (client, text->str + sent, text->len - sent, NULL, NULL);

      if (n < 0 && !g_main_context_iteration (NULL, FALSE))
        break;
      sent += (gsize) MAX (n, 0);
    }
  g_socket_shutdown (client, FALSE, TRUE, NULL);

  do
    {
      g_clear_error (&error);
      if (g_socket_receive (client, buffer, sizeof buffer, NULL, &error) == 0)
        break;
      if (error != NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  while (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));

  g_source_destroy (ready);
  g_socket_close (client, NULL);
}

static char *
make_page (guint       status,
           GHashTable *answer,
           gpointer    user_data)
{
  g_assert_true (answer == NULL || status == 200);

  return g_strdup_printf ("<p>%u</p>", status);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BwLoopback) loopback = bw_loopback_new (STATE, make_page, NULL, &error);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GHashTable) answer = NULL;
  g_autoptr(GString) text = NULL;
  const char *port;

  g_assert_no_error (error);
  port = strrchr (bw_loopback_get_redirect_uri (loopback), ':') + 1;
  text = bw_fuzz_fill_in (data, size, PORT, port);
  bw_loopback_wait_async (loopback, cancellable, took_cb, &answer);
  talk ((guint16) g_ascii_strtoull (port, NULL, 10), text);

  g_cancellable_cancel (cancellable);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  /* Nobody comes back without what we sent along. */
  if (answer != NULL)
    {
      g_assert_nonnull (memmem (text->str, text->len, STATE, strlen (STATE)));
      bw_fuzz_check_text (g_hash_table_lookup (answer, "code"));
      bw_fuzz_check_text (g_hash_table_lookup (answer, "error"));
    }

  return 0;
}
