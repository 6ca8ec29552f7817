// What of the changes is shown: the words searched for, and the boxes that are ticked.

const facets = [
  { name: "action", title: "Action", of: (change) => [change.action],
    label: (value) => `${page.actions[value]} ${value}` },
  { name: "direction", title: "Who moved",
    of: (change) => change.direction ? [change.direction] : [],
    label: (value) => page.directions[value] },
  { name: "attention", title: "Attention", of: attentionOf, label: (value) => value },
  { name: "kind", title: "Kind", of: (change) => [change.kind], label: visible },
];
const ticked = new Map(facets.map((facet) => [facet.name, new Set()]));
let words = [];

function attentionOf(change) {
  return [
    unsafeAddresses.has(change.address) ? "needs approval" : null,
    change.blockedBy.length ? "held up" : null,
    findingsAt.has(change.address) ? "has findings" : null,
  ].filter(Boolean);
}

/** Returns all of a change that can be searched, in lower case; made once, when first needed. */
function searchable(change) {
  change.haystack ??= [
    change.address, change.name, change.id, change.action, change.source?.file,
    ...change.reasons, ...change.blockedBy, ...(change.means ?? []), change.moved?.by,
    ...fieldsOf(change).flatMap((field) => [
      fieldName(field.path), plainText(field.before), plainText(field.after),
      ...(field.why ?? []).map((step) => step.text)]),
  ].filter(Boolean).join("\n").toLowerCase();
  return change.haystack;
}

function plainText(value) {
  return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}

function hasWords(change) {
  return words.every((word) => searchable(change).includes(word));
}

function passes(change, facet) {
  const set = ticked.get(facet.name);
  return !set.size || facet.of(change).some((value) => set.has(value));
}

function isNarrowed() {
  return words.length > 0 || [...ticked.values()].some((set) => set.size);
}

/** Returns the changes that fit, and of each value how many fit what else is asked. */
function matching() {
  const counts = new Map(facets.map((facet) => [facet.name, new Map()]));
  const matches = changes.filter((change) => {
    if (!hasWords(change)) return false;
    const missed = facets.filter((facet) => !passes(change, facet));
    for (const facet of missed.length ? missed.slice(0, missed.length === 1 ? 1 : 0) : facets) {
      const own = counts.get(facet.name);
      for (const value of facet.of(change)) own.set(value, (own.get(value) ?? 0) + 1);
    }
    return !missed.length;
  });
  return { matches, counts };
}

/** Returns the search box and the boxes to tick, a group for each facet that has a choice. */
function filterForm() {
  const search = element("input", {
    type: "search", id: "search", autocomplete: "off", spellcheck: "false",
    placeholder: "Address, field, value", "aria-describedby": "keys",
    input: () => { later(); },
  });
  const later = delayed(() => {
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    markWords(words);
    showMatches();
  });
  const groups = facets.map(facetGroup).filter(Boolean);
  return element("form", { role: "search", id: "filter", "aria-label": "Filter the changes",
    submit: (event) => event.preventDefault() },
    element("label", { for: "search", class: "label" }, "Search"), search,
    element("p", { id: "matches", role: "status", "aria-live": "polite" }),
    element("details", { id: "facets", open: window.innerWidth >= 900 },
      element("summary", {}, "Filters"), groups,
      element("button", { type: "button", class: "quiet-button", id: "clear", hidden: true,
        click: clearFilter }, "Clear all")),
    element("p", { id: "keys", class: "keys" },
      key("/"), " search  ", key("j"), " ", key("k"), " move  ", key("Enter"), " open  ",
      key("Esc"), " clear"));
}

function key(name) {
  return element("kbd", {}, name);
}

function facetGroup(facet) {
  const values = new Map();
  for (const change of changes) {
    for (const value of facet.of(change)) values.set(value, (values.get(value) ?? 0) + 1);
  }
  if (values.size < 1 || (values.size < 2 && facet.name !== "attention")) return null;
  facet.counters = new Map();
  const order = [...Object.keys(page.actions), ...Object.keys(page.directions)];
  const sorted = [...values.keys()].sort((a, b) =>
    order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1));
  return element("fieldset", {}, element("legend", {}, facet.title),
    sorted.map((value) => {
      const counter = element("span", { class: "count" }, values.get(value).toLocaleString("en"));
      facet.counters.set(value, counter);
      const box = element("input", { type: "checkbox", change: () => {
        ticked.get(facet.name)[box.checked ? "add" : "delete"](value);
        showMatches();
      } });
      return element("label", { class: `choice ${facet.name === "action" ? value : ""}` },
        box, element("span", { class: "choice-name" }, facet.label(value)), " ", counter);
    }));
}

function showCounts(counts) {
  for (const facet of facets) {
    for (const [value, counter] of facet.counters ?? []) {
      const count = counts.get(facet.name).get(value) ?? 0;
      counter.textContent = count.toLocaleString("en");
      counter.parentElement.classList.toggle("empty", count === 0);
    }
  }
}

function clearFilter() {
  const form = document.getElementById("filter");
  form.reset();
  words = [];
  markWords(words);
  for (const set of ticked.values()) set.clear();
  showMatches();
}

/** Returns a function that acts once its calls have paused. */
function delayed(action, pause = 80) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, pause);
  };
}
