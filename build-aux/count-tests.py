#!/usr/bin/env python3
# count-tests.py - adds up what meson's records say about test runs
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: count-tests.py [--no-skips] [--failed N] TESTLOG.json…
#
# A program that speaks TAP counts by its cases, any other as one.  Repeats what the hostile
# tests say of how much they tried, names what failed and what was skipped, and ends with the
# line "N passed, N failed".  With --no-skips what was skipped has failed; --failed adds what
# failed outside of meson.

import argparse
import json
import re
import sys

CASE = re.compile(r'^(not )?ok\b\s*\d*\s*(?:- )?(.*?)(?:\s*#\s*(SKIP|TODO)\b\s*(.*))?$', re.I)
FIGURES = re.compile(r'^# (Kill points tried .*|\d+ requests x \d+ faults, .*)$')
GOOD = ('OK', 'EXPECTEDFAIL', 'SKIP')


def cases_of(record):
    """(name, 'passed', 'failed' or 'skipped', why) for each case of a test."""
    found = []

    for line in record.get('stdout', '').splitlines():
        match = CASE.match(line)
        if match is None:
            continue
        name = '%s: %s' % (record['name'], match.group(2))
        mark = (match.group(3) or '').upper()
        if mark == 'SKIP':
            found.append((name, 'skipped', match.group(4)))
        elif match.group(1) and mark != 'TODO':
            found.append((name, 'failed', 'not ok'))
        else:
            found.append((name, 'passed', ''))

    result = record['result']
    if not found:
        state = 'skipped' if result == 'SKIP' else 'passed' if result in GOOD else 'failed'
        found.append((record['name'], state, result))
    elif result not in GOOD and all(state != 'failed' for name, state, why in found):
        # It died, or said less than it had planned to.
        found.append((record['name'], 'failed', result))

    return found


def figures_of(record):
    """What a hostile test says of how much it tried, and what came of that."""
    lines = record.get('stdout', '').splitlines()

    return [match.group(1) for match in map(FIGURES.match, lines) if match is not None]


def inputs_of(record):
    """How many inputs a reader was given, where the test is about one."""
    return sum(int(n) for n in re.findall(r'^# (\d+) inputs\b', record.get('stdout', ''), re.M))


def print_figures(log, records):
    """The table of the hostile tests, of one build."""
    rows = [(record['name'].split(' / ')[-1], figure)
            for record in records for figure in figures_of(record)]
    readers = [n for n in map(inputs_of, records) if n > 0]

    if readers:
        rows.append(('fuzz', '%d readers, %d changed inputs tried' % (len(readers), sum(readers))))
    if rows:
        print('Hostile tests, %s:' % log.split('/')[0])
    for name, figure in rows:
        print('  %s: %s' % (name, figure))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--no-skips', action='store_true')
    parser.add_argument('--failed', type=int, default=0)
    parser.add_argument('logs', nargs='*')
    options = parser.parse_args()

    counts = {'passed': 0, 'failed': options.failed, 'skipped': 0}
    for log in options.logs:
        with open(log, encoding='utf-8') as file:
            records = [json.loads(line) for line in file]
        if not records:
            counts['failed'] += 1
            print('failed: no test ran in ' + log)
        print_figures(log, records)
        for record in records:
            for name, state, why in cases_of(record):
                if state != 'passed':
                    print('%s: %s (%s)' % (state, name, why))
                if state == 'skipped' and options.no_skips:
                    state = 'failed'
                counts[state] += 1

    if counts['skipped'] > 0:
        print('%d skipped' % counts['skipped'])
    print('%(passed)d passed, %(failed)d failed' % counts)

    return 1 if counts['failed'] > 0 else 0


sys.exit(main())
