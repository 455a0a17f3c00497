// ballast matrix: every expectation of a specification, a line each, and the shortest counterexample of one.

import { UsageError } from '../../checker/index.ts';
import { type LimitTexts, parseLimits } from '../arguments/limits.ts';
import { ask, type Question } from '../check/ask.ts';
import { type EngineTexts, parseEngine } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { renderCheck } from '../report/check-report.ts';
import { matrixReport } from '../report/matrix-report.ts';
import { documentOf } from '../result/document.ts';
import type { CheckResult } from '../result/result.ts';
import { exitStatus, statusOfAll } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { type NamedSuite, namedBy, suitesOf } from './suites.ts';

export interface MatrixArguments extends LimitTexts, EngineTexts {
  readonly spec: string;
  readonly show?: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

/** Checks the suites, prints their lines, and gives 0, or 21 where an expectation fails, or 20 where one is not decided. */
export async function matrix(given: MatrixArguments, terminal: Terminal): Promise<number> {
  const isWhole = given.json === true;
  const how = { limits: parseLimits(given), engine: parseEngine(given), isWhole, isHashed: isWhole };
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  const all = suitesOf(loaded, given.spec.includes('#'));
  if (all.length === 0) {
    throw new UsageError(`${loaded.model.name} has no suites`, {
      mend: "give the model suites: [{ expect: 'holds' }], or its mutants what they break",
    });
  }
  const shown = given.show === undefined ? [] : namedBy(given.show, all);
  const chosen =
    given.only === undefined
      ? all
      : all.filter((suite) => given.only?.some((name) => namedBy(name, all).includes(suite)));
  const suites = [...chosen, ...shown.filter((suite) => !chosen.includes(suite))];
  const print = (lines: readonly string[]): void => {
    if (given.json !== true) terminal.print(lines.join('\n'));
  };
  const report = matrixReport(suites, terminal.paint);
  print(report.head(loaded.model.name));
  const results: CheckResult[] = [];
  const traces: string[] = [];
  for (const suite of suites) {
    if (terminal.isInterrupted()) break;
    const result = await askSuite(suite, loaded, given.spec, how, terminal).catch((thrown: unknown) => {
      // What is wrong is told after the table; the line says in which suite.
      print([report.refused(suite.label)]);
      throw thrown;
    });
    results.push(result);
    print([report.line(suite.label, result)]);
    if (shown.includes(suite)) traces.push(renderCheck(result, { paint: terminal.paint }));
  }
  const isCutShort = results.length < suites.length;
  const status = statusOfAll([...results.map((each) => each.status), ...(isCutShort ? [exitStatus.undecided] : [])]);
  if (given.json === true) terminal.print(JSON.stringify(documentOf(results, status), undefined, 2));
  else print([...report.foot(results, traces.length === 0), ...traces.flatMap((trace) => ['', trace])]);
  return status;
}

async function askSuite(
  { label, model, set = {}, mutant, edits = [], properties, expect }: NamedSuite,
  loaded: LoadedSpecification,
  spec: string,
  how: Pick<Question, 'limits' | 'engine' | 'isWhole' | 'isHashed'>,
  terminal: Terminal,
): Promise<CheckResult> {
  const reference = model === loaded.model ? spec : `${spec.replace(/#[^#/\\]+$/, '')}#${model.name}`;
  const question = {
    about: label,
    reference,
    set,
    mutant,
    edits,
    properties,
    expect,
    all: false,
    isStrict: false,
    ...how,
  };
  return await ask({ ...loaded, model }, question, terminal);
}
