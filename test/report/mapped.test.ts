// A violated refinement in every form: the steps here and beside them those of the abstract specification, and why the last one is none.

import { describe, expect, it } from 'vitest';
import { html } from '../../src/forms/html.ts';
import { itf } from '../../src/forms/itf.ts';
import { markdown } from '../../src/forms/markdown.ts';
import { race } from '../../src/forms/race.ts';
import { steps } from '../../src/forms/steps.ts';
import type { ResultDocument } from '../../src/result/result.ts';
import { ballast } from '../command/command.ts';
import { tagsOf } from '../forms/html-page.ts';
import { light, saved, subjectOf } from '../forms/subjects.ts';
import { folderOf } from '../load/folder.ts';

const skipping = 'check light.ts --set yellow=false';

const table = `
              light
     ----------------------------------------------------------------------
  0  at first  lamp = red
  1  tick      stutters
  2  tick      go
                 lamp red -> green
  3  tick      no step of light
                 lamp green -> red

  no action of light does what step 3 does:
    warn: it would leave lamp = yellow
    stop: lamp = yellow is false (lamp = green)
    go: lamp = red is false (lamp = green)
`.slice(1, -1);

describe('a step that is none of the abstract specification', () => {
  it('stands beside what it is mapped to in all texts, with what each action would do', async () => {
    const subject = await subjectOf(skipping);
    for (const form of [race, steps, markdown]) expect(form(subject)).toContain(table);
    expect((await ballast(folderOf({ 'light.ts': light }), ...skipping.split(' '))).out).toContain(table);
  });

  it('is shown with steps that stutter in one row, where they are several', async () => {
    const text = race(await subjectOf('check light.ts --set yellow=false --set slow=true'));
    expect(text).toContain(`
                 light
       --------------------------------------------------------------------
    0  at first  lamp = red
  1-3            stutter
    4  tick      go
                   lamp red -> green
    5  tick      no step of light
                   lamp green -> red
`);
  });

  it('stands in a column of its own on a page, and the states are beside each other', async () => {
    const page = html(await subjectOf(skipping));
    expect(page).toContain('<th>light</th>');
    expect(page).toContain('<span class="deed">go</span><span class="changes">lamp red -&gt; green</span>');
    expect(page).toContain('<span class="bad">no step of light</span>');
    expect(page).toContain('warn: it would leave lamp = yellow');
    const columns = tagsOf(page).filter(({ name }) => name === 'th').length;
    for (const row of page.match(/<tr id="state-\d+".*<\/tr>/g) ?? [])
      expect((row.match(/<td/g) ?? []).length + (row.includes('colspan="2"') ? 1 : 0)).toBe(columns);
  });

  it('is data in a result and in ITF', async () => {
    const folder = await saved({ 'result.json': skipping });
    const { out } = await ballast(folder, ...skipping.split(' '), '--json');
    const [result] = (JSON.parse(out) as ResultDocument).results;
    const property = result?.kind === 'checked' ? result.properties.find(({ name }) => name === 'Light') : undefined;
    expect(property?.trace?.mapped).toMatchObject({
      refinement: 'Light',
      abstract: 'light',
      initial: [{ name: 'lamp', value: 'red' }],
      steps: [
        { kind: 'stutters', changes: [] },
        { kind: 'fires', text: 'go', changes: [{ place: 'lamp', before: 'red', after: 'green' }] },
        {
          kind: 'none',
          refusals: [
            { action: 'warn', unmet: [], leaves: [{ name: 'lamp', value: 'yellow' }] },
            { action: 'stop', unmet: [{ text: 'lamp = yellow', value: 'false' }], leaves: [] },
            { action: 'go' },
          ],
        },
      ],
      states: [{ lamp: 'red' }, { lamp: 'red' }, { lamp: 'green' }, { lamp: 'red' }],
    });
    const trace = JSON.parse(itf(await subjectOf(skipping))) as {
      readonly vars: readonly string[];
      readonly states: readonly Readonly<Record<string, unknown>>[];
    };
    expect(trace.vars).toContain('light::lamp');
    expect(trace.states.map((state) => state['light::lamp'])).toEqual(['red', 'red', 'green', 'red']);
  });
});

it('a behaviour that is not fair there names the condition, and where it is enabled', async () => {
  const text = race(await subjectOf('check light.ts --set fair=false'));
  expect(text).toContain(`
               light
     ----------------------------------------------------------------------
  0  at first  lamp = red
`);
  expect(text).toContain(`
    weak fairness of go of light is not met
      enabled = in state 0: go
      taken = by no step of the loop
`);
});

it('a refinement of what is fair holds under the fairness here', async () => {
  const { out } = await ballast(folderOf({ 'light.ts': light }), 'check', 'light.ts');
  expect(out).toContain('  holds   Light under weak fairness of tick\n');
});
