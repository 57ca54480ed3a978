/* bw-sign-in-page.h - while the browser is where things happen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-session.h"

G_BEGIN_DECLS

#define BW_TYPE_SIGN_IN_PAGE (bw_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (BwSignInPage, bw_sign_in_page, BW, SIGN_IN_PAGE, AdwBin)

void     bw_sign_in_page_begin     (BwSignInPage       *self);
void     bw_sign_in_page_set_uri   (BwSignInPage       *self,
                                    const char         *uri);
void     bw_sign_in_page_open      (BwSignInPage       *self);
void     bw_sign_in_page_show_code (BwSignInPage       *self,
                                    const BwDeviceCode *code);
void     bw_sign_in_page_show_end  (BwSignInPage       *self,
                                    const GError       *error);
gboolean bw_sign_in_page_has_ended (BwSignInPage       *self);

G_END_DECLS
