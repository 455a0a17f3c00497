// A whole module: the generated functions of a specification and the runtime around them.

import { standsAt, type CollectKind } from '../language/action-clauses.ts';
import { InternalError } from '../language/errors.ts';
import { layoutOf, processNames } from '../language/layout.ts';
import type { ProcessTree, Specification } from '../language/tree.ts';
import {
  actionFunction,
  familyFunction,
  fanoutBytesMost,
  fanoutMost,
  fanoutOf,
  guardFunction,
  guardName,
  nameOf,
  type ActionParts,
} from './actions.ts';
import { aloneFirst, chainFunctions, freeFunctions, trialName, type AloneParts, type AloneRequest } from './alone.ts';
import { behavingOf, conditionFunctions, letterFunctions, type BehavioursRequest } from './behaviours.ts';
import { canonicalFunctions, canonicalOf } from './canonical.ts';
import { collectedMap, type CollectedMap } from './collected-map.ts';
import { collectingOf, collectStateFunction } from './collect.ts';
import { setSource } from './collect-runtime.ts';
import { dispatchOf, type Dispatch, type Family, type Member } from '../reduce/families.ts';
import { FunctionCode, Uncompilable, type Code } from './code.ts';
import { asKind, partAt, sizeOf, xOf } from './compiled.ts';
import { readVariable, type Module } from './context.ts';
import { compile } from './expression.ts';
import { excludedFunction, judgeFunction, judgingOf, stuckFunction, type JudgeParts } from './judgements.ts';
import type { Version } from './packed.ts';
import { collectedFrom, scratchMap, type ProgramWithText, type SymmetryRequest } from './program.ts';
import { refinedFunctions } from './refined-steps.ts';
import { runtimeText } from './runtime.ts';
import { doors, strideOf } from './runtime-parts.ts';
import { SlotTable } from './slots.ts';
import { as, balanced, bitAnd, equal, i32, i64, local, no, or, shiftRight, unsigned64, type Wx } from './wasm.ts';

export { Uncompilable };

/** What to collect, and by action the XXH64 of its name. */
export interface CollectRequest {
  readonly kind: CollectKind;
  readonly names: readonly bigint[];
}

/**
 * Compiles a specification, into a module that collects, or one that makes representatives and takes steps alone, or one that tells of behaviours,
 * or none of these.
 * @throws Uncompilable for what is too large for generated code, SpecError where a state is too large
 */
