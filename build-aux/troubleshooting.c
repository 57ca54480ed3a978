/* troubleshooting.c - prints docs/troubleshooting.md: every event of the catalogue
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "bw-catalogue-private.h"

/* The first digit of an event ID. */
static const struct
{
  char        digit;
  const char *title;
} chapters[] = {
  { '1', "Network and services" },
  { '2', "Sign-in" },
  { '3', "Tenant and admin relationship" },
  { '4', "Access in the customer tenant" },
  { '5', "This computer" },
  { '9', "Everything else" },
};

static const struct
{
  BwCodeKind  kind;
  const char *title;
} kinds[] = {
  { BW_CODE_AADSTS, "Microsoft Entra" },
  { BW_CODE_SUBERROR, "Microsoft Entra, “suberror”" },
  { BW_CODE_OAUTH, "Microsoft Entra, “error”" },
  { BW_CODE_GRAPH, "Microsoft Graph" },
  { BW_CODE_PARTNER, "Partner Center" },
};

typedef struct
{
  BwEvent   event;
  GString  *codes;
} Search;

static const char introduction[] =
  "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"
  "\n"
  "# Troubleshooting\n"
  "\n"
  "Whatever goes wrong has an event ID, which Bailiwick shows beside what Microsoft said. Look it\n"
  "up here. If you have only a code of Microsoft’s, search this page for it, or see the\n"
  "[list of codes](#codes-of-microsoft) at the end.\n"
  "\n"
  "What Bailiwick shows with a failure of Conditional Access names the policy by its ID, where\n"
  "Microsoft tells it, and the ID of your partner tenant, which has to be excluded from it.\n";

static const char *
get_party_text (BwParty party)
{
  switch (party)
    {
    case BW_PARTY_CUSTOMER:
      return "an administrator of the customer";
    case BW_PARTY_MICROSOFT:
      return "Microsoft";
    case BW_PARTY_NOBODY:
      return "nobody";
    case BW_PARTY_YOU:
    default:
      return "you";
    }
}

static void
collect_code (const char *code,
              BwEvent     event,
              gpointer    user_data)
{
  Search *search = user_data;

  if (event == search->event)
    g_string_append_printf (search->codes, "%s`%s`", search->codes->len > 0 ? ", " : "", code);
}

static void
print_codes (BwEvent event)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GString) codes = g_string_new (NULL);
      Search search = { event, codes };

      bw_catalogue_visit_codes (kinds[i].kind, collect_code, &search);
      if (codes->len > 0)
        printf ("- %s: %s\n", kinds[i].title, codes->str);
    }
}

static void
print_event (BwEvent event)
{
  const BwCatalogueEntry *entry = bw_catalogue_get_entry (event);

  printf ("\n### %s\n\n**%s**\n\n%s\n\n", entry->id, entry->meaning, entry->advice);
  printf ("- Who has to act: %s\n", get_party_text (entry->who));
  printf ("- Bailiwick tries again by itself: %s\n", entry->transient ? "yes" : "no");
  print_codes (event);
}

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  return g_strcmp0 (bw_catalogue_get_entry (*(const BwEvent *) a)->id,
                    bw_catalogue_get_entry (*(const BwEvent *) b)->id);
}

static void
print_chapters (void)
{
  BwEvent events[BW_N_EVENTS];

  for (guint i = 0; i < BW_N_EVENTS; i++)
    events[i] = (BwEvent) i;
  qsort (events, BW_N_EVENTS, sizeof *events, compare_events);

  for (guint i = 0; i < G_N_ELEMENTS (chapters); i++)
    {
      printf ("\n## %s\n", chapters[i].title);
      for (guint j = 0; j < BW_N_EVENTS; j++)
        if (bw_catalogue_get_entry (events[j])->id[3] == chapters[i].digit)
          print_event (events[j]);
    }
}

static void
print_row (const char *code,
           BwEvent     event,
           gpointer    user_data)
{
  const char *id = bw_catalogue_get_entry (event)->id;
  g_autofree char *anchor = g_ascii_strdown (id, -1);

  printf ("| `%s` | [%s](#%s) |\n", code, id, anchor);
}

static void
print_tables (void)
{
  printf ("\n## Codes of Microsoft\n\n"
          "Bailiwick goes by these codes, never by the text beside them, which changes. A code\n"
          "that is not here counts as its HTTP status says.\n");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      printf ("\n**%s**\n\n| Code | Event |\n|---|---|\n", kinds[i].title);
      bw_catalogue_visit_codes (kinds[i].kind, print_row, NULL);
    }
}

int
main (void)
{
  setlocale (LC_ALL, "C.UTF-8");

  printf ("%s", introduction);
  print_chapters ();
  print_tables ();

  return 0;
}
