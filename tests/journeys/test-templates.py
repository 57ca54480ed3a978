# test-templates.py - a mistake in a message template is named, taken back and saved without
#
# SPDX-License-Identifier: GPL-3.0-or-later

import journey
from journey import Program


def edit_template():
    program = Program()
    program.wait('push button', 'Sign In to Your Partner Tenant')

    program.click_menu('Main Menu', 'Message Templates…')
    program.wait_enabled('push button', 'Insert Variable')
    program.focus('Message Templates')
    program.key('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab')
    program.wait_focus('text', 'Template')

    program.type('{oops}: ')
    program.wait('alert', lambda name: name.startswith('Template, line 1: “{oops}” is no field'))
    program.screenshot('template-fault')
    program.key('Escape')
    program.wait('push button', 'Discard')
    program.click('push button', 'Keep Editing')
    program.wait_gone('push button', 'Discard')

    program.focus('Message Templates')
    program.key(*['BackSpace'] * 8)
    program.wait_gone('alert', lambda name: name.startswith('Template, line 1'))
    program.type('# Ours: ')
    program.wait_enabled('push button', 'Save')
    program.key('ctrl+s')
    program.wait('status bar', 'Template saved')

    # The Escape key would first dismiss the toast.
    program.click_in('Message Templates', 'push button', 'Close')
    program.wait_gone('push button', 'Insert Variable')
    program.click_menu('Main Menu', 'Message Templates…')
    program.wait_enabled('push button', 'Insert Variable')
    program.click_menu('Template Menu', 'Reset to Built-In…')
    program.click('push button', 'Reset')
    program.wait('status bar', 'The built-in template is used again')
    program.screenshot('template')

    program.click_menu('Template Menu', 'New Language…')
    program.wait('text', 'Tag of the Language')
    program.focus('New Language')
    program.type('pl')
    program.screenshot('template-new-language')
    program.key('Return')
    program.wait_enabled('push button', 'Save')
    program.focus('Message Templates')
    program.key('ctrl+s')
    program.wait('status bar', 'Template saved')
    program.click_menu('Template Menu', 'Remove Language…')
    program.click('push button', 'Remove')
    program.wait('status bar', 'Language removed')


journey.need('xdotool')
journey.run(edit_template)
