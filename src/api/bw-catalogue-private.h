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

/**
 * BwCodeKind:
 * @BW_CODE_AADSTS: numbers of the identity platform
 * @BW_CODE_OAUTH: its "error"
 * @BW_CODE_SUBERROR: its "suberror"
 * @BW_CODE_GRAPH: "code" of Microsoft Graph
 * @BW_CODE_PARTNER: "code" of Partner Center
 */
typedef enum
{
  BW_CODE_AADSTS,
  BW_CODE_OAUTH,
  BW_CODE_SUBERROR,
  BW_CODE_GRAPH,
  BW_CODE_PARTNER,
} BwCodeKind;

#define BW_N_CODE_KINDS (BW_CODE_PARTNER + 1)

typedef void (*BwCatalogueCodeFunc) (const char *code,
                                     BwEvent     event,
                                     gpointer    user_data);

const BwCatalogueEntry *bw_catalogue_get_entry        (BwEvent              event);
BwEvent                 bw_catalogue_look_up_aadsts   (gint64               number);
BwEvent                 bw_catalogue_look_up_oauth    (const char          *code);
BwEvent                 bw_catalogue_look_up_suberror (const char          *suberror);
BwEvent                 bw_catalogue_look_up_graph    (const char          *code);
BwEvent                 bw_catalogue_look_up_partner  (gint64               number);
BwEvent                 bw_catalogue_look_up_status   (guint                status);
void                    bw_catalogue_visit_codes      (BwCodeKind           kind,
                                                       BwCatalogueCodeFunc  visit,
                                                       gpointer             user_data);

G_END_DECLS
