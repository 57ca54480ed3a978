/* core-util.h - a store, a sandbox with customers that let us in, and somebody signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-session.h"
#include "sandbox-util.h"

G_BEGIN_DECLS

/* Customers of bw_test_core_new(): how many users they have is in the name. */
#define BW_TEST_TENANT_0      "00000000-aaaa-4000-8000-000000000000"
#define BW_TEST_TENANT_7      "00000007-aaaa-4000-8000-000000000007"
#define BW_TEST_TENANT_5000   "00005000-aaaa-4000-8000-000000005000"
#define BW_TEST_TENANT_25000  "00025000-aaaa-4000-8000-000000025000"
/* One that refuses the Secure Score, one that refuses all, one that waits for approval. */
#define BW_TEST_TENANT_DENIED "0000000d-aaaa-4000-8000-00000000000d"
#define BW_TEST_TENANT_CLOSED "0000000c-aaaa-4000-8000-00000000000c"
#define BW_TEST_TENANT_ASKED  "0000000a-aaaa-4000-8000-00000000000a"

typedef struct
{
  BwTestSandbox *sandbox;
  char          *scenario;
  char          *folder;
  BwStore       *store;
  BwSession     *session;
} BwTestCore;

BwTestCore *bw_test_core_new       (void) G_GNUC_WARN_UNUSED_RESULT;
BwTestCore *bw_test_core_new_with  (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void        bw_test_core_free      (BwTestCore *self);
void        bw_test_core_sign_in   (BwTestCore *self);
void        bw_test_core_move      (BwTestCore *self);
void        bw_test_core_add_tenant (BwTestCore *self,
                                    const char *tenant_id);
void        bw_test_core_add_fault (BwTestCore *self,
                                    const char *path,
                                    int         skip,
                                    int         times,
                                    const char *action);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestCore, bw_test_core_free)

G_END_DECLS
