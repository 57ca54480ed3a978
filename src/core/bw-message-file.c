/* bw-message-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "bw-data.h"
#include "bw-error.h"
#include "bw-message-file.h"

#define ENDING ".txt"
/* So long a language tag gets. */
#define MAX_TAG 35
/* Whoever reads the text has a smaller limit, and says it better. */
#define MAX_BYTES (1024 * 1024)

/**
 * bw_message_file_free:
 * @self: (transfer full): a file
 */
void
bw_message_file_free (BwMessageFile *self)
{
  g_clear_pointer (&self->meanings, g_hash_table_unref);
  g_free (self->language);
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

/* The templates that were there first are in the folder itself.
 *
 * Returns: (nullable): the folder below it */
static const char *
get_folder (BwMessageKind kind)
{
  return kind == BW_MESSAGE_KIND_APPROVAL ? NULL : bw_message_kind_get_nick (kind);
}

static char *
dup_users_folder (BwMessageKind kind)
{
  return g_build_filename (g_get_user_config_dir (), "bailiwick", "messages", get_folder (kind),
                           NULL);
}

static char *
dup_users_path (BwMessageKind  kind,
                const char    *language)
{
  g_autofree char *folder = dup_users_folder (kind);
  g_autofree char *name = g_strconcat (language, ENDING, NULL);

  return g_build_filename (folder, name, NULL);
}

/* Returns: (nullable): the path of ours, if there is one in that language */
static char *
find_ours (BwMessageKind  kind,
           const char    *language)
{
  const char *folder = get_folder (kind);
  g_autofree char *name = g_strdup_printf ("%s%s%s" ENDING, folder != NULL ? folder : "",
                                           folder != NULL ? G_DIR_SEPARATOR_S : "", language);

  return bw_data_find ("messages", name, NULL);
}

static gboolean
is_language (const char *tag)
{
  gsize length = strspn (tag, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-");

  return length > 0 && tag[length] == '\0' && length <= MAX_TAG;
}

static gboolean
check_language (const char  *language,
                GError     **error)
{
  if (is_language (language))
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("“%s” is no language."), language);

  return FALSE;
}

static void
add_languages (GPtrArray  *languages,
               const char *folder)
{
  g_autoptr(GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *language = NULL;

      if (!g_str_has_suffix (name, ENDING))
        continue;

      language = g_strndup (name, strlen (name) - strlen (ENDING));
      if (is_language (language) &&
          !g_ptr_array_find_with_equal_func (languages, language, g_str_equal, NULL))
        g_ptr_array_add (languages, g_steal_pointer (&language));
    }
}

static int
compare_languages (gconstpointer a,
                   gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * bw_message_file_dup_languages:
 * @kind: a kind of message
 *
 * Returns: (transfer full) (array zero-terminated=1): tags of the languages that
 *   there are templates in, those of the program and the user's own
 */
char **
bw_message_file_dup_languages (BwMessageKind kind)
{
  GPtrArray *languages = g_ptr_array_new ();
  g_autofree char *ours = bw_data_find ("messages", get_folder (kind), NULL);
  g_autofree char *users = dup_users_folder (kind);

  add_languages (languages, ours);
  add_languages (languages, users);
  g_ptr_array_sort (languages, compare_languages);
  g_ptr_array_add (languages, NULL);

  return (char **) g_ptr_array_free (languages, FALSE);
}

/**
 * bw_message_file_read:
 * @path: path of a file
 * @error: return location for a file error or a %BW_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the text in it, as UTF-8
 */
char *
bw_message_file_read (const char  *path,
                      GError     **error)
{
  g_autofree char *text = NULL;
  GStatBuf facts;
  gsize length;

  if (g_stat (path, &facts) == 0 && facts.st_size > MAX_BYTES)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("%s is too long for a template."), path);
      return NULL;
    }

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID, _("%s is no text in UTF-8."), path);
      return NULL;
    }

  return g_steal_pointer (&text);
}

/* Returns: (nullable): %NULL without @error too, if nobody wrote any */
static GHashTable *
load_meanings (BwMessageKind   kind,
               const char     *language,
               GError        **error)
{
  const char *folders[BW_MESSAGE_N_KINDS] = {
    [BW_MESSAGE_KIND_APPROVAL] = "roles",
    [BW_MESSAGE_KIND_CONSENT] = "permissions",
  };
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (folders[kind] == NULL)
    return NULL;

  name = g_strdup_printf ("%s" G_DIR_SEPARATOR_S "%s" ENDING, folders[kind], language);
  path = bw_data_find ("messages", name, NULL);
  if (path != NULL)
    text = bw_message_file_read (path, error);

  return text != NULL ? bw_message_read_meanings (kind, text, path, error) : NULL;
}

/**
 * bw_message_file_find:
 * @kind: a kind of message
 * @language: a language tag
 * @error: return location for an error
 *
 * The user's own comes first, even if what is in it is wrong: to use another text in
 * its place would be a surprise.
 *
 * Returns: (transfer full) (nullable): the file, of which @text and @meanings are not read
 */
BwMessageFile *
bw_message_file_find (BwMessageKind   kind,
                      const char     *language,
                      GError        **error)
{
  g_autoptr(BwMessageFile) self = g_new0 (BwMessageFile, 1);
  g_autofree char *ours = NULL;

  if (!check_language (language, error))
    return NULL;

  self->kind = kind;
  self->language = g_strdup (language);
  self->path = dup_users_path (kind, language);
  self->is_own = g_file_test (self->path, G_FILE_TEST_EXISTS);
  ours = find_ours (kind, language);
  self->has_ours = ours != NULL;
  if (!self->is_own)
    {
      g_free (self->path);
      self->path = g_steal_pointer (&ours);
    }

  if (self->path != NULL)
    return g_steal_pointer (&self);

  g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND, _("There is no template for “%s” in “%s”."),
               bw_message_kind_get_label (kind), language);

  return NULL;
}

