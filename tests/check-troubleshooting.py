#!/usr/bin/env python3
# check-troubleshooting.py - whether docs/troubleshooting.md is what the catalogue says
#
# SPDX-License-Identifier: GPL-3.0-or-later

import difflib
import os
import re
import subprocess

SOURCE = os.path.dirname(os.environ['G_TEST_SRCDIR'])
PROGRAM = os.path.join(os.environ['BW_TEST_BINDIR'], 'troubleshooting')
PAGE = os.path.join('docs', 'troubleshooting.md')


def report(number, name, complaints):
    for line in complaints:
        print('# ' + line)
    print('%sok %d - %s' % ('not ' if complaints else '', number, name))


def main():
    made = subprocess.run([PROGRAM], check=True, stdout=subprocess.PIPE).stdout.decode()
    with open(os.path.join(SOURCE, PAGE), encoding='utf-8') as file:
        kept = file.read()

    print('1..3')
    different = list(difflib.unified_diff(kept.splitlines(), made.splitlines(), PAGE,
                                          'troubleshooting', lineterm='', n=0))
    if different:
        different.append('Make it anew: %s > %s' % (os.path.relpath(PROGRAM, SOURCE), PAGE))
    report(1, 'the page is up to date', different)

    events = re.findall(r'^### (BW-[0-9]{4})$', kept, re.M)
    twice = sorted({event for event in events if events.count(event) > 1})
    report(2, 'each event is there once', twice if events else ['there is no event'])

    # Each link leads to a heading, as forges make anchors of them.
    anchors = {re.sub(r'[^a-z0-9 -]', '', heading.lower()).replace(' ', '-')
               for heading in re.findall(r'^#+ (.*)$', kept, re.M)}
    lost = sorted(set(re.findall(r'\(#([^)]+)\)', kept)) - anchors)
    report(3, 'every link leads somewhere', lost)


main()
