/* bw-sim-people.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-guest.h"
#include "bw-sim-people.h"
#include "bw-sim-util.h"

/* People write their name as they please; directories make an address of it. */
typedef struct
{
  const char *text;
  const char *ascii;
} Name;

static const Name given_names[] = {
  { "Anna", "anna" },        { "Zoë", "zoe" },
  { "Łukasz", "lukasz" },    { "Søren", "soren" },
  { "Ayşe", "ayse" },        { "José", "jose" },
  { "Þórdís", "thordis" },   { "Иван", "ivan" },
  { "Мария", "maria" },      { "伟", "wei" },
  { "芳", "fang" },          { "健太", "kenta" },
  { "さくら", "sakura" },    { "محمد", "mohammed" },
  { "ליאת", "liat" },        { "Ngọc", "ngoc" },
  { "Jürgen", "juergen" },   { "François", "francois" },
  { "Siobhán", "siobhan" },  { "Ελένη", "eleni" },
  { "प्रिया", "priya" },      { "민준", "minjun" },
  { "สมชาย", "somchai" },    { "Ørjan", "orjan" },
  { "Dvořák", "dvorak" },    { "Mary Jane", "maryjane" },
  { "Jean-Luc", "jeanluc" }, { "Peter", "peter" },
  { "Olga", "olga" },        { "Thomas", "thomas" },
  { "Fatima", "fatima" },    { "Chidi", "chidi" },
};

static const Name surnames[] = {
  { "Müller", "mueller" },
  { "O'Brien", "obrien" },
  { "Nguyễn", "nguyen" },
  { "García Márquez", "garciamarquez" },
  { "Kowalczyk", "kowalczyk" },
  { "Sørensen", "sorensen" },
  { "Yılmaz", "yilmaz" },
  { "Петров", "petrov" },
  { "王", "wang" },
  { "李", "li" },
  { "田中", "tanaka" },
  { "佐藤", "sato" },
  { "الحسن", "alhassan" },
  { "כהן", "cohen" },
  { "Lefèvre", "lefevre" },
  { "Παπαδόπουλος", "papadopoulos" },
  { "शर्मा", "sharma" },
  { "김", "kim" },
  { "Åkesson", "akesson" },
  { "Novák", "novak" },
  { "von der Heide", "vonderheide" },
  { "Smith-Jones", "smithjones" },
  { "D’Angelo", "dangelo" },
  { "Ó Súilleabháin", "osuilleabhain" },
  { "Schmidt", "schmidt" },
  { "Rossi", "rossi" },
  { "Okafor", "okafor" },
  { "Johansson", "johansson" },
  { "Van den Berg", "vandenberg" },
  { "Silva", "silva" },
  { "Weiß", "weiss" },
};

static const char *const jobs[] = {
  "Accountant", "Engineer", "Leiter Vertrieb", "Chargée de projet", "Team \\ Lead", "Nurse",
  "経理",       NULL,
};

static const struct
{
  const char *location;
  const char *language;
} places[] = {
  { "DE", "de-DE" }, { "US", "en-US" }, { "FR", "fr-FR" },
  { "JP", "ja-JP" }, { "PL", "pl-PL" }, { "BR", "pt-BR" },
};

/* Numbers of Microsoft's for what it sells most. */
static const struct
{
  const char *id;
  const char *part_number;
} skus[BW_SIM_N_SKUS] = {
  { "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB" },
  { "3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS" },
  { "f245ecc8-75af-4f8e-b61f-27d8114de5f3", "O365_BUSINESS_PREMIUM" },
  { "05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3" },
  { "f30db892-07e9-47e9-837c-80727f46fd3d", "FLOW_FREE" },
  { "a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", "POWER_BI_STANDARD" },
};

const char *
bw_sim_sku_get_id (guint sku)
{
  return skus[sku].id;
}

const char *
bw_sim_sku_get_part_number (guint sku)
{
  return skus[sku].part_number;
}

