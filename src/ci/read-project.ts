// From the file that `ballast ci` is given to what it says. A slip in it is told with its place in the config: `suites[2].expect`.

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { SpecError, suggest, UsageError } from '../../checker/index.ts';
import { runFile } from '../load/user-file.ts';
import * as door from './index.ts';
import { lanes, type ProjectParts, type SuiteEntry } from './project.ts';

const standardName = 'ballast.config.ts';

export interface ReadProject {
  readonly parts: ProjectParts;
  readonly file: string;
  /** Where its paths start from. */
  readonly folder: string;
}

/** Runs the config. @throws UsageError where there is none, SpecError where it is wrong, with the place in it */
export async function readProject(config: string | undefined, cwd: string): Promise<ReadProject> {
  const file = resolve(cwd, config ?? standardName);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new UsageError(`there is no ${config === undefined ? standardName : `file '${config}'`}`, {
      mend:
        config === undefined
          ? "write one: export default project({ suites: [{ spec: './mine.ts', expect: 'holds' }] })"
          : 'name the config of the project: ballast ci ballast.config.ts',
    });
  }
  const { exports } = await runFile(file, { modules: { 'ballast/ci': door } });
  const refuse = (what: string, mend: string): never => {
    throw new SpecError(`${basename(file)}: ${what}`, { places: [{ file, line: 1, column: 1 }], mend });
  };
  const parts = examined(exports['default'], refuse);
  return { parts, file, folder: dirname(file) };
}

type Refuse = (what: string, mend: string) => never;
/** A part of the config, with its place. Says what is odd, or nothing. */
type Test = (value: unknown, path: string, refuse: Refuse) => void;
type Fields = Readonly<Record<string, Test>>;

function examined(value: unknown, refuse: Refuse): ProjectParts {
  if (value === undefined) refuse('it exports nothing by default', 'write export default project({ suites: [...] })');
  record(projectFields)(value, '', refuse);
  const { suites } = value as Partial<ProjectParts>;
  if (suites === undefined)
    return refuse('suites is missing', "list at least one: { spec: './mine.ts', expect: 'holds' }");
  if (suites.length === 0)
    refuse('suites is empty: nothing would be checked', "list at least one: { spec: './mine.ts', expect: 'holds' }");
  return value as ProjectParts;
}

const text: Test = (value, path, refuse) => {
  if (typeof value !== 'string' || value.trim() === '') refuse(`${path} is no text`, `it is ${shown(value)}`);
};
const truth: Test = (value, path, refuse) => {
  if (typeof value !== 'boolean') refuse(`${path} is neither true nor false`, `it is ${shown(value)}`);
};
const whole: Test = (value, path, refuse) => {
  if (!Number.isInteger(value) || Number(value) < 0) refuse(`${path} is no whole number`, `it is ${shown(value)}`);
};
const constant: Test = (value, path, refuse) => {
  if (!['string', 'number', 'boolean'].includes(typeof value))
    refuse(`${path} is no value of a constant`, `it is ${shown(value)}`);
};

function list(of: Test): Test {
  return (value, path, refuse) => {
    if (!Array.isArray(value)) refuse(`${path} is no list`, `it is ${shown(value)}`);
    // What is left out between two commas is looked at, too.
    Array.from(value as readonly unknown[]).forEach((each, index) => of(each, `${path}[${index}]`, refuse));
  };
}

function filled(of: Test): Test {
  return (value, path, refuse) => {
    list(of)(value, path, refuse);
    if ((value as readonly unknown[]).length === 0) refuse(`${path} is empty`, 'leave it out, or name something');
  };
}

function oneOrMore(of: Test): Test {
  return (value, path, refuse) => (Array.isArray(value) ? filled(of) : of)(value, path, refuse);
}

function choice(...words: readonly string[]): Test {
  return (value, path, refuse) => {
    if (typeof value === 'string' && words.includes(value)) return;
    const near = typeof value === 'string' ? suggest(value, words) : '';
    refuse(`${path} is ${shown(value)}`, near || `write one of ${words.map(shown).join(', ')}`);
  };
}

function record(fields: Fields): Test {
  return (value, path, refuse) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      refuse(`${path === '' ? 'what it exports' : path} is no object`, `it is ${shown(value)}`);
    for (const [name, of] of Object.entries(value as object)) {
      const test = Object.hasOwn(fields, name) ? fields[name] : undefined;
      const place = path === '' ? name : `${path}.${name}`;
      if (test === undefined)
        return refuse(
          `there is nothing called '${name}' to say${path === '' ? '' : ` of ${path}`}`,
          suggest(name, Object.keys(fields)) || `it may have ${Object.keys(fields).join(', ')}`,
        );
      if (of !== undefined) test(of, place, refuse);
    }
  };
}

/** With a value under every name. */
function map(of: Test): Test {
  return (value, path, refuse) => {
    const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    record(Object.fromEntries(names.map((name) => [name, of])))(value, path, refuse);
  };
}

const budget = record({
  time: (value, path, refuse) => (typeof value === 'number' ? whole : text)(value, path, refuse),
  memory: text,
  states: whole,
  depth: whole,
});

const shared: Fields = {
  spec: text,
  lane: choice(...lanes),
  budget,
  unexercised: (value, path, refuse) => (Array.isArray(value) ? list(text) : choice('locked'))(value, path, refuse),
  mayBeUndecided: truth,
};

const expectation: Test = (value, path, refuse) => {
  if (typeof value === 'string') return choice('holds')(value, path, refuse);
  record({ violates: oneOrMore(text), reaches: oneOrMore(text), steps: whole })(value, path, refuse);
  const said = ['violates', 'reaches'].filter((name) => name in (value as object));
  if (said.length !== 1)
    refuse(
      `${path} says ${said.length === 0 ? 'neither violates nor reaches' : 'both violates and reaches'}`,
      "write 'holds', { violates: 'name' } or { reaches: 'name' }",
    );
};

const checkFields: Fields = {
  ...shared,
  name: text,
  set: map(oneOrMore(constant)),
  mutant: text,
  edits: list(text),
  properties: filled(text),
  expect: expectation,
};
const ownFields: Fields = { ...shared, suites: choice('own'), only: filled(text), strict: truth };

const entry: Test = (value, path, refuse) => {
  const isOwn = typeof value === 'object' && value !== null && 'suites' in value;
  record(isOwn ? ownFields : checkFields)(value, path, refuse);
  const { spec, expect } = value as Partial<Extract<SuiteEntry, { expect: unknown }>>;
  if (spec === undefined) refuse(`${path} has no spec`, "write spec: './mine.ts'");
  if (!isOwn && expect === undefined)
    refuse(`${path} says nothing of what is expected`, "write expect: 'holds', or suites: 'own' for its own suites");
};

const projectFields: Fields = { suites: list(entry), lock: text, budget };

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
}
