/* bw-catalogue-explain.c - what people read on Microsoft's pages, looked up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where Microsoft does not let somebody in, it often says so on a page of its own and
 * never sends the browser back: all that we can get is what the user types or pastes.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-catalogue-private.h"
#include "bw-log.h"
#include "bw-pace.h"
#include "bw-util.h"

/* Bytes; an error page is much shorter. */
#define MAX_TEXT    8000
#define MAX_MESSAGE 1000

/* How a number is written, the surest first. */
static const char * const number_patterns[] = {
  "AADSTS[\\s:#-]{0,3}([0-9]{4,8})(?![0-9])",
  /* The page of Conditional Access has "Error Code: 53003". */
  "(?:error[\\s_]*codes?|fehlercode)[\"'\\s:=\\[(]*([0-9]{4,8})(?![0-9])",
  /* Nothing but the number. */
  "\\A\\s*\\(?([0-9]{4,8})\\)?[.:]?\\s*\\z",
};

/* A number that stands alone, not in an ID, an address or a time. */
#define LONE_NUMBER "(?<![\\w./:-])([0-9]{4,8})(?![\\w/:-]|\\.[0-9])"
#define WORD        "(?<![\\w-])([a-z]+(?:_[a-z]+)+)(?![\\w-])"
#define GUID        "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
#define GAP         "[\"'\\s:=]*"

/* What the end of the message is told by. */
#define TRAIL "(?:trace|correlation|request)[\\s_-]*id\\b|timestamp\\b"

/**
 * Finding:
 * @code: (nullable): as Microsoft's pages write it
 * @event: what it is
 */
typedef struct
{
  char    *code;
  BwEvent  event;
} Finding;

/* Returns: whether that is a code that we know; the first that we don't is kept */
static gboolean
take_number (Finding    *found,
             const char *digits)
{
  gint64 number = g_ascii_strtoll (digits, NULL, 10);
  BwEvent event = bw_catalogue_look_up_aadsts (number);

  if (event == BW_EVENT_UNKNOWN && found->code != NULL)
    return FALSE;

  g_free (found->code);
  found->code = g_strdup_printf ("AADSTS%" G_GINT64_FORMAT, number);
  found->event = event;

  return event != BW_EVENT_UNKNOWN;
}

static void
find_numbers (Finding    *found,
              const char *text,
              const char *pattern)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *digits = g_match_info_fetch (match, 1);

      if (take_number (found, digits))
        return;
    }
}

/* A number that nothing says what it is must be one that we know. */
static void
find_lone_number (Finding    *found,
                  const char *text)
{
  Finding lone = { NULL, BW_EVENT_UNKNOWN };

  find_numbers (&lone, text, LONE_NUMBER);
  if (lone.event != BW_EVENT_UNKNOWN)
    {
      g_free (found->code);
      *found = lone;
    }
  else
    {
      g_free (lone.code);
    }
}

static void
find_word (Finding    *found,
           const char *text)
{
  g_autoptr(GRegex) regex = g_regex_new (WORD, G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 1);
      BwEvent event = bw_catalogue_look_up_suberror (word);

      if (event == BW_EVENT_UNKNOWN)
        event = bw_catalogue_look_up_oauth (word);
      if (event == BW_EVENT_UNKNOWN)
        continue;

      found->code = g_ascii_strdown (word, -1);
      found->event = event;
      return;
    }
}

static void
find_code (Finding    *found,
           const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (number_patterns) && found->event == BW_EVENT_UNKNOWN; i++)
    find_numbers (found, text, number_patterns[i]);

  if (found->code == NULL)
    find_lone_number (found, text);
  if (found->code == NULL)
    find_word (found, text);
}

/* Returns: (transfer full) (nullable): what stands behind a label */
static char *
dup_labelled (const char *text,
              const char *pattern)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* Returns: (transfer full) (nullable): ISO 8601 in UTC */
static char *
dup_time (const char *text)
{
  g_autofree char *written = dup_labelled (text, "timestamp" GAP
                                           "([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?)");
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GDateTime) utc = NULL;

  if (written == NULL)
    return NULL;

  written[10] = 'T';
  time = bw_clock_parse (written);
  utc = time != NULL ? g_date_time_to_utc (time) : NULL;

  return utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;
}

