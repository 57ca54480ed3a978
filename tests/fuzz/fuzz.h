/* fuzz.h - what a fuzz target is given, and what it may use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <stdint.h>

#include "bw-response.h"

G_BEGIN_DECLS

/* The name that libFuzzer calls. */
int         LLVMFuzzerTestOneInput (const uint8_t *data,
                                    size_t         size);

char       *bw_fuzz_dup_text       (const uint8_t *data,
                                    size_t         size) G_GNUC_WARN_UNUSED_RESULT;
GString    *bw_fuzz_fill_in        (const uint8_t *data,
                                    size_t         size,
                                    const char    *word,
                                    const char    *value) G_GNUC_WARN_UNUSED_RESULT;
BwResponse *bw_fuzz_answer         (const uint8_t *data,
                                    size_t         size,
                                    guint          status) G_GNUC_WARN_UNUSED_RESULT;
void        bw_fuzz_check_text     (const char    *text);
void        bw_fuzz_check_outcome  (gconstpointer  result,
                                    const GError  *error);

G_END_DECLS
