// Mistakes that people make in a language without operator overloading: each is refused for somebody who only runs the command.
// The types refuse most of them already (test/misuse.ts); the command checks no types, so loading and building must.

import { describe, expect, it } from 'vitest';
import { loadSpecification } from '../../src/load/load.ts';
import { folderOf, refusal } from '../load/folder.ts';

/** A specification whose action contains the mistake; its line is the seventeenth. */
function specification(lines: string): string {
  return `import { action, all, any, bool, enumeration, fn, forall, ids, ifThenElse, maybe, model, none, not, range, spec, strongly, variables } from 'ballast';
export default model('mine', {}, () => {
  const Cpu = ids('cpu', 2);
  const Node = ids('node', 2);
  const { pc, owner, up, down, flag, n } = variables({
    pc: fn(Cpu, enumeration('idle', 'busy')),
    owner: maybe(Cpu),
    up: bool,
    down: bool,
    flag: enumeration('up', 'down'),
    n: range(0, 3),
  });
  const init = { pc: 'idle', owner: none, up: false, down: false, flag: 'up', n: 0 };
  const run = action({ c: Cpu, d: Cpu, other: Node }, ({ c, d, other }) => {
    const a = pc.at(c).is('idle');
    const b = owner.is(c);
    ${lines}
  });
  return spec({ variables: { pc, owner, up, down, flag, n }, init, actions: { run }, invariants: { small: n.atMost(3) } });
});
`;
}

async function refusalOf(lines: string): Promise<string> {
  const folder = folderOf({ 'mine.ts': specification(lines) });
  return await refusal(folder, async () => {
    const { model, explain } = await loadSpecification('mine.ts', { cwd: folder.path, cache: folder.cache });
    try {
      model.build();
    } catch (error) {
      throw explain(error);
    }
  });
}

