# test-keyboard.py - the same without a mouse: search, set up, send the message, quit
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program

TENANT = 'Brightwater Dental'


def keyboard_only():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row(TENANT, 'Not set up')
    program.focus()

    # Typing starts a search; Enter goes to the rows, and opens the one that is left.
    program.type('brightw')
    program.wait_gone('table row', lambda name: name.startswith('Alder'))
    program.key('Return')
    program.wait_focus('table row', lambda name: name.startswith(TENANT))
    program.key('Return')
    program.wait_focus('push button', 'Set Up Tenant')
    program.screenshot('keyboard')
    program.key('space')
    program.step(3, 'Waiting for the customer')

    program.key('ctrl+m')
    program.wait('push button', 'Copy Message')
    program.focus('Approval Message')
    program.wait_focus('push button', 'Copy Message')
    program.key('Return')
    program.wait('status bar', 'Message copied')
    link = next(line for line in program.clipboard().splitlines() if line.startswith('http'))
    program.key('Escape')
    program.wait_gone('push button', 'Copy Message')
    program.focus()

    journey.approve(link)
    program.row(TENANT, 'Enabled')

    # Escape leaves the search, and all tenants are back.
    program.key('ctrl+f')
    program.wait_focus('entry', 'Search Tenants')
    program.key('Escape')
    program.row('Alder & Pine Architects', 'Not set up')

    program.key('F10')
    program.wait('menu item', 'About Bailiwick')
    program.screenshot('menu')
    program.key('Escape')
    program.key('ctrl+question')
    program.wait('label', 'Search tenants')
    program.screenshot('shortcuts')
    program.focus('Keyboard Shortcuts')
    program.key('Escape')
    program.wait_gone('label', 'Search tenants')

    program.focus()
    program.key('ctrl+q')
    program.wait_end()


journey.need('xclip', 'xdotool')
journey.run(keyboard_only)
