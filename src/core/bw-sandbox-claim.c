/* bw-sandbox-claim.c - who runs the sandbox of a state folder, and where it listens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two locks of the kernel, which end with the processes that hold them, however
 * these end:
 *
 * sandbox.lock is locked by the sandbox itself, through a descriptor that it
 * inherits, so that no two work on one state file.
 *
 * sandbox.json says where the sandbox listens, and is locked by the process that
 * started it for as long as that wants it to run.  Unlocked it is about a sandbox
 * that has ended or is about to, and only its port is of use still.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-sandbox-claim.h"

#define MAX_SIZE 4096

static void
set_error (GError     **error,
           const char  *path)
{
  int code = errno;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE, _("“%s” cannot be used: %s."), path,
               g_strerror (code));
}

/**
 * bw_sandbox_claim_lock:
 * @folder: the state folder; made if it is not there
 * @error: return location for %BW_ERROR_STORAGE
 *
 * Returns: a descriptor for a sandbox to inherit, which holds the lock until its
 *   last copy is closed; or -1, without @error if a sandbox runs already
 */
int
bw_sandbox_claim_lock (const char  *folder,
                       GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "sandbox.lock", NULL);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_error (error, folder);
      return -1;
    }

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_error (error, path);
      return -1;
    }

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  if (errno != EWOULDBLOCK)
    set_error (error, path);
  close (fd);

  return -1;
}

/**
 * bw_sandbox_claim_publish:
 * @folder: the state folder
 * @url: where our sandbox listens
 * @error: return location for %BW_ERROR_STORAGE
 *
 * Returns: a descriptor to close when the sandbox is to end, or -1
 */
int
bw_sandbox_claim_publish (const char  *folder,
                          const char  *url,
                          GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "sandbox.json", NULL);
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;
  gssize size;
  int fd;

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "url", url);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = bw_json_to_text (root, FALSE);
  size = strlen (text);

  /* Locked before it has its name, so that nobody sees it unlocked. */
  fd = g_open (fresh, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0 && write (fd, text, size) == size &&
      g_rename (fresh, path) == 0)
    return fd;

  set_error (error, path);
  if (fd >= 0)
    close (fd);

  return -1;
}

/**
 * bw_sandbox_claim_dup_url:
 * @folder: the state folder
 * @runs: (out): whether the sandbox runs, and is meant to
 *
 * Returns: (transfer full) (nullable): where it listens, or did when it last ran
 */
char *
bw_sandbox_claim_dup_url (const char *folder,
                          gboolean   *runs)
{
  g_autofree char *path = g_build_filename (folder, "sandbox.json", NULL);
  char text[MAX_SIZE + 1];
  gssize size;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  *runs = FALSE;
  if (fd < 0)
    return NULL;

  *runs = flock (fd, LOCK_SH | LOCK_NB) != 0;
  size = read (fd, text, MAX_SIZE);
  close (fd);
  text[MAX (size, 0)] = '\0';

  return bw_sandbox_claim_read_url (text);
}

/**
 * bw_sandbox_claim_read_url:
 * @line: a JSON object with a member "url"
 *
 * Returns: (transfer full) (nullable): the address, if it is one of this machine
 */
char *
bw_sandbox_claim_read_url (const char *line)
{
  g_autoptr(JsonNode) root = bw_json_parse_text (line, NULL);
  const char *url = root != NULL ? bw_json_get_string (bw_json_node_object (root), "url") : NULL;

  return url != NULL && g_str_has_prefix (url, "http://127.0.0.1:") ? g_strdup (url) : NULL;
}
