"""Opens the page of a plan in headless Chromium and says what it finds there.

    page_browser.py check PAGE          checks of a page with changes of every sort
    page_browser.py large PAGE          checks of a page with very many changes
    page_browser.py quiet PAGE          checks that a page opens without a word of complaint
    page_browser.py shoot PAGE PNG [WIDTH [HEIGHT]] [dark] [static] [open] [#ADDRESS] [top]

A check prints `page ok` at the end, or what is wrong. The browser is spoken to over two pipes, so that nothing listens
on any port, and it ends with this program.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]


class Browser:
    """A browser that has one page open."""

    def __init__(self):
        program = next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            print("No browser named " + " or ".join(NAMES))
            raise SystemExit(3)
        self.folder = tempfile.TemporaryDirectory()
        to_browser, self.commands = os.pipe()
        self.answers, from_browser = os.pipe()
        words = [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
                 "--force-color-profile=srgb", "--font-render-hinting=none", "--remote-debugging-pipe",
                 f"--user-data-dir={self.folder.name}", "about:blank"]

        def pipes():
            os.dup2(os.dup(to_browser), 203)
            os.dup2(os.dup(from_browser), 204)
            os.dup2(203, 3)
            os.dup2(204, 4)

        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=pipes)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network", "Accessibility", "DOM"]:
            self.send(domain + ".enable")

    def close(self):
        try:
            self.session = None
            self.send("Browser.close")
            self.process.wait(10)
        except (OSError, EOFError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def write(self, data):
        while data:
            data = data[os.write(self.commands, data):]

    def receive(self):
        while b"\0" not in self.rest:
            chunk = os.read(self.answers, 1 << 20)
            if not chunk:
                raise EOFError("the browser has ended")
            self.rest += chunk
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def wait(self, method):
        """Returns the next event of a name."""
        while True:
            for index, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(index)
            self.events.append(self.receive())

    # What a person does

    def open(self, path, width=1280, height=900, dark=False, hash="", scripts=True):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.dress(dark)
        self.send("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.send("Page.navigate", url="about:blank")
        self.wait("Page.loadEventFired")
        start = time.monotonic()
        self.go(url="file://" + os.path.abspath(path) + hash)
        self.wait("Page.loadEventFired")
        return time.monotonic() - start

    def go(self, url):
        fault = self.send("Page.navigate", url=url).get("errorText")
        if fault:
            raise RuntimeError(f"{url}: {fault}")

    def dress(self, dark, media=""):
        self.send("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def ask(self, expression):
        """Returns the value of an expression in the page."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def until(self, expression):
        """Waits until an expression is true in the page; its own clock wakes it up."""
        return self.ask(f"""new Promise((done) => {{
            const look = (rounds) => ({expression}) ? done(true)
              : rounds ? setTimeout(look, 20, rounds - 1) : done(false);
            look(500);
        }})""")

    def key(self, key):
        named = {"Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, None), "Tab": ("Tab", 9, None),
                 "ArrowDown": ("ArrowDown", 40, None), "ArrowUp": ("ArrowUp", 38, None), " ": ("Space", 32, " ")}
        code, number, text = named[key] if key in named else (
            "Slash" if key == "/" else "Key" + key.upper(), ord(key.upper()), key)
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown",
                  **common, **({"text": text} if text else {}))
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text):
        self.send("Input.insertText", text=text)

    def search(self, text):
        """Searches from the keyboard and waits for what is said of it."""
        self.key("/")
        self.ask("document.getElementById('matches').textContent = ''")
        self.type(text)
        self.until("document.getElementById('matches').textContent !== ''")
        return self.matches()

    def matches(self):
        return self.ask("document.getElementById('matches').textContent")

    def addresses(self):
        return self.ask("[...document.querySelectorAll('#list .row .address')].map((node) => node.textContent)")

    def picture(self, path=None, whole=False):
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        answer = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole,
                           **({"clip": {**size, "scale": 1}} if whole else {}))
        data = base64.b64decode(answer["data"])
        if path:
            with open(path, "wb") as file:
                file.write(data)
        return data

    def complaints(self):
        """Returns errors, warnings, dialogs and requests other than that of the page itself."""
        self.ask("1")
        found = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append(json.dumps(parameters["exceptionDetails"].get("exception", parameters))[:600])
            elif method == "Runtime.consoleAPICalled":
                found.append("console: " + json.dumps(parameters["args"])[:300])
            elif method == "Log.entryAdded":
                found.append("log: " + parameters["entry"]["text"][:300])
            elif method == "Page.javascriptDialogOpening":
                found.append("dialog: " + parameters["message"][:300])
            elif method == "Network.requestWillBeSent":
                url = parameters["request"]["url"]
                if parameters.get("type") != "Document" or not url.startswith(("file:", "about:")):
                    found.append("request: " + url[:300])
        return found


