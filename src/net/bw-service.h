/* bw-service.h - a web service: where it is, and whose tokens it takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BwActor:
 * @BW_ACTOR_USER: the signed-in user
 * @BW_ACTOR_APPLICATION: the app registration by itself, without a user
 * @BW_ACTOR_GUEST: the account that is a guest in the tenant that the request is about
 *
 * On whose behalf a request is sent.
 */
typedef enum
{
  BW_ACTOR_USER,
  BW_ACTOR_APPLICATION,
  BW_ACTOR_GUEST,
} BwActor;

#define BW_TYPE_SERVICE (bw_service_get_type ())

/**
 * BwService:
 * @name: what we call it in logs and failures, such as "graph"
 * @base: address that every path is below, without a slash at the end
 * @audience: (nullable): whom a token for it is made out to, such as
 *   "https://graph.microsoft.com"; %NULL where no token is ever sent
 * @actor: whose token it is to be
 *
 * Immutable and reference counted.  A token made out to @audience goes to
 * addresses below @base and nowhere else.
 */
typedef struct
{
  char    *name;
  char    *base;
  char    *audience;
  BwActor  actor;
} BwService;

GType      bw_service_get_type (void);
BwService *bw_service_new      (const char *name,
                                const char *base,
                                const char *audience) G_GNUC_WARN_UNUSED_RESULT;
BwService *bw_service_ref      (BwService  *self);
void       bw_service_unref    (BwService  *self);
BwService *bw_service_act_as   (BwService  *self,
                                BwActor     actor) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bw_service_owns     (BwService  *self,
                                const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwService, bw_service_unref)

G_END_DECLS
