// SARIF 2.1.0 as GitHub's code scanning reads it: a rule for each property, a result for each thing that is wrong, at the place where the rule is
// written; a counterexample as a code flow with a thread flow for each process, whose steps have their places in one order of execution.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning

import { createHash } from 'node:crypto';
import type { Location, Log, Result, Run } from 'sarif';
import type { CiOutcome } from '../../ci/outcome.ts';
import { reductionTexts } from '../../result/reductions.ts';
import type { PlaceResult, PropertyResult } from '../../result/result.ts';
import { printCounted } from '../numbers.ts';
import { explaining, type Finding, findingsOf, headline, oneLine, reasonLines, startOf } from './findings.ts';
import { codeFlowOf } from './sarif-flow.ts';
import { githubLimits, messageText, noted, type SarifLimits, withinBytes } from './sarif-limits.ts';
import { ruleIdOf, rulesOf } from './sarif-rules.ts';
import { inRepository, placeInRepository, uriOf, type Whereabouts } from './whereabouts.ts';

const schemaUri = 'https://json.schemastore.org/sarif-2.1.0.json';

export interface SarifForm extends Whereabouts {
  readonly limits?: SarifLimits;
}

/** The log, of one run. */
export function sarif(outcome: CiOutcome, { limits = githubLimits, ...whereabouts }: SarifForm = {}): Log {
  const findings = findingsOf(outcome);
  const shown = findings.slice(0, limits.results);
  const rules = rulesOf(outcome, shown, limits);
  const indices = new Map(rules.all.map(({ id }, index) => [id, index]));
  const identities = identitiesOf(shown);
  const results = shown.map((finding, index) =>
    resultOf(finding, { outcome, whereabouts, limits, indices, identity: identities[index] ?? '' }),
  );
  const { file: config } = placeInRepository(startOf(outcome), outcome, whereabouts);
  const run: Run = {
    tool: { driver: { name: 'Ballast', semanticVersion: outcome.ballast, rules: [...rules.all] } },
    // GitHub takes what stands before the last slash for the category: a config and a lane have their own alerts.
    automationDetails: { id: `ballast ci/${oneLine(config)}/${outcome.lane}/` },
    invocations: [
      {
        executionSuccessful: !findings.some(({ problem: { kind } }) => kind === 'error' || kind === 'crash'),
        exitCode: outcome.status,
        startTimeUtc: outcome.startedAt,
        toolExecutionNotifications: outcome.notes.map((text) => ({
          level: 'note',
          message: { text: messageText(text, limits.text) },
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results,
  };
  const leftOut = [
    ...(shown.length === findings.length ? [] : [printCounted(findings.length - shown.length, 'result')]),
    ...(rules.leftOut === 0 ? [] : [`${printCounted(rules.leftOut, 'rule')} of properties without a problem`]),
  ];
  return { $schema: schemaUri, version: '2.1.0', runs: [withinBytes(noted(run, leftOut), limits)] };
}

interface ResultOptions {
  readonly outcome: CiOutcome;
  readonly whereabouts: Whereabouts;
  readonly limits: SarifLimits;
  /** Of the rules, by their ids. */
  readonly indices: ReadonlyMap<string, number>;
  readonly identity: string;
}

function resultOf(finding: Finding, { outcome, whereabouts, limits, indices, identity }: ResultOptions): Result {
  const { suite, problem, property, place } = finding;
  const ruleId = ruleIdOf(finding);
  const index = indices.get(ruleId);
  const locate = (where: PlaceResult, text?: string): Location => {
    const { file, line, column } = placeInRepository(where, outcome, whereabouts);
    return {
      physicalLocation: {
        artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
        region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
      },
      ...(text === undefined ? {} : { message: { text } }),
    };
  };
  const [traced] = suite === undefined ? [] : explaining(suite, [problem]);
  const flow = traced && codeFlowOf(traced, { locate, place, limits });
  const isInside = (where: PlaceResult): boolean => inRepository(where.file, whereabouts) !== undefined;
  const guilty = guiltOf(traced);
  const reductions = suite?.result === undefined ? [] : reductionTexts(suite.result);
  const related =
    guilty !== undefined && isInside(guilty.place)
      ? [{ id: 1, ...locate(guilty.place, messageText(guilty.text, limits.text)) }]
      : [];
  return {
    ruleId,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: 'error',
    message: {
      text: resultText(finding, traced, {
        isLinked: related.length > 0,
        isPlaced: !isInside(place),
        stepsLeftOut: flow?.leftOut ?? 0,
        most: limits.text,
      }),
    },
    locations: [locate(place)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...(flow === undefined ? {} : { codeFlows: [flow.codeFlow] }),
    partialFingerprints: { primaryLocationLineHash: `${identity}:1`, 'ballastFinding/v1': identity },
    properties: {
      kind: problem.kind,
      ...(suite === undefined ? {} : { suite: suite.label, expected: suite.expected }),
      ...(property?.steps === undefined ? {} : { steps: property.steps }),
      ...(reductions.length === 0 ? {} : { reductions }),
      ...(suite?.result?.treeHash === undefined ? {} : { treeHash: suite.result.treeHash }),
      ...(suite?.result === undefined ? {} : { command: suite.result.command }),
    },
  };
}

/** The guilty step, and where the specification has it. */
function guiltOf(
  traced: PropertyResult | undefined,
): { readonly place: PlaceResult; readonly text: string } | undefined {
  const { because, trace } = traced ?? {};
  const place = because && trace?.steps[because.step - 1]?.place;
  return because === undefined || place === undefined ? undefined : { place, text: because.text };
}

interface TextOptions {
  /** Whether a related location is the guilty step. */
  readonly isLinked: boolean;
  /** Whether the location does not say where the rule is written. */
  readonly isPlaced: boolean;
  readonly stepsLeftOut: number;
  readonly most: number;
}

/** A first sentence that stands alone, then the reasons. GitHub shows a related place where the message has a link to it. */
function resultText(
  finding: Finding,
  traced: PropertyResult | undefined,
  { isLinked, isPlaced, stepsLeftOut, most }: TextOptions,
): string {
  const because = isLinked
    ? messageText(oneLine(traced?.because?.text ?? ''), most).replace(/^step \d+/, '[$&](1)')
    : '';
  const kept = [
    ...(because === '' ? [] : [`Because ${because}.`]),
    ...(stepsLeftOut === 0
      ? []
      : [`Of the trace ${printCounted(stepsLeftOut, 'step')} are left out, since GitHub takes no more.`]),
  ].join('\n');
  const reasons = reasonLines(finding, { isGuiltTold: !isLinked, isPlaced }).map(oneLine);
  // What is cut is the reasons, not the link.
  const text = messageText([`${headline(finding)}.`, ...reasons].join('\n'), Math.max(0, most - kept.length - 1));
  return kept === '' ? text : `${text}\n${kept}`;
}

/** For each a name that stays as long as the suite and the property do, whatever lines and numbers change. */
function identitiesOf(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map(({ suite, problem }) => {
    const key = JSON.stringify([
      suite?.label ?? null,
      problem.property ?? null,
      problem.property === undefined ? problem.kind : null,
    ]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return createHash('sha256').update(`${key} ${count}`).digest('hex').slice(0, 16);
  });
}
