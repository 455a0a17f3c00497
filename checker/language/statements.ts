// Statements: the form for sequential code, such as a kernel function. Each is one atomic step unless its docstring says otherwise.
// Builds the flow of `flow.ts`; nothing runs here.

import { clause } from './clauses.ts';
import { SpecError } from './errors.ts';
import { Bool } from './expression.ts';
import { Update, type Place } from './place.ts';
import { type Flow } from './flow.ts';
import { isBuilt, lift, mark, note, use } from './nodes.ts';
import { type Part, effectOf } from './parts.ts';
import { here, placesOf } from './site.ts';
import { type Lock, type Sort } from './sorts.ts';
import { type Node } from './tree.ts';

/** One statement of a process or procedure. */
export class Statement {
  readonly [mark]: string = 'statement';
  readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
    note(flow, 'a statement', flow.site);
  }
}

export type Statements = readonly Statement[];

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

/** One atomic step: its guards, then its assertions, then all its updates at once, every expression reading the state before. */
export function step(name: string, ...parts: readonly Part[]): Statement {
  return new Statement({ kind: 'step', name: stepName(name), effect: effectOf(parts), site: here() });
}

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
export function stepName(name: string): string {
  if (typeof name !== 'string' || name === '' || /[./#\n]/.test(name)) {
    throw new SpecError(`${JSON.stringify(name)} is no name for a step`, {
      places: placesOf(here()),
      mend: 'a name is not empty and has no dot, slash or #',
    });
  }
  return name;
}
