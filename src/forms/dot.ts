// The trace for Graphviz: a state each node, with what its step changed, a step each edge, coloured by who acts; where it breaks is red. Beside
// it, where that was looked for, what else could have been done, thin and grey.

import { label, quoted, red } from '../graph/dot-text.ts';
import { printCounted } from '../report/numbers.ts';
import { deed } from '../report/trace.ts';
import { printChange, printIdentity, printNamed } from '../report/words.ts';
import type { ChangeResult } from '../result/result.ts';
import { placesOf } from './places.ts';
import type { TraceSubject } from './subject.ts';
import { actorsOf, effects, loopLines, reasons, sentence } from './words.ts';

/** Told apart without seeing colours, too: the actor's name stands on the edge. */
const colours = ['#1f5fa8', '#8a5a00', '#2f7d32', '#6a3fa0', '#00696f', '#9b3a6a'];

/** What there is beside a trace: where else its steps might have led. */
export interface Surroundings {
  readonly states: readonly SurroundingState[];
  readonly steps: readonly SurroundingStep[];
}

export interface SurroundingState {
  /** The states of the trace come first. */
  readonly number: number;
  /** Beside which state of the trace it stands; or how far past the last. */
  readonly level: number;
  /** Whether a constraint excludes it. */
  readonly isCut: boolean;
  readonly violates: readonly string[];
  /** From the state from which it was found. */
  readonly changes: readonly ChangeResult[];
}

export interface SurroundingStep {
  readonly from: number;
  /** Undefined for a step that fails. */
  readonly to: number | undefined;
  readonly actor: string | undefined;
  /** With who acts. */
  readonly text: string;
  readonly violates: readonly string[];
}

/** Dark enough to be read on white. */
const grey = '#6b6b6b';

export function dot(subject: TraceSubject, around?: Surroundings): string {
  const { trace, variables, property } = subject;
  const { loop } = trace;
  const isBad = property !== undefined && property.kind !== 'reachable';
  const actors = actorsOf(subject);
  const last = trace.states.length - 1;
  const nodes = trace.states.map((state, index) => {
    const step = trace.steps[index - 1];
    const lines = step === undefined ? initialOf(subject, () => placesOf(variables, state)) : effects(step);
    const ends = index === last && trace.steps.length === last && isBad;
    return `  s${index} [id="state-${index}", label=${label([String(index), ...lines])}${index === 0 ? ', style="rounded,filled", fillcolor="#eeeeee"' : ''}${ends ? `, color="${red}", penwidth=2` : ''}];`;
  });
  const edges = trace.steps.map((step, index) => {
    const { actor = '', failure } = step;
    const colour = colours[Math.max(0, actors.indexOf(actor)) % colours.length] ?? '';
    const name = label([...(actor === '' ? [] : [actor]), deed(step)]);
    const isBack = loop !== undefined && index === last;
    const target = failure !== undefined ? 'fails' : `s${isBack ? loop.from : index + 1}`;
    return `  s${index} -> ${target} [label=${name}, tooltip=${quoted(step.text)}, class=${quoted(step.action)}, color="${colour}", fontcolor="${colour}"${isBack ? ', constraint=false' : ''}${loop !== undefined && index >= loop.from ? ', penwidth=2' : ''}${around === undefined ? '' : ', weight=20'}];`;
  });
  const failure = trace.steps.at(-1)?.failure;
  const fails =
    failure === undefined
      ? []
      : [`  fails [label=${label([failure])}, color="${red}", penwidth=2, style="rounded,dashed"];`];
  const back =
    loop?.isStuttering === true ? [`  s${last} -> s${last} [label="stuttering for ever", style=dashed];`] : [];
  return [
    `digraph ${quoted(subject.specification.name)} {`,
    `  label=${label([`${printIdentity(subject.specification)}: ${sentence(subject)}`, ...loopLines(subject), ...reasons(subject), ...legendOf(around)])};`,
    '  labelloc=t; labeljust=l; fontname="monospace"; fontsize=11;',
    '  node [shape=box, style=rounded, fontname="monospace", fontsize=10];',
    '  edge [fontname="monospace", fontsize=10];',
    ...nodes,
    ...fails,
    ...edges,
    ...back,
    ...(around === undefined ? [] : beside(around, last)),
    '}',
  ].join('\n');
}

