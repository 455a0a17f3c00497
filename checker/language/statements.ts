// Statements: the form for sequential code, such as a kernel function. Each is one atomic step unless its docstring says otherwise.
// Builds the flow of `flow.ts`; nothing runs here.

import { clause } from './clauses.ts';
import { SpecError } from './errors.ts';
import {
  Bool,
  Update,
  wrap,
  wrapPlace,
  type Expr,
  type ExprOf,
  type Operand,
  type Place,
  type PlaceOf,
} from './expression.ts';
import type { AssertionPart, Effect, Flow, FlowAlternative, ProcedureTree, ProcessFlow } from './flow.ts';
import { applyNodes, building, isBuilt, lift, mark, note, quantified, use } from './nodes.ts';
import { here, placesOf } from './site.ts';
import {
  anyProcess,
  printSort,
  type AnyProcess,
  type Id,
  type Ids,
  type Lock,
  type Sort,
  type SortOf,
} from './sorts.ts';
import type { AssertionTree, Binder, Clause, LocalDeclaration, Node, Source, UpdateTree } from './tree.ts';
import { binders, type Bound, type Domains } from './words.ts';

/** One statement of a process or procedure. */
export class Statement {
  readonly [mark]: string = 'statement';
  readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
    note(flow, 'a statement');
  }
}

/** A call of a procedure: a statement, or with `place.becomes(call)` one that stores its result. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the result's type is told to the compiler only
export class Call<out R> extends Statement {
  declare readonly result: R;
  override readonly [mark]: string = 'call';

  storedIn(target: Node): Statement {
    const { flow } = this;
    use(flow);
    if (flow.kind !== 'call' || flow.procedure.result === undefined) {
      throw new SpecError(`${flow.name}() gives no result to store`, {
        places: placesOf(here()),
        mend: 'declare its result sort after its parameters',
      });
    }
    lift(new Stored(flow.procedure.result), target.sort);
    return new Statement({ ...flow, result: target });
  }
}

// Stands for a value that is not known yet, to check that it would fit.
class Stored {
  readonly [mark] = 'result';
  readonly node: Node;
  constructor(sort: Sort) {
    this.node = { kind: 'bound', sort, binder: { name: 'result', sort } };
  }
}

/** A guard of a step. */
export class Guard {
  readonly [mark]: string = 'guard';
  readonly clauses: readonly Clause[];
  constructor(clauses: readonly Clause[]) {
    this.clauses = clauses;
    note(clauses, 'a guard');
  }
}

/** What a step asserts. */
export class Assertion {
  readonly [mark]: string = 'assertion';
  readonly tree: AssertionPart;
  constructor(tree: AssertionPart) {
    this.tree = tree;
    note(tree, 'an assertion');
  }
}

/** What a step says of itself: that it sleeps, where its code stands. */
export class Remark {
  readonly [mark]: string = 'remark';
  readonly sleeps: boolean;
  readonly source: Source | undefined;
  constructor(sleeps: boolean, source: Source | undefined) {
    this.sleeps = sleeps;
    this.source = source;
  }
}

/** A part of a step; lists of parts may be nested, so that a helper can give several. */
export type Part = Update | Guard | Assertion | Remark | readonly Part[];
export type Statements = readonly Statement[];

/** One atomic step: its guards, then its assertions, then all its updates at once, every expression reading the state before. */
export function step(name: string, ...parts: readonly Part[]): Statement {
  return new Statement({ kind: 'step', name: stepName(name), effect: effectOf(parts), site: here() });
}

/** The step waits until these hold. */
export function when(...conditions: readonly Bool[]): Guard {
  return new Guard(conditions.map((condition) => clause(condition)));
}

/** The kernel's BUG_ON: violated when the condition is true in this step. */
export function bugOn(condition: Bool, message = ''): Assertion {
  return assertion('bug', condition, message);
}

/** The kernel's WARN_ON: violated when the condition is true in this step. */
export function warnOn(condition: Bool, message = ''): Assertion {
  return assertion('warn', condition, message);
}

/** Where the modelled code of a step stands; a procedure's own source is said once, in its options. */
export function source(file: string, name?: string): Remark {
  return new Remark(false, name === undefined ? { file } : { file, function: name });
}

/** The step may sleep, so that running it under a spin lock violates an assertion. */
export const sleeps: Remark = new Remark(true, undefined);

