/* bw-sim-graph-delta.c - users/delta: all users first, then what changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-graph.h"
#include "bw-sim-guest.h"
#include "bw-sim-user-writer.h"
#include "bw-sim-util.h"

#define PATH          BW_SIM_GRAPH_ROOT "/users/delta"
#define TOKEN_DAYS    7
#define DEFAULT_SIZE  200
#define MAX_SIZE      999
/* What changes when a user changes. */
#define CHANGING      "displayName,surname"

/* What a token says: it has all the options of the first call in it, so that
 * none needs to be sent again.
 * @changes: how many changes the round began with
 * @until: how many of them this round tells of; of a delta token the same
 * @position: where the page begins */
typedef struct
{
  char    kind;
  guint32 properties;
  guint   since;
  guint   until;
  guint   position;
  gint64  issued;
} Token;

#define TOKEN_FORMAT "%c|%s|%x|%u|%u|%u|%" G_GINT64_FORMAT

static char *
dup_link (BwSimCall   *call,
          const Token *token)
{
  g_autofree char *plain = g_strdup_printf (TOKEN_FORMAT, token->kind, call->tenant->id,
                                            token->properties, token->since, token->until,
                                            token->position, token->issued);
  g_autofree char *text = bw_sim_base64url ((const guint8 *) plain, strlen (plain));
  g_autofree char *path =
    g_strconcat (PATH, token->kind == 'd' ? "?$deltatoken=" : "?$skiptoken=", text, NULL);

  return bw_sim_exchange_dup_address (call->exchange, path);
}

static gboolean
read_token (BwSimCall  *call,
            const char *text,
            char        kind,
            Token      *token)
{
  g_autofree char *plain = bw_sim_base64url_decode (text);
  g_auto(GStrv) parts = g_strsplit (plain, "|", -1);
  guint64 numbers[5] = { 0 };

  if (g_strv_length (parts) != 7 || parts[0][0] != kind || parts[0][1] != '\0'
      || !g_str_equal (parts[1], call->tenant->id))
    return FALSE;

  for (guint i = 0; i < 5; i++)
    {
      guint64 max = i == 4 ? G_MAXINT64 : G_MAXUINT32;

      if (!g_ascii_string_to_unsigned (parts[2 + i], i == 0 ? 16 : 10, 0, max, &numbers[i], NULL))
        return FALSE;
    }

  *token = (Token) {
    kind,
    (guint32) numbers[0],
    (guint) numbers[1],
    (guint) numbers[2],
    (guint) numbers[3],
    (gint64) numbers[4],
  };

  return TRUE;
}

static guint
n_changes (BwSimCall *call)
{
  return call->tenant->changes != NULL ? call->tenant->changes->len : 0;
}

/* The client has to begin anew; where, says the address. */
static void
refuse_to_continue (BwSimCall  *call,
                    const char *code,
                    const char *message)
{
  g_autofree char *address = bw_sim_exchange_dup_address (call->exchange, PATH "?$skiptoken=");

  bw_sim_exchange_set_header (call->exchange, "Location", address);
  bw_sim_call_refuse (call, 410, code, "%s", message);
}

static gboolean
check_token (BwSimCall   *call,
             const Token *token)
{
  if (token->issued + TOKEN_DAYS * BW_SIM_DAY < call->now)
    {
      refuse_to_continue (call, "syncStateNotFound",
                          "The sync state generation is not found; it may have expired. "
                          "Start over with a full synchronization.");
      return FALSE;
    }

  if (token->until > n_changes (call) || token->since > token->until)
    {
      refuse_to_continue (call, "resyncRequired",
                          "The directory was restored. Start over with a full "
                          "synchronization.");
      return FALSE;
    }

  return TRUE;
}

static guint
get_page_size (BwSimCall *call)
{
  static const char mark[] = "odata.maxpagesize=";
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->exchange->message);
  const char *list = soup_message_headers_get_list (headers, "Prefer");
  const char *found = list != NULL ? g_strstr_len (list, -1, mark) : NULL;
  guint64 size = found != NULL ? g_ascii_strtoull (found + strlen (mark), NULL, 10) : DEFAULT_SIZE;

  return (guint) CLAMP (size, 1, MAX_SIZE);
}

/* Writes users of the first round.  Returns: the index where the next page begins */
static guint
write_all (BwSimPeople *people,
           const Token *token,
           guint        size,
           GString     *out)
{
  BwSimPerson person;
  guint written = 0;
  guint i;

  for (i = token->position; i < people->n && written < size; i++)
    {
      if (!bw_sim_people_exists (people, i))
        continue;

      if (written++ > 0)
        g_string_append_c (out, ',');
      bw_sim_people_make (people, i, &person);
      bw_sim_user_write (out, &person, token->properties, TRUE);
    }

  return i;
}

/* The last change of each user, by the user's index. */
static GHashTable *
find_last_changes (GArray *changes,
                   guint   from,
                   guint   until)
{
  GHashTable *last = g_hash_table_new (NULL, NULL);

  for (guint i = from; i < until; i++)
    {
      guint index = g_array_index (changes, BwSimUserChange, i).index;

      g_hash_table_insert (last, GUINT_TO_POINTER (index), GUINT_TO_POINTER (i));
    }

  return last;
}

/* Of a guest other things change than of the others. */
static guint32
get_told (BwSimPeople *people,
          guint        index,
          const Token *token,
          guint32      changing)
{
  return bw_sim_guest_find_by_index (people->tenant, index) != NULL ? token->properties : changing;
}

