// ballast describe: what a specification is made of, in the words of its author. Nothing is explored.

import { UsageError } from '../../checker/index.ts';
import { built, editable, identityOf } from '../check/question.ts';
import { parseSettings } from '../arguments/settings.ts';
import { loadSpecification } from '../load/load.ts';
import { suitesOf } from '../matrix/suites.ts';
import { shownPath } from '../report/errors.ts';
import { foldWords } from '../report/layout.ts';
import { printIdentity } from '../report/words.ts';
import type { Terminal } from '../terminal.ts';
import { describeActions } from './actions.ts';
import { describeDeadLocals } from './locals.ts';
import { describeModel, describeVariants } from './model.ts';
import { openingOf, shownSource } from './opening.ts';
import { describeProperties } from './properties.ts';
import { describeReductions } from './reductions.ts';
import { describeVariables } from './variables.ts';

export interface DescribeArguments {
  readonly spec: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly paths?: boolean;
}

/** Lines under a heading. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

export async function describe(given: DescribeArguments, { cwd, print, paint }: Terminal): Promise<number> {
  const loaded = await loadSpecification(given.spec, { cwd });
  const [set = {}, ...more] = parseSettings(given.set ?? [], loaded.model);
  if (more.length > 0)
    throw new UsageError('describe takes one value for each constant', { mend: 'leave the others out' });
  const { mutant } = given;
  const specification = built(loaded, { set, mutant, edits: given.edit ?? [] });
  const identity = printIdentity(identityOf(loaded, specification, { reference: given.spec, mutant }));
  if (given.paths === true) {
    const paths = editable(loaded, { set, mutant, edits: given.edit ?? [] });
    print(paths.length === 0 ? 'there are no paths to edit' : paths.join('\n'));
    return 0;
  }
  const about = openingOf(loaded.file);
  const sections: readonly Section[] = [
    ...describeModel(loaded.model, specification),
    ...describeVariables(specification),
    describeReductions(specification, (path) => shownPath(path, cwd)),
    describeDeadLocals(specification),
    describeActions(specification),
    ...describeProperties(specification),
    ...describeVariants(loaded.model, suitesOf(loaded)),
  ];
  const head = [
    paint('strong', identity),
    `  ${shownSource(loaded.file, cwd)}`,
    ...(about === '' ? [] : [`  ${foldWords(about, { indent: 2 })}`]),
  ];
  const blocks = sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => [`${paint('strong', heading)}:`, ...lines].join('\n'));
  print([head.join('\n'), ...blocks].join('\n\n'));
  return 0;
}
