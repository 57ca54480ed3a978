/* bw-catalogue-private.h - the tables behind the catalogue
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-catalogue.h"
#include "bw-error.h"

G_BEGIN_DECLS

/**
 * BwCatalogueEntry:
 * @id: event ID; never changes and is never used again
 * @meaning: what it means, one sentence, not translated yet
 * @advice: what to do, not translated yet
 * @who: who has to do it
 * @code: the code of an error that says the same
 * @transient: whether it may pass by itself
 */
typedef struct
{
  const char *id;
  const char *meaning;
  const char *advice;
  BwParty     who;
  BwError     code;
  gboolean    transient;
} BwCatalogueEntry;

const BwCatalogueEntry *bw_catalogue_get_entry        (BwEvent     event);
BwEvent                 bw_catalogue_look_up_aadsts   (gint64      number);
BwEvent                 bw_catalogue_look_up_oauth    (const char *code);
BwEvent                 bw_catalogue_look_up_suberror (const char *suberror);
BwEvent                 bw_catalogue_look_up_partner  (gint64      number);
BwEvent                 bw_catalogue_look_up_status   (guint       status);

G_END_DECLS