export function compileProgram(
  specification: Specification,
  collect?: CollectRequest,
  symmetry?: SymmetryRequest,
  alone?: AloneRequest,
  behaviours?: BehavioursRequest,
): ProgramWithText {
  if (collect !== undefined && (symmetry !== undefined || alone !== undefined))
    throw new InternalError('what is counted of each firing is not counted where some are left out');
  if (behaviours !== undefined && (collect ?? symmetry ?? alone) !== undefined)
    throw new InternalError('what is true of all behaviours is not told where some are left out');
  if (behaviours !== undefined && specification.constraints.length > 0)
    throw new InternalError('what is true of all behaviours is not told within constraints');
  const names = processNames(specification);
  const layout = layoutOf(specification.variables, names.length);
  const shapes = new Map(layout.variables.map(({ name, shape }) => [name, shape]));
  const module: Module = {
    specification,
    layout,
    names,
    compile,
    variables: new Map(
      specification.variables.flatMap((tree) => {
        const shape = shapes.get(tree.name);
        return shape === undefined ? [] : [[tree.name, { shape, tree }] as const];
      }),
    ),
  };
  const { actions, constraints } = specification;
  const processes = specification.processes.filter(({ sort }) => sort.size > 0);
  const dispatch = dispatchOf(specification);
  const slots = new SlotTable();
  for (const { name, labels } of processes)
    for (const label of labels) slots.of({ kind: 'label', where: 'expanded', process: name, label });
  const versionOf = (): Version => sourceVersion(module);
  const judging = judgingOf(module, slots, versionOf, behaviours?.predicates);
  const from = collectedFrom(actions.length, constraints.length);
  const collected = collect && collectedMap(specification, from, collect.kind);
  // The flags lie behind everything that generated code names by a fixed offset, so their number may be settled last.
  const offsets = scratchMap(0, actions.length, constraints.length, collected);
  // A step that is tried at the end of another has its firings behind those of the state.
  const fanout = fanoutOf(dispatch) * (alone?.isChained === true ? 2 : 1);
  const told = behaviours && { questions: behaviours.questions.length };
  const stride = strideOf(layout.words, { collected, behaviours });
  if (fanout > fanoutMost || fanout * stride > fanoutBytesMost)
    throw new Uncompilable(`a state may have ${fanout} successors of ${8 * layout.words} bytes`);
  const behaving = behaviours && behavingOf(behaviours, dispatch);
  const parts: ActionParts = {
    module,
    slots,
    scratch: offsets,
    versionOf,
    print: (header, to, lines) => printFunction(header, to, lines, layout.words),
    judging,
    stride,
    collecting: collected && collectingOf(specification, collected, collect?.names ?? []),
    behaving,
  };
  const stepping = alone && {
    ...parts,
    plan: alone.plan,
    families: dispatch.families,
    nameOf: familyName,
    words: layout.words,
  };
  const apart = collected === undefined ? [] : countedApart(dispatch, collected);
  const functions = [
    ...dispatch.families.map((family) => familyFunction(family, familyName(family), parts)),
    ...dispatch.others.map(([action, index]) => actionFunction(action, index, parts)),
    judgeFunction(judging, parts),
    ...refinedFunctions((words) => versionIn(words, module), parts),
    ...(constraints.length === 0 ? [] : [excludedFunction(constraints, parts)]),
    stuckFunction(parts),
    labelsFunction(processes, parts),
    ...apart.map(({ action, index }) => guardFunction(action, index, parts)),
    ...(collected?.kind === 'everything' ? [collectStateFunction(parts)] : []),
    ...(alone === undefined || stepping === undefined ? [] : aloneFunctions(alone, stepping, parts)),
    ...(behaviours === undefined ? [] : behavioursFunctions(behaviours, parts)),
    expandFunction(dispatch, apart, collected, alone === undefined ? undefined : stepping, alone),
  ];
  const canonical = symmetry && canonicalOf(specification, symmetry);
  const scratch = scratchMap(slots.all.length, actions.length, constraints.length, collected, canonical?.bytes);
  const runtime = runtimeText({
    words: layout.words,
    scratch,
    hasConstraints: constraints.length > 0,
    ofCoverage: judging.ofCoverage,
    collected,
    canonical: symmetry,
    behaviours: told && { ...told, isSorted: behaving?.orders !== undefined },
  });
  return {
    text: [
      '(module',
      '(import "ballast" "memory" (memory 1 65536 shared))',
      `(import "ballast" "doors" (table ${doors.length} funcref))`,
      '(global $serial (mut i32) (i32.const 0))',
      runtime,
      ...functions,
      ...(canonical === undefined ? [] : [canonicalFunctions(canonical, scratch.canonical ?? scratch.batch)]),
      ')',
      '',
    ].join('\n'),
    layout,
    scratch,
    slots: slots.all,
    judgements: judging.conditions.map(({ judgement }) => judgement),
    fanoutMax: fanout,
    hasConstraints: constraints.length > 0,
    ...(collected === undefined ? {} : { collected }),
    ...(symmetry === undefined ? {} : { symmetry }),
    ...(told === undefined ? {} : { behaviours: told }),
  };
}

/** Actions whose function goes to a position without looking at their guards: those are counted by functions of their own. */
function countedApart({ families }: Dispatch, { guards }: CollectedMap): readonly Member[] {
  return families
    .flatMap(({ members }) => members)
    .filter(({ action, index }) => standsAt(action) === undefined && guards[index] !== undefined);
}

/** The state at `$p`, its words in locals that the function loads first. */
function sourceVersion(module: Module): Version {
  return versionIn(
    Array.from({ length: module.layout.words }, (_, index) => local('i64', `$w${index}`)),
    module,
  );
}

function versionIn(words: readonly Wx[], module: Module): Version {
  const version: Version = {
    words,
    known: new Map(),
    live: (variable, process) => isLive(variable, process, version, module),
  };
  return version;
}

// A local has a value at some labels of its process.
function isLive(variable: string, process: Wx, version: Version, module: Module): Wx {
  const kind = module.specification.processes.find(({ locals }) => locals.some((each) => each.variable === variable));
  const labels = kind?.locals.find((each) => each.variable === variable)?.labels;
  if (kind === undefined || labels === undefined) return no;
  const position = xOf(partAt(asKind(readVariable(kind.position, version, module), 'parts'), process));
  const codes = kind.labels.flatMap((label, code) => (labels.includes(label) ? [code] : []));
  if (codes.length <= 2) return codes.map((code) => equal(position, i32(code))).reduce(or, no);
  // One bit for each label, in words of 64.
  const words = Array.from({ length: Math.ceil(kind.labels.length / 64) }, (_, index) =>
    codes
      .filter((code) => Math.floor(code / 64) === index)
      .reduce((mask, code) => mask | (1n << BigInt(code % 64)), 0n),
  );
  const bits = words.map((mask, index) => {
    if (mask === 0n) return no;
    const bit = as('i32', bitAnd(shiftRight(i64(mask), bitAnd(unsigned64(position), i64(63))), i64(1)));
    if (words.length === 1) return bit;
    return bitAnd(bit, equal(shiftRight(position, i32(6)), i32(index)));
  });
  return balanced(bits, or, no);
}

