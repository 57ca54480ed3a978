/* bw-workspace-find.c - which tenant somebody means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-error.h"
#include "bw-workspace.h"

/* How well a text fits a tenant; only the best are meant. */
typedef enum
{
  FIT_NONE,
  FIT_PART,
  FIT_NAME,
  FIT_DOMAIN,
  FIT_ID,
} Fit;

static gboolean
is_same (const char *value,
         const char *folded)
{
  g_autofree char *own = bw_tenant_fold (value);

  return value != NULL && g_str_equal (own, folded);
}

static Fit
get_fit (BwTenant   *tenant,
         const char *folded)
{
  g_autofree char *name = bw_tenant_fold (bw_tenant_get_name (tenant));

  if (is_same (bw_tenant_get_id (tenant), folded))
    return FIT_ID;
  if (is_same (bw_tenant_get_domain (tenant), folded))
    return FIT_DOMAIN;
  if (g_str_equal (name, folded))
    return FIT_NAME;

  return strstr (name, folded) != NULL ? FIT_PART : FIT_NONE;
}

static void
set_ambiguous (GError     **error,
               const char  *text,
               GPtrArray   *found)
{
  g_autoptr(GString) list = g_string_new (NULL);
  const guint max = 5;

  for (guint i = 0; i < MIN (found->len, max); i++)
    {
      BwTenant *tenant = g_ptr_array_index (found, i);
      const char *domain = bw_tenant_get_domain (tenant);

      if (i > 0)
        g_string_append (list, ", ");
      g_string_append (list, domain != NULL ? domain : bw_tenant_get_id (tenant));
    }
  if (found->len > max)
    g_string_append (list, ", …");

  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               ngettext ("“%1$s” may be any of %2$u tenant: %3$s. Give its domain or its tenant "
                         "ID.",
                         "“%1$s” may be any of %2$u tenants: %3$s. Give its domain or its tenant "
                         "ID.",
                         found->len),
               text, found->len, list->str);
}

/**
 * bw_workspace_find_tenant:
 * @self: a workspace
 * @text: a tenant ID, a domain, or a name or part of one that only one tenant has
 * @error: return location for %BW_ERROR_NOT_FOUND, or %BW_ERROR_INVALID if it may be
 *   several
 *
 * Returns: (transfer none) (nullable): the tenant
 */
BwTenant *
bw_workspace_find_tenant (BwWorkspace  *self,
                          const char   *text,
                          GError      **error)
{
  GListModel *tenants = bw_workspace_get_tenants (self);
  g_autofree char *folded = bw_tenant_fold (text);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  Fit best = FIT_PART;

  for (guint i = 0; *folded != '\0' && i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr(BwTenant) tenant = g_list_model_get_item (tenants, i);
      Fit fit = get_fit (tenant, folded);

      if (fit < best)
        continue;
      if (fit > best)
        g_ptr_array_set_size (found, 0);
      best = fit;
      g_ptr_array_add (found, g_steal_pointer (&tenant));
    }

  if (found->len == 1)
    return bw_workspace_get_tenant (self, bw_tenant_get_id (g_ptr_array_index (found, 0)));

  if (found->len > 1)
    set_ambiguous (error, text, found);
  else
    g_set_error (error, BW_ERROR, BW_ERROR_NOT_FOUND,
                 _("There is no tenant “%s”. “bailiwickctl tenants list” shows those that there "
                   "are."), text);

  return NULL;
}
