/* bw-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-format.h"
#include "bw-pace.h"

#define SECONDS_PER_DAY (24 * 60 * 60)

static GDateTime *
local_time (gint64 unix_time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (unix_time);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

/* The strings are gettext's, so the compiler cannot look into them. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static char *
format_time (GDateTime  *time,
             const char *format)
{
  return g_date_time_format (time, format);
}

#pragma GCC diagnostic pop

/**
 * bw_format_date:
 * @unix_time: seconds since 1970, or 0 for none
 *
 * Returns: (transfer full): the day for people, or "" for none
 */
char *
bw_format_date (gint64 unix_time)
{
  g_autoptr(GDateTime) time = unix_time > 0 ? local_time (unix_time) : NULL;

  if (time == NULL)
    return g_strdup ("");

  /* Translators: a day, such as 24 Nov 2026; see g_date_time_format() */
  return format_time (time, _("%-d %b %Y"));
}

/**
 * bw_format_moment:
 * @unix_time: seconds since 1970, or 0 for none
 *
 * Returns: (transfer full): the time of today, or the day and time of another
 *   day, or "" for none
 */
char *
bw_format_moment (gint64 unix_time)
{
  g_autoptr(GDateTime) time = unix_time > 0 ? local_time (unix_time) : NULL;
  g_autoptr(GDateTime) now = local_time (bw_clock_now ());

  if (time == NULL || now == NULL)
    return g_strdup ("");

  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    {
      if (g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
        /* Translators: a time of today, such as 14:03 */
        return format_time (time, _("%H:%M"));

      /* Translators: a time of this year, such as 24 Nov, 14:03 */
      return format_time (time, _("%-d %b, %H:%M"));
    }

  return format_time (time, _("%-d %b %Y"));
}

/**
 * bw_format_days_left:
 * @unix_time: when something ends, seconds since 1970
 *
 * Returns: (transfer full): how long that is from now, in days
 */
char *
bw_format_days_left (gint64 unix_time)
{
  gint64 left = unix_time - bw_clock_now ();
  int days = (int) (ABS (left) / SECONDS_PER_DAY);

  if (left < 0)
    return days == 0 ? g_strdup (_("ended today"))
                     : g_strdup_printf (ngettext ("ended %d day ago", "ended %d days ago", days),
                                        days);
  if (days == 0)
    return g_strdup (_("ends today"));

  return g_strdup_printf (ngettext ("%d day left", "%d days left", days), days);
}

/**
 * bw_format_expiry:
 * @tenant: a tenant
 *
 * Returns: (transfer full): when its admin relationship ends and how long that
 *   is from now, or "" if there is none
 */
char *
bw_format_expiry (BwTenant *tenant)
{
  gint64 end = bw_tenant_get_relationship_end (tenant);
  g_autofree char *date = bw_format_date (end);
  g_autofree char *left = NULL;

  if (end <= 0)
    return g_strdup ("");

  left = bw_format_days_left (end);

  if (bw_tenant_get_auto_extend (tenant))
    /* Translators: a date, and how many days are left */
    return g_strdup_printf (_("%s, %s, extends itself"), date, left);

  /* Translators: a date, and how many days are left */
  return g_strdup_printf (_("%s, %s"), date, left);
}

/**
 * bw_format_relationship_status:
 * @status: (nullable): the status of an admin relationship in Microsoft's word
 *
 * Returns: (transfer none): the same for people
 */
const char *
bw_format_relationship_status (const char *status)
{
  static const struct
  {
    const char *status;
    const char *label;
  } labels[] = {
    { "created", N_("Never sent") },
    { "approvalPending", N_("Waiting for approval") },
    { "approved", N_("Approved, being activated") },
    { "activating", N_("Approved, being activated") },
    { "active", N_("Active") },
    { "expiring", N_("Expiring") },
    { "expired", N_("Expired") },
    { "terminationRequested", N_("Being terminated") },
    { "terminating", N_("Being terminated") },
    { "terminated", N_("Terminated") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (status, labels[i].status) == 0)
      return _(labels[i].label);

  return _("Unknown status");
}

/**
 * bw_format_relationship_maker:
 * @name: (nullable): the name of an admin relationship
 *
 * Returns: (transfer none) (nullable): who made it, if the name tells
 */
const char *
bw_format_relationship_maker (const char *name)
{
  /* As bw_relationship_make_name() makes them; Microsoft's own begin with MLT_. */
  if (name == NULL)
    return NULL;
  if (g_str_has_prefix (name, "MLT_"))
    return _("made by Microsoft");
  if (g_regex_match_simple (" – [0-9]{4}-[0-9]{2} – [0-9a-z]{6}$", name, 0, 0))
    return _("made with Bailiwick");

  return NULL;
}