/* SplitMix64: cheap, and no two numbers become the same. */
static guint64
mix (guint64 number)
{
  number += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return number ^ (number >> 31);
}

static gboolean
is_partner (BwSimPeople *self)
{
  return self->tenant == self->world->partner;
}

/* What became of a user: how often it changed, and whether it is there. */
#define CHANGE(revision, there) GUINT_TO_POINTER ((revision) << 1 | ((there) ? 1 : 0))
#define CHANGE_REVISION(change) (GPOINTER_TO_UINT (change) >> 1)
#define CHANGE_THERE(change)    ((GPOINTER_TO_UINT (change) & 1) != 0)

/**
 * bw_sim_people_init:
 * @self: uninitialized
 * @world: the world
 * @tenant: whose users
 */
void
bw_sim_people_init (BwSimPeople *self,
                    BwSimWorld  *world,
                    BwSimTenant *tenant)
{
  self->world = world;
  self->tenant = tenant;
  self->n = tenant == world->partner ? world->users->len : tenant->n_users;
  self->seed = mix (g_ascii_strtoull (tenant->id, NULL, 16) << 32 | g_str_hash (tenant->id));
  self->changed = g_hash_table_new (NULL, NULL);

  for (guint i = 0; tenant->changes != NULL && i < tenant->changes->len; i++)
    {
      const BwSimUserChange *change = &g_array_index (tenant->changes, BwSimUserChange, i);
      gpointer before = g_hash_table_lookup (self->changed, GUINT_TO_POINTER (change->index));

      g_hash_table_insert (self->changed, GUINT_TO_POINTER (change->index),
                           CHANGE (CHANGE_REVISION (before) + 1,
                                   change->kind != BW_SIM_USER_REMOVED));
      self->n = MAX (self->n, change->index + 1);
    }
}

/**
 * bw_sim_people_clear:
 * @self: users
 */
void
bw_sim_people_clear (BwSimPeople *self)
{
  g_clear_pointer (&self->changed, g_hash_table_unref);
}

/**
 * bw_sim_people_exists:
 * @self: users
 * @index: any
 *
 * Returns: whether that user is there now
 */
gboolean
bw_sim_people_exists (BwSimPeople *self,
                      guint        index)
{
  gpointer change = NULL;

  if (g_hash_table_size (self->changed) > 0
      && g_hash_table_lookup_extended (self->changed, GUINT_TO_POINTER (index), NULL, &change))
    return CHANGE_THERE (change);

  return index < (is_partner (self) ? self->world->users->len : self->tenant->n_users);
}

/**
 * bw_sim_people_count:
 * @self: users
 *
 * Returns: how many are there now
 */
guint
bw_sim_people_count (BwSimPeople *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += bw_sim_people_exists (self, i) ? 1 : 0;

  return n;
}

/**
 * bw_sim_people_write_id:
 * @self: users
 * @index: which of them
 * @id: (out): 37 bytes for the object ID
 *
 * The last group is the index in disguise, so that it can be found again.
 */
void
bw_sim_people_write_id (BwSimPeople *self,
                        guint        index,
                        char        *id)
{
  guint64 hash = mix (self->seed ^ index);
  guint64 node = (self->seed & G_GUINT64_CONSTANT (0xffffffffffff)) ^ index;

  if (is_partner (self))
    {
      BwSimUser *user = g_ptr_array_index (self->world->users, index);

      g_strlcpy (id, user->id, 37);
      return;
    }

  g_snprintf (id, 37, "%08x-%04x-4%03x-a%03x-%012" G_GINT64_MODIFIER "x", (guint) (hash >> 32),
              (guint) (hash >> 16) & 0xffff, (guint) (hash >> 4) & 0xfff,
              (guint) (hash * 7) & 0xfff, node);
}

static gboolean
is_user (BwSimPeople *self,
         guint64      index,
         const char  *id)
{
  char its_id[37];

  if (index >= self->n || !bw_sim_people_exists (self, (guint) index))
    return FALSE;

  bw_sim_people_write_id (self, (guint) index, its_id);

  return g_ascii_strcasecmp (its_id, id) == 0;
}

