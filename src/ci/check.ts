// A check from a program's own code: asked as `ballast check` asks, answered by the same result, and nothing printed. For node:test, for
// vitest (see ../vitest/), for whatever compares a result with what is expected of it.

import { isModel, languageVersion, type Model, type Specification, UsageError } from '../../checker/index.ts';
import { askOf, type Question } from '../check/ask.ts';
import { built, isUnspeakable } from '../check/question.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { ofThisLanguage } from '../load/model-choice.ts';
import { shownPath } from '../report/errors.ts';
import { renderRace } from '../report/race.ts';
import type { CheckResult } from '../result/result.ts';
import { plainPaint, type Terminal } from '../terminal.ts';
import { type CheckOptions, parseOptions } from './check-options.ts';

/**
 * Checks a model; or the specification at a path, from the current folder, or of a name that `ballast list` knows. A violation is no error:
 * the verdict is in the result. @throws UsageError, SpecError or AssumptionError, in the words of the command
 */
export async function check(subject: Model | string, options: CheckOptions = {}): Promise<CheckResult> {
  return await checkShowing(subject, options);
}

/** The same, with the traces of the named witnesses. */
export async function checkShowing(
  subject: Model | string,
  options: CheckOptions,
  show?: readonly string[],
): Promise<CheckResult> {
  const question = { ...parseOptions(options), show };
  const terminal = silentTerminal();
  const loaded =
    typeof subject === 'string' ? await loadSpecification(subject, { cwd: terminal.cwd }) : loadedOf(subject);
  const specification = built(loaded, question);
  const reference = typeof subject === 'string' ? subject : referenceOf(specification, terminal.cwd);
  return await answered(specification, loaded, { ...question, reference }, terminal);
}

/** What a question says besides the variant, which a specification that is built is already. */
export type BuiltOptions = Omit<CheckOptions, 'set' | 'mutant' | 'edits'>;

/** The same of a specification that was built. What was varied in it is known by its words alone. */
export async function checkBuilt(
  specification: Specification,
  options: BuiltOptions = {},
  show?: readonly string[],
): Promise<CheckResult> {
  const terminal = silentTerminal();
  const [first = '', ...more] = specification.edits;
  const [, mutant] = /^mutant (.+)$/.exec(first) ?? [];
  const question = {
    ...parseOptions(options),
    show,
    reference: referenceOf(specification, terminal.cwd),
    set: Object.fromEntries(specification.constants.map(({ name, value }) => [name, value])) as Question['set'],
    mutant,
    edits: mutant === undefined ? specification.edits : more,
  };
  return await answered(specification, unfiled(modelAround(specification)), question, terminal);
}

/** What was found as a text to be pasted: a sentence, and the counterexample as a race where there is one. */
export function raceTable(result: CheckResult): string {
  return renderRace(result);
}

type Asked = Omit<Question, 'reference'> & { readonly reference: string | undefined };

async function answered(
  specification: Specification,
  loaded: LoadedSpecification,
  asked: Asked,
  terminal: Terminal,
): Promise<CheckResult> {
  const question = { ...asked, reference: asked.reference ?? specification.name };
  const result = await askOf(specification, loaded, question, terminal);
  const isRepeatable = asked.reference !== undefined && !asked.edits.some(isUnspeakable);
  return isRepeatable ? result : { ...result, command: '' };
}

/** A model as if it had been loaded. @throws UsageError for what is none, SpecError for one of another version */
export function loadedOf(subject: unknown): LoadedSpecification {
  if (!isModel(subject)) {
    const what =
      subject === undefined || subject === null
        ? String(subject)
        : `${typeof subject === 'object' ? 'an' : 'a'} ${typeof subject}`;
    throw new UsageError(`what is to be checked is ${what}, no model`, {
      mend: 'give the default export of a specification, or its path',
    });
  }
  return unfiled(ofThisLanguage(subject, []));
}

function unfiled(model: Model): LoadedSpecification {
  return { model, exports: {}, file: '', files: [], explain: (thrown) => thrown };
}

/** How the command line would name it; undefined where it could not load it: a test file is run by its runner alone. */
function referenceOf({ name, site }: Specification, cwd: string): string | undefined {
  const file = site?.place?.file;
  if (file === undefined || /[.-](?:test|spec)\.[cm]?[jt]s$/.test(file)) return undefined;
  return `${shownPath(file, cwd)}#${name}`;
}

function modelAround(specification: Specification): Model {
  const refused = (): never => {
    throw new UsageError(`'${specification.name}' is built already`, { mend: 'give its model' });
  };
  return {
    declares: 'model',
    language: languageVersion,
    name: specification.name,
    constants: {},
    assumptions: [],
    mutants: {},
    suites: [],
    necessity: {},
    modelled: specification.modelled,
    build: () => specification,
    abstract: refused,
    open: refused,
  };
}

/** Nothing is printed, and who interrupts the process interrupts the check. */
function silentTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    print: () => undefined,
    complain: () => undefined,
    progress: undefined,
    paint: plainPaint,
    interruptible: async (work) => await work(new AbortController().signal),
    isInterrupted: () => false,
  };
}
