/* bw-sim-service.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-service.h"

/* Application IDs of Microsoft's are the same in every tenant. */
static const struct
{
  const char *app_id;
  const char *name;
} services[] = {
  { BW_SIM_GRAPH_APP, "Microsoft Graph" },
  { BW_SIM_PARTNER_APP, "Microsoft Partner Center" },
  { BW_SIM_DEFENDER_APP, "WindowsDefenderATP" },
  { "00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online" },
  { "00000003-0000-0ff1-ce00-000000000000", "Office 365 SharePoint Online" },
  { "c5393580-f805-4401-95e8-94b7a6ef2fc2", "Office 365 Management APIs" },
  { "48ac35b8-9aa8-4d74-927d-1f4a14a0b239", "Skype and Teams Tenant Admin API" },
  { "797f4846-ba00-4fd7-ba43-dac1f8f63013", "Windows Azure Service Management API" },
  { "2832473f-ec63-45fb-976f-5d45a7d4bb91", "Partner Customer Delegated Administration" },
};

/**
 * bw_sim_service_get_name:
 * @app_id: (nullable): an application ID
 *
 * Returns: (nullable): what the service is called, or %NULL if it is none of Microsoft's
 */
const char *
bw_sim_service_get_name (const char *app_id)
{
  for (guint i = 0; app_id != NULL && i < G_N_ELEMENTS (services); i++)
    {
      if (g_ascii_strcasecmp (services[i].app_id, app_id) == 0)
        return services[i].name;
    }

  return NULL;
}

/**
 * bw_sim_service_get_nth:
 * @index: counted from 0
 *
 * Returns: (nullable): application ID of a service, or %NULL behind the last
 */
const char *
bw_sim_service_get_nth (guint index)
{
  return index < G_N_ELEMENTS (services) ? services[index].app_id : NULL;
}
