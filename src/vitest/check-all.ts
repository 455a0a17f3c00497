// checkAll(model): a test for each thing that a model claims, so that a run of the tests lists what was shown. All that one configuration
// claims is found in one exploration, which its tests share; suites and mutants are asked as `ballast matrix` asks them.

import { describe, it } from 'vitest';
import {
  type ConstantValue,
  deadlockName,
  isModel,
  type Model,
  propertyNames,
  type Specification,
} from '../../checker/index.ts';
import { check, loadedOf } from '../ci/check.ts';
import { type CheckOptions, refuseUnknown } from '../ci/check-options.ts';
import { type NamedSuite, suitesOf } from '../matrix/suites.ts';
import type { CheckResult } from '../result/result.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import { failureOf, located } from './failures.ts';
import {
  breaking,
  expecting,
  type HoldOptions,
  type Judgement,
  reaching,
  remaining,
  unexercisedIn,
  violating,
} from './judgements.ts';

type Limits = Pick<CheckOptions, 'time' | 'memory' | 'states' | 'depth' | 'workers'>;

export interface CheckAllOptions extends Limits, HoldOptions {
  /** Constants by name. Suites set their own: they are tested where none are set here. */
  readonly set?: Readonly<Record<string, ConstantValue>>;
  /** A test for each of these only, and none for suites and mutants. */
  readonly properties?: readonly string[];
}

const optionNames = ['set', 'properties', 'unexercised', 'time', 'memory', 'states', 'depth', 'workers'];

/**
 * Defines tests: one for each property and witness of the model, one for what was never exercised, one for each suite and mutant. What is
 * wrong with the model or the options is a failing test.
 */
export function checkAll(model: Model, options: CheckAllOptions = {}): void {
  const set = Object.entries(options.set ?? {}).map(([name, value]) => `${name} = ${String(value)}`);
  const title = [isModel(model) ? model.name : 'what is no model', ...set].join(', ');
  // How long a search may take is for its own limit to say, which leaves a result.
  describe(title, { timeout: 0 }, () => {
    const { claims, mutants, suites } = planOf(model, options);
    define(claims);
    if (mutants.length > 0) describe('mutants', () => define(mutants));
    if (suites.length > 0) describe('suites', () => define(suites));
  });
}

function define(tests: readonly Test[]): void {
  for (const { title, run } of tests) it(title, { skip: run === undefined }, run ?? (() => undefined));
}

/** A test that is to be defined. `run`: undefined of what cannot be tested, which is said in the title. */
interface Test {
  readonly title: string;
  readonly run: (() => Promise<void>) | undefined;
}

interface Plan {
  readonly claims: readonly Test[];
  readonly mutants: readonly Test[];
  readonly suites: readonly Test[];
}

function planOf(model: Model, options: CheckAllOptions): Plan {
  try {
    refuseUnknown('checkAll', options, optionNames);
    const loaded = loadedOf(model);
    const { unexercised: _, ...asked } = options;
    let pending: Promise<CheckResult> | undefined;
    const ask = (): Promise<CheckResult> => (pending ??= check(model, { ...asked, all: true }));
    const claims = claimTests(model.build({ set: options.set ?? {} }), options, ask);
    const isPart = options.properties !== undefined;
    return {
      claims,
      mutants: isPart ? [] : mutantTests(model, options, ask),
      suites: isPart || options.set !== undefined ? [] : suiteTests(model, suitesOf(loaded, true), options),
    };
  } catch (thrown) {
    return {
      claims: [{ title: 'can be checked', run: () => Promise.reject(located(thrown)) }],
      mutants: [],
      suites: [],
    };
  }
}

/** Has something checked. */
type Ask = () => Promise<CheckResult>;

