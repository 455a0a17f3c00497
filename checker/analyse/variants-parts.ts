// Variants that leave something out: a condition, an update, an assertion, a whole statement.

import { drop } from '../language/edits.ts';
import { type Effect, type Flow } from '../language/flow.ts';
import { printNode, printUpdate } from '../language/print.ts';
import { type ActionTree, type UpdateTree } from '../language/tree.ts';
import { type Ground, type GroundStatement } from './variants-ground.ts';
import { conditionText, cutLine, effectText, flowText, lineOf } from './variants-text.ts';
import { about, type About, type Found, partEdits } from './variant.ts';
import { clauseVariants, decisionVariants } from './variants-conditions.ts';

/** What can be dropped or weakened, in the order of the text. */
export function partVariants({ statements, actions }: Ground): readonly Found[] {
  return [...actions.flatMap(ofAction), ...statements.flatMap(ofStatement)];
}

function ofAction(action: ActionTree): readonly Found[] {
  const at: About = { names: [action.name], path: action.name, site: action.site, source: undefined };
  const updates = action.body.flatMap((statement) => (statement.kind === 'assign' ? statement.updates : []));
  return [
    ...action.when.flatMap((clause) => clauseVariants(at, clause, `.${clause.name}`)),
    ...(updates.length < 2 ? [] : updates.map((update) => dropUpdate(at, update, `.${update.name}`))),
    dropWhole(at, 'drop statement', 'updates', lineOf(updates.map(printUpdate)), 'the action never happens'),
  ];
}

function ofStatement({ names, text, source, within, list }: GroundStatement): readonly Found[] {
  const at: About = { names, path: names[0] ?? text.name, site: text.site, source };
  switch (text.kind) {
    case 'step':
      return ofStep(at, text.effect);
    case 'branch':
      return [
        ...decisionVariants(at, text.condition),
        dropWhole(at, 'drop decision', 'guards', flowText(text), 'goes on without the test'),
      ];
    case 'choice':
      return [
        ...text.alternatives.flatMap(({ name, effect }) => ofAlternative(at, effect, name === '' ? '' : `/${name}`)),
        ...(text.alternatives.length === 1 && text.alternatives[0]?.rest.length === 0 ? [] : [dropChoice(at, text)]),
      ];
    case 'loop':
      return text.condition === undefined ? [] : decisionVariants(at, text.condition);
    case 'call':
      // What reads its result has nothing to read without it, and a loop needs something to do.
      return text.result === undefined &&
        text.procedure.body.length > 0 &&
        !(within.at(-1)?.kind === 'loop' && list.length === 1)
        ? [dropWhole(at, 'drop statement', 'updates', flowText(text), 'not called')]
        : [];
    // A lock is forgone, not only not taken. A jump goes with the decision that leads to it.
    case 'acquire':
    case 'release':
    case 'trylock':
    case 'critical':
    case 'together':
    case 'atomically':
    case 'ret':
    case 'leave':
    case 'again':
    case 'goto':
    case 'nothing':
      return [];
  }
}

function ofStep(at: About, effect: Effect): readonly Found[] {
  const { when, updates } = effect;
  // The assertions of a line of code are not made where the line is left out.
  const isOneUpdate = updates.length === 1 && when.length === 0;
  const isAsserting = updates.length + when.length === 0;
  return [
    ...when.flatMap((clause) => clauseVariants(at, clause, `.${clause.name}`)),
    ...(isOneUpdate ? [] : updates.map((update) => dropUpdate(at, update, `.${update.name}`))),
    ...(isAsserting ? [] : [dropWhole(at, 'drop statement', 'updates', effectText(effect), 'left out')]),
    ...dropAssertions(at, effect, ''),
  ];
}

function ofAlternative(at: About, effect: Effect, prefix: string): readonly Found[] {
  return [
    ...effect.when.flatMap((clause) => clauseVariants(at, clause, `${prefix}.${clause.name}`)),
    ...effect.updates.map((update) => dropUpdate(at, update, `${prefix}.${update.name}`)),
    ...dropAssertions(at, effect, prefix),
  ];
}

function dropUpdate(at: About, update: UpdateTree, part: string): Found {
  return {
    ...about(at, update.site),
    group: 'updates',
    kind: 'drop update',
    edits: partEdits(at, drop, part),
    before: cutLine(printUpdate(update)),
    after: cutLine(`${printNode(update.target)} is left as it is`),
  };
}

function dropAssertions(at: About, { assertions }: Effect, prefix: string): readonly Found[] {
  return assertions.map((assertion, index): Found => ({
    ...about(at, assertion.site),
    group: 'assertions',
    kind: 'drop assertion',
    edits: partEdits(at, drop, `${prefix}.assert#${index + 1}`),
    before: cutLine(`assert ${conditionText(assertion.node)}`),
    after: 'not asserted',
  }));
}

// What does something is a statement; what only asks, a decision.
function dropChoice(at: About, choice: Extract<Flow, { kind: 'choice' }>): Found {
  return choice.alternatives.some(({ effect }) => effect.updates.length > 0)
    ? dropWhole(at, 'drop statement', 'updates', flowText(choice), 'left out')
    : dropWhole(at, 'drop decision', 'guards', flowText(choice), 'goes on without the choice');
}

function dropWhole(
  at: About,
  kind: 'drop statement' | 'drop decision',
  group: 'updates' | 'guards',
  before: string,
  after: string,
): Found {
  return {
    ...about(at, at.site),
    group,
    kind,
    edits: at.names.map((name) => drop(name)),
    before: cutLine(before),
    after,
  };
}
