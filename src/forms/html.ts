// One HTML file that needs nothing else: the steps as a table with a column for each process, a browser of states beside it, every property's
// truth in each state. Without scripts the table is there; the page's own policy keeps it from any network.

import type { MappedResult, MappedStepResult } from '../result/mapped-result.ts';
import { fairnessReasons, loopTexts } from '../report/lasso.ts';
import { standing } from '../report/race-outcome.ts';
import { refusalTexts, stepTexts } from '../report/mapped-table.ts';
import { deed } from '../report/trace.ts';
import { capitalised, printChange, printIdentity, printNamed } from '../report/words.ts';
import { script } from './html-script.ts';
import { style } from './html-style.ts';
import { allPlaces, placesOf } from './places.ts';
import type { TraceSubject } from './subject.ts';
import { actorsOf, callers, constants, entered, reasons, sentence } from './words.ts';

export function html(subject: TraceSubject): string {
  const { property, modelled, command, treeHash, reductions = [] } = subject;
  const isBad = property !== undefined && property.kind !== 'reachable';
  const { set, standard } = constants(subject);
  const [rule, ...why] = reasons(subject);
  const title = `${printIdentity(subject.specification)}: ${sentence(subject)}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title>`,
    `<style>\n${style}\n</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escaped(printIdentity(subject.specification))}: <span${isBad ? ' class="bad"' : ''}>${escaped(sentence(subject))}</span></h1>`,
    ...(subject.trace.states.length === 0 ? [] : ['<button id="theme" type="button" title="t">Colours</button>']),
    '</header>',
    ...paragraph('Constants: ', [...set, ...standard]),
    ...(property === undefined
      ? []
      : [`<p><code>${escaped(property.name)}</code>: <code>${escaped(rule ?? property.rule)}</code></p>`]),
    ...list(why),
    '<main>',
    ...stepsTable(subject),
    ...(subject.trace.states.length === 0 ? [] : stateBrowser(subject)),
    '<footer>',
    ...(command === undefined
      ? []
      : [
          `<h3>To see it again${treeHash === undefined ? '' : ` (tree ${escaped(treeHash)})`}</h3>`,
          `<pre>${escaped(command)}</pre>`,
        ]),
    ...(reductions.length === 0
      ? []
      : [`<p class="quiet">Found by a search reduced by ${escaped(reductions.join(', '))}.</p>`]),
    ...(modelled.length === 0 ? [] : ['<h3>Taken for granted</h3>', ...list(modelled)]),
    '</footer>',
    '</main>',
    ...(subject.trace.states.length === 0
      ? []
      : [`<script type="application/json" id="data">${dataOf(subject)}</script>`, `<script>\n${script}\n</script>`]),
    '</body>',
    '</html>',
  ].join('\n');
}

