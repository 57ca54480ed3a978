/* fuzz.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-json.h"
#include "fuzz.h"

/**
 * bw_fuzz_dup_text:
 * @data: any bytes
 * @size: how many
 *
 * Returns: (transfer full): what of it is before the first zero
 */
char *
bw_fuzz_dup_text (const uint8_t *data,
                  size_t         size)
{
  return g_strndup ((const char *) data, size);
}

/**
 * bw_fuzz_fill_in:
 * @data: any bytes
 * @size: how many
 * @word: what stands for something that is known only when the program runs
 * @value: that
 *
 * Returns: (transfer full): the bytes with @value in each place of @word
 */
GString *
bw_fuzz_fill_in (const uint8_t *data,
                 size_t         size,
                 const char    *word,
                 const char    *value)
{
  GString *text = g_string_new_len ((const char *) data, (gssize) size);

  for (gsize i = 0; i + strlen (word) <= text->len; i++)
    if (memcmp (text->str + i, word, strlen (word)) == 0)
      {
        g_string_erase (text, (gssize) i, (gssize) strlen (word));
        g_string_insert (text, (gssize) i, value);
        i += strlen (value) - 1;
      }

  return text;
}

/**
 * bw_fuzz_answer:
 * @data: any bytes
 * @size: how many
 * @status: an HTTP status
 *
 * Returns: (transfer full): an answer with that body, as the sender would give it
 */
BwResponse *
bw_fuzz_answer (const uint8_t *data,
                size_t         size,
                guint          status)
{
  g_autoptr(BwService) service = bw_service_new ("graph", "https://service.example/v1",
                                                 "https://service.example");
  g_autoptr(BwRequest) request = bw_request_new (service, "GET", "/x");
  g_autoptr(GBytes) body = g_bytes_new (data, size);
  BwResponse *response = bw_response_new (request, status);
  JsonNode *root = size > 0 ? bw_json_parse (body, NULL) : NULL;

  if (root != NULL)
    bw_response_take_root (response, root);
  else
    bw_response_set_body (response, body);

  return response;
}

/**
 * bw_fuzz_check_text:
 * @text: (nullable): a text that a reader found
 *
 * What is going to be shown and stored must be fit for that.
 */
void
bw_fuzz_check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

/**
 * bw_fuzz_check_outcome:
 * @result: (nullable): what a reader returned
 * @error: (nullable): its error
 *
 * There is either of them, and an error has a text.
 */
void
bw_fuzz_check_outcome (gconstpointer  result,
                       const GError  *error)
{
  g_assert_true ((result == NULL) == (error != NULL));
  if (error != NULL)
    {
      g_assert_nonnull (error->message);
      bw_fuzz_check_text (error->message);
    }
}
