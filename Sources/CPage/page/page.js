// Begins: reads the data that came with the page and puts the list beside what is there already.

const { report, page } = JSON.parse(document.getElementById("data").textContent);
const changes = report.changes;
changes.forEach((change, index) => { change.index = index; });
const byAddress = new Map(changes.map((change) => [change.address, change]));
const kindIds = new Map([...new Set(changes.map((change) => change.kind))].map((k, i) => [k, i]));

/** Returns a map from addresses to what is said of them. */
function byPlace(items, value) {
  const map = new Map();
  for (const item of items) {
    if (!item.address) continue;
    if (!map.has(item.address)) map.set(item.address, []);
    map.get(item.address).push(value(item));
  }
  return map;
}

const unsafeAddresses = byPlace(report.unsafe, (item) => item.message);
const findingsAt = byPlace(report.findings, (item) => item);
const neighbours = { out: new Map(), in: new Map() };
for (const [from, to] of page.graph.edges) {
  for (const [map, key, value] of [[neighbours.out, from, to], [neighbours.in, to, from]]) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  }
}
const isGraphLarge = new Set(page.graph.edges.flat()).size > LARGEST_GRAPH;

/** Lets what the page says of an address lead to its change. */
function linkAddresses() {
  for (const node of document.querySelectorAll("[data-address]")) {
    const { address } = node.dataset;
    if (byAddress.has(address)) node.replaceChildren(addressLink(address));
  }
}

/** Shows the problems that the page had no room for until somebody asks. */
function foldFindings() {
  const list = document.querySelector("#findings ol");
  const others = page.findings;
  if (!others.length) return;
  document.querySelector("#findings .rest").remove();
  const label = () => `Show ${counted(others.length, "more finding")}`;
  const button = element("button", {
    type: "button", class: "quiet-button",
    click: () => {
      list.append(...others.splice(0, 500).map((finding) => element("li", {}, findingLine(finding),
        finding.address ? [" ", addressLink(finding.address)] : null)));
      button.textContent = label();
      button.hidden = !others.length;
    },
  }, label());
  list.after(button);
}

function begin() {
  linkAddresses();
  foldFindings();
  if (!changes.length) return;
  const tools = element("div", { class: "tools" },
    element("button", { type: "button", class: "quiet-button", click: () => openAll(true) },
      "Expand all"),
    element("button", { type: "button", class: "quiet-button", click: () => openAll(false) },
      "Collapse all"));
  document.getElementById("browser").replaceChildren(
    filterForm(), element("div", { class: "column" }, tools, element("div", { id: "list" })));
  openFew();
  showMatches();
  showGraph();
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", followHash);
  window.addEventListener("beforeprint", printing);
  window.addEventListener("afterprint", printed);
  followHash();
}

begin();
