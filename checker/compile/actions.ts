// Actions in generated code: a function for each action, and one for each kind of process that goes straight to the actions at the label
// where the process stands. Both return how many firings there were.

import { domainErrorName } from '../language/property-names.ts';
import type { ActionTree, Node, ProcessTree } from '../language/tree.ts';
import { cardinality } from '../language/values.ts';
import { block, FunctionCode, type Code } from './code.ts';
import { asKind, partAt, scalar, sizeOf, xOf } from './compiled.ts';
import { readVariable, type Context } from './context.ts';
import { truthOf, unlessTrue } from './expression.ts';
import { run, type Firing, type Way } from './firing.ts';
import { flag, type Judging, type JudgeParts } from './judgements.ts';
import type { Version } from './packed.ts';
import { eachBinding } from './quantifiers.ts';
import { bitOr, bitXor, i32, i64, isFalse, isTrue, local, not, type Wx } from './wasm.ts';

export interface ActionParts extends JudgeParts {
  readonly judging: Judging;
  /** Of a successor in the batch. */
  readonly stride: number;
}

/** More successors of one state find no room in the batch. */
export const fanoutMost = 2 ** 20;

/** How many successors one state has at most. */
export function fanoutOf(actions: readonly ActionTree[], processes: readonly ProcessTree[]): number {
  const ofAction = (action: ActionTree): number =>
    action.parameters.reduce((product, { sort }) => product * sizeOf(sort), 1) * ways(action.body);
  const ofProcesses = processes.map(({ name, sort, labels }) => {
    const steps = actions.filter((action) => dispatched(action, processes)?.name === name);
    const most = labels.map((label) =>
      steps.filter(({ step }) => step?.label === label).reduce((sum, { body }) => sum + ways(body), 0),
    );
    return Math.max(0, ...most) * sort.size;
  });
  const rest = actions.filter((action) => dispatched(action, processes) === undefined).map(ofAction);
  return [...ofProcesses, ...rest].reduce((sum, count) => sum + count, 0);
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

/** The process whose position decides whether the action is looked at; undefined where its guard has another form. */
export function dispatched(action: ActionTree, processes: readonly ProcessTree[]): ProcessTree | undefined {
  const process = processes.find(({ name }) => name === action.step?.process);
  const [self] = action.parameters;
  const [first] = action.when;
  if (process === undefined || self === undefined || action.parameters.length !== 1 || first === undefined)
    return undefined;
  if (self.domain !== undefined || self.sort.kind !== 'ids' || self.sort.name !== process.sort.name) return undefined;
  return isAtLabel(first.node, process, action) ? process : undefined;
}

// The clause `pc[self] = label`.
function isAtLabel(node: Node, { position }: ProcessTree, { parameters: [self], step }: ActionTree): boolean {
  if (node.kind === 'named') return false;
  if (node.kind !== 'apply' || node.operator !== 'equal') return false;
  const [place, label] = node.args;
  if (label?.kind !== 'literal' || label.value !== step?.label) return false;
  if (place?.kind !== 'apply' || place.operator !== 'at') return false;
  const [variable, who] = place.args;
  return variable?.kind === 'variable' && variable.name === position && who?.kind === 'bound' && who.binder === self;
}

/** The function of an action by itself. */
export function actionFunction(action: ActionTree, index: number, parts: ActionParts): string {
  const to = new FunctionCode();
  const out: Code = ['(local.set $k (i32.const 0))'];
  const end = to.newLabel('end');
  const lines: Code = [];
  const version = parts.versionOf(to);
  const cx: Context = {
    module: parts.module,
    to,
    version,
    bound: new Map(),
    copies: 1,
    fail: (text, code) => failing(action, text, end, code, parts),
  };
  eachBinding(action.parameters, undefined, cx, lines, (inner, code) => {
    bindingCode(action, index, inner, code, parts, action.when);
  });
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

/** The function of a kind of process; `$self` says which of them. */
export function processFunction(
  process: ProcessTree,
  actions: readonly (readonly [ActionTree, number])[],
  parts: ActionParts,
): string {
  const to = new FunctionCode();
  const version = parts.versionOf(to);
  const self = process.sort.size === 1 ? i32(0) : local('i32', '$self');
  const position = xOf(partAt(asKind(readVariable(process.position, version, parts.module), 'parts'), self));
  const first = process.labels.map((label) =>
    parts.slots.of({ kind: 'label', where: 'expanded', process: process.name, label }),
  )[0];
  const out: Code = [
    `(local.set $pc ${position.text})`,
    `(i32.store8 offset=${parts.scratch.flags + (first ?? 0)} (i32.add (local.get $s) (local.get $pc)) (i32.const 1))`,
  ];
  const cases = process.labels
    .map((label, code) => ({ code, steps: actions.filter(([{ step }]) => step?.label === label) }))
    .filter(({ steps }) => steps.length > 0);
  const labelOf = (code: number): string => (cases.some((each) => each.code === code) ? `$at${code}` : '$nothing');
  for (const { code } of [...cases].reverse()) out.push(`(block $at${code}`);
  out.unshift('(block $nothing');
  out.push(
    position.value !== undefined
      ? `(br ${labelOf(Number(position.value))})`
      : `(br_table ${process.labels.map((_, code) => labelOf(code)).join(' ')} $nothing (local.get $pc))`,
  );
  for (const { code, steps } of cases) {
    out.push(`) ;; ${process.labels[code]?.replace(/[^\x20-\x7e]/g, '?') ?? ''}`);
    const known = new Map(version.known).set(position.text, i32(code));
    const live: Version['live'] = (variable, who) => {
      if (who.text !== self.text) return version.live(variable, who);
      const labels = process.locals.find((each) => each.variable === variable)?.labels;
      return labels === undefined
        ? version.live(variable, who)
        : i32(labels.includes(process.labels[code] ?? '') ? 1 : 0);
    };
    for (const [action, index] of steps) {
      out.push('(local.set $k (i32.const 0))');
      to.scoped(() => {
        const [binder] = action.parameters;
        const cx: Context = {
          module: parts.module,
          to,
          version: { ...version, known, live },
          bound: new Map(binder === undefined ? [] : [[binder, scalar(self)]]),
          copies: 1,
          fail: () => undefined,
        };
        bindingCode(action, index, cx, out, parts, action.when.slice(1));
      });
      out.push(...counted(index, process.sort.size === 1 ? 'once' : 'several', parts));
      out.push('(local.set $n (i32.add (local.get $n) (local.get $k)))');
    }
    out.push('(br $nothing)');
  }
  out.push(')', '(local.get $n)');
  const header = `(func $process:${process.name.replace(/[^A-Za-z0-9_]/g, '_')} (param $p i32) (param $s i32) (param $self i32) (result i32) (local $k i32) (local $n i32) (local $t i32) (local $pc i32)`;
  return parts.print(header, to, out);
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
      asserted: ({ path }, code) => {
        code.push(flag(parts.slots.of({ kind: 'asserted', where: 'step', path }), parts.scratch));
      },
      failed: ({ property }, way, code) => {
        const slot = parts.slots.of({ kind: 'assertion', where: 'step', property });
        code.push(flag(slot, parts.scratch), oneMore, `(br ${way.over})`);
      },
      done: (way, code) => append(action, way, contextOf(way), cx.version, code, parts),
    };
    run(action.body, start, firing, lines);
    out.push(...block(over, lines));
  });
}

