// The order that a representative keeps: for each class of interchangeable elements the keys by which they stand in ascending order. A key is a
// number that depends on the state alone, not on the naming of its own class nor on that of later ones, so that any two states of
// one orbit have the same keys, in some order. Of the states of an orbit that are in order the representative is the least.
//
// Keys come from facts: that a use of a field has a code. Renaming moves facts to facts. Renamings that leave an element where it is, and
// change whatever else there is of its class and of later ones, put the facts into groups; how many facts of a group are true is a part of the
// element's key. So what stands in the element's own fields is, how many point to it is, and what somebody else is called is not.

import type { Specification } from '../language/tree.ts';
import { bitsFor } from '../language/layout.ts';
import {
  exchangedCodes,
  fieldUsesOf,
  movedUses,
  type Condition,
  type FieldUses,
  type Transposition,
} from './field-uses.ts';
import type { SymmetryClass } from './symmetry.ts';

/** Counts in a part where its conditions hold: the field's code, or what the table has for that. */
export interface KeyTerm {
  /** Which of the uses of fields it is. */
  readonly use: number;
  readonly field: number;
  readonly conditions: readonly Condition[];
  readonly table?: readonly number[] | undefined;
}

/** A part of a key: the sum of its terms, at some place in the key. */
export interface KeyPart {
  readonly shift: number;
  readonly bits: number;
  readonly terms: readonly KeyTerm[];
}

export interface KeyedClass extends SymmetryClass {
  /** For each element the parts of its key: at most `keyBits` bits together. */
  readonly keys: readonly (readonly KeyPart[])[];
}

/** The classes in the order in which they are settled. */
export type KeyOrder = readonly KeyedClass[];

/** Keys are compared as signed numbers, too. */
export const keyBits = 63;

export function keyOrderOf(
  specification: Pick<Specification, 'variables' | 'processes' | 'actions'>,
  classes: readonly SymmetryClass[],
): KeyOrder {
  const uses = fieldUsesOf(specification);
  const settled: KeyedClass[] = [];
  let waiting = inOrder(classes, uses);
  for (;;) {
    const [next, ...later] = waiting;
    if (next === undefined) return settled;
    settled.push({ ...next, keys: keysOf(next, later, uses) });
    waiting = later;
  }
}

/** The key of an element; `codeIn` gives the code of a field. */
export function keyOf(parts: readonly KeyPart[], codeIn: (field: number) => number): bigint {
  let key = 0n;
  for (const { shift, terms } of parts) {
    let sum = 0;
    for (const { field, conditions, table } of terms) {
      if (!conditions.every((condition) => condition.codes.includes(codeIn(condition.field)))) continue;
      sum += table === undefined ? codeIn(field) : (table[codeIn(field)] ?? 0);
    }
    key += BigInt(sum) << BigInt(shift);
  }
  return key;
}

// What others point to comes first, so that their keys may say where they point. Step by step the class whose own fields name the fewest
// of those still waiting.
function inOrder(classes: readonly SymmetryClass[], uses: FieldUses): readonly SymmetryClass[] {
  const names = classes.map((each) => namesIn(each, classes, uses));
  const waiting = new Set(classes.keys());
  const ordered: SymmetryClass[] = [];
  const sum = (of: (other: number) => number): number => [...waiting].reduce((total, other) => total + of(other), 0);
  while (waiting.size > 0) {
    const ranked = [...waiting].map((index) => ({
      index,
      pointsTo: sum((other) => (other === index ? 0 : (names[index]?.[other] ?? 0))),
      isPointedTo: sum((other) => (other === index ? 0 : (names[other]?.[index] ?? 0))),
    }));
    ranked.sort((a, b) => a.pointsTo - b.pointsTo || b.isPointedTo - a.isPointedTo || a.index - b.index);
    const [first] = ranked;
    const chosen = first && classes[first.index];
    if (first === undefined || chosen === undefined) break;
    waiting.delete(first.index);
    ordered.push(chosen);
  }
  return ordered;
}

/** How many uses that belong to elements of a class name elements of each class. */
function namesIn(
  { sort, elements: [one = 0, other = 0] }: SymmetryClass,
  classes: readonly SymmetryClass[],
  uses: FieldUses,
): readonly number[] {
  const moved = movedUses(uses, { sort, elements: [one, other] });
  const own = uses.uses.filter((_, index) => moved[index] !== index);
  return classes.map(({ sort, elements: [a = 0, b = 0] }) => {
    const transposition: Transposition = { sort, elements: [a, b] };
    return own.filter((use) => exchangedCodes(use, transposition, uses.names) !== undefined).length;
  });
}

