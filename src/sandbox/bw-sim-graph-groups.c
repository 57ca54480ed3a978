/* bw-sim-graph-groups.c - the partner's groups and who is in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "bw-sim-odata.h"
#include "bw-sim-util.h"

#define MAX_NAME_LENGTH     256
#define MAX_NICKNAME_LENGTH 64

static const char *const filterable[] = {
  "id", "displayName", "mailNickname", "description", "securityEnabled", "mailEnabled", NULL,
};
static const char *const orderable[] = { "displayName", "createdDateTime", NULL };
static const BwSimKind group_kind = {
  .set = "groups",
  .type = "Group",
  .default_top = 100,
  .max_top = 999,
  .filterable = filterable,
  .orderable = orderable,
};

static gboolean
group_shows (gpointer source,
             guint    index)
{
  BwSimCall *call = source;
  BwSimGroup *group = g_ptr_array_index (call->world->groups, index);

  return group->visible <= call->now;
}

static char *
get_property (gpointer    source,
              guint       index,
              const char *property)
{
  BwSimCall *call = source;
  BwSimGroup *group = g_ptr_array_index (call->world->groups, index);

  if (g_str_equal (property, "displayName"))
    return g_strdup (group->name);
  if (g_str_equal (property, "mailNickname"))
    return g_strdup (group->nickname);
  if (g_str_equal (property, "description"))
    return g_strdup (group->description);
  if (g_str_equal (property, "securityEnabled"))
    return g_strdup ("true");
  if (g_str_equal (property, "mailEnabled"))
    return g_strdup ("false");
  if (g_str_equal (property, "createdDateTime"))
    return bw_sim_time_format_seconds (group->created);

  return g_strdup (group->id);
}

/* A security identifier says the object ID again, in four numbers. */
static char *
dup_security_id (const char *id)
{
  guint32 parts[4] = { 0 };
  guint64 digits = 0;
  guint n = 0;

  for (const char *p = id; *p != '\0' && n < 32; p++)
    {
      if (!g_ascii_isxdigit (*p))
        continue;

      digits = digits << 4 | (guint) g_ascii_xdigit_value (*p);
      if (++n % 8 == 0)
        parts[n / 8 - 1] = (guint32) digits;
    }

  return g_strdup_printf ("S-1-12-1-%u-%u-%u-%u", parts[0], parts[1], parts[2], parts[3]);
}

static JsonObject *
group_to_json (BwSimGroup *group)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", group->id);
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_null_member (object, "classification");
  bw_sim_json_take_string (object, "createdDateTime", bw_sim_time_format_seconds (group->created));
  json_object_set_string_member (object, "description", group->description);
  json_object_set_string_member (object, "displayName", group->name);
  json_object_set_array_member (object, "groupTypes", json_array_new ());
  json_object_set_null_member (object, "isAssignableToRole");
  json_object_set_null_member (object, "mail");
  json_object_set_boolean_member (object, "mailEnabled", FALSE);
  json_object_set_string_member (object, "mailNickname", group->nickname);
  json_object_set_null_member (object, "membershipRule");
  json_object_set_null_member (object, "onPremisesSyncEnabled");
  json_object_set_array_member (object, "proxyAddresses", json_array_new ());
  bw_sim_json_take_string (object, "renewedDateTime", bw_sim_time_format_seconds (group->created));
  json_object_set_boolean_member (object, "securityEnabled", TRUE);
  bw_sim_json_take_string (object, "securityIdentifier", dup_security_id (group->id));
  json_object_set_null_member (object, "visibility");

  return object;
}

static JsonObject *
make_group (gpointer source,
            guint    index)
{
  BwSimCall *call = source;

  return group_to_json (g_ptr_array_index (call->world->groups, index));
}

void
bw_sim_graph_list_groups (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &group_kind);
  BwSimItems items = { call, call->world->groups->len, group_shows, get_property, make_group };

  if (query != NULL)
    bw_sim_query_reply (query, call, &items);
}

void
bw_sim_graph_count_groups (BwSimCall *call)
{
  const char *level = bw_sim_exchange_get_header (call->exchange, "ConsistencyLevel");
  g_autofree char *text = NULL;
  guint n = 0;

  if (level == NULL || g_ascii_strcasecmp (level, "eventual") != 0)
    {
      bw_sim_call_refuse (call, 400, "Request_BadRequest", "$count is not currently supported.");
      return;
    }

  for (guint i = 0; i < call->world->groups->len; i++)
    n += group_shows (call, i) ? 1 : 0;

  text = g_strdup_printf ("%u", n);
  bw_sim_exchange_reply_text (call->exchange, 200, "text/plain;charset=utf-8", text);
}

