/* sandbox-util.h - a sandbox of a test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _BwTestSandbox BwTestSandbox;

BwTestSandbox *bw_test_sandbox_new          (const char    *first_option,
                                             ...) G_GNUC_WARN_UNUSED_RESULT;
BwTestSandbox *bw_test_sandbox_new_watched  (GInputStream **lines,
                                             const char    *first_option,
                                             ...) G_GNUC_WARN_UNUSED_RESULT;
void           bw_test_sandbox_free         (BwTestSandbox *self);
void           bw_test_sandbox_kill         (BwTestSandbox *self);

const char    *bw_test_sandbox_get_url      (BwTestSandbox *self);
const char    *bw_test_sandbox_get_scenario (BwTestSandbox *self);
const char    *bw_test_sandbox_get_partner  (BwTestSandbox *self);
const char    *bw_test_sandbox_get_client   (BwTestSandbox *self);

char          *bw_test_sandbox_dup_errors   (BwTestSandbox *self) G_GNUC_WARN_UNUSED_RESULT;

guint          bw_test_sandbox_send         (BwTestSandbox *self,
                                             const char    *method,
                                             const char    *path,
                                             const char    *json,
                                             JsonNode     **answer);
GBytes        *bw_test_sandbox_exchange     (BwTestSandbox *self,
                                             const char    *request) G_GNUC_WARN_UNUSED_RESULT;
char          *bw_test_sandbox_get_text     (BwTestSandbox *self,
                                             const char    *path,
                                             const char    *headers) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *bw_test_sandbox_control      (BwTestSandbox *self,
                                             const char    *method,
                                             const char    *path,
                                             const char    *json);
void           bw_test_sandbox_act          (BwTestSandbox *self,
                                             const char    *path,
                                             const char    *format,
                                             ...) G_GNUC_PRINTF (3, 4);
void           bw_test_sandbox_advance      (BwTestSandbox *self,
                                             double         seconds);
JsonNode      *bw_test_sandbox_dup_state    (BwTestSandbox *self) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *bw_test_sandbox_dup_log      (BwTestSandbox *self) G_GNUC_WARN_UNUSED_RESULT;
void           bw_test_sandbox_clear_log    (BwTestSandbox *self);
guint          bw_test_sandbox_count        (BwTestSandbox *self,
                                             const char    *method,
                                             const char    *path);
guint          bw_test_sandbox_count_writes (BwTestSandbox *self);
guint          bw_test_sandbox_count_state  (BwTestSandbox *self,
                                             const char    *array,
                                             const char    *member,
                                             const char    *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BwTestSandbox, bw_test_sandbox_free)

G_END_DECLS
