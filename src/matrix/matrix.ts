// ballast matrix: every expectation of a specification, a line each, and the shortest counterexample of one.

import { UsageError } from '../../checker/index.ts';
import { type LimitTexts, parseLimits } from '../arguments/limits.ts';
import { parseReductions, type ReductionFlags } from '../arguments/reductions.ts';
import { type EngineTexts, parseEngine } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { raceFor, renderCheck } from '../report/check-report.ts';
import { matrixMarkdown } from '../report/matrix-markdown.ts';
import { type MatrixReport, matrixReport } from '../report/matrix-report.ts';
import { documentOf } from '../result/document.ts';
import { deliver, isDocumentWanted, type Outputs, refuseOut, refuseSource } from '../result/out-file.ts';
import type { CheckResult, SuiteResult } from '../result/result.ts';
import { exitStatus, statusOfAll } from '../result/status.ts';
import { vacuitiesOf } from '../result/vacuity.ts';
import type { Terminal } from '../terminal.ts';
import { askAll } from './ask-all.ts';
import { type NamedSuite, namedBy, suitesOf } from './suites.ts';

export interface MatrixArguments extends LimitTexts, EngineTexts, Outputs, ReductionFlags {
  readonly spec: string;
  readonly show?: string;
  readonly only?: readonly string[];
  readonly as?: string;
  readonly strict?: boolean;
}

/**
 * Checks the suites, prints their lines, and gives 0, or 21 where an expectation fails, or 20 where one is not decided; with --strict 22 where
 * the matrix shows nothing about a property.
 */
export async function matrix(given: MatrixArguments, terminal: Terminal): Promise<number> {
  const startMs = performance.now();
  refuseForms(given);
  refuseOut(given, terminal.cwd);
  const isWhole = isDocumentWanted(given);
  const { workers } = parseEngine({ workers: given.workers });
  const manner = {
    limits: parseLimits(given),
    engine: parseEngine({ engine: given.engine }),
    reductions: parseReductions(given),
    isWhole,
    isHashed: isWhole,
  };
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  refuseSource(given, terminal.cwd, loaded.files);
  const { suites, shown } = chosen(given, loaded);
  const print = (lines: readonly string[]): void => {
    if (given.json !== true && lines.length > 0) terminal.print(lines.join('\n'));
  };
  const report: MatrixReport = given.as === 'markdown' ? matrixMarkdown(suites) : matrixReport(suites, terminal.paint);
  print(report.head(loaded.model.name));
  const asked = await askAll(suites, loaded, given.spec, { manner, workers }, terminal, (suite, result) =>
    print(result === undefined ? report.refused(suite) : report.row(suite, result)),
  );
  const results = [...asked.values()];
  const isCutShort = results.length < suites.length;
  const isDecided = !isCutShort && results.every(({ expectation }) => expectation?.isMet !== undefined);
  const vacuities = given.only === undefined && isDecided ? vacuitiesOf(results) : undefined;
  const isVacuous = given.strict === true && vacuities !== undefined && vacuities.length > 0;
  const status = statusOfAll([
    ...results.map((each) => each.status),
    ...(isCutShort ? [exitStatus.undecided] : []),
    ...(isVacuous ? [exitStatus.vacuous] : []),
  ]);
  const document = documentOf([...asked].map(entryOf), status, vacuities && { vacuities });
  if (given.json === true) return deliver(document, given, terminal);
  const { paint, columns } = terminal;
  const traces: string[] = [];
  for (const suite of shown) {
    const result = asked.get(suite);
    if (result !== undefined) traces.push(renderCheck(result, { paint, columns, race: await raceFor(result) }));
  }
  const elapsedMs = performance.now() - startMs;
  print(report.foot({ results, asked: suites.length, vacuities, elapsedMs, isLast: traces.length === 0 }));
  print(traces.flatMap((trace) => ['', trace]));
  return deliver(document, given, terminal);
}

function refuseForms({ as, json, strict, only, show }: MatrixArguments): void {
  if (as !== undefined && as !== 'text' && as !== 'markdown')
    throw new UsageError(`there is no form '${as}' of the table`, { mend: 'write --as text or --as markdown' });
  if (as !== undefined && json === true)
    throw new UsageError('--as and --json do not go together', { mend: 'leave one of them out' });
  if (as === 'markdown' && show !== undefined)
    throw new UsageError('--as markdown has no traces', { mend: 'leave --show out, or --as' });
  if (strict === true && only !== undefined)
    throw new UsageError('--strict and --only do not go together', {
      mend: 'only all suites together show whether each property can fail: leave one of them out',
    });
}

/** In the order in which they are written. @throws UsageError where there are none, or a name means none */
function chosen(
  { only, show }: MatrixArguments,
  loaded: LoadedSpecification,
): { readonly suites: readonly NamedSuite[]; readonly shown: readonly NamedSuite[] } {
  const all = suitesOf(loaded);
  if (all.length === 0) {
    throw new UsageError(`${loaded.model.name} has no suites`, {
      mend: "give the model suites: [{ expect: 'holds' }], or its mutants what they break",
    });
  }
  const shown = show === undefined ? [] : namedBy(show, all);
  const named = only === undefined ? all : only.flatMap((name) => namedBy(name, all));
  return { suites: all.filter((suite) => named.includes(suite) || shown.includes(suite)), shown };
}

function entryOf([{ label, group, about }, result]: readonly [NamedSuite, CheckResult]): SuiteResult {
  return { label, ...(group === undefined ? {} : { group }), ...(about === undefined ? {} : { about }), ...result };
}
