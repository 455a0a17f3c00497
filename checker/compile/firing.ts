// Firings in generated code: the statements of an action, run in order on versions of the state, up to the successor that is appended.
// Ways part only where statements part; a blocked or failing way leaves to the label of its firing.

import type { AssertionTree, Clause, StatementTree } from '../language/tree.ts';
import { assigned, writtenBy } from './assign.ts';
import { block, type Code } from './code.ts';
import type { Context } from './context.ts';
import { truthOf, unlessTrue } from './expression.ts';
import type { Version } from './packed.ts';
import { eachBinding } from './quantifiers.ts';
import { choose, isFalse, isTrue, local, type Wx } from './wasm.ts';

/** What is known where a statement runs. */
export interface Way {
  readonly version: Version;
  /** The variables that may differ from the state expanded. */
  readonly written: ReadonlySet<string>;
  /** Where a way that is over goes. */
  readonly over: string;
}

export interface Firing {
  /** The context of a version: it fails by the firing's label. */
  readonly contextOf: (way: Way) => Context;
  /** Emits that a condition is asked for and, where it is false, leaves; where undefined it is not counted. */
  readonly required: ((clause: Clause, way: Way, cx: Context, out: Code) => void) | undefined;
  /** Emits that an assertion was evaluated. */
  readonly asserted: (assertion: AssertionTree, out: Code) => void;
  /** Emits that an assertion failed, and leaves. */
  readonly failed: (assertion: AssertionTree, way: Way, out: Code) => void;
  /** Emits the successor. */
  readonly done: (way: Way, out: Code) => void;
}

/** Emits every firing of some statements. */
export function run(statements: readonly StatementTree[], way: Way, firing: Firing, out: Code): void {
  go(statements, 0, way, firing, out, (last) => firing.done(last, out));
}

function go(
  statements: readonly StatementTree[],
  from: number,
  start: Way,
  firing: Firing,
  out: Code,
  done: (way: Way) => void,
): void {
  let way = start;
  for (const [index, statement] of statements.entries()) {
    if (index < from) continue;
    const cx = firing.contextOf(way);
    const rest = statements.slice(index + 1);
    switch (statement.kind) {
      case 'assign':
        way = {
          ...way,
          version: assigned(statement, cx, out),
          written: new Set([...way.written, ...writtenBy(statement)]),
        };
        break;
      case 'require':
        if (firing.required === undefined) unlessTrue(statement.clause.node, way.over, cx, out);
        else firing.required(statement.clause, way, cx, out);
        break;
      case 'assert': {
        firing.asserted(statement.assertion, out);
        const truth = truthOf(statement.assertion.node, cx, out);
        if (isTrue(truth)) break;
        const inner: Code = [];
        firing.failed(statement.assertion, way, inner);
        out.push(`(if (i32.eqz ${truth.text}) (then`, ...inner, '))');
        break;
      }
      case 'if': {
        const truth = cx.to.kept(truthOf(statement.condition.node, cx, out), out);
        if (truth.value !== undefined) {
          const branch = isFalse(truth) ? statement.otherwise : statement.then;
          return go([...branch, ...rest], 0, way, firing, out, done);
        }
        if (parts(statement.then) || parts(statement.otherwise)) {
          const [then, otherwise]: [Code, Code] = [[], []];
          run([...statement.then, ...rest], way, firing, then);
          run([...statement.otherwise, ...rest], way, firing, otherwise);
          out.push(`(if ${truth.text} (then`, ...then, ') (else', ...otherwise, '))');
          return;
        }
        way = joined(truth, statement.then, statement.otherwise, way, firing, out);
        break;
      }
      case 'choose':
        for (const { binders, body } of statement.alternatives) {
          eachBinding(binders, undefined, { ...cx, fail: cx.fail }, out, (inner, to) => {
            const over = inner.to.newLabel('next');
            const lines: Code = [];
            const within = { ...firing, contextOf: (each: Way) => ({ ...firing.contextOf(each), bound: inner.bound }) };
            inner.to.scoped(() => run([...body, ...rest], { ...way, over }, within, lines));
            to.push(...block(over, lines));
          });
        }
        return;
    }
  }
  done(way);
}

/** Whether a way through the statements can end in several firings. */
function parts(statements: readonly StatementTree[]): boolean {
  return statements.some(
    (each) => each.kind === 'choose' || (each.kind === 'if' && (parts(each.then) || parts(each.otherwise))),
  );
}

function joined(
  truth: Wx,
  then: readonly StatementTree[],
  otherwise: readonly StatementTree[],
  way: Way,
  firing: Firing,
  out: Code,
): Way {
  const [thenCode, otherwiseCode]: [Code, Code] = [[], []];
  let [a, b] = [way, way];
  go(then, 0, way, firing, thenCode, (last) => (a = last));
  go(otherwise, 0, way, firing, otherwiseCode, (last) => (b = last));
  const { to } = firing.contextOf(way);
  const words = a.version.words.map((word, index) => {
    const other = b.version.words[index] ?? word;
    if (word.text === other.text) return word;
    const name = to.newLocal('i64');
    thenCode.push(`(local.set ${name} ${word.text})`);
    otherwiseCode.push(`(local.set ${name} ${other.text})`);
    return local('i64', name);
  });
  out.push(`(if ${truth.text} (then`, ...thenCode, ') (else', ...otherwiseCode, '))');
  const isSame = words.every((word, index) => word.text === way.version.words[index]?.text);
  const version: Version = {
    words,
    live: (variable, process) => choose(truth, a.version.live(variable, process), b.version.live(variable, process)),
    known: isSame ? way.version.known : new Map(),
  };
  return { ...way, version, written: new Set([...a.written, ...b.written]) };
}
