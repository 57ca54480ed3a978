/* sanitizers.c - what the leak sanitizer is told about GLib, where there is one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stddef.h>

/* GLib's first array of quarks, which it makes before anything else and leaves behind on
 * purpose once there are more (glib/gquark.c).  No list of suppressions can name it: where a
 * stack is looked at fast, nothing is seen of libraries but who asked for the memory. */
#define QUARKS_SIZE (2048 * sizeof (char *))

void __lsan_ignore_object (const void *memory);
void __sanitizer_malloc_hook (const volatile void *memory,
                              size_t               size);

/**
 * __sanitizer_malloc_hook:
 * @memory: what was allocated
 * @size: how many bytes of it
 *
 * Called by the sanitizer's runtime.
 */
void
__sanitizer_malloc_hook (const volatile void *memory,
                         size_t               size)
{
  static int is_known;

  if (is_known || size != QUARKS_SIZE)
    return;

  is_known = 1;
  __lsan_ignore_object ((const void *) memory);
}
