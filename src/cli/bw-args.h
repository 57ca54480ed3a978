/* bw-args.h - the words of a command line, read by a table of commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As bw-cli.h has it, which stands above this. */
typedef struct _BwCli BwCli;
typedef struct _BwArgs BwArgs;

/**
 * BwOptionKind:
 * @BW_OPTION_FLAG: given or not
 * @BW_OPTION_VALUE: with a value: `--name=VALUE` or `--name VALUE`
 * @BW_OPTION_MAYBE: with a value only as `--name=VALUE`; never eats the next word
 */
typedef enum
{
  BW_OPTION_FLAG,
  BW_OPTION_VALUE,
  BW_OPTION_MAYBE,
} BwOptionKind;

/**
 * BwOption:
 * @name: without the dashes
 * @kind: whether it has a value
 * @value: (nullable): what stands for the value in the help
 * @help: what it does; for translation
 *
 * Tables of options end with one that has no name.
 */
typedef struct
{
  const char   *name;
  BwOptionKind  kind;
  const char   *value;
  const char   *help;
} BwOption;

/**
 * BwCommand:
 * @group: first word
 * @name: second word
 * @operands: (nullable): what stands for the other words in the help
 * @min_operands: how many of them it needs
 * @max_operands: how many of them it takes
 * @options: (nullable): options that only this command knows
 * @help: what it does; for translation
 * @check: (nullable): looks at the words once more, before anything is opened
 * @run: does it; returns the exit code, or anything with an error set
 * @alone: whether it needs no state and nobody signed in, so that nothing is opened
 *
 * Tables of commands end with one that has no group.
 */
typedef struct
{
  const char      *group;
  const char      *name;
  const char      *operands;
  guint            min_operands;
  guint            max_operands;
  const BwOption  *options;
  const char      *help;
  gboolean       (*check) (BwArgs  *args,
                           GError **error);
  int            (*run)   (BwCli   *cli,
                           GError **error);
  gboolean         alone;
} BwCommand;

BwArgs          *bw_args_parse        (const BwCommand     *commands,
                                       int                  argc,
                                       char               **argv,
                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void             bw_args_free         (BwArgs              *self);
const BwCommand *bw_args_get_command  (BwArgs              *self);
GPtrArray       *bw_args_get_operands (BwArgs              *self);
gboolean         bw_args_has          (BwArgs              *self,
                                       const char          *option);
const char      *bw_args_get          (BwArgs              *self,
                                       const char          *option);
GPtrArray       *bw_args_get_all      (BwArgs              *self,
                                       const char          *option) G_GNUC_WARN_UNUSED_RESULT;
char            *bw_args_dup_help     (BwArgs              *self) G_GNUC_WARN_UNUSED_RESULT;
char            *bw_args_dup_program  (BwArgs              *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwArgs, bw_args_free)

G_END_DECLS
