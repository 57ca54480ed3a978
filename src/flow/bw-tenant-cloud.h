/* bw-tenant-cloud.h - the first step of every set-up: the tenant is in our cloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-requirement.h"

G_BEGIN_DECLS

extern const BwRequirement bw_tenant_cloud;

G_END_DECLS
