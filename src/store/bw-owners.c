/* bw-owners.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An owner is one byte of a file, locked for as long as the owner runs.  The kernel
 * takes the lock away however a process ends, so nobody has to wait for the leases
 * of one that was killed to run out.
 */

#define _GNU_SOURCE /* F_OFD_SETLK: locks of a descriptor, not of the whole process */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-owners.h"

struct _BwOwners
{
  char       *path;
  int         fd;    /* -1: nobody has asked yet */
  GHashTable *ours;  /* set of the owners that were claimed here */
};

static void
owners_clear (gpointer data)
{
  BwOwners *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->ours);
  g_free (self->path);
}

/**
 * bw_owners_new:
 * @folder: the store's folder
 *
 * For one thread at a time.
 *
 * Returns: (transfer full): who works on what is in @folder
 */
BwOwners *
bw_owners_new (const char *folder)
{
  BwOwners *self = g_atomic_rc_box_new0 (BwOwners);

  self->path = g_build_filename (folder, "bailiwick.owners", NULL);
  self->fd = -1;
  self->ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * bw_owners_ref:
 * @self: owners
 *
 * Returns: (transfer full): @self
 */
BwOwners *
bw_owners_ref (BwOwners *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * bw_owners_unref:
 * @self: (transfer full): owners; those that were claimed here run no more when the
 *   last reference is gone
 */
void
bw_owners_unref (BwOwners *self)
{
  g_atomic_rc_box_release_full (self, owners_clear);
}

/* Which byte stands for an owner.  Nothing is ever written there. */
static struct flock
make_lock (const char *owner)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
  guint8 digest[32];
  gsize size = sizeof digest;
  guint64 place;

  g_checksum_update (checksum, (const guchar *) owner, -1);
  g_checksum_get_digest (checksum, digest, &size);
  memcpy (&place, digest, sizeof place);
  lock.l_start = (off_t) (place >> 2);

  return lock;
}

static gboolean
ensure_open (BwOwners *self)
{
  if (self->fd < 0)
    self->fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  return self->fd >= 0;
}

/**
 * bw_owners_claim:
 * @self: owners
 * @owner: who we are, different in each process
 * @error: return location for %BW_ERROR_STORAGE
 *
 * Returns: whether every process can tell now that @owner runs
 */
gboolean
bw_owners_claim (BwOwners    *self,
                 const char  *owner,
                 GError     **error)
{
  struct flock lock = make_lock (owner);
  int code;

  if (g_hash_table_contains (self->ours, owner))
    return TRUE;

  if (ensure_open (self) && fcntl (self->fd, F_OFD_SETLK, &lock) == 0)
    {
      g_hash_table_add (self->ours, g_strdup (owner));
      return TRUE;
    }

  code = errno;
  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE,
               _("“%s” cannot be locked (%s). Check that you may write to it and to its folder."),
               self->path, g_strerror (code));

  return FALSE;
}

/**
 * bw_owners_is_alive:
 * @self: owners
 * @owner: somebody who claimed to be that, here or in another process
 *
 * Returns: whether it runs, or that cannot be found out
 */
gboolean
bw_owners_is_alive (BwOwners   *self,
                    const char *owner)
{
  struct flock lock = make_lock (owner);

  /* Our own locks do not stand in our way, so they are not reported. */
  if (g_hash_table_contains (self->ours, owner) || !ensure_open (self))
    return TRUE;

  return fcntl (self->fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}
