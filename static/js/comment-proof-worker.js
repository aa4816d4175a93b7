// Counts until SHA-256 of "<begin><number>" (at most 55 letters: one block) begins with so many zero bits.
const rotated = (word, by) => (word >>> by) | (word << (32 - by));
const [ROOTS, START] = (() => {
  const roots = [], start = [];
  for (let number = 2; roots.length < 64; number += 1) {
    let prime = true;
    for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) prime = false;
    if (!prime) continue;
    const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
    if (start.length < 8) start.push(fraction(Math.sqrt(number)));
    roots.push(fraction(Math.cbrt(number)));
  }
  return [roots, start];
})();

const words = new Int32Array(64);
function firstWord(text) {
  words.fill(0);
  for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - (at % 4) * 8);
  words[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
  words[15] = text.length * 8;
  for (let at = 16; at < 64; at += 1) {
    const low = words[at - 15], high = words[at - 2];
    words[at] = (words[at - 16] + words[at - 7]
      + (rotated(low, 7) ^ rotated(low, 18) ^ (low >>> 3)) + (rotated(high, 17) ^ rotated(high, 19) ^ (high >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let at = 0; at < 64; at += 1) {
    const one = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + ROOTS[at] + words[at]) | 0;
    const two = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (START[0] + a) >>> 0;
}

onmessage = (event) => {
  const { begin, bits } = event.data;
  let number = 0;
  while (firstWord(begin + number) >>> (32 - bits)) number += 1;
  postMessage(String(number));
};
