/* bw-commands.h - everything that bailiwickctl can be asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-cli.h"
#include "bw-message-kind.h"

G_BEGIN_DECLS

extern const BwCommand bw_commands[];

extern const BwOption bw_sign_in_options[];
int      bw_account_sign_in   (BwCli   *cli,
                               GError **error);
extern const BwOption bw_sign_out_options[];
int      bw_account_sign_out  (BwCli   *cli,
                               GError **error);
int      bw_account_show      (BwCli   *cli,
                               GError **error);
int      bw_account_check     (BwCli   *cli,
                               GError **error);
int      bw_account_list      (BwCli   *cli,
                               GError **error);
int      bw_account_use       (BwCli   *cli,
                               GError **error);
int      bw_account_explain   (BwCli   *cli,
                               GError **error);

/* Works with another account from now on; with a new one if @id is %NULL. */
gboolean bw_account_switch    (BwCli       *cli,
                               const char  *id,
                               GError     **error);

void     bw_account_print_field (BwCli    *cli,
                               const char *label,
                               const char *value);

extern const BwOption bw_secret_options[];
extern const BwOption bw_certificate_options[];
gboolean bw_account_check_secret (BwArgs *args,
                               GError **error);
gboolean bw_account_check_certificate (BwArgs *args,
                               GError **error);
int      bw_account_show_credential (BwCli *cli,
                               GError **error);
int      bw_account_set_secret (BwCli  *cli,
                               GError **error);
int      bw_account_make_certificate (BwCli *cli,
                               GError **error);
int      bw_account_export_certificate (BwCli *cli,
                               GError **error);
int      bw_account_remove_credential (BwCli *cli,
                               GError **error);
void     bw_credential_print  (BwCli   *cli);
void     bw_credential_add_json (BwCli *cli,
                               JsonBuilder *builder);

extern const BwOption bw_list_options[];
gboolean bw_tenants_check_list (BwArgs  *args,
                               GError **error);
int      bw_tenants_list      (BwCli   *cli,
                               GError **error);
int      bw_tenants_show      (BwCli   *cli,
                               GError **error);
void     bw_tenant_print      (BwCli   *cli,
                               BwTenant *tenant);
extern const BwOption bw_add_options[];
gboolean bw_tenants_check_add (BwArgs  *args,
                               GError **error);
int      bw_tenants_add       (BwCli   *cli,
                               GError **error);
extern const BwOption bw_import_options[];
int      bw_tenants_import    (BwCli   *cli,
                               GError **error);
extern const BwOption bw_remove_options[];
int      bw_tenants_remove    (BwCli   *cli,
                               GError **error);

extern const BwOption bw_start_options[];
gboolean bw_setup_check_start (BwArgs  *args,
                               GError **error);
int      bw_setup_start       (BwCli   *cli,
                               GError **error);
extern const BwOption bw_choose_options[];
gboolean bw_setup_check_choose (BwArgs  *args,
                               GError **error);
int      bw_setup_choose      (BwCli   *cli,
                               GError **error);
int      bw_setup_act_and_drive (BwCli    *cli,
                               gboolean (*act) (BwCli     *cli,
                                                BwTenant  *tenant,
                                                GError   **error),
                               GError  **error);
int      bw_setup_retry       (BwCli   *cli,
                               GError **error);
int      bw_setup_cancel      (BwCli   *cli,
                               GError **error);

extern const BwOption bw_answer_options[];
gboolean bw_setup_check_answer (BwArgs  *args,
                               GError **error);
int      bw_setup_answer      (BwCli   *cli,
                               GError **error);
extern const BwOption bw_invite_options[];
int      bw_setup_invite      (BwCli   *cli,
                               GError **error);
extern const BwOption bw_guest_sign_in_options[];
int      bw_setup_sign_in     (BwCli   *cli,
                               GError **error);
int      bw_setup_finalize    (BwCli   *cli,
                               GError **error);

int      bw_setup_plan        (BwCli   *cli,
                               GError **error);
int      bw_setup_show        (BwCli   *cli,
                               GError **error);
int      bw_setup_watch       (BwCli   *cli,
                               GError **error);
extern const BwOption bw_message_options[];
gboolean bw_setup_check_message (BwArgs  *args,
                               GError **error);
int      bw_setup_message     (BwCli   *cli,
                               GError **error);

gboolean bw_messages_parse_kind (const char *nick,
                               BwMessageKind *kind,
                               GError **error);
gboolean bw_messages_check_kind (BwArgs *args,
                               GError **error);
int      bw_messages_list     (BwCli   *cli,
                               GError **error);
int      bw_messages_show     (BwCli   *cli,
                               GError **error);
extern const BwOption bw_messages_check_options[];
gboolean bw_messages_check_check (BwArgs *args,
                               GError **error);
int      bw_messages_check    (BwCli   *cli,
                               GError **error);
int      bw_messages_set      (BwCli   *cli,
                               GError **error);
int      bw_messages_reset    (BwCli   *cli,
                               GError **error);

extern const BwOption bw_run_options[];
int      bw_engine_run        (BwCli   *cli,
                               GError **error);

G_END_DECLS
