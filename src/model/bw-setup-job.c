/* bw-setup-job.c - one tenant's set-up, as the faces see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-json.h"
#include "bw-setup-job.h"
#include "bw-util.h"

struct _BwSetupJob
{
  GObject      parent_instance;

  BwSetupKind  kind;
  BwJobState   state;
  GPtrArray   *steps;
  guint        n_done;
  char        *link;             /* nullable */
  char        *relationship_id;  /* nullable */
  gint64       wake_at;

  /* As the store has them, to tell whether they changed. */
  char        *failure_text;
  char        *candidates_text;
  char        *limitations_text;
  BwFailure   *failure;          /* nullable */
  GPtrArray   *candidates;
  GPtrArray   *limitations;

  gboolean     changed;
};

static void bw_setup_job_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BwSetupJob, bw_setup_job, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bw_setup_job_list_model_init))

typedef enum
{
  PROP_STATE = 1,
  PROP_N_DONE,
  PROP_FAILURE,
  PROP_CANDIDATES,
  PROP_LIMITATIONS,
  PROP_LINK,
  PROP_RELATIONSHIP_ID,
  PROP_WAKE_AT,
} BwSetupJobProperty;

static GParamSpec *properties[PROP_WAKE_AT + 1];

static GType
bw_setup_job_get_item_type (GListModel *model)
{
  return BW_TYPE_SETUP_STEP;
}

static guint
bw_setup_job_get_n_items (GListModel *model)
{
  return BW_SETUP_JOB (model)->steps->len;
}

static gpointer
bw_setup_job_get_item (GListModel *model,
                       guint       position)
{
  BwSetupJob *self = BW_SETUP_JOB (model);

  if (position >= self->steps->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->steps, position));
}

static void
bw_setup_job_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bw_setup_job_get_item_type;
  iface->get_n_items = bw_setup_job_get_n_items;
  iface->get_item = bw_setup_job_get_item;
}

static void
bw_setup_job_finalize (GObject *object)
{
  BwSetupJob *self = BW_SETUP_JOB (object);

  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->relationship_id, g_free);
  g_clear_pointer (&self->failure_text, g_free);
  g_clear_pointer (&self->candidates_text, g_free);
  g_clear_pointer (&self->limitations_text, g_free);
  g_clear_pointer (&self->failure, bw_failure_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->limitations, g_ptr_array_unref);

  G_OBJECT_CLASS (bw_setup_job_parent_class)->finalize (object);
}

static void
bw_setup_job_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BwSetupJob *self = BW_SETUP_JOB (object);

  switch ((BwSetupJobProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_FAILURE:
      g_value_set_boxed (value, self->failure);
      break;
    case PROP_CANDIDATES:
      g_value_set_boxed (value, self->candidates);
      break;
    case PROP_LIMITATIONS:
      g_value_set_boxed (value, self->limitations);
      break;
    case PROP_LINK:
      g_value_set_string (value, self->link);
      break;
    case PROP_RELATIONSHIP_ID:
      g_value_set_string (value, self->relationship_id);
      break;
    case PROP_WAKE_AT:
      g_value_set_int64 (value, self->wake_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bw_setup_job_class_init (BwSetupJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = bw_setup_job_finalize;
  object_class->get_property = bw_setup_job_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BW_TYPE_JOB_STATE,
                                              BW_JOB_STATE_ACTIVE, flags);
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAILURE] = g_param_spec_boxed ("failure", NULL, NULL, BW_TYPE_FAILURE, flags);
  properties[PROP_CANDIDATES] =
    g_param_spec_boxed ("candidates", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  properties[PROP_LIMITATIONS] =
    g_param_spec_boxed ("limitations", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  properties[PROP_LINK] = g_param_spec_string ("link", NULL, NULL, NULL, flags);
  properties[PROP_RELATIONSHIP_ID] =
    g_param_spec_string ("relationship-id", NULL, NULL, NULL, flags);
  properties[PROP_WAKE_AT] = g_param_spec_int64 ("wake-at", NULL, NULL, 0, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bw_setup_job_init (BwSetupJob *self)
{
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
  self->candidates = bw_candidates_from_json (NULL);
  self->limitations = bw_limitations_from_json (NULL);
}

static void
note_change (BwSetupJob *self)
{
  self->changed = TRUE;
}

/**
 * bw_setup_job_new:
 * @kind: a flow
 *
 * Returns: (transfer full): a job whose steps are all pending
 */
BwSetupJob *
bw_setup_job_new (BwSetupKind kind)
{
  BwSetupJob *self = g_object_new (BW_TYPE_SETUP_JOB, NULL);

  self->kind = kind;
  for (guint i = 0; i < bw_setup_kind_get_n_steps (kind); i++)
    {
      BwSetupStep *step = bw_setup_step_new (kind, i);

      g_signal_connect_object (step, "notify", G_CALLBACK (note_change), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->steps, step);
    }

  return self;
}

static void
notify (BwSetupJob         *self,
        BwSetupJobProperty  property)
{
  self->changed = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Returns: (transfer full) (nullable): the document; a damaged one is as good as none */
static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  if (bw_str_is_empty (text))
    return NULL;

  node = bw_json_parse_text (text, &error);
  if (node == NULL)
    g_warning ("A set-up job holds broken JSON: %s", error->message);

  return node;
}

/* Returns: (transfer full) */
static GPtrArray *
parse_list (const char  *text,
            GPtrArray *(*read) (JsonArray *array))
{
  g_autoptr(JsonNode) node = parse (text);

  return read (node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL);
}

static void
update_documents (BwSetupJob     *self,
                  const BwJobRow *row)
{
  if (bw_set_str (&self->failure_text, row->failure))
    {
      g_autoptr(JsonNode) node = parse (row->failure);

      g_clear_pointer (&self->failure, bw_failure_unref);
      self->failure = bw_failure_from_json (bw_json_node_object (node));
      notify (self, PROP_FAILURE);
    }

  if (bw_set_str (&self->candidates_text, row->candidates))
    {
      g_ptr_array_unref (self->candidates);
      self->candidates = parse_list (row->candidates, bw_candidates_from_json);
      notify (self, PROP_CANDIDATES);
    }

  if (bw_set_str (&self->limitations_text, row->limitations))
    {
      g_ptr_array_unref (self->limitations);
      self->limitations = parse_list (row->limitations, bw_limitations_from_json);
      notify (self, PROP_LIMITATIONS);
    }
}

static void
update_steps (BwSetupJob     *self,
              const BwJobRow *row)
{
  guint n_done = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      BwSetupStep *step = g_ptr_array_index (self->steps, i);

      bw_setup_step_update (step, bw_job_row_get_step (row, bw_setup_step_get_key (step)));
      n_done += bw_setup_step_is_over (step);
    }

  if (self->n_done != n_done)
    {
      self->n_done = n_done;
      notify (self, PROP_N_DONE);
    }
}

/**
 * bw_setup_job_update:
 * @self: a job
 * @row: what is known of it now; of the same kind
 *
 * Takes @row over and notifies of what changed, here and in the steps.
 *
 * Returns: whether anything changed
 */
gboolean
bw_setup_job_update (BwSetupJob     *self,
                     const BwJobRow *row)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), FALSE);
  g_return_val_if_fail (row != NULL && row->kind == self->kind, FALSE);

  self->changed = FALSE;
  g_object_freeze_notify (G_OBJECT (self));

  if (self->state != row->state)
    {
      self->state = row->state;
      notify (self, PROP_STATE);
    }

  if (self->wake_at != row->wake_at)
    {
      self->wake_at = row->wake_at;
      notify (self, PROP_WAKE_AT);
    }

  if (bw_set_str (&self->link, row->link))
    notify (self, PROP_LINK);
  if (bw_set_str (&self->relationship_id, row->relationship_id))
    notify (self, PROP_RELATIONSHIP_ID);

  update_documents (self, row);
  update_steps (self, row);

  g_object_thaw_notify (G_OBJECT (self));

  return self->changed;
}

/**
 * bw_setup_job_get_kind:
 * @self: a job
 *
 * Returns: which flow it is
 */
BwSetupKind
bw_setup_job_get_kind (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), BW_SETUP_KIND_CSP);

  return self->kind;
}

