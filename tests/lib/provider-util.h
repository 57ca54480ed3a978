/* provider-util.h - an OpenID provider that is not ours, and a browser to sign in with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BwTestProvider BwTestProvider;
typedef struct _BwTestBrowser BwTestBrowser;

BwTestProvider *bw_test_provider_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void            bw_test_provider_free (BwTestProvider *self);
const char     *bw_test_provider_get  (BwTestProvider *self,
                                       const char     *name);

BwTestBrowser  *bw_test_browser_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void            bw_test_browser_free  (BwTestBrowser  *self);
void            bw_test_browser_show  (BwTestBrowser  *self,
                                       const char     *uri);
void            bw_test_browser_send  (BwTestBrowser  *self,
                                       const char     *uri,
                                       const char     *first_field,
                                       ...) G_GNUC_NULL_TERMINATED;
void            bw_test_browser_press (BwTestBrowser  *self,
                                       const char     *uri,
                                       const char     *first_field,
                                       ...) G_GNUC_NULL_TERMINATED;
guint           bw_test_browser_wait  (BwTestBrowser  *self);
const char     *bw_test_browser_text  (BwTestBrowser  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestProvider, bw_test_provider_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestBrowser, bw_test_browser_free)

G_END_DECLS
