// What refinements ask of steps, in functions of their own: a condition that holds a whole abstract specification would be too much code to stand
// wherever a firing ends. The state before lies at `$p`, the one after in the entry at `$t`.

import { domainErrorName } from '../language/property-names.ts';
import type { PropertyTree } from '../language/tree.ts';
import { block, FunctionCode, type Code } from './code.ts';
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

function nameOf({ name }: PropertyTree): string {
  return `$refines:${name.replace(/[^A-Za-z0-9_.#/]/g, (other) => `:${other.codePointAt(0) ?? 0}:`)}`;
}

/** The functions that `judgeRefined` calls. */
export function refinedFunctions(successorIn: (words: readonly Wx[]) => Version, parts: JudgeParts): readonly string[] {
  const { specification, layout } = parts.module;
  return specification.actionProperties
    .filter(({ kind }) => kind === 'refinement')
    .map((property) => {
      const { name, node } = property;
      const to = new FunctionCode();
      const out: Code = [];
      const words = Array.from({ length: layout.words }, (_, index) => {
        const word = to.newLocal('i64');
        out.push(`(local.set ${word} (i64.load offset=${16 + 8 * index} (local.get $t)))`);
        return local('i64', word);
      });
      const end = to.newLabel('held');
      const lines: Code = [];
      const truth = truthOf(
        node,
        {
          module: parts.module,
          to,
          version: parts.versionOf(to),
          successor: successorIn(words),
          bound: new Map(),
          copies: 1,
          fail: (text, at) => {
            const slot = {
              kind: 'domain',
              where: 'step',
              property: domainErrorName(name, text),
              text,
              of: name,
            } as const;
            at.push(flag(parts.slots.of(slot), parts.scratch), `(br ${end})`);
          },
        },
        lines,
      );
      const set = flag(parts.slots.of({ kind: 'action', where: 'step', property: name }), parts.scratch);
      if (isFalse(truth)) lines.push(set);
      else if (!isTrue(truth)) lines.push(`(if ${not(truth).text} (then ${set}))`);
      out.push(...block(end, lines));
      return parts.print(`(func ${nameOf(property)} (param $p i32) (param $t i32) (param $s i32)`, to, out);
    });
}