/**
 * bw_setup_job_get_state:
 * @self: a job
 *
 * Returns: where it stands
 */
BwJobState
bw_setup_job_get_state (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), BW_JOB_STATE_ACTIVE);

  return self->state;
}

/**
 * bw_setup_job_get_step:
 * @self: a job
 * @key: stable name of a step
 *
 * Returns: (transfer none) (nullable): that step
 */
BwSetupStep *
bw_setup_job_get_step (BwSetupJob *self,
                       const char *key)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      BwSetupStep *step = g_ptr_array_index (self->steps, i);

      if (g_strcmp0 (bw_setup_step_get_key (step), key) == 0)
        return step;
    }

  return NULL;
}

/**
 * bw_setup_job_get_current_step:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): the first step that is neither done nor
 *   skipped, or %NULL if all are
 */
BwSetupStep *
bw_setup_job_get_current_step (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      BwSetupStep *step = g_ptr_array_index (self->steps, i);

      if (!bw_setup_step_is_over (step))
        return step;
    }

  return NULL;
}

/**
 * bw_setup_job_get_n_done:
 * @self: a job
 *
 * Returns: how many steps are done or skipped
 */
guint
bw_setup_job_get_n_done (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), 0);

  return self->n_done;
}

/**
 * bw_setup_job_get_failure:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): what went wrong
 */
BwFailure *
bw_setup_job_get_failure (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  return self->failure;
}

/**
 * bw_setup_job_get_candidates:
 * @self: a job
 *
 * Returns: (transfer none) (element-type BwCandidate): the admin relationships to choose from
 */
GPtrArray *
bw_setup_job_get_candidates (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  return self->candidates;
}

/**
 * bw_setup_job_get_limitations:
 * @self: a job
 *
 * Returns: (transfer none) (element-type BwLimitation): what the tenant lacks
 */
GPtrArray *
bw_setup_job_get_limitations (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  return self->limitations;
}

/**
 * bw_setup_job_get_link:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): the link for the customer's approval
 */
const char *
bw_setup_job_get_link (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  return self->link;
}

/**
 * bw_setup_job_get_relationship_id:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): the admin relationship chosen or made
 */
const char *
bw_setup_job_get_relationship_id (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), NULL);

  return self->relationship_id;
}

/**
 * bw_setup_job_get_wake_at:
 * @self: a job
 *
 * Returns: when an active job may run again, seconds since 1970, or 0 for now
 */
gint64
bw_setup_job_get_wake_at (BwSetupJob *self)
{
  g_return_val_if_fail (BW_IS_SETUP_JOB (self), 0);

  return self->wake_at;
}
