/* bw-candidate.c - what we think of an admin relationship for a set-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-candidate-private.h"
#include "bw-json.h"
#include "bw-pace.h"

G_DEFINE_FINAL_TYPE (BwCandidate, bw_candidate, G_TYPE_OBJECT)

static void
bw_candidate_finalize (GObject *object)
{
  BwCandidate *self = BW_CANDIDATE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->roles, g_strfreev);
  g_clear_pointer (&self->reasons, g_strfreev);
  g_clear_pointer (&self->excess, g_strfreev);
  g_clear_pointer (&self->limitations, g_ptr_array_unref);

  G_OBJECT_CLASS (bw_candidate_parent_class)->finalize (object);
}

static void
bw_candidate_class_init (BwCandidateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bw_candidate_finalize;
}

static void
bw_candidate_init (BwCandidate *self)
{
}

/**
 * bw_candidate_get_id:
 * @self: a candidate
 *
 * Returns: (transfer none): ID of the admin relationship
 */
const char *
bw_candidate_get_id (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return self->id;
}

/**
 * bw_candidate_get_name:
 * @self: a candidate
 *
 * Returns: (transfer none) (nullable): its name
 */
const char *
bw_candidate_get_name (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return self->name;
}

/**
 * bw_candidate_get_status:
 * @self: a candidate
 *
 * Returns: (transfer none) (nullable): its status in Microsoft's word
 */
const char *
bw_candidate_get_status (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return self->status;
}

/**
 * bw_candidate_get_end:
 * @self: a candidate
 *
 * Returns: when it ends, seconds since 1970, or 0 if that is not known
 */
gint64
bw_candidate_get_end (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), 0);

  return self->end;
}

/**
 * bw_candidate_get_auto_extend:
 * @self: a candidate
 *
 * Returns: whether it extends itself
 */
gboolean
bw_candidate_get_auto_extend (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), FALSE);

  return self->auto_extend;
}

/**
 * bw_candidate_is_valid:
 * @self: a candidate
 *
 * Returns: whether a set-up can build on it right now
 */
gboolean
bw_candidate_is_valid (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), FALSE);

  return self->valid;
}

/**
 * bw_candidate_is_waiting:
 * @self: a candidate
 *
 * Returns: whether all it lacks is the customer's approval (or Microsoft's
 *   activation): it can be chosen too, and set-up goes on with its link
 */
gboolean
bw_candidate_is_waiting (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), FALSE);

  return self->waiting;
}

/**
 * bw_candidate_get_roles:
 * @self: a candidate
 *
 * Returns: (transfer none): names of the roles in it, in alphabetical order
 */
const char * const *
bw_candidate_get_roles (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return (const char * const *) self->roles;
}

/**
 * bw_candidate_get_reasons:
 * @self: a candidate
 *
 * Returns: (transfer none): why it is not valid, a sentence each
 */
const char * const *
bw_candidate_get_reasons (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return (const char * const *) self->reasons;
}

/**
 * bw_candidate_get_excess:
 * @self: a candidate
 *
 * Returns: (transfer none): names of the roles that the role template does not
 *   ask for, Global Administrator first
 */
const char * const *
bw_candidate_get_excess (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return (const char * const *) self->excess;
}

/**
 * bw_candidate_get_limitations:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type BwLimitation): what a set-up with it would lack
 */
GPtrArray *
bw_candidate_get_limitations (BwCandidate *self)
{
  g_return_val_if_fail (BW_IS_CANDIDATE (self), NULL);

  return self->limitations;
}

static void
add_candidate (JsonBuilder *builder,
               BwCandidate *self)
{
  json_builder_begin_object (builder);
  bw_json_add_string (builder, "id", self->id);
  bw_json_add_string (builder, "name", self->name);
  bw_json_add_string (builder, "status", self->status);
  bw_json_add_time (builder, "endDateTime", self->end);
  bw_json_add_boolean (builder, "autoExtend", self->auto_extend);
  bw_json_add_strv (builder, "roles", (const char * const *) self->roles);
  bw_json_add_strv (builder, "excess", (const char * const *) self->excess);
  bw_json_add_boolean (builder, "valid", self->valid);
  bw_json_add_boolean (builder, "choosable", self->valid || self->waiting);
  bw_json_add_strv (builder, "reasons", (const char * const *) self->reasons);
  json_builder_set_member_name (builder, "limitations");
  json_builder_add_value (builder, bw_limitations_to_json (self->limitations));
  json_builder_end_object (builder);
}

/**
 * bw_candidates_to_json:
 * @candidates: (nullable) (element-type BwCandidate): candidates
 *
 * Returns: (transfer full): an array, as the store keeps it and the command line prints it
 */
JsonNode *
bw_candidates_to_json (GPtrArray *candidates)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    add_candidate (builder, g_ptr_array_index (candidates, i));
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

static char **
read_strv (JsonObject *object,
           const char *member)
{
  g_autoptr(GStrvBuilder) strings = g_strv_builder_new ();
  JsonArray *array = bw_json_get_array (object, member);

  for (guint i = 0; i < bw_json_array_length (array); i++)
    if (bw_json_array_string (array, i) != NULL)
      g_strv_builder_add (strings, bw_json_array_string (array, i));

  return g_strv_builder_end (strings);
}

/**
 * bw_candidates_from_json:
 * @array: (nullable): what bw_candidates_to_json() made
 *
 * Returns: (transfer full) (element-type BwCandidate): the candidates; what is
 *   not one is left out
 */
GPtrArray *
bw_candidates_from_json (JsonArray *array)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bw_json_array_length (array); i++)
    {
      JsonObject *object = bw_json_array_object (array, i);
      BwCandidate *self;

      if (bw_json_get_string (object, "id") == NULL)
        continue;

      self = g_object_new (BW_TYPE_CANDIDATE, NULL);
      self->id = g_strdup (bw_json_get_string (object, "id"));
      self->name = g_strdup (bw_json_get_string (object, "name"));
      self->status = g_strdup (bw_json_get_string (object, "status"));
      self->end = bw_clock_parse_unix (bw_json_get_string (object, "endDateTime"));
      self->auto_extend = bw_json_get_boolean (object, "autoExtend", FALSE);
      self->valid = bw_json_get_boolean (object, "valid", FALSE);
      self->waiting = !self->valid && bw_json_get_boolean (object, "choosable", FALSE);
      self->roles = read_strv (object, "roles");
      self->reasons = read_strv (object, "reasons");
      self->excess = read_strv (object, "excess");
      self->limitations = bw_limitations_from_json (bw_json_get_array (object, "limitations"));
      g_ptr_array_add (candidates, self);
    }

  return candidates;
}
