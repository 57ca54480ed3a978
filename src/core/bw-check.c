/* bw-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-check.h"
#include "bw-error.h"
#include "bw-trouble.h"

/**
 * bw_check_new:
 * @key: which one; a literal
 * @title: what is looked at; a literal or a translation of one
 *
 * Returns: (transfer full): a check of which nothing is known yet
 */
BwCheck *
bw_check_new (const char *key,
              const char *title)
{
  BwCheck *self = g_new0 (BwCheck, 1);

  self->key = key;
  self->title = title;
  self->state = BW_CHECK_UNKNOWN;

  return self;
}

/**
 * bw_check_free:
 * @self: (transfer full): a check
 */
void
bw_check_free (BwCheck *self)
{
  g_free (self->text);
  g_free (self->fix);
  g_free (self);
}

static void
set (BwCheck      *self,
     BwCheckState  state,
     char         *text,
     char         *fix)
{
  g_free (self->text);
  g_free (self->fix);
  self->state = state;
  self->text = text;
  self->fix = fix;
}

/**
 * bw_check_take_good:
 * @self: a check
 * @text: (transfer full): what was found
 */
void
bw_check_take_good (BwCheck *self,
                    char    *text)
{
  set (self, BW_CHECK_GOOD, text, NULL);
}

/**
 * bw_check_take_problem:
 * @self: a check
 * @text: (transfer full): what was found
 * @fix: (transfer full): what to do about it
 */
void
bw_check_take_problem (BwCheck *self,
                       char    *text,
                       char    *fix)
{
  set (self, BW_CHECK_PROBLEM, text, fix);
}

/**
 * bw_check_take_unknown:
 * @self: a check
 * @text: (transfer full): why it could not be found out
 */
void
bw_check_take_unknown (BwCheck *self,
                       char    *text)
{
  set (self, BW_CHECK_UNKNOWN, text, NULL);
}

/* Whether it says nothing of what was asked, but that nothing could be asked. */
static gboolean
is_silence (const GError *error)
{
  return error->domain != BW_ERROR || error->code == BW_ERROR_OFFLINE ||
         error->code == BW_ERROR_UNAVAILABLE || error->code == BW_ERROR_THROTTLED ||
         error->code == BW_ERROR_PROTOCOL;
}

/**
 * bw_check_set_error:
 * @self: a check
 * @error: what came in place of what was to be looked at
 *
 * A refusal is a problem, and what to do about it is what the failure catalogue
 * says; where the service could not be asked, nothing is known.
 */
void
bw_check_set_error (BwCheck      *self,
                    const GError *error)
{
  g_autoptr(BwFailure) failure = is_silence (error) ? NULL : bw_trouble_from_error (error);

  if (failure != NULL)
    bw_check_take_problem (self, g_strdup (failure->meaning), g_strdup (failure->advice));
  else
    bw_check_take_unknown (self, g_strdup (error->message));
}

/**
 * bw_check_state_get_name:
 * @state: a state
 *
 * Returns: its name for programs
 */
const char *
bw_check_state_get_name (BwCheckState state)
{
  switch (state)
    {
    case BW_CHECK_GOOD:
      return "good";
    case BW_CHECK_PROBLEM:
      return "problem";
    case BW_CHECK_UNKNOWN:
    default:
      return "unknown";
    }
}

/**
 * bw_check_state_get_label:
 * @state: a state
 *
 * Returns: its name for people
 */
const char *
bw_check_state_get_label (BwCheckState state)
{
  switch (state)
    {
    case BW_CHECK_GOOD:
      return _("Good");
    case BW_CHECK_PROBLEM:
      return _("Problem");
    case BW_CHECK_UNKNOWN:
    default:
      return _("Not Known");
    }
}

/**
 * bw_checks_count:
 * @checks: (element-type BwCheck): checks
 * @state: a state
 *
 * Returns: how many of @checks are in @state
 */
guint
bw_checks_count (GPtrArray    *checks,
                 BwCheckState  state)
{
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    n += ((BwCheck *) g_ptr_array_index (checks, i))->state == state ? 1 : 0;

  return n;
}

/**
 * bw_checks_dup_text:
 * @checks: (element-type BwCheck): checks
 *
 * Returns: (transfer full): all of them as text, such as for a mail
 */
char *
bw_checks_dup_text (GPtrArray *checks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < checks->len; i++)
    {
      BwCheck *check = g_ptr_array_index (checks, i);

      g_string_append_printf (text, "[%s] %s\n    %s\n", bw_check_state_get_label (check->state),
                              check->title, check->text);
      if (check->fix != NULL)
        g_string_append_printf (text, "    → %s\n", check->fix);
    }

  return g_string_free (text, FALSE);
}
