// A state graph as text for Graphviz: a rank for each level, a colour for each action, violations red. What is the same in every state is
// said once, above the picture.

import { printCounted } from '../report/numbers.ts';
import { label, quoted, red } from './dot-text.ts';
import type { GraphState, GraphStep, Space } from './space.ts';

const lineMost = 48;

/** The text that `dot` reads. */
export function dotOf({ states, steps }: Space, title: string): string {
  const varying = varyingPlaces(states);
  const common = (states[0]?.places ?? []).filter(({ name }) => !varying.has(name));
  const actions = [...new Set(steps.map(({ action }) => action))];
  const colours = new Map(actions.map((action, index) => [action, colourOf(index, actions.length)]));
  const isBad = states.some(({ violates }) => violates.length > 0) || steps.some(({ violates }) => violates.length > 0);
  const caption = [
    `${title}: ${printCounted(states.length, 'state')}, ${printCounted(steps.length, 'step')}${isBad ? '; violations are red' : ''}`,
    ...(common.length === 0
      ? []
      : folded(`in all of them: ${common.map(({ name, value }) => `${name} = ${value}`).join(', ')}`)),
  ];
  const depths = [...new Set(states.map(({ depth }) => depth))];
  return [
    `digraph ${quoted(title)} {`,
    `  graph [label=${label(caption)}, labelloc=t, labeljust=l, rankdir=TB, newrank=true, fontname=Helvetica, fontsize=12]`,
    '  node [shape=box, style=rounded, fontname=Helvetica, fontsize=10]',
    '  edge [fontname=Helvetica, fontsize=9]',
    ...states.map((state) => `  ${stateLine(state, varying)}`),
    ...depths.map(
      (depth) =>
        `  { rank=same; ${states
          .filter((state) => state.depth === depth)
          .map(({ number }) => `s${number};`)
          .join(' ')} }`,
    ),
    ...steps.flatMap((step, index) =>
      stepLines(step, index, colours.get(step.action) ?? 'black').map((line) => `  ${line}`),
    ),
    '}',
  ].join('\n');
}

function stateLine({ number, depth, isCut, places, violates }: GraphState, varying: ReadonlySet<string>): string {
  const lines = [
    `${number}${depth === 0 ? ' (initial)' : ''}`,
    ...places.filter(({ name }) => varying.has(name)).flatMap(({ name, value }) => folded(`${name} = ${value}`)),
    ...(violates.length === 0 ? [] : folded(`violates ${violates.join(', ')}`)),
    ...(isCut ? ['outside the constraints'] : []),
  ];
  const style = [
    ...(violates.length > 0 ? ['filled'] : []),
    'rounded',
    ...(isCut ? ['dashed'] : []),
    ...(depth === 0 ? ['bold'] : []),
  ];
  const colour = violates.length > 0 ? `, color=${quoted(red)}, fillcolor="#fdecea"` : '';
  return `s${number} [id="state-${number}", label=${label(lines)}, style=${quoted(style.join(','))}${colour}]`;
}

function stepLines({ from, to, text, violates }: GraphStep, index: number, colour: string): string[] {
  const isBad = violates.length > 0;
  const lines = [...folded(text), ...(isBad ? folded(`violates ${violates.join(', ')}`) : [])];
  const shade = quoted(isBad ? red : colour);
  const target = to === undefined ? `f${index}` : `s${to}`;
  return [
    // A step that fails leads to no state.
    ...(to === undefined ? [`${target} [label="x", shape=circle, color=${shade}, fontcolor=${shade}]`] : []),
    `s${from} -> ${target} [label=${label(lines)}, color=${shade}, fontcolor=${shade}${isBad ? ', penwidth=2' : ''}]`,
  ];
}

function varyingPlaces(states: readonly GraphState[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const varying = new Set<string>();
  for (const { places } of states)
    for (const { name, value } of places) {
      if (!first.has(name)) first.set(name, value);
      if (first.get(name) !== value) varying.add(name);
    }
  // What is the same everywhere in one state is named otherwise there.
  for (const { places } of states) {
    const names = new Set(places.map(({ name }) => name));
    for (const name of first.keys()) if (!names.has(name)) varying.add(name);
  }
  return varying;
}

/** Hues apart from each other and from red, as Graphviz writes them. */
function colourOf(index: number, count: number): string {
  const hue = 0.12 + (0.76 * index) / Math.max(1, count);
  return `${hue.toFixed(3)} 0.850 ${index % 2 === 0 ? '0.550' : '0.700'}`;
}

function folded(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > lineMost) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
