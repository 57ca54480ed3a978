/* sanitizers.c - what the address sanitizer does in a test program, where there is one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

const char *__asan_default_options (void);

/**
 * __asan_default_options:
 *
 * Called by the sanitizer's runtime.  A leak of GLib in a test program is told by who asked for
 * the memory, and to look that far through libraries without frame pointers takes most of the
 * time.  The programs that are tested do without it: they need no such leak to be passed over.
 *
 * Returns: options, as in the variable ASAN_OPTIONS
 */
const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0:malloc_context_size=8";
}
