// ballast profile: what makes a state space large, and what would make it smaller.

import { type Exploration, layoutOf, processNames, type Specification } from '../../checker/index.ts';
import { type ProfileResult, profileDocumentOf, type VariableProfile } from '../result/profile.ts';
import { roundedMs } from '../result/assemble.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { forecastOf } from './forecast.ts';
import { type SubjectArguments, subjectOf, violatedIn } from './subject.ts';
import { whatIfs } from './what-ifs.ts';

export interface ProfileArguments extends SubjectArguments {
  readonly all?: boolean;
  readonly quick?: boolean;
}

/** Explores, prints the profile, and gives 0, or 20 where the search of the specification itself ended early, or not all was asked. */
export async function profile(given: ProfileArguments, terminal: Terminal): Promise<number> {
  const startMs = performance.now();
  const subject = await subjectOf(given, terminal);
  const { specification, identity, limits } = subject;
  const { found, engine, notice } = await subject.explored(specification, { survey: 'projections', collect: true });
  const isComplete = found.ended === 'complete';
  const survey = found.survey ?? [];
  const original = { states: found.counts.statesDistinct, isComplete, survey };
  const asked = given.quick === true ? undefined : await whatIfs(subject, original, terminal);
  const forecast = isComplete ? undefined : forecastOf(completeLevels(found));
  const result: ProfileResult = {
    specification: identity,
    engine,
    ...(notice === undefined ? {} : { notice }),
    ended: found.ended,
    limits,
    counts: found.counts,
    stateBits: layoutOf(specification.variables, processNames(specification).length).bits,
    violated: violatedIn(found),
    variables: withBits(specification, survey),
    actions: actionsOf(found),
    levels: found.levels,
    ...(forecast === undefined ? {} : { forecast }),
    ...(asked === undefined ? {} : { whatIfs: asked }),
    areAllAsked: !terminal.isInterrupted(),
    elapsedMs: roundedMs(performance.now() - startMs),
  };
  const status = isComplete && result.areAllAsked ? exitStatus.holds : exitStatus.undecided;
  if (given.json === true) terminal.print(JSON.stringify(profileDocumentOf(result, status), undefined, 2));
  else {
    const { profileMarkdown, renderProfile } = await import('../report/profile-report.ts');
    const form = { paint: terminal.paint, isWhole: given.all };
    terminal.print(given.report === 'markdown' ? profileMarkdown(result, form) : renderProfile(result, form));
  }
  return status;
}

/** What was broken off within a level says nothing about how large that is. */
function completeLevels({ levels, counts }: Exploration): readonly number[] {
  return counts.areExact ? levels : levels.slice(0, -1);
}

function withBits(
  { variables, ...specification }: Specification,
  survey: NonNullable<Exploration['survey']>,
): readonly VariableProfile[] {
  const { fields } = layoutOf(variables, processNames({ variables, ...specification }).length);
  return survey.map((each) => ({
    ...each,
    bits: fields.filter(({ variable }) => variable === each.variable).reduce((sum, { bits }) => sum + bits, 0),
  }));
}

function actionsOf({ actions, collected }: Exploration): ProfileResult['actions'] {
  return actions.map(({ action, statesEnabled, firings }, index) => {
    const { fresh = 0, same = 0 } = collected?.actions[index] ?? {};
    return { action, statesEnabled, firings, fresh, same };
  });
}
