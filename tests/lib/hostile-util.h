/* hostile-util.h - bailiwickctl under attack: many at once, killed, watched and counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "sandbox-util.h"
#include "test-util.h"

G_BEGIN_DECLS

/* Of scenario small: Alder & Pine Architects, a customer that has nothing yet. */
#define BW_HOSTILE_TENANT "9b3de863-f54c-4684-ae49-660c20715fad"

/**
 * BwHostileWorker:
 * @context: the main context of its thread
 * @sandbox: its own, as new at the beginning of each case
 * @url: of that
 * @n_answered: requests that the sandbox has answered since the case began
 * @n_held: requests that it got and never answers
 * @is_over: whether the program that is watched has ended
 * @said: what the sandbox has written to its standard error since the case began
 * @child_setup: (nullable): called in each program before it begins
 * @child_data: for @child_setup
 *
 * One of the threads that work off the cases.
 */
typedef struct
{
  GMainContext     *context;
  BwTestSandbox    *sandbox;
  const char       *url;
  guint             n_answered;
  guint             n_held;
  GDataInputStream *lines;
  GCancellable     *cancellable;
  gboolean          reading;
  gboolean          is_watching;
  gboolean          is_over;
  GString          *said;

  GSpawnChildSetupFunc child_setup;
  gpointer             child_data;
} BwHostileWorker;

typedef void (*BwHostileFunc) (BwHostileWorker *worker,
                               guint            index,
                               gpointer         data);

/**
 * BwHostilePlace:
 * @folder: all below
 * @state: the state folder
 * @keyring: (nullable): a file that stands in for a keyring
 * @out: what the last program wrote to its standard output
 * @err: what it wrote to its standard error
 *
 * Where a program is at home.
 */
typedef struct
{
  char *folder;
  char *state;
  char *keyring;
  char *out;
  char *err;
} BwHostilePlace;

/**
 * BwHostileEnd:
 * @code: the exit code, or -1
 * @signal: what ended it, or 0
 * @hung: whether it had to be ended because it never came to an end
 * @out: what it wrote to its standard output
 * @err: what it wrote to its standard error
 *
 * What came of a program.
 */
typedef struct
{
  int       code;
  int       signal;
  gboolean  hung;
  char     *out;
  char     *err;
} BwHostileEnd;

gboolean        bw_hostile_wants_all    (void);
void            bw_hostile_run          (guint             n_cases,
                                         BwHostileFunc     function,
                                         gpointer          data);
void            bw_hostile_run_at       (const char       *time_scale,
                                         guint             n_cases,
                                         BwHostileFunc     function,
                                         gpointer          data);

BwHostilePlace *bw_hostile_place_new    (void) G_GNUC_WARN_UNUSED_RESULT;
BwHostilePlace *bw_hostile_place_share  (BwHostilePlace   *self) G_GNUC_WARN_UNUSED_RESULT;
void            bw_hostile_place_free   (BwHostilePlace   *self);
void            bw_hostile_place_add_keyring
                                        (BwHostilePlace   *self);
guint           bw_hostile_place_check  (BwHostilePlace   *self);

void            bw_hostile_complain     (char            **complaints,
                                         const char       *format,
                                         ...) G_GNUC_PRINTF (2, 3);

void            bw_hostile_end_clear    (BwHostileEnd     *self);

GSubprocess    *bw_hostile_spawn        (BwHostileWorker  *worker,
                                         BwHostilePlace   *place,
                                         const char       *words) G_GNUC_WARN_UNUSED_RESULT;
GSubprocess    *bw_hostile_spawn_program
                                        (BwHostileWorker  *worker,
                                         BwHostilePlace   *place,
                                         GSubprocessLauncher *launcher,
                                         const char       *name,
                                         const char       *words) G_GNUC_WARN_UNUSED_RESULT;
void            bw_hostile_watch        (BwHostileWorker  *worker,
                                         GSubprocess      *process);
void            bw_hostile_await        (BwHostileWorker  *worker,
                                         BwTestFunc        done,
                                         gpointer          data);
void            bw_hostile_wait         (BwHostileWorker  *worker,
                                         BwHostilePlace   *place,
                                         GSubprocess      *process,
                                         BwHostileEnd     *end);
void            bw_hostile_command      (BwHostileWorker  *worker,
                                         BwHostilePlace   *place,
                                         const char       *words,
                                         BwHostileEnd     *end);
void            bw_hostile_approve      (BwHostileWorker  *worker);

char           *bw_hostile_dup_state    (BwHostileWorker  *worker);
GHashTable     *bw_hostile_count_writes (BwHostileWorker  *worker);
char           *bw_hostile_dup_setup    (BwHostileWorker  *worker,
                                         BwHostilePlace   *place,
                                         const char       *tenant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwHostilePlace, bw_hostile_place_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BwHostileEnd, bw_hostile_end_clear)

G_END_DECLS
