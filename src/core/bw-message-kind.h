/* bw-message-kind.h - which messages there are, and what can stand in their templates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-setup-job.h"

G_BEGIN_DECLS

/**
 * BwMessageKind:
 * @BW_MESSAGE_KIND_APPROVAL: asks a customer's administrator for an admin relationship
 * @BW_MESSAGE_KIND_CONSENT: asks a customer's administrator for the consent to our
 *   application, so that a guest account can be invited
 * @BW_MESSAGE_KIND_INVITATION: tells the owner of the guest account what to do with
 *   Microsoft's invitation
 */
typedef enum
{
  BW_MESSAGE_KIND_APPROVAL,
  BW_MESSAGE_KIND_CONSENT,
  BW_MESSAGE_KIND_INVITATION,
} BwMessageKind;

#define BW_MESSAGE_N_KINDS (BW_MESSAGE_KIND_INVITATION + 1)

/**
 * BwMessageVariableInfo:
 * @name: as it is written between braces
 * @meaning: what is filled in; translated
 * @required: whether the message has to use it
 * @alone: whether it stands alone on its line, and once
 *
 * A variable that a message may use.
 */
typedef struct
{
  const char *name;
  const char *meaning;
  gboolean    required;
  gboolean    alone;
} BwMessageVariableInfo;

const char    *bw_message_kind_get_nick     (BwMessageKind          kind);
const char    *bw_message_kind_get_label    (BwMessageKind          kind);
gboolean       bw_message_kind_from_nick    (const char            *nick,
                                             BwMessageKind         *kind);
BwMessageKind  bw_message_kind_of_job       (BwSetupJob            *job);
gboolean       bw_message_kind_fits_job     (BwMessageKind          kind,
                                             BwSetupJob            *job);
gboolean       bw_message_kind_has_link     (BwMessageKind          kind);
gboolean       bw_message_kind_get_variable (BwMessageKind          kind,
                                             guint                  position,
                                             BwMessageVariableInfo *info);

G_END_DECLS
