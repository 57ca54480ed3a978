/* guest-play.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "guest-play.h"
#include "test-util.h"

#define LOOK_MSEC 20

#define ADD "tenants add --name Tailwind --tenant-id " BW_GUEST_TENANT \
            " --guest-email " BW_GUEST_EMAIL

#define SECRET "Sec~ret.1"
#define SET_SECRET "account set-secret --expires 2999-05-31"

/* Until the customer's administrator has to agree, the invitation to be accepted, the
 * guest to sign in, the approval to be finalized; and to the end. */
const char * const bw_guest_words[BW_GUEST_N_PHASES] = {
  BW_GUEST_START,
  BW_GUEST_START,
  BW_GUEST_START,
  "--json setup sign-in " BW_GUEST_TENANT,
  "--json setup finalize " BW_GUEST_TENANT,
};
const int bw_guest_codes[BW_GUEST_N_PHASES] = { 3, 3, 3, 3, 0 };

/**
 * Person:
 * @session: (nullable): of the browser, once there is a page to go to
 * @err: the standard error of @process
 * @process: where the address of the page is waited for
 *
 * Who signs in as the guest account where bailiwickctl asks for it.
 */
typedef struct
{
  SoupSession *session;
  char        *err;
  GSubprocess *process;
} Person;

static void
person_free (gpointer data)
{
  Person *self = data;

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_object_unref (self->process);
  g_free (self->err);
  g_free (self);
}

/* Returns: (nullable) (transfer full): the address, once it is there as a whole */
static char *
dup_address (const char *path)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "http://") && lines[i + 1] != NULL)
      return g_strdup (lines[i]);

  return NULL;
}

/* What comes of it shows in the program, if that is still there. */
static void
browse (Person     *self,
        const char *address)
{
  const char *query = strchr (address, '?');
  g_autofree char *page = g_strndup (address, (gsize) (query - address));
  g_autofree char *form = g_strconcat (query + 1, "&user=" BW_GUEST_EMAIL "&consent=accept", NULL);
  g_autoptr(SoupMessage) message = NULL;

  self->session = soup_session_new ();
  message = soup_message_new_from_encoded_form (SOUP_METHOD_POST, page, g_steal_pointer (&form));
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static gboolean
look_cb (gpointer user_data)
{
  Person *self = user_data;
  g_autofree char *address = NULL;

  if (g_subprocess_get_identifier (self->process) == NULL)
    return G_SOURCE_REMOVE;

  if (self->session == NULL)
    address = dup_address (self->err);
  if (address != NULL)
    browse (self, address);

  return G_SOURCE_CONTINUE;
}

static void
attend (BwHostileWorker *worker,
        BwHostilePlace  *place,
        GSubprocess     *process)
{
  g_autoptr(GSource) look = g_timeout_source_new (LOOK_MSEC);
  Person *person = g_new0 (Person, 1);

  person->err = g_strdup (place->err);
  person->process = g_object_ref (process);
  g_source_set_callback (look, look_cb, person, person_free);
  g_source_attach (look, worker->context);
}

static void
expect (BwHostileWorker *worker,
        BwHostilePlace  *place,
        GSubprocess     *process)
{
  g_auto(BwHostileEnd) end = { 0, };

  bw_hostile_wait (worker, place, process, &end);
  if (end.code != 0)
    g_error ("It ended with %d: %s%s", end.code, end.out, end.err);
}

/**
 * bw_guest_prepare:
 * @worker: a worker
 * @place: an empty place
 *
 * Gives the app registration a credential, without which nothing can be set up so, and
 * adds the tenant.
 */
void
bw_guest_prepare (BwHostileWorker *worker,
                  BwHostilePlace  *place)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *path = bw_test_write_file (place->folder, "secret", SECRET "\n");
  g_autoptr(GSubprocess) keeping = NULL;
  g_autoptr(GSubprocess) adding = NULL;

  bw_hostile_place_add_keyring (place);
  g_subprocess_launcher_set_stdin_file_path (launcher, path);
  keeping = bw_hostile_spawn_program (worker, place, launcher, "bailiwickctl", SET_SECRET);
  expect (worker, place, keeping);
  bw_test_sandbox_act (worker->sandbox, "/_sandbox/credentials", "{'secret':'" SECRET "'}");

  adding = bw_hostile_spawn (worker, place, ADD);
  expect (worker, place, adding);
}

/**
 * bw_guest_act:
 * @worker: a worker
 * @phase: the phase that is next
 *
 * Does what the customer's administrator does before that, or the owner of the mailbox.
 */
void
bw_guest_act (BwHostileWorker *worker,
              guint            phase)
{
  if (phase == 1)
    {
      bw_test_sandbox_act (worker->sandbox, "/_sandbox/consent",
                           "{'tenantId':'" BW_GUEST_TENANT "'}");
      /* Microsoft has had time to take note. */
      bw_test_sandbox_advance (worker->sandbox, 60);
    }

  if (phase == 2)
    bw_test_sandbox_act (worker->sandbox, "/_sandbox/accept-invitation",
                         "{'tenantId':'" BW_GUEST_TENANT "','email':'" BW_GUEST_EMAIL "'}");
}

/**
 * bw_guest_spawn:
 * @worker: a worker
 * @place: where the program is at home
 * @phase: a phase
 *
 * Starts bailiwickctl for the phase.  Where that wants somebody to sign in, it is done.
 *
 * Returns: (transfer full): the program
 */
GSubprocess *
bw_guest_spawn (BwHostileWorker *worker,
                BwHostilePlace  *place,
                guint            phase)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  GSubprocess *process;

  /* The browser of who runs the tests has nothing to do with it. */
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  process = bw_hostile_spawn_program (worker, place, launcher, "bailiwickctl",
                                      bw_guest_words[phase]);
  attend (worker, place, process);

  return process;
}
