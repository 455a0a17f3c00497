// The fairness of an abstract specification as a formula over the behaviours that are mapped to its: infinitely often not enabled, or taken (weak);
// from some time on never enabled, or infinitely often taken (strong). Enabled and taken are the abstract specification's own, in the mapped states.

import { fairnessGroups } from './fairness.ts';
import { applyNodes } from './nodes.ts';
import type { ActionTree, Binder, FairnessTree, Node, Specification, TemporalTree } from './tree.ts';

/** Conditions on some abstract actions, with values for some of their parameters. */
export interface Taking {
  /** Of a state: some firing of them changes something. */
  readonly enabled: (actions: readonly ActionTree[], bound: ReadonlyMap<Binder, Node>) => Node;
  /** Of a step: it is mapped to such a firing. */
  readonly taken: (actions: readonly ActionTree[], bound: ReadonlyMap<Binder, Node>) => Node;
}

export function fairnessFormula(fairness: FairnessTree, { actions }: Specification, taking: Taking): TemporalTree {
  const parts = fairnessGroups(fairness, actions).map(({ actions: its, each, eachOf }): TemporalTree => {
    const binders = each.map(({ name, sort }): Binder => ({ name, sort }));
    const bound = new Map<Binder, Node>();
    for (const own of eachOf.values())
      for (const [index, binder] of own.entries()) {
        const common = binders[index];
        if (common !== undefined) bound.set(binder, { kind: 'bound', sort: common.sort, binder: common });
      }
    const body = fairly(
      fairness.strength,
      titled(`enabled ${fairness.of}`, taking.enabled(its, bound)),
      titled(`taken ${fairness.of}`, taking.taken(its, bound)),
    );
    return binders.length === 0 ? body : { kind: 'forall', binders, body };
  });
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'all', parts };
}

function fairly(strength: FairnessTree['strength'], enabled: Node, taken: Node): TemporalTree {
  const disabled: TemporalTree = { kind: 'state', node: applyNodes('not', [enabled]) };
  const rests: TemporalTree =
    strength === 'weak'
      ? { kind: 'always', body: { kind: 'eventually', body: disabled } }
      : { kind: 'eventually', body: { kind: 'always', body: disabled } };
  return { kind: 'any', parts: [rests, { kind: 'always', body: { kind: 'someStep', node: taken } }] };
}

function titled(name: string, body: Node): Node {
  return { kind: 'named', sort: body.sort, name, body };
}