function claimTests(
  specification: Specification,
  { properties, unexercised = [] }: CheckAllOptions,
  ask: Ask,
): readonly Test[] {
  const known = propertyNames(specification);
  const claims = (properties ?? known.map(({ name }) => name)).map((name): Test => {
    const kind = known.find((each) => each.name === name)?.kind;
    const idle = properties === undefined ? whyIdle(specification, name) : undefined;
    if (idle !== undefined) return { title: `${name}: ${idle}`, run: undefined };
    if (kind === 'reachable') return testOf(`${name} is reached`, ask, (result) => reaching(result, name));
    return testOf(kind === 'deadlock' ? 'no deadlock' : `${name} holds`, ask, (result) => not(violating(result, name)));
  });
  return [
    ...claims,
    testOf('nothing is evaluated outside its domain', ask, remaining),
    testOf('nothing is left unexercised', ask, (result) => unexercisedIn(result, unexercised) ?? allExercised),
  ];
}

const allExercised: Judgement = { isSo: true, said: 'all was exercised' };

function not(judgement: Judgement): Judgement {
  return judgement.isSo === undefined ? judgement : { ...judgement, isSo: !judgement.isSo };
}

/** Why there is nothing to be tested of a property, unless somebody asks for it. */
function whyIdle({ terminal, unclaimed }: Specification, property: string): string | undefined {
  if (property === deadlockName && terminal === 'any') return 'every state may be the last';
  return unclaimed.includes(property) ? 'not claimed' : undefined;
}

/** Of each mutant that no suite is about. `ask`: of the model without them. */
function mutantTests(model: Model, { set = {}, ...options }: CheckAllOptions, ask: Ask): readonly Test[] {
  return Object.entries(model.mutants).flatMap(([mutant, { breaks, properties }]) => {
    if (isClaimed(model, mutant)) return [];
    const expect = breaks === undefined ? undefined : breaks.length === 0 ? 'holds' : `violates ${breaks.join(', ')}`;
    const asked = { ...limitsOf(options), set, mutant, properties, expect };
    const judge = async (result: CheckResult): Promise<Judgement> => {
      const judgement = expect === undefined ? breaking(result, await ask()) : expecting(result);
      const isShown = judgement.isSo === true && result.verdict === 'violated';
      if (isShown || !(await isUnchanged(model, set, mutant))) return judgement;
      return { isSo: undefined, said: 'the mutant changes nothing, so that it shows nothing' };
    };
    return [testOf(`${mutant} ${expect ?? 'violates something'}`, () => check(model, asked), judge)];
  });
}

/** Whether the specification means the same with the mutant as without it. */
async function isUnchanged(model: Model, set: NonNullable<CheckAllOptions['set']>, mutant: string): Promise<boolean> {
  const [without, mutated] = [model.build({ set }), model.build({ set, mutant })];
  return (await treeHashOf(without)) === (await treeHashOf({ ...mutated, edits: [] }));
}

/** Of each suite, but for one that only says that the model holds as it is. */
function suiteTests(model: Model, suites: readonly NamedSuite[], options: CheckAllOptions): readonly Test[] {
  return suites.flatMap(({ label, set, mutant, edits = [], properties, expect }) => {
    if (mutant !== undefined && !isClaimed(model, mutant)) return [];
    const isPlain = set === undefined && mutant === undefined && edits.length === 0 && properties === undefined;
    if (isPlain && expect === 'holds') return [];
    const asked = { ...limitsOf(options), set, mutant, edits, properties, expect };
    return [testOf(`${label}: ${expect}`, () => check(model, asked), expecting)];
  });
}

/** Whether a suite speaks of the mutant: it says more about it than the mutant does. */
function isClaimed({ suites }: Model, mutant: string): boolean {
  return suites.some((suite) => suite.mutant === mutant);
}

function limitsOf({ time, memory, states, depth, workers }: Limits): Limits {
  return { time, memory, states, depth, workers };
}

function testOf(title: string, ask: Ask, judge: (result: CheckResult) => Judgement | Promise<Judgement>): Test {
  const run = async (): Promise<void> => {
    try {
      const result = await ask();
      const judgement = await judge(result);
      if (judgement.isSo !== true) throw failureOf(result, judgement);
    } catch (thrown) {
      throw located(thrown);
    }
  };
  return { title, run };
}
