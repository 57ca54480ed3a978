/* bw-cloud.h - where Microsoft's services are, per cloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-service.h"

G_BEGIN_DECLS

#define BW_TYPE_CLOUD (bw_cloud_get_type ())

/**
 * BwCloud:
 * @id: "global", "us-government", "us-government-dod", "china" or "sandbox"
 * @kind: which of Microsoft's clouds it is; what the sandbox plays, is "global"
 * @login: the Microsoft identity platform
 * @graph: Microsoft Graph v1.0
 * @partner: the Partner Center API; a service of a cloud without one has a %NULL audience
 * @admin: address of the customer's admin center, without a slash at the end
 * @approval: what comes between @admin and the ID of an admin relationship in the
 *   link for the customer's approval
 *
 * Reference counted and immutable.
 */
typedef struct
{
  char      *id;
  char      *kind;
  BwService *login;
  BwService *graph;
  BwService *partner;
  char      *admin;
  char      *approval;
} BwCloud;

GType       bw_cloud_get_type          (void);
BwCloud    *bw_cloud_new               (const char    *id,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
BwCloud    *bw_cloud_new_sandbox       (const char    *base) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *bw_cloud_list_others       (const BwCloud *self) G_GNUC_WARN_UNUSED_RESULT;
BwCloud    *bw_cloud_ref               (BwCloud       *self);
void        bw_cloud_unref             (BwCloud       *self);
BwCloud    *bw_cloud_act_as            (BwCloud       *self,
                                        BwActor        actor) G_GNUC_WARN_UNUSED_RESULT;
char       *bw_cloud_dup_approval_link (const BwCloud *self,
                                        const char    *relationship_id) G_GNUC_WARN_UNUSED_RESULT;
const char *bw_cloud_find_graph        (const char    *host);
const char *bw_cloud_find_instance     (const char    *domain);
const char *bw_cloud_get_label         (const char    *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwCloud, bw_cloud_unref)

G_END_DECLS
