#!/usr/bin/env python3
# check-data.py - whether what is installed beside the programs keeps the stores' rules
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-data.py SOURCE-FOLDER BUILD-FOLDER APPLICATION-ID VERSION
#
# The rules are those of the tools' own validators, which run beside this, and what
# Flathub asks beyond them.

import configparser
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SOURCE, BUILD, APP_ID, VERSION = sys.argv[1:]
DATA = os.path.join(BUILD, 'data')
PERMISSIONS = ['--share=ipc', '--share=network', '--socket=fallback-x11', '--socket=wayland',
               '--device=dri']
XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


def read_key_file(name, group):
    parser = configparser.ConfigParser(interpolation=None, delimiters='=')
    parser.optionxform = str
    parser.read_string(read(DATA, name))

    return parser[group]


def check_metainfo():
    root = ElementTree.fromstring(read(DATA, APP_ID + '.metainfo.xml'))

    def own(path):
        return [element for element in root.findall(path) if XML_LANG not in element.attrib]

    def text(path):
        return own(path)[0].text

    yield text('id') == APP_ID, 'the component is called like the application'
    yield text('metadata_license') in ('CC0-1.0', 'FSFAP'), 'a permissive licence for the metadata'
    yield len(text('name')) <= 15, 'a short name'
    yield 10 <= len(text('summary')) <= 35, 'a summary of 10 to 35 characters'
    yield not text('summary').endswith('.'), 'no full stop after the summary'
    yield not re.match(r'(?:An?|The) ', text('summary')), 'no article before the summary'
    yield text('name') not in text('summary'), 'the summary does not repeat the name'
    yield 1 <= len(own('description/p')) <= 6, 'a description'
    yield len(own('description/ul/li')) <= 10, 'at most ten points'
    yield root.find('developer').get('id'), 'a developer with an ID'
    yield [e.text for e in root.findall('launchable')] == [APP_ID + '.desktop'], 'one launchable'
    urls = {element.get('type'): element.text for element in root.findall('url')}
    yield {'homepage', 'bugtracker', 'help'} <= set(urls), 'its addresses'
    yield all(url.startswith('https://') for url in urls.values()), 'addresses with TLS'
    yield root.find('content_rating').get('type') == 'oars-1.1', 'a content rating'
    colours = {e.get('scheme_preference'): e.text for e in root.findall('branding/color')}
    yield set(colours) == {'light', 'dark'}, 'a colour for each style'
    yield len(set(colours.values())) == 2, 'two different colours'


def check_screenshots():
    root = ElementTree.fromstring(read(DATA, APP_ID + '.metainfo.xml'))
    shots = root.findall('screenshots/screenshot')

    yield [s.get('type') for s in shots].count('default') == 1, 'one default screenshot'
    for shot in shots:
        address = shot.find('image').text
        yield '/v%s/' % VERSION in address, 'taken from this version: ' + address
        path = os.path.join(SOURCE, address[address.index('data/'):])
        yield os.path.exists(path), 'is there: ' + address
        yield shot.find('caption').text[-1] != '.', 'a caption without full stop'


def check_releases():
    root = ElementTree.fromstring(read(DATA, APP_ID + '.metainfo.xml'))
    releases = root.findall('releases/release')
    dates = [release.get('date') for release in releases]
    numbers = [[int(part) for part in release.get('version').split('.')] for release in releases]

    yield releases[0].get('version') == VERSION, 'the newest release is this version'
    yield numbers == sorted(numbers, reverse=True), 'newest first'
    yield dates == sorted(dates, reverse=True), 'dates in the same order'
    # A day of grace for clocks to the east of here.
    latest = datetime.date.today() + datetime.timedelta(days=1)
    yield all(datetime.date.fromisoformat(date) <= latest for date in dates), 'none from the future'
    yield all(release.findall('description/p') for release in releases), 'each says what is new'


def check_desktop_file():
    entry = read_key_file(APP_ID + '.desktop', 'Desktop Entry')

    yield entry['Icon'] == APP_ID, 'the icon is called like the application'
    yield entry['DBusActivatable'] == 'true', 'started through the bus'
    yield entry['Keywords'].endswith(';'), 'a list of keywords'
    categories = set(entry['Categories'].split(';'))
    yield not categories & {'GTK', 'GNOME', 'Qt', 'KDE'}, 'no toolkit as a category'
    yield entry['Exec'].split()[0] in read(SOURCE, 'src', 'meson.build'), 'starts a program of ours'


