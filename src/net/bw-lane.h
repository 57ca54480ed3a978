/* bw-lane.h - who may send when: a queue for each tenant at each host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BwLanes BwLanes;
typedef struct _BwTicket BwTicket;

/**
 * BwTurnFunc:
 * @data: from bw_lanes_queue()
 *
 * Called when it is the ticket's turn.
 */
typedef void (*BwTurnFunc) (gpointer data);

BwLanes  *bw_lanes_new   (guint        max_per_lane,
                          guint        max_in_all) G_GNUC_WARN_UNUSED_RESULT;
BwLanes  *bw_lanes_ref   (BwLanes     *self);
void      bw_lanes_unref (BwLanes     *self);
BwTicket *bw_lanes_queue (BwLanes     *self,
                          const char  *key,
                          gboolean     first,
                          BwTurnFunc   turn,
                          gpointer     data) G_GNUC_WARN_UNUSED_RESULT;
void      bw_lanes_pause (BwLanes     *self,
                          const char  *key,
                          guint        msec);
void      bw_lanes_limit (BwLanes     *self,
                          guint        max_in_all);
void      bw_ticket_free (BwTicket    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwLanes, bw_lanes_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTicket, bw_ticket_free)

G_END_DECLS
