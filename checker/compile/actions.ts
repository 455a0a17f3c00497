// Actions in generated code: a function for each action, and one for each family of actions that goes straight to those at a label.
// Both return how many firings there were.

import { standsAt } from '../language/action-clauses.ts';
import { InternalError } from '../language/errors.ts';
import { domainErrorName } from '../language/property-names.ts';
import { walk } from '../language/nodes.ts';
import type { ActionTree, Binder, Node } from '../language/tree.ts';
import { judgePredicates, noteLabel, type Behaving } from './behaviours.ts';
import { block, FunctionCode, type Code } from './code.ts';
import { countGuard, countRequired, noteFiring, type Collecting } from './collect.ts';
import { asKind, partAt, scalar, sizeOf, xOf, type Compiled } from './compiled.ts';
import { readVariable, type Context } from './context.ts';
import type { Dispatch, Family } from '../reduce/families.ts';
import { truthOf, unlessTrue } from './expression.ts';
import { run, type Firing, type Way } from './firing.ts';
import { flag, type Judging, type JudgeParts } from './judgements.ts';
import type { Version } from './packed.ts';
import { eachBinding } from './quantifiers.ts';
import { judgeRefined } from './refined-steps.ts';
import { settledTruth } from '../reduce/settled.ts';
import { balanced, bitOr, bitXor, i32, i64, isFalse, isTrue, local, not, type Wx } from './wasm.ts';

export interface ActionParts extends JudgeParts {
  readonly judging: Judging;
  /** Of a successor in the batch. */
  readonly stride: number;
  readonly collecting: Collecting | undefined;
  readonly behaving?: Behaving | undefined;
  /** Firings are tried: nothing is noted of them unless there is just one, and it does not fail. */
  readonly isTrial?: boolean;
}

/** What a failing firing counts for on trial: more than the one that there may be. */
const failingOnTrial = 2 ** 16;

/** More successors of one state find no room in the batch, nor do successors of more bytes together. */
export const fanoutMost = 2 ** 20;
export const fanoutBytesMost = 2 ** 30;

/** How many successors one state has at most. */
export function fanoutOf({ families, others }: Dispatch): number {
  const ofAction = ({ parameters, body }: ActionTree, self?: Binder): number =>
    parameters.reduce((product, binder) => product * (binder === self ? 1 : sizeOf(binder.sort)), 1) * ways(body);
  const ofFamilies = families.map(({ key, labels, members }) => {
    const most = labels.map((label) =>
      members
        .filter((member) => member.label === label)
        .reduce((sum, { action, self }) => sum + ofAction(action, self), 0),
    );
    return Math.max(0, ...most) * (key === undefined ? 1 : sizeOf(key));
  });
  return [...ofFamilies, ...others.map(([action]) => ofAction(action))].reduce((sum, count) => sum + count, 0);
}

function ways(statements: ActionTree['body']): number {
  return statements.reduce((product, each) => {
    if (each.kind === 'if') return product * Math.max(ways(each.then), ways(each.otherwise));
    if (each.kind !== 'choose') return product;
    const alternatives = each.alternatives.map(
      ({ binders, body }) => binders.reduce((all, { sort }) => all * sizeOf(sort), 1) * ways(body),
    );
    return product * alternatives.reduce((sum, count) => sum + count, 0);
  }, 1);
}

/** The function of an action by itself. */
export function actionFunction(action: ActionTree, index: number, parts: ActionParts): string {
  const to = new FunctionCode();
  const out: Code = ['(local.set $k (i32.const 0))'];
  const end = to.newLabel('end');
  const lines: Code = [];
  const cx: Context = {
    ...contextIn(parts, to),
    fail: (text, code) => failing(action, text, end, code, parts),
  };
  countGuard(action, index, action.parameters, cx, out, parts.collecting);
  bindingsCode(action, index, action.parameters, cx, lines, parts, action.when);
  out.push(...block(end, lines), ...counted(index, 'once', parts), '(local.get $k)');
  return parts.print(
    `(func ${nameOf(action, index)} (param $p i32) (param $s i32) (result i32) (local $k i32) (local $t i32)`,
    to,
    out,
  );
}

export function nameOf({ name }: ActionTree, index: number): string {
  return `$${index}:${name.replace(/[^A-Za-z0-9_.#/]/g, '_')}`;
}

