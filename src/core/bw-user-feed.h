/* bw-user-feed.h - a customer's users, page by page, read ahead
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cloud.h"
#include "bw-http.h"

G_BEGIN_DECLS

/**
 * BwUserPage:
 * @users: (element-type BwUserRow): who is on it
 * @next_link: (nullable): where the next page is
 * @delta_link: (nullable): on the last page, where to ask later what changed
 */
typedef struct
{
  GPtrArray *users;
  char      *next_link;
  char      *delta_link;
} BwUserPage;

void        bw_user_page_free        (BwUserPage           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwUserPage, bw_user_page_free)

#define BW_TYPE_USER_FEED (bw_user_feed_get_type ())
G_DECLARE_FINAL_TYPE (BwUserFeed, bw_user_feed, BW, USER_FEED, GObject)

BwUserFeed *bw_user_feed_new         (BwHttp               *http,
                                      BwCloud              *cloud,
                                      const char           *tenant_id,
                                      const char           *link,
                                      GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void        bw_user_feed_next_async  (BwUserFeed           *self,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
BwUserPage *bw_user_feed_next_finish (BwUserFeed           *self,
                                      GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bw_user_feed_is_expired  (BwUserFeed           *self);
BwResponse *bw_user_feed_get_refusal (BwUserFeed           *self);

G_END_DECLS