/**
 * bw_message_file_load:
 * @kind: a kind of message
 * @language: a language tag
 * @error: return location for an error
 *
 * Finds the file as bw_message_file_find() does, and reads it.
 *
 * Returns: (transfer full) (nullable): the file
 */
BwMessageFile *
bw_message_file_load (BwMessageKind   kind,
                      const char     *language,
                      GError        **error)
{
  g_autoptr(BwMessageFile) self = bw_message_file_find (kind, language, error);
  GError *problem = NULL;

  if (self != NULL)
    self->text = bw_message_file_read (self->path, error);
  if (self == NULL || self->text == NULL)
    return NULL;

  self->meanings = load_meanings (kind, language, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* The name of a language is for whoever writes the template to give. */
static char *
dup_in_language (const char *text,
                 const char *language)
{
  g_autofree char *field = g_strconcat ("Language: ", language, NULL);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      if (!g_str_has_prefix (lines[i], "Language:"))
        continue;

      g_free (lines[i]);
      lines[i] = g_steal_pointer (&field);
      break;
    }

  return g_strjoinv ("\n", lines);
}

/**
 * bw_message_file_new_in_language:
 * @model: a file that was read
 * @language: tag of another language
 * @error: return location for %BW_ERROR_INVALID or, where there is a template in @language
 *   already, %BW_ERROR_CONFLICT
 *
 * Begins a template in one more language with the text of @model.
 *
 * Returns: (transfer full) (nullable): a file that is nowhere yet
 */
BwMessageFile *
bw_message_file_new_in_language (const BwMessageFile  *model,
                                 const char           *language,
                                 GError              **error)
{
  g_autoptr(BwMessageFile) self = NULL;
  g_autoptr(BwMessageFile) other = NULL;
  GError *problem = NULL;

  if (!check_language (language, error))
    return NULL;

  other = bw_message_file_find (model->kind, language, NULL);
  if (other != NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_CONFLICT,
                   _("There is a template in “%s” already. Choose it in the list."), language);
      return NULL;
    }

  self = g_new0 (BwMessageFile, 1);
  self->kind = model->kind;
  self->language = g_strdup (language);
  self->text = dup_in_language (model->text, language);
  self->meanings = load_meanings (model->kind, language, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bw_message_file_dup_language_name:
 * @kind: a kind of message
 * @language: a language tag
 *
 * Returns: (transfer full): name of the language, in that language; or @language
 *   itself if there is no good template in it
 */
char *
bw_message_file_dup_language_name (BwMessageKind  kind,
                                   const char    *language)
{
  g_autoptr(BwMessageFile) file = bw_message_file_load (kind, language, NULL);
  g_autoptr(BwMessageTemplate) template = NULL;

  if (file != NULL)
    template = bw_message_template_new (kind, file->text, file->path, NULL, NULL);

  return g_strdup (template != NULL ? bw_message_template_get_language (template) : language);
}

/**
 * bw_message_file_pick_language:
 * @kind: a kind of message
 *
 * Nobody knows the customer's language.
 *
 * Returns: (transfer full): the first language of the user that there is a message
 *   in, or else English
 */
char *
bw_message_file_pick_language (BwMessageKind kind)
{
  g_auto(GStrv) languages = bw_message_file_dup_languages (kind);
  const char * const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_strv_contains ((const char * const *) languages, names[i]))
        return g_strdup (names[i]);
    }

  return g_strdup ("en");
}

/**
 * bw_message_file_save:
 * @kind: a kind of message
 * @language: a language tag
 * @text: a template
 * @error: return location for an error; %BW_ERROR_INVALID tells what is wrong with @text
 *
 * From then on the user's own template is used in place of ours.
 *
 * Returns: whether it is on the disk
 */
gboolean
bw_message_file_save (BwMessageKind   kind,
                      const char     *language,
                      const char     *text,
                      GError        **error)
{
  g_autoptr(BwMessageTemplate) template = NULL;
  g_autofree char *folder = dup_users_folder (kind);
  g_autofree char *path = NULL;

  if (!check_language (language, error))
    return FALSE;

  path = dup_users_path (kind, language);
  template = bw_message_template_new (kind, text, path, NULL, error);
  if (template == NULL)
    return FALSE;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int problem = errno;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (problem),
                   _("The folder %s can’t be made: %s"), folder, g_strerror (problem));
      return FALSE;
    }

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * bw_message_file_reset:
 * @kind: a kind of message
 * @language: a language tag
 * @error: return location for an error; %BW_ERROR_NOT_FOUND if there is none of the user's own
 *
 * Removes the user's own template, so that ours is used again, where there is one.
 *
 * Returns: whether it is gone
 */
gboolean
bw_message_file_reset (BwMessageKind   kind,
                       const char     *language,
                       GError        **error)
{
  g_autofree char *path = NULL;
  int problem;

  if (!check_language (language, error))
    return FALSE;

  path = dup_users_path (kind, language);
  if (g_unlink (path) == 0)
    return TRUE;

  problem = errno;
  if (problem == ENOENT || problem == ENOTDIR)
    g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                 _("There is no template of your own for “%s” in “%s”."),
                 bw_message_kind_get_label (kind), language);
  else
    g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (problem),
                 _("%s can’t be removed: %s"), path, g_strerror (problem));

  return FALSE;
}
