"""Reads pages as a browser does (html5lib, which follows the HTML standard) and says what is wrong with them.

    pages.py check          standard input: a JSON list of [name, document]
    pages.py walk ADDRESS   opens the address, then every page that any page links to, until there is none left

Prints a JSON object: `problems`, a list of texts; `pages`, for each its name and title; for `check` also `texts`, the words of
each document as a browser has them.

Any error of the parser is a problem, and so is what would make a page unusable for somebody who does not see it or uses no
mouse: no language, no or a second main heading, a heading that skips a level, a field without label, a table without
caption or headings, an id twice. What could run or fetch something is a problem, too.
"""

import http.client
import json
import sys
import urllib.parse

import html5lib
from html5lib.html5parser import ParseError

HTML = "{http://www.w3.org/1999/xhtml}"
FETCHES = {"script", "iframe", "img", "object", "embed", "base", "audio", "video", "source", "frame", "style"}


def name(element):
    return element.tag.removeprefix(HTML) if isinstance(element.tag, str) else ""


def words(element):
    return " ".join("".join(element.itertext()).split())


def parsed(document):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(document)


def faults(tree, may_have_style=False):
    """What is wrong with a document."""
    elements = list(tree.iter())
    found = {}
    for element in elements:
        found.setdefault(name(element), []).append(element)

    def all_of(*names):
        return [element for each in names for element in found.get(each, [])]

    if not tree.get("lang"):
        yield "has no language"
    if not [title for title in all_of("title") if words(title)]:
        yield "has no title"
    if len(all_of("h1")) != 1:
        yield f"has {len(all_of('h1'))} main headings"
    if len(all_of("main")) != 1 and not may_have_style:
        yield f"has {len(all_of('main'))} main parts"
    level = 0
    for element in elements:
        if name(element) in ("h1", "h2", "h3", "h4", "h5", "h6"):
            now = int(name(element)[1])
            if now > level + 1:
                yield f"skips a heading before {words(element)!r}"
            if not words(element):
                yield "has an empty heading"
            level = now
    ids = [element.get("id") for element in elements if element.get("id")]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield f"has the id {id!r} twice"
    labelled = {label.get("for") for label in all_of("label") if words(label)}
    for field in all_of("input", "select", "textarea"):
        if field.get("id") not in labelled:
            yield f"has the field {field.get('name')!r} without a label"
    for link in all_of("a"):
        if not words(link):
            yield f"has a link without words to {link.get('href')!r}"
    for table in all_of("table"):
        parts = [name(part) for part in table.iter()]
        if "caption" not in parts and not may_have_style:
            yield "has a table without caption"
        if any(name(head) == "th" and head.get("scope") not in ("col", "row") for head in table.iter()):
            yield "has a heading in a table that does not say of what it is one"
        if "th" not in parts:
            yield "has a table without headings"
    for element in elements:
        if name(element) in FETCHES - ({"style"} if may_have_style else set()):
            yield f"has an element {name(element)}"
        for attribute, value in element.attrib.items() if name(element) else []:
            if attribute.startswith("on") or attribute == "style" or attribute == "src":
                yield f"has an attribute {attribute}"
            if attribute in ("href", "action") and not (value.startswith("/") or value.startswith("#")):
                yield f"leads elsewhere: {value!r}"


def check(documents):
    problems, pages, texts = [], [], []
    for key, document in documents:
        try:
            tree = parsed(document)
        except ParseError as error:
            problems.append(f"{key}: {error}")
            continue
        problems += [f"{key} {fault}" for fault in faults(tree)]
        pages.append([key, words(next(tree.iter(HTML + "title")))])
        texts.append(words(tree))
    return {"problems": problems, "pages": pages, "texts": texts}


class Walk:
    def __init__(self, address):
        parts = urllib.parse.urlsplit(address)
        self.host = parts.netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=120)
        self.cookie = None
        self.problems, self.pages, self.kinds = [], [], {}
        self.places = {}  # of each page the ids that it has
        self.wanted = []  # links to a place in a page: from, page, id

        reply, body = self.get(f"{parts.path}?{parts.query}")
        set_cookie = reply.getheader("Set-Cookie") or ""
        for needed in ("HttpOnly", "SameSite=Strict", "Path=/"):
            if needed not in set_cookie:
                self.problems.append(f"the cookie lacks {needed}: {set_cookie}")
        self.cookie = set_cookie.split(";")[0]
        self.begin = next(
            link.get("href") for link in parsed(body.decode()).iter(HTML + "a") if link.get("href")
        )

    def get(self, path):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self.connection.request("GET", path, headers=headers)
        reply = self.connection.getresponse()
        return reply, reply.read()

    def run(self):
        queue, known = [self.begin], {self.begin}
        while queue:
            path = queue.pop(0)
            reply, body = self.get(path)
            for field, value in (
                ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"),
            ):
                if reply.getheader(field) != value:
                    self.problems.append(f"{path}: {field} is {reply.getheader(field)}")
            if not (reply.getheader("Content-Security-Policy") or "").startswith("default-src 'none'; style-src"):
                self.problems.append(f"{path}: the policy is {reply.getheader('Content-Security-Policy')}")
            if reply.status != 200:
                self.problems.append(f"{path}: {reply.status}")
                continue
            if reply.getheader("Content-Type") == "text/css; charset=utf-8":
                continue
            try:
                tree = parsed(body.decode("utf-8"))
            except ParseError as error:
                self.problems.append(f"{path}: {error}")
                continue
            self.problems += [f"{path} {fault}" for fault in faults(tree, may_have_style="/print" in path)]
            self.pages.append([path, words(next(tree.iter(HTML + "title")))])
            self.places[path] = {element.get("id") for element in tree.iter() if element.get("id")}
            for element in tree.iter():
                target = element.get("href") if isinstance(element.tag, str) else None
                if not target:
                    continue
                page, _, place = target.partition("#")
                page = page or path
                if place:
                    self.wanted.append((path, page, urllib.parse.unquote(place)))
                if page not in known:
                    known.add(page)
                    queue.append(page)
        for where, page, place in self.wanted:
            if page in self.places and place not in self.places[page]:
                self.problems.append(f"{where} leads to the place {place!r} of {page}, which is not there")
        return {"problems": self.problems, "pages": self.pages}


if sys.argv[1] == "check":
    print(json.dumps(check(json.load(sys.stdin))))
else:
    print(json.dumps(Walk(sys.argv[2]).run()))
