/* bw-challenge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "bw-challenge.h"
#include "bw-json.h"

/* Returns: (transfer full): JSON text, or %NULL if @encoded is not that */
static char *
decode_claims (const char *encoded)
{
  g_autoptr(GString) padded = g_string_new (encoded);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) root = NULL;
  guchar *data;
  gsize size;

  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  data = g_base64_decode (padded->str, &size);
  bytes = g_bytes_new_take (data, size);
  root = bw_json_parse (bytes, NULL);

  return bw_json_node_object (root) != NULL ? bw_json_to_text (root, FALSE) : NULL;
}

/* Splits "name=value" or "name="value"" where it stands. */
static char *
cut_value (char *parameter)
{
  char *value = strchr (parameter, '=');

  if (value == NULL)
    return NULL;

  *value++ = '\0';
  g_strstrip (parameter);
  g_strstrip (value);

  if (*value == '"')
    {
      value++;
      value[strcspn (value, "\"")] = '\0';
    }

  return value;
}

/**
 * bw_challenge_dup_claims:
 * @header: (nullable): one or several WWW-Authenticate headers, joined by commas
 *
 * A token may be good and yet not enough: a policy of the tenant asks for
 * something that the next token must prove.  That counts only if the same
 * Bearer challenge says `insufficient_claims`.
 *
 * Returns: (transfer full) (nullable): what is demanded, as JSON text
 */
char *
bw_challenge_dup_claims (const char *header)
{
  GSList *list = header != NULL ? soup_header_parse_list (header) : NULL;
  g_autofree char *claims = NULL;
  gboolean is_bearer = FALSE;
  gboolean is_insufficient = FALSE;

  for (GSList *l = list; l != NULL; l = l->next)
    {
      char *parameter = l->data;
      gsize word = strcspn (parameter, " =");
      const char *value;

      /* "Scheme name=value" begins another challenge, and "Scheme" alone is one. */
      if (parameter[word] != '=')
        {
          if (is_bearer && is_insufficient && claims != NULL)
            break;

          is_bearer = word == 6 && g_ascii_strncasecmp (parameter, "Bearer", 6) == 0;
          is_insufficient = FALSE;
          g_clear_pointer (&claims, g_free);
          parameter += word + strspn (parameter + word, " ");
        }

      value = cut_value (parameter);
      if (!is_bearer || value == NULL)
        continue;

      if (g_ascii_strcasecmp (parameter, "error") == 0)
        is_insufficient = strcmp (value, "insufficient_claims") == 0;
      else if (g_ascii_strcasecmp (parameter, "claims") == 0 && claims == NULL)
        claims = g_strdup (value);
    }

  soup_header_free_list (list);

  return is_bearer && is_insufficient && claims != NULL ? decode_claims (claims) : NULL;
}