const mistakes: readonly (readonly [net: string, mistake: string, message: string])[] = [
  [
    'loading',
    'return { when: [a && b] };',
    `SpecError: an expression is tested for truth by &&
  mine.ts:17:21   a && b
  write all(a, b), or clauses with a comma between them`,
  ],
  [
    'loading',
    'return { when: [a || b] };',
    `SpecError: an expression is tested for truth by ||
  mine.ts:17:21   a || b
  write any(a, b)`,
  ],
  [
    'loading',
    'return { when: [a ?? b] };',
    `SpecError: an expression is tested for null by ??
  mine.ts:17:21   a ?? b
  write ifThenElse(a.is(none), b, a.value())`,
  ],
  [
    'loading',
    'return { when: [!a] };',
    `SpecError: an expression is tested for truth by !
  mine.ts:17:21   !a
  write a.not()`,
  ],
  [
    'loading',
    'return { when: [b], then: [n.becomes(a ? 1 : 2)] };',
    `SpecError: an expression is tested for truth by ?:
  mine.ts:17:42   a ? 1 : 2
  write ifThenElse(a, 1, 2)`,
  ],
  [
    'loading',
    'if (a) return { when: [b] }; return { when: [a] };',
    `SpecError: an expression is tested for truth by if
  mine.ts:17:9   a
  an if is decided while building, before there is a state: write branch(a, [ … ]) in a procedure, or a clause of when in an action`,
  ],
  [
    'loading',
    'while (a) n.becomes(1); return { when: [b] };',
    `SpecError: an expression is tested for truth by while
  mine.ts:17:12   a
  a loop is run while building, before there is a state: write loop(…, [ … ]) in a procedure, or each(…) for a quantified update`,
  ],
  [
    'building',
    'return { when: [a, b, owner === c] };',
    `SpecError: false stands where a condition is needed
  mine.ts:14:15
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    'return { when: [all(b, owner === c)] };',
    `SpecError: false stands where a condition is needed
  mine.ts:17:21
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    "return { when: [pc.at(c) === 'idle'] };",
    `SpecError: false stands where a condition is needed
  mine.ts:14:15
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    'return { when: [owner < c] };',
    `SpecError: an expression is used as a JavaScript value: owner
  mine.ts:17:26
  write a.plus(b), a.lessThan(b), a.is(b) instead of + < ==`,
  ],
  [
    'building',
    "return { when: [flag == 'up'] };",
    `SpecError: an expression is used as a JavaScript value: flag
  mine.ts:17:25
  write a.plus(b), a.lessThan(b), a.is(b) instead of + < ==`,
  ],
  [
    'building',
    'return { when: [b], then: [n.becomes(n + 1)] };',
    `SpecError: an expression is used as a JavaScript value: n
  mine.ts:17:43
  write a.plus(b), a.lessThan(b), a.is(b) instead of + < ==`,
  ],
  [
    'building',
    'return { when: [[c, d].some((each) => each === c)] };',
    `SpecError: true stands where a condition is needed
  mine.ts:14:15
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    'return { when: [a, b].filter((each) => each.not()) };',
    `SpecError: an expression was built but is not part of action 'run'
  mine.ts:17:49
  JavaScript dropped it: write all(a, b), any(a, b), a.not() or ifThenElse(a, x, y) instead of && || ! ?: if or filter`,
  ],
  [
    'building',
    "switch (flag) { case 'up': return { when: [b] }; } return { when: [a] };",
    `SpecError: an expression was built but is not part of action 'run'
  mine.ts:16:21
  JavaScript dropped it: write all(a, b), any(a, b), a.not() or ifThenElse(a, x, y) instead of && || ! ?: if or filter`,
  ],
  [
    'building',
    "return { when: [pc.at(c).is('idel')] };",
    `SpecError: "idel" is not an element of enumeration('idle', 'busy')
  mine.ts:17:30
  did you mean 'idle'?`,
  ],
  [
    'building',
    'return { when: [owner.is(other)] };',
    `SpecError: maybe(ids('cpu', 2)) and ids('node', 2) have no values in common
  mine.ts:17:27`,
  ],
  [
    'building',
    'return { when: [pc.at(other).is("idle")] };',
    `SpecError: a value of ids('node', 2) stands where ids('cpu', 2) is meant
  mine.ts:17:24`,
  ],
  [
    'building',
    'return { when: [pc[c].is("idle")] };',
    `SpecError: mine.ts throws TypeError: Cannot read properties of undefined (reading 'is')
  mine.ts:17:27   return { when: [pc[c].is("idle")] };`,
  ],
  [
    'building',
    'return { when: [pc.at(`${c}`).is("idle")] };',
    `SpecError: "c" is not an element of ids('cpu', 2)
  mine.ts:17:24`,
  ],
  [
    'building',
    'return { when: [pc.at(c)] };',
    `SpecError: 'pc[c]' is no truth value
  mine.ts:14:15
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    'return { when: [a.not] };',
    `SpecError: a function (not) stands where a condition is needed
  mine.ts:14:15
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    'return { when: [n.becomes(1)] };',
    `SpecError: an update stands where a condition is needed
  mine.ts:14:15
  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression`,
  ],
  [
    'building',
    'return { when: [b], then: [n.is(1)] };',
    `SpecError: the expression 'n = 1' stands in 'then' of action 'run', where an update is due
  mine.ts:14:15
  write place.becomes(value)`,
  ],
  [
    'building',
    'return { when: [b], then: [c.becomes(d)] };',
    `SpecError: a parameter, or a value that was computed, cannot change
  mine.ts:17:34
  only variables, their parts and locals take new values`,
  ],
  [
    'building',
    'return { when: [up.is(up === down)] };',
    `SpecError: a truth value has no .is(…)
  mine.ts:17:24
  write a.iff(b), a.not(), or the truth value by itself`,
  ],
  [
    'building',
    'a.not(); return { when: [a, b] };',
    `SpecError: an expression was built but is not part of action 'run'
  mine.ts:17:7
  JavaScript dropped it: write all(a, b), any(a, b), a.not() or ifThenElse(a, x, y) instead of && || ! ?: if or filter`,
  ],
  [
    'building',
    'n.becomes(1); return { when: [a, b] };',
    `SpecError: an update was built but is not part of action 'run'
  mine.ts:17:7
  JavaScript dropped it: write all(a, b), any(a, b), a.not() or ifThenElse(a, x, y) instead of && || ! ?: if or filter`,
  ],
  [
    'building',
    'return { when: [b], than: [n.becomes(1)] };',
    `SpecError: action 'run' has an unknown part 'than'
  mine.ts:14:15
  an action has when: […] and then: […]`,
  ],
];

describe('a mistake in a specification', () => {
  it.each(mistakes)('is refused while %s: %s', async (_, mistake, message) => {
    expect(await refusalOf(mistake)).toBe(message);
  });
});
