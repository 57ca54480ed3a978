/* bw-documents.h - what the command line prints for programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "bw-tenant.h"

G_BEGIN_DECLS

JsonNode *bw_document_of_tenant  (BwTenant     *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bw_document_of_setup   (BwTenant     *tenant) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bw_document_of_tenants (GListModel   *tenants) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bw_document_of_setups  (GListModel   *tenants) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bw_document_of_failure (BwFailure    *failure) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bw_document_of_error   (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
