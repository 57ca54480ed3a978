# test-background.py - the window is closed, the set-up goes on, and the desktop tells of it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Desktop, Program

TENANT = 'Alder & Pine Architects'


def start_and_close(program):
    """Leaves a set-up that waits for the customer: the tenant's ID, and the link for him."""
    program.row(TENANT, 'Not set up')
    tenant_id = program.select(TENANT)
    program.click('push button', 'Set Up Tenant')
    program.row(TENANT, 'Waiting for approval')
    program.click('push button', 'View Approval Message Template')
    program.click('push button', 'Copy Link')
    program.wait('status bar', 'Link copied')
    link = program.clipboard().strip()
    program.click('push button', 'Okay')
    program.wait_gone('push button', 'Okay')
    program.focus()
    program.key('ctrl+w')
    program.wait_gone('frame', 'Bailiwick')
    return tenant_id, link


def goes_on_without_window():
    desktop = Desktop()
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    _, link = start_and_close(program)
    desktop.wait('Set-Ups Go On in the Background')

    journey.approve(link)
    desktop.wait(f'{TENANT} Is Enabled')

    # With nothing left to do it ends by itself.
    program.wait_end()


def comes_back():
    desktop = Desktop()
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    tenant_id, _ = start_and_close(program)
    desktop.wait('Set-Ups Go On in the Background')

    program.action('open-tenant', tenant_id)
    program.wait('label', TENANT)
    program.row(TENANT, 'Waiting for approval')

    # Quitting while something goes on asks first, and writes everything down.
    program.focus()
    program.key('ctrl+q')
    program.click('push button', 'Quit')
    program.wait_end()


journey.need('xclip', 'xdotool', 'gdbus')
journey.run(goes_on_without_window, comes_back)
