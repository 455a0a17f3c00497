// The trace for Graphviz: a state each node, with what its step changed, a step each edge, coloured by who acts; where it breaks is red.

import { placesOf } from './places.ts';
import type { TraceSubject } from './subject.ts';
import { actorsOf, deed, effects, identity, reasons, sentence } from './words.ts';

/** Told apart without seeing colours, too: the actor's name stands on the edge. */
const colours = ['#1f5fa8', '#8a5a00', '#2f7d32', '#6a3fa0', '#00696f', '#9b3a6a'];

export function dot(subject: TraceSubject): string {
  const { trace, variables, loop, property } = subject;
  const isBad = property !== undefined && property.kind !== 'reachable';
  const actors = actorsOf(subject);
  const last = trace.states.length - 1;
  const nodes = trace.states.map((state, index) => {
    const step = trace.steps[index - 1];
    const lines = step === undefined ? initialOf(subject, () => placesOf(variables, state)) : effects(step);
    const ends = index === last && trace.steps.length === last && isBad;
    return `  s${index} [id="state-${index}", label=${label([String(index), ...lines])}${index === 0 ? ', style="rounded,filled", fillcolor="#eeeeee"' : ''}${ends ? ', color="#b3261e", penwidth=2' : ''}];`;
  });
  const edges = trace.steps.map((step, index) => {
    const { actor = '', failure } = step;
    const colour = colours[Math.max(0, actors.indexOf(actor)) % colours.length] ?? '';
    const name = label([...(actor === '' ? [] : [actor]), deed(step)]);
    const target = failure === undefined ? `s${index + 1}` : 'fails';
    return `  s${index} -> ${target} [label=${name}, tooltip=${quoted(step.text)}, class=${quoted(step.action)}, color="${colour}", fontcolor="${colour}"];`;
  });
  const failure = trace.steps.at(-1)?.failure;
  const fails =
    failure === undefined
      ? []
      : [`  fails [label=${label([failure])}, color="#b3261e", penwidth=2, style="rounded,dashed"];`];
  const back = loop === undefined ? [] : [`  s${last} -> s${loop} [label="for ever", style=dashed];`];
  return [
    `digraph ${quoted(subject.specification.name)} {`,
    `  label=${label([`${identity(subject)}: ${sentence(subject)}`, ...reasons(subject)])};`,
    '  labelloc=t; labeljust=l;',
    '  node [shape=box, style=rounded, fontname="monospace", fontsize=10];',
    '  edge [fontname="monospace", fontsize=10];',
    ...nodes,
    ...fails,
    ...edges,
    ...back,
    '}',
  ].join('\n');
}

function initialOf({ trace }: TraceSubject, all: () => ReadonlyMap<string, string>): readonly string[] {
  const places = trace.initial.map(({ name, value }) => `${name} = ${value}`);
  return places.length > 0 ? places : [...all()].map(([place, value]) => `${place} = ${value}`);
}

/** Lines from the left. */
function label(lines: readonly string[]): string {
  return `"${lines.map((line) => `${escaped(line)}\\l`).join('')}"`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** A backslash would begin an escape of Graphviz's own. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll(/\s+/g, ' ');
}
