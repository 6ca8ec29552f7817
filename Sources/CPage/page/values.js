// Shows one field of a change: what was, what will be, and what of it differs.

/** How long two values may be together to stand on one line. */
const ONE_LINE = 76;
/** How many lines of a text are shown before somebody asks for the rest. */
const FIRST_LINES = 40;

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Returns words in place of a value that is a secret or an id to come, or null. */
function stoodFor(value) {
  if (!isObject(value) || Object.keys(value).length !== 1) return null;
  if (typeof value.fingerprint === "string") {
    return element("span", { class: "word" }, "secret, fingerprint ",
      element("code", {}, shown(value.fingerprint)));
  }
  if (value.unknown === true) return element("span", { class: "word" }, "secret, not known");
  if (typeof value.afterApply === "string") {
    return element("span", { class: "word" }, "id of ", addressLink(value.afterApply),
      ", known after apply");
  }
  return null;
}

/** Returns a text in quotes; what is not seen in it is made visible later. */
function quoted(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Returns a value as text, in lines where it is a text of several or `isWide`. */
function textOf(value, isWide) {
  if (typeof value === "string") return value.includes("\n") ? value : quoted(value);
  return isWide ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/** Whether a value is laid out in lines. */
function isWide(value) {
  return value !== null && typeof value === "object" && JSON.stringify(value).length > 60;
}

/** Returns the text of JSON in a text laid out in lines, or null where it is none. */
function laidOut(value) {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return null;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return null;
  }
}

/** Returns both sides as text; JSON in a text is laid out where that shows a difference. */
function sides(field, marks) {
  const [old, fresh] = [laidOut(field.before), laidOut(field.after)];
  const areLaidOut = (old !== null || field.before === null)
    && (fresh !== null || field.after === null) && old !== fresh;
  const isInLines = isWide(field.before) || isWide(field.after);
  // The exact text is there where a number would lose digits.
  const text = (value, exact, layout) =>
    value === null ? null : areLaidOut ? layout : exact ?? textOf(value, isInLines);
  return {
    old: text(field.before, marks.before, old), fresh: text(field.after, marks.after, fresh),
    note: areLaidOut && (old ?? fresh ?? "").includes("\n") ? "JSON in a text, laid out" : null,
  };
}

/** Returns the value of a field that has one side only, or the difference of its two. */
function fieldValue(change, field, marks) {
  const isCreated = change.action === "create";
  const [before, after] = [stoodFor(field.before), stoodFor(field.after)];
  if (isCreated && after) return after;
  if (marks.set && Array.isArray(field.before) && Array.isArray(field.after)) {
    return setMoves(field.before, field.after);
  }
  const { old, fresh, note } = sides(field, marks);
  const isLong = [old, fresh].some((text) => text?.includes("\n"))
    || (old ?? "").length + (fresh ?? "").length > ONE_LINE;
  if (isCreated || (change.action === "delete" && field.after === null)) {
    return oneSide(before ?? after, isCreated ? fresh : old, isLong, note);
  }
  if (before || after || !isLong) return pair(before, after, old, fresh);
  if (old === null || fresh === null) {
    const kind = old === null ? "new" : "old";
    const lines = (old ?? fresh ?? "").split("\n").map((text) => ({ kind, text }));
    return block(lines, note);
  }
  return block(comparedLines(old, fresh), note);
}

function oneSide(words, text, isLong, note) {
  if (words) return words;
  if (!isLong) return element("code", { class: "value" }, shown(text ?? "(none)"));
  return block((text ?? "").split("\n").map((line) => ({ kind: "plain", text: line })), note);
}

/** Returns two short values on one line, with signs and words for those who do not see colours. */
function pair(before, after, old, fresh) {
  const [oldParts, freshParts] = old !== null && fresh !== null && !before && !after
    ? comparedWords(old, fresh) : [[{ text: old ?? "(none)" }], [{ text: fresh ?? "(none)" }]];
  const isNone = (text, words) => text === null && !words;
  return element("span", { class: "pair" },
    isNone(old, before) ? none() : side("del", "before", before ?? parts(oldParts)),
    element("span", { class: "arrow", "aria-hidden": "true" }, " → "),
    isNone(fresh, after) ? none() : side("ins", "after", after ?? parts(freshParts)));
}

function none() {
  return element("span", { class: "none" }, "(none)");
}

function side(name, word, content) {
  return element(name, { class: "value" },
    element("span", { class: "spoken" }, `${word}: `), content);
}

/** Returns the parts of a line, what changed marked; a hit that spans parts is shown instead. */
function parts(list, keeps) {
  const whole = list.map((part) => part.text).join("");
  const hits = (text) => wanted ? text.split(wanted).length - 1 : 0;
  if (hits(whole) > list.reduce((sum, part) => sum + hits(part.text), 0)) {
    return shown(whole, keeps);
  }
  return list.map((part) =>
    part.isMarked ? element("b", {}, shown(part.text, keeps)) : shown(part.text, keeps)).flat();
}

/** Returns what came into a list without order and what went. */
function setMoves(before, after) {
  const key = (item) => JSON.stringify(item);
  const [old, fresh] = [new Set(before.map(key)), new Set(after.map(key))];
  const word = (item) => stoodFor(item) ?? element("code", {}, shown(textOf(item)));
  const move = (name, sign, label, item) =>
    element("li", {}, element(name, { class: "value" },
      element("span", { class: "sign", "aria-hidden": "true" }, `${sign}\u00A0`),
      element("span", { class: "spoken" }, `${label}: `), word(item)));
  const come = after.filter((item) => !old.has(key(item)));
  const gone = before.filter((item) => !fresh.has(key(item)));
  const kept = after.length - come.length;
  return element("ul", { class: "moves" },
    come.map((item) => move("ins", "+", "comes in", item)),
    gone.map((item) => move("del", "−", "goes", item)),
    kept > 0 ? element("li", { class: "quiet" }, `${kept} more as before`) : null);
}

/** Returns lines of text, of which those that were folded or are too many come when asked for. */
function block(lines, note) {
  const box = element("div", { class: "block" });
  if (note) box.append(element("p", { class: "quiet" }, note));
  const body = element("div", { class: "lines" });
  box.append(body);
  const first = lines.length > FIRST_LINES + 10 ? FIRST_LINES : lines.length;
  body.append(...lines.slice(0, first).map(line));
  if (first < lines.length) {
    const rest = lines.slice(first);
    const button = element("button", {
      type: "button", class: "quiet-button",
      click: () => { button.remove(); body.append(...rest.map(line)); },
    }, `Show ${counted(rest.length, "more line")}`);
    box.append(button);
  }
  return box;
}

const LINES = {
  same: ["span", " ", ""], plain: ["span", "", ""],
  old: ["del", "−", "before: "], new: ["ins", "+", "after: "],
};

function line(step) {
  if (step.kind === "fold") {
    const button = element("button", {
      type: "button", class: "fold",
      click: () => button.replaceWith(...step.lines.map(line)),
    }, `${counted(step.lines.length, "line")} alike`);
    return button;
  }
  const [name, sign, word] = LINES[step.kind];
  const keeps = "\t";
  return element(name, { class: `line ${step.kind}` },
    sign ? element("span", { class: "sign", "aria-hidden": "true" }, sign) : null,
    word ? element("span", { class: "spoken" }, word) : null,
    element("span", { class: "text" },
      step.parts ? parts(step.parts, keeps) : shown(step.text, keeps)));
}