/* Returns: (transfer full) (nullable): what Microsoft wrote, if it is more than the code */
static char *
dup_message (const char *text)
{
  g_autoptr(GRegex) trail = g_regex_new (TRAIL, G_REGEX_CASELESS, 0, NULL);
  g_auto(GStrv) parts = g_regex_split_full (trail, text, -1, 0, 0, 2, NULL);
  g_autofree char *line = bw_str_compact (parts[0], MAX_MESSAGE);

  return strchr (line, ' ') != NULL ? bw_log_redact (line) : NULL;
}

/* Returns: (transfer full) (nullable): the failure, with all that the text tells */
static BwFailure *
explain (const char *text,
         BwEvent    *event)
{
  g_autofree char *capped = g_strndup (text, MAX_TEXT);
  g_autofree char *valid = g_utf8_make_valid (capped, -1);
  Finding found = { NULL, BW_EVENT_UNKNOWN };
  BwFailure *failure;

  find_code (&found, valid);
  *event = found.event;
  if (found.code == NULL)
    return NULL;

  failure = bw_catalogue_make (found.event, NULL);
  failure->code = found.code;
  failure->message = dup_message (valid);
  failure->timestamp = dup_time (valid);
  failure->correlation_id = dup_labelled (valid, "correlation[\\s_-]*id" GAP GUID);
  failure->request_id = dup_labelled (valid, "(?:trace|request)[\\s_-]*id" GAP GUID);

  return failure;
}

/**
 * bw_catalogue_explain:
 * @text: what the user saw: "AADSTS50105", "50105", a word such as "access_denied", or
 *   a whole error page with whatever is around it
 * @known: (out) (optional): whether it is a code of the catalogue
 * @error: return location for %BW_ERROR_INVALID where there is no code in @text
 *
 * Looks up the first code in @text that we know, or takes the first one that we don't.
 * IDs and the time are read from what stands around it.
 *
 * Returns: (transfer full): what it means, what to do and who has to do it, or %NULL
 *   with @error set
 */
BwFailure *
bw_catalogue_explain (const char  *text,
                      gboolean    *known,
                      GError     **error)
{
  BwEvent event = BW_EVENT_UNKNOWN;
  BwFailure *failure;

  g_return_val_if_fail (text != NULL, NULL);

  failure = explain (text, &event);
  if (known != NULL)
    *known = event != BW_EVENT_UNKNOWN;
  if (failure == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("There is no error code in this text. It looks like AADSTS50105."));
      return NULL;
    }

  if (event == BW_EVENT_UNKNOWN)
    {
      g_free (failure->meaning);
      failure->meaning = g_strdup_printf (_("Bailiwick does not know the error code %s."),
                                          failure->code);
      bw_set_str (&failure->advice,
                  _("Enter the code at https://login.microsoftonline.com/error to read what "
                    "Microsoft says about it, and try again. If it happens again, copy the details "
                    "and give them to whoever supports you."));
    }

  return failure;
}

/**
 * bw_catalogue_explain_refusal:
 * @code: (nullable): "error" of an answer that a browser brought back
 * @description: (nullable): its "error_description"
 *
 * Returns: (transfer full): an error of %BW_ERROR with the meaning and Microsoft's code,
 *   and with the failure beside it
 */
GError *
bw_catalogue_explain_refusal (const char *code,
                              const char *description)
{
  g_autofree char *tracking_id = g_uuid_string_random ();
  g_autofree char *text = g_strdup_printf ("%s %s", description != NULL ? description : "",
                                           code != NULL ? code : "");
  BwEvent event = BW_EVENT_UNKNOWN;
  g_autoptr(BwFailure) failure = explain (text, &event);
  const BwCatalogueEntry *entry = bw_catalogue_get_entry (event);
  GError *error;

  if (failure == NULL)
    failure = bw_catalogue_make (event, NULL);

  failure->tracking_id = g_steal_pointer (&tracking_id);
  if (failure->code == NULL && code != NULL)
    failure->code = bw_str_compact (code, 80);
  g_clear_pointer (&failure->message, g_free);
  if (description != NULL)
    failure->message = dup_message (description);

  if (failure->code != NULL)
    error = g_error_new (BW_ERROR, entry->code, _("%1$s (%2$s)"), failure->meaning, failure->code);
  else
    error = g_error_new_literal (BW_ERROR, entry->code, failure->meaning);
  bw_failure_attach (failure, error);

  return error;
}
