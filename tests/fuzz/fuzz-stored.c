/* fuzz-stored.c - what we wrote into the state folder, and somebody else may have changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-candidate.h"
#include "bw-failure.h"
#include "bw-json.h"
#include "bw-limitation.h"
#include "bw-sandbox-claim.h"
#include "fuzz.h"

/* Whoever is asked there gets what is for the sandbox of this machine. */
static void
read_claim (const char *text)
{
  g_autofree char *url = bw_sandbox_claim_read_url (text);
  g_autoptr(GUri) uri = NULL;

  if (url == NULL)
    return;

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_assert_nonnull (uri);
  g_assert_cmpstr (g_uri_get_host (uri), ==, "127.0.0.1");
  g_assert_null (g_uri_get_userinfo (uri));
}

static void
read_failure (JsonObject *object)
{
  g_autoptr(BwFailure) failure = bw_failure_from_json (object);
  g_autofree char *text = NULL;

  if (failure == NULL)
    return;

  g_assert_nonnull (failure->event_id);
  text = bw_failure_to_support_text (failure);
  bw_fuzz_check_text (text);
}

static void
read_array (JsonArray *array)
{
  g_autoptr(GPtrArray) candidates = bw_candidates_from_json (array);
  g_autoptr(GPtrArray) limitations = bw_limitations_from_json (array);

  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    bw_fuzz_check_text (bw_candidate_get_name (g_ptr_array_index (candidates, i)));
  for (guint i = 0; limitations != NULL && i < limitations->len; i++)
    g_assert_nonnull (g_ptr_array_index (limitations, i));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = bw_fuzz_dup_text (data, size);
  g_autoptr(JsonNode) root = bw_json_parse_text (text, NULL);

  read_claim (text);
  if (root == NULL)
    return 0;

  if (JSON_NODE_HOLDS_OBJECT (root))
    read_failure (json_node_get_object (root));
  else if (JSON_NODE_HOLDS_ARRAY (root))
    read_array (json_node_get_array (root));

  return 0;
}
