/* bw-user-feed.c - a customer's users, page by page, read ahead
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-user-feed.h"

#include "bw-catalogue.h"
#include "bw-directory.h"
#include "bw-error.h"
#include "bw-json-reader.h"
#include "bw-json.h"

/* Pages that may wait to be parsed before the next one is asked for. */
#define QUEUE_PAGES 4
/* A service that never comes to an end is stopped here. */
#define MAX_PAGES 50000
#define MAX_EMPTY_PAGES 1000

struct _BwUserFeed
{
  GObject       parent_instance;

  BwHttp       *http;
  BwCloud      *cloud;
  char         *tenant_id;
  GCancellable *cancellable;  /* nullable */

  char         *link;         /* nullable: of the page to fetch, or that was fetched last */
  gboolean      is_old_link;  /* it comes from an earlier sync */
  gboolean      can_fetch;    /* the page at the link was not asked for yet */
  gboolean      fetching;
  gboolean      awaits_link;  /* only parsing the newest page will tell how it goes on */
  GQueue        pages;        /* of GBytes: here, not parsed yet */
  guint         n_pages;
  guint         n_empty;
  GTask        *asked;        /* nullable: who waits for a page that is not here */

  gboolean      expired;
  BwResponse   *refusal;      /* nullable */
  GError       *error;        /* nullable: why no more pages come */
};

G_DEFINE_TYPE (BwUserFeed, bw_user_feed, G_TYPE_OBJECT)

static void go_on (BwUserFeed *self);

/**
 * bw_user_page_free:
 * @self: (transfer full): a page
 */
void
bw_user_page_free (BwUserPage *self)
{
  g_clear_pointer (&self->users, g_ptr_array_unref);
  g_free (self->next_link);
  g_free (self->delta_link);
  g_free (self);
}

static void
bw_user_feed_finalize (GObject *object)
{
  BwUserFeed *self = BW_USER_FEED (object);

  g_queue_clear_full (&self->pages, (GDestroyNotify) g_bytes_unref);
  g_clear_object (&self->http);
  g_clear_pointer (&self->cloud, bw_cloud_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->refusal, bw_response_unref);
  g_clear_error (&self->error);
  g_free (self->tenant_id);
  g_free (self->link);

  G_OBJECT_CLASS (bw_user_feed_parent_class)->finalize (object);
}

static void
bw_user_feed_class_init (BwUserFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_user_feed_finalize;
}

static void
bw_user_feed_init (BwUserFeed *self)
{
  g_queue_init (&self->pages);
  self->can_fetch = TRUE;
}

static void
fail_protocol (BwUserFeed *self,
               const char *problem)
{
  if (self->error == NULL)
    g_set_error_literal (&self->error, BW_ERROR, BW_ERROR_PROTOCOL, problem);
}

/* Graph puts the link before the users, so that the next page can be on its way
 * while this one is parsed. */
static char *
peek_next_link (GBytes *page)
{
  g_autoptr(BwJsonReader) reader = NULL;
  const char *data;
  gsize size;

  data = g_bytes_get_data (page, &size);
  reader = bw_json_reader_new (data, size);
  if (bw_json_reader_next (reader) != BW_JSON_TOKEN_BEGIN_OBJECT)
    return NULL;

  while (bw_json_reader_next (reader) == BW_JSON_TOKEN_NAME &&
         !bw_json_reader_is_name (reader, "value"))
    {
      if (!bw_json_reader_is_name (reader, "@odata.nextLink"))
        bw_json_reader_skip (reader);
      else if (bw_json_reader_next (reader) == BW_JSON_TOKEN_STRING)
        return g_strdup (bw_json_reader_get_text (reader, NULL));
      else
        return NULL;
    }

  return NULL;
}

/* A page's body is left as it came, but an error's body has to be read. */
static void
parse_refusal (BwResponse *response)
{
  GBytes *body = bw_response_get_body (response);
  JsonNode *root;

  if (bw_response_get_root (response) != NULL || body == NULL || g_bytes_get_size (body) == 0)
    return;

  root = bw_json_parse (body, NULL);
  if (root != NULL)
    bw_response_take_root (response, root);
}

/* Links last some days at Microsoft.  410 and the two codes are what Graph
 * documents for one that is too old; one of another make may be refused
 * otherwise too. */
static gboolean
says_expired (BwUserFeed *self,
              BwResponse *response)
{
  JsonObject *object = bw_json_get_object (bw_response_get_object (response), "error");
  const char *code = bw_json_get_string (object, "code");
  guint status = bw_response_get_status (response);

  if (status == 410)
    return TRUE;
  if (code != NULL && (g_ascii_strcasecmp (code, "syncStateNotFound") == 0 ||
                       g_ascii_strcasecmp (code, "resyncRequired") == 0))
    return TRUE;

  return self->is_old_link && (status == 400 || status == 404);
}

static void
take_refusal (BwUserFeed *self,
              BwResponse *response)
{
  parse_refusal (response);
  self->expired = says_expired (self, response);
  self->refusal = bw_response_ref (response);
  self->error = bw_catalogue_to_error (response);
}

static void
take_link (BwUserFeed *self,
           char       *link)
{
  self->awaits_link = FALSE;
  if (g_strcmp0 (link, self->link) == 0)
    fail_protocol (self, "A page of users names itself as the next");
  else if (self->n_pages >= MAX_PAGES)
    fail_protocol (self, "The pages of users come to no end");

  g_free (self->link);
  self->link = link;
  self->is_old_link = FALSE;
  self->can_fetch = TRUE;
}

