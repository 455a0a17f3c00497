// Random processes: statements over locals, locks and the shared variables of a specification.

import { expression, type Scope } from './expressions.ts';
import { bool, type RandomSort } from './random.ts';
import { updateText } from './updates.ts';

export interface ProcessesText {
  readonly variables: readonly string[];
  readonly sorts: readonly string[];
  readonly init: readonly string[];
  readonly lines: readonly string[];
  readonly processes: readonly string[];
}

const small: RandomSort = { kind: 'number', text: 'range(0, 2)', lo: 0, hi: 2 };

/** A kind of process with a procedure that it calls, and a lock. */
export function processesText(scope: Scope): ProcessesText {
  const { chance } = scope;
  const size = chance.between(1, 2);
  const discipline = chance.oneOf(['spin', 'sleep']);
  const locals = { loc: small, seen: bool };
  const inProcess: Scope = {
    ...scope,
    names: [...scope.names, ...Object.entries(locals).map(([text, sort]) => ({ text, sort }))],
  };
  const inProcedure: Scope = {
    ...scope,
    names: [...scope.names, { text: 'arg', sort: small }, { text: 'tmp', sort: small }],
  };
  const body = statements(inProcess, 3, true);
  const procedure = [
    'const work = procedure("work", { arg: range(0, 2) }, bool, ({ arg, local, ret }) => {',
    `  const tmp = local('tmp', range(0, 2));`,
    `  return [step('t', tmp.becomes(arg)), ${statements(inProcedure, 1, false)}, ret(${expression(bool, 1, inProcedure)})];`,
    '});',
  ].join(' ');
  const process = [
    'const w = process(W, ({ self, local }) => {',
    `  const loc = local('loc', range(0, 2)); const seen = local('seen', bool);`,
    `  return [step('first', loc.becomes(${expression(small, 1, scope)})), step('second', seen.becomes(${expression(bool, 1, scope)})), ${body}];`,
    '});',
  ].join(' ');
  return {
    variables: ['lk'],
    sorts: [`lk: lock('${discipline}')`],
    init: [`lk: 'free'`],
    lines: [`const W = processes('w', ${size});`, procedure, process],
    processes: ['w'],
  };
}

let fresh = 0;

function statements(scope: Scope, depth: number, mayCall: boolean): string {
  return Array.from({ length: scope.chance.between(1, 3) }, () => statement(scope, depth, mayCall)).join(', ');
}

function statement(scope: Scope, depth: number, mayCall: boolean): string {
  const { chance } = scope;
  const name = `s${(fresh += 1)}`;
  const inner = (): string => statements(scope, depth - 1, mayCall);
  const condition = (): string => expression(bool, 1, scope);
  const plainStep = (): string => `step('${name}', ${updateText(scope, 1)})`;
  if (depth <= 0) return plainStep();
  return chance.oneOf([
    plainStep,
    () => `step('${name}', when(${condition()}), ${updateText(scope, 1)})`,
    () =>
      `step('${name}', ${chance.oneOf(['bugOn', 'warnOn'])}(${condition()}, 'a${chance.below(3)}: wrong'), ${updateText(scope, 1)})`,
    () => `branch(${condition()}, [${inner()}], [${inner()}])`,
    () => `branch(${condition()}, [${inner()}])`,
    () => `loop(${condition()}, [${inner()}])`,
    () => `either('${name}', { one: [${inner()}], two: [${inner()}] })`,
    () =>
      `pick('${name}', { n: range(0, 1) }, ({ n }) => [${updateText({ ...scope, names: [...scope.names, { text: 'n', sort: small }] }, 1)}])`,
    () => `critical(lk, [${inner()}])`,
    () => `acquire(lk, '${name}'), step('m${name}'), release(lk, 'u${name}')`,
    () => `trylock(lk, [step('busy${name}')], '${name}'), release(lk, 'u${name}')`,
    () => `together(${inner()})`,
    () => `atomically(${inner()})`,
    () => `step('${name}', sleeps)`,
    () => (mayCall ? `seen.becomes(work({ arg: loc }))` : plainStep()),
    () => (mayCall ? `step('${name}', loc.becomes(${expression(small, 1, scope)}))` : plainStep()),
  ])();
}
