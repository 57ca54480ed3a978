# test-add.py - a tenant is added by hand, from the keyboard, and removed again
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program

NAME = 'Tenant Name'
TENANT = 'Tenant ID, Domain, Address or Link'
GUEST = 'E-Mail Address of the Guest Account'


def add_and_remove():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row('Alder & Pine Architects', 'Not set up')
    program.focus()
    program.key('ctrl+n')
    program.wait('text', NAME)
    tenant = program.wait('text', TENANT)
    guest = program.wait('text', GUEST)
    program.screenshot('add-empty')

    # What is wrong is said by the field itself.
    tenant.queryEditableText().setTextContents('zephyrine')
    journey.wait_for('the field says what is wrong',
                     lambda: tenant.description.startswith('This is no tenant ID'))
    guest.queryEditableText().setTextContents('someone@zephyrine.example')
    journey.wait_for('the field says what is wrong',
                     lambda: 'lodestar-it.example' in guest.description)
    program.screenshot('add-problems')
    tenant.queryEditableText().setTextContents('alderpine.example')
    journey.wait_for('the tenant is there already',
                     lambda: 'Alder & Pine' in tenant.description)
    program.screenshot('add-there')
    guest.queryEditableText().setTextContents('')
    tenant.queryEditableText().setTextContents('')

    # Enter adds, once nothing is wrong any more.
    program.focus('Add a Tenant')
    program.type('Zephyr')
    program.key('Tab')
    program.type('zephyrine.example')
    program.wait('list item', lambda text: text.endswith('Cloud: Global, region: EU'))
    program.screenshot('add-found')
    program.key('Tab')
    program.type('technician@lodestar-it.example')
    program.wait_enabled('push button', 'Add')
    program.screenshot('add-ready')
    program.key('Return')
    program.wait_gone('text', GUEST)
    program.row('Zephyr', 'Not set up')
    program.wait('label', 'Microsoft 365')
    program.screenshot('added')

    program.select('Zephyr')
    program.click_menu('Tenant Menu', 'Remove From List…')
    program.screenshot('remove')
    program.click('push button', 'Remove')
    program.wait_gone('table row', lambda text: text.startswith('Zephyr,'))


journey.need('xdotool')
journey.run(add_and_remove)
