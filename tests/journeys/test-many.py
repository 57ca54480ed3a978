# test-many.py - what will happen is shown first, and many tenants are set up at once
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json

import journey
from journey import Program

WAITING = 'Alder & Pine Architects'
CHOOSING = 'Kestrel Insurance Group'


def plan_and_set_up_many():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row(WAITING, 'Not set up')

    # A plan changes nothing.
    program.select(WAITING)
    program.click_menu('Tenant Menu', 'What Will Happen…')
    program.wait('label', lambda name: name.startswith('The set-up changes '))
    program.screenshot('plan')
    program.click_in('What Will Happen', 'push button', 'Close')
    program.wait_gone('label', lambda name: name.startswith('The set-up changes '))
    log = journey.request(program.sandbox_url() + '/_sandbox/log')
    writes = [entry for entry in json.loads(log)
              if entry['method'] not in ('GET', 'HEAD') and '/oauth2/' not in entry['path']]
    assert not writes, writes
    program.row(WAITING, 'Not set up')

    program.select_all()
    program.wait('label', lambda name: name.endswith(' Tenants Selected'))
    program.screenshot('selected')
    program.click('push button', 'Set Up Tenants')
    program.click('push button', 'Set Up')
    program.screenshot('many')
    program.row(WAITING, 'Waiting for approval')
    program.row(CHOOSING, 'Needs your choice')
    program.screenshot('under-way')


journey.need()
journey.run(plan_and_set_up_many)