/** The fact that a use has a code; of a use whose codes nothing renames there is one fact: that it has whatever code. */
interface Facts {
  readonly count: number;
  /** By use: its first fact, and how many it has. */
  readonly first: readonly number[];
  readonly of: (fact: number) => { readonly use: number; readonly code: number; readonly isAnyCode: boolean };
  readonly isRenamed: (use: number) => boolean;
}

function keysOf(own: SymmetryClass, later: readonly SymmetryClass[], uses: FieldUses): readonly (readonly KeyPart[])[] {
  const renaming = [own, ...later].flatMap(neighbours);
  const facts = factsOf(uses, renaming);
  const [first = 0, second = 0, ...others] = own.elements;
  const fixing = [...neighbours({ ...own, elements: [second, ...others] }), ...later.flatMap(neighbours)];
  const groups = grouped(facts, fixing, uses);
  const wider = grouped(facts, [...fixing, { sort: own.sort, elements: [first, second] }], uses);
  const termOf = termsFor(facts, renaming, uses);
  const chosen = fitting(partsOf(telling(groups, wider), facts, uses, termOf));
  return own.elements.map((element) =>
    element === first ? chosen : movedParts(chosen, { sort: own.sort, elements: [first, element] }, uses, termOf),
  );
}

function neighbours({ sort, elements }: SymmetryClass): readonly Transposition[] {
  return elements.slice(1).map((element, index) => ({ sort, elements: [elements[index] ?? element, element] }));
}

type TermOf = (use: number, table?: readonly number[]) => KeyTerm;

// Conditions are asked only where that makes a difference. What is not in use is 0, or is another use of the same field: of the cases of a
// variant that move alike, and in which nothing is renamed, it does not matter which is there.
function termsFor(facts: Facts, renaming: readonly Transposition[], uses: FieldUses): TermOf {
  const mixed = new Set(uses.uses.flatMap(({ field }, use) => (facts.isRenamed(use) ? [field] : [])));
  for (const transposition of renaming) {
    const moved = movedUses(uses, transposition);
    const targets = new Map<number, number>();
    uses.uses.forEach(({ field }, use) => {
      const to = uses.uses[moved[use] ?? use]?.field ?? field;
      if ((targets.get(field) ?? to) !== to) mixed.add(field);
      targets.set(field, to);
    });
  }
  return (use, table) => {
    const { field = 0, conditions: all = [] } = uses.uses[use] ?? {};
    const ofCases = all.filter(({ isOfCase }) => isOfCase === true);
    if (table === undefined) return { use, field, conditions: mixed.has(field) ? ofCases : [] };
    return { use, field, conditions: table[0] === 0 ? ofCases : all, table };
  };
}

function factsOf({ uses, names }: FieldUses, renaming: readonly Transposition[]): Facts {
  const isRenamed = uses.map((use) => renaming.some((each) => exchangedCodes(use, each, names) !== undefined));
  const first: number[] = [];
  const owner: number[] = [];
  uses.forEach(({ count }, use) => {
    first.push(owner.length);
    for (let code = 0; code < (isRenamed[use] === true ? count : 1); code += 1) owner.push(use);
  });
  return {
    count: owner.length,
    first,
    of: (fact) => {
      const use = owner[fact] ?? 0;
      return { use, code: fact - (first[use] ?? 0), isAnyCode: isRenamed[use] !== true };
    },
    isRenamed: (use) => isRenamed[use] === true,
  };
}

