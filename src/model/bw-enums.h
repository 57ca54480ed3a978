/* bw-enums.h - the closed sets of values that the nouns have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BwTenantSource:
 * @BW_TENANT_SOURCE_PARTNER_CENTER: a customer of ours in Microsoft Partner Center (CSP)
 * @BW_TENANT_SOURCE_MICROSOFT_365: added by hand (not CSP)
 *
 * Where we learnt of a tenant.
 */
typedef enum
{
  BW_TENANT_SOURCE_PARTNER_CENTER,
  BW_TENANT_SOURCE_MICROSOFT_365,
} BwTenantSource;

#define BW_TYPE_TENANT_SOURCE (bw_tenant_source_get_type ())
GType bw_tenant_source_get_type (void);

/**
 * BwTenantStatus:
 *
 * The Status column; derived by bw_tenant_update(), never stored.
 */
typedef enum
{
  BW_TENANT_STATUS_NOT_SET_UP,
  BW_TENANT_STATUS_SETTING_UP,
  BW_TENANT_STATUS_NEEDS_CHOICE,
  BW_TENANT_STATUS_WAITING_FOR_APPROVAL,
  BW_TENANT_STATUS_FAILED,
  BW_TENANT_STATUS_ENABLED,
  BW_TENANT_STATUS_ENABLED_WITH_LIMITATIONS,
  BW_TENANT_STATUS_EXPIRED,
  BW_TENANT_STATUS_DISABLED,
} BwTenantStatus;

#define BW_TYPE_TENANT_STATUS (bw_tenant_status_get_type ())
GType bw_tenant_status_get_type (void);

/**
 * BwSetupKind:
 * @BW_SETUP_KIND_CSP: seven steps, through an admin relationship
 * @BW_SETUP_KIND_GUEST: five stages, through a guest account
 */
typedef enum
{
  BW_SETUP_KIND_CSP,
  BW_SETUP_KIND_GUEST,
} BwSetupKind;

#define BW_TYPE_SETUP_KIND (bw_setup_kind_get_type ())
GType bw_setup_kind_get_type (void);

/**
 * BwJobState:
 * @BW_JOB_STATE_ACTIVE: runs, or waits for a time to look again
 * @BW_JOB_STATE_NEEDS_CHOICE: the user has to choose an admin relationship
 * @BW_JOB_STATE_FAILED: a step failed and won't be tried again by itself
 * @BW_JOB_STATE_DONE: everything holds
 * @BW_JOB_STATE_CANCELLED: the user stopped it
 */
typedef enum
{
  BW_JOB_STATE_ACTIVE,
  BW_JOB_STATE_NEEDS_CHOICE,
  BW_JOB_STATE_FAILED,
  BW_JOB_STATE_DONE,
  BW_JOB_STATE_CANCELLED,
} BwJobState;

#define BW_TYPE_JOB_STATE (bw_job_state_get_type ())
GType bw_job_state_get_type (void);

/**
 * BwStepState:
 *
 * State of one row of the progress tracker.
 */
typedef enum
{
  BW_STEP_STATE_PENDING,
  BW_STEP_STATE_RUNNING,
  BW_STEP_STATE_WAITING_FOR_YOU,
  BW_STEP_STATE_WAITING_FOR_CUSTOMER,
  BW_STEP_STATE_WAITING_FOR_MICROSOFT,
  BW_STEP_STATE_DONE,
  BW_STEP_STATE_SKIPPED,
  BW_STEP_STATE_FAILED,
} BwStepState;

#define BW_TYPE_STEP_STATE (bw_step_state_get_type ())
GType bw_step_state_get_type (void);

/**
 * BwChoice:
 * @BW_CHOICE_NONE: not chosen; one is asked for if valid admin relationships exist
 * @BW_CHOICE_NEW: create a new admin relationship
 * @BW_CHOICE_REUSE: use a certain admin relationship
 */
typedef enum
{
  BW_CHOICE_NONE,
  BW_CHOICE_NEW,
  BW_CHOICE_REUSE,
} BwChoice;

#define BW_TYPE_CHOICE (bw_choice_get_type ())
GType bw_choice_get_type (void);

/**
 * BwParty:
 *
 * Who has to act.
 */
typedef enum
{
  BW_PARTY_NOBODY,
  BW_PARTY_YOU,
  BW_PARTY_CUSTOMER,
  BW_PARTY_MICROSOFT,
} BwParty;

#define BW_TYPE_PARTY (bw_party_get_type ())
GType bw_party_get_type (void);

const char *bw_enum_get_nick  (GType        type,
                               int          value);
gboolean    bw_enum_from_nick (GType        type,
                               const char  *nick,
                               int         *value);
const char *bw_tenant_status_get_label (BwTenantStatus status);
const char *bw_tenant_source_get_label (BwTenantSource source);
const char *bw_step_state_get_label    (BwStepState    state);
const char *bw_party_get_label         (BwParty        party);

G_END_DECLS
