// What refinements ask of steps, in functions of their own: a condition that holds a whole abstract specification would be too much code to stand
// wherever a firing ends. The state before lies at `$p`, the one after in the entry at `$t`. What was seen of the abstract specification is
// noted on the way: an action that is known already is looked at only until one allows the step.

import { domainErrorName } from '../language/property-names.ts';
import { refinementsIn } from '../language/refined-by.ts';
import type { NamedValue, Node, PropertyTree, RefinementTree } from '../language/tree.ts';
import { block, FunctionCode, type Code } from './code.ts';
import { keep } from './compiled.ts';
import type { Context } from './context.ts';
import { truthOf } from './expression.ts';
import { flag, type JudgeParts } from './judgements.ts';
import type { Version } from './packed.ts';
import { readsOf } from './reads.ts';
import { isFalse, isTrue, local, not, type Wx } from './wasm.ts';

/** Emits that the step to the entry at `$t` is judged; nothing where it wrote nothing that the mapping reads: then it stutters there. */
export function judgeRefined(
  property: PropertyTree,
  written: ReadonlySet<string>,
  { module: { specification } }: Pick<JudgeParts, 'module'>,
): Code {
  const mayMove = [...readsOf(property.node, specification)].some((variable) => written.has(variable));
  return mayMove ? [`(call ${nameOf(property)} (local.get $p) (local.get $t) (local.get $s))`] : [];
}

function nameOf({ name }: { readonly name: string }): string {
  return `$refines:${name.replace(/[^A-Za-z0-9_.#/]/g, (other) => `:${other.codePointAt(0) ?? 0}:`)}`;
}

/** The functions that `judgeRefined` calls. */
export function refinedFunctions(successorIn: (words: readonly Wx[]) => Version, parts: JudgeParts): readonly string[] {
  return refinementsIn(parts.module.specification).map((refinement) => refinedFunction(refinement, successorIn, parts));
}

function refinedFunction(
  refinement: RefinementTree,
  successorIn: (words: readonly Wx[]) => Version,
  parts: JudgeParts,
): string {
  const { name, steps } = refinement;
  const { module, slots, scratch } = parts;
  const to = new FunctionCode();
  const out: Code = [];
  const words = Array.from({ length: module.layout.words }, (_, index) => {
    const word = to.newLocal('i64');
    out.push(`(local.set ${word} (i64.load offset=${16 + 8 * index} (local.get $t)))`);
    return local('i64', word);
  });
  const [held, violated] = [to.newLabel('held'), to.newLabel('violated')];
  const cx: Context = {
    module,
    to,
    version: parts.versionOf(to),
    successor: successorIn(words),
    bound: new Map(),
    copies: 1,
    fail: (text, at) => {
      const slot = { kind: 'domain', where: 'step', property: domainErrorName(name, text), text, of: name } as const;
      at.push(flag(slots.of(slot), scratch), `(br ${held})`);
    },
  };
  const lines: Code = [];
  bind(steps.lets, cx, lines);
  const moves = steps.same.map((node, index) => {
    const slot = slots.of({ kind: 'moved', where: 'step', refinement: name, index });
    const moved = to.kept(not(truthOf(node, cx, lines)), lines);
    if (!isFalse(moved)) lines.push(`(if ${moved.text} (then ${flag(slot, scratch)}))`);
    return moved;
  });
  const open = moves.filter((moved) => !isFalse(moved));
  if (!open.some(isTrue))
    lines.push(
      open.length === 0
        ? `(br ${held})`
        : `(br_if ${held} (i32.eqz ${open.map(({ text }) => text).reduce((a, b) => `(i32.or ${a} ${b})`)}))`,
    );
  const cases: Code = [];
  const within: Context = { ...cx, fail: (_, at) => at.push(`(br ${violated})`) };
  bind(steps.fits, within, cases);
  steps.actions.forEach(({ node }, index) => allow(node, index, refinement, within, cases, parts));
  cases.push(`(br_if ${held} (local.get $allowed))`);
  lines.push(...block(violated, cases), flag(slots.of({ kind: 'action', where: 'step', property: name }), scratch));
  out.push('(local.set $allowed (i32.const 0))', `(block ${held}`, ...lines, ')');
  return parts.print(
    `(func ${nameOf(refinement)} (param $p i32) (param $t i32) (param $s i32) (local $allowed i32)`,
    to,
    out,
  );
}

function bind(values: readonly NamedValue[], cx: Context, out: Code): void {
  for (const { binder, value } of values) cx.bound.set(binder, keep(cx.module.compile(value, cx, out), cx.to, out));
}

// An abstract action allows the step; it is evaluated until one does, and until it is known that it ever does.
function allow(
  node: Node,
  index: number,
  { name }: RefinementTree,
  cx: Context,
  out: Code,
  { slots, scratch }: JudgeParts,
): void {
  const slot = slots.of({ kind: 'taken', where: 'step', refinement: name, index });
  const known = `(i32.load8_u offset=${scratch.flags + slot} (local.get $s))`;
  const inner: Code = [];
  cx.to.scoped(() => {
    const truth = truthOf(node, cx, inner);
    if (!isFalse(truth))
      inner.push(`(if ${truth.text} (then ${flag(slot, scratch)} (local.set $allowed (i32.const 1))))`);
  });
  out.push(`(if (i32.eqz (i32.and (local.get $allowed) ${known})) (then`, ...inner, '))');
}