/** Which group a fact is in, by the number of the group's first fact. */
function grouped(facts: Facts, transpositions: readonly Transposition[], uses: FieldUses): readonly number[] {
  const parent = Array.from({ length: facts.count }, (_, fact) => fact);
  const rootOf = (fact: number): number => {
    let root = fact;
    while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
    for (let at = fact; at !== root;) {
      const next = parent[at] ?? root;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (const transposition of transpositions) {
    const move = movedFacts(facts, transposition, uses);
    for (let fact = 0; fact < facts.count; fact += 1) {
      const [a, b] = [rootOf(fact), rootOf(move(fact))];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return parent.map((_, fact) => rootOf(fact));
}

function movedFacts(facts: Facts, transposition: Transposition, uses: FieldUses): (fact: number) => number {
  const moved = movedUses(uses, transposition);
  return (fact) => {
    const { use, code, isAnyCode } = facts.of(fact);
    const to = facts.first[moved[use] ?? use] ?? 0;
    return isAnyCode ? to : to + codeAfter(code, use, transposition, uses);
  };
}

function codeAfter(code: number, use: number, transposition: Transposition, { uses, names }: FieldUses): number {
  const codes = uses[use] && exchangedCodes(uses[use], transposition, names);
  const [one, other] = codes ?? [code, code];
  return code === one ? other : code === other ? one : code;
}

// A group that no exchange within the class changes says nothing of the element. Where that cuts a wider group into several, one of
// them, the largest, follows from the others and from what is the same for all elements.
function telling(groups: readonly number[], wider: readonly number[]): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  groups.forEach((group, fact) => {
    const known = members.get(group);
    if (known === undefined) members.set(group, [fact]);
    else known.push(fact);
  });
  const parts = new Map<number, (readonly number[])[]>();
  for (const [group, facts] of members) {
    const of = wider[group] ?? group;
    parts.set(of, [...(parts.get(of) ?? []), facts]);
  }
  return [...parts.values()].flatMap((cut) => {
    const largest = cut.reduce((a, b) => (b.length >= a.length ? b : a));
    return cut.filter((facts) => facts !== largest);
  });
}

type Sum = Omit<KeyPart, 'shift'>;

// What stands in a use that belongs to the element alone comes first: one part for each such use. Then what is counted.
function partsOf(
  groups: readonly (readonly number[])[],
  facts: Facts,
  { uses }: FieldUses,
  termOf: TermOf,
): readonly Sum[] {
  const single = new Map<number, number[]>();
  const counted: Sum[] = [];
  const plain = new Set<number>();
  for (const group of groups) {
    const all = group.map(facts.of);
    const [first] = all;
    if (first === undefined) continue;
    if (all.every(({ use }) => use === first.use)) {
      const { use, isAnyCode } = first;
      if (isAnyCode) {
        const term = termOf(use);
        // The cases of a variant share their fields, and one part is enough.
        if (term.conditions.length === 0 && plain.has(term.field)) continue;
        if (term.conditions.length === 0) plain.add(term.field);
        counted.push({ bits: bitsFor(uses[use]?.count ?? 1), terms: [term] });
        continue;
      }
      const table = single.get(use) ?? Array.from({ length: uses[use]?.count ?? 0 }, () => 0);
      const next = Math.max(...table) + 1;
      for (const { code } of all) table[code] = next;
      single.set(use, table);
      continue;
    }
    const most = all.reduce((sum, { use, isAnyCode }) => sum + (isAnyCode ? (uses[use]?.count ?? 1) - 1 : 0), 0);
    const tables = new Map<number, number[] | undefined>();
    for (const { use, code, isAnyCode } of all) {
      const table = tables.get(use) ?? Array.from({ length: isAnyCode ? 0 : (uses[use]?.count ?? 0) }, () => 0);
      if (!isAnyCode) table[code] = 1;
      tables.set(use, isAnyCode ? undefined : table);
    }
    const terms = [...tables].map(([use, table]) => termOf(use, table));
    counted.push({ bits: bitsFor((most === 0 ? terms.length : most) + 1), terms });
  }
  const tabled = [...single].map(([use, table]): Sum => ({
    bits: bitsFor(Math.max(...table) + 1),
    terms: [termOf(use, table)],
  }));
  return [...counted, ...tabled].filter(({ bits, terms }) => bits > 0 && !isConstant(terms));
}

/** Whether a sum says nothing: its only use always has the same number. */
function isConstant([first, ...others]: readonly KeyTerm[]): boolean {
  if (first?.table === undefined || others.length > 0 || first.conditions.length > 0) return false;
  return first.table.every((number) => number === first.table?.[0]);
}

/** As many parts as find room, first those that depend on one use. */
function fitting(sums: readonly Sum[]): readonly KeyPart[] {
  const parts: KeyPart[] = [];
  let shift = 0;
  const ranked = [...sums.filter(({ terms }) => terms.length === 1), ...sums.filter(({ terms }) => terms.length > 1)];
  for (const { bits, terms } of ranked) {
    if (shift + bits > keyBits) continue;
    parts.push({ shift, bits, terms });
    shift += bits;
  }
  return parts;
}

/** The same parts of another element's key. */
function movedParts(
  parts: readonly KeyPart[],
  transposition: Transposition,
  uses: FieldUses,
  termOf: TermOf,
): readonly KeyPart[] {
  const moved = movedUses(uses, transposition);
  return parts.map((part) => ({
    ...part,
    terms: part.terms.map(({ use, table }) =>
      termOf(
        moved[use] ?? use,
        table?.map((_, code) => table[codeAfter(code, use, transposition, uses)] ?? 0),
      ),
    ),
  }));
}
