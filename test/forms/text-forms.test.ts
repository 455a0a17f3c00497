// The forms that are texts: each once whole on a small trace, and what must be so of every trace.

import { describe, expect, it } from 'vitest';
import { diff } from '../../src/forms/diff.ts';
import { dot } from '../../src/forms/dot.ts';
import { html } from '../../src/forms/html.ts';
import { markdown } from '../../src/forms/markdown.ts';
import { mermaid } from '../../src/forms/mermaid.ts';
import { placesOf } from '../../src/forms/places.ts';
import type { TraceSubject } from '../../src/forms/subject.ts';
import { race, traceBlocks } from '../../src/forms/race.ts';
import { steps } from '../../src/forms/steps.ts';
import { tlc } from '../../src/forms/tlc.ts';
import { printChange } from '../../src/report/words.ts';
import { paragraphs } from '../../src/report/layout.ts';
import { goingRound, stuttering } from './lassos.ts';
import { everyKind, subjectOf } from './subjects.ts';

const deadlock = 'check locks.ts';
const domainError = 'check counter.ts --mutant noGuard --set top=1';

/** Without what a study of the trace adds, whose words are not these tests' concern. */
async function told(line: string): Promise<TraceSubject> {
  const { property, ...subject } = await subjectOf(line);
  if (property === undefined) throw new Error('a result says of what its trace is');
  const { because: _because, orderings: _orderings, ...rest } = property;
  return { ...subject, property: rest };
}

describe('a diff', () => {
  it('lists the first state, then for each step the lines that differ, and what fails at the end', async () => {
    expect(diff(await told(domainError)))
      .toBe(`counter (mutant noGuard): up: n := n + 1 is violated in 2 steps; no shorter behaviour violates it

step 0: (initial)
--- /dev/null
+++ state
@@ -0,0 +1,2 @@
+n = 0
+m = 0

step 1: up
--- state
+++ state
@@ -1,1 +1,1 @@
-n = 0
+n = 1

step 2: up
fails: n: 2 is outside range(0, 1)

n: 2 is outside range(0, 1)
reading n + 1 = 2`);
  });

  it.each(everyKind)('makes every state when it is applied: %s', async (_, line, choice) => {
    const subject = await subjectOf(line, choice);
    const states = applied(diff(subject));
    const { states: along, loop } = subject.trace;
    const expected = [...along, ...along.slice(loop?.from ?? 0, loop?.isStuttering === false ? loop.from + 1 : 0)].map(
      (state) => {
        return [...placesOf(subject.variables, state)].map(([place, value]) => `${place} = ${value}`);
      },
    );
    expect(states).toEqual(expected);
  });
});

/** The file after each part of a unified diff. Throws where a line to be taken away is not the line that stands there. */
function applied(text: string): string[][] {
  const states: string[][] = [];
  let lines: string[] = [];
  for (const part of text.split(/\n\n(?=step )/).slice(1)) {
    if (part.includes('\nfails: ')) continue;
    const hunks = part.split(/^(?=@@ )/m).slice(1);
    let shift = 0;
    lines = [...lines];
    for (const hunk of hunks) {
      const [head = '', ...body] = hunk.trimEnd().split('\n');
      const [, from = '', removed = '', to = '', added = ''] = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(head) ?? [];
      // Of the last part, what broke stands below the hunk.
      const own = body.slice(0, Number(removed) + Number(added));
      const gone = own.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
      const come = own.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
      const at = (removed === '0' ? Number(from) : Number(from) - 1) + shift;
      expect(at).toBe(added === '0' ? Number(to) : Number(to) - 1);
      expect(lines.splice(at, gone.length, ...come)).toEqual(gone);
      expect([gone.length, come.length]).toEqual([Number(removed), Number(added)]);
      shift += come.length - gone.length;
    }
    states.push(lines);
  }
  return states;
}

