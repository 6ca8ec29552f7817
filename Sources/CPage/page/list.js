// The list of changes, by kind. Of a large plan only a part is in the page at any time.

/** How many lines are shown at first, over all kinds, and how many more each time. */
const FIRST_ROWS = 400;
const MORE_ROWS = 200;

/** Up to how many changes are all open at first. */
const FEW_CHANGES = 10;

const open = new Set();
const closedKinds = new Set();
let opensAll = false;
let groups = [];

/** Shows the changes that fit. */
function showMatches() {
  const { matches, counts } = matching();
  const byKind = new Map();
  for (const change of matches) {
    if (!byKind.has(change.kind)) byKind.set(change.kind, []);
    byKind.get(change.kind).push(change);
  }
  const share = Math.max(10, Math.floor(FIRST_ROWS / Math.max(1, byKind.size)));
  groups = [...byKind].map(([kind, list]) => kindGroup(kind, list, share));
  document.getElementById("list").replaceChildren(...groups.map((group) => group.node),
    ...(matches.length ? [] : [element("p", { class: "quiet nothing" }, "No change fits.")]));
  showCounts(counts);
  document.getElementById("clear").hidden = !isNarrowed();
  announce(isNarrowed()
    ? `${matches.length.toLocaleString("en")} of ${counted(changes.length, "change")}`
    : counted(changes.length, "change"));
}

function kindGroup(kind, list, share) {
  const id = `kind-${groups.length}-${kindIds.get(kind)}`;
  const rows = element("ol", { class: "rows", id, hidden: closedKinds.has(kind) });
  const more = element("button", { type: "button", class: "quiet-button more" });
  const heading = element("button", {
    type: "button", class: "kind-heading", "aria-expanded": String(!closedKinds.has(kind)),
    "aria-controls": id,
    click: () => {
      rows.hidden = !rows.hidden;
      more.hidden = rows.hidden || group.shown >= list.length;
      closedKinds[rows.hidden ? "add" : "delete"](kind);
      heading.setAttribute("aria-expanded", String(!rows.hidden));
    },
  }, shown(kind), " ", element("span", { class: "count" }, list.length.toLocaleString("en")));
  const group = { kind, list, rows, more, shown: 0, node: null };
  more.addEventListener("click", () => {
    const next = group.shown;
    extend(group, MORE_ROWS);
    document.getElementById(`change-${list[next].index}`).focus();
  });
  extend(group, list.length <= share + 20 ? list.length : share);
  group.node = element("section", { class: "group", "aria-label": visible(kind) },
    element("h3", {}, heading), rows, more);
  return group;
}

/** Puts further lines of a kind into the page. */
function extend(group, count) {
  const next = group.list.slice(group.shown, group.shown + count);
  group.shown += next.length;
  group.rows.append(...next.map((change) => {
    const item = changeRow(change);
    if (opensAll || open.has(change)) unfold(item, change);
    return item;
  }));
  const rest = group.list.length - group.shown;
  group.more.hidden = rest === 0 || group.rows.hidden;
  group.more.textContent =
    `Show ${Math.min(rest, MORE_ROWS).toLocaleString("en")} more of ${rest.toLocaleString("en")}`;
}

function unfold(item, change) {
  const details = item.lastElementChild;
  item.querySelector(".row").setAttribute("aria-expanded", "true");
  if (!details.hasChildNodes()) {
    details.append(...changeDetails(change).flat(Infinity).filter(Boolean));
  }
  details.hidden = false;
  setGist(item, false);
}

function setGist(item, isShown) {
  const gist = item.querySelector(".gist");
  if (gist) gist.hidden = !isShown;
}

function fold(item) {
  item.querySelector(".row").setAttribute("aria-expanded", "false");
  item.lastElementChild.hidden = true;
  setGist(item, true);
}

function itemOf(change) {
  return document.getElementById(`change-${change.index}`)?.closest(".change");
}

/** Opens a change, or closes it. */
function toggle(change) {
  const item = itemOf(change);
  if (item.lastElementChild.hidden) {
    open.add(change);
    unfold(item, change);
  } else {
    open.delete(change);
    fold(item);
  }
}

/** Opens every change that is in the page and all that come in later, or closes them. */
function openAll(opens) {
  opensAll = opens;
  if (!opens) open.clear();
  for (const group of groups) {
    group.list.slice(0, group.shown).forEach((change) => {
      if (opens) open.add(change);
      const item = itemOf(change);
      if (opens) unfold(item, change);
      else fold(item);
    });
  }
}

/** Brings a change into the page and into sight, and opens it. */
function goTo(address) {
  const change = byAddress.get(address);
  if (!change) return;
  if (!itemOf(change)) {
    let group = groups.find((group) => group.list.includes(change));
    if (!group) clearFilter();
    group = groups.find((group) => group.list.includes(change));
    const place = group.list.indexOf(change);
    if (place >= group.shown) extend(group, place - group.shown + 20);
  }
  const item = itemOf(change);
  const rows = item.parentElement;
  if (rows.hidden) rows.previousElementSibling.firstElementChild.click();
  open.add(change);
  unfold(item, change);
  item.scrollIntoView({ block: "start" });
  item.querySelector(".row").focus({ preventScroll: true });
}

/** Returns the part of the page's address behind its #. */
function hashAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    // No address of ours has a % that means nothing.
    return "";
  }
}

/** Goes to the change that the page's address names. */
function followHash() {
  goTo(hashAddress());
}

/** Opens a plan of few changes from the start, unless one of them was asked for. */
function openFew() {
  if (changes.length > FEW_CHANGES || byAddress.has(hashAddress())) return;
  for (const change of changes) open.add(change);
}

/** Lays out for paper all that fits, opened, as far as a printer can be asked to. */
function printing() {
  let room = 500;
  for (const group of groups) {
    if (group.rows.hidden) continue;
    if (group.shown < group.list.length && group.shown < room) extend(group, room - group.shown);
    room = Math.max(0, room - group.shown);
    group.list.slice(0, group.shown).forEach((change) => unfold(itemOf(change), change));
  }
}

function printed() {
  for (const group of groups) {
    group.list.slice(0, group.shown).forEach((change) => {
      if (!open.has(change)) fold(itemOf(change));
    });
  }
}
