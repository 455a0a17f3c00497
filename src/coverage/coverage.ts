// ballast coverage: what of a specification the search exercised, and what of it decides nothing.

import { type ClauseCoverage, InternalError, type Specification } from '../../checker/index.ts';
import { type SubjectArguments, subjectOf, violatedIn } from '../profile/subject.ts';
import { shownPath } from '../report/errors.ts';
import { roundedMs } from '../result/assemble.ts';
import { coverageDocumentOf, type ClauseResult, type CoverageResult } from '../result/coverage.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { constantsCoverage } from './constants.ts';
import { idlePremisesOf } from './premises.ts';

export interface CoverageArguments extends SubjectArguments {
  readonly all?: boolean;
}

/** Explores, prints what was exercised, and gives 0, or 20 where a search ended before everything was explored. */
export async function coverage(given: CoverageArguments, terminal: Terminal): Promise<number> {
  const startMs = performance.now();
  const subject = await subjectOf(given, terminal);
  const { specification, identity, limits } = subject;
  const { found, engine, notice } = await subject.explored(specification, { survey: 'values', collect: true });
  const { collected, transitionsDigest } = found;
  if (collected === undefined || transitionsDigest === undefined)
    throw new InternalError('the search did not count what it was asked to count');
  const result: CoverageResult = {
    specification: identity,
    engine,
    ...(notice === undefined ? {} : { notice }),
    ended: found.ended,
    limits,
    counts: found.counts,
    transitionsDigest,
    violated: violatedIn(found),
    neverExercised: found.neverExercised.flatMap(({ kind, name, text }) =>
      kind === 'witness' ? [] : [{ kind, name, text }],
    ),
    actions: found.actions,
    clauses: collected.clauses.map((clause) => clauseOf(specification, clause, terminal)),
    antecedents: collected.antecedents,
    idlePremises: found.ended === 'complete' ? await idlePremisesOf(subject) : undefined,
    variables: found.survey ?? [],
    constants: terminal.isInterrupted() ? undefined : constantsCoverage(subject, terminal),
    elapsedMs: roundedMs(performance.now() - startMs),
  };
  const isAnswered = found.ended === 'complete' && result.idlePremises !== undefined && result.constants !== undefined;
  const status = isAnswered ? exitStatus.holds : exitStatus.undecided;
  if (given.json === true) terminal.print(JSON.stringify(coverageDocumentOf(result, status), undefined, 2));
  else {
    const { coverageMarkdown, renderCoverage } = await import('../report/coverage-report.ts');
    const form = { paint: terminal.paint, isWhole: given.all };
    terminal.print(given.report === 'markdown' ? coverageMarkdown(result, form) : renderCoverage(result, form));
  }
  return status;
}

function clauseOf(
  { actions }: Specification,
  { site, ...clause }: ClauseCoverage,
  { cwd }: Pick<Terminal, 'cwd'>,
): ClauseResult {
  const { place } = site ?? {};
  const { paths = [] } = actions.find(({ name }) => name === clause.action)?.step ?? {};
  return {
    ...clause,
    ...(paths.length > 1 && clause.text.startsWith('holder(') ? { isOfOneStep: true } : {}),
    ...(place === undefined
      ? {}
      : { place: { file: shownPath(place.file, cwd), line: place.line, column: place.column } }),
  };
}
