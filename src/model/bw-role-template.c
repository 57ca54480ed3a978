/* bw-role-template.c - a named list of roles to ask a customer for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-error.h"
#include "bw-json.h"
#include "bw-role-template.h"
#include "bw-role.h"
#include "bw-util.h"

struct _BwRoleTemplate
{
  char      *name;
  gint64     version;
  GPtrArray *roles;
};

G_DEFINE_BOXED_TYPE (BwRoleTemplate, bw_role_template, bw_role_template_ref, bw_role_template_unref)

static void
role_free (gpointer data)
{
  BwTemplateRole *role = data;

  g_free (role->id);
  g_strfreev (role->features);
  g_free (role->group);
  g_strfreev (role->covered_by);
  g_free (role);
}

static gboolean
check_members (JsonObject          *object,
               const char * const  *known,
               GError             **error)
{
  g_autoptr(GList) members = json_object_get_members (object);

  for (GList *m = members; m != NULL; m = m->next)
    {
      if (g_strv_contains (known, m->data))
        continue;

      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The role template has “%s” in it, which is not known"),
                   (const char *) m->data);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_role_id (const char  *id,
               GError     **error)
{
  if (bw_role_get_name (id) != NULL)
    return TRUE;

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               _("The role template names the role “%s”, which Microsoft does not have"), id);

  return FALSE;
}

/* Returns: (transfer full): the strings, none if @member is absent, or %NULL with @error set */
static char **
read_strings (JsonObject  *object,
              const char  *member,
              GError     **error)
{
  g_autoptr(GStrvBuilder) strings = g_strv_builder_new ();
  JsonArray *array = bw_json_get_array (object, member);
  gboolean good = array != NULL || !json_object_has_member (object, member);

  for (guint i = 0; good && i < bw_json_array_length (array); i++)
    {
      const char *text = bw_json_array_string (array, i);

      good = !bw_str_is_empty (text);
      if (good)
        g_strv_builder_add (strings, text);
    }

  if (!good)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("“%s” in the role template must be a list of texts"), member);
      return NULL;
    }

  return g_strv_builder_end (strings);
}

/* Returns: (transfer full): the role, or %NULL with @error set */
static BwTemplateRole *
read_role (JsonObject  *object,
           GError     **error)
{
  const char * const known[] = { "id", "core", "features", "group", "coveredBy", NULL };
  g_auto(GStrv) features = NULL;
  g_auto(GStrv) covered_by = NULL;
  g_autofree char *id = NULL;
  const char *group = bw_json_get_string (object, "group");
  gboolean core = bw_json_get_boolean (object, "core", FALSE);
  BwTemplateRole *role;

  if (object == NULL || bw_json_get_string (object, "id") == NULL || bw_str_is_empty (group) ||
      core != bw_json_get_boolean (object, "core", TRUE))
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("Every role of a role template needs an “id”, a “group” and a “core” "
                             "that is true or false"));
      return NULL;
    }

  id = g_ascii_strdown (bw_json_get_string (object, "id"), -1);
  if (!check_members (object, known, error) || !check_role_id (id, error) ||
      (features = read_strings (object, "features", error)) == NULL ||
      (covered_by = read_strings (object, "coveredBy", error)) == NULL)
    return NULL;

  for (guint i = 0; covered_by[i] != NULL; i++)
    if (!check_role_id (covered_by[i], error))
      return NULL;

  /* Without a feature nobody could be told what is lost with the role. */
  if (!core && *features == NULL)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The optional role %s of the role template needs “features”"),
                   bw_role_get_name (id));
      return NULL;
    }

  role = g_new0 (BwTemplateRole, 1);
  role->id = g_steal_pointer (&id);
  role->core = core;
  role->features = g_steal_pointer (&features);
  role->group = g_strdup (group);
  role->covered_by = g_steal_pointer (&covered_by);

  return role;
}

static const BwTemplateRole *
find_role (GPtrArray  *roles,
           const char *id)
{
  for (guint i = 0; i < roles->len; i++)
    {
      const BwTemplateRole *role = g_ptr_array_index (roles, i);

      if (g_ascii_strcasecmp (role->id, id) == 0)
        return role;
    }

  return NULL;
}

static gboolean
read_roles (BwRoleTemplate  *self,
            JsonArray       *array,
            GError         **error)
{
  gboolean any_core = FALSE;

  for (guint i = 0; i < bw_json_array_length (array); i++)
    {
      BwTemplateRole *role = read_role (bw_json_array_object (array, i), error);

      if (role == NULL)
        return FALSE;

      if (find_role (self->roles, role->id) != NULL)
        {
          g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                       _("The role template names the role %s twice"), bw_role_get_name (role->id));
          role_free (role);
          return FALSE;
        }

      any_core = any_core || role->core;
      g_ptr_array_add (self->roles, role);
    }

  if (!any_core)
    g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                         _("The role template has no core role: without one, every admin "
                           "relationship would do"));

  return any_core;
}

/**
 * bw_role_template_new_from_json:
 * @object: (nullable): `{"name","version","roles":[{"id","core","features","group","coveredBy"}]}`
 * @error: return location for a %BW_ERROR_INVALID
 *
 * People write and edit these files, so nothing in them is passed over: a member
 * with a typing error is refused, not ignored.
 *
 * Returns: (transfer full): the role template, or %NULL with @error set
 */
