// XXH64 with seed 0 over the words of a state, written out for their number. The reference is the package xxhash-wasm, bit for bit.

const prime1 = 11400714785074694791n;
const prime2 = 14029467366897019727n;
const prime3 = 1609587929392839161n;
const prime4 = 9650029242287828579n;
const prime5 = 2870177450012600261n;

function number(value: bigint): string {
  return `(i64.const ${BigInt.asIntN(64, value)})`;
}

function times(a: string, prime: bigint): string {
  return `(i64.mul ${a} ${number(prime)})`;
}

function turned(a: string, bits: number): string {
  return `(i64.rotl ${a} (i64.const ${bits}))`;
}

/** One word mixed into a lane of its own. */
function round(lane: string, word: string): string {
  return times(turned(`(i64.add ${lane} ${times(word, prime2)})`, 31), prime1);
}

/** Lines that leave in `$h` the hash of so many words from an address on; locals `$v1` to `$v4` are for longer states. */
export function hashLines(words: number, pointer: string, offset: number): readonly string[] {
  const word = (index: number): string => `(i64.load offset=${offset + 8 * index} ${pointer})`;
  const stripes = Math.floor(words / 4);
  const rest = Array.from({ length: words - 4 * stripes }, (_, index) => 4 * stripes + index);
  const h = '(local.get $h)';
  return [
    ...start(stripes, words, word),
    ...rest.map((index) => `(local.set $h ${mixed(h, word(index))})`),
    ...settled('$h'),
  ];
}

/** The hash so far of a few words, with one more in it; fewer than four are all hashed so. */
export function mixed(hash: string, word: string): string {
  const both = `(i64.xor ${hash} ${round('(i64.const 0)', word)})`;
  return `(i64.add ${times(turned(both, 27), prime1)} ${number(prime4)})`;
}

/** What the hash of so few words begins with. */
export function begun(words: number): string {
  return number(prime5 + BigInt(8 * words));
}

/** Lines that end a hash, in a local. */
export function settled(name: string): readonly string[] {
  const h = `(local.get ${name})`;
  return [
    `(local.set ${name} ${times(`(i64.xor ${h} (i64.shr_u ${h} (i64.const 33)))`, prime2)})`,
    `(local.set ${name} ${times(`(i64.xor ${h} (i64.shr_u ${h} (i64.const 29)))`, prime3)})`,
    `(local.set ${name} (i64.xor ${h} (i64.shr_u ${h} (i64.const 32))))`,
  ];
}

function start(stripes: number, words: number, word: (index: number) => string): readonly string[] {
  const length = number(BigInt(8 * words));
  if (stripes === 0) return [`(local.set $h ${begun(words)})`];
  const lanes = ['$v1', '$v2', '$v3', '$v4'];
  const seeds = [prime1 + prime2, prime2, 0n, -prime1];
  const lines = lanes.map((lane, index) => `(local.set ${lane} ${number(seeds[index] ?? 0n)})`);
  for (let stripe = 0; stripe < stripes; stripe += 1)
    lanes.forEach((lane, index) =>
      lines.push(`(local.set ${lane} ${round(`(local.get ${lane})`, word(4 * stripe + index))})`),
    );
  const [a, b, c, d] = lanes.map((lane, index) => turned(`(local.get ${lane})`, [1, 7, 12, 18][index] ?? 0));
  lines.push(`(local.set $h (i64.add (i64.add ${a} ${b}) (i64.add ${c} ${d})))`);
  for (const lane of lanes) {
    const both = `(i64.xor (local.get $h) ${round('(i64.const 0)', `(local.get ${lane})`)})`;
    lines.push(`(local.set $h (i64.add ${times(both, prime1)} ${number(prime4)}))`);
  }
  lines.push(`(local.set $h (i64.add (local.get $h) ${length}))`);
  return lines;
}
