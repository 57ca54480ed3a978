# test-accounts.py - two partner tenants: switch to the other, add a third, and go back
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program, wait_for

ONE = '11111111-0000-4000-8000-000000000001'
TWO = '22222222-0000-4000-8000-000000000002'
ACCOUNTS = f"""[Accounts]
Active=first
[first]
Tenant={ONE}
Name=Lodestar IT Services
User=admin@lodestar-it.example
[{TWO}]
Tenant={TWO}
Name=Meridian & Söhne
User=admin@meridian.example
"""


def switch_accounts():
    program = Program(files={'accounts.ini': ACCOUNTS})
    program.wait('push button', 'Sign In to Your Partner Tenant')

    program.click_menu('Main Menu', 'Partner Accounts…')
    program.wait(None, 'Lodestar IT Services, admin@lodestar-it.example, in use')
    program.screenshot('accounts')
    program.focus('Partner Accounts')
    program.key('Escape')
    program.wait_gone('label', 'Add an Account')

    # By keyboard: the first row is the account in use, the second the other one.
    program.focus()
    program.click_menu('Main Menu', 'Partner Accounts…')
    program.wait(None, 'Meridian & Söhne, admin@meridian.example')
    program.focus('Partner Accounts')
    program.key('Tab', 'Down', 'Return')
    wait_for('the other account is in use', lambda: f'Active={TWO}' in program.read('accounts.ini'))
    program.wait('push button', 'Sign In to Your Partner Tenant')

    program.click_menu('Main Menu', 'Partner Accounts…')
    program.wait(None, 'Meridian & Söhne, admin@meridian.example, in use')
    program.focus('Partner Accounts')
    program.key('Tab', 'Tab', 'Tab', 'Return')
    wait_for('there is a third account', lambda: 'New=true' in program.read('accounts.ini'))
    program.wait('push button', 'Sign In to Your Partner Tenant')
    program.click_menu('Main Menu', 'Partner Accounts…')
    program.wait(None, 'New account, Nobody is signed in, in use')


journey.need('xdotool')
journey.run(switch_accounts)
