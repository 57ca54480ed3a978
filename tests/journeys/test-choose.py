# test-choose.py - a customer with admin relationships: one is chosen, and the tenant is enabled
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program

TENANT = 'Kestrel Insurance Group'


def choose_and_enable():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row(TENANT, 'Not set up')
    program.screenshot('list')
    program.select(TENANT)
    program.screenshot('not-set-up')
    program.click('push button', 'Set Up Tenant')
    program.row(TENANT, 'Needs your choice')
    program.screenshot('needs-choice')

    program.click('push button', 'Choose Admin Relationship')
    confirm = program.wait_enabled('push button', 'Confirm')
    program.screenshot('choice')
    radio = program.wait('radio button', lambda name: name.startswith('Kestrel – main, Active'))
    program.focus('Choose Admin Relationship')
    program.key('Down', 'space')
    program.wait_state(radio, 'checked')
    journey.click(confirm)
    program.wait_gone('push button', 'Confirm')

    program.row(TENANT, 'Enabled')
    for number in range(1, 8):
        program.step(number, 'Done')
    program.screenshot('enabled')


journey.need('xdotool')
journey.run(choose_and_enable)