# What a page must be

CONTRAST = """(() => {
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const over = (top, below) => {
    const alpha = top[3] ?? 1;
    return top.slice(0, 3).map((value, index) => value * alpha + below[index] * (1 - alpha));
  };
  const light = (color) => {
    const [r, g, b] = color.map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer.length ? layer : [0, 0, 0, 0], below), [255, 255, 255]);
  };
  const poor = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest("script, noscript, title, .spoken, [hidden]")) continue;
    const style = getComputedStyle(node);
    const below = paper(node);
    const ink = over(channels(node.closest("svg") ? style.fill : style.color), below);
    const [a, b] = [light(ink), light(below)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    count += 1;
    if (ratio < 4.5) poor.set(`${node.tagName}.${node.getAttribute("class")} ${ratio.toFixed(2)}`, walker.currentNode.data.slice(0, 40));
  }
  return { count, poor: [...poor].slice(0, 8) };
})()"""


class Checks:
    def __init__(self):
        self.faults = []

    def that(self, truth, sentence, *facts):
        if not truth:
            self.faults.append(sentence + (": " + ", ".join(map(repr, facts)) if facts else ""))

    def end(self):
        for fault in self.faults:
            print("fault: " + fault)
        if self.faults:
            raise SystemExit(1)
        print("page ok")


def accessible(browser):
    """Returns role, name and properties of all that assistive technology meets."""
    found = []
    for node in browser.send("Accessibility.getFullAXTree")["nodes"]:
        if not node.get("ignored"):
            properties = {item["name"]: item["value"].get("value") for item in node.get("properties", [])}
            found.append((node["role"]["value"], node.get("name", {}).get("value", ""), properties))
    return found


def check(page):
    browser, checks = Browser(), Checks()
    try:
        browser.open(page)
        data = json.loads(browser.ask("document.getElementById('data').textContent"))
        changes = data["report"]["changes"]
        for part in [reading, filtering, keys, hostile, roles, looks, links, narrow, paper, without_scripts]:
            try:
                part(browser, checks, page, changes, data)
            except RuntimeError as error:
                checks.that(False, f"{part.__name__} could not be looked at", str(error)[:600])
            checks.that(not browser.complaints(), f"{part.__name__}: the browser complains", browser.complaints())
    finally:
        browser.close()
    checks.end()


