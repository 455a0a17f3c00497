// The rules of a SARIF log: the properties, as `specification/property`, and what else can be wrong, as `ballast/kind`.

import type { ReportingDescriptor } from 'sarif';
import type { CiOutcome, ProblemKind } from '../../ci/outcome.ts';
import type { PropertyResult } from '../../result/result.ts';
import type { PropertyKind } from '../../result/status.ts';
import { fenced } from '../markdown-text.ts';
import { judgedOf } from '../verdicts.ts';
import { type Finding, oneLine, shortened, visible } from './findings.ts';
import { messageText, type SarifLimits } from './sarif-limits.ts';

/** What a property of this kind says. */
const meanings: Readonly<Record<PropertyKind, string>> = {
  invariant: 'holds in every reachable state',
  domain: 'is evaluated within its domain',
  assertion: 'holds wherever the step is taken',
  deadlock: 'does not happen: somebody can go on, or everybody is done',
  action: 'holds of every step',
  liveness: 'is true of every fair behaviour',
  recoverable: 'can always be reached again',
  refinement: 'is what the abstract specification allows',
  reachable: 'is reached',
};

const others: Readonly<Record<ProblemKind, string>> = {
  violated: 'what should hold is violated',
  missing: 'what should be violated, or reached, is not',
  other: 'something else is violated than what was expected',
  'not decided': 'the search ended before everything was decided',
  vacuous: 'nothing is checked, or what is checked says nothing',
  drift: 'something is not what the lock file says',
  error: 'the specification or the config is wrong',
  crash: 'the process that checked is gone',
};

export function ruleIdOf({ suite, problem, property }: Finding): string {
  const name = property?.name ?? problem.property;
  if (suite === undefined || name === undefined) return `ballast/${problem.kind.replaceAll(' ', '-')}`;
  return propertyRuleId(suite.result?.specification.name ?? suite.spec, name);
}

function propertyRuleId(specification: string, property: string): string {
  return oneLine(`${specification}/${property}`);
}

export interface Rules {
  readonly all: readonly ReportingDescriptor[];
  /** How many properties have no rule. */
  readonly leftOut: number;
}

/** Those that the findings need come first; then the other properties that were checked, as far as there is room. */
export function rulesOf({ suites }: CiOutcome, findings: readonly Finding[], limits: SarifLimits): Rules {
  const rules = new Map<string, ReportingDescriptor>();
  const add = (id: string, rule: () => ReportingDescriptor): void => {
    if (!rules.has(id)) rules.set(id, rule());
  };
  for (const finding of findings) add(ruleIdOf(finding), () => ruleOfFinding(finding, limits));
  for (const { result } of suites) {
    if (result === undefined) continue;
    for (const property of judgedOf(result.properties)) {
      const id = propertyRuleId(result.specification.name, property.name);
      add(id, () => ruleOfProperty(id, property, limits));
    }
  }
  const all = [...rules.values()];
  return { all: all.slice(0, limits.rules), leftOut: Math.max(0, all.length - limits.rules) };
}

function ruleOfFinding(finding: Finding, limits: SarifLimits): ReportingDescriptor {
  const { property, problem } = finding;
  const id = ruleIdOf(finding);
  if (property !== undefined) return ruleOfProperty(id, property, limits);
  const name = problem.property ?? problem.kind;
  return ruleOf(id, { name, short: others[problem.kind], full: others[problem.kind], tags: [problem.kind] }, limits);
}

function ruleOfProperty(id: string, { name, kind, rule }: PropertyResult, limits: SarifLimits): ReportingDescriptor {
  const full = rule === '' ? `${name} ${meanings[kind]}` : rule;
  return ruleOf(id, { name, short: `${name} ${meanings[kind]}`, full, tags: [kind] }, limits);
}

interface RuleParts {
  readonly name: string;
  readonly short: string;
  readonly full: string;
  readonly tags: readonly string[];
}

function ruleOf(
  id: string,
  { name, short, full, tags }: RuleParts,
  { text, name: nameMost, tags: tagsMost }: SarifLimits,
): ReportingDescriptor {
  // The fences and the sentence before them take some of the room.
  const shown = shortened(visible(full), text - 100, ' [cut]');
  const said = shortened(oneLine(short), text / 2, ' [cut]');
  return {
    id,
    name: shortened(oneLine(name), nameMost),
    shortDescription: { text: messageText(oneLine(short), text) },
    fullDescription: { text: messageText(full, text) },
    help: {
      text: messageText(full === short ? full : `${said}\n\n${full}`, text),
      markdown: fenced(shown.split('\n')),
    },
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['model checking', ...tags].slice(0, tagsMost),
      precision: 'very-high',
      'problem.severity': 'error',
    },
  };
}
