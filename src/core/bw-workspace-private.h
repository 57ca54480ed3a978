/* bw-workspace-private.h - what the parts of a workspace share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-workspace.h"

G_BEGIN_DECLS

struct _BwWorkspace
{
  GObject       parent_instance;

  char         *folder;
  char         *sandbox_url;  /* nullable */
  BwAccounts   *accounts;     /* (owned) (nullable): the sandbox has none */
  char         *account;      /* (owned) (nullable): ID of the one that is open */
  BwStore      *store;        /* (owned) (nullable): until it is known where it is */
  BwVault      *vault;
  BwSession    *session;
  BwEngine     *engine;
  BwTenantBook *book;

  gboolean      refreshing;
  gint64        last_refresh;
  GError       *problem;      /* nullable */
};

/* bw-workspace.c */
void bw_workspace_notice (BwWorkspace *self,
                          BwTenant    *tenant,
                          guint        notice);

G_END_DECLS
