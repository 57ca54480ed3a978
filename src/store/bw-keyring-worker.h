/* bw-keyring-worker.h - the thread that talks to the keyring; for this layer only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BwKeyringAction:
 *
 * What to do with a secret.
 */
typedef enum
{
  BW_KEYRING_STORE,
  BW_KEYRING_LOOK_UP,
  BW_KEYRING_CLEAR,
} BwKeyringAction;

/**
 * BwKeyringWork:
 * @action: what to do
 * @attributes: (element-type utf8 utf8): which secret
 * @label: (nullable): to store it with
 * @secret: (nullable): to store
 *
 * The data of a task for bw_keyring_worker_run().
 */
typedef struct
{
  BwKeyringAction  action;
  GHashTable      *attributes;
  char            *label;
  char            *secret;
} BwKeyringWork;

BwKeyringWork   *bw_keyring_work_new    (BwKeyringAction   action) G_GNUC_WARN_UNUSED_RESULT;
void             bw_keyring_work_free   (BwKeyringWork    *self);

typedef struct _BwKeyringWorker BwKeyringWorker;

BwKeyringWorker *bw_keyring_worker_new  (gboolean          may_ask) G_GNUC_WARN_UNUSED_RESULT;
void             bw_keyring_worker_free (BwKeyringWorker  *self);
void             bw_keyring_worker_run  (BwKeyringWorker  *self,
                                         GTask            *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwKeyringWork, bw_keyring_work_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwKeyringWorker, bw_keyring_worker_free)

G_END_DECLS
