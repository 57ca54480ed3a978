/* bw-sim-clock.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-clock.h"

static const struct
{
  const char *name;
  double      seconds;
} defaults[BW_SIM_N_LAGS] = {
  [BW_SIM_LAG_CREATED] = { "created", 0.5 },
  [BW_SIM_LAG_LOCK] = { "lock", 1 },
  [BW_SIM_LAG_APPROVED] = { "approved", 2 },
  [BW_SIM_LAG_ACTIVATING] = { "activating", 5 },
  [BW_SIM_LAG_ENDING] = { "ending", 3 },
  [BW_SIM_LAG_ASSIGNMENT] = { "assignment", 15 },
  [BW_SIM_LAG_OPERATION] = { "operation", 5 },
  [BW_SIM_LAG_DELETING] = { "deleting", 10 },
  [BW_SIM_LAG_GROUP] = { "group", 2 },
  [BW_SIM_LAG_MEMBER] = { "member", 1 },
  [BW_SIM_LAG_CONSENT] = { "consent", 3 },
};

/**
 * bw_sim_clock_init:
 * @self: a clock
 * @scale: how many times as fast as Microsoft the simulation is
 */
void
bw_sim_clock_init (BwSimClock *self,
                   double      scale)
{
  self->offset = 0;
  self->scale = scale;

  for (guint i = 0; i < BW_SIM_N_LAGS; i++)
    self->lags[i] = defaults[i].seconds;
}

/**
 * bw_sim_clock_now:
 * @self: a clock
 *
 * Returns: microseconds since 1970
 */
gint64
bw_sim_clock_now (const BwSimClock *self)
{
  return g_get_real_time () + self->offset;
}

/**
 * bw_sim_clock_scaled:
 * @self: a clock
 * @seconds: what it would take at Microsoft
 *
 * Returns: the microseconds it takes here
 */
gint64
bw_sim_clock_scaled (const BwSimClock *self,
                     double            seconds)
{
  return (gint64) (seconds / self->scale * G_USEC_PER_SEC);
}

/**
 * bw_sim_clock_lag:
 * @self: a clock
 * @lag: what takes its time
 *
 * Returns: the microseconds it takes here
 */
gint64
bw_sim_clock_lag (const BwSimClock *self,
                  BwSimLag          lag)
{
  return bw_sim_clock_scaled (self, self->lags[lag]);
}

/**
 * bw_sim_lag_to_string:
 * @lag: what takes its time
 *
 * Returns: its name, as a scenario names it
 */
const char *
bw_sim_lag_to_string (BwSimLag lag)
{
  return defaults[lag].name;
}

/**
 * bw_sim_clock_set_lag:
 * @self: a clock
 * @name: of what takes its time, as a scenario names it
 * @seconds: what it takes at scale 1
 *
 * Returns: whether there is a lag of that name
 */
gboolean
bw_sim_clock_set_lag (BwSimClock *self,
                      const char *name,
                      double      seconds)
{
  for (guint i = 0; i < BW_SIM_N_LAGS; i++)
    {
      if (!g_str_equal (defaults[i].name, name))
        continue;

      self->lags[i] = MAX (seconds, 0);
      return TRUE;
    }

  return FALSE;
}
