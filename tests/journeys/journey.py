# journey.py - drives the real window through the accessibility tree
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A journey is what a person does: press this, wait until that is said.  It sees
# what a screen reader sees, so it also tests that everything has a name.

import html.parser
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse
import urllib.request

APP_ID = os.environ['BW_TEST_APP_ID']
PATIENCE = 40.0

# What GTK 4.8 and the accessibility bus say of each other.
IGNORED = re.compile('g_variant_is_object_path|dbind-WARNING|AT-SPI|org.freedesktop.Notifications')

try:
    import pyatspi
    from gi.repository import Atspi

    # A busy machine takes its time to answer.
    Atspi.set_timeout(int(PATIENCE * 1000), int(PATIENCE * 1000))
except ImportError:
    pyatspi = None


def skip_all(reason):
    print(f'1..0 # SKIP {reason}')
    sys.exit(0)


def need(*programs):
    """Ends the journey, skipped, where the machine cannot do it."""
    if pyatspi is None:
        skip_all('the Python bindings of AT-SPI are missing')
    if 'DISPLAY' not in os.environ:
        skip_all('there is no display')
    for program in programs:
        if shutil.which(program) is None:
            skip_all(f'{program} is missing')


class GaveUp(Exception):
    pass


def wait_for(what, function):
    """Calls function until it returns something, and returns that."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = function()
        except Exception as error:  # the tree changes under our hands
            found = None
            if time.monotonic() > end:
                raise GaveUp(f'{what}: {error}') from error
        if found:
            return found
        if time.monotonic() > end:
            raise GaveUp(f'waited {PATIENCE:.0f} s in vain: {what}')
        time.sleep(0.05)


def walk(node):
    """All of the tree below node that can be seen."""
    for i in range(node.childCount):
        # GTK 4.8 does not survive a question for a window that has just been closed.
        if node.getRoleName() == 'application' and i >= node.childCount:
            return
        child = node.getChildAtIndex(i)
        if child is not None:
            yield child
            # A row says all that its cells show, and most of what there is is cells.
            if child.getRoleName() != 'table row':
                yield from walk(child)


def fits(node, role, name):
    if role is not None and node.getRoleName() != role:
        return False
    if name is None:
        return True
    return name(node.name) if callable(name) else node.name == name


def find(root, role=None, name=None):
    for node in walk(root):
        if fits(node, role, name):
            return node
    return None


def is_on(node, state):
    return node.getState().contains(state)


def click(node):
    """Presses a button, whoever has the focus."""
    action = node.queryAction()
    if not is_on(node, pyatspi.STATE_SENSITIVE):
        raise GaveUp(f'{node.name!r} is switched off')
    action.doAction(0)


class Program:
    """The window on a sandbox, both in a state folder of their own."""

    running = []

    def __init__(self, *arguments, sandbox_arguments=(), files=None):
        self.folder = tempfile.mkdtemp(prefix='bailiwick-journey-')
        for name, text in (files or {}).items():
            with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
                file.write(text)
        environment = dict(os.environ)
        bindir = environment['BW_TEST_BINDIR']
        environment['PATH'] = bindir + os.pathsep + environment['PATH']
        environment['BW_SANDBOX_ARGS'] = ' '.join(sandbox_arguments)
        # GTK 4.8 answers some questions about widgets that come and go with a critical
        # of its own, so they are not deadly here, but read at the end.
        environment['G_DEBUG'] = 'gc-friendly'
        self.log = os.path.join(self.folder, 'log')
        self.process = None
        Program.running.append(self)
        self.process = subprocess.Popen(
            [os.path.join(bindir, 'bailiwick'), '--state-dir', self.folder, *arguments],
            env=environment, stdout=sys.stderr, stderr=open(self.log, 'wb'))
        self.root = wait_for('the program appears', self._find_root)

    def _find_root(self):
        if self.process.poll() is not None:
            raise GaveUp(f'the program ended with {self.process.returncode}')
        desktop = pyatspi.Registry.getDesktop(0)
        for i in range(desktop.childCount):
            child = desktop.getChildAtIndex(i)
            if child is None or child.get_process_id() != self.process.pid:
                continue
            if child.childCount > 0:
                return child
        return None

    # Looking.

    def wait(self, role, name):
        text = name if isinstance(name, str) else getattr(name, '__name__', 'something')
        return wait_for(f'{role} {text!r}', lambda: find(self.root, role, name))

    def wait_gone(self, role, name):
        wait_for(f'no {role} {name!r}', lambda: find(self.root, role, name) is None)

    def wait_enabled(self, role, name):
        def sensitive():
            for node in walk(self.root):
                if fits(node, role, name) and is_on(node, pyatspi.STATE_SENSITIVE):
                    return node
            return None
        return wait_for(f'{role} {name!r} can be used', sensitive)

    def tenants(self):
        return find(find(self.root, 'tree table', 'Tenants'), 'list')

    def row(self, tenant, status=''):
        """The row of a tenant, once it has that status."""
        return self.wait('table row',
                         lambda name: name.startswith(tenant + ',') and name.endswith(status))

    def step(self, number, state):
        """The row of a step, once it is in that state."""
        return self.wait('list item',
                         lambda name: name.startswith(f'Step {number}, ') and f': {state}.' in name)

    def wait_state(self, node, state):
        wanted = getattr(pyatspi, 'STATE_' + state.upper())
        wait_for(f'{node.name!r} is {state}', lambda: is_on(node, wanted))

    def wait_focus(self, role, name):
        def focused():
            node = find(self.root, role, name)
            return node if node is not None and is_on(node, pyatspi.STATE_FOCUSED) else None
        return wait_for(f'{role} {name!r} has the focus', focused)

    # Acting.

    def click(self, role, name):
        click(self.wait_enabled(role, name))

    def click_in(self, title, role, name):
        """Presses a button of a dialog: the main window has one of that name too."""
        dialog = self.wait(None, title)
        click(wait_for(f'{role} {name!r}', lambda: find(dialog, role, name)))

    def click_menu(self, menu, item):
        self.click('push button', menu)
        self.click('menu item', item)

    def select(self, tenant):
        """Shows the details of a tenant, and returns its ID."""
        row = self.row(tenant)
        rows = self.tenants()
        position = row.getIndexInParent()
        rows.querySelection().selectChild(position)
        self.wait('label', tenant)
        return self.wait('list item', lambda name: name.startswith('Tenant ID: ')).name[11:]

    def select_all(self):
        self.tenants().querySelection().selectAll()

    def focus(self, title='Bailiwick'):
        """Gives the keyboard to a window of ours, as a window manager would."""
        def search():
            return subprocess.run(
                ['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'],
                capture_output=True, text=True, check=False).stdout.split()
        window = wait_for(f'a window {title!r}', search)[-1]
        subprocess.run(['xdotool', 'windowfocus', '--sync', window], check=True)

    def key(self, *keys):
        subprocess.run(['xdotool', 'key', '--delay', '60', *keys], check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '60', text], check=True)

    def action(self, name, target=None):
        """Activates an action of the application, as a notification does."""
        parameter = f"[<'{target}'>]" if target is not None else '[]'
        subprocess.run(['gdbus', 'call', '--session', '--dest', APP_ID,
                        '--object-path', '/' + APP_ID.replace('.', '/'),
                        '--method', 'org.gtk.Actions.Activate', name, parameter, '{}'],
                       check=True, stdout=subprocess.DEVNULL)

    def clipboard(self):
        return subprocess.run(['xclip', '-selection', 'clipboard', '-o'],
                              capture_output=True, text=True, timeout=10, check=True).stdout

    def read(self, name):
        """The text of a file in the state folder."""
        with open(os.path.join(self.folder, name), encoding='utf-8') as file:
            return file.read()

    # The customer's side.

    def sandbox_url(self):
        return json.loads(self.read('sandbox.json'))['url']

    # The end.

    def screenshot(self, name):
        folder = os.environ.get('BW_SCREENSHOTS')
        if folder:
            path = os.path.join(folder, name + '.png')
            subprocess.run(['import', '-window', 'root', path], check=False)

    def wait_end(self):
        return self.process.wait(timeout=PATIENCE)

    def end(self):
        Program.running.remove(self)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise GaveUp('the program does not end') from None
        complaints = self.read_complaints()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.process.returncode != 0:
            raise GaveUp(f'the program ended with {self.process.returncode}')
        if complaints:
            raise GaveUp('the program complains: ' + complaints[0])

    def read_complaints(self):
        with open(self.log, encoding='utf-8', errors='replace') as file:
            lines = file.read().splitlines()
        return [line for line in lines
                if ('CRITICAL' in line or 'WARNING' in line) and not IGNORED.search(line)]

    def give_up(self):
        """Cleans up after a journey that failed."""
        Program.running.remove(self)
        if self.process is None:
            return
        try:
            self.screenshot('failed')
            with open(self.log, encoding='utf-8', errors='replace') as file:
                sys.stderr.write(file.read())
            if os.environ.get('BW_DUMP') and self.process.poll() is None:
                dump(self.root)
        finally:
            self.process.kill()
            self.process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)


class Desktop:
    """Stands in for the part of a desktop that shows notifications."""

    running = []

    def __init__(self):
        Desktop.running.append(self)
        self.process = subprocess.Popen(
            [sys.executable, '-m', 'dbusmock', '--template', 'notification_daemon'],
            stdout=subprocess.DEVNULL)
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', str(int(PATIENCE)),
                        'org.freedesktop.Notifications'], check=True)

    def _call(self, method, *arguments):
        return subprocess.run(
            ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.Notifications',
             '--object-path', '/org/freedesktop/Notifications',
             '--method', 'org.freedesktop.DBus.Mock.' + method, *arguments],
            check=True, capture_output=True, text=True).stdout

    def titles(self):
        """What has been told so far."""
        calls = self._call('GetMethodCalls', 'Notify')
        return re.findall(r"\[<'[^']*'>, <(?:uint32 )?\d+>, <'[^']*'>, <['\"](.*?)['\"]>, ", calls)

    def wait(self, title):
        wait_for(f'a notification {title!r}', lambda: title in self.titles())

    def click(self, number, action):
        """Presses the notification itself, or a button of it."""
        self._call('EmitSignal', 'org.freedesktop.Notifications', 'ActionInvoked', 'us',
                   f"[<uint32 {number}>, <'{action}'>]")

    def end(self):
        Desktop.running.remove(self)
        self.process.terminate()
        self.process.wait()


class Form(html.parser.HTMLParser):
    """The fields of the first form of a page, its buttons, and the links."""

    def __init__(self):
        super().__init__()
        self.fields = {}
        self.buttons = []
        self.links = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == 'button':
            self.buttons.append((attributes.get('name'), attributes.get('value')))
        elif tag == 'input' and attributes.get('name'):
            self.fields[attributes['name']] = attributes.get('value', '')
        elif tag == 'a' and attributes.get('href'):
            self.links.append(attributes['href'])


class Page(Form):
    """A page in somebody's browser, wherever it was sent before."""

    def __init__(self, answer):
        super().__init__()
        self.address = answer.geturl()
        self.text = answer.read().decode()
        self.feed(self.text)