/** Goes one of two ways. On locals, parameters and constants it is decided in the step before; otherwise it is a step, and may have a name. */
export function branch(condition: Bool, then: Statements, otherwise?: Statements): Statement;
export function branch(name: string, condition: Bool, then: Statements, otherwise?: Statements): Statement;
export function branch(...given: readonly unknown[]): Statement {
  const name = typeof given[0] === 'string' ? stepName(given[0]) : 'branch';
  const [condition, then, otherwise_ = []] = (typeof given[0] === 'string' ? given.slice(1) : given) as [
    Bool,
    Statements,
    Statements?,
  ];
  return new Statement({
    kind: 'branch',
    name,
    condition: clause(condition),
    then: flows(then),
    otherwise: flows(otherwise_),
    site: here(),
  });
}

/** Repeats for ever, until `leave()` or `ret`. The turn itself costs no step; a loop that can turn without a step is refused. */
export function loop(body: Statements): Statement;
/** Repeats while the condition holds; the test is a step unless it reads locals, parameters and constants only. */
export function loop(condition: Bool, body: Statements): Statement;
export function loop(first: Bool | Statements, second?: Statements): Statement {
  const condition = first instanceof Bool ? clause(first) : undefined;
  return new Statement({
    kind: 'loop',
    name: 'loop',
    condition,
    body: flows(second ?? (first as Statements)),
    site: here(),
  });
}

/** Leaves the innermost loop, through the unlocks on the way. Costs no step. */
export function leave(): Statement {
  return new Statement({ kind: 'leave', name: 'leave', site: here() });
}

/** Begins the next turn of the innermost loop, through the unlocks on the way. Costs no step. */
export function again(): Statement {
  return new Statement({ kind: 'again', name: 'again', site: here() });
}

/** Goes on at the statement of this name, in the same procedure or process and outside any critical section. Costs no step. */
export function goto(label: string): Statement {
  return new Statement({ kind: 'goto', name: 'goto', label, site: here() });
}

/** Waits until the lock is free and takes it. */
export function acquire(lock: Place<Lock>, name = 'lock'): Statement {
  return new Statement(acquireFlow(lock, name));
}

/** Gives the lock back; violated unless the process holds it. */
export function release(lock: Place<Lock>, name = 'unlock'): Statement {
  return new Statement(releaseFlow(lock, name));
}

/** Takes the lock if it is free, else runs `busy`: one step that never waits. */
export function trylock(lock: Place<Lock>, busy: Statements, name = 'trylock'): Statement {
  return new Statement({
    kind: 'trylock',
    name: stepName(name),
    lock: lockNode(lock),
    busy: flows(busy),
    site: here(),
  });
}

/** Lock, body, unlock: separate steps in fine granularity, one in coarse. An early `ret` leaves through the unlock. */
export function critical(lock: Place<Lock>, body: Statements): Statement {
  const [entry, exit] = [[acquireFlow(lock, 'lock')], [releaseFlow(lock, 'unlock')]];
  return new Statement({
    kind: 'critical',
    name: 'critical',
    entry,
    body: flows(body),
    exit,
    opened: false,
    site: here(),
  });
}

/** Separate steps in fine granularity, one in coarse, where later statements see earlier ones. Always fine where a statement inside can wait. */
export function together(...body: Statements): Statement {
  return new Statement({ kind: 'together', name: 'together', body: flows(body), opened: false, site: here() });
}

/** One step in any granularity: the statements run in order, later ones see earlier ones; if one of them waits, the whole step does. */
export function atomically(...body: Statements): Statement {
  return new Statement({ kind: 'atomically', name: 'atomically', body: flows(body), site: here() });
}

/**
 * What an alternative does: parts happen in the choosing step, statements after them are steps of their own. One that begins with
 * another choice is chosen together with it, in one step: `either({ page: [pick({ p: Page }, …)], none: […] })`.
 */
export type AlternativeBody = readonly (Part | Statement | Otherwise)[];

/** Makes an alternative of `either` the one that is taken where no other can be: such a choice never waits. */
export class Otherwise {
  readonly [mark]: string = 'otherwise';
}

/** Opens the alternative of `either` that is taken where no other can be: such a choice never waits. */
export const otherwise: Otherwise = new Otherwise();