def reading(browser, checks, page, changes, data):
    expected = [change["address"] for change in changes]
    checks.that(len(browser.addresses()) == len(expected), "every change has its line", browser.addresses())
    checks.that(browser.matches() == f"{len(changes)} changes", "all are counted", browser.matches())
    order = browser.ask("[...document.querySelectorAll('main > section')].map((node) => node.id)")
    checks.that(order == [name for name in ["unsafe", "held-up", "findings", "changes", "graph"] if name in order]
                and order[0] == "unsafe", "what needs approval comes first", order)
    opened = browser.ask("document.querySelectorAll('.details:not([hidden])').length")
    checks.that(opened == (len(changes) if len(changes) <= 10 else 0), "a plan of few changes is open at first", opened)
    browser.ask("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Expand all').click()")
    checks.that(browser.ask("document.querySelectorAll('.gist:not([hidden])').length") == 0,
                "what an open change means is not said twice")
    text = browser.ask("document.body.innerText")
    for change in changes:
        if change["source"]:
            place = f"{change['source']['file']}:{change['source']['line']}"
            checks.that(place in text, "every change says where it is declared", place)
        for words in change["blockedBy"] + change.get("means", []):
            checks.that(visible(words) in text, "what holds up and what it means is said", words)
        if "moved" in change:
            checks.that(visible(change["moved"]["by"]) in text, "who changed it is said", change["moved"])
        for step in [step for field in change["fields"] for step in field.get("why", [])]:
            checks.that(f"{step['text']} {step['source']['file']}:{step['source']['line']}" in text,
                        "where a value comes from is said", step)
    for words in ["secret, fingerprint", "known after apply", "cannot be changed in place", "c.created", "1.10",
                  "lines alike"]:
        checks.that(words in text, "the fields are shown", words)
    checks.that(browser.ask("document.querySelectorAll('.line.old b, .line.new b, del b, ins b').length > 2"),
                "inside a long text what changed is marked")
    browser.ask("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Collapse all').click()")
    checks.that(browser.ask("document.querySelectorAll('.details:not([hidden])').length") == 0, "all can be closed")
    text = browser.ask("document.getElementById('list').innerText")
    for words in [words for change in changes for words in change.get("means", [])[:3]]:
        checks.that(visible(words) in text, "a closed change says what it comes to", words)
    text = browser.ask("document.body.innerText")
    checks.that("Listing" not in text, "nothing is waited for any more")


def visible(text):
    return "".join(f"\\u{{{ord(c):X}}}" if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u200b\u2066\u2069\u2028" else c
                   for c in text)


def filtering(browser, checks, page, changes, data):
    browser.ask("window.scrollTo(0, 0)")
    wanted = [change for change in changes if "us-recordings" in json.dumps(change)]
    checks.that(browser.search("US-recordings") == f"{len(wanted)} of {len(changes)} changes",
                "a search says how many fit", browser.matches())
    checks.that(browser.addresses() == [change["address"] for change in wanted], "a search goes through values",
                browser.addresses())
    browser.ask("document.querySelector('#list .row').click()")
    checks.that(browser.ask("document.querySelector('#list mark')?.textContent") == "us-recordings",
                "what was found is marked")
    browser.ask("document.querySelector('#list .row').click()")
    browser.ask("document.getElementById('search').focus()")
    browser.key("Escape")
    checks.that(len(browser.addresses()) == len(changes), "Esc clears the search", browser.addresses())
    checks.that(browser.search("nowhere to be found") == f"0 of {len(changes)} changes", "none may fit")
    checks.that("No change fits." in browser.ask("document.getElementById('list').innerText"), "and the list says so")
    browser.key("Escape")
    for legend, of in [("Action", lambda change: [change["action"]]), ("Kind", lambda change: [change["kind"]]),
                       ("Attention", lambda change: ["held up"] if change["blockedBy"] else [])]:
        values = [value for change in changes for value in of(change)]
        if len(set(values)) < 2 and legend != "Attention":
            continue
        value = values[-1]
        label = f"""[...document.querySelectorAll('fieldset')].find((set) =>
            set.querySelector('legend').textContent === '{legend}')"""
        box = f"""[...{label}.querySelectorAll('label')].find((label) =>
            label.querySelector('.choice-name').textContent.endsWith('{value}'))"""
        count = browser.ask(f"{box}.querySelector('.count').textContent")
        checks.that(count == str(values.count(value)), f"{legend} says how many are {value}", count)
        browser.ask(f"{box}.click()")
        checks.that(len(browser.addresses()) == values.count(value), f"{legend} shows those that are {value}",
                    browser.addresses())
        browser.ask("document.getElementById('clear').click()")
        checks.that(len(browser.addresses()) == len(changes), "a filter can be cleared")


