/* test-answer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-json.h"
#include "test-answer.h"

/**
 * bw_test_answer:
 * @request: (transfer full): what was asked
 * @status: the HTTP status
 * @json: (nullable): the body; what is no JSON comes as bytes
 *
 * Returns: (transfer full): an answer as the sender would give it
 */
BwResponse *
bw_test_answer (BwRequest  *request,
                guint       status,
                const char *json)
{
  BwResponse *response = bw_response_new (request, status);
  JsonNode *root = json != NULL ? bw_json_parse_text (json, NULL) : NULL;

  bw_request_unref (request);
  bw_response_take_root (response, root);
  if (json != NULL && root == NULL)
    {
      g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));

      bw_response_set_body (response, body);
    }

  return response;
}

/**
 * bw_test_answer_from:
 * @service: "login", "graph" or "partner"
 * @status: the HTTP status
 * @json: (nullable): the body
 *
 * Returns: (transfer full): an answer of that service to whatever was asked
 */
BwResponse *
bw_test_answer_from (const char *service,
                     guint       status,
                     const char *json)
{
  g_autoptr(BwService) owner = bw_service_new (service, "https://service.example/v1",
                                               "https://service.example");

  return bw_test_answer (bw_request_new (owner, "GET", "/x"), status, json);
}

/**
 * bw_test_assert_request:
 * @request: (transfer full): a request
 * @method: the HTTP method
 * @rest: what follows the base of its service
 * @tenant: (nullable): in whose tenant
 * @body: (nullable): the document that it sends
 */
void
bw_test_assert_request (BwRequest  *request,
                        const char *method,
                        const char *rest,
                        const char *tenant,
                        const char *body)
{
  g_autoptr(BwRequest) owned = request;
  g_autofree char *uri = g_strconcat (bw_request_get_service (request)->base, rest, NULL);

  g_assert_cmpstr (bw_request_get_method (request), ==, method);
  g_assert_cmpstr (bw_request_get_uri (request), ==, uri);
  g_assert_cmpstr (bw_request_get_tenant (request), ==, tenant);

  if (body == NULL)
    {
      g_assert_null (bw_request_get_body (request));
    }
  else
    {
      g_autoptr(JsonNode) sent = bw_json_parse (bw_request_get_body (request), NULL);
      g_autoptr(JsonNode) expected = bw_json_parse_text (body, NULL);
      g_autofree char *text = bw_json_to_text (sent, FALSE);

      g_assert_nonnull (expected);
      g_test_message ("%s", text);
      g_assert_true (json_node_equal (sent, expected));
    }
}