def check_service():
    service = read_key_file(APP_ID + '.service', 'D-BUS Service')
    entry = read_key_file(APP_ID + '.desktop', 'Desktop Entry')
    command = service['Exec'].split()
    program = entry['Exec'].split()[0]

    yield service['Name'] == APP_ID, 'the name on the bus is that of the application'
    yield os.path.isabs(command[0]), 'an absolute path'
    yield os.path.basename(command[0]) == program, 'the same program as in the desktop file'
    yield command[1:] == ['--gapplication-service'], 'opens no window by itself'


def check_settings():
    root = ElementTree.fromstring(read(DATA, APP_ID + '.gschema.xml'))
    schema = root.find('schema')
    has = {key.get('name') for key in schema.findall('key')}
    used = set()
    for path in glob.glob(os.path.join(SOURCE, 'src', 'ui', '*.c')):
        used |= set(re.findall(r'bw_settings_\w+ \("([a-z-]+)"', read(path)))

    yield schema.get('id') == APP_ID, 'called like the application'
    yield schema.get('path') == '/' + APP_ID.replace('.', '/') + '/', 'a path of its own'
    yield used <= has, 'has what the window asks for: ' + ', '.join(sorted(used - has))
    yield has <= used, 'has nothing that nobody asks for: ' + ', '.join(sorted(has - used))


def check_icon(name, size):
    root = ElementTree.fromstring(read(SOURCE, 'data', 'icons', name))
    tags = {element.tag.split('}')[1] for element in root.iter()}

    yield root.get('viewBox') == '0 0 %d %d' % (size, size), 'a square of %d' % size
    foreign = tags & {'image', 'text', 'filter', 'style', 'script'}
    yield not foreign, 'only shapes: ' + ', '.join(sorted(foreign))
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute.endswith('href'):
                yield root.find(".//*[@id='%s']" % value[1:]) is not None, 'has its own ' + value


def check_symbolic_icon():
    root = ElementTree.fromstring(read(SOURCE, 'data', 'icons', 'bailiwick-symbolic.svg'))
    fills = {element.get('fill') for element in root.iter() if element.get('fill')}

    yield len(fills) == 1, 'one colour, which the theme replaces'
    yield from check_icon('bailiwick-symbolic.svg', 16)


def check_manifest():
    names = os.listdir(os.path.join(SOURCE, 'flatpak'))
    manifest = json.loads(read(SOURCE, 'flatpak', APP_ID + '.json'))

    yield APP_ID + '.json' in names, 'called like the application'
    yield manifest['id'] == APP_ID, 'builds the application'
    yield manifest['finish-args'] == PERMISSIONS, 'these permissions and no others'
    yield [module['name'] for module in manifest['modules']] == ['bailiwick'], 'nothing but ours'


def check_one_place():
    """The ID is spelt in the top meson.build; the manifest has to be called like it."""
    done = subprocess.run(['git', 'ls-files', '-z'], cwd=SOURCE,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    names = [name for name in done.stdout.decode().split('\0')
             if name and name != 'meson.build' and not name.startswith('flatpak/')]
    path = APP_ID.replace('.', '/')

    yield read(SOURCE, 'meson.build').count(APP_ID) == 1, 'once in meson.build'
    for name in names:
        if not os.path.isfile(os.path.join(SOURCE, name)):
            continue
        with open(os.path.join(SOURCE, name), 'rb') as file:
            content = file.read()
        if APP_ID.encode() in content or path.encode() in content:
            yield False, 'also in ' + name


CHECKS = {
    'metainfo': check_metainfo,
    'screenshots': check_screenshots,
    'releases': check_releases,
    'desktop file': check_desktop_file,
    'D-Bus service': check_service,
    'settings': check_settings,
    'icon': lambda: check_icon('bailiwick.svg', 128),
    'symbolic icon': check_symbolic_icon,
    'Flatpak manifest': check_manifest,
    'the ID stands in one place': check_one_place,
}

print('1..%d' % len(CHECKS))
bad = False
for number, (name, function) in enumerate(CHECKS.items(), 1):
    broken = [what for holds, what in function() if not holds]
    for what in broken:
        print('# does not hold: ' + what)
    print('%sok %d - %s' % ('not ' if broken else '', number, name))
    bad = bad or bool(broken)
sys.exit(bad)