function printFunction(header: string, to: FunctionCode, lines: Code, words: number): string {
  const body = lines.join('\n');
  const used = Array.from({ length: words }, (_, index) => index).filter((index) => body.includes(`$w${index})`));
  return [
    header,
    `${used.map((index) => `(local $w${index} i64)`).join(' ')} ${to.declarations}`,
    ...used.map((index) => `(local.set $w${index} (i64.load offset=${8 * index} (local.get $p)))`),
    body,
    ')',
  ].join('\n');
}

function labelsFunction(processes: readonly ProcessTree[], { module, slots, scratch }: JudgeParts): string {
  const to = new FunctionCode();
  const version = sourceVersion(module);
  const lines = processes.flatMap(({ name, sort, position, labels }) => {
    const [label] = labels;
    if (label === undefined) return [];
    const first = slots.of({ kind: 'label', where: 'expanded', process: name, label });
    const whole = asKind(readVariable(position, version, module), 'parts');
    return Array.from({ length: sort.size }, (_, index) => {
      const code = xOf(whole.part(index));
      return `(i32.store8 offset=${scratch.flags + first} (i32.add (local.get $s) ${code.text}) (i32.const 1))`;
    });
  });
  return printFunction('(func $labels (param $p i32) (param $s i32)', to, lines, module.layout.words);
}

function familyName({ position, key }: Family): string {
  return `$at:${`${position}${key?.kind === 'ids' ? `.${key.name}` : ''}`.replace(/[^A-Za-z0-9_.]/g, '_')}`;
}

/** What `$expand` needs where steps are taken alone. */
function aloneFunctions(request: AloneRequest, stepping: AloneParts, parts: ActionParts): readonly string[] {
  const { families, plan } = stepping;
  const tried = families.flatMap((family, index) => {
    const candidates = plan.families[index]?.candidates ?? [];
    const isCandidate = (label: string): boolean => candidates.some((candidate) => candidate?.label === label);
    if (!candidates.some((candidate) => candidate !== undefined)) return [];
    return [familyFunction(family, trialName(family, stepping), { ...parts, isTrial: true }, isCandidate)];
  });
  return [...freeFunctions(stepping), ...(request.isChained ? [...tried, ...chainFunctions(stepping)] : [])];
}

/** What is asked of states and steps afterwards. */
function behavioursFunctions(request: BehavioursRequest, parts: JudgeParts): readonly string[] {
  const successorIn = (words: readonly Wx[]): Version => versionIn(words, parts.module);
  return [...letterFunctions(request, parts), ...conditionFunctions(request, successorIn, parts)];
}

function expandFunction(
  { families, others }: Dispatch,
  apart: readonly Member[],
  collected: CollectedMap | undefined,
  stepping: AloneParts | undefined,
  alone: AloneRequest | undefined,
): string {
  let number = 0;
  const turns = families.flatMap((family) =>
    Array.from(
      { length: family.key === undefined ? 1 : sizeOf(family.key) },
      (_, index) =>
        [number++, `(call ${familyName(family)} (local.get $p) (local.get $s) (i32.const ${index}))`] as const,
    ),
  );
  const add = (call: string): string => `(local.set $n (i32.add (local.get $n) ${call}))`;
  const begin = [
    ...(collected === undefined ? [] : [setSource]),
    ...apart.map(({ index }) => `(call ${guardName(index)} (local.get $p) (local.get $s))`),
  ];
  const rest = others.map(([action, index]) => add(`(call ${nameOf(action, index)} (local.get $p) (local.get $s))`));
  const header = '(func $expand (param $p i32) (param $s i32) (result i32) (local $n i32)';
  const serial = '(global.set $serial (i32.add (global.get $serial) (i32.const 1)))';
  if (stepping === undefined || alone === undefined)
    return [header, serial, ...begin, ...turns.map(([, call]) => add(call)), ...rest, '(local.get $n)', ')'].join('\n');
  return [
    `${header} (local $from i32) (local $alone i32)`,
    serial,
    '(local.set $from (global.get $tail))',
    '(local.set $alone (i32.const -1))',
    ...aloneFirst(stepping, alone),
    ...turns.map(([at, call]) =>
      alone.isAlone ? `(if (i32.ne (local.get $alone) (i32.const ${at})) (then ${add(call)}))` : add(call),
    ),
    ...rest,
    ...(alone.isChained ? ['(call $chains (local.get $from) (local.get $s))'] : []),
    '(local.get $n)',
    ')',
  ].join('\n');
}
