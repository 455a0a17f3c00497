// Writing into packed states: a value put at a spot, as changes of words that are collected and then applied at once.

import { InternalError } from '../language/errors.ts';
import type { Field, Layout, Shape } from '../language/layout.ts';
import type { Sort } from '../language/sorts.ts';
import { asKind, partSorts, plusConstant, type Compiled } from './compiled.ts';
import { fieldsOf, type Spot } from './packed.ts';
import {
  and,
  balanced,
  bitAnd,
  bitOr,
  bitXor,
  choose,
  equal,
  i32,
  i64,
  isTrue,
  less,
  shiftLeft,
  shiftRight,
  yes,
} from './wasm.ts';
import { unsigned64, type Wx } from './wasm.ts';

/** What becomes of a word: these bits are cleared, then those are set. */
export interface WordChange {
  readonly word: number;
  readonly clear: Wx;
  readonly set: Wx;
  readonly condition: Wx;
}

/** The changes that put a value of the spot's sort there. */
export function put(value: Compiled, spot: Spot, layout: Layout): readonly WordChange[] {
  const changes: WordChange[] = [];
  // Every bit of the spot is written: what a value does not use is 0.
  const seen = new Set<number>();
  for (const index of fieldsOf(spot.shape)) {
    const field = layout.fields[index];
    if (field === undefined || field.bits === 0 || seen.has(index)) continue;
    seen.add(index);
    changes.push(change(field, spot, ones(field.bits), i64(0)));
  }
  for (const { field: index, code } of codesOf(value, spot.shape, spot.sort, yes, layout)) {
    const field = layout.fields[index];
    if (field === undefined || field.bits === 0 || code.value === 0n) continue;
    changes.push(change(field, spot, i64(0), unsigned64(code)));
  }
  return changes;
}

function change({ word, shift }: Field, { offset, condition }: Spot, clear: Wx, set: Wx): WordChange {
  const by = offset === undefined ? i64(shift) : unsigned64(plusConstant(offset, shift));
  return { word, clear: shiftLeft(clear, by), set: shiftLeft(set, by), condition };
}

function ones(bits: number): Wx {
  return i64((1n << BigInt(bits)) - 1n);
}

interface Code {
  readonly field: number;
  readonly code: Wx;
}

/** The code of each field that is in use when `condition` is true. */
function codesOf(value: Compiled, shape: Shape, sort: Sort, condition: Wx, layout: Layout): readonly Code[] {
  const only = (code: Wx): Wx => (isTrue(condition) ? code : choose(condition, code, i32(0)));
  switch (shape.kind) {
    case 'scalar': {
      if (value.kind === 'option') return [{ field: shape.field, code: only(value.x) }];
      const { x } = asKind(value, 'scalar');
      return [{ field: shape.field, code: only(plusConstant(x, (shape.optional ? 1 : 0) - shape.lo)) }];
    }
    case 'maybe': {
      const { given, of } = asKind(value, 'maybe');
      const inner = codesOf(of, shape.of, sort.kind === 'maybe' ? sort.of : sort, and(condition, given), layout);
      return [{ field: shape.given, code: only(given) }, ...inner];
    }
    case 'local': {
      const of = sort.kind === 'local' ? sort.of : sort;
      if (value.kind !== 'local') return codesOf(value, shape.of, of, condition, layout);
      return codesOf(value.of, shape.of, of, and(condition, value.live), layout);
    }
    case 'record':
    case 'tuple':
    case 'fn': {
      const { part } = asKind(value, 'parts');
      const sorts = partSorts(sort);
      const shapes =
        shape.kind === 'record'
          ? shape.parts.map((each) => each.shape)
          : shape.kind === 'tuple'
            ? shape.items
            : shape.entries.map((each) => each.shape);
      return shapes.flatMap((each, index) => codesOf(part(index), each, sorts[index] ?? sort, condition, layout));
    }
    case 'set': {
      const set = asKind(value, 'mask');
      return runsOf(
        shape.members.map(({ field }) => field),
        layout,
      ).map(({ field, from, count }) => ({
        field,
        code: only(bitAnd(shiftRight(set.words[Math.floor(from / 64)] ?? i64(0), i64(from % 64)), ones(count))),
      }));
    }
    case 'seq': {
      const { length, items } = asKind(value, 'seq');
      const of = sort.kind === 'seq' ? sort.of : sort;
      const inner = shape.items.flatMap((each, index) => {
        const item = items[index];
        return item === undefined ? [] : codesOf(item, each, of, and(condition, less(i32(index), length)), layout);
      });
      return [{ field: shape.length, code: only(length) }, ...inner];
    }
    case 'variant': {
      const { tag, cases } = asKind(value, 'variant');
      const inner = shape.cases.flatMap(({ tag: name, shape: payload }, index) => {
        const item = cases[index];
        const of = sort.kind === 'variant' ? sort.cases[name] : undefined;
        if (of === undefined) throw new InternalError(`the case '${name}' has a sort`);
        return item === undefined ? [] : codesOf(item, payload, of, and(condition, equal(tag, i32(index))), layout);
      });
      return [{ field: shape.tag, code: only(tag) }, ...inner];
    }
  }
}

interface BitRun {
  readonly field: number;
  readonly from: number;
  readonly count: number;
}

// Members of a set that lie next to one another as single bits, within one word here and there.
function runsOf(fields: readonly number[], layout: Layout): readonly BitRun[] {
  const runs: BitRun[] = [];
  fields.forEach((field, index) => {
    const last = runs.at(-1);
    const [before, here] = [layout.fields[fields[index - 1] ?? -1], layout.fields[field]];
    const continues =
      index % 64 !== 0 &&
      before?.bits === 1 &&
      here?.bits === 1 &&
      before.word === here.word &&
      before.shift + 1 === here.shift;
    if (last !== undefined && continues) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ field, from: index, count: 1 });
  });
  return runs;
}

/** A word after its changes, which touch different bits. Constant changes become one. */
export function changed(word: Wx, changes: readonly WordChange[]): Wx {
  let [clear, set]: [bigint, bigint] = [0n, 0n];
  let result = word;
  const sets: Wx[] = [];
  for (const each of changes) {
    if (!isTrue(each.condition)) continue;
    if (each.clear.value === undefined) result = bitAnd(result, inverted(each.clear));
    else clear |= each.clear.value;
    if (each.set.value === undefined) sets.push(each.set);
    else set |= each.set.value;
  }
  result = balanced([bitAnd(result, i64(~clear)), ...sets, i64(set)], bitOr, i64(0));
  for (const each of byCondition(changes)) result = changedIf(each, result);
  return result;
}

// The changes that depend on something; those that depend on the same are one.
function byCondition(changes: readonly WordChange[]): readonly WordChange[] {
  const found = new Map<string, WordChange>();
  for (const each of changes) {
    if (isTrue(each.condition)) continue;
    const same = found.get(each.condition.text);
    const [clear, set] = [bitOr(same?.clear ?? i64(0), each.clear), bitOr(same?.set ?? i64(0), each.set)];
    found.set(each.condition.text, { ...each, clear, set });
  }
  return [...found.values()];
}

/** Writing a longer word out twice would double the text with each change. */
const twiceLength = 90;

function changedIf({ condition, clear, set }: WordChange, word: Wx): Wx {
  if (word.text.length <= twiceLength) return choose(condition, bitOr(bitAnd(word, inverted(clear)), set), word);
  const kept = inverted(choose(condition, clear, i64(0)));
  return bitOr(bitAnd(word, kept), choose(condition, set, i64(0)));
}

function inverted(mask: Wx): Wx {
  return bitXor(mask, i64(-1));
}
