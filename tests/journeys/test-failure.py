# test-failure.py - a set-up fails, is understood, and goes on once the cause is gone
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program, request

TENANT = 'Kestrel Insurance Group'
REFUSAL = {
    'match': {'method': 'GET', 'path': '/delegatedAdminRelationships'},
    'times': 1000,
    'action': {
        'status': 403,
        'headers': {'request-id': '91d0b3a4-55c2-4e8e-b1ff-2f77c6a4e901'},
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
    assert '91d0b3a4-55c2-4e8e-b1ff-2f77c6a4e901' in text, text
    assert 'BW-' in text, text

    request(faults, method='DELETE')
    program.click('push button', 'Retry')
    program.row(TENANT, 'Needs your choice')

    # It can also be given up.
    program.click_menu('Tenant Menu', 'Cancel Set-Up…')
    program.click('push button', 'Cancel Set-Up')
    program.row(TENANT, 'Not set up')


journey.need('xclip')
journey.run(fail_and_retry)
