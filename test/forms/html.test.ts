// The HTML form, by parsing it: one file that asks nothing of any network, with every step and every state in it.

import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/forms/html.ts';
import { placesOf } from '../../src/forms/places.ts';
import { printChange } from '../../src/report/words.ts';
import type { TruthsResult } from '../../src/result/result.ts';
import { type Tag, tagsOf } from './html-page.ts';
import { everyKind, subjectOf } from './subjects.ts';

interface Data {
  readonly places: readonly string[];
  readonly first: readonly (string | null)[];
  readonly changes: readonly (readonly (readonly [place: number, value: string | null])[])[];
  readonly names: readonly string[];
  readonly truths: readonly TruthsResult[];
}

function dataOf(tags: readonly Tag[]): Data {
  return JSON.parse(tags.find(({ attributes }) => attributes['id'] === 'data')?.raw ?? '') as Data;
}

/** The states that the page's script makes of its data. */
function statesOf({ places, first, changes }: Data): Readonly<Record<string, string>>[] {
  let state = [...first];
  return [[], ...changes].map((change) => {
    state = [...state];
    for (const [place, value] of change) state[place] = value;
    return Object.fromEntries(
      places.flatMap((place, index) => (state[index] === null ? [] : [[place, state[index] ?? '']])),
    );
  });
}

describe('a page', () => {
  it.each(everyKind)(
    'is well-formed and holds every state and what each property says in it: %s',
    async (_, line, choice) => {
      const subject = await subjectOf(line, choice);
      const data = dataOf(tagsOf(html(subject)));
      expect(statesOf(data)).toEqual(
        subject.trace.states.map((state, index) => {
          const { abstract = '', variables = [], states = [] } = subject.trace.mapped ?? {};
          const mapped = [...placesOf(variables, states[index] ?? {})];
          return Object.fromEntries([
            ...placesOf(subject.variables, state),
            ...mapped.map(([place, value]) => [`${abstract}: ${place}`, value] as const),
          ]);
        }),
      );
      expect(data.truths).toEqual(subject.trace.truths);
      expect(data.names).toHaveLength(subject.trace.states.length);
    },
  );

  it.each(everyKind)('asks nothing of any network: %s', async (_, line, choice) => {
    const page = html(await subjectOf(line, choice));
    const tags = tagsOf(page);
    const policy = tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes['content']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
    );
    for (const { name, attributes } of tags) {
      expect(['link', 'img', 'iframe', 'object', 'embed', 'base', 'form', 'video', 'audio', 'source']).not.toContain(
        name,
      );
      expect(Object.keys(attributes)).not.toContain('src');
      expect(Object.keys(attributes).filter((each) => each.startsWith('on') || each === 'style')).toEqual([]);
      expect(attributes['href'] ?? '#state-0').toMatch(/^#state-\d+$/);
    }
    expect(page).not.toMatch(/https?:|\burl\(|@import|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(/);
  });

  it('has a row for each step with a cell for each process, and a link for each state', async () => {
    const subject = await subjectOf('check balloon --mutant M4 --property S8');
    const tags = tagsOf(html(subject));
    const heads = tags.filter(({ name }) => name === 'th').map(({ text }) => text);
    expect(heads).toEqual(['step', 'deflater#0', 'scanner#0']);
    const rows = tags.filter(({ name, attributes }) => name === 'tr' && 'data-state' in attributes);
    expect(rows.map(({ attributes }) => attributes['id'])).toEqual([
      ...Array.from({ length: 16 }, (_, index) => `state-${index}`),
      'failure',
    ]);
    for (const [index, step] of subject.trace.steps.entries()) {
      const cells = tagsOf(`<!doctype html>${rows[index + 1]?.raw ?? ''}`).filter(({ name }) => name === 'td');
      expect(cells.map(({ text }) => text !== '')).toEqual([
        true,
        step.actor === 'deflater#0',
        step.actor === 'scanner#0',
      ]);
      const said = cells.map(({ text }) => text).join(' ');
      for (const each of step.changes) expect(said).toContain(printChange(each));
    }
    expect(rows.at(-1)?.text).toContain('fails: list_del of a page that is not on this list');
    const links = tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes['href']);
    expect(links).toEqual([...Array.from({ length: 16 }, (_, index) => `#state-${index}`), '#state-15']);
  });

  it('has an id once, and every id that its script asks for', async () => {
    for (const [, line, choice] of everyKind) {
      const tags = tagsOf(html(await subjectOf(line, choice)));
      const ids = tags.flatMap(({ attributes }) => attributes['id'] ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const script = tags.filter(({ name }) => name === 'script').at(-1)?.raw ?? '';
      for (const [, id = ''] of script.matchAll(/(?:find|getElementById)\('([a-z]+)'\)/g)) expect(ids).toContain(id);
      expect(() => new Script(script)).not.toThrow();
    }
  });

  it('says in words what a specification says, whatever that would be as HTML', async () => {
    const subject = await subjectOf('check locks.ts');
    const odd = `</script><script>alert("1")</script><img src='x'>&amp;`;
    const page = html({
      ...subject,
      specification: { ...subject.specification, name: odd },
      variables: [{ name: odd, role: 'declared', sort: 'string' }],
      modelled: [odd],
      trace: {
        initial: [{ name: odd, value: odd }],
        states: [{ [odd]: odd }, { [odd]: '<' }],
        steps: [
          {
            action: odd,
            text: odd,
            parameters: [],
            actor: odd,
            changes: [{ place: odd, before: odd, after: '<' }],
            shown: [],
          },
        ],
      },
    });
    const tags = tagsOf(page);
    expect(tags.filter(({ name }) => name === 'script')).toHaveLength(2);
    expect(tags.filter(({ name }) => name === 'img')).toHaveLength(0);
    expect(statesOf(dataOf(tags))).toEqual([{ [odd]: odd }, { [odd]: '<' }]);
    expect(tags.find(({ name }) => name === 'title')?.text).toContain(odd);
  });

  it('without any state says so and needs no script', async () => {
    const subject = await subjectOf('check locks.ts');
    const tags = tagsOf(html({ ...subject, trace: { initial: [], steps: [], states: [] } }));
    expect(tags.filter(({ name }) => name === 'script')).toEqual([]);
    expect(tags.find(({ name }) => name === 'main')?.text).toContain('no initial state could be made');
  });
});

describe('the parser of this test', () => {
  it.each([
    ['<p>one', 'stays open'],
    ['<p><b>one</p></b>', '</p> closes <b>'],
    ['<p class=a>one</p>', 'no tag'],
    ['<p>a & b</p>', 'a bare ampersand'],
  ])('refuses %s', (page, message) => {
    expect(() => tagsOf(`<!doctype html>${page}`)).toThrow(message);
  });
});
