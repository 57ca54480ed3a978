/* bw-sim-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdarg.h>

#include "bw-sim-page.h"

#define HEAD \
  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" \
  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" \
  "<title>%s - Bailiwick Sandbox</title>\n<style>\n" \
  ":root { color-scheme: light dark; --accent: #1c71d8; --edge: #8884; --quiet: #777; }\n" \
  "body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: Canvas;" \
  " color: CanvasText; }\n" \
  "header { padding: .6em 1.5em; border-bottom: 1px solid var(--edge); color: var(--quiet); }\n" \
  "main { max-width: 40em; margin: 2em auto; padding: 0 1.5em 3em; }\n" \
  "h1 { font-size: 1.6em; line-height: 1.2; }\n" \
  "h2 { font-size: 1.1em; margin-top: 1.8em; }\n" \
  "dl { display: grid; grid-template-columns: max-content 1fr; gap: .3em 1.2em; }\n" \
  "dt { color: var(--quiet); }\n" \
  "dd { margin: 0; overflow-wrap: anywhere; }\n" \
  "code { font-size: .85em; color: var(--quiet); overflow-wrap: anywhere; }\n" \
  "form { margin: 1.2em 0; }\n" \
  "button { font: inherit; padding: .5em 1.2em; margin: .2em .4em .2em 0; border-radius: .5em;" \
  " border: 1px solid var(--edge); background: ButtonFace; color: ButtonText;" \
  " cursor: pointer; }\n" \
  "button.suggested { background: var(--accent); border-color: var(--accent); color: white; }\n" \
  "button.user { display: block; width: 100%%; text-align: start; }\n" \
  "button small { display: block; opacity: .75; }\n" \
  ":focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }\n" \
  "input { font: inherit; padding: .4em .6em; border-radius: .4em;" \
  " border: 1px solid var(--edge); }\n" \
  "p.note { border-inline-start: 4px solid var(--accent); padding: .2em 1em; }\n" \
  "</style>\n</head>\n<body>\n<header>Bailiwick Sandbox: a simulated Microsoft cloud</header>\n" \
  "<main>\n<h1>%s</h1>\n"

#define TAIL "</main>\n</body>\n</html>\n"

/**
 * bw_sim_page_new:
 * @title: title and heading
 *
 * Returns: (transfer full): the beginning of a page, for bw_sim_page_reply()
 */
GString *
bw_sim_page_new (const char *title)
{
  GString *page = g_string_new (NULL);

  bw_sim_page_append (page, HEAD, title, title);

  return page;
}

/**
 * bw_sim_page_append:
 * @page: a page
 * @format: HTML with the directives of printf
 * @...: what they stand for, which is escaped
 */
void
bw_sim_page_append (GString    *page,
                    const char *format,
                    ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_markup_vprintf_escaped (format, args);
  va_end (args);

  g_string_append (page, text);
}

/**
 * bw_sim_page_reply:
 * @exchange: an exchange
 * @status: HTTP status
 * @page: (transfer full): a page
 */
void
bw_sim_page_reply (BwSimExchange *exchange,
                   guint          status,
                   GString       *page)
{
  g_string_append (page, TAIL);
  bw_sim_exchange_set_header (exchange, "Cache-Control", "no-store");
  bw_sim_exchange_reply_text (exchange, status, "text/html; charset=utf-8", page->str);
  g_string_free (page, TRUE);
}
