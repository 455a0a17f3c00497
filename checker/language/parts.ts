// The parts of a step: guards, assertions, remarks and updates, gathered into one effect.

import { clause } from './clauses.ts';
import { SpecError } from './errors.ts';
import { Bool } from './expression.ts';
import type { Update } from './place.ts';
import { type AssertionPart, type Effect } from './flow.ts';
import { isBuilt, mark, note, use } from './nodes.ts';
import { here, placesOf } from './site.ts';
import { type AssertionTree, type Clause, type Source, type UpdateTree } from './tree.ts';

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

export function numbered<P extends { readonly name: string }>(prefix: string, parts: readonly P[]): readonly P[] {
  return parts.map((part, index) => ({ ...part, name: `${prefix}#${index + 1}` }));
}

function assertion(severity: AssertionTree['severity'], condition: Bool, message: string): Assertion {
  const { node, site } = clause(condition);
  const held = new Bool(node).not().node;
  // A message is told in one line, in however many it is written.
  return new Assertion({
    severity,
    node: held,
    message: message.trim().replaceAll(/\s*[\p{Cc}\u2028\u2029]\s*/gu, ' '),
    site,
  });
}
