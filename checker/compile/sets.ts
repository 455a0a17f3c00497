// Sets in generated code: bits of 64-bit words, asked for and set at positions that may be known only when the code runs.

import type { Compiled, CompiledOf } from './compiled.ts';
import { and, as, bitAnd, bitOr, choose, equal, i32, i64, less, unsigned64, type Wx } from './wasm.ts';

/** Whether the element of this position is in a set. */
export function hasBit({ words }: CompiledOf<'mask'>, position: Wx): Wx {
  const bitOf = (word: Wx, at: Wx): Wx => as('i32', bitAnd(shift(word, at), i64(1)));
  if (position.value !== undefined)
    return bitOf(words[Number(position.value / 64n)] ?? i64(0), i32(Number(position.value % 64n)));
  const [only] = words;
  if (only !== undefined && words.length === 1) return bitOf(only, position);
  let word = words.at(-1) ?? i64(0);
  for (let each = words.length - 2; each >= 0; each -= 1)
    word = choose(less(position, i32(64 * (each + 1))), words[each] ?? i64(0), word);
  return bitOf(word, bitAnd(position, i32(63)));
}

function shift(word: Wx, by: Wx): Wx {
  if (by.value === 0n) return word;
  if (word.value !== undefined && by.value !== undefined) return i64(BigInt.asUintN(64, word.value) >> by.value);
  return { type: 'i64', text: `(i64.shr_u ${word.text} ${unsigned64(by).text})` };
}

/** The set with one element more, where the condition is true. */
export function withBit(set: CompiledOf<'mask'>, position: Wx, condition: Wx): Compiled {
  return {
    kind: 'mask',
    words: set.words.map((word, index) => {
      if (position.value !== undefined) {
        if (position.value / 64n !== BigInt(index)) return word;
        return bitOr(word, shiftUp(unsigned64(condition), i64(position.value % 64n)));
      }
      const isHere = set.words.length === 1 ? condition : and(condition, equal(shift32(position), i32(index)));
      return bitOr(word, shiftUp(unsigned64(isHere), bitAnd(unsigned64(position), i64(63))));
    }),
  };
}

function shift32(position: Wx): Wx {
  return { type: 'i32', text: `(i32.shr_u ${position.text} (i32.const 6))` };
}

function shiftUp(word: Wx, by: Wx): Wx {
  if (word.value !== undefined && by.value !== undefined) return i64(word.value << by.value);
  if (by.value === 0n) return word;
  return { type: 'i64', text: `(i64.shl ${word.text} ${by.text})` };
}