/** Any one of the alternatives that is not blocked; its name is part of the step's. */
export function either(alternatives: Readonly<Record<string, AlternativeBody>>): Statement;
export function either(name: string, alternatives: Readonly<Record<string, AlternativeBody>>): Statement;
export function either(
  first: string | Readonly<Record<string, AlternativeBody>>,
  second?: Readonly<Record<string, AlternativeBody>>,
): Statement {
  const given = Object.entries(second ?? (first as Readonly<Record<string, AlternativeBody>>));
  if (given.length === 0) throw new SpecError('either({}) has no alternatives', { places: placesOf(here()) });
  const last = given.filter(([, body]) => body[0] instanceof Otherwise);
  if (last.length > 1)
    throw new SpecError(`either has ${last.length} alternatives that open with otherwise`, {
      places: placesOf(here()),
      mend: 'at most one can be the one that is left',
    });
  const proper = given.flatMap(([name, body]) => (body[0] instanceof Otherwise ? [] : alternativesOf(name, body)));
  const alternatives = given.flatMap(([name, body]) => {
    if (!(body[0] instanceof Otherwise))
      return proper.filter((each) => each.name === name || each.name.startsWith(`${name}/`));
    const left = alternative(name, [], body.slice(1));
    const none = new Bool(applyNodes('all', proper.map(isBlocked)));
    return [{ ...left, effect: { ...left.effect, when: numbered('when', [clause(none), ...left.effect.when]) } }];
  });
  return new Statement({
    kind: 'choice',
    name: typeof first === 'string' ? stepName(first) : 'either',
    alternatives,
    complete:
      last.length === 1 ||
      given.some(([, [inner]]) => inner instanceof Statement && inner.flow.kind === 'choice' && inner.flow.complete),
    site: here(),
  });
}

// An alternative that begins with a choice is as many alternatives as that has.
function alternativesOf(name: string, body: AlternativeBody): readonly FlowAlternative[] {
  const [inner, ...more] = body;
  if (!(inner instanceof Statement) || inner.flow.kind !== 'choice') return [alternative(name, [], body)];
  use(inner.flow);
  const after = flows(more);
  return inner.flow.alternatives.map((each) => ({
    ...each,
    name: each.name === '' ? name : `${name}/${each.name}`,
    rest: [...each.rest, ...after],
  }));
}

function isBlocked({ binders: list, effect }: FlowAlternative): Node {
  const open = applyNodes(
    'all',
    effect.when.map(({ node }) => node),
  );
  return applyNodes('not', [list.length === 0 ? open : quantified('exists', list, open)]);
}

/** Any binding that is not blocked; it is part of the step's name. The parameters are known in this step only: store what is needed later. */
export function pick<const D extends Domains>(domains: D, body: (bound: Bound<D>) => AlternativeBody): Statement;
export function pick<const D extends Domains>(
  name: string,
  domains: D,
  body: (bound: Bound<D>) => AlternativeBody,
): Statement;
export function pick(...given: readonly unknown[]): Statement {
  const name = typeof given[0] === 'string' ? stepName(given[0]) : 'pick';
  const [domains, body] = (typeof given[0] === 'string' ? given.slice(1) : given) as [
    Domains,
    (bound: never) => AlternativeBody,
  ];
  const { list, bound } = binders(domains);
  return new Statement({
    kind: 'choice',
    name,
    alternatives: [alternative('', list, body(bound as never))],
    complete: false,
    site: here(),
  });
}

/** Declares a local variable of a procedure or process. It has a value from its first assignment to the return of the call. */
export type LocalWord = <T>(name: string, sort: SortOf<T>) => PlaceOf<T>;

/** What a procedure's body may name besides its parameters. */
export interface ProcedureWords<R> {
  /** The process that runs it, of whatever kind. */
  readonly self: Expr<AnyProcess>;
  readonly local: LocalWord;
  /** Returns, with the result if there is one. Costs no step. */
  readonly ret: (...value: [R] extends [never] ? [] : [Operand<R>]) => Statement;
}

export interface CodeOptions {
  /** The file of the modelled code; the function is the procedure's name. */
  readonly source?: string;
}

type Arguments<D> = { readonly [K in keyof D]: D[K] extends SortOf<infer T> ? Operand<T> : never };
type SortsOnly = Readonly<Record<string, Sort>>;

