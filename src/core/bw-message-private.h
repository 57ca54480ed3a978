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
  BW_MESSAGE_VARIABLE_RELATIONSHIP,
  BW_MESSAGE_VARIABLE_DURATION,
  BW_MESSAGE_VARIABLE_DEADLINE,
  BW_MESSAGE_VARIABLE_HOST,
  BW_MESSAGE_VARIABLE_EXTENSION,
  BW_MESSAGE_VARIABLE_RENEWAL,
  BW_MESSAGE_VARIABLE_NOT_ASKED,
  BW_MESSAGE_VARIABLE_ROLES,
  BW_MESSAGE_VARIABLE_LINK,
  BW_MESSAGE_VARIABLE_DAY,
  BW_MESSAGE_VARIABLE_MONTH,
  BW_MESSAGE_VARIABLE_YEAR,
} BwMessageVariable;

#define BW_MESSAGE_N_VARIABLES (BW_MESSAGE_VARIABLE_YEAR + 1)

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
} BwMessageField;

#define BW_MESSAGE_N_FIELDS (BW_MESSAGE_FIELD_WITHOUT_GLOBAL + 1)

typedef enum
{
  BW_MESSAGE_BLOCK_PARAGRAPH,
  BW_MESSAGE_BLOCK_HEADING,
  BW_MESSAGE_BLOCK_BULLET,
  BW_MESSAGE_BLOCK_NUMBER,
  BW_MESSAGE_BLOCK_ROLES,
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
  char       *fields[BW_MESSAGE_N_FIELDS];
  guint       lines[BW_MESSAGE_N_FIELDS];
  char      **months;
  GPtrArray  *blocks;
};

const char *bw_message_variable_get_name  (BwMessageVariable  variable);
const char *bw_message_find_variable      (const char        *text,
                                           gsize             *length,
                                           BwMessageVariable *variable);

G_END_DECLS
