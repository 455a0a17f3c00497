// From `refines(…)` to what is checked: the mapping held against the abstract variables, and the abstract specification as conditions on this
// one's initial states and steps, and as formulas.

import { fairnessFormula } from './abstract-fairness.ts';
import { startsIn } from './abstract-start.ts';
import { someFiring } from './abstract-step.ts';
import { abstractSeenAs, type Refining } from './abstract.ts';
import { named, SpecError } from './errors.ts';
import { inLets, mappedTo, stepBy } from './mapped-values.ts';
import { applyNodes } from './nodes.ts';
import type { RefinesDeclaration } from './refines.ts';
import { conjunction, total } from './symbolic.ts';
import type { Node, RefinementSteps, RefinementTree } from './tree.ts';

/** @throws SpecError for a mapping that does not fit, and for an abstract specification that is wrong or cannot be one */
export function refinementTree(name: string, given: unknown, refining: Refining): RefinementTree {
  const where = `refinement '${name}'`;
  if (!isRefines(given))
    throw new SpecError(`${where} is no refinement`, {
      mend: 'write refines(model, { constants }, { variable: expression, … })',
    });
  const { site } = given;
  return named(() => {
    const { abstract, mapping } = abstractSeenAs(name, given, refining);
    const mapped = mappedTo(abstract, mapping);
    const of = mapped.step(new Map());
    const steps: RefinementSteps = {
      lets: of.lets,
      same: of.same,
      fits: of.fits,
      actions: abstract.actions.map((action) => ({ action: action.name, node: stepBy(action, of) })),
    };
    const allowed = applyNodes(
      'any',
      steps.actions.map(({ node }) => node),
    );
    const step = inLets(of.lets, applyNodes('any', [conjunction(of.same), total(inLets(of.fits, allowed))]));
    const initial = mapped.state(new Map(), (scope) => startsIn(abstract, scope));
    return {
      name,
      abstract,
      mapping,
      initial: titled(`initial in ${abstract.name}`, initial),
      step: titled(`a step of ${abstract.name}, or of none of its variables`, step),
      steps,
      fairness: abstract.fairness.map((tree) => ({
        of: tree,
        formula: fairnessFormula(tree, abstract, {
          enabled: (actions, bound) =>
            mapped.state(bound, (scope) =>
              applyNodes(
                'any',
                actions.map((action) =>
                  total(
                    someFiring(action, scope, {
                      isReached: (store) => otherValues(store, scope.store),
                      needsSorts: true,
                    }),
                  ),
                ),
              ),
            ),
          taken: (actions, bound) => {
            const taking = mapped.step(bound);
            const some = applyNodes(
              'any',
              actions.map((action) => stepBy(action, taking)),
            );
            const moves = applyNodes('not', [conjunction(taking.same)]);
            return inLets(taking.lets, conjunction([moves, total(inLets(taking.fits, some))]));
          },
        }),
      })),
      site,
    };
  }, where);
}

function isRefines(given: unknown): given is RefinesDeclaration {
  return typeof given === 'object' && given !== null && 'declares' in given && given.declares === 'refinement';
}

function titled(name: string, body: Node): Node {
  return { kind: 'named', sort: body.sort, name, body };
}

function otherValues(store: ReadonlyMap<string, Node>, others: ReadonlyMap<string, Node>): Node {
  return applyNodes(
    'any',
    [...store].flatMap(([variable, value]) => {
      const other = others.get(variable);
      return other === undefined || other === value ? [] : [applyNodes('notEqual', [value, other])];
    }),
  );
}