/** A kernel function, say. Calling and returning cost no step; arguments may read the caller's locals, parameters, constants and `self` only. */
export function procedure<const D extends SortsOnly>(
  name: string,
  parameters: D,
  body: (words: Bound<D> & ProcedureWords<never>) => Statements,
  options?: CodeOptions,
): (args: Arguments<D>) => Call<never>;
export function procedure<const D extends SortsOnly, R>(
  name: string,
  parameters: D,
  result: SortOf<R>,
  body: (words: Bound<D> & ProcedureWords<R>) => Statements,
  options?: CodeOptions,
): (args: Arguments<D>) => Call<R>;
export function procedure(
  name: string,
  parameters: SortsOnly,
  ...rest: readonly unknown[]
): (args: Readonly<Record<string, unknown>>) => Call<never> {
  const site = here();
  const result = typeof rest[0] === 'function' ? undefined : (rest[0] as Sort);
  const [body, options = {}] = (typeof rest[0] === 'function' ? rest : rest.slice(1)) as [
    (words: never) => Statements,
    CodeOptions?,
  ];
  const reserved = Object.keys(parameters).find((each) => ['self', 'local', 'ret'].includes(each));
  if (reserved !== undefined)
    throw new SpecError(`procedure '${name}' has a parameter named '${reserved}'`, {
      places: placesOf(site),
      mend: 'self, local and ret are taken: choose another name',
    });
  const { list, bound } = binders(parameters);
  const locals: LocalDeclaration[] = [];
  const ret = (...value: readonly unknown[]): Statement => {
    if ((value.length === 0) !== (result === undefined)) {
      const what =
        result === undefined
          ? `ret(value) in '${name}', which declares no result`
          : `ret() without a value in '${name}', whose result is ${printSort(result)}`;
      throw new SpecError(what, { places: placesOf(here()) });
    }
    return new Statement({
      kind: 'ret',
      name: 'ret',
      value: result === undefined ? undefined : lift(value[0], result),
      site: here(),
    });
  };
  const self = wrap({ kind: 'self', sort: anyProcess });
  const list_ = (): readonly Flow[] => flows(body({ ...bound, self, local: localWord(name, locals), ret } as never));
  const tree: ProcedureTree = {
    name: stepName(name),
    parameters: list,
    result,
    locals,
    body: building(`procedure '${name}'`, list_, (flow) => [flow]),
    source: options.source === undefined ? undefined : { file: options.source, function: name },
    site,
  };
  return (args) => {
    const given = Object.keys(args);
    const odd =
      given.find((each) => !(each in parameters)) ?? Object.keys(parameters).find((each) => !given.includes(each));
    if (odd !== undefined) {
      throw new SpecError(
        `${name}() is called ${odd in parameters ? 'without' : 'with an unknown'} argument '${odd}'`,
        { places: placesOf(here()), mend: `its parameters are ${Object.keys(parameters).join(', ')}` },
      );
    }
    const bindings = new Map(list.map((binder) => [binder, lift(args[binder.name], binder.sort)]));
    return new Call({
      kind: 'call',
      name: tree.name,
      procedure: tree,
      args: bindings,
      result: undefined,
      body: tree.body,
      site: here(),
    });
  };
}

/** A process kind's program, as `spec({ processes })` takes it and as properties look into it. */
export class ProcessDeclaration<out N extends string = string> {
  readonly sort: Ids<N>;
  readonly flow: ProcessFlow;

  constructor(sort: Ids<N>, flow: ProcessFlow) {
    this.sort = sort;
    this.flow = flow;
  }

