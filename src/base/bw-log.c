/* bw-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-log.h"
#include "bw-pace.h"

#define MAX_RECENT 200

/* What tells that a secret follows, or what secrets look like by themselves. */
static const struct
{
  const char *pattern;
  const char *replacement;
} rules[] = {
  { "(?i)\\b(bearer)\\s+[a-z0-9._~+/=-]{4,}", "\\1 ***" },
  { "(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie)(\\s*:\\s*)[^\\r\\n]+", "\\1\\2***" },
  { "(?i)(\"(?:access_token|refresh_token|id_token|client_secret|client_assertion|assertion|"
    "code_verifier|device_code|password|secretText|clientSecret)\"\\s*:\\s*)"
    "\"(?:[^\"\\\\]++|\\\\.)*+\"?", "\\1\"***\"" },
  { "(?i)\\b(code|access_token|refresh_token|id_token|client_secret|client_assertion|assertion|"
    "code_verifier|device_code|password)(\\s*=\\s*|%3d)[^&\\s\"'<>]+", "\\1\\2***" },
  /* A JSON Web Token, and a refresh token or code of Microsoft's. */
  { "\\beyJ[A-Za-z0-9_-]{4,}+(?:\\.[A-Za-z0-9_-]*+){1,4}", "***" },
  { "\\b(?:[01]\\.A|M\\.[CR])[A-Za-z0-9_.!*$-]{20,}+", "***" },
  /* Nothing that people read is this long without a space. */
  { "[A-Za-z0-9_~+=-]{80,}+", "***" },
};

static GMutex mutex;              /* for all below */
static GQueue recent = G_QUEUE_INIT;  /* (element-type utf8) */
static gboolean is_verbose;
static gboolean is_set_up;

static GRegex *
get_rule (gsize position)
{
  static GRegex *compiled[G_N_ELEMENTS (rules)];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
        compiled[i] = g_regex_new (rules[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);

      g_once_init_leave (&once, 1);
    }

  return compiled[position];
}

/**
 * bw_log_redact:
 * @text: (nullable): anything that is about to be shown or written down
 *
 * Takes out what opens doors: access and refresh tokens, sign-in codes, client
 * secrets and assertions, in headers, forms, JSON or standing alone.
 *
 * Returns: (transfer full): valid UTF-8 with `***` in place of each secret
 */
char *
bw_log_redact (const char *text)
{
  g_autofree char *clean = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      char *next = g_regex_replace (get_rule (i), clean, -1, 0, rules[i].replacement, 0, NULL);

      /* The matcher has limits; what it cannot look at is not shown either. */
      if (next == NULL)
        return g_strdup ("***");

      g_free (clean);
      clean = next;
    }

  return g_steal_pointer (&clean);
}

static gboolean
is_ours (const char *domain)
{
  return domain != NULL &&
         (g_str_has_prefix (domain, "bw-") || g_str_has_prefix (domain, "bailiwick"));
}

static const char *
get_level_name (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "error";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "message";

  return level & G_LOG_LEVEL_INFO ? "info" : "debug";
}

/* Returns: whether a message that G_MESSAGES_DEBUG does not ask for is shown all the same */
static gboolean
remember (GLogLevelFlags  level,
          const char     *domain,
          const char     *message)
{
  g_autofree char *time = bw_clock_format (bw_clock_now ());
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_queue_push_tail (&recent, g_strdup_printf ("%s %s %s: %s", time,
                                               domain != NULL ? domain : "-",
                                               get_level_name (level), message));
  if (g_queue_get_length (&recent) > MAX_RECENT)
    g_free (g_queue_pop_head (&recent));

  return is_verbose;
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  g_autofree GLogField *safe = g_memdup2 (fields, n_fields * sizeof *fields);
  g_autofree char *message = NULL;
  const char *domain = NULL;
  gboolean quiet = (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)) != 0;

  for (gsize i = 0; i < n_fields; i++)
    {
      if (strcmp (safe[i].key, "GLIB_DOMAIN") == 0)
        domain = safe[i].value;

      if (strcmp (safe[i].key, "MESSAGE") == 0 && message == NULL)
        {
          g_autofree char *raw = safe[i].length < 0 ? g_strdup (safe[i].value)
                                                    : g_strndup (safe[i].value,
                                                                 (gsize) safe[i].length);

          safe[i].value = message = bw_log_redact (raw);
          safe[i].length = -1;
        }
    }

  /* Other libraries' chatter would only push our own lines out. */
  if (message != NULL && (is_ours (domain) || !quiet) &&
      remember (level, domain, message) && quiet)
    return g_log_writer_standard_streams (level, safe, n_fields, user_data);

  return g_log_writer_default (level, safe, n_fields, user_data);
}

/**
 * bw_log_set_up:
 * @verbose: whether to show our debug messages without being asked through
 *   `G_MESSAGES_DEBUG`
 *
 * Sends all log messages of the process through bw_log_redact() to stderr (or
 * the journal).  A second call only sets @verbose.
 */
void
bw_log_set_up (gboolean verbose)
{
  gboolean first;

  g_mutex_lock (&mutex);
  first = !is_set_up;
  is_set_up = TRUE;
  is_verbose = verbose;
  g_mutex_unlock (&mutex);

  if (!first)
    return;

  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_log, NULL, NULL);
}

/**
 * bw_log_dup_recent:
 *
 * Returns: (transfer full): the newest log messages, oldest first, a line each,
 *   with the debug messages that were not shown; fit for a support case
 */
char *
bw_log_dup_recent (void)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GString *text = g_string_new (NULL);

  for (GList *l = recent.head; l != NULL; l = l->next)
    g_string_append_printf (text, "%s\n", (const char *) l->data);

  return g_string_free (text, FALSE);
}
