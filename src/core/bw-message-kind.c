/* bw-message-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-message-private.h"

#define BIT(name) BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_##name)
#define IN_DATE (BIT (DAY) | BIT (MONTH) | BIT (YEAR))
#define APPROVAL (1u << BW_MESSAGE_KIND_APPROVAL)
#define CONSENT (1u << BW_MESSAGE_KIND_CONSENT)
#define INVITATION (1u << BW_MESSAGE_KIND_INVITATION)

/**
 * Kind:
 * @nick: stable name
 * @label: what people read
 * @anywhere: variables that mean something in the subject and in fields too
 * @in_body: variables that mean something in the message only
 * @required: variables that the message has to use
 */
typedef struct
{
  const char *nick;
  const char *label;
  guint       anywhere;
  guint       in_body;
  guint       required;
} Kind;

static const Kind kinds[BW_MESSAGE_N_KINDS] = {
  [BW_MESSAGE_KIND_APPROVAL] = {
    "approval", N_("Approval of an admin relationship"),
    BIT (PARTNER) | BIT (SENDER) | BIT (CUSTOMER) | BIT (DOMAIN) | BIT (RELATIONSHIP) |
    BIT (DURATION) | BIT (DEADLINE) | BIT (HOST),
    BIT (RENEWAL) | BIT (NOT_ASKED) | BIT (ROLES) | BIT (LINK),
    BIT (PARTNER) | BIT (CUSTOMER) | BIT (DURATION) | BIT (DEADLINE) | BIT (RENEWAL) |
    BIT (NOT_ASKED) | BIT (ROLES) | BIT (LINK),
  },
  [BW_MESSAGE_KIND_CONSENT] = {
    "consent", N_("Consent to a guest account"),
    BIT (PARTNER) | BIT (SENDER) | BIT (CUSTOMER) | BIT (DOMAIN) | BIT (GUEST) |
    BIT (APPLICATION) | BIT (HOST),
    BIT (NOT_ASKED) | BIT (PERMISSIONS) | BIT (LINK),
    BIT (PARTNER) | BIT (CUSTOMER) | BIT (GUEST) | BIT (APPLICATION) | BIT (NOT_ASKED) |
    BIT (PERMISSIONS) | BIT (LINK),
  },
  [BW_MESSAGE_KIND_INVITATION] = {
    "invitation", N_("Invitation in the guest account’s mailbox"),
    BIT (PARTNER) | BIT (SENDER) | BIT (CUSTOMER) | BIT (DOMAIN) | BIT (GUEST),
    0,
    BIT (CUSTOMER) | BIT (GUEST),
  },
};

const BwMessageFieldInfo bw_message_fields[BW_MESSAGE_N_FIELDS] = {
  [BW_MESSAGE_FIELD_LANGUAGE] = { "Language", APPROVAL | CONSENT | INVITATION, FALSE, 0, 0 },
  [BW_MESSAGE_FIELD_SUBJECT] = { "Subject", APPROVAL | CONSENT | INVITATION, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_DATE] = { "Date", APPROVAL, FALSE, IN_DATE, IN_DATE },
  [BW_MESSAGE_FIELD_MONTHS] = { "Months", APPROVAL, FALSE, 0, 0 },
  [BW_MESSAGE_FIELD_EXTENDS] = { "Extends", APPROVAL, TRUE, BIT (EXTENSION), BIT (EXTENSION) },
  [BW_MESSAGE_FIELD_ENDS] = { "Ends", APPROVAL, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_WITH_GLOBAL] = { "With-Global-Administrator", APPROVAL, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_WITHOUT_GLOBAL] = { "Without-Global-Administrator", APPROVAL, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_APPLICATION] = { "Application", CONSENT, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_DELEGATED] = { "Delegated", CONSENT, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_WITH_CONTENT] = { "With-Content", CONSENT, TRUE, 0, 0 },
  [BW_MESSAGE_FIELD_WITHOUT_CONTENT] = { "Without-Content", CONSENT, TRUE, 0, 0 },
};

/* In the order in which they are offered. */
static const struct
{
  const char *name;
  const char *meaning;
} variables[BW_MESSAGE_N_VARIABLES] = {
  [BW_MESSAGE_VARIABLE_PARTNER] = { "partner", N_("Name of your company") },
  [BW_MESSAGE_VARIABLE_SENDER] = { "sender", N_("Your sign-in name") },
  [BW_MESSAGE_VARIABLE_CUSTOMER] = { "customer", N_("Name of the customer") },
  [BW_MESSAGE_VARIABLE_DOMAIN] = { "domain", N_("The customer’s domain or tenant ID") },
  [BW_MESSAGE_VARIABLE_GUEST] = { "guest", N_("Address of the guest account") },
  [BW_MESSAGE_VARIABLE_APPLICATION] = { "application", N_("Name of your app registration") },
  [BW_MESSAGE_VARIABLE_RELATIONSHIP] = { "relationship", N_("Name of the admin relationship") },
  [BW_MESSAGE_VARIABLE_DURATION] = { "duration", N_("Days that the access lasts") },
  [BW_MESSAGE_VARIABLE_DEADLINE] = { "deadline", N_("Last day to approve") },
  [BW_MESSAGE_VARIABLE_HOST] = { "host", N_("Name of the site that the link leads to") },
  [BW_MESSAGE_VARIABLE_EXTENSION] = { "extension", N_("Days by which the access extends itself") },
  [BW_MESSAGE_VARIABLE_RENEWAL] = { "renewal", N_("The field that says how the access ends") },
  [BW_MESSAGE_VARIABLE_NOT_ASKED] =
    { "not-asked", N_("The field that says what is not asked for") },
  [BW_MESSAGE_VARIABLE_ROLES] = { "roles", N_("List of the roles") },
  [BW_MESSAGE_VARIABLE_PERMISSIONS] = { "permissions", N_("Lists of the permissions") },
  [BW_MESSAGE_VARIABLE_LINK] = { "link", N_("The link to open") },
  [BW_MESSAGE_VARIABLE_DAY] = { "day", N_("Day of the date") },
  [BW_MESSAGE_VARIABLE_MONTH] = { "month", N_("Month of the date") },
  [BW_MESSAGE_VARIABLE_YEAR] = { "year", N_("Year of the date") },
};