  /** Whether a process stands before the step that this path names. */
  isAt(who: Expr<Id<NoInfer<N>>>, path: string): Bool {
    return new Bool(this.#inside(who, path, 'at', { kind: 'bool' }));
  }

  /** Whether a process stands before some step of the procedure (or part) that this path names. */
  isWithin(who: Expr<Id<NoInfer<N>>>, path: string): Bool {
    return new Bool(this.#inside(who, path, 'within', { kind: 'bool' }));
  }

  /** The value of a process's local, by `procedure.local` or `local`; a domain error where it has none. */
  local<T>(who: Expr<Id<NoInfer<N>>>, name: string, sort: SortOf<T>): ExprOf<T> {
    return wrap(this.#inside(who, name, 'local', sort));
  }

  #inside(who: Expr<unknown>, pattern: string, asks: 'local' | 'at' | 'within', sort: Sort): Node {
    return { kind: 'inside', sort, process: this.sort.name, who: lift(who, this.sort), pattern, asks };
  }
}

/** The program of every process of a kind. A process whose list of statements ends has terminated. */
export function process<const N extends string>(
  sort: Ids<N>,
  body: (words: { readonly self: Expr<Id<N>> & ExprOf<Id<N>>; readonly local: LocalWord }) => Statements,
  options: CodeOptions = {},
): ProcessDeclaration<N> {
  const site = here();
  if (!sort.process)
    throw new SpecError(`process(…) needs a sort made by processes('${sort.name}', n)`, { places: placesOf(site) });
  const self: Binder = { name: sort.name, sort };
  const locals: LocalDeclaration[] = [];
  const words = { self: wrap<Id<N>>({ kind: 'bound', sort, binder: self }), local: localWord(sort.name, locals) };
  const flow = building(
    `process '${sort.name}'`,
    () => flows(body(words as never)),
    (built) => [built],
  );
  return new ProcessDeclaration(sort, {
    sort,
    self,
    locals,
    body: flow,
    source: options.source === undefined ? undefined : { file: options.source },
    site,
  });
}

function localWord(owner: string, locals: LocalDeclaration[]): LocalWord {
  return (name, sort) => {
    if (locals.some((each) => each.name === name))
      throw new SpecError(`'${owner}' declares the local '${name}' twice`, { places: placesOf(here()) });
    const local: LocalDeclaration = { name, sort };
    locals.push(local);
    return wrapPlace({ kind: 'local', sort, local });
  };
}

/** The flows of some statements. @throws SpecError for what is no statement */
export function flows(statements: readonly unknown[]): readonly Flow[] {
  if (!Array.isArray(statements))
    throw new SpecError('a list of statements is needed here', { places: placesOf(here()), mend: 'return [ … ]' });
  return statements.map((statement: unknown) => {
    if (statement instanceof Object && 'flow' in statement) return (statement as Statement).flow;
    const what =
      statement instanceof Update
        ? `the update '${String(statement)}'`
        : isBuilt(statement)
          ? 'an expression'
          : String(statement);
    throw new SpecError(`${what} stands where a statement is needed`, {
      places: placesOf(here()),
      mend: "write step('name', …): a step has a name",
    });
  });
}

/** Guards, assertions, updates and remarks of one step. @throws SpecError for what is none of them */
export function effectOf(parts: readonly unknown[]): Effect {
  const when_: Clause[] = [];
  const assertions: AssertionPart[] = [];
  const updates: UpdateTree[] = [];
  let [isSleeping, from]: [boolean, Source | undefined] = [false, undefined];
  for (const part of parts.flat(8)) {
    use(part);
    const kind = typeof part === 'object' && part !== null && mark in part ? part[mark] : undefined;
    if (kind === 'update') updates.push(...(part as Update).trees);
    else if (kind === 'guard') when_.push(...(part as Guard).clauses);
    else if (kind === 'assertion') assertions.push((part as Assertion).tree);
    else if (kind === 'remark')
      [isSleeping, from] = [isSleeping || (part as Remark).sleeps, (part as Remark).source ?? from];
    else
      throw new SpecError(`${isBuilt(part) ? `the expression '${String(part)}'` : String(part)} is no part of a step`, {
        places: placesOf(here()),
        mend: 'a step has updates, when(…), bugOn(…), warnOn(…), source(…) and sleeps',
      });
  }
  return {
    when: numbered('when', when_),
    assertions,
    updates: numbered('then', updates),
    sleeps: isSleeping,
    source: from,
  };
}

function numbered<P extends { readonly name: string }>(prefix: string, parts: readonly P[]): readonly P[] {
  return parts.map((part, index) => ({ ...part, name: `${prefix}#${index + 1}` }));
}

function alternative(name: string, list: readonly Binder[], body: AlternativeBody): FlowAlternative {
  const first = body.findIndex((each) => each instanceof Statement);
  const [parts, rest] = first < 0 ? [body, []] : [body.slice(0, first), body.slice(first)];
  return { name, binders: list, effect: effectOf(parts), rest: flows(rest) };
}

function assertion(severity: AssertionTree['severity'], condition: Bool, message: string): Assertion {
  const { node, site } = clause(condition);
  const held = new Bool(node).not().node;
  return new Assertion({ severity, node: held, message, site });
}

function acquireFlow(lock: Place<Lock>, name: string): Flow {
  return { kind: 'acquire', name: stepName(name), lock: lockNode(lock), site: here() };
}

function releaseFlow(lock: Place<Lock>, name: string): Flow {
  return { kind: 'release', name: stepName(name), lock: lockNode(lock), site: here() };
}

function lockNode(lock: unknown): Node {
  if (isBuilt(lock) && lock.node.sort.kind === 'lock') return lock.node;
  throw new SpecError(`${isBuilt(lock) ? `'${String(lock)}'` : String(lock)} is no lock`, {
    places: placesOf(here()),
    mend: "declare the variable as lock('spin') or lock('sleep')",
  });
}

// Dots separate the names of a path, '/' an alternative, '#' a number: a step's own name keeps clear of them.
function stepName(name: string): string {
  if (typeof name !== 'string' || name === '' || /[./#\n]/.test(name)) {
    throw new SpecError(`${JSON.stringify(name)} is no name for a step`, {
      places: placesOf(here()),
      mend: 'a name is not empty and has no dot, slash or #',
    });
  }
  return name;
}
