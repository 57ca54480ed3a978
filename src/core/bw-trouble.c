/* bw-trouble.c - what to tell a person of an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-catalogue.h"
#include "bw-error.h"
#include "bw-trouble.h"
#include "bw-util.h"

/* Whether it is about Microsoft, the way there, or what we keep here.  The others
 * are about what the user asked for, and say all that there is to say. */
static gboolean
is_event (const GError *error)
{
  if (error->domain != BW_ERROR)
    return FALSE;

  switch ((BwError) error->code)
    {
    case BW_ERROR_PROTOCOL:
    case BW_ERROR_AUTH:
    case BW_ERROR_INTERACTION_REQUIRED:
    case BW_ERROR_DENIED:
    case BW_ERROR_CONDITIONAL_ACCESS:
    case BW_ERROR_THROTTLED:
    case BW_ERROR_UNAVAILABLE:
    case BW_ERROR_OFFLINE:
    case BW_ERROR_NOT_CONVERGED:
    case BW_ERROR_STORAGE:
    case BW_ERROR_KEYRING:
    case BW_ERROR_BUSY:
    case BW_ERROR_CLOCK:
    case BW_ERROR_DISK_FULL:
    case BW_ERROR_NEWER_DATABASE:
      return TRUE;

    case BW_ERROR_FAILED:
    case BW_ERROR_INVALID:
    case BW_ERROR_NOT_FOUND:
    case BW_ERROR_CONFLICT:
    case BW_ERROR_NEEDS_PERSON:
    default:
      return FALSE;
    }
}

/**
 * bw_trouble_from_error:
 * @error: an error
 *
 * Returns: (transfer full) (nullable): the failure that it tells of, which has an
 *   event ID; or %NULL where only what the user asked for is wrong
 */
BwFailure *
bw_trouble_from_error (const GError *error)
{
  g_autofree char *tracking_id = NULL;
  BwFailure *failure;

  g_return_val_if_fail (error != NULL, NULL);

  if (bw_failure_of_error (error) != NULL)
    return bw_failure_ref (bw_failure_of_error (error));

  if (!is_event (error))
    return NULL;

  tracking_id = g_uuid_string_random ();
  failure = bw_catalogue_from_error (error, tracking_id);
  bw_set_str (&failure->meaning, error->message);

  return failure;
}
