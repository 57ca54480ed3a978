/* bw-catalogue.h - every kind of failure, with event ID, meaning and advice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-failure.h"
#include "bw-response.h"

G_BEGIN_DECLS

/**
 * BwEvent:
 *
 * What a failure is about.  Each has its own event ID, meaning and advice in
 * the catalogue.
 */
typedef enum
{
  BW_EVENT_UNKNOWN,
  BW_EVENT_OFFLINE,
  BW_EVENT_UNAVAILABLE,
  BW_EVENT_THROTTLED,
  BW_EVENT_PROTOCOL,
  BW_EVENT_NOT_CONVERGED,
  BW_EVENT_SIGNED_OUT,
  BW_EVENT_SIGN_IN_EXPIRED,
  BW_EVENT_MFA_MISSING,
  BW_EVENT_CONSENT_MISSING,
  BW_EVENT_CONDITIONAL_ACCESS,
  BW_EVENT_GUEST_IN_THE_WAY,
  BW_EVENT_DENIED,
  BW_EVENT_NOT_ADMIN_AGENT,
  BW_EVENT_APP_REGISTRATION,
  BW_EVENT_CREDENTIAL_EXPIRED,
  BW_EVENT_CLOCK_WRONG,
  BW_EVENT_OTHER_CLOUD,
  BW_EVENT_TENANT_GONE,
  BW_EVENT_NOT_A_CUSTOMER,
  BW_EVENT_OWN_TENANT,
  BW_EVENT_NOT_FOUND,
  BW_EVENT_CONFLICT,
  BW_EVENT_BAD_REQUEST,
  BW_EVENT_RELATIONSHIP_INVALID,
  BW_EVENT_RELATIONSHIP_LAPSED,
  BW_EVENT_RELATIONSHIP_REJECTED,
  BW_EVENT_RELATIONSHIP_ENDED,
  BW_EVENT_ASSIGNMENT_ERROR,
  BW_EVENT_ACCOUNT_BLOCKED,
  BW_EVENT_PROGRAM,
  BW_EVENT_CROSS_TENANT,
  BW_EVENT_SERVICE_MISSING,
  BW_EVENT_SIGN_IN_DECLINED,
  BW_EVENT_DEVICE_CODE_ENDED,
  BW_EVENT_ACCOUNT_RISK,
  BW_EVENT_DEVICE_REQUIRED,
  BW_EVENT_POLICY_CONTROL,
  BW_EVENT_GUEST_PENDING,
  BW_EVENT_GUEST_DISABLED,
  BW_EVENT_QUOTA,
  BW_EVENT_BUSY,
  BW_EVENT_DISK_FULL,
  BW_EVENT_KEYRING,
  BW_EVENT_NEWER_DATABASE,
  BW_EVENT_STORAGE,
  BW_EVENT_GUEST_ADDRESS,
  BW_EVENT_CONSENT_DECLINED,
  BW_EVENT_CONSENT_ELSEWHERE,
  BW_EVENT_GUEST_IS_MEMBER,
  BW_EVENT_INVITATION_REFUSED,
  BW_EVENT_GUEST_POLICY,
  BW_EVENT_GUEST_BLOCKED,
} BwEvent;

#define BW_N_EVENTS (BW_EVENT_GUEST_BLOCKED + 1)

BwFailure *bw_catalogue_make           (BwEvent        event,
                                        const char    *tracking_id) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_catalogue_from_response  (BwResponse    *response,
                                        const char    *tracking_id) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_catalogue_from_response_as (BwEvent      event,
                                        BwResponse    *response,
                                        const char    *tracking_id) G_GNUC_WARN_UNUSED_RESULT;
BwFailure *bw_catalogue_from_error     (const GError  *error,
                                        const char    *tracking_id) G_GNUC_WARN_UNUSED_RESULT;
BwEvent    bw_catalogue_classify       (BwResponse    *response);
BwEvent    bw_catalogue_find_event     (const BwFailure *failure);
gboolean   bw_catalogue_is_policy      (BwEvent        event);
GError    *bw_catalogue_to_error       (BwResponse    *response) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bw_catalogue_says_exists    (BwResponse    *response);
BwFailure *bw_catalogue_explain        (const char    *text,
                                        gboolean      *known,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GError    *bw_catalogue_explain_refusal (const char   *code,
                                        const char    *description) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
