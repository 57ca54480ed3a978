/* bw-enums.c - names of the values of the closed sets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-enums.h"

G_DEFINE_ENUM_TYPE (BwTenantSource, bw_tenant_source,
                    G_DEFINE_ENUM_VALUE (BW_TENANT_SOURCE_PARTNER_CENTER, "partner-center"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_SOURCE_MICROSOFT_365, "microsoft-365"))

G_DEFINE_ENUM_TYPE (BwTenantStatus, bw_tenant_status,
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_NOT_SET_UP, "not-set-up"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_SETTING_UP, "setting-up"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_NEEDS_CHOICE, "needs-choice"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_WAITING_FOR_APPROVAL,
                                         "waiting-for-approval"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_ENABLED, "enabled"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS,
                                         "enabled-with-limitations"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (BW_TENANT_STATUS_DISABLED, "disabled"))

G_DEFINE_ENUM_TYPE (BwSetupKind, bw_setup_kind,
                    G_DEFINE_ENUM_VALUE (BW_SETUP_KIND_CSP, "csp"),
                    G_DEFINE_ENUM_VALUE (BW_SETUP_KIND_GUEST, "guest"))

G_DEFINE_ENUM_TYPE (BwJobState, bw_job_state,
                    G_DEFINE_ENUM_VALUE (BW_JOB_STATE_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (BW_JOB_STATE_NEEDS_CHOICE, "needs-choice"),
                    G_DEFINE_ENUM_VALUE (BW_JOB_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (BW_JOB_STATE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (BW_JOB_STATE_CANCELLED, "cancelled"))

G_DEFINE_ENUM_TYPE (BwStepState, bw_step_state,
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_WAITING_FOR_YOU, "waiting-for-you"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_WAITING_FOR_CUSTOMER,
                                         "waiting-for-customer"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_WAITING_FOR_MICROSOFT,
                                         "waiting-for-microsoft"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_SKIPPED, "skipped"),
                    G_DEFINE_ENUM_VALUE (BW_STEP_STATE_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (BwChoice, bw_choice,
                    G_DEFINE_ENUM_VALUE (BW_CHOICE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BW_CHOICE_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (BW_CHOICE_REUSE, "reuse"))

G_DEFINE_ENUM_TYPE (BwParty, bw_party,
                    G_DEFINE_ENUM_VALUE (BW_PARTY_NOBODY, "nobody"),
                    G_DEFINE_ENUM_VALUE (BW_PARTY_YOU, "you"),
                    G_DEFINE_ENUM_VALUE (BW_PARTY_CUSTOMER, "customer"),
                    G_DEFINE_ENUM_VALUE (BW_PARTY_MICROSOFT, "microsoft"))

/**
 * bw_enum_get_nick:
 * @type: one of our enumerations
 * @value: one of its values
 *
 * Returns: (transfer none): the name that the database and the JSON output use
 */
const char *
bw_enum_get_nick (GType type,
                  int   value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *entry = g_enum_get_value (klass, value);

  g_return_val_if_fail (entry != NULL, "");

  return entry->value_nick;
}

/**
 * bw_enum_from_nick:
 * @type: one of our enumerations
 * @nick: (nullable): a name from the database or the command line
 * @value: (out): the value
 *
 * Returns: whether there is a value of that name
 */
gboolean
bw_enum_from_nick (GType       type,
                   const char *nick,
                   int        *value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *entry = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  if (entry == NULL)
    return FALSE;

  *value = entry->value;

  return TRUE;
}

/**
 * bw_tenant_status_get_label:
 * @status: a status
 *
 * Returns: (transfer none): its name for people
 */
const char *
bw_tenant_status_get_label (BwTenantStatus status)
{
  switch (status)
    {
    case BW_TENANT_STATUS_SETTING_UP:
      return _("Setting up");
    case BW_TENANT_STATUS_NEEDS_CHOICE:
      return _("Needs your choice");
    case BW_TENANT_STATUS_WAITING_FOR_APPROVAL:
      return _("Waiting for approval");
    case BW_TENANT_STATUS_FAILED:
      return _("Set-up failed");
    case BW_TENANT_STATUS_ENABLED:
      return _("Enabled");
    case BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS:
      return _("Enabled with limitations");
    case BW_TENANT_STATUS_EXPIRED:
      return _("Expired");
    case BW_TENANT_STATUS_DISABLED:
      return _("Disabled");
    case BW_TENANT_STATUS_NOT_SET_UP:
    default:
      return _("Not set up");
    }
}

/**
 * bw_tenant_source_get_label:
 * @source: a source
 *
 * Returns: (transfer none): its name for people; Microsoft's product names stay as they are
 */
const char *
bw_tenant_source_get_label (BwTenantSource source)
{
  return source == BW_TENANT_SOURCE_PARTNER_CENTER ? "Microsoft Partner Center" : "Microsoft 365";
}

/**
 * bw_step_state_get_label:
 * @state: a state
 *
 * Returns: (transfer none): its name for people
 */
const char *
bw_step_state_get_label (BwStepState state)
{
  switch (state)
    {
    case BW_STEP_STATE_RUNNING:
      return _("Running");
    case BW_STEP_STATE_WAITING_FOR_YOU:
      return _("Waiting for you");
    case BW_STEP_STATE_WAITING_FOR_CUSTOMER:
      return _("Waiting for the customer");
    case BW_STEP_STATE_WAITING_FOR_MICROSOFT:
      return _("Waiting for Microsoft");
    case BW_STEP_STATE_DONE:
      return _("Done");
    case BW_STEP_STATE_SKIPPED:
      return _("Skipped");
    case BW_STEP_STATE_FAILED:
      return _("Failed");
    case BW_STEP_STATE_PENDING:
    default:
      return _("Pending");
    }
}

/**
 * bw_party_get_label:
 * @party: somebody
 *
 * Returns: (transfer none): who has to act, for people
 */
const char *
bw_party_get_label (BwParty party)
{
  switch (party)
    {
    case BW_PARTY_YOU:
      return _("You");
    case BW_PARTY_CUSTOMER:
      return _("The customer’s administrator");
    case BW_PARTY_MICROSOFT:
      return _("Microsoft");
    case BW_PARTY_NOBODY:
    default:
      return _("Nobody: it is tried again by itself");
    }
}
