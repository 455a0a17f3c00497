// A sequence diagram for Mermaid, which GitHub draws in Markdown: a lifeline for each process, its steps as messages to itself, what they
// changed in notes beside them.

import { deed } from '../report/trace.ts';
import { printIdentity, printNamed } from '../report/words.ts';
import type { TraceSubject } from './subject.ts';
import { actorsOf, constants, effects, entered, loopLines, reasons, sentence } from './words.ts';

/** Of a longer text Mermaid draws nothing but a complaint, unless it is told otherwise. */
const drawnMost = 50_000;

export function mermaid(subject: TraceSubject): string {
  const { trace, specification } = subject;
  const actors = actorsOf(subject);
  const nameOf = (actor: string): string => `p${actors.indexOf(actor)}`;
  const [first = 'p0', last = first] = [0, -1].flatMap((at) => actors.at(at) ?? []).map(nameOf);
  const over = first === last ? first : `${first},${last}`;
  const note = (lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`  note over ${over}: ${lines.map(escaped).join('<br/>')}`];
  const entries = entered(trace.steps);
  const { loop } = trace;
  const turn = loop?.isStuttering === false ? loop.from : undefined;
  const steps = trace.steps.flatMap((step, index) => {
    const who = nameOf(step.actor ?? '');
    const calls = entries[index] ?? [];
    const does = [...(calls.length === 0 ? [] : [`${calls.join(' > ')}:`]), `${index + 1} ${deed(step)}`];
    const changed = effects(step);
    return [
      ...(index === turn ? ['  loop for ever'] : []),
      `  ${who}->>${who}: ${does.map(escaped).join('<br/>')}`,
      ...(changed.length === 0 ? [] : [`  note right of ${who}: ${changed.map(escaped).join('<br/>')}`]),
    ];
  });
  const { set } = constants(subject);
  const lines = [
    'sequenceDiagram',
    `  title ${escaped(`${printIdentity(subject.specification)}: ${sentence(subject)}`)}`,
    ...(actors.length === 0 ? [`  participant p0 as ${escaped(specification.name)}`] : []),
    ...actors.map((actor) => `  participant ${nameOf(actor)} as ${escaped(actor === '' ? specification.name : actor)}`),
    ...note([...set, ...trace.initial.map(printNamed)]),
    ...steps,
    ...(turn === undefined ? [] : ['  end']),
    ...note([...loopLines(subject), ...reasons(subject)]),
  ];
  const text = lines.join('\n');
  const warning = `%% GitHub draws no more than ${drawnMost} characters: this is longer`;
  return text.length <= drawnMost ? text : text.replace('\n', `\n  ${warning}\n`);
}

/** Characters with a meaning of their own by their numbers; `end` alone would end a block. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[#;<>"{}%]/g, (character) => `#${character.charCodeAt(0)};`)
    .replaceAll(/\bend\b/gi, (word) => `#${word.charCodeAt(0)};${word.slice(1)}`);
}
