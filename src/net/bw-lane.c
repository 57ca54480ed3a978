/* bw-lane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-lane.h"
#include "bw-pace.h"
#include "bw-util.h"

typedef struct
{
  BwLanes *lanes;     /* unowned */
  char    *key;
  GQueue   waiting;   /* (element-type BwTicket), unowned */
  guint    n_running;
  GSource *pause;     /* nullable */
  gint64   pause_end;
  GList    link;      /* in ready */
  gboolean is_ready;
} BwLane;

struct _BwLanes
{
  guint       max_per_lane;
  guint       max_in_all;
  guint       n_running;
  GHashTable *lanes;  /* (element-type utf8 BwLane) */
  GQueue      ready;  /* (element-type BwLane): may send now; the head is next */
  GSource    *pump;   /* nullable */
};

struct _BwTicket
{
  BwLanes    *lanes;
  BwLane     *lane;   /* unowned: stays while it has tickets */
  BwTurnFunc  turn;
  gpointer    data;
  gboolean    is_running;
};

static void
lane_free (gpointer data)
{
  BwLane *lane = data;

  bw_clear_source (&lane->pause);
  g_free (lane->key);
  g_free (lane);
}

static BwLane *
get_lane (BwLanes    *self,
          const char *key)
{
  BwLane *lane = g_hash_table_lookup (self->lanes, key);

  if (lane != NULL)
    return lane;

  lane = g_new0 (BwLane, 1);
  lane->lanes = self;
  lane->key = g_strdup (key);
  lane->link.data = lane;
  g_queue_init (&lane->waiting);
  g_hash_table_insert (self->lanes, lane->key, lane);

  return lane;
}

static void     update (BwLane   *lane);
static gboolean pump_cb (gpointer user_data);

static void
schedule (BwLanes *self)
{
  if (self->pump != NULL || g_queue_is_empty (&self->ready) || self->n_running >= self->max_in_all)
    return;

  self->pump = g_idle_source_new ();
  g_source_set_priority (self->pump, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->pump, pump_cb, self, NULL);
  g_source_attach (self->pump, g_main_context_get_thread_default ());
}

static gboolean
pump_cb (gpointer user_data)
{
  /* A turn may end in somebody dropping the last reference to us. */
  g_autoptr(BwLanes) self = bw_lanes_ref (user_data);

  bw_clear_source (&self->pump);

  while (self->n_running < self->max_in_all && !g_queue_is_empty (&self->ready))
    {
      BwLane *lane = g_queue_peek_head (&self->ready);
      BwTicket *ticket = g_queue_pop_head (&lane->waiting);

      ticket->is_running = TRUE;
      lane->n_running++;
      self->n_running++;

      /* To the end of the round. */
      g_queue_unlink (&self->ready, &lane->link);
      lane->is_ready = FALSE;
      update (lane);

      ticket->turn (ticket->data);
    }

  return G_SOURCE_REMOVE;
}

/* To call after every change of @lane, which may be gone afterwards. */
static void
update (BwLane *lane)
{
  BwLanes *self = lane->lanes;
  gboolean is_waiting = !g_queue_is_empty (&lane->waiting);
  gboolean is_ready = is_waiting && lane->pause == NULL && lane->n_running < self->max_per_lane;

  if (is_ready && !lane->is_ready)
    g_queue_push_tail_link (&self->ready, &lane->link);
  if (!is_ready && lane->is_ready)
    g_queue_unlink (&self->ready, &lane->link);
  lane->is_ready = is_ready;

  if (!is_waiting && lane->n_running == 0 && lane->pause == NULL)
    g_hash_table_remove (self->lanes, lane->key);

  schedule (self);
}

static gboolean
pause_over_cb (gpointer user_data)
{
  BwLane *lane = user_data;

  bw_clear_source (&lane->pause);
  update (lane);

  return G_SOURCE_REMOVE;
}

/**
 * bw_lanes_new:
 * @max_per_lane: how many of one lane may be under way
 * @max_in_all: how many of all lanes may be
 *
 * Lets lanes take turns, so that one tenant with a thousand requests does not
 * keep another with one from its own.  For one thread with a main loop.
 *
 * Returns: (transfer full): empty lanes
 */
BwLanes *
bw_lanes_new (guint max_per_lane,
              guint max_in_all)
{
  BwLanes *self = g_rc_box_new0 (BwLanes);

  self->max_per_lane = max_per_lane;
  self->max_in_all = max_in_all;
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, lane_free);
  g_queue_init (&self->ready);

  return self;
}

/**
 * bw_lanes_ref:
 * @self: lanes
 *
 * Returns: (transfer full): @self
 */
BwLanes *
bw_lanes_ref (BwLanes *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwLanes *self = data;

  bw_clear_source (&self->pump);
  g_hash_table_unref (self->lanes);
}

/**
 * bw_lanes_unref:
 * @self: (transfer full): lanes
 */
void
bw_lanes_unref (BwLanes *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * bw_lanes_queue:
 * @self: lanes
 * @key: which lane
 * @first: whether to stand at the head of it, for who was there before
 * @turn: what to call once the way is free, from the main loop
 * @data: for @turn
 *
 * Returns: (transfer full): a place in the lane, which counts as under way from
 *   its turn on; freeing it gives it up
 */
BwTicket *
bw_lanes_queue (BwLanes    *self,
                const char *key,
                gboolean    first,
                BwTurnFunc  turn,
                gpointer    data)
{
  BwTicket *ticket = g_new0 (BwTicket, 1);

  ticket->lanes = bw_lanes_ref (self);
  ticket->lane = get_lane (self, key);
  ticket->turn = turn;
  ticket->data = data;

  if (first)
    g_queue_push_head (&ticket->lane->waiting, ticket);
  else
    g_queue_push_tail (&ticket->lane->waiting, ticket);

  update (ticket->lane);

  return ticket;
}

/**
 * bw_lanes_pause:
 * @self: lanes
 * @key: which lane
 * @msec: for how long nobody of it gets a turn; never shortens a pause
 */
void
bw_lanes_pause (BwLanes    *self,
                const char *key,
                guint       msec)
{
  BwLane *lane = get_lane (self, key);
  gint64 end = g_get_monotonic_time () + bw_pace_scale (msec) * G_TIME_SPAN_MILLISECOND;

  if (lane->pause != NULL && lane->pause_end >= end)
    return;

  bw_clear_source (&lane->pause);
  lane->pause_end = end;
  lane->pause = bw_pace_source_new (msec, NULL);
  g_source_set_callback (lane->pause, pause_over_cb, lane, NULL);
  g_source_attach (lane->pause, g_main_context_get_thread_default ());

  update (lane);
}

/**
 * bw_lanes_limit:
 * @self: lanes
 * @max_in_all: how many of all lanes may be under way from now on; never raises
 *   the limit
 */
void
bw_lanes_limit (BwLanes *self,
                guint    max_in_all)
{
  self->max_in_all = MIN (self->max_in_all, max_in_all);
}

/**
 * bw_ticket_free:
 * @self: (transfer full): a place in a lane
 *
 * Leaves the queue, or makes way for the next.
 */
void
bw_ticket_free (BwTicket *self)
{
  if (self->is_running)
    {
      self->lane->n_running--;
      self->lanes->n_running--;
    }
  else
    {
      g_queue_remove (&self->lane->waiting, self);
    }

  update (self->lane);
  bw_lanes_unref (self->lanes);
  g_free (self);
}
