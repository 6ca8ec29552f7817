// One change: its line in the list, and what is under it once it is opened.

/** Returns a link to a change of this plan, or the address alone where it has none. */
function addressLink(address) {
  const isHere = byAddress.has(address);
  const text = element("code", {}, shown(address));
  return isHere ? element("a", { href: hashOf(address) }, text) : text;
}

function hashOf(address) {
  return `#${encodeURIComponent(address).replaceAll("%2F", "/")}`;
}

/** Returns what of a field only this page knows. */
function marksOf(change, index) {
  return page.fields[`${change.index}.${index}`] ?? {};
}

/** Returns the fields of a change; of a deletion, all that goes. */
function fieldsOf(change) {
  return change.fields.length ? change.fields : page.removed[change.index] ?? [];
}

function fieldName(path) {
  const tokens = path.split("/").slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  return (tokens[0] === "spec" ? tokens.slice(1) : tokens).join(".") || "spec";
}

/** Returns a name that may go on in the next line where a word of it ends. */
function breakable(name) {
  return name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=\.)/).map((part, index) =>
    [index ? element("wbr") : null, shown(part)]);
}

/** Returns a source as a person reads it. */
function place(source) {
  return `${visible(source.file)}:${source.line}`;
}

/** Returns the line of a change, a button that opens it. */
function changeRow(change) {
  const id = `change-${change.index}`;
  const [kind, ...rest] = change.address.split("/");
  const button = element("button", {
    type: "button", class: `row ${change.action}`, id, "aria-expanded": "false",
    "aria-controls": `${id}-details`,
    click: () => toggle(change),
  },
    element("span", { class: "symbol", "aria-hidden": "true" }, page.actions[change.action]),
    element("span", { class: "spoken" }, `${change.action} `),
    element("span", { class: "address" },
      element("span", { class: "kind" }, shown(kind), "/"), shown(rest.join("/"))),
    tags(change),
    element("span", { class: "hint" }, hint(change)),
    change.source ? element("span", { class: "place" }, place(change.source)) : null);
  const item = element("li", { class: "change" },
    element("h4", {}, button), gist(change),
    element("div", { class: "details", id: `${id}-details`, hidden: true }));
  return item;
}

/** The most sentences that stand under a line while it is closed. */
const FEW_SENTENCES = 3;

/** Returns what a change comes to, for as long as it is closed. */
function gist(change) {
  const all = change.means ?? [];
  if (!all.length) return null;
  const rest = all.length - FEW_SENTENCES;
  const items = all.slice(0, FEW_SENTENCES).map((text) => element("li", {}, shown(text)));
  if (rest > 0) items.push(element("li", { class: "quiet" }, `and ${rest} more`));
  return element("ul", { class: "gist" }, items);
}

/** Returns short marks of what a reader must not miss. */
function tags(change) {
  const words = [];
  if (unsafeAddresses.has(change.address)) words.push(["needs approval", "alarm"]);
  if (change.blockedBy.length) words.push(["held up", "alarm"]);
  if (change.direction) {
    const moved = page.moved?.[change.index] ?? page.directions[change.direction];
    words.push([visible(moved), change.direction]);
  }
  return words.map(([word, style]) => element("span", { class: `tag ${style}` }, word));
}

/** Returns the names of the fields that change, as many as a line may hold. */
function hint(change) {
  if (change.action === "delete") return visible(change.reasons.join("; "));
  if (change.action === "create") return "";
  const names = change.fields.slice(0, 6).map((field) => visible(fieldName(field.path)));
  return names.join(", ") + (change.fields.length > 6 ? ", …" : "");
}

/** Returns all that is known of a change. */
function changeDetails(change) {
  return [
    actionsOn(change),
    listOf("alarm", "Held up", change.blockedBy.map((text) => shown(text))),
    listOf("alarm", "Needs approval",
      (unsafeAddresses.get(change.address) ?? []).map((text) => shown(text))),
    listOf("means", null, (change.means ?? []).map((text) => shown(text))),
    listOf("findings", null, (findingsAt.get(change.address) ?? []).map(findingLine)),
    facts(change),
    fieldTable(change),
    references(change),
  ];
}