/* Writes users that changed, each once and as it is now.
 * Returns: the change where the next page begins */
static guint
write_changes (BwSimPeople *people,
               const Token *token,
               guint        size,
               guint32      properties,
               GString     *out)
{
  GArray *changes = people->tenant->changes;
  g_autoptr(GHashTable) last = find_last_changes (changes, token->position, token->until);
  BwSimPerson person;
  guint written = 0;
  guint i;

  for (i = token->position; i < token->until && written < size; i++)
    {
      guint index = g_array_index (changes, BwSimUserChange, i).index;

      if (GPOINTER_TO_UINT (g_hash_table_lookup (last, GUINT_TO_POINTER (index))) != i)
        continue;

      if (written++ > 0)
        g_string_append_c (out, ',');

      if (bw_sim_people_exists (people, index))
        {
          bw_sim_people_make (people, index, &person);
          bw_sim_user_write (out, &person, get_told (people, index, token, properties), TRUE);
        }
      else
        {
          bw_sim_people_write_id (people, index, person.id);
          bw_sim_user_write_removed (out, person.id);
        }
    }

  return i;
}

static guint32
get_changing (BwSimCall *call,
              guint32    properties)
{
  g_auto(GStrv) changing = g_strsplit (CHANGING ",id", ",", -1);

  if (!bw_sim_call_prefers (call, "return=minimal"))
    return properties;

  return properties & bw_sim_user_select (changing);
}

/* @token: 'f' for a page of the first round, 'c' for a page of changes */
static void
reply_page (BwSimCall *call,
            Token     *token)
{
  g_auto(BwSimPeople) people = { NULL };
  g_autoptr(GString) out = g_string_new (
    "{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#users\"");
  g_autoptr(GString) users = g_string_new (NULL);
  g_autofree char *link = NULL;
  guint size = get_page_size (call);
  gboolean last;

  bw_sim_people_init (&people, call->world, call->tenant);

  if (token->kind == 'f')
    {
      token->position = write_all (&people, token, size, users);
      last = token->position >= people.n;
    }
  else
    {
      token->position = write_changes (&people, token, size, get_changing (call, token->properties),
                                       users);
      last = token->position >= token->until;
    }

  /* What happens during the round is told in the next. */
  if (last)
    *token = (Token) { 'd', token->properties, token->until, token->until, 0, call->now };

  /* Before the users, so that a client can ask for the next page while it reads this one. */
  link = dup_link (call, token);
  g_string_append_printf (out, ",\"%s\":\"%s\",\"value\":[",
                          last ? "@odata.deltaLink" : "@odata.nextLink", link);
  g_string_append_len (out, users->str, (gssize) users->len);
  g_string_append (out, "]}");
  bw_sim_call_reply_text (call, 200, out->str);
}

static gboolean
check_options (BwSimCall *call)
{
  static const char *const allowed[] = { "$select", "$skiptoken", "$deltatoken", NULL };
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, call->exchange->query);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (*(const char *) name != '$' || g_strv_contains (allowed, name))
        continue;

      bw_sim_call_refuse (call, 400, "Request_UnsupportedQuery",
                          "The query option '%s' is not supported by delta queries of this "
                          "resource.",
                          (const char *) name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
begin (BwSimCall *call,
       Token     *token)
{
  const char *text = bw_sim_exchange_get_query (call->exchange, "$select");
  g_auto(GStrv) select = text != NULL ? g_strsplit (text, ",", -1) : NULL;
  g_auto(GStrv) id = g_strsplit ("id", ",", -1);

  if (bw_sim_user_find_foreign (select) != NULL)
    {
      bw_sim_call_refuse (call, 501, "NotImplemented",
                          "This operation target is not yet supported.");
      return FALSE;
    }

  for (guint i = 0; select != NULL && select[i] != NULL; i++)
    g_strstrip (select[i]);

  /* The ID is always told. */
  *token = (Token) {
    'f',
    bw_sim_user_select (select) | bw_sim_user_select (id),
    n_changes (call),
    n_changes (call),
    0,
    call->now,
  };

  return TRUE;
}

static gboolean
resume (BwSimCall  *call,
        const char *skip,
        const char *delta,
        Token      *token)
{
  if (skip != NULL && !read_token (call, skip, 'f', token) && !read_token (call, skip, 'c', token))
    return FALSE;

  if (skip == NULL)
    {
      if (!read_token (call, delta, 'd', token))
        return FALSE;

      token->kind = 'c';
      token->position = token->since;
      token->until = MAX (token->until, n_changes (call));
    }

  return TRUE;
}

void
bw_sim_graph_sync_users (BwSimCall *call)
{
  const char *skip = bw_sim_exchange_get_query (call->exchange, "$skiptoken");
  const char *delta = bw_sim_exchange_get_query (call->exchange, "$deltatoken");
  gboolean latest = delta != NULL && g_ascii_strcasecmp (delta, "latest") == 0;
  Token token = { 0 };

  if (!check_options (call))
    return;

  /* An empty token is what a refused one is answered with. */
  if (latest || ((skip == NULL || *skip == '\0') && delta == NULL))
    {
      if (!begin (call, &token))
        return;
    }
  else if (!resume (call, skip, delta, &token))
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest", "Badly formed token.");
      return;
    }
  else if (!check_token (call, &token))
    return;

  if (latest)
    {
      token.kind = 'c';
      token.position = token.since;
    }
  reply_page (call, &token);
}