function stepsTable(subject: TraceSubject): string[] {
  const { trace, specification, property } = subject;
  const { loop, mapped } = trace;
  if (trace.states.length === 0) return ['<p>no initial state could be made</p>'];
  const found = actorsOf(subject);
  const actors = found.length === 0 ? [''] : found;
  const initial = trace.initial.map(printNamed);
  const end =
    property === undefined || loop !== undefined
      ? []
      : property.kind === 'reachable'
        ? [`${escaped(property.name)} is reached`]
        : [`<span class="bad">${escaped(property.name)} is violated</span>`];
  const entries = entered(trace.steps);
  const [begin, back] = loop === undefined ? ['', ''] : loopTexts(loop, trace.steps.length);
  const turn = (text: string): string =>
    `<tr class="turn" data-state="${loop?.from ?? 0}"><td class="number"></td><td colspan="${actors.length + (mapped === undefined ? 0 : 1)}">${escaped(text)}</td></tr>`;
  const rows = trace.steps.map((step, index) => {
    const { actor = '', failure } = step;
    const number = index + 1;
    const isBack = loop !== undefined && number === trace.states.length;
    const state = failure !== undefined ? index : isBack ? loop.from : number;
    const id = failure !== undefined ? 'failure' : isBack ? 'back' : `state-${number}`;
    const calls = entries[index] ?? [];
    const changes = [...step.changes, ...step.shown].map(
      (each) =>
        `<span class="changes${each.isRelevant === false ? ' beside' : ''}">${breakable(printChange(each))}</span>`,
    );
    const lines = [
      ...(failure === undefined ? [] : [`<span class="bad">fails: ${escaped(failure)}</span>`]),
      ...(number === trace.steps.length && failure === undefined ? end : []),
    ];
    const source =
      step.source === undefined
        ? ''
        : ` title="${escaped([step.source.file, step.source.function].filter(Boolean).join(', '))}"`;
    const cell = [
      calls.length === 0 ? '' : `<span class="within">${breakable(calls.join(' > '))}: </span>`,
      `<span class="${callers(step).length === 0 ? 'deed' : 'deed inner'}"${source}>${breakable(deed(step))}</span>`,
      ...changes,
      ...lines.map((line) => `<span class="changes">${line}</span>`),
    ].join('');
    const isRepeated = loop !== undefined && index >= loop.from;
    const classes = [
      failure === undefined ? '' : 'fails',
      step.isRelevant === false ? 'beside' : '',
      isRepeated ? 'round' : '',
    ].filter(Boolean);
    return [
      ...(number === (loop?.from ?? Infinity) + 1 ? [turn(begin)] : []),
      `<tr id="${id}" data-state="${state}"${classes.length === 0 ? '' : ` class="${classes.join(' ')}"`}>`,
      `<td class="number"><a href="#state-${state}">${number}</a></td>`,
      ...actors.map((each) => (each === actor ? `<td data-actor="${escaped(each)}">${cell}</td>` : '<td></td>')),
      ...(mapped === undefined ? [] : [mappedCell(mapped, mapped.steps[index])]),
      '</tr>',
    ].join('');
  });
  return [
    '<section class="steps">',
    '<table>',
    `<thead><tr><th class="number">step</th>${actors.map((actor) => `<th>${escaped(actor === '' ? specification.name : actor)}</th>`).join('')}${mapped === undefined ? '' : `<th>${escaped(mapped.abstract)}</th>`}</tr></thead>`,
    '<tbody>',
    `<tr id="state-0" data-state="0"><td class="number"><a href="#state-0">0</a></td><td colspan="${actors.length}" data-actor=""><span class="deed">(initial)</span>${[...initial.map(breakable), ...(trace.steps.length === 0 ? end : [])].map((line) => `<span class="changes">${line}</span>`).join('')}</td>${mapped === undefined ? '' : `<td>${mapped.initial.map((each) => `<span class="changes">${breakable(printNamed(each))}</span>`).join('')}</td>`}</tr>`,
    ...rows,
    ...(loop === undefined ? [] : [turn(back)]),
    '</tbody>',
    '</table>',
    ...(trace.steps.some(({ isRelevant, changes }) =>
      [isRelevant, ...changes.map((each) => each.isRelevant)].includes(false),
    )
      ? ['<p class="quiet">What is grey does not matter for what is shown.</p>']
      : []),
    ...(loop === undefined || loop.isStuttering
      ? []
      : [`<p>Then again from <a href="#state-${loop.from}">state ${loop.from}</a>, for ever.</p>`]),
    ...standing(trace).map((text) => `<p>${escaped(`${capitalised(text)}.`)}</p>`),
    ...(loop?.fairness === undefined
      ? []
      : loop.fairness.length === 0
        ? list(fairnessReasons(loop))
        : ['<h3>Fairness does not exclude it</h3>', ...list(fairnessReasons(loop))]),
    '</section>',
  ];
}