function listOf(style, title, items) {
  if (!items.length) return null;
  return element("ul", { class: style }, items.map((item) =>
    element("li", {}, title ? element("strong", {}, `${title}: `) : null, item)));
}

function findingLine(finding) {
  return [element("strong", { class: `severity ${finding.severity}` }, finding.severity), " ",
    shown(finding.message),
    finding.hint ? element("span", { class: "quiet" }, " Hint: ", shown(finding.hint)) : null];
}

function facts(change) {
  const rows = [];
  if (change.reasons.length) rows.push(["Why", shown(change.reasons.join("; "))]);
  if (change.source) {
    const column = change.source.column;
    rows.push(["Declared in", element("code", {}, `${place(change.source)}:${column}`)]);
  }
  if (change.id) rows.push(["Id", element("code", {}, shown(change.id))]);
  const [, ...rest] = change.address.split("/");
  if (change.name && change.name !== rest.join("/")) rows.push(["Name", shown(change.name)]);
  if (change.moved) {
    rows.push(["Changed by", shown([change.moved.by, change.moved.at].filter(Boolean).join(", "))]);
  }
  if (!rows.length) return null;
  return element("dl", { class: "facts" }, rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

function fieldTable(change) {
  const fields = fieldsOf(change);
  if (!fields.length) return null;
  const title = { create: "Value", delete: "Value that goes" }[change.action] ?? "Before → after";
  const head = element("tr", {}, element("th", { scope: "col" }, "Field"),
    element("th", { scope: "col" }, title));
  const body = element("tbody");
  const first = fields.length > 60 ? 50 : fields.length;
  const row = (field, index) => fieldRow(change, field, marksOf(change, index));
  body.append(...fields.slice(0, first).map(row));
  const table = element("table", { class: "fields" },
    element("caption", { class: "spoken" }, `Fields of ${visible(change.address)}`),
    element("thead", {}, head), body);
  if (first === fields.length) return table;
  const button = element("button", {
    type: "button", class: "quiet-button",
    click: () => {
      button.remove();
      body.append(...fields.slice(first).map((field, index) => row(field, first + index)));
    },
  }, `Show ${counted(fields.length - first, "more field")}`);
  return [table, button];
}

function fieldRow(change, field, marks) {
  const notes = [];
  if (marks.fixed) notes.push("cannot be changed in place");
  if (field.direction && field.direction !== change.direction) {
    notes.push(page.directions[field.direction]);
  }
  return element("tr", {},
    element("th", { scope: "row" }, element("code", {}, breakable(fieldName(field.path)))),
    element("td", {}, fieldValue(change, field, marks),
      notes.map((note) => element("span", { class: "note" }, note)),
      (field.why ?? []).map(because)));
}

/** Returns one step of where a value comes from. */
function because(step) {
  return element("span", { class: "because" }, shown(step.text),
    step.source ? [" ", element("code", {}, place(step.source))] : null);
}

function references(change) {
  const rows = [
    ["Refers to", neighbours.out.get(change.index) ?? []],
    ["Referred to by", neighbours.in.get(change.index) ?? []],
  ].filter(([, list]) => list.length);
  if (!rows.length) return null;
  return [
    element("dl", { class: "facts" }, rows.map(([name, list]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, list.slice(0, 20).map(
        (node, index) => [index ? ", " : "", addressLink(addressOf(node))]).flat(),
        list.length > 20 ? ` and ${list.length - 20} more` : "")))),
    isGraphLarge ? drawing(near(change.index), change.index) : null,
  ];
}

function actionsOn(change) {
  return element("p", { class: "actions" },
    element("button", {
      type: "button", class: "quiet-button", click: () => copy(change.address),
    }, "Copy address"),
    element("a", {
      class: "quiet-button", href: hashOf(change.address),
      "aria-label": `Link to ${visible(change.address)}`,
    }, "Link"));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = element("textarea", { class: "spoken", readonly: true });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  announce(`Copied ${visible(text)}`);
}
