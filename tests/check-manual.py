#!/usr/bin/env python3
# check-manual.py - whether manual pages and completion say what the programs can do
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess
import sys

SOURCE = os.path.dirname(os.environ['G_TEST_SRCDIR'])
BUILD = os.path.dirname(os.environ['G_TEST_BUILDDIR'])
PROGRAMS = os.environ['BW_TEST_BINDIR']


def help_of(program, *words):
    """What a program prints when asked for help."""
    done = subprocess.run([os.path.join(PROGRAMS, program), *words, '--help'], check=True,
                          text=True, env={**os.environ, 'LC_ALL': 'C.UTF-8'},
                          stdout=subprocess.PIPE)

    return done.stdout


def page_of(program):
    """The manual page as one reads it, in one line."""
    path = os.path.join(BUILD, 'data', program + '.1')
    done = subprocess.run(['man', '--warnings=w', '--no-hyphenation', '-l', path], check=True,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8', 'MANWIDTH': '900'})

    return re.sub(r'\s+', ' ', re.sub('.\b', '', done.stdout)), done.stderr


def options_in(text):
    """The options that a help has at the beginning of its lines."""
    return sorted(set(re.findall(r'^ +(?:-\w, )?(--[a-z][a-z-]+)', text, re.M)))


def commands_in(text):
    section = re.search(r'^Commands:\n((?:  .*\n)+)', text, re.M)

    return re.findall(r'^  ([a-z]+ [a-z-]+)', section.group(1), re.M)


def check_page(program):
    page, warnings = page_of(program)

    if warnings:
        yield warnings.strip()
    for option in options_in(help_of(program)):
        # What the toolkit adds is for whoever debugs the toolkit.
        if option not in page and not re.match(r'--(?:help-|gapplication|display)', option):
            yield 'not described: ' + option


def check_commands():
    page = page_of('bailiwickctl')[0]

    for command in commands_in(help_of('bailiwickctl')):
        if not re.search(r'(?<!\S)' + command + r'(?!\S)', page):
            yield 'not described: ' + command
        for option in options_in(help_of('bailiwickctl', *command.split())):
            if option not in page:
                yield 'not described: %s %s' % (command, option)


def complete(*words):
    """What the completion offers for the last of the words."""
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
              '_bailiwickctl; printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(['bash', '-c', script, 'bash',
                           os.path.join(SOURCE, 'data', 'completions', 'bailiwickctl'), *words],
                          check=True, text=True, stdout=subprocess.PIPE)

    return done.stdout.split()


def check_completion():
    commands = commands_in(help_of('bailiwickctl'))
    groups = sorted({command.split()[0] for command in commands})

    if sorted(complete('bailiwickctl', '')) != groups:
        yield 'the groups are ' + ' '.join(groups)
    for group in groups:
        names = sorted(command.split()[1] for command in commands if command.split()[0] == group)
        if sorted(complete('bailiwickctl', '--json', group, '')) != names:
            yield 'the commands of %s are %s' % (group, ' '.join(names))
    for command in commands:
        options = options_in(help_of('bailiwickctl', *command.split()))
        offered = sorted(complete('bailiwickctl', *command.split(), '--'))
        if offered != options:
            yield 'the options of %s are %s' % (command, ' '.join(options))


CHECKS = {
    'bailiwick.1': lambda: check_page('bailiwick'),
    'bailiwickctl.1': lambda: check_page('bailiwickctl'),
    'bailiwick-sandbox.1': lambda: check_page('bailiwick-sandbox'),
    'the commands in bailiwickctl.1': check_commands,
    'completion': check_completion,
}

print('1..%d' % len(CHECKS))
bad = False
for number, (name, function) in enumerate(CHECKS.items(), 1):
    faults = list(function())
    for fault in faults:
        print('# ' + fault.replace('\n', '\n# '))
    print('%sok %d - %s' % ('not ' if faults else '', number, name))
    bad = bad or bool(faults)
sys.exit(bad)
