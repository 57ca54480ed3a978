/* bw-sim-user-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "bw-sim-text.h"
#include "bw-sim-user-writer.h"
#include "bw-sim-util.h"

/* The first eleven are the default ones. */
typedef enum
{
  PROPERTY_BUSINESS_PHONES,
  PROPERTY_DISPLAY_NAME,
  PROPERTY_GIVEN_NAME,
  PROPERTY_JOB_TITLE,
  PROPERTY_MAIL,
  PROPERTY_MOBILE_PHONE,
  PROPERTY_OFFICE_LOCATION,
  PROPERTY_PREFERRED_LANGUAGE,
  PROPERTY_SURNAME,
  PROPERTY_USER_PRINCIPAL_NAME,
  PROPERTY_ID,
  PROPERTY_ACCOUNT_ENABLED,
  PROPERTY_USER_TYPE,
  PROPERTY_CREATED,
  PROPERTY_ASSIGNED_LICENSES,
  PROPERTY_EXTERNAL_USER_STATE,
  PROPERTY_EXTERNAL_USER_STATE_CHANGE,
  PROPERTY_ON_PREMISES_SYNC,
  PROPERTY_USAGE_LOCATION,
  PROPERTY_CREATION_TYPE,
  N_PROPERTIES,
} Property;

static const char *const names[N_PROPERTIES] = {
  [PROPERTY_BUSINESS_PHONES] = "businessPhones",
  [PROPERTY_DISPLAY_NAME] = "displayName",
  [PROPERTY_GIVEN_NAME] = "givenName",
  [PROPERTY_JOB_TITLE] = "jobTitle",
  [PROPERTY_MAIL] = "mail",
  [PROPERTY_MOBILE_PHONE] = "mobilePhone",
  [PROPERTY_OFFICE_LOCATION] = "officeLocation",
  [PROPERTY_PREFERRED_LANGUAGE] = "preferredLanguage",
  [PROPERTY_SURNAME] = "surname",
  [PROPERTY_USER_PRINCIPAL_NAME] = "userPrincipalName",
  [PROPERTY_ID] = "id",
  [PROPERTY_ACCOUNT_ENABLED] = "accountEnabled",
  [PROPERTY_USER_TYPE] = "userType",
  [PROPERTY_CREATED] = "createdDateTime",
  [PROPERTY_ASSIGNED_LICENSES] = "assignedLicenses",
  [PROPERTY_EXTERNAL_USER_STATE] = "externalUserState",
  [PROPERTY_EXTERNAL_USER_STATE_CHANGE] = "externalUserStateChangeDateTime",
  [PROPERTY_ON_PREMISES_SYNC] = "onPremisesSyncEnabled",
  [PROPERTY_USAGE_LOCATION] = "usageLocation",
  [PROPERTY_CREATION_TYPE] = "creationType",
};

static gboolean
contains (char      **selected,
          const char *name)
{
  for (guint i = 0; selected != NULL && selected[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (selected[i], name) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * bw_sim_user_select:
 * @selected: (nullable) (array zero-terminated=1): names of properties
 *
 * The type is open, so a name that nobody knows is no error.
 *
 * Returns: a bit for each property, for bw_sim_user_write()
 */
guint32
bw_sim_user_select (char **selected)
{
  guint32 properties = 0;

  if (selected == NULL)
    return BW_SIM_USER_DEFAULT;

  for (guint i = 0; i < N_PROPERTIES; i++)
    {
      if (contains (selected, names[i]))
        properties |= 1u << i;
    }

  return properties;
}

/**
 * bw_sim_user_select_basic:
 * @properties: a bit for each property
 *
 * Returns: what User.ReadBasic.All shows of them
 */
guint32
bw_sim_user_select_basic (guint32 properties)
{
  return properties
         & (1u << PROPERTY_DISPLAY_NAME | 1u << PROPERTY_GIVEN_NAME | 1u << PROPERTY_SURNAME
            | 1u << PROPERTY_MAIL | 1u << PROPERTY_USER_PRINCIPAL_NAME | 1u << PROPERTY_ID);
}

/**
 * bw_sim_user_needs_audit:
 * @selected: (nullable) (array zero-terminated=1): names of properties
 *
 * Returns: whether AuditLog.Read.All is needed for them
 */
gboolean
bw_sim_user_needs_audit (char **selected)
{
  return contains (selected, "signInActivity");
}

/**
 * bw_sim_user_find_foreign:
 * @selected: (nullable) (array zero-terminated=1): names of properties
 *
 * Returns: (nullable): one that is not kept in the directory, so that no list can have it
 */
const char *
bw_sim_user_find_foreign (char **selected)
{
  static const char *const foreign[] = {
    "aboutMe",      "birthday",      "hireDate",         "interests", "mailboxSettings", "mySite",
    "pastProjects", "preferredName", "responsibilities", "schools",   "skills",
  };

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      if (contains (selected, foreign[i]))
        return foreign[i];
    }

  return NULL;
}

static void
append_licences (GString           *out,
                 const BwSimPerson *person)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < person->n_licences; i++)
    g_string_append_printf (out, "%s{\"disabledPlans\":[],\"skuId\":\"%s\"}", i > 0 ? "," : "",
                            bw_sim_sku_get_id (person->licences[i]));
  g_string_append_c (out, ']');
}

