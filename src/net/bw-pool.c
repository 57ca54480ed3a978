/* bw-pool.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-pool.h"

#define IDLE_SECONDS 120

struct _BwPool
{
  SoupSession *sessions[BW_POOL_N_SESSIONS];
};

/**
 * bw_pool_new:
 * @user_agent: what to call ourselves
 *
 * libsoup's own queue is slow when it is long, so nobody should give it more than
 * %BW_POOL_MAX_IN_ALL messages at once.
 *
 * Returns: (transfer full): sessions without connections yet
 */
BwPool *
bw_pool_new (const char *user_agent)
{
  BwPool *self = g_new0 (BwPool, 1);

  for (guint i = 0; i < BW_POOL_N_SESSIONS; i++)
    {
      self->sessions[i] = soup_session_new_with_options ("max-conns", BW_POOL_MAX_CONNECTIONS,
                                                         "max-conns-per-host",
                                                         BW_POOL_MAX_CONNECTIONS,
                                                         "idle-timeout", IDLE_SECONDS,
                                                         "timeout", 0,
                                                         "user-agent", user_agent,
                                                         NULL);
      /* A password is never the answer to a 401. */
      soup_session_remove_feature_by_type (self->sessions[i], SOUP_TYPE_AUTH_MANAGER);
    }

  return self;
}

/**
 * bw_pool_free:
 * @self: (transfer full): sessions
 */
void
bw_pool_free (BwPool *self)
{
  for (guint i = 0; i < BW_POOL_N_SESSIONS; i++)
    g_object_unref (self->sessions[i]);
  g_free (self);
}

/**
 * bw_pool_choose:
 * @self: sessions
 * @tenant: (nullable): in whose tenant
 *
 * Returns: (transfer none): always the same session for a tenant, so that it meets
 *   its connections again
 */
SoupSession *
bw_pool_choose (BwPool     *self,
                const char *tenant)
{
  return self->sessions[g_str_hash (tenant != NULL ? tenant : "") % BW_POOL_N_SESSIONS];
}
