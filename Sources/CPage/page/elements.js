// Builds elements. Nothing here reads markup: a value becomes a text node or an attribute.

const SVG = "http://www.w3.org/2000/svg";

function dress(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** Returns an element; a property that is a function listens to the event of its name. */
function element(name, properties = {}, ...children) {
  return dress(document.createElement(name), properties, children);
}

/** Returns an element of a drawing. */
function shape(name, properties = {}, ...children) {
  return dress(document.createElementNS(SVG, name), properties, children);
}

/** Returns a count with its noun. */
function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Tells those who listen instead of looking. */
function announce(text) {
  document.getElementById("matches").textContent = text;
}
