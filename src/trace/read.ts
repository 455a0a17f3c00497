// From a saved file to the one trace in it that is asked for. Whatever is wrong with the file is one error, whoever wrote it.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandLineError } from '../commands/command.ts';
import { isItf, readItf } from '../forms/itf-reader.ts';
import { entries, fieldOf } from '../forms/places.ts';
import type { TraceSubject } from '../forms/subject.ts';
import { printCounted } from '../report/numbers.ts';
import type { CheckResult, Json, PropertyResult, ResultDocument } from '../result/result.ts';
import { reductionTexts } from '../result/reductions.ts';
import { resultVersion } from '../result/result.ts';
import type { SimulationResult } from '../result/simulation.ts';
import {
  misfit,
  propertyShape,
  reductionShape,
  type Shape,
  specificationShape,
  traceShape,
  variablesShape,
} from './shapes.ts';

export interface TraceChoice {
  /** Undefined: what is violated first. */
  readonly property?: string | undefined;
  /** Which result of several, from 1; undefined: the first with such a trace. */
  readonly result?: number | undefined;
}

type Result = CheckResult | SimulationResult;

/** @throws CommandLineError for a file that is no result and no ITF trace, or has no such trace in it */
export function readSubject(file: string, cwd: string, choice: TraceChoice): TraceSubject {
  const document = parsed(file, textOf(file, cwd));
  if (isItf(document)) return itfSubject(document, file, choice);
  return subjectIn(resultsOf(document, file).results, file, choice);
}

/** The trace of results that are called so. @throws CommandLineError where they have none */
export function subjectIn(results: ResultDocument['results'], called: string, choice: TraceChoice): TraceSubject {
  return subjectOf(tracedOf(results, called, choice), called);
}

/** The results of a file that --json wrote. @throws CommandLineError */
export function readResults(file: string, cwd: string): ResultDocument {
  const document = parsed(file, textOf(file, cwd));
  if (isItf(document)) throw new CommandLineError(`${file} is an ITF trace, and no result`, howToSave);
  return resultsOf(document, file);
}