/** The function of a family; `$self` says whose position is looked at. `among`: at these labels only. */
export function familyFunction(
  family: Family,
  name: string,
  parts: ActionParts,
  among: (label: string) => boolean = () => true,
): string {
  const { position, key, labels, members, process } = family;
  const to = new FunctionCode();
  const version = parts.versionOf(to);
  const isOnly = key === undefined || sizeOf(key) === 1;
  const self = isOnly ? i32(0) : local('i32', '$self');
  const whole = readVariable(position, version, parts.module);
  const code = xOf(key === undefined ? whole : partAt(asKind(whole, 'parts'), self));
  const out: Code = ['(block $nothing', `(local.set $pc ${code.text})`];
  if (process !== undefined) {
    const slots = labels.map((label) =>
      parts.slots.of({ kind: 'label', where: 'expanded', process: process.name, label }),
    );
    const first = parts.scratch.flags + (slots[0] ?? 0);
    out.push(`(i32.store8 offset=${first} (i32.add (local.get $s) (local.get $pc)) (i32.const 1))`);
  }
  const cases = labels.map((label, at) => ({
    at,
    label,
    steps: among(label) ? members.filter((member) => member.label === label) : [],
  }));
  const ofCase = ({ at, label, steps }: (typeof cases)[number]): void => {
    const known = new Map(version.known).set(code.text, i32(at));
    const live: Version['live'] = (variable, who) => {
      const living = process?.locals.find((each) => each.variable === variable)?.labels;
      if (living === undefined || who.text !== self.text) return version.live(variable, who);
      return i32(living.includes(label) ? 1 : 0);
    };
    for (const { action, index, self: binder } of steps) {
      const bound = new Map<Binder, Compiled>(binder === undefined ? [] : [[binder, scalar(self)]]);
      const cx: Context = { ...contextIn(parts, to), version: { ...version, known, live }, bound };
      const parameters = action.parameters.filter((each) => each !== binder);
      if (standsAt(action) !== undefined) countGuard(action, index, parameters, cx, out, parts.collecting);
      out.push('(local.set $k (i32.const 0))');
      to.scoped(() => bindingsCode(action, index, parameters, cx, out, parts, action.when.slice(1)));
      if (parts.isTrial === true) out.push(`(if (local.get $k) (then (local.set $which (i32.const ${index}))))`);
      else out.push(...counted(index, isOnly ? 'once' : 'several', parts));
      out.push('(local.set $n (i32.add (local.get $n) (local.get $k)))');
    }
    if (parts.isTrial === true)
      out.push(
        '(if (i32.eq (local.get $n) (i32.const 1)) (then',
        '(local.set $k (i32.const 1))',
        ...steps.flatMap(({ index }) => [
          `(if (i32.eq (local.get $which) (i32.const ${index})) (then`,
          ...counted(index, isOnly ? 'once' : 'several', parts),
          '))',
        ]),
        '))',
      );
    out.push('(br $nothing)');
  };
  switchTo(cases, 0, out, ofCase);
  out.push(')', '(local.get $n)');
  const header = `(func ${name} (param $p i32) (param $s i32) (param $self i32) (result i32) (local $k i32) (local $n i32) (local $t i32) (local $pc i32)${parts.isTrial === true ? ' (local $which i32)' : ''}`;
  return parts.print(header, to, out);
}

interface Case {
  readonly at: number;
  readonly label: string;
  readonly steps: readonly unknown[];
}

/** So many cases lie in each other before the assembler's stack is full, with what lies in them. */
const casesMost = 32;

/** Goes to the case of `$pc`, where it has steps; of many cases first to the group that it is in. `cases` are those from `first` on. */
function switchTo<C extends Case>(cases: readonly C[], first: number, out: Code, ofCase: (each: C) => void): void {
  let size = 1;
  while (Math.ceil(cases.length / size) > casesMost) size *= casesMost;
  const groups = Array.from({ length: Math.ceil(cases.length / size) }, (_, index) =>
    cases.slice(index * size, (index + 1) * size),
  );
  const nameOf = (group: readonly C[]): string =>
    group.every(({ steps }) => steps.length === 0) ? '$nothing' : `$at${group[0]?.at ?? 0}_${size}`;
  const busy = groups.filter((group) => nameOf(group) !== '$nothing');
  for (const group of [...busy].reverse()) out.push(`(block ${nameOf(group)}`);
  const offset = `(i32.sub (local.get $pc) (i32.const ${first}))`;
  const index = size === 1 ? offset : `(i32.div_u ${offset} (i32.const ${size}))`;
  out.push(`(br_table ${groups.map(nameOf).join(' ')} $nothing ${index})`);
  for (const group of busy) {
    const [each] = group;
    if (each === undefined) continue;
    if (size > 1) {
      out.push(')');
      switchTo(group, each.at, out, ofCase);
    } else {
      out.push(`) ;; ${each.label.replace(/[^\x20-\x7e]/g, '?')}`);
      ofCase(each);
    }
  }
}