static const char *
get_state (const BwSimPerson *person)
{
  if (!person->guest)
    return NULL;

  return person->accepted ? "Accepted" : "PendingAcceptance";
}

/* Returns: (nullable): the value of a property that is text */
static const char *
get_text (const BwSimPerson *person,
          Property           property)
{
  switch (property)
    {
    case PROPERTY_ID:
      return person->id;
    case PROPERTY_DISPLAY_NAME:
      return person->name;
    case PROPERTY_GIVEN_NAME:
      return person->given_name;
    case PROPERTY_SURNAME:
      return person->surname;
    case PROPERTY_JOB_TITLE:
      return person->job;
    case PROPERTY_MAIL:
      return person->mail[0] != '\0' ? person->mail : NULL;
    case PROPERTY_PREFERRED_LANGUAGE:
      return person->language;
    case PROPERTY_USER_PRINCIPAL_NAME:
      return person->user_name;
    case PROPERTY_USER_TYPE:
      return person->guest ? "Guest" : "Member";
    case PROPERTY_EXTERNAL_USER_STATE:
      return get_state (person);
    case PROPERTY_USAGE_LOCATION:
      return person->location;
    case PROPERTY_CREATION_TYPE:
      return person->guest ? "Invitation" : NULL;
    case PROPERTY_BUSINESS_PHONES:
    case PROPERTY_MOBILE_PHONE:
    case PROPERTY_OFFICE_LOCATION:
    case PROPERTY_ACCOUNT_ENABLED:
    case PROPERTY_CREATED:
    case PROPERTY_ASSIGNED_LICENSES:
    case PROPERTY_EXTERNAL_USER_STATE_CHANGE:
    case PROPERTY_ON_PREMISES_SYNC:
    case N_PROPERTIES:
    default:
      return NULL;
    }
}

/* Returns: whether there is a value */
static gboolean
append_value (GString           *out,
              const BwSimPerson *person,
              Property           property)
{
  g_autofree char *time = NULL;
  const char *text = get_text (person, property);

  if (text != NULL)
    bw_sim_text_append_string (out, text);
  else if (property == PROPERTY_BUSINESS_PHONES)
    g_string_append (out, "[]");
  else if (property == PROPERTY_ASSIGNED_LICENSES)
    append_licences (out, person);
  else if (property == PROPERTY_ACCOUNT_ENABLED)
    g_string_append (out, person->enabled ? "true" : "false");
  else if (property == PROPERTY_ON_PREMISES_SYNC && person->on_premises)
    g_string_append (out, "true");
  else if (property == PROPERTY_EXTERNAL_USER_STATE_CHANGE && person->guest)
    bw_sim_text_append_string (out, time = bw_sim_time_format_seconds (person->changed));
  else if (property == PROPERTY_CREATED)
    bw_sim_text_append_string (out, time = bw_sim_time_format_seconds (person->created));
  else
    return FALSE;

  return TRUE;
}

/**
 * bw_sim_user_write:
 * @out: where to write
 * @person: a user
 * @properties: what to tell of it
 * @omit_unset: whether to be silent about what has no value, as delta queries are
 *
 * Pages are large and many, so no tree is made of them.
 */
void
bw_sim_user_write (GString           *out,
                   const BwSimPerson *person,
                   guint32            properties,
                   gboolean           omit_unset)
{
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  for (guint i = 0; i < N_PROPERTIES; i++)
    {
      gsize before = out->len;

      if ((properties & 1u << i) == 0)
        continue;

      if (!first)
        g_string_append_c (out, ',');
      g_string_append_c (out, '"');
      g_string_append (out, names[i]);
      g_string_append (out, "\":");

      if (append_value (out, person, i))
        first = FALSE;
      else if (omit_unset)
        g_string_truncate (out, before);
      else
        {
          g_string_append (out, "null");
          first = FALSE;
        }
    }
  g_string_append_c (out, '}');
}

/**
 * bw_sim_user_write_removed:
 * @out: where to write
 * @id: object ID of a user that was deleted, and could be restored
 */
void
bw_sim_user_write_removed (GString    *out,
                           const char *id)
{
  g_string_append_printf (out, "{\"id\":\"%s\",\"@removed\":{\"reason\":\"changed\"}}", id);
}

/**
 * bw_sim_user_dup_property:
 * @person: a user
 * @property: name of a property that is text or boolean
 *
 * Returns: (transfer full) (nullable): its value, for filters
 */
char *
bw_sim_user_dup_property (const BwSimPerson *person,
                          const char        *property)
{
  for (guint i = 0; i < N_PROPERTIES; i++)
    {
      if (!g_str_equal (names[i], property))
        continue;
      if (i == PROPERTY_ACCOUNT_ENABLED)
        return g_strdup (person->enabled ? "true" : "false");
      if (i == PROPERTY_ON_PREMISES_SYNC)
        return person->on_premises ? g_strdup ("true") : NULL;

      return g_strdup (get_text (person, i));
    }

  return NULL;
}
