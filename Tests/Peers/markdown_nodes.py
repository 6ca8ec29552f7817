"""Says what a CommonMark parser with the extensions of code hosts makes of Markdown.

Reads a JSON list of documents and writes, for each, the HTML, the links and pictures it holds, and
the words outside of code that a code host would make a mention or a reference of.
"""

import html
import json
import re
import sys

from markdown_it import MarkdownIt

REFERENCE = re.compile(r"(?<![\w`])(@[A-Za-z0-9][\w-]*|#\d+|!\d+|GH-\d+|:[a-z_]+:)")
parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})


def nodes(tokens, found):
    code = 0
    for token in tokens:
        if token.type in ("html_inline", "html_block"):
            tags = re.findall(r"<[^>]*>|<!--", token.content)
            found["html"] += tags
            code += tags.count("<code>") - tags.count("</code>")
            rest = re.sub(r"<code>.*?</code>", "", token.content, flags=re.S)
            text = html.unescape(re.sub(r"<[^>]*>", "", rest))
            found["references"] += REFERENCE.findall(text)
        elif token.type in ("link_open", "image"):
            found["links"].append(str(token.attrs))
        elif token.type == "text" and not code:
            found["references"] += REFERENCE.findall(token.content)
        if token.children:
            nodes(token.children, found)
    return found


documents = json.load(sys.stdin)
json.dump(
    [nodes(parser.parse(text), {"html": [], "links": [], "references": []}) for text in documents],
    sys.stdout,
)
