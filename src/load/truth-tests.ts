// The second net against mistakes: JavaScript never asks an object when it tests truth, so `a || b` over expressions silently drops b.
// This Babel plugin hands every value that a specification tests to a check, together with its place, its text and the mend.
// The meaning of a file never depends on it: the check gives the value back, and all is evaluated as often and in the same order.

import type { NodePath, PluginObj, types as Babel } from '@babel/core';
import { mendConditional, mendIf, mendLogical, mendLoop, mendNot } from './truth-mends.ts';
import { quote, stripped } from './quotation.ts';

export interface TruthTestsOptions {
  /** The file, as messages are to name it. */
  readonly file: string;
  /** The module that exports `tested`, see truth-check.ts. */
  readonly checkModule: string;
}

/** What is to be said of a tested value that turns out to be an expression of the language. */
interface TruthTest {
  readonly by: string;
  readonly quoted: Babel.Node;
  readonly mend: string;
}

type ExpressionPath = NodePath<Babel.Expression>;

/** The Babel plugin: puts every tested value of a file into a call of the check. */
export function truthTests({ types }: { types: typeof Babel }, options: TruthTestsOptions): PluginObj {
  return {
    visitor: {
      // All at once and first, so that what is seen is what was written, whatever the other plugins do to it.
      Program(program, { file: { code } }) {
        const tests = testsOf(program, code);
        if (tests.size === 0) return;
        const check = program.scope.generateUidIdentifier('tested');
        for (const [path, test] of tests) {
          const said = saidOf(test, options.file, code).map((each) => types.valueToNode(each));
          path.replaceWith(types.callExpression(types.cloneNode(check), [path.node, ...said]));
        }
        const specifier = types.importSpecifier(check, types.identifier('tested'));
        program.unshiftContainer(
          'body',
          types.importDeclaration([specifier], types.stringLiteral(options.checkModule)),
        );
      },
    },
  };
}

/** A tested value: where it stands in the text, and what the check is to be handed after it. */
export interface TestedText {
  readonly start: number;
  readonly end: number;
  readonly said: readonly (string | number)[];
}

export interface ListingOptions extends Pick<TruthTestsOptions, 'file'> {
  readonly list: (tests: readonly TestedText[]) => void;
}

/** The Babel plugin for whoever changes the text by other means: only lists the tests of a file. */
export function listTruthTests(_: unknown, { file, list }: ListingOptions): PluginObj {
  return {
    visitor: {
      Program(program, { file: { code } }) {
        const tests = [...testsOf(program, code)].map(([{ node }, test]) => ({
          start: node.start ?? 0,
          end: node.end ?? 0,
          said: saidOf(test, file, code),
        }));
        list(tests);
      },
    },
  };
}

/** The arguments of the check after the value. */
function saidOf({ by, quoted, mend }: TruthTest, file: string, code: string): readonly (string | number)[] {
  const { line, column } = quoted.loc?.start ?? { line: 1, column: 0 };
  return [by, mend, file, line, column + 1, quote(code, quoted)];
}

/** Where values are tested. Every test of truth is visited once, and no two of them hand the same value on. */
function testsOf(program: NodePath<Babel.Program>, code: string): ReadonlyMap<ExpressionPath, TruthTest> {
  const tests = new Map<ExpressionPath, TruthTest>();
  const add = (tested: ExpressionPath, test: TruthTest): void => {
    for (const path of yielding(tested)) tests.set(path, test);
  };

  program.traverse({
    LogicalExpression(path) {
      const { operator } = path.node;
      const by = operator === '??' ? 'for null by ??' : `for truth by ${operator}`;
      const quoted = conditionAround(path, () => true);
      const chain = conditionAround(path, (outer) => outer.operator === operator);
      add(path.get('left'), { by, quoted, mend: mendLogical(code, chain) });
    },
    UnaryExpression(path) {
      if (path.node.operator !== '!') return;
      add(path.get('argument'), { by: 'for truth by !', quoted: path.node, mend: mendNot(code, path.node) });
    },
    ConditionalExpression(path) {
      add(path.get('test'), { by: 'for truth by ?:', quoted: path.node, mend: mendConditional(code, path.node) });
    },
    IfStatement(path) {
      add(path.get('test'), { by: 'for truth by if', quoted: path.node.test, mend: mendIf(code, path.node) });
    },
    While(path) {
      add(path.get('test'), { by: 'for truth by while', quoted: path.node.test, mend: mendLoop });
    },
    ForStatement(path) {
      const test = path.get('test');
      if (test.isExpression()) add(test, { by: 'for truth by for', quoted: test.node, mend: mendLoop });
    },
  });
  return tests;
}

/** The parts of a tested expression that can be its value; the left side of a logical operator is tested by that operator. */
function yielding(path: ExpressionPath): ExpressionPath[] {
  if (path.isLogicalExpression()) return yielding(path.get('right'));
  if (path.isConditionalExpression()) return [path.get('consequent'), path.get('alternate')].flatMap(yielding);
  if (path.isSequenceExpression()) return path.get('expressions').slice(-1).flatMap(yielding);
  if (path.isTSAsExpression()) return yielding(path.get('expression'));
  if (path.isTSSatisfiesExpression()) return yielding(path.get('expression'));
  if (path.isTSNonNullExpression()) return yielding(path.get('expression'));
  if (path.isParenthesizedExpression()) return yielding(path.get('expression'));
  return neverExpressions.has(path.node.type) ? [] : [path];
}

// What these yield is a primitive value, a new function or a new object literal, never an expression of the language.
const neverExpressions: ReadonlySet<string> = new Set([
  'BooleanLiteral',
  'NumericLiteral',
  'StringLiteral',
  'NullLiteral',
  'TemplateLiteral',
  'UnaryExpression',
  'UpdateExpression',
  'BinaryExpression',
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ObjectExpression',
  'ArrayExpression',
]);

type LogicalPath = NodePath<Babel.LogicalExpression>;

/** The largest condition around a logical expression, of those that `joins` lets grow: for `a && b || c` all of it. */
function conditionAround(
  path: LogicalPath,
  joins: (outer: Babel.LogicalExpression) => boolean,
): Babel.LogicalExpression {
  const outer = path.findParent(({ node }) => stripped(node) === node);
  return outer?.isLogicalExpression() === true && joins(outer.node) ? conditionAround(outer, joins) : path.node;
}
