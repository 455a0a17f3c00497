// JUnit XML, which every CI system reads: a suite for each suite, a case for each property, and one for each thing that is wrong and about no
// property. Attributes and elements are those of https://github.com/testmoapp/junitxml that the schema of Jenkins takes, too.

import type { CiOutcome, Problem, SuiteOutcome } from '../../ci/outcome.ts';
import { reductionTexts } from '../../result/reductions.ts';
import type { PropertyResult } from '../../result/result.ts';
import { printNamed } from '../words.ts';
import { type Finding, findingsOf, headline, oneLine, startOf, wholeText } from './findings.ts';
import { placeInRepository, type Whereabouts } from './whereabouts.ts';
import { type Element, xmlDocument } from './xml.ts';

/** The whole document. */
export function junitXml(outcome: CiOutcome, whereabouts: Whereabouts = {}): string {
  const findings = findingsOf(outcome);
  const ofProject = findings.filter(({ suite }) => suite === undefined);
  const suites = outcome.suites.map((suite) => suiteOf(suite, findings, { outcome, whereabouts }));
  if (ofProject.length > 0) suites.push(projectSuite(ofProject, { outcome, whereabouts }));
  const total = (key: keyof Counts): number => suites.reduce((sum, { counts }) => sum + counts[key], 0);
  return xmlDocument({
    name: 'testsuites',
    attributes: {
      name: 'ballast ci',
      tests: total('tests'),
      failures: total('failures'),
      errors: total('errors'),
      time: seconds(outcome.elapsedMs),
    },
    content: suites.map(({ element }) => element),
  });
}