function legendOf(around: Surroundings | undefined): readonly string[] {
  if (around === undefined) return [];
  const { states, steps } = around;
  return [
    `beside it, grey: ${printCounted(steps.length, 'other step')}, ${printCounted(states.length, 'other state')}; red where they violate something`,
  ];
}

/** The other states and steps: thin and grey, each state beside the one of the trace that it is as far from the start as. */
function beside({ states, steps }: Surroundings, last: number): readonly string[] {
  const into = groupedBy(
    steps.filter(({ to }) => to !== undefined),
    ({ to }) => String(to),
  );
  const nodes = states.map((state) => {
    const { number, violates, isCut, changes } = state;
    // Where several ways lead there, it changes something else on each.
    const isOnly = (into.get(String(number))?.length ?? 0) === 1;
    const colour = violates.length > 0 ? red : grey;
    const lines = [
      ...(isOnly ? shortened(changes.map(printChange)) : []),
      ...(violates.length === 0 ? [] : [`violates ${violates.join(', ')}`]),
      ...(isCut ? ['outside the constraints'] : []),
    ];
    const look = lines.length === 0 ? 'shape=point, width=0.09' : `label=${label(lines)}, ${thin}, margin="0.18,0.05"`;
    return `  s${number} [id="state-${number}", class="beside", ${look}, color="${colour}", fontcolor="${colour}"${isCut ? ', style="rounded,dashed"' : ''}];`;
  });
  const edges = [...groupedBy(steps, ({ from, to, violates }) => JSON.stringify([from, to ?? violates])).values()];
  const lines = edges.flatMap((group, index) => {
    const [{ from, to, violates } = { from: 0, to: undefined, violates: [] }] = group;
    const isBad = group.some((step) => step.violates.length > 0);
    const colour = isBad ? red : grey;
    const target = to === undefined ? `x${index}` : `s${to}`;
    const said = group.map(({ text, violates: breaks }) =>
      to === undefined || breaks.length === 0 ? text : `${text}, violates ${breaks.join(', ')}`,
    );
    const fails = `  ${target} [label=${label([`violates ${violates.join(', ')}`])}, ${thin}, class="beside", style="rounded,dashed", color="${red}", fontcolor="${red}"];`;
    return [
      ...(to === undefined ? [fails] : []),
      `  s${from} -> ${target} [label=${label(linesOf(group, said))}, tooltip=${quoted(said.join('; '))}, class="beside", ${thin}, arrowsize=0.6, color="${colour}", fontcolor="${colour}"];`,
    ];
  });
  const levels = groupedBy(states, ({ level }) => String(level));
  const ranks = [...levels.values()].map((group) => {
    const [{ level } = { level: 0 }] = group;
    const all = [...(level <= last ? [level] : []), ...group.map(({ number }) => number)];
    return `  { rank=same; ${all.map((number) => `s${number};`).join(' ')} }`;
  });
  return [...nodes, ...lines, ...ranks];
}

/** One step as those of the trace, in two lines; several in a line each. */
function linesOf([first, ...more]: readonly SurroundingStep[], said: readonly string[]): readonly string[] {
  const { actor } = first ?? {};
  const [text = ''] = said;
  return actor === undefined || more.length > 0 ? shortened(said) : [actor, text.slice(`${actor}: `.length)];
}

const thin = 'penwidth=0.6, fontsize=8';
const linesMost = 3;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= linesMost + 1) return lines;
  return [...lines.slice(0, linesMost), `and ${lines.length - linesMost} more`];
}

function groupedBy<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

function initialOf({ trace }: TraceSubject, all: () => ReadonlyMap<string, string>): readonly string[] {
  const places = trace.initial.map(printNamed);
  return places.length > 0 ? places : [...all()].map(([place, value]) => `${place} = ${value}`);
}