/** The function that counts the clauses of an action's guard where no other does: whatever the position that its family goes by. */
export function guardFunction(action: ActionTree, index: number, parts: ActionParts): string {
  const to = new FunctionCode();
  const out: Code = [];
  countGuard(action, index, action.parameters, contextIn(parts, to), out, parts.collecting);
  return parts.print(`(func ${guardName(index)} (param $p i32) (param $s i32)`, to, out);
}

export function guardName(index: number): string {
  return `$guard:${index}`;
}

function contextIn(parts: ActionParts, to: FunctionCode): Context {
  // Whoever evaluates says where an evaluation without a value leads.
  const fail = (): never => {
    throw new InternalError('nothing is evaluated outside a binding');
  };
  return { module: parts.module, to, version: parts.versionOf(to), bound: new Map(), copies: 1, fail };
}

// All bindings. Clauses of the guard that need no further parameter are looked at once, before its loop: the first ones, as far as they always
// have a value, so that what is evaluated in which order makes no difference.
function bindingsCode(
  action: ActionTree,
  index: number,
  parameters: readonly Binder[],
  cx: Context,
  out: Code,
  parts: ActionParts,
  guard: ActionTree['when'],
): void {
  const [first, ...rest] = parameters;
  if (first === undefined) {
    bindingCode(action, index, cx, out, parts, guard);
    return;
  }
  const over = cx.to.newLabel('none');
  const lines: Code = [];
  const clauses = parameters.some(({ domain }) => domain !== undefined) ? 0 : settledClauses(guard, parameters);
  const settled = guard.slice(0, clauses).findIndex(({ node }) => !tested(node, over, cx, lines));
  const left = guard.slice(settled < 0 ? clauses : settled);
  eachBinding([first], undefined, cx, lines, (inner, code) =>
    bindingsCode(action, index, rest, inner, code, parts, left),
  );
  out.push(...block(over, lines));
}

/** How many clauses at the beginning of a guard speak of none of these parameters. */
function settledClauses(guard: ActionTree['when'], parameters: readonly Binder[]): number {
  const isOpen = ({ node }: ActionTree['when'][number]): boolean =>
    [...walk(node)].some((each) => each.kind === 'bound' && parameters.includes(each.binder));
  const open = guard.findIndex(isOpen);
  return open < 0 ? guard.length : open;
}

/** Leaves where a clause is false. Nothing is written where its evaluation might have no value. */
function tested(node: Node, over: string, cx: Context, out: Code): boolean {
  let mayFail = false;
  const lines: Code = [];
  unlessTrue(node, over, { ...cx, fail: () => void (mayFail = true) }, lines);
  if (!mayFail) out.push(...lines);
  return !mayFail;
}

// One binding: its guard, then its firings. An evaluation without a value is a failing firing, whatever was to come.
function bindingCode(
  action: ActionTree,
  index: number,
  cx: Context,
  out: Code,
  parts: ActionParts,
  guard: ActionTree['when'],
): void {
  const { to } = cx;
  const { collecting } = parts;
  to.scoped(() => {
    const over = to.newLabel('over');
    const lines: Code = [];
    const start: Way = { version: cx.version, written: new Set(), over };
    const contextOf = (way: Way): Context => ({
      ...cx,
      version: way.version,
      fail: (text, code) => failing(action, text, way.over, code, parts),
    });
    for (const { node } of guard) unlessTrue(node, over, contextOf(start), lines);
    const firing: Firing = {
      contextOf,
      required:
        collecting?.map.kind === 'everything'
          ? (clause, way, within, code) => countRequired(index, clause, way.over, within, code, collecting)
          : undefined,
      asserted: ({ path }, code) => {
        code.push(flag(parts.slots.of({ kind: 'asserted', where: 'step', path }), parts.scratch));
      },
      failed: ({ property }, way, code) => {
        const slot = parts.slots.of({ kind: 'assertion', where: 'step', property });
        code.push(...failed(slot, way.over, parts));
      },
      done: (way, code) => append(action, index, way, contextOf(way), cx.version, code, parts),
    };
    run(action.body, start, firing, lines);
    out.push(...block(over, lines));
  });
}

