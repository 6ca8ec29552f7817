// Compares two texts, line by line and inside a line word by word.

/** The most steps a comparison takes; what would take more is taken for changed as a whole. */
const PATIENCE = 1_000_000;

/** Returns how one list becomes another: runs of `same`, `old` and `new` items, in order. */
function compared(old, fresh, patience = PATIENCE) {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const middle = between(
    old.slice(start, old.length - end), fresh.slice(start, fresh.length - end), patience);
  const same = (items) => items.map((text) => ({ kind: "same", text }));
  return [...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))];
}

function between(old, fresh, patience) {
  const gone = old.map((text) => ({ kind: "old", text }));
  const come = fresh.map((text) => ({ kind: "new", text }));
  if (!gone.length || !come.length || gone.length * come.length > patience) {
    return [...gone, ...come];
  }
  const width = fresh.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = old[i] === fresh[j]
        ? longest[(i + 1) * width + j + 1] + 1
        : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const steps = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) {
      steps.push({ kind: "same", text: old[i] });
      [i, j] = [i + 1, j + 1];
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      steps.push(gone[i]);
      i += 1;
    } else {
      steps.push(come[j]);
      j += 1;
    }
  }
  return [...steps, ...gone.slice(i), ...come.slice(j)];
}

/** Returns both sides of a changed line in parts, those marked that the other side lacks. */
function comparedWords(old, fresh) {
  const words = (text) => text.match(/[\p{L}\p{N}_]+|\s+|[^]/gu) ?? [];
  const steps = compared(words(old), words(fresh), 60_000);
  const side = (kind) => {
    const parts = [];
    for (const step of steps.filter((step) => step.kind === "same" || step.kind === kind)) {
      const last = parts[parts.length - 1];
      const isMarked = step.kind === kind;
      if (last && last.isMarked === isMarked) last.text += step.text;
      else parts.push({ text: step.text, isMarked });
    }
    return parts;
  };
  const common = steps.filter((step) => step.kind === "same" && /[\p{L}\p{N}]/u.test(step.text))
    .reduce((sum, step) => sum + step.text.length, 0);
  // Where little is alike, marks would only be noise.
  if (common * 4 < Math.min(old.length, fresh.length)) {
    return [[{ text: old, isMarked: false }], [{ text: fresh, isMarked: false }]];
  }
  return [side("old"), side("new")];
}

/** Returns the lines of a difference, those of `same` that are far from any change folded. */
function comparedLines(old, fresh, context = 3) {
  const steps = compared(old.split("\n"), fresh.split("\n"));
  pairLines(steps);
  const near = new Uint8Array(steps.length);
  steps.forEach((step, index) => {
    if (step.kind === "same") return;
    near.fill(1, Math.max(0, index - context), Math.min(steps.length, index + context + 1));
  });
  const lines = [];
  for (let index = 0; index < steps.length; index += 1) {
    if (near[index]) {
      lines.push(steps[index]);
      continue;
    }
    let end = index;
    while (end < steps.length && !near[end]) end += 1;
    const folded = steps.slice(index, end);
    if (folded.length < 3) lines.push(...folded);
    else lines.push({ kind: "fold", lines: folded });
    index = end - 1;
  }
  return lines;
}

/** Compares the words of lines that went with those of the lines that came in their place. */
function pairLines(steps) {
  for (let index = 0; index < steps.length; index += 1) {
    let middle = index;
    while (steps[middle]?.kind === "old") middle += 1;
    let end = middle;
    while (steps[end]?.kind === "new") end += 1;
    const pairs = Math.min(middle - index, end - middle);
    for (let pair = 0; pair < pairs; pair += 1) {
      const [old, fresh] = [steps[index + pair], steps[middle + pair]];
      [old.parts, fresh.parts] = comparedWords(old.text, fresh.text);
    }
    index = Math.max(index, end - 1);
  }
}
