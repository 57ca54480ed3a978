/* bw-sim-clock.h - the one clock of the simulated cloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BwSimLag:
 *
 * Everything that Microsoft takes its time for.
 */
typedef enum
{
  BW_SIM_LAG_CREATED,     /* a new relationship can be read */
  BW_SIM_LAG_LOCK,        /* locked, until it waits for approval */
  BW_SIM_LAG_APPROVED,    /* approved, until it is activating */
  BW_SIM_LAG_ACTIVATING,  /* until it is active */
  BW_SIM_LAG_ENDING,      /* each stage of expiring and terminating */
  BW_SIM_LAG_ASSIGNMENT,  /* pending, until it is active */
  BW_SIM_LAG_OPERATION,   /* each stage of a long operation */
  BW_SIM_LAG_DELETING,    /* an assignment, until it is deleted */
  BW_SIM_LAG_GROUP,       /* a new group can be read */
  BW_SIM_LAG_MEMBER,      /* a new member is in its group */
  BW_SIM_LAG_CONSENT,     /* a consent shows in the customer's tenant */
} BwSimLag;

#define BW_SIM_N_LAGS (BW_SIM_LAG_CONSENT + 1)

/**
 * BwSimClock:
 * @offset: by how many microseconds it is ahead of the machine's clock
 * @scale: how many times as fast as Microsoft the simulation is
 * @lags: seconds each thing takes at scale 1
 */
typedef struct
{
  gint64 offset;
  double scale;
  double lags[BW_SIM_N_LAGS];
} BwSimClock;

void        bw_sim_clock_init    (BwSimClock       *self,
                                  double            scale);
gint64      bw_sim_clock_now     (const BwSimClock *self);
gint64      bw_sim_clock_scaled  (const BwSimClock *self,
                                  double            seconds);
gint64      bw_sim_clock_lag     (const BwSimClock *self,
                                  BwSimLag          lag);
const char *bw_sim_lag_to_string (BwSimLag          lag);
gboolean    bw_sim_clock_set_lag (BwSimClock       *self,
                                  const char       *name,
                                  double            seconds);

G_END_DECLS