const oneMore = '(local.set $k (i32.add (local.get $k) (i32.const 1)))';

function failing(action: ActionTree, text: string, over: string, code: Code, { slots, scratch }: ActionParts): void {
  const property = domainErrorName(action.name, text);
  code.push(flag(slots.of({ kind: 'domain', where: 'step', property, text, of: undefined }), scratch));
  code.push(oneMore, `(br ${over})`);
}

function append(action: ActionTree, way: Way, cx: Context, before: Version, code: Code, parts: ActionParts): void {
  judgeStep(action, way, cx, before, code, parts);
  code.push('(local.set $t (global.get $tail))');
  way.version.words.forEach((word, index) =>
    code.push(`(i64.store offset=${16 + 8 * index} (local.get $t) ${word.text})`),
  );
  code.push(
    `(i64.store offset=8 (local.get $t) ${i64(parts.judging.maskOf(way.written)).text})`,
    `(global.set $tail (i32.add (local.get $t) (i32.const ${parts.stride})))`,
    oneMore,
  );
}

// Action properties are about steps that change something.
function judgeStep(
  action: ActionTree,
  way: Way,
  cx: Context,
  before: Version,
  code: Code,
  { module, slots, scratch }: ActionParts,
): void {
  const { actionProperties } = module.specification;
  if (actionProperties.length === 0) return;
  const differences = way.version.words
    .map((word, index): Wx =>
      word.text === before.words[index]?.text ? i64(0) : bitXor(word, before.words[index] ?? word),
    )
    .reduce(bitOr, i64(0));
  if (differences.value === 0n) return;
  const lines: Code = [];
  for (const { name, node } of actionProperties) {
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

/** How many processes of a kind there are. */
export function sizeOfKind({ sort }: ProcessTree): number {
  return cardinality(sort);
}