describe('Mermaid', () => {
  it('draws a lifeline for each process, its steps, what they changed, and what broke', async () => {
    expect(mermaid(await told(deadlock))).toBe(`sequenceDiagram
  title two-locks: deadlock is violated in 2 steps#59; no shorter behaviour violates it
  participant p0 as left#35;0
  participant p1 as right#35;0
  note over p0,p1: a = free<br/>b = free
  p0->>p0: 1 lock
  note right of p0: a free -#62; held by left#35;0
  p1->>p1: 2 lock
  note right of p1: b free -#62; held by right#35;0
  note over p0,p1: nobody can go on, and not everybody is done<br/>left#35;0 left.lock#35;2 waits for holder(b) = none<br/>right#35;0 right.lock#35;2 waits for holder(a) = none`);
  });

  it('keeps to a line each, and to characters without a meaning of their own', async () => {
    for (const [, line, choice] of everyKind) {
      const [first, ...rest] = mermaid(await subjectOf(line, choice)).split('\n');
      expect(first).toBe('sequenceDiagram');
      for (const each of rest) {
        expect(each).toMatch(
          /^ {2}(?:title .|participant p\d+ as .|p(\d+)->>p\1: .|note over p\d+(?:,p\d+)?: .|note right of p\d+: .|loop for ever$|end$)/,
        );
        expect(each.replaceAll(/#\d+;|<br\/>|->>|^ {2}end$/g, '')).not.toMatch(/[#;<>"{}]|\bend\b/i);
      }
    }
  });

  it('says where it is too long for GitHub', async () => {
    const subject = await subjectOf('check long.ts');
    expect(mermaid(subject).split('\n')[1]).toBe('  %% GitHub draws no more than 50000 characters: this is longer');
  });
});

describe('dot', () => {
  it('has a node for each state and an edge for each step', async () => {
    expect(dot(await told(domainError))).toBe(String.raw`digraph "counter" {
  label="counter (mutant noGuard): up: n := n + 1 is violated in 2 steps; no shorter behaviour violates it\ln: 2 is outside range(0, 1)\lreading n + 1 = 2\l";
  labelloc=t; labeljust=l; fontname="monospace"; fontsize=11;
  node [shape=box, style=rounded, fontname="monospace", fontsize=10];
  edge [fontname="monospace", fontsize=10];
  s0 [id="state-0", label="0\ln = 0\lm = 0\ldouble = 0\l", style="rounded,filled", fillcolor="#eeeeee"];
  s1 [id="state-1", label="1\ln 0 -> 1\ldouble 0 -> 2\l"];
  fails [label="n: 2 is outside range(0, 1)\l", color="#b3261e", penwidth=2, style="rounded,dashed"];
  s0 -> s1 [label="up\l", tooltip="up", class="up", color="#1f5fa8", fontcolor="#1f5fa8"];
  s1 -> fails [label="up\l", tooltip="up", class="up", color="#1f5fa8", fontcolor="#1f5fa8"];
}`);
  });

  it('is of statements whose strings are closed', async () => {
    for (const [, line, choice] of everyKind) {
      const subject = await subjectOf(line, choice);
      const lines = dot(subject).split('\n').slice(1, -1);
      for (const each of lines) {
        expect(each.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).toMatch(
          /^ {2}(?:label="";|labelloc=t; labeljust=l;|(?:\w+|\w+ -> \w+) \[(?:\w+=(?:\w+|"")(?:, |\];$))+)/,
        );
      }
      const { steps: taken, loop } = subject.trace;
      expect(lines.filter((each) => / -> (?:s\d+|fails) \[/.test(each))).toHaveLength(
        taken.length + (loop?.isStuttering === true ? 1 : 0),
      );
    }
  });
});

describe("TLC's JSON", () => {
  it('has the states from 1, and each step between the two that it leads from and to', async () => {
    const { counterexample, vars } = JSON.parse(tlc(await subjectOf('check sorts.ts --property unturned'))) as {
      readonly counterexample: { readonly state: readonly unknown[]; readonly action: readonly unknown[] };
      readonly vars: readonly string[];
    };
    const initial = {
      flag: false,
      number: -2,
      colour: 'red',
      page: 'page1',
      owner: 'none',
      point: { x: 0, of: 'none' },
      pair: [false, 'page0'],
      byPage: { page0: 0, page1: 0 },
      byNumber: [false, false],
      byTruth: { false: [], true: [] },
      pages: [],
      queue: [],
      shape: { tag: 'nothing', value: 'unit' },
      guard: 'none',
      'worker.pc': { 'worker#0': 'choose' },
      'worker.mine': {},
    };
    const turned = {
      ...initial,
      flag: true,
      number: 2,
      owner: 'page0',
      byNumber: [false, true],
      shape: { tag: 'at', value: 2 },
    };
    expect(vars).toEqual(Object.keys(initial));
    expect(counterexample.state).toEqual([
      [1, initial],
      [2, turned],
    ]);
    expect(counterexample.action).toEqual([
      [
        [1, initial],
        {
          name: 'turn',
          location: { beginLine: 0, beginColumn: 0, endLine: 0, endColumn: 0, module: 'every-sort' },
          parameters: ['n', 'p'],
          context: { n: 2, p: 'page0' },
        },
        [2, turned],
      ],
    ]);
  });

  it('goes back by one more edge where a behaviour goes round', async () => {
    const subject = goingRound(await subjectOf(deadlock), 1);
    const { counterexample } = JSON.parse(tlc(subject)) as {
      readonly counterexample: {
        readonly action: readonly (readonly [readonly [number], unknown, readonly [number]])[];
      };
    };
    expect(counterexample.action.map(([[from], , [to]]) => [from, to])).toEqual([
      [1, 2],
      [2, 3],
      [3, 2],
    ]);
  });
});

describe('Markdown', () => {
  it('says what is violated, shows the table, why, and how to see it again', async () => {
    const subject = await told(domainError);
    expect(markdown({ ...subject, treeHash: '0123456789abcdef' }))
      .toBe(`### counter (mutant noGuard): up: n := n + 1 is violated in 2 steps; no shorter behaviour violates it

With \`top = 1\`, 1 constant as by default.

\`\`\`text
${paragraphs(traceBlocks(subject))}
\`\`\`

To see it again (tree 0123456789abcdef):

\`\`\`sh
ballast check counter.ts --set top=1 --mutant noGuard
\`\`\`

Taken for granted:

- nobody else counts`);
  });

  it('keeps to 75 columns but for the heading, the command and steps whose names are longer', async () => {
    for (const [, line, choice] of everyKind) {
      const [, ...rest] = markdown(await subjectOf(line, choice)).split('\n');
      const long = rest.filter((each) => each.length > 75 && !/^(?:ballast | +\d+ {2})/.test(each));
      expect(long).toEqual([]);
    }
  });

  it('begins no item of a list within another one', async () => {
    const subject = await subjectOf(deadlock);
    const [first, second, third] = [73, 71, 60].map((length) => 'w'.repeat(length));
    expect(markdown({ ...subject, modelled: [`${first} - ${second} 12. ${third}`] })).toContain(
      `- ${first}\n  \\- ${second}\n  12\\. ${third}`,
    );
  });

  it('leaves nothing in a name that Markdown or HTML would take for a mark', async () => {
    const subject = await subjectOf(deadlock);
    const specification = { ...subject.specification, name: 'a*b|c<d>_e_ snake_case #1 `x` [y]' };
    expect(markdown({ ...subject, specification }).split('\n')[0]).toBe(
      String.raw`### a\*b\|c&lt;d&gt;\_e\_ snake_case \#1 \`x\` \[y\]: deadlock is violated in 2 steps; no shorter behaviour violates it`,
    );
  });
});

describe('the steps', () => {
  it('are those of a check', async () => {
    expect(steps(await subjectOf(deadlock)))
      .toBe(`two-locks: deadlock is violated in 2 steps; no shorter behaviour violates it

  0           (initial)  a = free, b = free
  1  left#0   lock       a free -> held by left#0
  2  right#0  lock       b free -> held by right#0

  deadlock: nobody can go on, and not everybody is done
    left#0   left.lock#2   waits for holder(b) = none
    right#0  right.lock#2  waits for holder(a) = none`);
  });
});

describe('the places of a state', () => {
  it.each(everyKind)(
    'read from the JSON of a result are those that the run has printed: %s',
    async (_, line, choice) => {
      const { trace, variables } = await subjectOf(line, choice);
      const declared = variables.filter(({ role }) => role === 'declared');
      const lists = trace.states.map((state) => placesOf(declared, state));
      const names = new Set(declared.map(({ name }) => name));
      for (const [index, step] of trace.steps.slice(0, lists.length - 1).entries()) {
        const own = step.changes.filter(({ place }) => names.has(/^[^[.]*/.exec(place)?.[0] ?? ''));
        const [before, after] = [lists[index], lists[index + 1]];
        const differing = [...(after ?? [])].filter(([place, value]) => before?.get(place) !== value);
        expect(
          differing.map(([place, value]) => printChange({ place, before: before?.get(place) ?? '', after: value })),
        ).toEqual(own.map(printChange));
      }
    },
  );
});

/** A subject without a property or anything optional, such as an ITF trace from elsewhere. */
function bare({ specification, variables, trace }: TraceSubject): TraceSubject {
  return { specification, variables, trace, modelled: [] };
}

describe('every form', () => {
  it('marks the loop of a behaviour that goes round, and says why fairness does not exclude it', async () => {
    const subject = goingRound(await subjectOf(deadlock), 1);
    for (const form of [race, steps, markdown]) {
      expect(form(subject)).toContain('+-- the loop: steps 2 and 3 again and again, for ever');
      expect(form(subject)).toContain('\n+-- back to before step 2');
    }
    for (const form of [diff, mermaid, dot]) expect(form(subject)).toContain('then again from state 1, for ever');
    expect(dot(subject)).toMatch(/s2 -> s1 \[label="undo\\l", .*constraint=false/);
    expect(html(subject)).toContain('Then again from <a href="#state-1">state 1</a>, for ever.');
    for (const form of [race, steps, diff, markdown, mermaid, dot, html]) {
      expect(form(subject)).toContain('L1 is violated: 1 step, then a loop of 2 for ever');
      expect(form(subject)).toContain('weak fairness of lock (cpu0): taken by step 2');
      expect(form(subject)).toContain('strong fairness of unlock: never enabled in the loop');
    }
  });

  it('says that nothing happens any more where a behaviour stutters', async () => {
    const subject = stuttering(await subjectOf(deadlock));
    for (const form of [race, steps, diff, markdown, mermaid, dot, html]) {
      expect(form(subject)).toContain('L1 is violated: 2 steps, then nothing happens for ever');
      expect(form(subject)).toContain('nothing happens any more: stuttering for ever');
      expect(form(subject)).toContain('no fairness is stated that could exclude it');
    }
    expect(dot(subject)).toContain('s2 -> s2 [label="stuttering for ever", style=dashed];');
  });

  it('shows a foreign behaviour that goes round without a word on fairness', async () => {
    const { trace, ...subject } = goingRound(await subjectOf(deadlock), 1);
    const foreign = bare({ ...subject, trace: { ...trace, loop: { from: 1, isStuttering: false } } });
    for (const form of [race, steps, diff, markdown, mermaid, dot, html]) {
      expect(form(foreign)).toContain('a behaviour, 1 step, then a loop of 2');
      expect(form(foreign)).not.toContain('airness');
    }
  });

  it('shows a trace that does not say of what it is', async () => {
    const subject = bare(await subjectOf(deadlock));
    for (const form of [race, steps, diff, markdown, mermaid, dot])
      expect(form(subject)).toContain('a behaviour, 2 steps');
    expect(tlc(subject)).toBe(tlc(await subjectOf(deadlock)));
  });

  it('says which step made it so, and which orderings matter', async () => {
    const { property, ...subject } = await subjectOf(deadlock);
    if (property === undefined) throw new Error('a result says of what its trace is');
    const orderings = [{ first: 1, second: 2, outcome: 'saved', reason: 'otherwise nobody waits' }] as const;
    const studied = { ...subject, property: { ...property, because: { step: 1, text: 'step 1 took a' }, orderings } };
    for (const form of [diff, markdown, mermaid, dot, html]) {
      expect(form(studied)).toContain('step 1 took a');
      expect(form(studied)).toContain('1 before 2: otherwise nobody waits');
    }
  });
});
