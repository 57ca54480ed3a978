/* bw-template-editor.h - the text of a message template, checked at every change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "bw-message-file.h"

G_BEGIN_DECLS

#define BW_TYPE_TEMPLATE_EDITOR (bw_template_editor_get_type ())
G_DECLARE_FINAL_TYPE (BwTemplateEditor, bw_template_editor, BW, TEMPLATE_EDITOR, AdwBin)

void           bw_template_editor_set_kind    (BwTemplateEditor *self,
                                               BwMessageKind     kind);
void           bw_template_editor_set_busy    (BwTemplateEditor *self,
                                               gboolean          busy);
void           bw_template_editor_show        (BwTemplateEditor *self,
                                               BwMessageFile    *file,
                                               const char       *problem);
void           bw_template_editor_focus_text  (BwTemplateEditor *self);
void           bw_template_editor_set_saved   (BwTemplateEditor *self,
                                               BwMessageFile    *file);
BwMessageFile *bw_template_editor_get_file    (BwTemplateEditor *self);
char          *bw_template_editor_dup_text    (BwTemplateEditor *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       bw_template_editor_is_good     (BwTemplateEditor *self);
gboolean       bw_template_editor_has_changes (BwTemplateEditor *self);

G_END_DECLS