/** What a step is to the abstract specification; of one that is nothing, why. */
function mappedCell(mapped: MappedResult, step: MappedStepResult | undefined): string {
  const [first = '', ...changes] = stepTexts(mapped, step);
  const lines = [...changes, ...refusalTexts(step?.refusals ?? [])];
  const kind = step?.kind ?? 'none';
  const className = { fires: 'deed', stutters: 'quiet', none: 'bad' }[kind];
  return `<td><span class="${className}">${breakable(first)}</span>${lines.map((line) => `<span class="changes">${breakable(line)}</span>`).join('')}</td>`;
}

function stateBrowser({ trace }: TraceSubject): string[] {
  const most = trace.states.length - 1;
  return [
    '<section class="state">',
    '<h2><span id="number"></span> <span id="name" class="quiet"></span></h2>',
    '<div class="controls stepping">',
    '<button id="previous" type="button" title="Left, or k">Previous</button>',
    '<button id="where" type="button" title="to the state, or back to its step"></button>',
    '<button id="next" type="button" title="Right, or j">Next</button>',
    '</div>',
    '<div class="controls">',
    `<label>compared with <input id="other" type="number" min="0" max="${most}" placeholder="the state before"></label>`,
    '<label><input id="only" type="checkbox"> only what differs</label>',
    '</div>',
    '<p class="quiet" id="compared"></p>',
    '<table><tbody id="places"></tbody></table>',
    ...(trace.truths === undefined || trace.truths.length === 0
      ? ['<table hidden><tbody id="truths"></tbody></table>']
      : ['<h3>What the properties say in this state</h3>', '<table><tbody id="truths"></tbody></table>']),
    '<p class="quiet keys">Keys: Left and Right, or k and j, step; Home and End; d shows only what differs; t turns the colours.</p>',
    '<noscript><p>To look at single states, allow this page its own script.</p></noscript>',
    '</section>',
  ];
}

/** The states: the first whole, of the others what differs from the one before. A place that a state does not have is null there. */
function dataOf({ trace, variables, property }: TraceSubject): string {
  const { mapped } = trace;
  const lists = trace.states.map((state, index) => {
    const seen = mapped?.states[index] ?? undefined;
    const abstract = mapped === undefined || seen === undefined ? [] : [...placesOf(mapped.variables, seen)];
    return new Map([
      ...placesOf(variables, state),
      ...abstract.map(([place, value]) => [`${mapped?.abstract ?? ''}: ${place}`, value] as const),
    ]);
  });
  const places = allPlaces(lists);
  const [first] = lists;
  const changes = lists.slice(1).map((list, index) =>
    places.flatMap((place, at) => {
      const value = list.get(place) ?? null;
      return value === (lists[index]?.get(place) ?? null) ? [] : [[at, value] as const];
    }),
  );
  const names = trace.states.map((_state, index) => {
    const step = trace.steps[index - 1];
    return step === undefined ? '(initial)' : [step.actor, deed(step)].filter(Boolean).join(' ');
  });
  const closing = trace.steps[trace.states.length - 1];
  const back = closing === undefined ? null : [closing.actor, deed(closing)].filter(Boolean).join(' ');
  const data = {
    places,
    first: places.map((place) => first?.get(place) ?? null),
    changes,
    names,
    truths: trace.truths ?? [],
    loop: trace.loop === undefined ? null : { from: trace.loop.from, isStuttering: trace.loop.isStuttering, back },
    property: property?.name ?? null,
  };
  // A script ends at the first '</script', wherever it stands.
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}

function paragraph(before: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`<p class="quiet">${before}${escaped(parts.join(', '))}</p>`];
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['<ul>', ...lines.map((line) => `<li>${escaped(line)}</li>`), '</ul>'];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Long names may break before and after what parts them, rather than anywhere. */
function breakable(text: string): string {
  return escaped(text).replaceAll(/(?<=\w[._])(?=\w)|(?<=\w)(?=[[(])/g, '<wbr>');
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
