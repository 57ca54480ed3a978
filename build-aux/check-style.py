#!/usr/bin/env python3
# check-style.py - the part of the style guide in CONTRIBUTING.md that a program can see
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-style.py [--tap | --verbose]
#
# Prints what is wrong as FILE:LINE: WHAT.  With --tap one test for each rule, and with
# --verbose also what is within the limits but longer than it should be.

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

COLUMNS = 100
FUNCTION_AIM, FUNCTION_MOST = 40, 80
FILE_AIM, FILE_MOST = 500, 900

TEXT = ('.c', '.h', '.ui', '.css', '.xml', '.in', '.py', '.md', '.json', '.build', '.supp', '.svg')
# What has no standard output and no main loop of its own.
NOT_FACES = r'src/(?!cli/|sandbox/|bailiwick|ui/bw-application)'

# What it is, why not, and the files it is for (by default all C of ours).
FORBIDDEN = [
    (r'\bgoto\b', 'goto: let the automatic cleanups do it', ''),
    (r'\b(?:g_)?usleep \(|\bsleep \(|\bnanosleep \(', 'nothing sleeps: wait in the main loop', ''),
    (r'\b(?:strcpy|strcat|g?_?v?sprintf|gets|strtok) \(', 'writes past the end', ''),
    (r'\b(?:atoi|atol|atoll|atof) \(', 'hides errors: g_ascii_string_to_signed() tells them', ''),
    (r'\b(?:system|popen|tmpnam|mktemp) \(', 'not safe', ''),
    (r'\b(?:malloc|calloc|realloc|free|strdup) \(', 'GLib has its own', ''),
    (r'\bg(?:char|int|double|float) ', 'char, int and double are shorter', ''),
    (r'\bgtk_widget_(?:show|hide|show_all|destroy) \(', 'use gtk_widget_set_visible()', ''),
    (r'\bjson_parser_load_from_', 'foreign JSON is read by bw_json_*()', 'src/(?!base/|sandbox/)'),
    (r'\bg_main_loop_run \(|\bg_main_context_iteration \(', 'no main loop within the main loop',
     NOT_FACES + '(?!store/bw-keyring-worker)'), # that is another thread's
    (r'\b(?:printf|puts|putchar|g_print|g_printerr) \(|\bfprintf \(', 'only the faces print',
     NOT_FACES),
    (r'\bg_error \(', 'an abort is no answer', 'src/(?!sandbox/)'),
    (r'\b(?:secret_\w+|soup_\w+)_sync \(', 'blocks the main loop', 'src/(?!store/)'),
    (r'\bTODO\b|\bFIXME\b|\bXXX\b', 'leave nothing half done', None),
]

faults = {}
notes = []


def fault(rule, path, line, what):
    faults.setdefault(rule, []).append('%s:%d: %s' % (path, line, what))


