/* bw-error.h - the one error domain every layer reports in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BW_ERROR (bw_error_quark ())

/**
 * BwError:
 * @BW_ERROR_FAILED: anything without a better code
 * @BW_ERROR_INVALID: what the user gave us is wrong; nothing was changed
 * @BW_ERROR_PROTOCOL: the service answered with something we cannot read
 * @BW_ERROR_AUTH: nobody is signed in, or the sign-in has ended
 * @BW_ERROR_INTERACTION_REQUIRED: signed in, but Microsoft wants to see the person again
 * @BW_ERROR_DENIED: signed in, but not allowed
 * @BW_ERROR_CONDITIONAL_ACCESS: a policy of the tenant keeps us out
 * @BW_ERROR_NOT_FOUND: the thing asked for is not there
 * @BW_ERROR_CONFLICT: it exists already, or changed under us
 * @BW_ERROR_THROTTLED: asked to slow down, and patience ran out
 * @BW_ERROR_UNAVAILABLE: the service has a fault; trying later may help
 * @BW_ERROR_OFFLINE: the service cannot be reached from here
 * @BW_ERROR_NOT_CONVERGED: the change was accepted but never showed
 * @BW_ERROR_NEEDS_PERSON: nothing to do until somebody acts elsewhere
 * @BW_ERROR_STORAGE: the database or the state folder cannot be used
 * @BW_ERROR_KEYRING: the system keyring is locked, absent or refuses
 * @BW_ERROR_BUSY: another process of ours is at it
 * @BW_ERROR_CLOCK: the clock of this computer is wrong
 * @BW_ERROR_DISK_FULL: no space is left for the database
 * @BW_ERROR_NEWER_DATABASE: a newer version of ours wrote the database
 *
 * What to do next, rather than what happened: what Microsoft said travels
 * beside the message as a #BwFailure.  Cancellation stays %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  BW_ERROR_FAILED,
  BW_ERROR_INVALID,
  BW_ERROR_PROTOCOL,
  BW_ERROR_AUTH,
  BW_ERROR_INTERACTION_REQUIRED,
  BW_ERROR_DENIED,
  BW_ERROR_CONDITIONAL_ACCESS,
  BW_ERROR_NOT_FOUND,
  BW_ERROR_CONFLICT,
  BW_ERROR_THROTTLED,
  BW_ERROR_UNAVAILABLE,
  BW_ERROR_OFFLINE,
  BW_ERROR_NOT_CONVERGED,
  BW_ERROR_NEEDS_PERSON,
  BW_ERROR_STORAGE,
  BW_ERROR_KEYRING,
  BW_ERROR_BUSY,
  BW_ERROR_CLOCK,
  BW_ERROR_DISK_FULL,
  BW_ERROR_NEWER_DATABASE,
} BwError;

typedef gpointer (*BwErrorRef) (gpointer data);

GQuark   bw_error_quark        (void);
void     bw_error_attach       (GError         *error,
                                gpointer        data,
                                BwErrorRef      ref,
                                GDestroyNotify  unref);
gpointer bw_error_get_attached (const GError   *error);
gboolean bw_error_is_storage   (const GError   *error);

G_END_DECLS
