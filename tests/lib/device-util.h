/* device-util.h - the other device: a browser in which somebody types a code
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sandbox-util.h"

G_BEGIN_DECLS

#define BW_TEST_ADMIN "admin@lodestar-it.example"

char *bw_test_device_answer (BwTestSandbox *sandbox,
                             const char    *user_code,
                             const char    *user,
                             gboolean       cancel) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