static BwSimGroup *
find_group (BwSimCall *call)
{
  const char *id = bw_sim_call_segment (call, 1);
  BwSimGroup *group = bw_sim_world_get_group (call->world, id);

  if (group == NULL)
    bw_sim_call_refuse_missing (call, id);

  return group;
}

void
bw_sim_graph_get_group (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new_for_one (call, &group_kind);
  BwSimGroup *group = query != NULL ? find_group (call) : NULL;

  if (group != NULL)
    bw_sim_query_reply_one (query, call, group_to_json (group));
}

static gboolean
is_nickname (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_NICKNAME_LENGTH || strpbrk (text, "@()\\[]\";:.<>, ") != NULL)
    return FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isprint (*p))
        return FALSE;
    }

  return TRUE;
}

static void
refuse_value (BwSimCall  *call,
              const char *property)
{
  bw_sim_call_refuse (call, 400, "Request_BadRequest",
                      "Invalid value specified for property '%s' of resource "
                      "'Group'.",
                      property);
}

static gboolean
has_boolean (JsonObject *body,
             const char *name)
{
  return bw_sim_json_boolean (body, name, FALSE) == bw_sim_json_boolean (body, name, TRUE);
}

static const char *
find_missing (JsonObject *body)
{
  if (bw_sim_json_string (body, "displayName") == NULL)
    return "displayName";
  if (bw_sim_json_string (body, "mailNickname") == NULL)
    return "mailNickname";
  if (!has_boolean (body, "mailEnabled"))
    return "mailEnabled";

  return has_boolean (body, "securityEnabled") ? NULL : "securityEnabled";
}

static gboolean
check_group (BwSimCall  *call,
             JsonObject *body)
{
  static const char *const known[] = {
    "displayName",       "description",        "mailEnabled", "mailNickname",
    "securityEnabled",   "groupTypes",         "visibility",  "isAssignableToRole",
    "owners@odata.bind", "members@odata.bind", NULL,
  };
  const char *unknown = bw_sim_call_find_unknown (body, known);
  const char *missing = find_missing (body);
  const char *name = bw_sim_json_string (body, "displayName");
  JsonArray *types = bw_sim_json_array (body, "groupTypes");

  if (unknown != NULL)
    bw_sim_call_refuse (call, 400, "Request_BadRequest",
                        "Property '%s' does not exist as a declared property or "
                        "extension property.",
                        unknown);
  else if (missing != NULL)
    bw_sim_call_refuse (call, 400, "Request_BadRequest",
                        "A value is required for property '%s' of resource 'Group'.", missing);
  else if (*name == '\0' || g_utf8_strlen (name, -1) > MAX_NAME_LENGTH)
    refuse_value (call, "displayName");
  else if (!is_nickname (bw_sim_json_string (body, "mailNickname")))
    refuse_value (call, "mailNickname");
  else if (bw_sim_json_boolean (body, "mailEnabled", FALSE)
           || !bw_sim_json_boolean (body, "securityEnabled", FALSE)
           || (types != NULL && json_array_get_length (types) > 0))
    bw_sim_call_refuse (call, 400, "Request_BadRequest",
                        "The service does not currently support writes of mail-enabled groups. "
                        "Please ensure that the mail-enablement property is unset and the "
                        "security-enablement property is set.");
  else
    return TRUE;

  return FALSE;
}

/* The user in an address such as ".../directoryObjects/{id}", if it has that form. */
static const char *
get_reference (const char *address)
{
  static const char *const collections[] = { "/directoryObjects/", "/users/" };

  for (guint i = 0; address != NULL && i < G_N_ELEMENTS (collections); i++)
    {
      const char *found = strstr (address, collections[i]);

      if (found != NULL)
        return found + strlen (collections[i]);
    }

  return NULL;
}

