// The HTML form in a real browser: stepping, links to states, differences, themes, a phone, paper, and no request to anywhere.
// `npm run browser`; needs Chromium. BALLAST_SCREENSHOTS=folder keeps a picture of every view, to be looked at.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { html } from '../../src/forms/html.ts';
import { placesOf } from '../../src/forms/places.ts';
import type { TraceSubject } from '../../src/forms/subject.ts';
import { launched } from './browser.ts';
import { everyKind, subjectOf } from '../forms/subjects.ts';

const laptop = { viewport: { width: 1366, height: 768 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe('in a browser, a trace', () => {
  let browser: Browser;
  let subject: TraceSubject;
  const folder = mkdtempSync(join(tmpdir(), 'ballast-'));
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launched();
  });
  beforeEach(async () => {
    subject = await subjectOf('check balloon --mutant M4 --property S8');
    write('trace.html', subject);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await browser.close();
  });

  /** The page in a window of its own. All that it asks for and complains of is written down. */
  async function opened(hash = '', options: BrowserContextOptions = laptop, name = 'trace.html'): Promise<Page> {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    context.on('request', (request) => void asked.push(request.url()));
    const page = await context.newPage();
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on('console', (message) => void complaints.push(message.text()));
    await page.goto(addressOf(name) + hash);
    return page;
  }

  const write = (name: string, of: TraceSubject): void => writeFileSync(join(folder, name), html(of));
  const addressOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  const last = (): number => subject.trace.states.length - 1;
  const heading = async (page: Page): Promise<string> => (await page.textContent('#number')) ?? '';
  const shownIn = async (page: Page): Promise<number> => Number(/^State (\d+) of/.exec(await heading(page))?.[1]);
  const hashOf = (page: Page): string => new URL(page.url()).hash;

  it('opens at the state in which it ends, with the first row in sight', async () => {
    const page = await opened();
    expect(await heading(page)).toBe(`State ${last()} of ${last()}`);
    expect(await page.isVisible('#state-0')).toBe(true);
    await pictured(page, 'opened');
  });

  it('is stepped through by keys', async () => {
    const page = await opened('#state-3');
    const way: readonly (readonly [key: string, state: number])[] = [
      ['ArrowRight', 4],
      ['j', 5],
      ['ArrowLeft', 4],
      ['k', 3],
      ['Home', 0],
      ['ArrowLeft', 0],
      ['End', last()],
      ['ArrowRight', last()],
    ];
    for (const [key, state] of way) {
      await page.keyboard.press(key);
      expect([key, await shownIn(page)]).toEqual([key, state]);
      expect(hashOf(page)).toBe(`#state-${state}`);
      expect(await page.$$eval('.steps tr.chosen', (rows) => rows.map(({ id }) => id))).toEqual([`state-${state}`]);
      expect(await isInSight(page, `#state-${state}`)).toBe(true);
    }
  });

  it('is stepped through by its buttons and by a click on a row', async () => {
    const page = await opened('#state-0');
    expect(await page.isDisabled('#previous')).toBe(true);
    await page.click('#next');
    await page.click('#next');
    expect(await shownIn(page)).toBe(2);
    await page.click('#previous');
    expect(await shownIn(page)).toBe(1);
    await page.click('#state-7 .deed');
    expect(await shownIn(page)).toBe(7);
    await page.click('#failure .deed');
    expect(await shownIn(page)).toBe(last());
    expect(await page.isDisabled('#next')).toBe(true);
  });

  it('goes round where the behaviour does, and says how often it did', async () => {
    write('lasso.html', await subjectOf('check lock --set fairness=weak'));
    const page = await opened('#state-4', laptop, 'lasso.html');
    expect(await heading(page)).toBe('State 4 of 4, in the loop');
    await pictured(page, 'lasso');
    const headings: string[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) {
      await page.keyboard.press(key);
      headings.push(await heading(page));
    }
    expect(headings).toEqual([
      'State 1 of 4, in the loop, round 2',
      'State 2 of 4, in the loop, round 2',
      'State 3 of 4, in the loop, round 2',
      'State 4 of 4, in the loop, round 2',
      'State 1 of 4, in the loop, round 3',
      'State 4 of 4, in the loop, round 2',
    ]);
    await page.keyboard.press('Home');
    expect(await heading(page)).toBe('State 0 of 4');
    write('stuttering.html', await subjectOf('check lock --set fairness=none'));
    const still = await opened('#state-1', laptop, 'stuttering.html');
    expect(await heading(still)).toBe('State 1 of 1, for ever');
    expect(await still.isDisabled('#next')).toBe(true);
    await pictured(still, 'stuttering');
  });

  it('has a link to each state, which shows the same in another window', async () => {
    const page = await opened();
    for (const state of subject.trace.states.keys()) {
      await page.click(`#state-${state} .number a`);
      expect(hashOf(page)).toBe(`#state-${state}`);
      await expect.poll(() => shownIn(page)).toBe(state);
    }
    const other = await opened('#state-6/2');
    expect(await heading(other)).toBe(`State 6 of ${last()}`);
    expect(await other.inputValue('#other')).toBe('2');
    expect(await other.textContent('#compared')).toContain('differs from state 2');
    const beyond = await opened('#state-999');
    expect(await shownIn(beyond)).toBe(last());
    const odd = await opened('#<img>');
    expect(await shownIn(odd)).toBe(last());
  });

  it('goes back to the state that the browser goes back to', async () => {
    const page = await opened('#state-2');
    await page.click('#state-4 .number a');
    await page.click('#state-5 .number a');
    await page.goBack();
    await expect.poll(() => shownIn(page)).toBe(4);
  });

  it('shows each state with all its values, and marks what differs from the one before', async () => {
    const page = await opened('#state-0');
    const lists = subject.trace.states.map((state) => placesOf(subject.variables, state));
    for (const [state, list] of lists.entries()) {
      const before = lists[state - 1] ?? list;
      const rows = await rowsOf(page);
      expect(Object.fromEntries(rows.filter(({ is }) => is !== '').map(({ place, is }) => [place, is]))).toEqual(
        Object.fromEntries(list),
      );
      expect(rows.flatMap(({ place, differs }) => (differs ? [place] : [])).sort()).toEqual(
        [...new Set([...list.keys(), ...before.keys()])].filter((each) => list.get(each) !== before.get(each)).sort(),
      );
      await page.keyboard.press('j');
    }
  });

  it('compares a state with any other, and shows only what differs when told so', async () => {
    const page = await opened('#state-9');
    await page.fill('#other', '1');
    await page.press('#other', 'Enter');
    await page.keyboard.press('Tab');
    expect(hashOf(page)).toBe('#state-9/1');
    const [then, now] = [1, 9].map((at) => placesOf(subject.variables, subject.trace.states[at] ?? {}));
    const differing = [...new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])]
      .filter((place) => then?.get(place) !== now?.get(place))
      .sort();
    expect(differing.length).toBeGreaterThan(0);
    await page.check('#only');
    const rows = await rowsOf(page);
    expect(rows.map(({ place }) => place).sort()).toEqual(differing);
    for (const { place, was, is } of rows) {
      expect([was, is]).toEqual([then?.get(place) ?? '', now?.get(place) ?? '']);
    }
    await pictured(page, 'differences');
  });

  it('says in each state what each property says', async () => {
    const page = await opened('#state-0');
    const truths = subject.trace.truths ?? [];
    expect(truths.length).toBeGreaterThan(3);
    for (const state of subject.trace.states.keys()) {
      const said = await page.$$eval('#truths tr', (rows) =>
        rows.map(({ children: [name, truth] }) => [name?.firstChild?.textContent ?? '', truth?.textContent ?? '']),
      );
      expect(Object.fromEntries(said)).toEqual(
        Object.fromEntries(
          truths.map(({ property, falseIn, outsideIn = [] }) => [
            property,
            outsideIn.includes(state) ? 'outside its domain' : falseIn.includes(state) ? 'false' : 'true',
          ]),
        ),
      );
      await page.keyboard.press('ArrowRight');
    }
  });

  it('is light or dark as the system is, or as its button says, and keeps that', async () => {
    const papers: Record<string, string> = {};
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await opened('#state-8', { ...laptop, colorScheme });
      papers[colorScheme] = await paperOf(page);
      expect([colorScheme, await faintTexts(page)]).toEqual([colorScheme, []]);
      await pictured(page, `laptop-${colorScheme}`);
    }
    expect(papers['light']).not.toBe(papers['dark']);
    const page = await opened('#state-8', { ...laptop, colorScheme: 'light' });
    expect(await page.textContent('#theme')).toBe('Colours: system');
    await page.click('#theme');
    expect([await page.textContent('#theme'), await paperOf(page)]).toEqual(['Colours: light', papers['light']]);
    await page.keyboard.press('t');
    expect([await page.textContent('#theme'), await paperOf(page)]).toEqual(['Colours: dark', papers['dark']]);
    await page.reload();
    expect([await page.textContent('#theme'), await paperOf(page)]).toEqual(['Colours: dark', papers['dark']]);
  });

  it('keeps the shown state beside the steps on a laptop, wherever the steps are scrolled to', async () => {
    const page = await opened('#state-0');
    for (const key of ['Home', 'End']) {
      await page.keyboard.press(key);
      await page.evaluate((isEnd) => window.scrollTo(0, isEnd ? document.body.scrollHeight : 0), key === 'End');
      for (const part of ['#number', '#next'])
        expect([key, part, await isInSight(page, part)]).toEqual([key, part, true]);
    }
  });

  it.each([320, 390])('fits a phone of %i pixels: nothing to scroll aside, the steps by the thumb', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await opened('#state-5', { ...phone, viewport: { width, height: 844 }, colorScheme });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const button of ['#previous', '#where', '#next']) {
        const box = await page.locator(button).boundingBox();
        expect(box?.height).toBeGreaterThanOrEqual(32);
        expect(await isInSight(page, button)).toBe(true);
      }
      await page.tap('#next');
      expect(await page.textContent('#where')).toBe(`6 of ${last()}`);
      expect(await isInSight(page, '#state-6')).toBe(true);
      await pictured(page, `phone-${width}-${colorScheme}-steps`);
      await page.tap('#where');
      expect(await isInSight(page, '#number')).toBe(true);
      await pictured(page, `phone-${width}-${colorScheme}-state`);
      await page.tap('#where');
      expect(await isInSight(page, '#state-6')).toBe(true);
    }
  });

  it('is printed in dark on light, without what only a screen can do', async () => {
    const page = await opened('#state-5', { ...laptop, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    for (const part of ['#theme', '#next', '#only', '.keys'])
      expect([part, await page.isVisible(part)]).toEqual([part, false]);
    expect(await page.isVisible('#failure')).toBe(true);
    expect(brightnessOf(await paperOf(page))).toBeGreaterThan(0.9);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(1000);
  });

  it('without scripts still has its table', async () => {
    const page = await opened('', { ...laptop, javaScriptEnabled: false });
    expect(await page.locator('.steps tbody tr').count()).toBe(subject.trace.steps.length + 1);
    expect(await page.isVisible('noscript')).toBe(true);
  });

  it.each(everyKind)('of every kind steps from its first state to its last: %s', async (_, line, choice) => {
    const each = await subjectOf(line, choice);
    write('kind.html', each);
    const page = await opened('#state-0', laptop, 'kind.html');
    const most = each.trace.states.length - 1;
    for (let state = 0; state < most; state += 1) await page.keyboard.press('ArrowRight');
    expect(await shownIn(page)).toBe(most);
  });

  it('asks for nothing but its own file, and nothing in it complains', () => {
    expect(asked.length).toBeGreaterThan(20);
    expect([...new Set(asked.map((url) => url.replace(/#.*/, '')))].sort()).toEqual(
      ['kind.html', 'lasso.html', 'stuttering.html', 'trace.html'].map(addressOf),
    );
    expect(complaints).toEqual([]);
  });
});

interface Row {
  readonly place: string;
  readonly was: string;
  readonly is: string;
  readonly differs: boolean;
}

/** The shown state, as the page shows it. */
async function rowsOf(page: Page): Promise<readonly Row[]> {
  return await page.$$eval('#places tr', (rows) =>
    rows.map((row) => ({
      place: row.children[0]?.textContent ?? '',
      was: row.querySelector('.was')?.textContent ?? '',
      is: row.children[1]?.querySelector('span:not(.was)')?.textContent ?? '',
      differs: row.classList.contains('differs'),
    })),
  );
}

async function isInSight(page: Page, selector: string): Promise<boolean> {
  return await page.$eval(selector, (element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && left < innerWidth && right > 0;
  });
}

async function paperOf(page: Page): Promise<string> {
  return await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** 0 is black, 1 white; of a colour as `rgb(255, 255, 255)`. */
function brightnessOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/[\d.]+/g)].map(([part]) => Number(part));
  return (red + green + blue) / 765;
}

/** Texts whose contrast to what is behind them is less than 4.5 to 1, the least that WCAG 2.2 (1.4.3) allows. */
async function faintTexts(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const parts = (colour: string): number[] => [...colour.matchAll(/[\d.]+/g)].map(([part]) => Number(part));
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = parts(colour).map((part) =>
        part / 255 <= 0.040_45 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const paper = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return parts(backgroundColor)[3] === 0 ? paper(element.parentElement) : backgroundColor;
    };
    const texts = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        !element.matches('script, style, noscript, :disabled') &&
        element.checkVisibility() &&
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
    );
    return texts.flatMap((element) => {
      const [one, two] = [luminance(getComputedStyle(element).color), luminance(paper(element))];
      const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
      return contrast < 4.5 ? [`${element.textContent?.slice(0, 40)}: ${contrast.toFixed(2)}`] : [];
    });
  });
}

async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env['BALLAST_SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
