/* bw-role-template.h - a named list of roles to ask a customer for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BwTemplateRole:
 * @id: role template ID
 * @core: whether a set-up is impossible without it
 * @features: features that need it, in words for people
 * @group: name of the default platform user group that gets it
 * @covered_by: IDs of stronger roles that stand in for it
 */
typedef struct
{
  char      *id;
  gboolean   core;
  char     **features;
  char      *group;
  char     **covered_by;
} BwTemplateRole;

#define BW_TYPE_ROLE_TEMPLATE (bw_role_template_get_type ())

typedef struct _BwRoleTemplate BwRoleTemplate;

GType           bw_role_template_get_type      (void);
BwRoleTemplate *bw_role_template_new_from_json (JsonObject            *object,
                                                GError               **error)
                                                G_GNUC_WARN_UNUSED_RESULT;
BwRoleTemplate *bw_role_template_ref           (BwRoleTemplate        *self);
void            bw_role_template_unref         (BwRoleTemplate        *self);
const char     *bw_role_template_get_name      (const BwRoleTemplate  *self);
GPtrArray      *bw_role_template_get_roles     (const BwRoleTemplate  *self);
char          **bw_role_template_dup_role_ids  (const BwRoleTemplate  *self)
                                                G_GNUC_WARN_UNUSED_RESULT;
char          **bw_role_template_dup_groups    (const BwRoleTemplate  *self)
                                                G_GNUC_WARN_UNUSED_RESULT;
char          **bw_role_template_dup_group_roles (const BwRoleTemplate *self,
                                                const char            *group,
                                                const char * const    *held)
                                                G_GNUC_WARN_UNUSED_RESULT;
gboolean        bw_role_template_is_covered    (const BwTemplateRole  *role,
                                                const char * const    *held);
JsonNode       *bw_role_template_to_json       (const BwRoleTemplate  *self)
                                                G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwRoleTemplate, bw_role_template_unref)

G_END_DECLS
