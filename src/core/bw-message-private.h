/* bw-message-private.h - what the reader of message templates and their filler share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-message-template.h"

G_BEGIN_DECLS

typedef enum
{
  BW_MESSAGE_VARIABLE_PARTNER,
  BW_MESSAGE_VARIABLE_SENDER,
  BW_MESSAGE_VARIABLE_CUSTOMER,
  BW_MESSAGE_VARIABLE_DOMAIN,
  BW_MESSAGE_VARIABLE_GUEST,
  BW_MESSAGE_VARIABLE_APPLICATION,
  BW_MESSAGE_VARIABLE_RELATIONSHIP,
  BW_MESSAGE_VARIABLE_DURATION,
  BW_MESSAGE_VARIABLE_DEADLINE,
  BW_MESSAGE_VARIABLE_HOST,
  BW_MESSAGE_VARIABLE_EXTENSION,
  BW_MESSAGE_VARIABLE_RENEWAL,
  BW_MESSAGE_VARIABLE_NOT_ASKED,
  BW_MESSAGE_VARIABLE_ROLES,
  BW_MESSAGE_VARIABLE_PERMISSIONS,
  BW_MESSAGE_VARIABLE_LINK,
  BW_MESSAGE_VARIABLE_DAY,
  BW_MESSAGE_VARIABLE_MONTH,
  BW_MESSAGE_VARIABLE_YEAR,
} BwMessageVariable;

#define BW_MESSAGE_N_VARIABLES (BW_MESSAGE_VARIABLE_YEAR + 1)
#define BW_MESSAGE_BIT(variable) (1u << (variable))
/* In the middle of a sentence, or twice, they are easily lost or broken. */
#define BW_MESSAGE_ALONE (BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_ROLES) | \
                          BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_PERMISSIONS) | \
                          BW_MESSAGE_BIT (BW_MESSAGE_VARIABLE_LINK))

typedef enum
{
  BW_MESSAGE_FIELD_LANGUAGE,
  BW_MESSAGE_FIELD_SUBJECT,
  BW_MESSAGE_FIELD_DATE,
  BW_MESSAGE_FIELD_MONTHS,
  BW_MESSAGE_FIELD_EXTENDS,
  BW_MESSAGE_FIELD_ENDS,
  BW_MESSAGE_FIELD_WITH_GLOBAL,
  BW_MESSAGE_FIELD_WITHOUT_GLOBAL,
  BW_MESSAGE_FIELD_APPLICATION,
  BW_MESSAGE_FIELD_DELEGATED,
  BW_MESSAGE_FIELD_WITH_CONTENT,
  BW_MESSAGE_FIELD_WITHOUT_CONTENT,
} BwMessageField;

#define BW_MESSAGE_N_FIELDS (BW_MESSAGE_FIELD_WITHOUT_CONTENT + 1)

/**
 * BwMessageFieldInfo:
 * @name: as it is written
 * @kinds: bits of the kinds of messages that have it
 * @anywhere: whether what means something anywhere means something there
 * @also: bits of the variables that mean something there besides
 * @required: bits of the variables that have to be there
 */
typedef struct
{
  const char *name;
  guint       kinds;
  gboolean    anywhere;
  guint       also;
  guint       required;
} BwMessageFieldInfo;

extern const BwMessageFieldInfo bw_message_fields[BW_MESSAGE_N_FIELDS];

typedef enum
{
  BW_MESSAGE_BLOCK_PARAGRAPH,
  BW_MESSAGE_BLOCK_HEADING,
  BW_MESSAGE_BLOCK_BULLET,
  BW_MESSAGE_BLOCK_NUMBER,
  BW_MESSAGE_BLOCK_ROLES,
  BW_MESSAGE_BLOCK_PERMISSIONS,
  BW_MESSAGE_BLOCK_LINK,
} BwMessageBlockKind;

/**
 * BwMessageBlock:
 * @kind: what it is
 * @text: its text, on one line
 * @line: where it begins in the file
 */
typedef struct
{
  BwMessageBlockKind  kind;
  GString            *text;
  guint               line;
} BwMessageBlock;

struct _BwMessageTemplate
{
  BwMessageKind  kind;
  char          *fields[BW_MESSAGE_N_FIELDS];  /* (nullable) where the kind has none */
  guint          lines[BW_MESSAGE_N_FIELDS];
  char         **months;                       /* (nullable) */
  GPtrArray     *blocks;
};

guint       bw_message_kind_get_allowed          (BwMessageKind      kind);
guint       bw_message_kind_get_required         (BwMessageKind      kind);
guint       bw_message_kind_get_allowed_in_field (BwMessageKind      kind,
                                                  BwMessageField     field);
gboolean    bw_message_kind_has_field            (BwMessageKind      kind,
                                                  BwMessageField     field);
const char *bw_message_variable_get_name         (BwMessageVariable  variable);
const char *bw_message_find_variable             (const char        *text,
                                                  gsize             *length,
                                                  BwMessageVariable *variable);
gboolean    bw_message_is_rtl_text               (const char        *text);

G_END_DECLS
