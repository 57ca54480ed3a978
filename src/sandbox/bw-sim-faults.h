/* bw-sim-faults.h - what goes wrong on demand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  BW_SIM_FAULT_NONE,
  BW_SIM_FAULT_ANSWER,
  BW_SIM_FAULT_DROP,
  BW_SIM_FAULT_TRUNCATE,
  BW_SIM_FAULT_HANG,
} BwSimFaultKind;

/**
 * BwSimFault:
 * @id: its number
 * @method: (nullable): the method it is for; any if %NULL
 * @path: (nullable): what the path and query must match; any if %NULL
 * @skip: how many more matching requests it lets pass
 * @times: how many more it harms; all if negative
 * @hits: how many it has harmed
 * @delay: milliseconds to wait first
 * @kind: what it does then
 * @after: whether the request does its work all the same
 * @status: for %BW_SIM_FAULT_ANSWER, the HTTP status
 * @headers: (nullable) (element-type utf8 utf8): headers of that answer
 * @body_start: (nullable): how its body begins
 * @body: (nullable): what comes then
 * @repeat: how often @body comes
 * @body_end: (nullable): how its body ends
 * @is_json: whether the body was given as JSON
 * @truncate_at: for %BW_SIM_FAULT_TRUNCATE, how many bytes of the body are sent
 * @rule: as it was demanded
 */
typedef struct
{
  guint          id;
  char          *method;
  GRegex        *path;
  guint          skip;
  int            times;
  guint          hits;
  guint          delay;
  BwSimFaultKind kind;
  gboolean       after;
  guint          status;
  GHashTable    *headers;
  char          *body_start;
  char          *body;
  guint          repeat;
  char          *body_end;
  gboolean       is_json;
  gsize          truncate_at;
  JsonObject    *rule;
} BwSimFault;

typedef struct _BwSimFaults BwSimFaults;

BwSimFaults *bw_sim_faults_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_faults_free    (BwSimFaults *self);
void         bw_sim_faults_clear   (BwSimFaults *self);
guint        bw_sim_faults_add     (BwSimFaults *self,
                                    JsonObject  *rule,
                                    GError     **error);
BwSimFault  *bw_sim_faults_match   (BwSimFaults *self,
                                    const char  *method,
                                    const char  *path) G_GNUC_WARN_UNUSED_RESULT;
JsonArray   *bw_sim_faults_to_json (BwSimFaults *self) G_GNUC_WARN_UNUSED_RESULT;
void         bw_sim_fault_unref    (BwSimFault  *fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimFaults, bw_sim_faults_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwSimFault, bw_sim_fault_unref)

G_END_DECLS