function textOf(file: string, cwd: string): string {
  try {
    // Some editors and shells begin a file with a mark of its encoding.
    return readFileSync(resolve(cwd, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new CommandLineError(`there is no file '${file}'`, howToSave);
    const reason = code === 'EISDIR' ? 'it is a folder' : error instanceof Error ? error.message : String(error);
    throw new CommandLineError(`${file} cannot be read: ${reason}`);
  }
}

const howToSave = 'save a result with: ballast check SPEC --out result.json';

function parsed(file: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new CommandLineError(`${file} is no JSON: ${reasonOf(text, error)}`, howToSave);
  }
}

function reasonOf(text: string, error: unknown): string {
  if (text.trim() === '') return 'it is empty';
  // The parser would quote what no terminal can show.
  if (/[\0\uFFFD]/.test(text)) return 'it is no text in UTF-8';
  return error instanceof Error ? error.message : String(error);
}

function resultsOf(document: Json, file: string): ResultDocument {
  const { format, version, results } =
    typeof document === 'object' && document !== null && !Array.isArray(document)
      ? (document as Readonly<Record<string, Json>>)
      : {};
  if (format !== 'ballast result') {
    throw new CommandLineError(`${file} is neither a result of ballast nor an ITF trace`, howToSave);
  }
  if (version !== resultVersion) {
    throw new CommandLineError(
      `${file} is a result in version ${String(version)} of the format, and this ballast reads version ${resultVersion}`,
      'check again with this ballast, or show it with the one that wrote it',
    );
  }
  if (!Array.isArray(results)) throw damaged(file, 'results is no list');
  return document as object as ResultDocument;
}

interface Traced {
  readonly result: Result;
  readonly property: PropertyResult;
  readonly path: string;
}

function tracedOf(results: ResultDocument['results'], file: string, choice: TraceChoice): Traced {
  const { property: wanted, result: number } = choice;
  if (number !== undefined && results[number - 1] === undefined) {
    throw new CommandLineError(`${file} has no result ${number}`, `it has ${results.length}`);
  }
  const all = results.flatMap((result, index): Traced[] => {
    if (number !== undefined && index !== number - 1) return [];
    const path = `results[${index}]`;
    refuseMisfit(file, result, { kind: 'string' }, path);
    if (result.kind === 'outside assumptions') return [];
    refuseMisfit(file, result, { properties: ['json'] }, path);
    return result.properties.map((property, at) => ({ result, property, path: `${path}.properties[${at}]` }));
  });
  for (const { property, path } of all) refuseMisfit(file, property, propertyShape, path);
  const candidates = all.filter(({ property: { name, verdict, kind } }) =>
    wanted === undefined ? verdict === 'violated' && kind !== 'reachable' : name === wanted,
  );
  const traced = candidates.filter(({ property }) => property.trace !== undefined);
  // The first result that has one; in it the shortest, which a check shows first, too.
  const own = traced.filter(({ result }) => result === traced[0]?.result);
  const [first] = [...own].sort((a, b) => (a.property.steps ?? Infinity) - (b.property.steps ?? Infinity));
  return first ?? refuseTraceless(file, all, candidates, wanted);
}

function refuseTraceless(
  file: string,
  all: readonly Traced[],
  [candidate]: readonly Traced[],
  wanted: string | undefined,
): never {
  const names = [...new Set(all.flatMap(({ property }) => (property.trace === undefined ? [] : [property.name])))];
  const known = names.length === 0 ? undefined : `there is one of ${names.join(', ')}: --property ${names[0] ?? ''}`;
  if (candidate !== undefined) {
    const { name, verdict, reason, untraced } = candidate.property;
    const why = untraced ?? reason ?? (verdict === 'violated' ? 'no behaviour shows it' : undefined);
    throw new CommandLineError(
      `${file} has no trace of ${name}: it ${said(verdict)}${why === undefined ? '' : `, ${why}`}`,
      known,
    );
  }
  if (wanted === undefined) {
    const unreached = all.find(({ property: { kind, verdict } }) => kind === 'reachable' && verdict === 'violated');
    const what = unreached === undefined ? 'nothing is violated in it' : `${unreached.property.name} is never reached`;
    throw new CommandLineError(`${file} has no trace: ${what}`, known);
  }
  const properties = [...new Set(all.map(({ property }) => property.name))];
  throw new CommandLineError(
    `${file} has no property '${wanted}'`,
    known ?? `its properties are ${properties.join(', ')}`,
  );
}

function said(verdict: string): string {
  return verdict === 'holds' ? 'holds' : `is ${verdict}`;
}

function subjectOf({ result, property, path }: Traced, file: string): TraceSubject {
  const resultPath = path.replace(/\.properties.*/, '');
  const { specification, variables, modelled, treeHash, command } = result;
  refuseMisfit(
    file,
    result,
    { specification: specificationShape, modelled: ['string'], command: 'string' },
    resultPath,
  );
  if (variables === undefined) throw damaged(file, `${resultPath}.variables is missing`);
  refuseMisfit(file, result.actions, { '?': [{ action: 'string' }] }, `${resultPath}.actions`);
  const known = (result as Partial<Result>).actions?.map(({ action }) => action);
  const reduced = 'reductions' in result ? result.reductions : undefined;
  refuseMisfit(file, reduced, { '?': [reductionShape] }, `${resultPath}.reductions`);
  const reductions = reductionTexts({ reductions: reduced ?? [] });
  const { trace, ...rest } = property;
  const subject: TraceSubject = {
    specification,
    variables,
    property: rest,
    trace: trace ?? { initial: [], steps: [], states: [] },
    ...(result.kind === 'simulated' ? { isWalk: true } : {}),
    ...(reductions.length === 0 ? {} : { reductions }),
    modelled,
    ...(treeHash === undefined ? {} : { treeHash }),
    ...(known === undefined ? {} : { known }),
    command,
  };
  return sound(subject, file, path);
}

const ownPath = '#meta.ballast';

function itfSubject(document: Json, file: string, { property: wanted, result: number }: TraceChoice): TraceSubject {
  if (number !== undefined) throw new CommandLineError(`${file} is an ITF trace, and not several results`);
  const { ballast: own } = Object.fromEntries(entries(fieldOf(document, '#meta')));
  refuseMisfit(file, own, { '?': { variables: variablesShape, trace: { initial: 'json', steps: ['json'] } } }, ownPath);
  let subject;
  try {
    subject = readItf(document, file);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ItfError') throw error;
    throw new CommandLineError(`${file} breaks the rules of ITF: ${error.message}`);
  }
  const name = subject.property?.name;
  if (wanted !== undefined && wanted !== name) {
    throw new CommandLineError(
      `${file} has no trace of '${wanted}'`,
      name === undefined ? 'it does not say of what its trace is' : `it has one of ${name}`,
    );
  }
  return sound(subject, file, ownPath);
}

const subjectShape: Shape = {
  modelled: ['string'],
  treeHash: 'string?',
  command: 'string?',
  isWalk: 'boolean?',
  reductions: { '?': ['string'] },
  known: { '?': ['string'] },
};

/** @throws CommandLineError where a part does not look as it should, or the parts do not fit together */
function sound(subject: TraceSubject, file: string, path: string): TraceSubject {
  const { specification, variables, property, trace } = subject;
  refuseMisfit(file, subject, subjectShape, path.replace(/\.properties.*/, ''));
  refuseMisfit(file, specification, specificationShape, 'specification');
  refuseMisfit(file, variables, variablesShape, 'variables');
  refuseMisfit(file, property, { '?': propertyShape }, path);
  refuseMisfit(file, trace, traceShape, `${path}.trace`);
  const { steps, states, loop, mapped } = trace;
  const isGoingOn = steps.at(-1)?.failure === undefined && (loop === undefined || loop.isStuttering);
  const after = isGoingOn ? 1 : 0;
  if (states.length !== steps.length + after && !(states.length === 0 && steps.length === 0)) {
    throw damaged(file, `${path}.trace has ${counted(trace)}`);
  }
  if (mapped !== undefined && (mapped.steps.length !== steps.length || mapped.states.length !== states.length)) {
    throw damaged(file, `${path}.trace.mapped has ${counted(mapped)}`);
  }
  const last = states.length - 1;
  if (
    loop !== undefined &&
    !(loop.isStuttering ? loop.from === last : Number.isInteger(loop.from) && loop.from >= 0 && loop.from <= last)
  ) {
    throw damaged(file, `${path}.trace goes back to state ${loop.from}`);
  }
  return subject;
}

function counted({
  steps,
  states,
}: {
  readonly steps: readonly unknown[];
  readonly states: readonly unknown[];
}): string {
  return `${printCounted(steps.length, 'step')} and ${printCounted(states.length, 'state')}`;
}

/** @throws CommandLineError that says what of the file is not as it should be */
export function refuseMisfit(file: string, value: unknown, shape: Shape, path: string): void {
  const complaint = misfit(value, shape, path);
  if (complaint !== undefined) throw damaged(file, complaint);
}

export function damaged(file: string, complaint: string): CommandLineError {
  return new CommandLineError(`${file} is damaged: ${complaint}`);
}
