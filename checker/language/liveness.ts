// Liveness properties as they are declared: a formula that waits for something. What is another kind of property in disguise is refused, since
// there it is decided sooner, without fairness, and by every engine and reduction.

import { SpecError } from './errors.ts';
import { isBuilt, isTemporal, siteOf } from './nodes.ts';
import { printNode, printTemporal } from './print.ts';
import type { Resolve } from './resolve.ts';
import { placesOf, type Site } from './site.ts';
import { mapPredicates, partsOf } from './temporal.ts';
import type { LivenessTree, TemporalTree } from './tree.ts';

/** @throws SpecError for what is no formula, or a formula of another kind of property */
export function livenessTree(name: string, given: unknown, resolve: Resolve, site: Site): LivenessTree {
  if (!isTemporal(given)) {
    const found = isBuilt(given) ? `'${printNode(given.node)}' is about one state` : 'it is no temporal formula';
    throw new SpecError(`liveness '${name}': ${found}`, {
      places: placesOf((isBuilt(given) ? siteOf(given.node) : undefined) ?? site),
      mend: 'write eventually(p), leadsTo(p, q), always(eventually(p)) or eventually(always(p))',
    });
  }
  const shape = shapeOf(given.formula, false);
  if (shape !== 'waits') {
    const { what, mend } = disguises[shape];
    throw new SpecError(`liveness '${name}' is ${what}: ${printTemporal(given.formula)}`, {
      places: placesOf(given.site),
      mend,
    });
  }
  const inner = nestedAssumption(given.formula);
  if (inner !== undefined)
    throw new SpecError(`liveness '${name}' assumes something inside a formula: ${printTemporal(inner)}`, {
      places: placesOf(given.site),
      mend: 'what is assumed is assumed of the whole behaviour: write assuming(…) outermost, or f.implies(g)',
    });
  const formula = mapPredicates(given.formula, (node) => resolve(node, given.site));
  return { name, kind: 'liveness', formula, site: given.site };
}

/** What decides a formula: the first state, all states, all steps, both of these, or where behaviours end up. */
type Shape = 'first' | 'states' | 'steps' | 'both' | 'waits';

const disguises: Readonly<Record<Exclude<Shape, 'waits'>, { readonly what: string; readonly mend: string }>> = {
  first: { what: 'about the initial states', mend: 'write it under initially, or under invariants' },
  states: {
    what: 'an invariant',
    mend: 'write it without temporal words under invariants: there it is checked; what must be possible, under reachable',
  },
  steps: {
    what: 'an action property',
    mend: 'write it without temporal words under actionProperties: there every step is checked',
  },
  both: {
    what: 'made of invariants and action properties',
    mend: 'write each without temporal words under invariants or actionProperties: there they are checked',
  },
};

function shapeOf(tree: TemporalTree, isNegated: boolean): Shape {
  switch (tree.kind) {
    case 'state':
      return 'first';
    case 'everyStep':
      return isNegated ? 'waits' : 'steps';
    case 'someStep':
      return isNegated ? 'steps' : 'waits';
    case 'always':
    case 'eventually': {
      const inner = shapeOf(tree.body, isNegated);
      if ((tree.kind === 'always') === isNegated) return 'waits';
      return inner === 'first' ? 'states' : inner;
    }
    case 'not':
      return shapeOf(tree.body, !isNegated);
    case 'all':
    case 'any': {
      const shapes = tree.parts.map((part) => shapeOf(part, isNegated));
      return (tree.kind === 'all') === isNegated ? someOf(shapes) : allOf(shapes);
    }
    case 'implies': {
      const shapes = [shapeOf(tree.from, !isNegated), shapeOf(tree.to, isNegated)];
      return isNegated ? allOf(shapes) : someOf(shapes);
    }
    case 'forall':
    case 'exists': {
      const inner = shapeOf(tree.body, isNegated);
      return (tree.kind === 'forall') === isNegated ? someOf([inner]) : inner;
    }
    case 'leadsTo':
    case 'until':
    case 'assuming':
      return 'waits';
  }
}

function allOf(shapes: readonly Shape[]): Shape {
  const [first = 'first', ...others] = shapes;
  return others.reduce<Shape>((sum, shape) => {
    if (sum === shape) return sum;
    // What is said of the first state only beside what is said of all is a formula of its own.
    return [sum, shape].some((each) => each === 'waits' || each === 'first') ? 'waits' : 'both';
  }, first);
}

// One of several may be true of one behaviour, and another of another: that only whole behaviours decide.
function someOf(shapes: readonly Shape[]): Shape {
  return shapes.every((shape) => shape === 'first') ? 'first' : 'waits';
}

/** An assumption that is not outermost, but for the values it is made for. */
function nestedAssumption(tree: TemporalTree): TemporalTree | undefined {
  if (tree.kind === 'forall' || tree.kind === 'all') {
    for (const part of partsOf(tree)) {
      const found = nestedAssumption(part);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (tree.kind === 'assuming') return assumptionIn(tree.assumption) ?? nestedAssumption(tree.body);
  return assumptionIn(tree);
}

function assumptionIn(tree: TemporalTree): TemporalTree | undefined {
  if (tree.kind === 'assuming') return tree;
  for (const part of partsOf(tree)) {
    const found = assumptionIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
