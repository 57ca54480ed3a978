/* bw-base64url.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-base64url.h"

/**
 * bw_base64url_encode:
 * @bytes: anything
 * @size: how many bytes
 *
 * Returns: (transfer full): base64url without padding (RFC 4648, section 5)
 */
char *
bw_base64url_encode (const guchar *bytes,
                     gsize         size)
{
  char *text = g_base64_encode (bytes, size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

static int
get_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-')
    return 62;

  return c == '_' ? 63 : -1;
}

/**
 * bw_base64url_decode:
 * @text: what should be base64url without padding
 * @length: how many bytes of it
 *
 * GLib's decoder skips what it does not know and forgives bits that are left
 * over, so that many texts would stand for the same bytes.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if @text is anything
 *   else than what bw_base64url_encode() makes
 */
GBytes *
bw_base64url_decode (const char *text,
                     gsize       length)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint bits = 0;
  guint n_bits = 0;

  if (length % 4 == 1)
    return NULL;

  for (gsize i = 0; i < length; i++)
    {
      int value = get_value (text[i]);
      guint8 byte;

      if (value < 0)
        return NULL;

      bits = bits << 6 | (guint) value;
      n_bits += 6;
      if (n_bits < 8)
        continue;

      n_bits -= 8;
      byte = (guint8) (bits >> n_bits);
      bits &= (1u << n_bits) - 1;
      g_byte_array_append (bytes, &byte, 1);
    }

  if (bits != 0)
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
