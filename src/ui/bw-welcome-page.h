/* bw-welcome-page.h - what is there before anybody has signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-session.h"

G_BEGIN_DECLS

#define BW_TYPE_WELCOME_PAGE (bw_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (BwWelcomePage, bw_welcome_page, BW, WELCOME_PAGE, AdwBin)

void bw_welcome_page_set_session (BwWelcomePage *self,
                                  BwSession     *session);

G_END_DECLS