/**
 * bw_sim_people_find:
 * @self: users
 * @id_or_name: object ID or user principal name
 * @index: (out): which of them
 *
 * Returns: whether there is such a user now
 */
gboolean
bw_sim_people_find (BwSimPeople *self,
                    const char  *id_or_name,
                    guint       *index)
{
  guint64 node;

  if (bw_sim_is_guid (id_or_name) && !is_partner (self))
    {
      node = g_ascii_strtoull (id_or_name + 24, NULL, 16)
             ^ (self->seed & G_GUINT64_CONSTANT (0xffffffffffff));
      *index = (guint) node;

      return is_user (self, node, id_or_name);
    }

  for (*index = 0; *index < self->n; (*index)++)
    {
      BwSimPerson person;

      if (!bw_sim_people_exists (self, *index))
        continue;

      bw_sim_people_make (self, *index, &person);
      if (g_ascii_strcasecmp (person.user_name, id_or_name) == 0
          || g_ascii_strcasecmp (person.id, id_or_name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Every twelfth is a guest; guests have no licence, the others none to two. */
static gboolean
is_guest (guint64 hash)
{
  return hash % 12 == 5;
}

/* Returns: (nullable): who was invited, not made up */
static BwSimGuest *
find_guest (BwSimPeople *self,
            guint        index)
{
  return index >= self->tenant->n_users ? bw_sim_guest_find_by_index (self->tenant, index) : NULL;
}

static guint
pick_licences (BwSimPeople *self,
               guint        index,
               guint        licences[BW_SIM_MAX_LICENCES])
{
  guint64 hash = mix (self->seed ^ index);
  guint main_sku = (guint) (self->seed >> 8) % 4;
  guint n = 0;

  if (is_guest (hash) || is_partner (self) || find_guest (self, index) != NULL)
    return 0;

  if (hash % 10 != 9)
    licences[n++] = (hash >> 40) % 5 == 0 ? (main_sku + 1) % 4 : main_sku;
  if (hash % 7 == 1)
    licences[n++] = 4 + (guint) (hash >> 50) % 2;

  return n;
}

/**
 * bw_sim_people_count_licences:
 * @self: users
 * @n_used: (out): how many have each product
 */
void
bw_sim_people_count_licences (BwSimPeople *self,
                              guint        n_used[BW_SIM_N_SKUS])
{
  memset (n_used, 0, sizeof (guint) * BW_SIM_N_SKUS);

  for (guint i = 0; i < self->n; i++)
    {
      guint licences[BW_SIM_MAX_LICENCES];
      guint n = bw_sim_people_exists (self, i) ? pick_licences (self, i, licences) : 0;

      for (guint l = 0; l < n; l++)
        n_used[licences[l]]++;
    }
}

static void
make_colleague (BwSimPeople *self,
                guint        index,
                BwSimPerson *person)
{
  BwSimUser *user = g_ptr_array_index (self->world->users, index);

  memset (person, 0, sizeof *person);
  g_strlcpy (person->id, user->id, sizeof person->id);
  g_strlcpy (person->name, user->name, sizeof person->name);
  g_strlcpy (person->user_name, user->user_name, sizeof person->user_name);
  g_strlcpy (person->mail, user->user_name, sizeof person->mail);
  person->location = places[0].location;
  person->created = self->world->epoch;
  person->enabled = user->enabled;
}

static void
make_guest (BwSimPeople *self,
            BwSimGuest  *guest,
            BwSimPerson *person)
{
  g_autofree char *user_name = bw_sim_guest_dup_user_name (guest, self->tenant);

  memset (person, 0, sizeof *person);
  bw_sim_people_write_id (self, guest->index, person->id);
  g_strlcpy (person->name, guest->name, sizeof person->name);
  g_strlcpy (person->user_name, user_name, sizeof person->user_name);
  g_strlcpy (person->mail, guest->email, sizeof person->mail);
  person->created = guest->created;
  person->enabled = guest->enabled;
  person->guest = !guest->member;
  person->accepted = guest->accepted;
  person->changed = guest->changed;
}

static void
write_addresses (BwSimPeople *self,
                 guint        index,
                 const Name  *given,
                 const Name  *surname,
                 BwSimPerson *person)
{
  const char *domain = person->guest ? "partner.example" : self->tenant->domain;
  char local[96];

  g_snprintf (local, sizeof local, "%s.%s%u", given->ascii, surname->ascii, index);
  g_snprintf (person->mail, sizeof person->mail, "%s@%s", local, domain);
  if (person->guest)
    g_snprintf (person->user_name, sizeof person->user_name, "%s_%s#EXT#@%s", local, domain,
                self->tenant->initial_domain);
  else
    g_strlcpy (person->user_name, person->mail, sizeof person->user_name);

  /* Some have no mailbox. */
  if (!person->guest && person->n_licences == 0)
    person->mail[0] = '\0';
}

/**
 * bw_sim_people_make:
 * @self: users
 * @index: one that exists
 * @person: (out): who it is; the same every time until the user changes
 */
void
bw_sim_people_make (BwSimPeople *self,
                    guint        index,
                    BwSimPerson *person)
{
  guint64 hash = mix (self->seed ^ index);
  guint revision = CHANGE_REVISION (g_hash_table_lookup (self->changed, GUINT_TO_POINTER (index)));
  const Name *given = &given_names[hash % G_N_ELEMENTS (given_names)];
  const Name *born = &surnames[(hash >> 8) % G_N_ELEMENTS (surnames)];
  /* Whoever changes marries, and keeps the address. */
  const Name *surname = &surnames[((hash >> 8) + revision) % G_N_ELEMENTS (surnames)];
  guint place = (guint) (hash >> 20) % G_N_ELEMENTS (places);
  BwSimGuest *guest = find_guest (self, index);

  if (is_partner (self))
    {
      make_colleague (self, index, person);
      return;
    }

  if (guest != NULL)
    {
      make_guest (self, guest, person);
      return;
    }

  bw_sim_people_write_id (self, index, person->id);
  person->given_name = given->text;
  person->surname = surname->text;
  g_snprintf (person->name, sizeof person->name, "%s %s", given->text, surname->text);
  person->job = jobs[(hash >> 28) % G_N_ELEMENTS (jobs)];
  person->location = places[place].location;
  person->language = places[place].language;
  person->created = self->world->epoch - (gint64) (hash % 2000) * BW_SIM_DAY;
  person->enabled = hash % 17 != 3;
  person->guest = is_guest (hash);
  person->accepted = hash % 5 != 0;
  person->changed = person->created;
  person->on_premises = !person->guest && self->seed % 3 == 0 && hash % 4 != 0;
  person->n_licences = pick_licences (self, index, person->licences);
  write_addresses (self, index, given, born, person);
}

/**
 * bw_sim_people_next_index:
 * @tenant: a customer
 *
 * Returns: the index that no user there has or had
 */
guint
bw_sim_people_next_index (BwSimTenant *tenant)
{
  guint next = tenant->n_users;

  for (guint i = 0; tenant->changes != NULL && i < tenant->changes->len; i++)
    next = MAX (next, g_array_index (tenant->changes, BwSimUserChange, i).index + 1);

  return next;
}

/**
 * bw_sim_people_note_change:
 * @tenant: a customer
 * @index: which of its users
 * @kind: what became of it
 *
 * From now on the user is, or is not, and the delta query tells of it.
 */
void
bw_sim_people_note_change (BwSimTenant         *tenant,
                           guint                index,
                           BwSimUserChangeKind  kind)
{
  BwSimUserChange change = { .index = index, .kind = kind };

  if (tenant->changes == NULL)
    tenant->changes = g_array_new (FALSE, FALSE, sizeof (BwSimUserChange));
  g_array_append_val (tenant->changes, change);
}
