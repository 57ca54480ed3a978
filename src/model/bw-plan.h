/* bw-plan.h - every write that a set-up would send, before it does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BwPlanChange:
 * @step: key of the step
 * @action: "create", "update" or "delete"
 * @what: what kind of thing, in words for people
 * @details: which one, and with what in it
 */
typedef struct
{
  char *step;
  char *action;
  char *what;
  char *details;
} BwPlanChange;

#define BW_TYPE_PLAN (bw_plan_get_type ())
G_DECLARE_FINAL_TYPE (BwPlan, bw_plan, BW, PLAN, GObject)

BwPlan     *bw_plan_new         (const char *tenant_id,
                                 const char *tenant_name) G_GNUC_WARN_UNUSED_RESULT;
void        bw_plan_add_change  (BwPlan     *self,
                                 const char *step,
                                 const char *action,
                                 const char *what,
                                 const char *details);
void        bw_plan_add_holding (BwPlan     *self,
                                 const char *what);
const char *bw_plan_get_tenant_name (BwPlan *self);
GPtrArray  *bw_plan_get_changes (BwPlan     *self);
GPtrArray  *bw_plan_get_holds   (BwPlan     *self);
JsonNode   *bw_plan_to_json     (BwPlan     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
