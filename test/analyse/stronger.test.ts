import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  any,
  define,
  explore,
  exploreCompiled,
  fn,
  forall,
  ids,
  judgedBy,
  model,
  printNode,
  range,
  spec,
  strongerInvariants,
  variables,
} from 'ballast';

const Cpu = ids('cpu', 2);
const specification = model('counters', {}, () => {
  const { n, at } = variables({ n: range(0, 5), at: fn(Cpu, range(0, 5)) });
  const early = define('early', all(n.lessThan(3), n.atMost(4)));
  return spec({
    variables: { n, at },
    init: { n: 0, at: 0 },
    actions: {
      tick: action({ when: [n.lessThan(4)], then: [n.increment()] }),
      look: action({ c: Cpu }, ({ c }) => ({ then: [at.at(c).becomes(n)] })),
    },
    invariants: {
      // Of a name that stands for several conjuncts, each is one.
      named: early.implies(n.lessThan(4)),
      // Below a quantifier and beside another conjunct of the whole.
      below: all(
        n.atMost(4),
        forall({ c: Cpu }, ({ c }) => all(at.at(c).moreThan(0), n.is(0).not()).implies(n.moreThan(0))),
      ),
      // What is no implication has no premise, nor has one under an existence or a disjunction.
      plain: any(n.is(5).implies(n.is(4)), n.atMost(5)),
      // Without its one conjunct an implication is what it implies.
      whole: n.is(4).implies(n.moreThan(3)),
      // What the constants decide is no conjunct.
      constant: all(
        forall({ a: Cpu, b: Cpu }, ({ a, b }) => any(a.is(b), a.isNot(b))),
        n.is(5),
      ).implies(n.is(5)),
    },
  });
}).build();

describe('the invariants without a conjunct of a premise', () => {
  it('are one for each, in textual order, the rest as it was', () => {
    const found = strongerInvariants(specification);
    expect(found.map(({ invariant, text, property }) => [invariant, text, printNode(property.node)])).toEqual([
      ['named', 'n < 3', 'n <= 4 => n < 4'],
      ['named', 'n <= 4', 'n < 3 => n < 4'],
      ['below', 'at[c] > 0', 'n <= 4 and (forall c in cpu: not n = 0 => n > 0)'],
      ['below', 'not n = 0', 'n <= 4 and (forall c in cpu: at[c] > 0 => n > 0)'],
      ['whole', 'n = 4', 'n > 3'],
      ['constant', 'n = 5', '(forall a in cpu, b in cpu: a = b or a # b) => n = 5'],
    ]);
  });

  it('hold where the conjunct excludes nothing, by either engine', async () => {
    const stronger = strongerInvariants(specification);
    for (const engine of [explore, exploreCompiled]) {
      const { properties, ended } = await engine(judgedBy(specification, stronger), { all: true });
      const holding = properties.filter(({ verdict }) => verdict.kind === 'holds').map(({ name }) => name);
      expect(ended).toBe('complete');
      expect(stronger.filter(({ property }) => holding.includes(property.name)).map(({ text }) => text)).toEqual([
        'n <= 4',
        'at[c] > 0',
        'not n = 0',
      ]);
    }
  });
});
