// Steps taken alone, in generated code: `$free…` says whether none of the others stands in the way of a process, `$expand` tries one process after
// the other before it explores everything, and `$chain` passes through states that go on by one such step. The rules are those of
// interpret/ample.ts, so that both engines choose the same.

import type { AmplePlan, Candidate } from '../reduce/ample.ts';
import type { Family } from '../reduce/families.ts';
import { sizeOf } from '../language/values.ts';
import { block, FunctionCode, type Code } from './code.ts';
import { asKind, partAt, xOf } from './compiled.ts';
import { readVariable } from './context.ts';
import type { JudgeParts } from './judgements.ts';
import {
  and,
  as,
  balanced,
  bitAnd,
  bitOr,
  equal,
  i32,
  i64,
  local,
  no,
  notEqual,
  or,
  shiftRight,
  unsigned64,
  type Wx,
} from './wasm.ts';

export interface AloneParts extends JudgeParts {
  readonly plan: AmplePlan;
  readonly families: readonly Family[];
  /** The function of a family, and that which tries it. */
  readonly nameOf: (family: Family) => string;
  readonly stride: number;
  readonly words: number;
}

export interface AloneRequest {
  readonly plan: AmplePlan;
  readonly isAlone: boolean;
  readonly isChained: boolean;
}

/** The processes that may take a step alone somewhere, in order. */
interface Turn {
  readonly family: Family;
  readonly self: number;
  /** Among all processes of all families. */
  readonly number: number;
}

function turnsOf({ families, plan }: AloneParts): readonly Turn[] {
  let number = 0;
  return families.flatMap((family, at) => {
    const isAny = plan.families[at]?.candidates.some((candidate) => candidate !== undefined) === true;
    return Array.from({ length: countIn(family) }, (_, self): Turn => ({ family, self, number: number++ })).filter(
      () => isAny,
    );
  });
}

function countIn({ key }: Family): number {
  return key === undefined ? 1 : sizeOf(key);
}

function freeName(family: Family, parts: Pick<AloneParts, 'nameOf'>): string {
  return parts.nameOf(family).replace('$at:', '$free:');
}

export function trialName(family: Family, parts: Pick<AloneParts, 'nameOf'>): string {
  return parts.nameOf(family).replace('$at:', '$try:');
}

/** `$free…` of each family that may take a step alone somewhere. */
export function freeFunctions(parts: AloneParts): readonly string[] {
  return parts.families.flatMap((family, at) => {
    const candidates = parts.plan.families[at]?.candidates ?? [];
    return candidates.some((candidate) => candidate !== undefined) ? [freeFunction(family, at, candidates, parts)] : [];
  });
}

function freeFunction(
  family: Family,
  number: number,
  candidates: readonly (Candidate | undefined)[],
  parts: AloneParts,
): string {
  const to = new FunctionCode();
  const version = parts.versionOf(to);
  const positionOf = (other: Family, who: Wx): Wx => {
    const whole = readVariable(other.position, version, parts.module);
    return xOf(other.key === undefined ? whole : partAt(asKind(whole, 'parts'), who));
  };
  const self = countIn(family) === 1 ? i32(0) : local('i32', '$self');
  const out: Code = ['(block $held', `(local.set $pc ${positionOf(family, self).text})`];
  candidates.forEach((candidate, at) => {
    if (candidate === undefined) return;
    const inTheWay = parts.families.flatMap((other, index) => {
      const mask = candidate.obstacles[index] ?? 0n;
      if (mask === 0n) return [];
      return Array.from({ length: countIn(other) }, (_, who): Wx => {
        const isThere = bitAt(mask, other.labels.length, positionOf(other, i32(who)));
        return index === number ? and(notEqual(self, i32(who)), isThere) : isThere;
      });
    });
    const inner: Code = [`(br_if $other (i32.ne (local.get $pc) (i32.const ${at})))`];
    const taken = balanced(inTheWay, or, no);
    inner.push(`(br_if $held ${taken.text})`, '(return (i32.const 1))');
    out.push(...block('$other', inner));
  });
  out.push(')', '(i32.const 0)');
  const header = `(func ${freeName(family, parts)} (param $p i32) (param $self i32) (result i32) (local $pc i32)`;
  return parts.print(header, to, out);
}

