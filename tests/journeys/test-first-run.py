# test-first-run.py - nobody is signed in: the form says what is wrong, and the sandbox is tried
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program


def first_run():
    program = Program(sandbox_arguments=['--time-scale', '40'])
    program.click('push button', 'Sign In to Your Partner Tenant')
    program.wait('push button', 'Sign In')
    tenant = program.wait('text', 'Tenant ID or Domain')
    client = program.wait('text', 'Application (Client) ID')
    tenant.queryEditableText().setTextContents('contoso')
    program.wait('status bar', lambda name: name.startswith('The partner tenant is an ID'))
    tenant.queryEditableText().setTextContents('contoso.example')
    client.queryEditableText().setTextContents('0f2c1a58-6b7d-4f0e-8d43-9a3b6c1e7d52')
    program.wait_enabled('push button', 'Sign In')
    program.screenshot('sign-in')
    program.click('push button', 'Cancel')
    program.wait_gone('text', 'Application (Client) ID')

    program.click('push button', 'Try the Sandbox')
    program.row('Alder & Pine Architects', 'Not set up')
    program.screenshot('sandbox')
    program.click('push button', 'Leave')
    program.wait_enabled('push button', 'Try the Sandbox')


journey.need('xdotool')
journey.run(first_run)
