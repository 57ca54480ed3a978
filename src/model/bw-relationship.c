/* bw-relationship.c - an admin relationship as Microsoft has it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-relationship.h"

/* What Microsoft accepts as the name of a relationship. */
#define MAX_NAME_UNITS 50
#define SEPARATOR " – "

/* Nobody can take one of these for another on the phone. */
#define MARK_ALPHABET "abcdefghjkmnpqrstuvwxyz23456789"
#define MARK_LENGTH 6

G_DEFINE_BOXED_TYPE (BwRelationship, bw_relationship, bw_relationship_ref, bw_relationship_unref)

/**
 * bw_relationship_new:
 * @id: (nullable): its ID, or %NULL for a draft
 *
 * Returns: (transfer full): a relationship whose other members the caller fills in
 */
BwRelationship *
bw_relationship_new (const char *id)
{
  BwRelationship *self = g_rc_box_new0 (BwRelationship);

  self->id = g_strdup (id);

  return self;
}

/**
 * bw_relationship_ref:
 * @self: a relationship
 *
 * Returns: (transfer full): @self
 */
BwRelationship *
bw_relationship_ref (BwRelationship *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwRelationship *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->status);
  g_free (self->customer_id);
  g_free (self->customer_name);
  g_strfreev (self->roles);
  g_free (self->indirect_provider);
  g_free (self->etag);
}

/**
 * bw_relationship_unref:
 * @self: (transfer full): a relationship
 */
void
bw_relationship_unref (BwRelationship *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * bw_relationship_is:
 * @self: a relationship
 * @status: a status in Microsoft's word, such as "active"
 *
 * Returns: whether @self has that status
 */
gboolean
bw_relationship_is (const BwRelationship *self,
                    const char           *status)
{
  return g_strcmp0 (self->status, status) == 0;
}

/**
 * bw_relationship_has_ended:
 * @self: a relationship
 * @now: the time, seconds since 1970
 *
 * Returns: whether it gives access no more, and never will again
 */
gboolean
bw_relationship_has_ended (const BwRelationship *self,
                           gint64                now)
{
  return bw_relationship_is_over (self->status, self->end, self->auto_extend > 0, now);
}

/**
 * bw_relationship_is_over:
 * @status: (nullable): status in Microsoft's word
 * @end: when it ends, or 0 if that is not known
 * @auto_extend: whether it extends itself
 * @now: the time
 *
 * What bw_relationship_has_ended() says, where only these are known.  A
 * relationship that extends itself does not end with the day that we know of:
 * Microsoft has moved that day on, and we haven't looked since.
 *
 * Returns: whether the relationship has ended
 */
gboolean
bw_relationship_is_over (const char *status,
                         gint64      end,
                         gboolean    auto_extend,
                         gint64      now)
{
  const char *over[] =
    { "expired", "expiring", "terminated", "terminating", "terminationRequested", NULL };

  if (status != NULL && g_strv_contains (over, status))
    return TRUE;

  return end != 0 && end <= now && !auto_extend;
}

/* Microsoft counts UTF-16 units. */
static guint
count_units (const char *text)
{
  guint n_units = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n_units += g_utf8_get_char (p) > 0xffff ? 2 : 1;

  return n_units;
}

/* Returns: (transfer full): @text with nothing in it that Microsoft might refuse */
static char *
tidy (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *tidied = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* A typographic apostrophe. */
      if (c == 0x2019)
        c = '\'';

      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c) && c != 0x2013 &&
          (c > 0x7f || g_strstr_len ("-.&'", -1, (char[]) { (char) c, '\0' }) == NULL))
        {
          gap = tidied->len > 0;
          continue;
        }

      if (gap)
        g_string_append_c (tidied, ' ');
      g_string_append_unichar (tidied, c);
      gap = FALSE;
    }

  return g_string_free (tidied, FALSE);
}

/* Half a word says less than no word, unless it is all that there is; nor does an “&” with
 * nothing behind it. */
static void
end_at (char *text,
        char *end)
{
  gboolean in_word = *end != ' ' && end > text && end[-1] != ' ';
  char *gap;

  *end = '\0';
  gap = strrchr (text, ' ');
  if (in_word && gap != NULL)
    *gap = '\0';

  for (char *p = text + strlen (text); p > text && strchr (" &-,", p[-1]) != NULL; p--)
    p[-1] = '\0';
}

/* Cuts @text in place; never between a letter and what sits on it. */
static void
shorten (char  *text,
         guint  max_units)
{
  char *end = text;
  guint n_units = 0;

  for (char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        end = p;
      n_units += c > 0xffff ? 2 : 1;
      if (n_units > max_units)
        {
          end_at (text, end);
          break;
        }
    }

  g_strchomp (text);
}

/**
 * bw_relationship_make_name:
 * @partner: (nullable): name of the partner tenant
 * @customer: (nullable): name of the customer
 * @now: the time, seconds since 1970
 * @mark: the mark that ties the relationship to its set-up job
 *
 * The name is all that the customer sees of us, and what we find our own
 * relationship by after an uncertain outcome; so month and mark stay whole and
 * the two names share what is left.
 *
 * Returns: (transfer full): a name of 50 characters at most
 */
char *
bw_relationship_make_name (const char *partner,
                           const char *customer,
                           gint64      now,
                           const char *mark)
{
  g_autofree char *from = tidy (partner);
  g_autofree char *to = tidy (customer);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (now);
  g_autofree char *month = NULL;
  g_autofree char *tail = NULL;
  guint n_from = count_units (from);
  guint n_to = count_units (to);
  guint room;

  g_return_val_if_fail (mark != NULL, NULL);
  g_return_val_if_fail (time != NULL, NULL);

  month = g_date_time_format (time, "%Y-%m");
  tail = g_strconcat (month, SEPARATOR, mark, NULL);
  room = MAX_NAME_UNITS - MIN (count_units (tail) + 2 * count_units (SEPARATOR), MAX_NAME_UNITS);

  if (n_from + n_to > room)
    {
      shorten (from, MAX (room / 2, room - MIN (n_to, room)));
      shorten (to, room - count_units (from));
    }

  return g_strconcat (from, *from != '\0' ? SEPARATOR : "",
                      to, *to != '\0' ? SEPARATOR : "",
                      tail, NULL);
}

/**
 * bw_relationship_make_mark:
 *
 * Returns: (transfer full): six random characters
 */
char *
bw_relationship_make_mark (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  GString *mark = g_string_new (NULL);

  /* The first twelve digits of a GUID are random, the 13th is not. */
  for (const char *p = uuid; mark->len < MARK_LENGTH; p += 2)
    {
      guint number;

      if (*p == '-')
        p++;
      number = (guint) (g_ascii_xdigit_value (p[0]) * 16 + g_ascii_xdigit_value (p[1]));
      g_string_append_c (mark, MARK_ALPHABET[number % (sizeof MARK_ALPHABET - 1)]);
    }

  return g_string_free (mark, FALSE);
}
