/* guest-util.h - inviting somebody to a customer, and accepting that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "consent-util.h"

G_BEGIN_DECLS

#define INVITATIONS V1 "/invitations"
#define REDEEM      "/login/redeem"
#define MY_APPS     "https://myapps.microsoft.com"

char       *guest_test_begin   (GraphTest   *test,
                                char       **id,
                                char       **rd) G_GNUC_WARN_UNUSED_RESULT;
Reply      *guest_invite       (GraphTest   *test,
                                const char  *token,
                                const char  *email,
                                const char  *more) G_GNUC_WARN_UNUSED_RESULT;
char       *guest_dup_invited  (GraphTest   *test,
                                const char  *token,
                                const char  *email,
                                char       **rd) G_GNUC_WARN_UNUSED_RESULT;
const char *guest_get_id       (Reply       *invitation);
char       *guest_dup_link     (Reply       *invitation) G_GNUC_WARN_UNUSED_RESULT;
void        guest_accept       (GraphTest   *test,
                                const char  *rd,
                                const char  *email);
void        guest_assert_state (GraphTest   *test,
                                const char  *token,
                                const char  *id,
                                const char  *state);

G_END_DECLS
