# test-failure.py - a set-up fails, is understood, and goes on once the cause is gone
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import journey
from journey import Program, request

TENANT = 'Kestrel Insurance Group'
REFUSAL = {
    'match': {'method': 'GET', 'path': '/delegatedAdminRelationships'},
    'times': 1000,
    'action': {
        'status': 403,
        'body': {'error': {'code': 'Authorization_RequestDenied',
                           'message': 'Insufficient privileges to complete the operation.'}},
    },
}


def fail_and_retry():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row(TENANT, 'Not set up')
    program.select(TENANT)

    faults = program.sandbox_url() + '/_sandbox/faults'
    request(faults, REFUSAL)
    program.click('push button', 'Set Up Tenant')
    program.row(TENANT, 'Set-up failed')
    program.click('push button', 'Error Details')
    program.wait('list item', 'Error Code')
    program.screenshot('failure')
    program.click('push button', 'Copy Details for Support')
    program.wait('status bar', 'Details copied')
    text = program.clipboard()
    assert 'Authorization_RequestDenied' in text, text
    for line in ('Request ID', 'Correlation ID', 'Tracking ID'):
        assert re.search(f'^{line}: [0-9a-f-]{{36}}$', text, re.MULTILINE), text
    assert re.search('^Event ID: BW-[0-9]{4}$', text, re.MULTILINE), text

    request(faults, method='DELETE')
    program.click('push button', 'Retry')
    program.row(TENANT, 'Needs your choice')

    # It can also be given up.
    program.click_menu('Tenant Menu', 'Cancel Set-Up…')
    program.click('push button', 'Cancel Set-Up')
    program.row(TENANT, 'Not set up')


journey.need('xclip')
journey.run(fail_and_retry)
