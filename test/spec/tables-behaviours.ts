// The document's tables of whole behaviours, cell by cell: the suite that a cell is about, and what it says.

import balloon from '../../spec/balloon.ts';
import { names, rowsOf } from './tables.ts';

export interface BehaviourCell {
  /** Of the suite. */
  readonly name: string;
  /** Pages, scanners, deflaters and inflaters; of some tables. */
  readonly sizes: string | undefined;
  /** `holds`; the steps of a violation; `11 + 9`: those to a loop, and those of the loop. */
  readonly verdict: string;
}

const versions = ['v0', 'old', 'before', 'after', 'tas'];

/** All cells, and the groups of the suites that they are about. */
export function behaviourCells(
  document: string,
): readonly (readonly [group: string, cells: readonly BehaviourCell[]])[] {
  const ofVersions = (rule: string, about: string, sizes: string | undefined, verdicts: readonly string[]) =>
    verdicts.flatMap((verdict, column): BehaviourCell[] =>
      verdict === '' ? [] : [{ name: `${names(rule)[0] ?? rule} of ${versions[column]}: ${about}`, sizes, verdict }],
    );
  return [
    [
      'what must happen some time',
      rowsOf(document, 'must happen').flatMap(([rule = '', about = '', sizes, ...verdicts]) =>
        ofVersions(rule, about, sizes, verdicts),
      ),
    ],
    [
      'what must happen some time, in mutants',
      rowsOf(document, 'mutant, and what must happen').map(([name = '', sizes, verdict = '']) => ({
        name,
        sizes,
        verdict,
      })),
    ],
    [
      'whose pages are',
      rowsOf(document, 'refinement | configuration').flatMap(([rule = '', about = '', ...verdicts]) =>
        ofVersions(rule, about, undefined, verdicts),
      ),
    ],
    [
      'whose pages are, in mutants',
      rowsOf(document, 'mutant, and the balloon that it is not').map(([name = '', verdict = '']) => ({
        name,
        sizes: undefined,
        verdict,
      })),
    ],
  ];
}

/** What a suite expects, and its sizes, as a cell says them without the steps. */
export function expectedCell(name: string): { readonly isViolated: boolean; readonly sizes: string } | undefined {
  const suite = balloon.suites.find((each) => each.name === name);
  if (suite === undefined) return undefined;
  const { pages, scanners, deflaters, inflaters } = suite.set ?? {};
  return { isViolated: suite.expect !== 'holds', sizes: [pages, scanners, deflaters, inflaters].join('/') };
}