/** Whether the bit of this position is set; one word for each 64 positions. */
function bitAt(mask: bigint, positions: number, position: Wx): Wx {
  const count = Math.ceil(positions / 64);
  const bits = Array.from({ length: count }, (_, index) => {
    const word = BigInt.asIntN(64, mask >> BigInt(64 * index));
    if (word === 0n) return no;
    const bit = as('i32', bitAnd(shiftRight(i64(word), bitAnd(unsigned64(position), i64(63))), i64(1)));
    return count === 1 ? bit : bitAnd(bit, equal(shiftRight(position, i32(6)), i32(index)));
  });
  return balanced(bits, bitOr, no);
}

/** The start of `$expand`: returns where one process goes alone. `$alone` is the process whose firings are in the batch already, one of which failed. */
export function aloneFirst(parts: AloneParts, request: AloneRequest): Code {
  if (!request.isAlone) return [];
  const chain = request.isChained ? ['(call $chains (local.get $from) (local.get $s))'] : [];
  return block(
    '$all',
    turnsOf(parts).flatMap(({ family, self, number }) => [
      `(if (call ${freeName(family, parts)} (local.get $p) (i32.const ${self})) (then`,
      `(local.set $n (call ${parts.nameOf(family)} (local.get $p) (local.get $s) (i32.const ${self})))`,
      '(if (local.get $n) (then',
      `(if (i32.eq (i32.sub (global.get $tail) (local.get $from)) (i32.mul (local.get $n) (i32.const ${parts.stride}))) (then`,
      ...chain,
      '(return (local.get $n))))',
      `(local.set $alone (i32.const ${number}))`,
      '(br $all)))))',
    ]),
  );
}

/** `$chains`: each entry of the batch from an address on goes on as far as it does by one step that is taken alone. */
export function chainFunctions(parts: AloneParts): readonly string[] {
  const { words, stride } = parts;
  const copied = Array.from(
    { length: words },
    (_, index) =>
      `(i64.store offset=${16 + 8 * index} (local.get $e) (i64.load offset=${16 + 8 * index} (local.get $from)))`,
  );
  return [
    [
      '(func $chains (param $e i32) (param $s i32) (local $end i32)',
      '(local.set $end (global.get $tail))',
      '(block $done (loop $each',
      '(br_if $done (i32.ge_u (local.get $e) (local.get $end)))',
      '(loop $on (br_if $on (call $chain (local.get $e) (local.get $s))))',
      `(local.set $e (i32.add (local.get $e) (i32.const ${stride})))`,
      '(br $each))))',
    ].join('\n'),
    [
      '(func $chain (param $e i32) (param $s i32) (result i32) (local $p i32) (local $n i32) (local $from i32)',
      '(local.set $p (i32.add (local.get $e) (i32.const 16)))',
      '(local.set $from (global.get $tail))',
      '(global.set $serial (i32.add (global.get $serial) (i32.const 1)))',
      ...turnsOf(parts).flatMap(({ family, self }) => [
        `(if (call ${freeName(family, parts)} (local.get $p) (i32.const ${self})) (then`,
        `(local.set $n (call ${trialName(family, parts)} (local.get $p) (local.get $s) (i32.const ${self})))`,
        '(if (local.get $n) (then',
        '(global.set $tail (local.get $from))',
        '(if (i32.ne (local.get $n) (i32.const 1)) (then (return (i32.const 0))))',
        ...copied,
        '(i64.store offset=8 (local.get $e) (i64.or (i64.load offset=8 (local.get $e)) (i64.load offset=8 (local.get $from))))',
        '(return (i32.const 1))))))',
      ]),
      '(i32.const 0)',
      ')',
    ].join('\n'),
  ];
}