def keys(browser, checks, page, changes, data):
    focus = "document.activeElement.querySelector('.address')?.textContent ?? document.activeElement.id"
    browser.key("/")
    checks.that(browser.ask(focus) == "search", "/ goes to the search", browser.ask(focus))
    browser.key("ArrowDown")
    checks.that(browser.ask(focus) == browser.addresses()[0], "the arrow goes to the first line", browser.ask(focus))
    browser.key("j")
    checks.that(browser.ask(focus) == browser.addresses()[1], "j goes down", browser.ask(focus))
    browser.key("ArrowDown")
    browser.key("k")
    checks.that(browser.ask(focus) == browser.addresses()[1], "k goes up", browser.ask(focus))
    outline = browser.ask("getComputedStyle(document.activeElement).outlineStyle")
    checks.that(outline != "none", "the focus is seen", outline)
    browser.key("Enter")
    state = "document.activeElement.getAttribute('aria-expanded')"
    checks.that(browser.ask(state) == "true", "Enter opens")
    controls = browser.ask("document.activeElement.getAttribute('aria-controls')")
    checks.that(browser.ask(f"!document.getElementById('{controls}').hidden"), "and shows the details")
    browser.key("Escape")
    checks.that(browser.ask(state) == "false", "Esc closes")
    browser.open(page)
    stops = []
    for _ in range(60):
        browser.key("Tab")
        stops.append(browser.ask("`${document.activeElement.id} ${document.activeElement.getAttribute('class')}`"))
    order = [next((index for index, stop in enumerate(stops) if word in stop), None)
             for word in ["search", "quiet-button", "kind-heading", "row"]]
    checks.that(None not in order and order == sorted(order), "Tab goes from the search to the list", order, stops)


def hostile(browser, checks, page, changes, data):
    browser.ask("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Expand all').click()")
    strange = browser.ask("document.querySelectorAll('img, iframe, object, embed, base, link, body style, "
                          "[onerror], [onload], [onclick], [style], [src]').length")
    checks.that(strange == 0, "no element comes from a value", strange)
    checks.that(browser.ask("document.scripts.length") == 2, "no script comes from a value")
    checks.that(browser.ask("typeof window.pwned") == "undefined", "no value has run")
    text = browser.ask("document.body.innerText")
    for word in ["</script><script>window.pwned = 1</script>", "<img src=x onerror=alert(1)>", "\\u{1B}", "\\u{202E}",
                 "\\u{200B}", "::error::"]:
        checks.that(word in text, "a hostile value is seen as it is", word)
    unseen = sorted({hex(ord(character)) for character in text
                     if character in "\u202e\u200b\u2066\u2028\x1b\x00\x07" })
    checks.that(not unseen, "nothing unseen is in the page", unseen)
    links = browser.ask("[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))")
    checks.that(all(link.startswith("#") for link in links), "no link leads out of the page", links)


