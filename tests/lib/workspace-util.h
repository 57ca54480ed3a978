/* workspace-util.h - a workspace on a sandbox, and set-ups in it that are waited for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-workspace.h"
#include "sandbox-util.h"

G_BEGIN_DECLS

BwWorkspace *bw_test_workspace_open    (const char    *folder,
                                        BwTestSandbox *sandbox) G_GNUC_WARN_UNUSED_RESULT;
void         bw_test_workspace_close   (BwWorkspace   *workspace);
void         bw_test_workspace_refresh (BwWorkspace   *workspace);
void         bw_test_workspace_start   (BwWorkspace   *workspace,
                                        BwTenant      *tenant,
                                        BwChoice       choice);
void         bw_test_workspace_drive   (BwWorkspace   *workspace,
                                        BwTenant      *tenant);

G_END_DECLS
