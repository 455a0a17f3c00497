// Procedures and processes: statements with parameters, locals, a result, and somebody who runs them.

import { SpecError } from './errors.ts';
import { Bool, type Expr, type ExprOf, type Operand, wrap } from './expression.ts';
import { type PlaceOf, wrapPlace } from './place.ts';
import { type Flow, type ProcedureTree, type ProcessFlow } from './flow.ts';
import { building, lift } from './nodes.ts';
import { here, placesOf } from './site.ts';
import { type AnyProcess, type Id, type Ids, type Sort, type SortOf, anyProcess, printSort } from './sorts.ts';
import { Call, Statement, flows, stepName, type Statements } from './statements.ts';
import { type Binder, type LocalDeclaration, type Node } from './tree.ts';
import { type Bound, binders } from './words.ts';

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