def roles(browser, checks, page, changes, data):
    tree = accessible(browser)
    names = {}
    for role, name, properties in tree:
        names.setdefault(role, []).append((name, properties))
    for role in ["banner", "main", "navigation", "search", "status"]:
        checks.that(len(names.get(role, [])) == 1, f"the page has one {role}", names.get(role))
    headings = [(properties.get("level"), name) for name, properties in names["heading"]]
    checks.that(headings[0][0] == 1 and headings[0][1].startswith(("Plan for", "Drift for")), "the title is a heading",
                headings[:1])
    checks.that((2, "Changes") in headings, "the parts have headings", headings)
    checks.that(any(level == 3 for level, _ in headings) and any(level == 4 for level, _ in headings),
                "kinds and changes are headings")
    box = names.get("searchbox", [])
    checks.that([name for name, _ in box] == ["Search"], "the search has its name", box)
    rows = [(name, properties) for name, properties in names["button"] if "expanded" in properties]
    for change in changes:
        name = visible(change["address"])
        mine = [properties for text, properties in rows if text.startswith(f"{change['action']} {name}")]
        checks.that(len(mine) == 1 and mine[0]["expanded"] is True, "a line is a button that says what it does", name,
                    [text for text, _ in rows][:12])
    checks.that(len(names.get("table", [])) >= 1 and all(name for name, _ in names["table"]), "tables have names")
    columns = {name for name, _ in names.get("columnheader", [])}
    checks.that({"Field", "Before → after", "Value"} <= columns, "tables have headers", columns)
    checks.that(len(names.get("rowheader", [])) >= len(names["table"]), "and so have their rows")
    checks.that(all(name for name, _ in names.get("checkbox", [])), "every box has a name", names.get("checkbox"))
    unnamed = [role for role in ["button", "link", "region", "heading"] for name, _ in names.get(role, []) if not name]
    checks.that(not unnamed, "nothing that is used is without a name", unnamed)
    deleted = [name for role, name, _ in tree if role == "StaticText" and name.strip() in ["before:", "after:"]]
    checks.that(deleted, "sides are told in words, too")


def looks(browser, checks, page, changes, data):
    from PIL import Image
    import io
    pictures = []
    for dark in [False, True]:
        browser.open(page, dark=dark)
        pictures.append(Image.open(io.BytesIO(browser.picture())).convert("RGB"))
        browser.ask("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Expand all').click()")
        contrast = browser.ask(CONTRAST)
        checks.that(contrast["count"] > 50 and not contrast["poor"], "every text can be read",
                    "dark" if dark else "light", contrast)
    for picture in pictures:
        checks.that(len(picture.getcolors(1 << 20) or range(99)) > 50, "there is something to see")
    light, dark = (sum(picture.getpixel((2, 2))) for picture in pictures)
    checks.that(light > 600 and dark < 160, "a light screen is light and a dark one dark", light, dark)


def links(browser, checks, page, changes, data):
    for change in changes:
        address = change["address"]
        browser.open(page, hash=browser.ask("'#' + encodeURIComponent(" + json.dumps(address) + ")"))
        expanded = browser.ask("[...document.querySelectorAll('.row[aria-expanded=true] .address')]"
                               ".map((node) => node.textContent)")
        checks.that(expanded == [visible(address)], "a link opens its change", address, expanded)
    browser.ask("document.querySelector('.row[aria-expanded=true]').closest('.change')"
                ".querySelector('.actions button').click()")
    checks.that(browser.until("document.getElementById('matches').textContent.startsWith('Copied ')"),
                "an address can be copied", browser.matches())
    if data["page"]["graph"]["edges"]:
        shown = browser.ask("[...document.querySelectorAll('#graph a.node')].map((a) => a.getAttribute('aria-label'))")
        checks.that(len(shown) >= 2, "the graph has its objects", shown)
        browser.ask("document.querySelector('#graph a.node').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))")
        browser.until("location.hash.length > 1")
        checks.that(browser.ask("location.hash") == browser.ask("document.querySelector('#graph a.node').getAttribute('href')"),
                    "and leads to them", browser.ask("location.hash"))


def narrow(browser, checks, page, changes, data):
    for width in [360, 480, 768, 1024]:
        browser.open(page, width=width, height=740)
        browser.ask("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Expand all').click()")
        wide = browser.ask("document.documentElement.scrollWidth")
        checks.that(wide <= width, "the page fits its window", width, wide)


def paper(browser, checks, page, changes, data):
    browser.open(page)
    before = browser.ask("document.querySelectorAll('.details:not([hidden])').length")
    pdf = base64.b64decode(browser.send("Page.printToPDF", printBackground=False)["data"])
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        text = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, text=True).stdout
    checks.that("us-recordings" in text, "printed, the changes are open", text[:300])
    checks.that("Expand all" not in text and "Action" not in text, "and what only works on a screen is left out")
    closed = browser.ask("document.querySelectorAll('.details:not([hidden])').length")
    checks.that(closed == before, "and afterwards they are as they were", closed)