const oneMore = '(local.set $k (i32.add (local.get $k) (i32.const 1)))';

function failing(action: ActionTree, text: string, over: string, code: Code, parts: ActionParts): void {
  const { slots } = parts;
  const property = domainErrorName(action.name, text);
  code.push(...failed(slots.of({ kind: 'domain', where: 'step', property, text, of: undefined }), over, parts));
}

function failed(slot: number, over: string, { scratch, isTrial }: ActionParts): Code {
  if (isTrial !== true) return [flag(slot, scratch), oneMore, `(br ${over})`];
  return [`(local.set $k (i32.add (local.get $k) (i32.const ${failingOnTrial})))`, `(br ${over})`];
}

function append(
  action: ActionTree,
  index: number,
  way: Way,
  cx: Context,
  before: Version,
  code: Code,
  parts: ActionParts,
): void {
  code.push('(local.set $t (global.get $tail))');
  way.version.words.forEach((word, at) => code.push(`(i64.store offset=${16 + 8 * at} (local.get $t) ${word.text})`));
  judgeStep(action, way, cx, before, code, parts);
  if (parts.behaving !== undefined) code.push(...noteLabel(index, cx, way.version.words.length, parts.behaving));
  if (parts.collecting !== undefined) code.push(...noteFiring(index, way.version, before, parts.collecting));
  code.push(
    `(i64.store offset=8 (local.get $t) ${i64(parts.judging.maskOf(way.written)).text})`,
    `(global.set $tail (i32.add (local.get $t) (i32.const ${parts.stride})))`,
    oneMore,
  );
}

// Action properties are about steps that change something.
function judgeStep(action: ActionTree, way: Way, cx: Context, before: Version, code: Code, parts: ActionParts): void {
  const { module, slots, scratch, behaving } = parts;
  const { actionProperties } = module.specification;
  if (actionProperties.length === 0 && behaving === undefined) return;
  const changed = way.version.words.map((word, index): Wx =>
    word.text === before.words[index]?.text ? i64(0) : bitXor(word, before.words[index] ?? word),
  );
  const differences = balanced(changed, bitOr, i64(0));
  if (differences.value === 0n) return;
  const lines: Code = [];
  const firings = { action: action.name, mayChange: (variable: string) => way.written.has(variable) };
  for (const property of actionProperties) {
    const { name, node } = property;
    if (property.kind === 'refinement') {
      lines.push(...judgeRefined(property, way.written, parts));
      continue;
    }
    if (settledTruth(node, firings) === true) continue;
    const end = cx.to.newLabel('held');
    const inner: Code = [];
    const step: Context = {
      ...cx,
      version: before,
      successor: way.version,
      fired: action.name,
      fail: (text, to) => {
        const slot = slots.of({ kind: 'domain', where: 'step', property: domainErrorName(name, text), text, of: name });
        to.push(flag(slot, scratch), `(br ${end})`);
      },
    };
    const truth = truthOf(node, step, inner);
    const set = flag(slots.of({ kind: 'action', where: 'step', property: name }), scratch);
    if (isFalse(truth)) inner.push(set);
    else if (!isTrue(truth)) inner.push(`(if ${not(truth).text} (then ${set}))`);
    lines.push(...block(end, inner));
  }
  if (behaving !== undefined) {
    const step = { ...cx, version: before, successor: way.version, fired: action.name };
    lines.push(...judgePredicates(firings, step, parts, behaving));
  }
  if (lines.length > 0) code.push(`(if (i64.ne ${differences.text} (i64.const 0)) (then`, ...lines, '))');
}

// Adds the firings in `$k` to the action's, and counts the state once.
function counted(index: number, how: 'once' | 'several', { scratch }: ActionParts): Code {
  const bump = (offset: number, by: string): string =>
    `(i64.store offset=${offset} (local.get $s) (i64.add (i64.load offset=${offset} (local.get $s)) ${by}))`;
  const enabled = bump(scratch.enabled + 8 * index, '(i64.const 1)');
  const mark = scratch.marks + 4 * index;
  const once = [
    `(if (i32.ne (i32.load offset=${mark} (local.get $s)) (global.get $serial)) (then`,
    `(i32.store offset=${mark} (local.get $s) (global.get $serial))`,
    enabled,
    '))',
  ];
  return [
    '(if (local.get $k) (then',
    bump(scratch.firings + 8 * index, '(i64.extend_i32_u (local.get $k))'),
    ...(how === 'once' ? [enabled] : once),
    '))',
  ];
}