/**
 * bw_message_variable_get_name:
 * @variable: a variable
 *
 * Returns: its name, without the braces
 */
const char *
bw_message_variable_get_name (BwMessageVariable variable)
{
  return variables[variable].name;
}

/**
 * bw_message_kind_get_allowed:
 * @kind: a kind
 *
 * Returns: bits of the variables that mean something in the message itself
 */
guint
bw_message_kind_get_allowed (BwMessageKind kind)
{
  return kinds[kind].anywhere | kinds[kind].in_body;
}

/**
 * bw_message_kind_get_required:
 * @kind: a kind
 *
 * Returns: bits of the variables that the message has to use
 */
guint
bw_message_kind_get_required (BwMessageKind kind)
{
  return kinds[kind].required;
}

/**
 * bw_message_kind_get_allowed_in_field:
 * @kind: a kind
 * @field: a field of it
 *
 * Returns: bits of the variables that mean something in the field
 */
guint
bw_message_kind_get_allowed_in_field (BwMessageKind  kind,
                                      BwMessageField field)
{
  return (bw_message_fields[field].anywhere ? kinds[kind].anywhere : 0) |
         bw_message_fields[field].also;
}

/**
 * bw_message_kind_has_field:
 * @kind: a kind
 * @field: a field
 *
 * Returns: whether its templates have this field
 */
gboolean
bw_message_kind_has_field (BwMessageKind  kind,
                           BwMessageField field)
{
  return (bw_message_fields[field].kinds & (1u << kind)) != 0;
}

/**
 * bw_message_kind_get_nick:
 * @kind: a kind
 *
 * Returns: its stable name, such as "consent"
 */
const char *
bw_message_kind_get_nick (BwMessageKind kind)
{
  return kinds[kind].nick;
}

/**
 * bw_message_kind_get_label:
 * @kind: a kind
 *
 * Returns: what people call it; translated
 */
const char *
bw_message_kind_get_label (BwMessageKind kind)
{
  return _(kinds[kind].label);
}

/**
 * bw_message_kind_from_nick:
 * @nick: what may be the stable name of a kind
 * @kind: (out): which one
 *
 * Returns: whether there is one of that name
 */
gboolean
bw_message_kind_from_nick (const char    *nick,
                           BwMessageKind *kind)
{
  for (guint i = 0; i < BW_MESSAGE_N_KINDS; i++)
    {
      if (g_str_equal (kinds[i].nick, nick))
        {
          *kind = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * bw_message_kind_of_job:
 * @job: (nullable): a set-up
 *
 * Returns: the message that is to be sent at its current step
 */
BwMessageKind
bw_message_kind_of_job (BwSetupJob *job)
{
  if (job == NULL || bw_setup_job_get_kind (job) == BW_SETUP_KIND_CSP)
    return BW_MESSAGE_KIND_APPROVAL;

  return bw_setup_step_is_over (bw_setup_job_get_step (job, "guest-approval"))
           ? BW_MESSAGE_KIND_INVITATION : BW_MESSAGE_KIND_CONSENT;
}

/**
 * bw_message_kind_fits_job:
 * @kind: a kind
 * @job: (nullable): a set-up
 *
 * Returns: whether such messages are sent in a set-up of this kind
 */
gboolean
bw_message_kind_fits_job (BwMessageKind  kind,
                          BwSetupJob    *job)
{
  gboolean csp = job == NULL || bw_setup_job_get_kind (job) == BW_SETUP_KIND_CSP;

  return csp == (kind == BW_MESSAGE_KIND_APPROVAL);
}

/**
 * bw_message_kind_has_link:
 * @kind: a kind
 *
 * Returns: whether there is a link of ours in such a message
 */
gboolean
bw_message_kind_has_link (BwMessageKind kind)
{
  return (kinds[kind].required & BIT (LINK)) != 0;
}

/**
 * bw_message_kind_get_variable:
 * @kind: a kind
 * @position: counted from 0, the required variables first
 * @info: (out): what the variable is
 *
 * Returns: whether there are so many variables that the message may use
 */
gboolean
bw_message_kind_get_variable (BwMessageKind          kind,
                              guint                  position,
                              BwMessageVariableInfo *info)
{
  const guint required = kinds[kind].required;
  const guint optional = bw_message_kind_get_allowed (kind) & ~required;

  for (guint i = 0; i < 2 * BW_MESSAGE_N_VARIABLES; i++)
    {
      guint variable = i % BW_MESSAGE_N_VARIABLES;
      guint among = i < BW_MESSAGE_N_VARIABLES ? required : optional;

      if ((among & BW_MESSAGE_BIT (variable)) == 0 || position-- > 0)
        continue;

      info->name = variables[variable].name;
      info->meaning = _(variables[variable].meaning);
      info->required = among == required;
      info->alone = (BW_MESSAGE_ALONE & BW_MESSAGE_BIT (variable)) != 0;
      return TRUE;
    }

  return FALSE;
}
