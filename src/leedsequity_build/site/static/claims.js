// Finding claims in the list of all: by words, a number, a pasted sentence, and four filters.
// The page works without this. The rules are those of leedsequity.claims (sentences, lookup), of
// which tests compare every answer; what is known of claims and sentences is in claims-data.js.
"use strict";

(function (globalScope) {
  const WORD = /[\p{L}\p{N}]+/gu;
  // Where a sentence ends, and short forms behind which none does: as leedsequity.claims.sentences.
  const END =
    /[.!?]["'”’)*]*(?:[¹²³⁴⁵]|(?:\s\(\d+\))+\.?)?\s+(?=["'“‘*([]*(?![a-z])[\p{L}\p{N}])/gu;
  const SHORT = /(?:(?<![\p{L}\p{N}_])(?:al|e\.g|i\.e|vs|St|Dr|No)|^[^\p{L}\p{N}_]*\d+)\.\s*$/u;

  // As Python's str.casefold, for letters that have a small form of their own.
  function casefold(text) {
    return text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  }

  function words(text) {
    return casefold(text.normalize("NFKC")).match(WORD) || [];
  }

  // The first eight hexadecimal digits of the SHA-256 of a text (FIPS 180-4). Browsers have it too,
  // but not on pages that come without encryption.
  function mark(text) {
    const bytes = [...new TextEncoder().encode(text)];
    const length = bytes.length * 8;
    bytes.push(0x80);
    while (bytes.length % 64 !== 56) bytes.push(0);
    for (let shift = 56; shift >= 0; shift -= 8) {
      bytes.push(Math.floor(length / 2 ** shift) % 256);
    }
    const turn = (word, by) => (word >>> by) | (word << (32 - by));
    const state = START.slice();
    const w = new Array(64);
    for (let block = 0; block < bytes.length; block += 64) {
      for (let t = 0; t < 16; t++) {
        const at = block + 4 * t;
        w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      }
      for (let t = 16; t < 64; t++) {
        const s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3);
        const s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10);
        w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let t = 0; t < 64; t++) {
        const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[t] + w[t]) | 0;
        const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] + word) | 0));
    }
    return (state[0] >>> 0).toString(16).padStart(8, "0");
  }

  // The constants of SHA-256: the first 32 bits of the fractional parts of the cube roots of the
  // first 64 primes, and of the square roots of the first eight.
  const PRIMES = [];
  for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);
  const bits = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  const ROUNDS = PRIMES.map((prime) => bits(Math.cbrt(prime)));
  const START = PRIMES.slice(0, 8).map((prime) => bits(Math.sqrt(prime)));

  // The marks of a wording: one of each run of words in a row.
  function fingerprint(text, run) {
    const all = words(text);
    const marks = new Set();
    for (let start = 0; start < Math.max(1, all.length - run + 1); start++) {
      const part = all.slice(start, start + run);
      if (part.length) marks.add(mark(part.join(" ")));
    }
    return marks;
  }

  function sentences(text) {
    const found = [];
    for (const line of text.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+/)) {
      const whole = line.trim();
      let start = 0;
      for (const end of whole.matchAll(END)) {
        const part = whole.slice(start, end.index + end[0].length).trim();
        if (!SHORT.test(part)) {
          found.push(part);
          start = end.index + end[0].length;
        }
      }
      const rest = whole.slice(start).trim();
      if (rest) found.push(rest);
    }
    return found;
  }

  // The sentences of the documents that a pasted text is like; none where it is no sentence.
  function pasted(text, data) {
    if ((text.match(/[\p{L}\p{N}_]+/gu) || []).length < data.pasted_words) return [];
    const found = new Set();
    for (const one of sentences(text)) {
      const marks = fingerprint(one, data.run);
      let best = data.alike;
      let rows = [];
      for (const row of data.sentences) {
        const others = row.marks.split(" ");
        const least = Math.min(marks.size, others.length);
        const part = least ? others.filter((other) => marks.has(other)).length / least : 0;
        if (part > best) [best, rows] = [part, [row]];
        else if (part === best) rows.push(row);
      }
      rows.forEach((row) => found.add(row));
    }
    return [...found];
  }

  // The ids of the claims that a text means, and the sentences it is like.
  function search(text, data) {
    const claims = data.claims;
    if (claims.some((claim) => claim.id === text)) return { ids: [text], sentences: [] };
    const like = pasted(text, data);
    const named = new Set(like.flatMap((row) => row.claims));
    if (named.size) {
      const ids = claims.map((claim) => claim.id).filter((id) => named.has(id));
      return { ids, sentences: like };
    }
    let left = claims;
    for (const word of casefold(text).replaceAll("-", " ").match(/[^\s,;]+(?:,\d{3})*/g) || []) {
      const number = word.match(/^£?(\d+(?:,\d{3})*(?:\.\d+)?)%?$/);
      if (number) {
        const plain = number[1].replaceAll(".", "\\.");
        const whole = new RegExp(`(?<![\\d.,])${plain}(?!\\d|[.,]\\d)`);
        const value = Number(number[1].replaceAll(",", ""));
        left = left.filter((claim) => whole.test(claim.words) || claim.value === value);
      } else {
        left = left.filter((claim) => claim.words.includes(word));
      }
    }
    return { ids: left.map((claim) => claim.id), sentences: like };
  }

  if (typeof module !== "undefined") module.exports = { casefold, fingerprint, search, sentences };
  if (typeof document === "undefined") return;

  const FILTERS = ["document", "what", "firm", "topic"];

  function start() {
    const form = document.getElementById("claims-search");
    const data = globalScope.leedsequityClaims;
    if (!form || !data) return;
    const found = document.getElementById("claims-found");
    const like = document.getElementById("claims-like");
    const numbers = document.getElementById("claims-numbers");
    const items = [...document.querySelectorAll("[data-claim]")];
    const groups = [...document.querySelectorAll("[data-claims-of]")];
    const field = (name) => form.elements.namedItem(name);
    const whole = (part) => part.closest("section") || part; // with its heading

    function show() {
      const text = field("q").value.trim();
      const answer = search(text, data);
      const ids = new Set(answer.ids);
      const chosen = FILTERS.filter((name) => field(name).value);
      let count = 0;
      for (const item of items) {
        const fits = chosen.every((name) => item.dataset[name] === field(name).value);
        item.hidden = !(fits && ids.has(item.dataset.claim));
        count += !item.hidden;
      }
      for (const group of groups) {
        whole(group).hidden = !group.querySelector("[data-claim]:not([hidden])");
      }
      const asked = Boolean(text) || chosen.length > 0;
      whole(numbers).hidden = asked;
      const all = items.length;
      const what = count === 1 ? "1 claim" : `${count} claims`;
      found.textContent = asked ? `${what} of ${all} found.` : `All ${all} claims are listed.`;
      if (asked && !count && !answer.sentences.length) {
        const long = words(text).length >= data.pasted_words;
        found.textContent += long ? " No sentence of the documents is like this text." : "";
        found.textContent += " Fewer words, or no filter, find more.";
      }
      like.replaceChildren(...answer.sentences.map(line));
      return { text, chosen };
    }

    function line(row) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `../documents/${row.document}/index.html#p${row.place.replace(".", "s")}`;
      link.textContent = `paragraph ${row.place.split(".")[0]}, sentence ${row.place.split(".")[1]}`;
      const why = row.claims.length ? "" : ` No claim is made from it: ${row.why}.`;
      item.append(`Your text is like a sentence of “${data.titles[row.document]}”, `, link, `.${why}`);
      return item;
    }

    function remember() {
      const { text, chosen } = show();
      const state = new URLSearchParams();
      if (text) state.set("q", text);
      for (const name of chosen) state.set(name, field(name).value);
      const hash = state.toString();
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname);
    }

    function recall() {
      const hash = location.hash.slice(1) || location.search.slice(1); // the first page asks by ?q=
      if (hash && !hash.includes("=")) return; // a place on the page
      const state = new URLSearchParams(hash);
      for (const name of ["q", ...FILTERS]) {
        field(name).value = state.get(name) || "";
        if (field(name).value !== (state.get(name) || "")) field(name).value = "";
      }
      show();
    }

    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(remember, 150);
    });
    form.addEventListener("reset", () => setTimeout(() => (remember(), field("q").focus())));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      remember();
    });
    field("q").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        remember();
      }
    });
    globalScope.addEventListener("hashchange", recall);
    form.hidden = false;
    recall();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})(typeof window === "undefined" ? globalThis : window);
