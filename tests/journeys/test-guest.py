# test-guest.py - a tenant without an admin relationship, from adding it to Enabled
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import urllib.parse

import journey
from journey import Program

NAME = 'Tailwind'
DOMAIN = 'tailwind.example'
GUEST = 'technician@lodestar-it.example'
TRUE_NAME = 'Tailwind Couriers'
SECRET = 'Sec~ret.1'


def add(program):
    program.focus()
    program.key('ctrl+n')
    fields = {'Tenant Name': NAME, 'Tenant ID, Domain, Address or Link': DOMAIN,
              'E-Mail Address of the Guest Account': GUEST}
    for field, text in fields.items():
        program.wait('text', field).queryEditableText().setTextContents(text)
    program.wait_enabled('push button', 'Add')
    program.click('push button', 'Add')
    program.row(NAME, 'Not set up')
    program.select(NAME)


def add_credential(program):
    """Has the app registration prove itself, here and at Microsoft."""
    program.click('push button', 'Add a Credential')
    program.click('push button', 'Use a Client Secret')
    program.wait('text', 'Value of the Client Secret').queryEditableText().setTextContents(SECRET)
    program.wait('text', 'Last Day, Such as 2027-05-31').queryEditableText().setTextContents(
        '2999-05-31')
    journey.request(program.sandbox_url() + '/_sandbox/credentials', {'secret': SECRET})
    program.click('push button', 'Use')
    program.wait('label', 'Client secret')
    program.focus('App Credential')
    program.key('Escape')
    program.wait_gone('push button', 'Remove')


def consent(program):
    """The customer's administrator opens the link of the message."""
    program.click('push button', 'Request Customer Approval')
    program.click('push button', 'Copy Message')
    program.wait('status bar', 'Message copied')
    program.screenshot('message')
    text = program.clipboard()
    link = next(line for line in text.splitlines() if '/adminconsent?' in line).strip()
    program.click('push button', 'Okay')
    program.wait_gone('push button', 'Okay')

    page = journey.press(link, user='admin@' + DOMAIN)
    assert 'Accept' in page.text, page.text
    page = journey.press(page.address, page, consent='accept')
    assert '/nativeclient?' in page.address, page.address


def invitations(program):
    state = journey.request(program.sandbox_url() + '/_sandbox/state', method='GET')
    return json.loads(state)['invitations']


def accept(program):
    """The owner of the guest account's mailbox follows the link of the mail."""
    address = urllib.parse.quote(GUEST)
    mailbox = journey.browse(f'{program.sandbox_url()}/admin/mailbox?address={address}')
    link = next(address for address in mailbox.links if '/redeem?' in address)
    page = journey.press(urllib.parse.urljoin(program.sandbox_url(), link), user=GUEST)
    assert 'Review Permissions' in page.text, page.text
    journey.press(page.address, page, consent='accept')


def sign_in(program):
    program.click('push button', 'Sign In as Guest')
    program.click('push button', 'Copy Address')
    program.screenshot('sign-in')
    journey.wait_for('the address is copied', lambda: program.clipboard().startswith('http'))
    page = journey.press(program.clipboard(), user=GUEST)
    assert 'Signed In' in page.text, page.text
    program.wait_gone('frame', 'Sign In as Guest')


def enable():
    program = Program('--sandbox', sandbox_arguments=['--time-scale', '40'])
    program.row('Alder & Pine Architects', 'Not set up')
    add(program)
    program.click('push button', 'Set Up Tenant')
    program.step(2, 'Waiting for you')
    program.screenshot('no-credential')
    add_credential(program)

    program.step(2, 'Waiting for the customer')
    program.screenshot('approval')
    consent(program)
    program.step(3, 'Waiting for you')
    program.screenshot('invitation')
    program.click('push button', 'Send Invitation Again')
    journey.wait_for('a second invitation', lambda: len(invitations(program)) == 2)
    accept(program)
    program.step(4, 'Waiting for you')
    program.screenshot('permissions')
    sign_in(program)
    program.step(5, 'Waiting for you')
    program.screenshot('finalize')
    program.click('push button', 'Finalize Approval')

    program.row(TRUE_NAME, 'Enabled')
    for number in range(1, 6):
        program.step(number, 'Done')
    program.screenshot('enabled')

    # Whoever accepted may have to accept anew, with another account.
    program.click_menu('Tenant Menu', 'Reset Invitation…')
    program.click('push button', 'Reset')
    program.step(3, 'Waiting for you')
    assert [sent['resetRedemption'] for sent in invitations(program)].count(True) == 1


journey.need('xclip', 'xdotool')
journey.run(enable)
