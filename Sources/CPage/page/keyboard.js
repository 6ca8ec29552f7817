// The keys: / searches, j and k or the arrows move, Enter opens, Esc clears.

function rowButtons() {
  return [...document.querySelectorAll("#list .row, #list .more")]
    .filter((button) => !button.closest("[hidden]"));
}

/** Moves to the next line of the list, or the one before. */
function move(step) {
  const rows = rowButtons();
  const current = document.activeElement?.closest?.(".change")?.querySelector(".row")
    ?? document.activeElement;
  const index = rows.indexOf(current);
  const next = rows[index < 0 ? (step > 0 ? 0 : -1) : index + step];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** Clears what was searched and ticked, or closes the change that is in use. */
function escape() {
  const search = document.getElementById("search");
  if (isNarrowed() || search.value) {
    clearFilter();
    return;
  }
  const item = document.activeElement?.closest?.(".change");
  if (!item) {
    document.activeElement?.blur?.();
    return;
  }
  const row = item.querySelector(".row");
  if (row.getAttribute("aria-expanded") === "true") row.click();
  row.focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const search = document.getElementById("search");
  const isTyping = event.target === search;
  const isInList = Boolean(event.target.closest?.("#list"));
  const act = {
    "/": () => { if (!isTyping) { search.focus(); search.select(); return true; } },
    Escape: () => { escape(); return true; },
    j: () => { if (!isTyping) { move(1); return true; } },
    k: () => { if (!isTyping) { move(-1); return true; } },
    ArrowDown: () => { if (isTyping || isInList) { move(1); return true; } },
    ArrowUp: () => { if (isInList) { move(-1); return true; } },
  }[event.key];
  if (act?.()) event.preventDefault();
}
