/* bw-sandbox-claim.c - who uses the sandbox of a state folder, and where it listens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several processes may use one state folder, and share one sandbox then.  The
 * locks are the kernel's, and end with the processes that hold them, however
 * these end:
 *
 * sandbox.users is locked by all users together.  When the sandbox gets that lock
 * for itself, nobody is left, and it ends.
 *
 * sandbox.lock is locked by the sandbox, through a descriptor that it inherits, so
 * that no two work on one state file.
 *
 * sandbox.json says where the sandbox listens, or listened when it last ran.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-sandbox-claim.h"

static void
set_error (GError     **error,
           const char  *path)
{
  int code = errno;

  g_set_error (error, BW_ERROR, BW_ERROR_STORAGE, _("“%s” cannot be used: %s."), path,
               g_strerror (code));
}

/* Returns: a descriptor, or -1; without @error if somebody else's lock is in the way */
static int
open_locked (const char  *folder,
             const char  *name,
             int          kind,
             GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
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

  if (flock (fd, kind | LOCK_NB) == 0)
    return fd;

  if (errno != EWOULDBLOCK)
    set_error (error, path);
  close (fd);

  return -1;
}

/**
 * bw_sandbox_claim_dup_users_path:
 * @folder: the state folder
 *
 * Returns: (transfer full): the file that users lock
 */
char *
bw_sandbox_claim_dup_users_path (const char *folder)
{
  return g_build_filename (folder, "sandbox.users", NULL);
}

/**
 * bw_sandbox_claim_use:
 * @folder: the state folder; made if it is not there
 * @error: return location for %BW_ERROR_STORAGE
 *
 * Returns: a descriptor that keeps a sandbox from ending until it is closed; or -1,
 *   without @error if one is about to end
 */
int
bw_sandbox_claim_use (const char  *folder,
                      GError     **error)
{
  return open_locked (folder, "sandbox.users", LOCK_SH, error);
}

/**
 * bw_sandbox_claim_is_last:
 * @use: what bw_sandbox_claim_use() returned
 *
 * Nobody can begin to use the sandbox afterwards if so, until @use is closed.
 *
 * Returns: whether nobody else uses the sandbox
 */
gboolean
bw_sandbox_claim_is_last (int use)
{
  /* Not got: others share it, or the sandbox was faster and has it. */
  return flock (use, LOCK_EX | LOCK_NB) == 0 || flock (use, LOCK_SH | LOCK_NB) != 0;
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
  return open_locked (folder, "sandbox.lock", LOCK_EX, error);
}

/**
 * bw_sandbox_claim_publish:
 * @folder: the state folder
 * @url: where the sandbox listens
 * @pid: its process
 * @error: return location for %BW_ERROR_STORAGE
 *
 * Returns: whether others can find it now
 */
gboolean
bw_sandbox_claim_publish (const char  *folder,
                          const char  *url,
                          gint64       pid,
                          GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "sandbox.json", NULL);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) cause = NULL;

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "url", url);
  bw_json_add_int (builder, "pid", pid);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = bw_json_to_text (root, FALSE);

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return TRUE;

  g_set_error_literal (error, BW_ERROR, BW_ERROR_STORAGE, cause->message);

  return FALSE;
}

/**
 * bw_sandbox_claim_dup_url:
 * @folder: the state folder
 * @runs: (out): whether the sandbox that this is about is there still
 *
 * Returns: (transfer full) (nullable): where it listens, or did when it last ran
 */
char *
bw_sandbox_claim_dup_url (const char *folder,
                          gboolean   *runs)
{
  g_autofree char *path = g_build_filename (folder, "sandbox.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;
  gint64 pid;

  *runs = FALSE;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  root = bw_json_parse_text (text, NULL);
  pid = bw_json_get_int (root != NULL ? bw_json_node_object (root) : NULL, "pid", 0);
  *runs = pid > 0 && pid <= G_MAXINT && kill ((pid_t) pid, 0) == 0;

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
  const char *url = bw_json_get_string (root != NULL ? bw_json_node_object (root) : NULL, "url");
  g_autoptr(GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  /* In "http://127.0.0.1:1@elsewhere.example" that is a user's name. */
  if (uri == NULL || !g_str_has_prefix (url, "http://127.0.0.1:") ||
      g_uri_get_userinfo (uri) != NULL || g_strcmp0 (g_uri_get_host (uri), "127.0.0.1") != 0 ||
      g_uri_get_port (uri) <= 0)
    return NULL;

  return g_strdup (url);
}
