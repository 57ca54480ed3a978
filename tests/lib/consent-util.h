/* consent-util.h - customers without a relationship: consenting, inviting and being a guest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "graph-util.h"

G_BEGIN_DECLS

#define CUSTOMER "20000000-0000-4000-8000-000000000021" /* everything can be had for the asking */
#define OTHER    "20000000-0000-4000-8000-000000000022" /* the same */
#define ABROAD   "20000000-0000-4000-8000-000000000023" /* in another cloud */
#define GDAP     "20000000-0000-4000-8000-000000000024" /* has a relationship after all */

#define ADMIN      "admin@customer.example"
#define ORDINARY   "user@customer.example"
#define ANNA_NAME  "anna@fabrikam.example"
#define BEN_NAME   "ben@fabrikam.example"  /* without a second factor */
#define CARL_NAME  "carl@fabrikam.example" /* disabled at home */
#define OUTSIDER   "admin@other.example"

#define LOCAL_APP "30000000-0000-4000-8000-000000000003" /* of the partner's tenant alone */

#define APP_ROLES "User.Invite.All User.Read.All Organization.Read.All SecurityEvents.Read.All"

#define ADMIN_CONSENT    "/v2.0/adminconsent"
#define ADMIN_CONSENT_V1 "/adminconsent"

void        consent_test_set_up      (GraphTest   *self,
                                      const void  *data);
void        consent_test_restart     (GraphTest   *self);

Answer     *consent_ask              (GraphTest   *self,
                                      const char  *tenant,
                                      const char  *endpoint,
                                      ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void        consent_give             (GraphTest   *self,
                                      const char  *tenant);
Answer     *consent_ask_for_token    (GraphTest   *self,
                                      const char  *tenant) G_GNUC_WARN_UNUSED_RESULT;
char       *consent_dup_token        (GraphTest   *self,
                                      const char  *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *consent_get_state        (JsonNode    *state,
                                      const char  *array,
                                      const char  *member,
                                      const char  *value);
void        consent_assert_page      (Answer      *answer,
                                      guint        status,
                                      const char  *text);
void        consent_assert_no_page   (Answer      *answer,
                                      const char  *text);

G_END_DECLS