def our_files():
    """What git has or would have; everything, where this is not a checkout."""
    done = subprocess.run(['git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'],
                          cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode == 0:
        names = done.stdout.decode().split('\0')
    else:
        names = []
        for folder, folders, files in os.walk(ROOT):
            folders[:] = [name for name in folders if name[0] not in '._' and name != 'build']
            names += [os.path.relpath(os.path.join(folder, name), ROOT) for name in files]

    return sorted({name for name in names if name and os.path.isfile(os.path.join(ROOT, name))})


def blank_out(text, strings=True):
    """C with spaces for comments and ~ for strings where asked, so that columns and lines stay."""
    pattern = r'/\*.*?\*/'
    if strings:
        pattern += r'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''

    def blank(match):
        return re.sub(r'[^\n]', ' ' if match.group(0).startswith('/*') else '~', match.group(0))

    return re.sub(pattern, blank, text, flags=re.S)


def is_script(path, text):
    return text.startswith('#!')


def check_text(path, text):
    if '\r' in text:
        fault('text', path, 1, 'carriage return')
    if text and not text.endswith('\n'):
        fault('text', path, text.count('\n') + 1, 'no newline at the end')
    if text.endswith('\n\n'):
        fault('text', path, text.count('\n'), 'empty line at the end')

    code = path.endswith(('.c', '.h', '.py')) or is_script(path, text)
    for number, line in enumerate(text.split('\n'), 1):
        if '\t' in line and not path.startswith('LICENSE'):
            fault('text', path, number, 'tab')
        if line != line.rstrip():
            fault('text', path, number, 'space at the end')
        if code and len(line) > COLUMNS:
            fault('width', path, number, '%d columns' % len(line))


def check_head(path, text):
    lines = text.split('\n')
    name = os.path.basename(path)

    if path.endswith('.h') and not re.match(r'/\* ' + re.escape(name) + r' - \S.*$', lines[0]):
        fault('head', path, 1, 'begins with "/* %s - what it is for"' % name)
    if path.endswith('.c') and not re.match(r'/\* ' + re.escape(name) + r'( - \S.*)?$', lines[0]):
        fault('head', path, 1, 'begins with "/* %s"' % name)
    if is_script(path, text) and not re.match(r'# ' + re.escape(name) + r' - \S', lines[1]):
        fault('head', path, 2, 'goes on with "# %s - what it is for"' % name)
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in '\n'.join(lines[:8]):
        fault('head', path, 1, 'no SPDX line')
    if path.endswith('.h') and '\n#pragma once\n' not in text:
        fault('head', path, 1, 'no #pragma once')


def in_order(name, next_name):
    """Whether one header may stand before the other, the ending counted or not."""
    return name <= next_name or name[:-2] <= next_name[:-2]


def check_includes(path, text):
    groups = [[]]
    for number, line in enumerate(text.split('\n'), 1):
        match = re.match(r'#include ([<"])([^>"]+)[>"]', line)
        if match:
            groups[-1].append((number, match.group(1), match.group(2)))
        elif line == '' and groups[-1]:
            groups.append([])
        elif re.match(r'\S', line) and not line.startswith(('/*', '#pragma')) and any(groups):
            break
    groups = [group for group in groups if group]
    if not groups:
        return

    if path.endswith('.c'):
        number, kind, name = groups[0][0]
        if name != 'config.h' or len(groups[0]) != 1:
            fault('includes', path, number, 'first "config.h", on its own')
        groups = groups[1:]
    if len(groups) > 2:
        fault('includes', path, groups[2][0][0], 'one block in <>, then one in ""')
    kinds = [kind for group in groups for number, kind, name in group]
    if kinds != sorted(kinds, key='<"'.index):
        fault('includes', path, groups[0][0][0], 'those in <> come before those in ""')
    for group in groups:
        if len({kind for number, kind, name in group}) > 1:
            fault('includes', path, group[0][0], 'an empty line stands between <> and ""')
        for (_, kind, name), (number, next_kind, next_name) in zip(group, group[1:]):
            if kind == next_kind and not in_order(name, next_name):
                fault('includes', path, number, '%s comes before %s' % (next_name, name))


def check_lengths(path, text):
    lines = text.split('\n')
    count = len(lines) - 1
    if path.endswith('.c') and count > FILE_MOST:
        fault('length', path, 1, '%d lines in the file' % count)
    elif path.endswith('.c') and count > FILE_AIM:
        notes.append('%s: %d lines' % (path, count))

    start = None
    for number, line in enumerate(blank_out(text).split('\n'), 1):
        if line == '{':
            start = number
        elif line.startswith('}') and start is not None:
            length = number - start - 1
            if line == '}' and length > FUNCTION_MOST:
                fault('length', path, start, 'a function of %d lines' % length)
            elif line == '}' and length > FUNCTION_AIM:
                notes.append('%s:%d: a function of %d lines' % (path, start, length))
            start = None


def check_calls(path, text):
    code = blank_out(text)
    for pattern, why, where in FORBIDDEN:
        if where and not re.match(where, path):
            continue
        for match in re.finditer(pattern, text if where is None else code):
            fault('calls', path, code.count('\n', 0, match.start()) + 1,
                  '"%s": %s' % (match.group(0).strip(' ('), why))

    for match in re.finditer(r'(?<!\w)(?:C?_|ngettext|NC?_) ?\((?:[^()]|\([^()]*\))*?G_G\w+_FORMAT',
                             blank_out(text, strings=False)):
        fault('calls', path, text.count('\n', 0, match.start()) + 1,
              'a macro ends a text for translation')


def check_spacing(path, text):
    for number, line in enumerate(blank_out(text).split('\n'), 1):
        if line.startswith('#'):
            continue
        for match in re.finditer(r'\b([A-Za-z_]\w*)\(', line):
            if not re.match(r'N?C?_$|g_auto', match.group(1)):
                fault('spacing', path, number, 'a space between %s and (' % match.group(1))
        if re.search(r'\bg_auto(?:ptr|free)? \(', line):
            fault('spacing', path, number, 'no space between g_auto and (')
        if re.search(r'\b(?:if|for|while|switch)\b.*\)\s*\{$|^\s*\}\s*else\b', line):
            fault('spacing', path, number, 'a brace stands on its own line')
        if re.search(r'\( +\S', line):
            fault('spacing', path, number, 'no space after (')


def check_ui(path, text):
    try:
        tree = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        fault('documents', path, error.position[0], str(error))
        return
    for template in tree.iter('template'):
        name = re.sub(r'(?<!^)([A-Z])', r'-\1', template.get('class', '')).lower()
        if template.get('class') != 'GtkListItem' and name + '.ui' != os.path.basename(path):
            fault('documents', path, 1, 'this template stands in %s.ui' % name)


def check_lists(files):
    """Every source is built, and every test run."""
    with open(os.path.join(ROOT, 'src', 'meson.build'), encoding='utf-8') as file:
        layers = file.read()
    with open(os.path.join(ROOT, 'tests', 'meson.build'), encoding='utf-8') as file:
        tests = file.read()

    for path in files:
        match = re.match(r'src/\w+/([\w-]+\.c)$', path)
        if match and "'%s'" % match.group(1) not in layers:
            fault('lists', path, 1, 'not in src/meson.build')
        match = re.match(r'tests/test-([\w-]+)\.c$', path)
        if match and "'%s'" % match.group(1) not in tests:
            fault('lists', path, 1, 'not in tests/meson.build')


RULES = {
    'text': 'no tab, no space at the end, one newline at the end',
    'width': 'at most %d columns' % COLUMNS,
    'head': 'name, purpose and licence at the head',
    'includes': 'config.h, then <> sorted, then "" sorted',
    'length': 'functions to %d lines, files to %d' % (FUNCTION_MOST, FILE_MOST),
    'calls': 'nothing forbidden is called',
    'spacing': 'spaces and braces as in GTK',
    'documents': 'XML that can be read, templates named like their class',
    'lists': 'every source is built and every test run',
}


def check_file(path):
    with open(os.path.join(ROOT, path), 'rb') as file:
        data = file.read()
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        if path.endswith(TEXT):
            fault('text', path, 1, 'not UTF-8')
        return

    # Catalogues and test documents keep the shape that their tools give them.
    if path.startswith(('LICENSE', 'tests/data/')) or path.endswith('.po'):
        return
    if path.endswith(TEXT) or is_script(path, text):
        check_text(path, text)
    if path.endswith(('.c', '.h')) or is_script(path, text):
        check_head(path, text)
    if path.endswith(('.c', '.h')):
        check_includes(path, text)
        check_lengths(path, text)
        check_calls(path, text)
        check_spacing(path, text)
    if path.endswith(('.ui', '.xml', '.xml.in', '.xml.in.in', '.svg')):
        check_ui(path, text)


def main():
    files = our_files()
    for path in files:
        check_file(path)
    check_lists(files)

    if '--tap' in sys.argv:
        print('1..%d' % len(RULES))
        for number, (rule, means) in enumerate(RULES.items(), 1):
            for line in faults.get(rule, []):
                print('# ' + line)
            print('%sok %d - %s' % ('not ' if rule in faults else '', number, means))
    else:
        for rule in RULES:
            for line in faults.get(rule, []):
                print(line)
        if '--verbose' in sys.argv:
            print(*notes, sep='\n')

    return 1 if faults else 0


sys.exit(main())
