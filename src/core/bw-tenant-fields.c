/* bw-tenant-fields.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bw-error.h"
#include "bw-tenant-fields.h"
#include "bw-tenant-link.h"
#include "bw-util.h"

/* Microsoft's own limit for the name of a tenant. */
#define MAX_NAME    256
#define MAX_TEXT    2048
#define MAX_ADDRESS 254
#define MAX_LOCAL   64
#define MAX_DOMAIN  253
#define MAX_LABEL   63
#define MAX_SHOWN   5

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS  "0123456789"

static char *
refuse (GError     **error,
        const char  *sentence)
{
  g_set_error_literal (error, BW_ERROR, BW_ERROR_INVALID, sentence);

  return NULL;
}

/* What is not seen, or turns around what stands beside it. */
static gboolean
is_treacherous (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x200e || c == 0x200f || c == 0xfeff;
}

/* Returns: (transfer full): the text without the blanks that come with pasting */
static char *
strip (const char *text)
{
  const char *from = text;
  const char *end;

  while (*from != '\0' && g_unichar_isspace (g_utf8_get_char (from)))
    from = g_utf8_next_char (from);

  for (end = from + strlen (from); end > from;)
    {
      const char *before = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (before)))
        break;
      end = before;
    }

  return g_strndup (from, (gsize) (end - from));
}

/**
 * bw_tenant_fields_read_name:
 * @text: what was typed
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: (transfer full): the name of the tenant, or %NULL with @error set
 */
char *
bw_tenant_fields_read_name (const char  *text,
                            GError     **error)
{
  g_autofree char *name = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _("The name is not valid UTF-8."));

  name = strip (text);
  if (*name == '\0')
    return refuse (error, _("The tenant needs a name."));

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (is_treacherous (g_utf8_get_char (p)))
        return refuse (error, _("The name has characters in it that can’t be seen."));
    }

  if (g_utf8_strlen (name, -1) > MAX_NAME)
    {
      g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
                   _("The name has more than %d characters."), MAX_NAME);
      return NULL;
    }

  return g_steal_pointer (&name);
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length > 0 && length <= MAX_LABEL && label[0] != '-' && label[length - 1] != '-' &&
         strspn (label, LETTERS DIGITS "-") == length;
}

/**
 * bw_tenant_fields_read_domain:
 * @text: anything
 *
 * Returns: (transfer full) (nullable): the domain as it is on the wire, in lower case; %NULL
 *   if @text is none
 */
char *
bw_tenant_fields_read_domain (const char *text)
{
  g_autofree char *ascii = NULL;
  g_autofree char *domain = NULL;
  g_auto(GStrv) labels = NULL;
  guint n = 0;

  if (strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL) ||
      strpbrk (text, " /@:?#") != NULL)
    return NULL;

  ascii = g_hostname_to_ascii (text);
  if (ascii == NULL || strlen (ascii) > MAX_DOMAIN)
    return NULL;

  domain = g_ascii_strdown (ascii, -1);
  labels = g_strsplit (domain, ".", -1);
  for (; labels[n] != NULL; n++)
    {
      if (!is_label (labels[n]))
        return NULL;
    }

  /* The last one tells a domain from the address of a computer. */
  if (n < 2 || strspn (labels[n - 1], DIGITS) == strlen (labels[n - 1]))
    return NULL;

  return g_steal_pointer (&domain);
}

static char *
read_link (const char  *text,
           GError     **error)
{
  char *found = bw_tenant_link_find_tenant (text);

  if (found == NULL)
    return refuse (error, _("The link does not say which tenant it is about. Enter the tenant ID "
                            "or a domain of the tenant."));

  return found;
}

/**
 * bw_tenant_fields_read_tenant:
 * @text: what was typed: a tenant ID, a domain, an e-mail address or a link
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: (transfer full): a tenant ID, or a domain of the tenant, in lower case; or %NULL
 *   with @error set
 */
char *
bw_tenant_fields_read_tenant (const char  *text,
                              GError     **error)
{
  g_autofree char *plain = NULL;
  const char *domain;
  char *found = NULL;

  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > MAX_TEXT)
    return refuse (error, _("This is no tenant ID, domain, e-mail address or link."));

  plain = strip (text);
  if (*plain == '\0')
    return refuse (error, _("Enter the tenant ID, a domain or an e-mail address of the tenant."));
  if (bw_tenant_link_is_link (plain))
    return read_link (plain, error);
  if (plain[0] == '{' && g_str_has_suffix (plain, "}"))
    {
      plain[strlen (plain) - 1] = '\0';
      memmove (plain, plain + 1, strlen (plain));
    }
  if (bw_is_guid (plain))
    return g_ascii_strdown (plain, -1);

  domain = strrchr (plain, '@');
  if (domain != plain)
    found = bw_tenant_fields_read_domain (domain != NULL ? domain + 1 : plain);
  if (found == NULL)
    return refuse (error, _("This is no tenant ID, domain, e-mail address or link."));

  return found;
}

static gboolean
is_local (const char *local)
{
  gsize length = strlen (local);

  return length > 0 && length <= MAX_LOCAL && local[0] != '.' && local[length - 1] != '.' &&
         strstr (local, "..") == NULL &&
         strspn (local, LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "!#$%&'*+-/=?^_`{|}~.") ==
         length;
}

/**
 * bw_tenant_fields_read_guest:
 * @text: what was typed
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: (transfer full): the address of the guest account, or %NULL with @error set
 */
char *
bw_tenant_fields_read_guest (const char  *text,
                             GError     **error)
{
  g_autofree char *plain = NULL;
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;
  const char *at;

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _("This is no e-mail address."));

  plain = strip (text);
  if (*plain == '\0')
    return refuse (error, _("Enter the e-mail address of the guest account."));

  at = strrchr (plain, '@');
  if (at == NULL)
    return refuse (error, _("An e-mail address has an @ in it."));

  local = g_strndup (plain, (gsize) (at - plain));
  domain = bw_tenant_fields_read_domain (at + 1);
  if (!is_local (local) || domain == NULL || strlen (local) + 1 + strlen (domain) > MAX_ADDRESS)
    return refuse (error, _("This is no e-mail address."));

  return g_strconcat (local, "@", domain, NULL);
}

/* Returns: (transfer full): the first few, the default one before the others */
static char *
list_domains (const char * const *domains)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; domains[i] != NULL && i < MAX_SHOWN; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", domains[i]);
  if (g_strv_length ((char **) domains) > MAX_SHOWN)
    g_string_append (list, ", …");

  return g_string_free (list, FALSE);
}

/**
 * bw_tenant_fields_check_guest:
 * @guest: what bw_tenant_fields_read_guest() gave
 * @domains: (array zero-terminated=1): the verified domains of the partner tenant
 * @error: return location for a %BW_ERROR_INVALID
 *
 * Returns: whether the guest account is one of the partner's own
 */
gboolean
bw_tenant_fields_check_guest (const char          *guest,
                              const char * const  *domains,
                              GError             **error)
{
  const char *domain = strrchr (guest, '@') + 1;
  g_autofree char *list = NULL;

  if (g_strv_contains (domains, domain))
    return TRUE;

  list = list_domains (domains);
  g_set_error (error, BW_ERROR, BW_ERROR_INVALID,
               /* Translators: a domain, and a list of domains */
               _("The guest account has to be one of your own. %1$s is no verified domain of your "
                 "partner tenant, which has: %2$s."), domain, list);

  return FALSE;
}
