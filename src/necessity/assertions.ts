// Assertions, judged by what they notice. Without one nothing behaves differently, so each is left out of the variants that it may be alone to notice:
// where nothing breaks any more, it was.

import type { AnyVariant } from './mutants.ts';
import type { Asserted, JudgedVariant } from './result.ts';

/** A variant without an assertion besides. */
export interface WithoutAssertion {
  readonly label: string;
  readonly assertion: AnyVariant;
  readonly variant: AnyVariant;
  readonly edits: AnyVariant['edits'];
  readonly isFine: boolean;
}

/**
 * The questions to be asked: of each variant that one property alone notices, by an assertion that fails, without each assertion of the statement
 * that fails.
 */
export function withoutAssertions<V extends AnyVariant>(
  assertions: readonly AnyVariant[],
  judged: ReadonlyMap<V, JudgedVariant>,
): readonly WithoutAssertion[] {
  return [...judged].flatMap(([variant, { verdict }]) => {
    if (
      variant.mutant !== undefined ||
      verdict.kind !== 'load-bearing' ||
      verdict.size !== 'asked' ||
      verdict.notices.length > 1
    )
      return [];
    const path = verdict.breaks[0]?.path;
    if (path === undefined) return [];
    return assertions
      .filter((assertion) => isAt(path, assertion.path))
      .map((assertion) => ({
        label: `${variant.name} without ${assertion.path}`,
        assertion,
        variant,
        edits: [...assertion.edits, ...variant.edits],
        isFine: variant.isFine,
      }));
  });
}

/** Whether a full path is that of a statement, called by as much as is unambiguous; of its alternatives, any. */
function isAt(path: string, statement: string): boolean {
  const plain = (text: string): string => `.${text.replace(/\/[^.]*$/, '')}`;
  return plain(path).endsWith(plain(statement));
}

/** `breaks`: whether something still does; undefined where nobody can tell. */
export function assertedOf(assertion: AnyVariant, asked: ReadonlyMap<WithoutAssertion, boolean | undefined>): Asserted {
  const alone = [...asked].filter(([each, breaks]) => each.assertion === assertion && breaks === false);
  return { kind: 'assertion', alone: alone.map(([{ variant }]) => variant.name) };
}
