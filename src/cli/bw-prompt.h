/* bw-prompt.h - asks for a secret, or whether something is meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cli.h"

G_BEGIN_DECLS

char *bw_prompt_for_secret (BwCli       *cli,
                            const char  *prompt,
                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean bw_prompt_for_yes (BwCli       *cli,
                            const char  *question,
                            GError     **error);

G_END_DECLS
