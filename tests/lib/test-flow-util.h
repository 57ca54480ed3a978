/* test-flow-util.h - a set-up without a network: facts, requirements and made-up answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-csp-setup.h"

G_BEGIN_DECLS

#define PARTNER  "11111111-aaaa-4bbb-8ccc-dddddddddddd"
#define CUSTOMER "4b827261-d21f-4aa9-b7db-7fa1f56fb163"
#define USER     "6e7b768e-07e2-4810-8459-485f84f8f204"
#define CLIENT   "11112222-3333-4444-5555-666677778888"
#define GROUP    "Bailiwick Admins"

#define APPLICATION_ADMIN "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
#define DIRECTORY_READER  "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"

typedef struct
{
  BwCloud        *cloud;
  BwRoleTemplate *role_template;
  BwFacts        *facts;
  GPtrArray      *steps;
} Fixture;

void                 bw_test_flow_set_up       (Fixture       *self,
                                                gconstpointer  data);
void                 bw_test_flow_tear_down    (Fixture       *self,
                                                gconstpointer  data);
void                 bw_test_be_in_the_middle  (Fixture       *self);
BwFacts             *bw_test_facts_copy        (Fixture       *self) G_GNUC_WARN_UNUSED_RESULT;
const BwRequirement *bw_test_find              (Fixture       *self,
                                                const char    *name,
                                                const char    *about);
BwVerdict            bw_test_judge             (Fixture       *self,
                                                const char    *name,
                                                const char    *about,
                                                guint          status,
                                                const char    *json,
                                                BwFinding     *finding);
void                 bw_test_assert_cannot     (Fixture       *self,
                                                const char    *name,
                                                guint          status,
                                                const char    *json,
                                                const char    *event_id);
char                *bw_test_relationship      (const char    *id,
                                                const char    *name,
                                                const char    *status) G_GNUC_WARN_UNUSED_RESULT;
char                *bw_test_relationship_list (const char    *id,
                                                const char    *name,
                                                const char    *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
