# test-approve.py - a customer without an admin relationship: one is asked for and approved
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program

TENANT = 'Alder & Pine Architects'


def ask_and_enable():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row(TENANT, 'Not set up')
    program.select(TENANT)
    program.click('push button', 'Set Up Tenant')
    program.row(TENANT, 'Waiting for approval')
    program.step(3, 'Waiting for the customer')
    program.screenshot('waiting')

    program.click('push button', 'View Approval Message Template')
    program.click('push button', 'Copy Message')
    program.wait('status bar', 'Message copied')
    program.screenshot('message')
    text = program.clipboard()
    link = next(line for line in text.splitlines() if line.startswith('http'))
    program.click('push button', 'Copy Link')
    program.wait('status bar', 'Link copied')
    assert program.clipboard().strip() == link.strip(), program.clipboard()
    program.click('push button', 'Okay')
    program.wait_gone('push button', 'Okay')

    journey.approve(link)
    program.row(TENANT, 'Enabled')
    for number in range(1, 8):
        program.step(number, 'Done')


journey.need('xclip')
journey.run(ask_and_enable)