def browse(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return Page(answer)


def press(address, page=None, **chosen):
    """Sends the form of a page with what somebody chose there, and returns the next one."""
    page = page or browse(address)
    fields = urllib.parse.urlencode({**page.fields, **chosen}).encode()
    with urllib.request.urlopen(address.partition('?')[0], data=fields,
                                timeout=PATIENCE) as answer:
        return Page(answer)


def approve(link):
    """Does what the customer's administrator does in the browser."""
    with urllib.request.urlopen(link, timeout=PATIENCE) as answer:
        form = Form()
        form.feed(answer.read().decode())
    button = next(button for button in form.buttons if button[1] == 'approve')
    fields = urllib.parse.urlencode({**form.fields, button[0]: button[1]}).encode()
    with urllib.request.urlopen(link, data=fields, timeout=PATIENCE) as answer:
        answer.read()


def request(url, body=None, method=None):
    data = json.dumps(body).encode() if body is not None else None
    message = urllib.request.Request(url, data=data, method=method,
                                     headers={'Content-Type': 'application/json'})
    with urllib.request.urlopen(message, timeout=PATIENCE) as answer:
        return answer.read().decode()


def dump(node, depth=0):
    print('#', '  ' * depth + f'[{node.getRoleName()}] {node.name!r}', file=sys.stderr)
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is not None:
            dump(child, depth + 1)


def run(*journeys):
    """Runs the journeys one after the other and speaks TAP."""
    print(f'1..{len(journeys)}', flush=True)
    failed = False
    for number, journey in enumerate(journeys, 1):
        try:
            journey()
            for thing in Program.running + Desktop.running:
                thing.end()
            print(f'ok {number} {journey.__name__}', flush=True)
        except Exception as error:
            failed = True
            traceback.print_exc()
            print(f'not ok {number} {journey.__name__} # {error}', flush=True)
            for program in list(Program.running):
                program.give_up()
            for desktop in list(Desktop.running):
                desktop.end()
    sys.exit(1 if failed else 0)
