/* guest-setup-util.h - a set-up through a guest account, and the people who take part in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "provider-util.h"
#include "workspace-util.h"

G_BEGIN_DECLS

/* Of scenario small: one of our people, and a customer who makes no trouble. */
#define BW_TEST_GUEST "technician@lodestar-it.example"
#define BW_TEST_GOOD  "tailwind.example"

/**
 * BwTestGuest:
 * @sandbox: a sandbox of its own
 * @folder: where the state is
 * @workspace: in which somebody is signed in
 * @browser: of whoever has to act
 * @user: (nullable): who signs in when a guest account is to, instead of it
 * @cancels: whether they cancel there
 */
typedef struct
{
  BwTestSandbox *sandbox;
  char          *folder;
  BwWorkspace   *workspace;
  BwTestBrowser *browser;
  const char    *user;
  gboolean       cancels;
} BwTestGuest;

void        bw_test_guest_set_up          (BwTestGuest   *self,
                                           gconstpointer  data);
void        bw_test_guest_tear_down       (BwTestGuest   *self,
                                           gconstpointer  data);
void        bw_test_guest_add_credential  (BwTestGuest   *self);
void        bw_test_guest_reopen          (BwTestGuest   *self);
BwTenant   *bw_test_guest_add             (BwTestGuest   *self,
                                           const char    *domain);
void        bw_test_guest_start           (BwTestGuest   *self,
                                           BwTenant      *tenant);
gboolean    bw_test_guest_retry           (BwTestGuest   *self,
                                           BwTenant      *tenant,
                                           GError       **error);
void        bw_test_guest_consent         (BwTestGuest   *self,
                                           BwTenant      *tenant);
void        bw_test_guest_accept          (BwTestGuest   *self,
                                           BwTenant      *tenant);
gboolean    bw_test_guest_sign_in         (BwTestGuest   *self,
                                           BwTenant      *tenant,
                                           GError       **error);
gboolean    bw_test_guest_answer          (BwTestGuest   *self,
                                           BwTenant      *tenant,
                                           const char    *address,
                                           GError       **error);
gboolean    bw_test_guest_invite          (BwTestGuest   *self,
                                           BwTenant      *tenant,
                                           gboolean       reset,
                                           GError       **error);
gboolean    bw_test_guest_finalize        (BwTestGuest   *self,
                                           BwTenant      *tenant,
                                           GError       **error);
void        bw_test_guest_assert_step     (BwTenant      *tenant,
                                           const char    *key,
                                           BwStepState    state,
                                           const char    *text);
void        bw_test_guest_assert_failure  (BwTenant      *tenant,
                                           const char    *event_id);

G_END_DECLS
