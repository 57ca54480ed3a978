/* bw-sim-people.h - the users of a tenant, made up as they are asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bw-sim-world.h"

G_BEGIN_DECLS

#define BW_SIM_N_SKUS            6
#define BW_SIM_MAX_LICENCES      2

/**
 * BwSimPeople:
 * @world: borrowed
 * @tenant: borrowed
 * @n: how many indices there are, those of removed users included
 *
 * The users of a tenant as they are now.
 */
typedef struct
{
  BwSimWorld  *world;
  BwSimTenant *tenant;
  guint        n;
  guint64      seed;
  GHashTable  *changed;
} BwSimPeople;

/**
 * BwSimPerson:
 * @id: object ID
 * @given_name: (nullable): borrowed
 * @surname: (nullable): borrowed
 * @name: display name
 * @user_name: user principal name
 * @mail: (nullable if empty): address
 * @job: (nullable): job title; borrowed
 * @location: (nullable): country; borrowed
 * @language: (nullable): preferred language; borrowed
 * @created: when it was made
 * @enabled: whether it may sign in
 * @guest: whether it is a guest
 * @accepted: of a guest: whether it accepted the invitation
 * @changed: of a guest: since when it has @accepted
 * @on_premises: whether it is synchronized from a directory of the customer's own
 * @n_licences: number of @licences
 * @licences: which products of the tenant, see bw_sim_sku_get_id()
 */
typedef struct
{
  char        id[37];
  const char *given_name;
  const char *surname;
  char        name[128];
  char        user_name[320];
  char        mail[192];
  const char *job;
  const char *location;
  const char *language;
  gint64      created;
  gboolean    enabled;
  gboolean    guest;
  gboolean    accepted;
  gint64      changed;
  gboolean    on_premises;
  guint       n_licences;
  guint       licences[BW_SIM_MAX_LICENCES];
} BwSimPerson;

void        bw_sim_people_init         (BwSimPeople *self,
                                        BwSimWorld  *world,
                                        BwSimTenant *tenant);
void        bw_sim_people_clear        (BwSimPeople *self);
gboolean    bw_sim_people_exists       (BwSimPeople *self,
                                        guint        index);
guint       bw_sim_people_count        (BwSimPeople *self);
void        bw_sim_people_make         (BwSimPeople *self,
                                        guint        index,
                                        BwSimPerson *person);
void        bw_sim_people_write_id     (BwSimPeople *self,
                                        guint        index,
                                        char        *id);
gboolean    bw_sim_people_find         (BwSimPeople *self,
                                        const char  *id_or_name,
                                        guint       *index);
void        bw_sim_people_count_licences (BwSimPeople *self,
                                        guint        n_used[BW_SIM_N_SKUS]);

guint       bw_sim_people_next_index   (BwSimTenant *tenant);
void        bw_sim_people_note_change  (BwSimTenant        *tenant,
                                        guint               index,
                                        BwSimUserChangeKind kind);

const char *bw_sim_sku_get_id          (guint        sku);
const char *bw_sim_sku_get_part_number (guint        sku);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BwSimPeople, bw_sim_people_clear)

G_END_DECLS
