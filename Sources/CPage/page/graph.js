// Draws who refers to whom among the changes.

/** The most objects that are drawn at once. */
const LARGEST_GRAPH = 60;
const NODE = { width: 190, height: 38, gapX: 64, gapY: 12 };

function addressOf(node) {
  return node < changes.length ? changes[node].address : page.graph.others[node - changes.length];
}

/** Returns an object with what one or two references join it to, as many as can be drawn. */
function near(start) {
  const nodes = [start];
  const isIn = new Set(nodes);
  let ring = [start];
  for (let step = 0; step < 2; step += 1) {
    const next = [];
    for (const node of ring) {
      for (const other of [...neighbours.out.get(node) ?? [], ...neighbours.in.get(node) ?? []]) {
        if (!isIn.has(other) && nodes.length < LARGEST_GRAPH / 2) {
          isIn.add(other);
          nodes.push(other);
          next.push(other);
        }
      }
    }
    ring = next;
  }
  return nodes;
}

/** Returns a drawing of some objects and of the references between them. */
function drawing(nodes, chosen) {
  const isIn = new Set(nodes);
  const edges = nodes.flatMap((node) =>
    (neighbours.out.get(node) ?? []).filter((to) => isIn.has(to)).map((to) => [node, to]));
  const parts = islands(nodes, edges).map((island) => {
    const own = new Set(island);
    return islandLayout(island, edges.filter(([from]) => own.has(from)));
  }).sort((a, b) => b.layers.length - a.layers.length);
  const deepest = Math.max(...parts.map((part) => part.layers.length));
  let top = 8;
  const lines = shape("g", { class: "edges" });
  const boxes = shape("g", { class: "nodes" });
  for (const part of parts) {
    top = arrange(part, top);
    lines.append(...part.paths.map(edgeLine));
    boxes.append(...part.layers.flat().filter((stop) => stop.node !== null)
      .map((stop) => nodeBox(stop, stop.node === chosen)));
  }
  const width = deepest * (NODE.width + NODE.gapX) - NODE.gapX + 16;
  const svg = shape("svg", {
    class: "graph", viewBox: `0 0 ${width} ${top}`, width, height: top, role: "group",
    "aria-label":
      `Graph of ${counted(nodes.length, "object")} and ${counted(edges.length, "reference")}`,
  }, lines, boxes);
  for (const event of ["mouseover", "focusin"]) svg.addEventListener(event, lightUp);
  for (const event of ["mouseout", "focusout"]) {
    svg.addEventListener(event, () => svg.classList.remove("lit"));
  }
  return element("div", { class: "canvas", tabindex: "0", role: "region", "aria-label": "Graph" },
    svg);
}

/** Gives every stop of an island its place; returns where the next island begins. */
function arrange(part, top) {
  const height = (layer) => layer.reduce((sum, stop) => sum + roomOf(stop), 0);
  const tallest = Math.max(...part.layers.map(height));
  part.layers.forEach((layer, index) => {
    let y = top + (tallest - height(layer)) / 2;
    for (const stop of layer) {
      stop.x = 8 + (part.layers.length - 1 - index) * (NODE.width + NODE.gapX);
      stop.y = y + roomOf(stop) / 2;
      y += roomOf(stop);
    }
  });
  return top + tallest + 10;
}

function roomOf(stop) {
  return stop.node === null ? 16 : NODE.height + NODE.gapY;
}

function edgeLine({ from, to, path }) {
  let d = "";
  for (let index = 1; index < path.length; index += 1) {
    const [a, b] = [path[index - 1], path[index]];
    const isForth = b.x > a.x;
    const startX = isForth ? a.x + NODE.width : a.x;
    const endX = isForth ? b.x : b.x + NODE.width;
    const bend = (endX - startX) / 2;
    d += `${index === 1 ? `M${startX} ${a.y}` : `L${startX} ${a.y}`}`
      + `C${startX + bend} ${a.y} ${endX - bend} ${b.y} ${endX} ${b.y}`;
  }
  const end = path[path.length - 1];
  const tip = `M${end.x - 7} ${end.y - 4}L${end.x - 1} ${end.y}L${end.x - 7} ${end.y + 4}`;
  return shape("path", { d: d + tip, class: "edge", "data-from": from, "data-to": to });
}

function nodeBox(stop, isChosen) {
  const address = addressOf(stop.node);
  const change = stop.node < changes.length ? changes[stop.node] : null;
  const [kind, ...rest] = address.split("/");
  const style = `node ${change ? change.action : "unchanged"}${isChosen ? " chosen" : ""}`;
  const label = `${change ? change.action : "unchanged"} ${visible(address)}`;
  const top = stop.y - NODE.height / 2;
  const box = [
    shape("title", {}, label),
    shape("rect", { x: stop.x, y: top, width: NODE.width, height: NODE.height, rx: 5 }),
    shape("text", { x: stop.x + 14, y: stop.y + 5, class: "symbol", "text-anchor": "middle" },
      change ? page.actions[change.action] : "·"),
    shape("text", { x: stop.x + 28, y: stop.y - 3, class: "kind" }, short(kind, 26)),
    shape("text", { x: stop.x + 28, y: stop.y + 12, class: "name" }, short(rest.join("/"), 24)),
  ];
  return change
    ? shape("a",
      { href: hashOf(address), class: style, "data-node": stop.node, "aria-label": label }, ...box)
    : shape("g",
      { class: style, "data-node": stop.node, role: "img", "aria-label": label }, ...box);
}

function short(text, length) {
  const seen = [...visible(text)];
  return seen.length > length ? `${seen.slice(0, length - 1).join("")}…` : seen.join("");
}

/** Lets the object under the pointer and what it is joined to stand out. */
function lightUp(event) {
  const node = event.target.closest("[data-node]");
  const svg = event.currentTarget;
  svg.classList.toggle("lit", Boolean(node));
  if (!node) return;
  const number = node.dataset.node;
  const near = new Set([number]);
  for (const edge of svg.querySelectorAll(".edge")) {
    const isNear = edge.dataset.from === number || edge.dataset.to === number;
    edge.classList.toggle("near", isNear);
    if (isNear) near.add(edge.dataset.from).add(edge.dataset.to);
  }
  for (const other of svg.querySelectorAll("[data-node]")) {
    other.classList.toggle("near", near.has(other.dataset.node));
  }
}

/** Shows the graph of the whole plan, or says why it is not drawn. */
function showGraph() {
  const section = document.getElementById("graph");
  const joined = [...new Set(page.graph.edges.flat())].sort((a, b) => a - b);
  if (!joined.length) return;
  section.hidden = false;
  document.getElementById("to-graph").hidden = false;
  const alone = changes.length - joined.filter((node) => node < changes.length).length;
  const without = alone ? ` ${counted(alone, "change")} without any left out.` : "";
  const body = section.querySelector(".body");
  if (isGraphLarge) {
    body.append(element("p", { class: "quiet" },
      `${counted(joined.length, "object")} are too many to draw at once. `
      + "Open a change to see what it refers to and what refers to it."));
    return;
  }
  body.append(
    element("p", { class: "quiet" }, "Each object stands to the left of what it refers to.", without),
    drawing(joined, null));
}
