// Shows what others wrote: with nothing in it that is not seen or turns text around.

const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{DI}\uFFF9-\uFFFB]/u;
const PLAIN = /^[\x20-\x7E]*$/;
const PARTS = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Whether a character is one emoji of several parts, the unseen of which only join or dress it. */
function isEmojiSequence(character) {
  const scalars = [...character];
  return scalars.length > 1 && scalars[0] > "\x7F" && /\p{Emoji}/u.test(scalars[0])
    && scalars.slice(1).every((scalar) => /[\p{Emoji}\p{EMod}\u200D\uFE0F]/u.test(scalar));
}

function escaped(scalar) {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[scalar];
  return short ?? `\\u{${scalar.codePointAt(0).toString(16).toUpperCase()}}`;
}

/** Splits a text into what is seen as it is and the escapes of what is not. */
function visibleParts(text, keeps = "") {
  if (PLAIN.test(text)) return [{ text, isEscape: false }];
  const parts = [];
  const add = (piece, isEscape) => {
    const last = parts[parts.length - 1];
    if (last && last.isEscape === isEscape) last.text += piece;
    else parts.push({ text: piece, isEscape });
  };
  for (const { segment } of PARTS.segment(text)) {
    if (!UNSEEN.test(segment) || isEmojiSequence(segment)) add(segment, false);
    else {
      for (const scalar of segment) {
        const isSeen = !UNSEEN.test(scalar) || keeps.includes(scalar);
        add(isSeen ? scalar : escaped(scalar), !isSeen);
      }
    }
  }
  return parts;
}

/** Returns a text on one line, as the other forms of the report write it. */
function visible(text) {
  return visibleParts(String(text)).map((part) => part.text).join("");
}

/** Returns nodes for a text, its escapes and what was searched for marked. */
function shown(text, keeps = "") {
  return visibleParts(String(text), keeps).flatMap((part) =>
    part.isEscape ? [element("span", { class: "escape" }, part.text)] : found(part.text));
}

/** What marks the words that were searched for, if any were. */
let wanted = null;

function found(text) {
  if (!wanted) return [document.createTextNode(text)];
  return text.split(wanted).map((piece, index) =>
    index % 2 ? element("mark", {}, piece) : document.createTextNode(piece));
}

/** Notes the words that are marked from now on. */
function markWords(words) {
  const patterns = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&"));
  wanted = patterns.length ? new RegExp(`(${patterns.join("|")})`, "giu") : null;
}