interface Asked {
  readonly outcome: CiOutcome;
  readonly whereabouts: Whereabouts;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Suite {
  readonly counts: Counts;
  readonly element: Element;
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** None of one that is as it should be. */
  readonly child?: Child | undefined;
}

interface Child {
  readonly tag: 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly type?: string;
  readonly text?: string;
}

function suiteOf(suite: SuiteOutcome, all: readonly Finding[], asked: Asked): Suite {
  const findings = all.filter((finding) => finding.suite === suite);
  const selected = suite.result?.properties.filter(({ isSelected }) => isSelected) ?? [];
  const ofProperties = selected.map((property): Case => {
    const about = findings.filter((finding) => finding.property === property);
    return { name: property.name, ...placeOf(property.place, asked), child: childOf(property, about, findings) };
  });
  const others = findings.filter(({ property }) => property === undefined || !selected.includes(property));
  const written = selected.find(({ place }) => place !== undefined)?.place;
  return suiteElement({
    name: suite.label,
    file: placeOf(written, asked).file,
    timestamp: asked.outcome.startedAt,
    elapsedMs: suite.elapsedMs,
    properties: propertiesOf(suite),
    cases: [...ofProperties, ...casesOf(others, asked, ofProperties)],
    notes: suite.notes,
  });
}

/** What is wrong with the project as a whole: a suite by the name of its config. */
function projectSuite(findings: readonly Finding[], asked: Asked): Suite {
  const { config, startedAt, notes } = asked.outcome;
  return suiteElement({
    name: config,
    file: placeOf(undefined, asked).file,
    timestamp: startedAt,
    elapsedMs: 0,
    properties: [],
    cases: casesOf(findings, asked),
    notes,
  });
}

function placeOf(place: PropertyResult['place'], { outcome, whereabouts }: Asked): Pick<Case, 'file' | 'line'> {
  const { file, line } = placeInRepository(place ?? startOf(outcome), outcome, whereabouts);
  return { file, line };
}

/** A case for each, with a name that no other has. */
function casesOf(findings: readonly Finding[], asked: Asked, before: readonly Case[] = []): readonly Case[] {
  const counts = new Map(before.map(({ name }) => [name, 1]));
  return findings.map((finding) => {
    const { problem, place } = finding;
    const name = problem.property ?? problem.kind;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { name: count === 1 ? name : `${name} #${count}`, ...placeOf(place, asked), child: failing([finding]) };
  });
}

/**
 * How a property fails. What is not decided fails where the suite does because too little was decided, and is skipped elsewhere: where that
 * is allowed, and where the search ended at a violation, which is a failure of its own.
 */
function childOf(property: PropertyResult, about: readonly Finding[], all: readonly Finding[]): Child | undefined {
  if (about.length > 0) return failing(about);
  const { verdict, reason = 'the search ended before it was decided', isOn } = property;
  if (verdict !== 'not decided') return undefined;
  const isFailure = isOn && all.some(({ problem: { kind } }) => kind === 'not decided');
  return { tag: isFailure ? 'failure' : 'skipped', message: `not decided: ${reason}`, type: 'not decided' };
}

/** One child, since many readers know but one. An error is graver: nothing can be said. */
function failing(findings: readonly Finding[]): Child | undefined {
  const isError = ({ kind }: Problem): boolean => kind === 'error' || kind === 'crash';
  const first = findings.find(({ problem }) => isError(problem)) ?? findings[0];
  if (first === undefined) return undefined;
  return {
    tag: isError(first.problem) ? 'error' : 'failure',
    message: first.problem.message,
    type: first.problem.kind,
    text: findings.map((finding) => `${headline(finding)}\n\n${wholeText(finding)}`.trimEnd()).join('\n\n'),
  };
}

interface SuiteParts {
  readonly name: string;
  readonly file: string;
  readonly timestamp: string;
  readonly elapsedMs: number;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Case[];
  readonly notes: readonly string[];
}

function suiteElement({ name, file, timestamp, elapsedMs, properties, cases, notes }: SuiteParts): Suite {
  const count = (tag: Child['tag']): number => cases.filter(({ child }) => child?.tag === tag).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  // All cases of a suite are one search: each has its share, so that those who add them up have the whole.
  const share = seconds(elapsedMs / Math.max(1, cases.length), 6);
  return {
    counts,
    element: {
      name: 'testsuite',
      attributes: { name: oneLine(name), ...counts, time: seconds(elapsedMs), timestamp, file },
      content: [
        ...(properties.length === 0 ? [] : [propertiesElement(properties)]),
        ...cases.map((each) => caseElement(each, { classname: oneLine(name), time: share })),
        ...(notes.length === 0 ? [] : [{ name: 'system-out', attributes: {}, content: notes.join('\n') }]),
      ],
    },
  };
}

function propertiesElement(properties: SuiteParts['properties']): Element {
  return {
    name: 'properties',
    attributes: {},
    content: properties.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
  };
}

function caseElement(
  { name, file, line, child }: Case,
  shared: Readonly<Record<'classname' | 'time', string>>,
): Element {
  return {
    name: 'testcase',
    attributes: { name: oneLine(name), ...shared, file, line },
    content: child === undefined ? undefined : [childElement(child)],
  };
}

function childElement({ tag, message, type, text }: Child): Element {
  // Of what is skipped the schema knows a message alone.
  const attributes = tag === 'skipped' ? { message: oneLine(message) } : { message: oneLine(message), type };
  return { name: tag, attributes, content: text };
}

/** What was checked, and what came of it, for whoever compares two runs. */
function propertiesOf({ spec, expected, result, cached }: SuiteOutcome): SuiteParts['properties'] {
  const whenCached = cached === undefined ? 'no' : `explored at ${cached.exploredAt}`;
  if (result === undefined) return Object.entries({ specification: spec, expected, cached: whenCached });
  const { specification, treeHash, counts, digest, verdict, command } = result;
  const { mutant, edits, constants } = specification;
  const isLeast = counts.areExact ? '' : 'at least ';
  const reductions = reductionTexts(result);
  return Object.entries({
    specification: spec,
    ...(mutant === undefined ? {} : { mutant }),
    ...(edits.length === 0 ? {} : { edits: edits.join('; ') }),
    ...(constants.length === 0 ? {} : { constants: constants.map(printNamed).join(', ') }),
    expected,
    verdict,
    distinct: `${isLeast}${counts.statesDistinct}`,
    generated: `${isLeast}${counts.statesGenerated}`,
    depth: String(counts.depth),
    // Of a search that was broken off it would name nothing that can be reached again.
    ...(counts.areExact ? { digest } : {}),
    ...(reductions.length === 0 ? {} : { reductions: reductions.join(', ') }),
    ...(treeHash === undefined ? {} : { 'tree hash': treeHash }),
    cached: whenCached,
    command,
  });
}

/** In plain decimals, as every reader takes them. */
function seconds(milliseconds: number, digits = 3): string {
  return (Math.max(0, milliseconds) / 1000).toFixed(digits);
}
