/* replay.c - runs a fuzz target without a fuzzer: over its corpus, and changes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The changes are the same each time, so what fails here fails everywhere.
 */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

/* For one input: a reader that needs longer is a reader that hangs. */
#define PATIENCE_SECONDS 30
#define MAX_SIZE (64 * 1024)

static GPtrArray *corpus; /* of GBytes */
static GPtrArray *words;  /* of the dictionary */

static GBytes *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;
  char *text;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (text, size);
}

static void
read_corpus (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", FUZZ_NAME, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_with_data (names, (GCompareDataFunc) (void (*) (void)) g_strcmp0, NULL);

  corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (corpus, read_file (folder, g_ptr_array_index (names, i)));
  g_assert_cmpuint (corpus->len, >, 0);
}

/* What libFuzzer writes as \\, \" or \x0a. */
static char *
unescape (const char *text)
{
  GString *word = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (*text != '\\')
        {
          g_string_append_c (word, *text);
        }
      else if (text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]))
        {
          g_string_append_c (word, (char) (g_ascii_xdigit_value (text[2]) * 16 +
                                           g_ascii_xdigit_value (text[3])));
          text += 3;
        }
      else if (text[1] != '\0')
        {
          g_string_append_c (word, *++text);
        }
    }

  return g_string_free (word, FALSE);
}

/* Each word stands between quotation marks on a line of its own. */
static void
read_words (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fuzz", FUZZ_NAME ".dict", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  words = g_ptr_array_new_with_free_func (g_free);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *begin = strchr (lines[i], '"');
      char *end = strrchr (lines[i], '"');

      if (lines[i][0] == '#' || begin == end)
        continue;

      *end = '\0';
      g_ptr_array_add (words, unescape (begin + 1));
    }
}

static void
run (GByteArray *input)
{
  alarm (PATIENCE_SECONDS);
  LLVMFuzzerTestOneInput (input->data, input->len);
  alarm (0);
}

static guint
pick (GRand *random,
      guint  n)
{
  return n > 0 ? g_rand_int (random) % n : 0;
}

static void
insert (GByteArray   *input,
        guint         place,
        const guint8 *data,
        guint         size)
{
  guint old = input->len;

  g_byte_array_set_size (input, old + size);
  memmove (input->data + place + size, input->data + place, old - place);
  memcpy (input->data + place, data, size);
}

static void
insert_other (GByteArray *input,
              GRand      *random)
{
  GBytes *other = g_ptr_array_index (corpus, pick (random, corpus->len));
  gsize size;
  const guint8 *data = g_bytes_get_data (other, &size);
  guint start = pick (random, (guint) size + 1);
  guint length = pick (random, (guint) size - start + 1);

  if (length > 0)
    insert (input, pick (random, input->len + 1), data + start, length);
}

static void
insert_word (GByteArray *input,
             GRand      *random)
{
  const char *word;

  if (words->len == 0)
    return;

  word = g_ptr_array_index (words, pick (random, words->len));
  insert (input, pick (random, input->len + 1), (const guint8 *) word, (guint) strlen (word));
}

/* One small change. */
static void
change (GByteArray *input,
        GRand      *random)
{
  static const guint8 bytes[] = { 0, 1, '"', '\\', '{', '}', '[', ']', ',', ':', '%', '.', ' ',
                                  '\n', '-', '0', '9', 0x7f, 0x80, 0xc0, 0xed, 0xf4, 0xff };
  guint place = pick (random, input->len + 1);
  guint rest = input->len - place;
  guint8 byte = bytes[pick (random, sizeof bytes)];

  switch (pick (random, 8))
    {
    case 0:
      if (rest > 0)
        input->data[place] ^= (guint8) (1 << pick (random, 8));
      break;

    case 1:
      if (rest > 0)
        input->data[place] = byte;
      break;

    case 2:
      insert (input, place, &byte, 1);
      break;

    case 3:
      if (rest > 0)
        g_byte_array_remove_range (input, place, pick (random, rest) + 1);
      break;

    case 4:
      g_byte_array_set_size (input, place);
      break;

    case 5:
      insert_other (input, random);
      break;

    case 6:
    case 7:
    default:
      insert_word (input, random);
      break;
    }

  if (input->len > MAX_SIZE)
    g_byte_array_set_size (input, MAX_SIZE);
}

static GByteArray *
dup_input (GBytes *bytes)
{
  GByteArray *input = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size > 0)
    g_byte_array_append (input, data, (guint) size);

  return input;
}

static void
test_corpus (void)
{
  for (guint i = 0; i < corpus->len; i++)
    {
      g_autoptr(GByteArray) input = dup_input (g_ptr_array_index (corpus, i));

      run (input);
    }
}

static void
test_changes (void)
{
  gboolean all = g_strcmp0 (g_getenv ("BW_HOSTILE"), "all") == 0;
  guint n = all ? FUZZ_CHANGES * 50 : FUZZ_CHANGES;
  g_autoptr(GRand) random = g_rand_new_with_seed (20260);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GByteArray) input = dup_input (g_ptr_array_index (corpus, i % corpus->len));
      guint n_changes = 1 + pick (random, 6);

      for (guint j = 0; j < n_changes; j++)
        change (input, random);
      run (input);
    }

  g_test_message ("%u inputs%s", n, all ? "" : " (more with BW_HOSTILE=all)");
}

/* Libraries quote what they could not read, which need not be text. */
static void
drop_cb (const char     *domain,
         GLogLevelFlags  level,
         const char     *message,
         gpointer        user_data)
{
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("libsoup", G_LOG_LEVEL_DEBUG, drop_cb, NULL);
  read_corpus ();
  read_words ();

  g_test_add_func ("/hostile/fuzz/" FUZZ_NAME "/corpus", test_corpus);
  g_test_add_func ("/hostile/fuzz/" FUZZ_NAME "/changes", test_changes);

  result = g_test_run ();
  g_ptr_array_unref (corpus);
  g_ptr_array_unref (words);

  return result;
}