def without_scripts(browser, checks, page, changes, data):
    browser.open(page, scripts=False)
    tree = accessible(browser)
    text = "\n".join(name for role, name, _ in tree if role == "StaticText")
    for change in changes:
        checks.that(visible(change["address"]) in text, "without scripts every change is told", change["address"])
        for words in change.get("means", []):
            checks.that(visible(words) in text, "and what it comes to", words)
    checks.that("us-recordings" in text and "Needs approval" in text, "and its fields, and what needs approval")
    checks.that("Listing" not in text, "and nothing is waited for")


def large(page):
    browser, checks = Browser(), Checks()
    try:
        took = browser.open(page)
        paint = browser.ask("performance.getEntriesByType('paint').map((p) => p.name + ' ' + Math.round(p.startTime))")
        rows = browser.ask("document.querySelectorAll('#list .row').length")
        nodes = browser.ask("document.getElementsByTagName('*').length")
        total = json.loads(browser.ask("JSON.stringify(JSON.parse(document.getElementById('data').textContent).report.changes.map((c) => c.address))"))
        start = time.monotonic()
        said = browser.search(total[-1])
        searched = time.monotonic() - start
        print(f"page: {len(total)} changes, {os.path.getsize(page) / 1e6:.1f} MB, loaded in {took:.2f} s, "
              f"{', '.join(paint)} ms, first search {searched:.2f} s, {rows} lines and {nodes} elements in the page")
        checks.that(rows <= 1000 and nodes <= 30_000, "only a part of a large plan is in the page", rows, nodes)
        checks.that(said.startswith("1 of "), "a search finds one of many", said)
        browser.key("Escape")
        checks.that(browser.ask("document.querySelectorAll('#list .row').length") == rows, "and shows all again")
        browser.ask("document.querySelector('#list .more').click()")
        checks.that(browser.ask("document.querySelectorAll('#list .row').length") == rows + 200, "more lines can be had")
        browser.open(page, hash="#" + total[-1])
        opened = browser.ask("document.querySelector('.row[aria-expanded=true] .address')?.textContent")
        checks.that(opened == total[-1], "a link leads to the last one", opened)
        checks.that(browser.ask("document.getElementById('graph').innerText").find("too many to draw") > 0,
                    "a graph that is too large is not drawn")
        checks.that(browser.ask("document.querySelectorAll('.row[aria-expanded=true]').length") == 1
                    and browser.ask("document.querySelectorAll('.details svg .node').length") > 1,
                    "but each change shows what it is joined to")
        checks.that(not browser.complaints(), "the browser complains", browser.complaints())
    finally:
        browser.close()
    checks.end()


def quiet(page):
    browser, checks = Browser(), Checks()
    try:
        browser.open(page)
        checks.that(browser.ask("document.body.innerText").strip() != "", "the page says something")
        checks.that(not browser.complaints(), "the browser complains", browser.complaints())
    finally:
        browser.close()
    checks.end()


def shoot(page, path, *words):
    sizes = [int(word) for word in words if word.isdigit()] or [1280]
    browser = Browser()
    try:
        browser.open(page, width=sizes[0], height=sizes[1] if len(sizes) > 1 else 900, dark="dark" in words,
                     hash=next((word for word in words if word.startswith("#")), ""), scripts="static" not in words)
        if "open" in words:
            browser.ask("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Expand all').click()")
        if "top" in words:
            browser.ask("document.activeElement.blur(); scrollTo(0, 0)")
        browser.picture(path, whole=len(sizes) < 2)
        print(*browser.complaints(), sep="\n")
    finally:
        browser.close()


if __name__ == "__main__":
    {"check": check, "large": large, "quiet": quiet, "shoot": shoot}[sys.argv[1]](*sys.argv[2:])