static void
add_members (BwSimCall  *call,
             BwSimGroup *group,
             JsonObject *body)
{
  g_autoptr(GPtrArray) addresses = bw_sim_json_strings (bw_sim_json_array (body,
                                                        "members@odata.bind"));

  for (guint i = 0; i < addresses->len; i++)
    {
      BwSimUser *user = bw_sim_world_get_user (call->world,
                                               get_reference (g_ptr_array_index (addresses, i)));

      if (user != NULL && bw_sim_group_get_member (group, user->id) == NULL)
        bw_sim_group_add_member (group, user->id, group->visible);
    }
}

/* Names are not unique: asking twice makes two groups. */
void
bw_sim_graph_create_group (BwSimCall *call)
{
  g_autoptr(JsonObject) body = bw_sim_call_dup_body (call);
  g_autofree char *path = NULL;
  BwSimGroup *group;

  if (body == NULL || !check_group (call, body))
    return;

  group = bw_sim_world_add_group (call->world, NULL, bw_sim_json_string (body, "displayName"),
                                  bw_sim_json_string (body, "mailNickname"),
                                  bw_sim_json_string (body, "description"));
  group->created = call->now;
  group->visible = call->now + bw_sim_clock_lag (call->world->clock, BW_SIM_LAG_GROUP);
  add_members (call, group, body);
  bw_sim_call_touch (call);

  path = g_strconcat ("/groups/", group->id, NULL);
  bw_sim_call_reply_created (call, group_to_json (group), path);
}

static const BwSimKind member_kind = {
  .set = "directoryObjects",
  .type = "DirectoryObject",
  .default_top = 100,
  .max_top = 999,
};

static JsonObject *
make_member (gpointer source,
             guint    index)
{
  GPtrArray *users = source;
  BwSimUser *user = g_ptr_array_index (users, index);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "@odata.type", "#microsoft.graph.user");
  json_object_set_string_member (object, "id", user->id);
  json_object_set_string_member (object, "displayName", user->name);
  json_object_set_string_member (object, "mail", user->user_name);
  json_object_set_string_member (object, "userPrincipalName", user->user_name);

  return object;
}

void
bw_sim_graph_list_members (BwSimCall *call)
{
  g_autoptr(BwSimQuery) query = bw_sim_query_new (call, &member_kind);
  BwSimGroup *group = query != NULL ? find_group (call) : NULL;
  g_autoptr(GPtrArray) users = g_ptr_array_new ();
  BwSimItems items = { users, 0, NULL, NULL, make_member };

  if (group == NULL)
    return;

  for (guint i = 0; i < group->members->len; i++)
    {
      BwSimMember *member = g_ptr_array_index (group->members, i);
      BwSimUser *user = bw_sim_world_get_user (call->world, member->user_id);

      if (user != NULL && member->visible <= call->now)
        g_ptr_array_add (users, user);
    }

  items.n = users->len;
  bw_sim_query_reply (query, call, &items);
}

void
bw_sim_graph_add_member (BwSimCall *call)
{
  BwSimGroup *group = find_group (call);
  g_autoptr(JsonObject) body = group != NULL ? bw_sim_call_dup_body (call) : NULL;
  const char *id = get_reference (bw_sim_json_string (body, "@odata.id"));
  BwSimUser *user = bw_sim_world_get_user (call->world, id);

  if (body == NULL)
    return;

  if (id == NULL)
    bw_sim_call_refuse (call, 400, "Request_BadRequest",
                        "Invalid URL format specified in @odata.id for the member.");
  else if (user == NULL)
    bw_sim_call_refuse_missing (call, id);
  else if (bw_sim_group_get_member (group, user->id) != NULL)
    bw_sim_call_refuse (call, 400, "Request_BadRequest",
                        "One or more added object references already exist for the "
                        "following modified properties: 'members'.");
  else
    {
      bw_sim_group_add_member (group, user->id,
                               call->now
                                 + bw_sim_clock_lag (call->world->clock, BW_SIM_LAG_MEMBER));
      bw_sim_call_touch (call);
      bw_sim_call_reply_empty (call, 204);
    }
}

void
bw_sim_graph_remove_member (BwSimCall *call)
{
  BwSimGroup *group = find_group (call);
  const char *id = bw_sim_call_segment (call, 3);
  BwSimMember *member = group != NULL ? bw_sim_group_get_member (group, id) : NULL;

  if (group == NULL)
    return;

  if (member == NULL)
    {
      bw_sim_call_refuse_missing (call, id);
      return;
    }

  g_ptr_array_remove (group->members, member);
  bw_sim_call_touch (call);
  bw_sim_call_reply_empty (call, 204);
}
