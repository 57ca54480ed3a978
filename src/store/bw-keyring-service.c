/* bw-keyring-service.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When the user refuses a prompt, libsecret (0.20 to 0.21 at least) never calls
 * back.  How prompts are made is a class's own affair, so ours does it right.
 */

#include "config.h"

#include "bw-keyring-service.h"

/* As libsecret documents it, in a header that cannot be included by itself. */
#define EXTENSION_POINT "secret-backend"

struct _BwKeyringService
{
  SecretService parent_instance;
};

G_DEFINE_FINAL_TYPE (BwKeyringService, bw_keyring_service, SECRET_TYPE_SERVICE)

/* Of the thread that talks to the keyring. */
static _Thread_local gboolean refuses_prompts;

static void
prompted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GVariant *answer = secret_prompt_perform_finish (SECRET_PROMPT (source), result, &error);

  /* Who asked for the prompt in libsecret relies on an answer or an error. */
  if (error == NULL && answer == NULL)
    g_set_error_literal (&error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "The prompt was refused");

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
}

/* Not cancelled, whatever @cancellable says: GNOME's keyring (42.1) dies when a
 * prompt of its own is taken back. */
static void
bw_keyring_service_prompt_async (SecretService       *service,
                                 SecretPrompt        *prompt,
                                 const GVariantType  *return_type,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (service, NULL, callback, user_data);

  g_task_set_source_tag (task, bw_keyring_service_prompt_async);
  if (refuses_prompts)
    {
      g_task_return_new_error (task, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "Nobody is to be asked");
      g_object_unref (task);
      return;
    }

  secret_prompt_perform (prompt, NULL, return_type, NULL, prompted_cb, task);
}

static GVariant *
bw_keyring_service_prompt_finish (SecretService  *service,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bw_keyring_service_class_init (BwKeyringServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  service_class->prompt_async = bw_keyring_service_prompt_async;
  service_class->prompt_finish = bw_keyring_service_prompt_finish;
}

static void
bw_keyring_service_init (BwKeyringService *self)
{
}

/**
 * bw_keyring_service_register:
 *
 * Makes libsecret use this class where it would use its own.
 */
void
bw_keyring_service_register (void)
{
  /* Libsecret's own class makes the extension point, and is there with priority 0. */
  g_type_ensure (SECRET_TYPE_SERVICE);
  g_io_extension_point_implement (EXTENSION_POINT, BW_TYPE_KEYRING_SERVICE, "service", 1);
}

/**
 * bw_keyring_service_refuse_prompts:
 *
 * In the calling thread, what would take a question to the user fails as it does
 * when the user refuses.
 */
void
bw_keyring_service_refuse_prompts (void)
{
  refuses_prompts = TRUE;
}