static void
take_body (BwUserFeed *self,
           GBytes     *body)
{
  char *next = peek_next_link (body);

  self->n_pages++;
  g_queue_push_tail (&self->pages, g_bytes_ref (body));
  if (next != NULL)
    take_link (self, next);
  else
    self->awaits_link = TRUE;
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(BwUserFeed) self = data;
  g_autoptr(BwResponse) response = NULL;

  self->fetching = FALSE;
  response = bw_http_send_finish (self->http, result, &self->error);

  if (response != NULL && !bw_response_is_success (response))
    take_refusal (self, response);
  else if (response != NULL && bw_response_get_body (response) == NULL)
    fail_protocol (self, "A page of users is empty");
  else if (response != NULL)
    take_body (self, bw_response_get_body (response));

  go_on (self);
}

static void
fetch (BwUserFeed *self)
{
  g_autoptr(BwRequest) request = NULL;

  self->can_fetch = FALSE;
  if (self->link != NULL)
    request = bw_directory_sync_users_from (self->cloud, self->tenant_id, self->link, &self->error);
  else
    request = bw_directory_sync_users (self->cloud, self->tenant_id);

  if (request == NULL)
    {
      /* From another server than the one we talk to now. */
      self->expired = self->is_old_link;
      return;
    }

  self->fetching = TRUE;
  bw_http_send_async (self->http, request, self->cancellable, fetched_cb, g_object_ref (self));
}

static void
parse_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      body,
                 GCancellable *cancellable)
{
  g_autoptr(BwUserPage) page = g_new0 (BwUserPage, 1);
  GError *error = NULL;

  page->users = bw_directory_read_users (body, &page->next_link, &page->delta_link, &error);
  if (page->users != NULL)
    g_task_return_pointer (task, g_steal_pointer (&page), (GDestroyNotify) bw_user_page_free);
  else
    g_task_return_error (task, error);
}

static void
take_page (BwUserFeed *self,
           BwUserPage *page)
{
  self->n_empty = page->users->len > 0 ? 0 : self->n_empty + 1;
  if (self->n_empty > MAX_EMPTY_PAGES)
    fail_protocol (self, "The pages of users come to no end");

  if (page->next_link != NULL)
    {
      g_clear_pointer (&page->delta_link, g_free);
      if (self->awaits_link && g_queue_is_empty (&self->pages))
        take_link (self, g_strdup (page->next_link));
    }
}

static void
parsed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) asked = data;
  BwUserFeed *self = BW_USER_FEED (source);
  BwUserPage *page;
  GError *error = NULL;

  page = g_task_propagate_pointer (G_TASK (result), &error);
  if (page == NULL)
    {
      g_task_return_error (asked, error);
      return;
    }

  take_page (self, page);
  if (page->next_link == NULL && page->delta_link == NULL)
    {
      bw_user_page_free (page);
      g_task_return_new_error (asked, BW_ERROR, BW_ERROR_PROTOCOL,
                               "A page of users has neither a next nor a delta link");
      return;
    }

  g_task_return_pointer (asked, page, (GDestroyNotify) bw_user_page_free);
  go_on (self);
}

static void
parse (BwUserFeed *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, parsed_cb, g_steal_pointer (&self->asked));

  g_task_set_source_tag (task, parse);
  g_task_set_task_data (task, g_queue_pop_head (&self->pages), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, parse_in_thread);
}

static void
go_on (BwUserFeed *self)
{
  g_autoptr(GTask) asked = NULL;

  if (self->error == NULL && self->can_fetch && !self->fetching && self->pages.length < QUEUE_PAGES)
    fetch (self);

  if (self->asked == NULL)
    return;

  /* What came before the trouble is still handed out. */
  if (self->pages.length > 0)
    {
      parse (self);
    }
  else if (self->error != NULL)
    {
      asked = g_steal_pointer (&self->asked);
      g_task_return_error (asked, g_error_copy (self->error));
    }
}

/**
 * bw_user_feed_new:
 * @http: sends the requests
 * @cloud: where Microsoft's services are
 * @tenant_id: whose users
 * @link: (nullable): where an earlier feed ended, or %NULL to begin with the first page
 * @cancellable: (nullable): to stop at the next request
 *
 * Returns: (transfer full): a feed; nothing is asked for yet
 */
BwUserFeed *
bw_user_feed_new (BwHttp       *http,
                  BwCloud      *cloud,
                  const char   *tenant_id,
                  const char   *link,
                  GCancellable *cancellable)
{
  BwUserFeed *self = g_object_new (BW_TYPE_USER_FEED, NULL);

  self->http = g_object_ref (http);
  self->cloud = bw_cloud_ref (cloud);
  self->tenant_id = g_strdup (tenant_id);
  self->link = g_strdup (link);
  self->is_old_link = link != NULL;
  g_set_object (&self->cancellable, cancellable);

  return self;
}

/**
 * bw_user_feed_next_async:
 * @self: a feed whose last page has not come yet
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Waits for the next page; only one may be asked for at a time.  Some pages are
 * read ahead meanwhile, and until then.
 */
void
bw_user_feed_next_async (BwUserFeed          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (self->asked == NULL);

  self->asked = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->asked, bw_user_feed_next_async);
  go_on (self);
}

/**
 * bw_user_feed_next_finish:
 * @self: a feed
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a page, the last one if it has a delta link
 */
BwUserPage *
bw_user_feed_next_finish (BwUserFeed    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bw_user_feed_is_expired:
 * @self: a feed that met an error
 *
 * Returns: whether it has to begin with the first page, because Microsoft does
 *   not know any more where it was
 */
gboolean
bw_user_feed_is_expired (BwUserFeed *self)
{
  return self->expired;
}

/**
 * bw_user_feed_get_refusal:
 * @self: a feed that met an error
 *
 * Returns: (transfer none) (nullable): the answer with which the service refused,
 *   if that is why
 */
BwResponse *
bw_user_feed_get_refusal (BwUserFeed *self)
{
  return self->refusal;
}