BwRoleTemplate *
bw_role_template_new_from_json (JsonObject  *object,
                                GError     **error)
{
  const char * const known[] = { "name", "version", "roles", NULL };
  g_autoptr(BwRoleTemplate) self = NULL;

  if (bw_str_is_empty (bw_json_get_string (object, "name")) ||
      bw_json_get_int (object, "version", 0) < 1 ||
      bw_json_get_array (object, "roles") == NULL)
    {
      g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID,
                           _("A role template needs a “name”, a “version” from 1 and a list of "
                             "“roles”"));
      return NULL;
    }

  if (!check_members (object, known, error))
    return NULL;

  self = g_rc_box_new0 (BwRoleTemplate);
  self->name = g_strdup (bw_json_get_string (object, "name"));
  self->version = bw_json_get_int (object, "version", 0);
  self->roles = g_ptr_array_new_with_free_func (role_free);

  if (!read_roles (self, bw_json_get_array (object, "roles"), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bw_role_template_ref:
 * @self: a role template
 *
 * Returns: (transfer full): @self
 */
BwRoleTemplate *
bw_role_template_ref (BwRoleTemplate *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BwRoleTemplate *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->roles);
}

/**
 * bw_role_template_unref:
 * @self: (transfer full): a role template
 */
void
bw_role_template_unref (BwRoleTemplate *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * bw_role_template_get_name:
 * @self: a role template
 *
 * Returns: (transfer none): its name
 */
const char *
bw_role_template_get_name (const BwRoleTemplate *self)
{
  return self->name;
}

/**
 * bw_role_template_get_roles:
 * @self: a role template
 *
 * Returns: (transfer none) (element-type BwTemplateRole): its roles, in the order of the file
 */
GPtrArray *
bw_role_template_get_roles (const BwRoleTemplate *self)
{
  return self->roles;
}

/**
 * bw_role_template_dup_role_ids:
 * @self: a role template
 *
 * Returns: (transfer full): the IDs of all its roles: what a new admin relationship asks for
 */
char **
bw_role_template_dup_role_ids (const BwRoleTemplate *self)
{
  char **ids = g_new0 (char *, self->roles->len + 1);

  for (guint i = 0; i < self->roles->len; i++)
    ids[i] = g_strdup (((const BwTemplateRole *) g_ptr_array_index (self->roles, i))->id);

  return ids;
}

/* GStrvBuilder cannot be looked into, so this collects in a pointer array. */
static void
add_once (GPtrArray  *strings,
          const char *text)
{
  if (!g_ptr_array_find_with_equal_func (strings, text, g_str_equal, NULL))
    g_ptr_array_add (strings, g_strdup (text));
}

static char **
end_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);

  return (char **) g_ptr_array_free (strings, FALSE);
}

/**
 * bw_role_template_dup_groups:
 * @self: a role template
 *
 * Returns: (transfer full): the names of the default platform user groups, each once
 */
char **
bw_role_template_dup_groups (const BwRoleTemplate *self)
{
  GPtrArray *groups = g_ptr_array_new ();

  for (guint i = 0; i < self->roles->len; i++)
    add_once (groups, ((const BwTemplateRole *) g_ptr_array_index (self->roles, i))->group);

  return end_strings (groups);
}

/* Returns: (transfer none) (nullable): @role itself, or the stronger role that stands in for it */
static const char *
find_held (const BwTemplateRole *role,
           const char * const   *held)
{
  if (held == NULL || bw_role_is_among (role->id, held))
    return role->id;

  for (guint i = 0; role->covered_by[i] != NULL; i++)
    if (bw_role_is_among (role->covered_by[i], held))
      return role->covered_by[i];

  return NULL;
}

/**
 * bw_role_template_dup_group_roles:
 * @self: a role template
 * @group: name of a group
 * @held: (nullable): IDs of the roles in an admin relationship, or %NULL for whatever is asked for
 *
 * A role that is not in @held, but covered by a stronger one that is, gives way to that one.
 *
 * Returns: (transfer full): the IDs of the roles to assign to @group, each once
 */
char **
bw_role_template_dup_group_roles (const BwRoleTemplate *self,
                                  const char           *group,
                                  const char * const   *held)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < self->roles->len; i++)
    {
      const BwTemplateRole *role = g_ptr_array_index (self->roles, i);
      const char *id = g_str_equal (role->group, group) ? find_held (role, held) : NULL;

      if (id != NULL)
        add_once (ids, id);
    }

  return end_strings (ids);
}

/**
 * bw_role_template_is_covered:
 * @role: a role of a template
 * @held: (nullable): IDs of the roles in an admin relationship
 *
 * Returns: whether @role, or a stronger one that stands in for it, is among @held
 */
gboolean
bw_role_template_is_covered (const BwTemplateRole *role,
                             const char * const   *held)
{
  return held != NULL && find_held (role, held) != NULL;
}

/**
 * bw_role_template_to_json:
 * @self: a role template
 *
 * Returns: (transfer full): what bw_role_template_new_from_json() reads
 */
JsonNode *
bw_role_template_to_json (const BwRoleTemplate *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  bw_json_add_string (builder, "name", self->name);
  bw_json_add_int (builder, "version", self->version);
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);

  for (guint i = 0; i < self->roles->len; i++)
    {
      const BwTemplateRole *role = g_ptr_array_index (self->roles, i);

      json_builder_begin_object (builder);
      bw_json_add_string (builder, "id", role->id);
      bw_json_add_boolean (builder, "core", role->core);
      bw_json_add_strv (builder, "features", (const char * const *) role->features);
      bw_json_add_string (builder, "group", role->group);
      bw_json_add_strv (builder, "coveredBy", (const char * const *) role->covered_by);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
