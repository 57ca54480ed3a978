/* bw-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-settings.h"

/* g_settings_new() aborts where the schema is not installed.  The window merely
 * remembers nothing then, so that it runs from an unfinished installation too. */
static GSettings *
get_settings (void)
{
  static GSettings *settings;
  static gsize tried;

  if (g_once_init_enter (&tried))
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr(GSettingsSchema) schema = NULL;

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, BW_APP_ID, TRUE);

      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      else
        g_message ("The settings schema %s is not installed; nothing is remembered", BW_APP_ID);

      g_once_init_leave (&tried, 1);
    }

  return settings;
}

/**
 * bw_settings_get_int:
 * @key: a key of the schema
 * @fallback: for when there is no schema
 *
 * Returns: the number kept
 */
int
bw_settings_get_int (const char *key,
                     int         fallback)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_int (settings, key) : fallback;
}

/**
 * bw_settings_set_int:
 * @key: a key of the schema
 * @value: what to keep
 */
void
bw_settings_set_int (const char *key,
                     int         value)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_int (settings, key, value);
}

/**
 * bw_settings_get_boolean:
 * @key: a key of the schema
 *
 * Returns: what is kept, or %FALSE where there is no schema
 */
gboolean
bw_settings_get_boolean (const char *key)
{
  GSettings *settings = get_settings ();

  return settings != NULL && g_settings_get_boolean (settings, key);
}

/**
 * bw_settings_set_boolean:
 * @key: a key of the schema
 * @value: what to keep
 */
void
bw_settings_set_boolean (const char *key,
                         gboolean    value)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_boolean (settings, key, value);
}

/**
 * bw_settings_dup_string:
 * @key: a key of the schema
 *
 * Returns: (transfer full): what is kept, or "" where there is no schema
 */
char *
bw_settings_dup_string (const char *key)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_string (settings, key) : g_strdup ("");
}

/**
 * bw_settings_set_string:
 * @key: a key of the schema
 * @value: what to keep
 */
void
bw_settings_set_string (const char *key,
                        const char *value)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, key, value);
}
