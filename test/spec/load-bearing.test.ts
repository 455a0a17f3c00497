// Which lines of the balloon are load-bearing: its document says what `ballast necessity` finds, and explains all that nothing notices.
// The command judges hundreds of variants here, in its threads: `npm run variants`.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareGraphs, exploreCompiled, stateGraphOf, type ModelVariant, type StateGraph } from 'ballast';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';
import type { NecessityDocument, NecessitySide, VariantResult } from '../../src/necessity/result.ts';
import { comparedReport } from '../../src/report/necessity-compared.ts';
import { necessityReport } from '../../src/report/necessity-report.ts';
import { plainPaint } from '../../src/terminal.ts';
import { builtCommand, spawned } from '../command/command.ts';
import { consoleBlocks, difference, differenceFrom } from '../console.ts';
import { names, rowsOf } from './tables.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(join(top, 'spec/balloon/README.md'), 'utf8');

const [chapter = ''] = document.split('\n## 8. Which lines are load-bearing\n').slice(1);
const all = consoleBlocks(chapter.split('\n## ')[0] ?? '').filter(([line]) => line.startsWith('necessity '));
const blocks = all.filter(([line]) => !line.includes(' --show '));
const shown = all.filter((block) => !blocks.includes(block));

const ofAll = 'necessity balloon';
const ofLocks = 'necessity balloon --only locks --compare before after';

const found = new Map<string, NecessityDocument>();

const path = realpathSync(mkdtempSync(join(tmpdir(), 'ballast-')));
afterAll(() => rmSync(path, { recursive: true, force: true }));

// Some 2 minutes on two cores that nobody else uses.
beforeAll(async () => {
  builtCommand();
  for (const [line] of blocks) {
    const { status, out, err } = await spawned({ path }, [...line.split(' '), '--json']);
    assert(status === 0 && err === '', `${line} ends with ${status}: ${err}`);
    found.set(line, JSON.parse(out) as NecessityDocument);
  }
}, 1_200_000);

function sidesOf(line: string): readonly NecessitySide[] {
  const sides = found.get(line)?.sides ?? [];
  expect(sides.length).toBeGreaterThan(0);
  return sides;
}

/** One version's; of all that was found, without a name. */
function variantsOf(line: string, version?: string): readonly VariantResult[] {
  return sidesOf(line).find(({ name }) => name === version)?.variants ?? [];
}

/** What a cell says of a variant. */
function said(variant: VariantResult | undefined): string {
  if (variant === undefined) return 'gone';
  const { verdict } = variant;
  if (verdict.kind !== 'load-bearing' || verdict.isWitnessOnly) return verdict.kind;
  const broken = [...new Set(verdict.breaks.map(({ name }) => name))].join(', ');
  return `${broken} in ${verdict.steps ?? 0}${verdict.size === 'larger' ? ', larger' : ''}`;
}

async function firstOf(variant: ModelVariant, properties?: readonly string[]): Promise<string> {
  const { properties: asked, ended } = await exploreCompiled(balloon.build(variant), { workers: 1, properties });
  const violated = asked.flatMap(({ name, verdict, isSelected }) =>
    isSelected && verdict.kind === 'violated' ? [`${name} in ${verdict.steps ?? 'no state'}`] : [],
  );
  expect(ended).toBe(violated.length > 0 ? 'violation' : 'complete');
  return violated.join(' and ') || 'none';
}

/** What only says that a lock is held: of the list operations, and before the commit of migration, two of them. */
const naming = [
  'drop balloon_page_insert.list_add.assert#1',
  'drop balloon_page_list_dequeue.list_del.assert#1',
  'drop balloon_page_isolate.list_del.assert#2',
  'drop balloon_page_putback.list_add.assert#1',
];
const namingBefore = [...naming, ...Array<string>(2).fill('drop balloon_page_migrate.balloon_page_device.assert#1')];

const harms = ['S2', 'S6', 'S7', 'S8', 'S10'];

interface Place {
  readonly version: 'before' | 'after';
  readonly scanners?: number;
  readonly isFine?: boolean;
}

/** What goes wrong that does not merely name a lock. */
async function harm(edits: readonly string[], { version, scanners = 1, isFine = true }: Place): Promise<string> {
  const set = { version, scanners };
  const granularity = isFine ? 'fine' : 'coarse';
  const before = version === 'before' ? namingBefore : naming;
  return await firstOf({ set, granularity, edits: [...before, ...edits] }, harms);
}

it('what is left out of the harm only says that a lock is held', () => {
  const messages = (version: string, edits: readonly string[]): readonly string[] =>
    balloon.build({ set: { version }, edits }).assertions.map(({ message }) => message);
  const left = (version: string, edits: readonly string[]): ReadonlySet<string> => {
    const rest = [...messages(version, edits)];
    return new Set(
      messages(version, []).filter((message) => {
        const at = rest.indexOf(message);
        if (at >= 0) rest.splice(at, 1);
        return at < 0;
      }),
    );
  };
  const ofList = 'a device list is changed without its lock';
  expect(left('after', naming)).toEqual(new Set([ofList]));
  expect(left('before', namingBefore)).toEqual(
    new Set([ofList, 'VM_BUG_ON_PAGE(!PageLocked) in balloon_page_migrate']),
  );
});

describe('what is load-bearing in the balloon', () => {
  it.each(blocks)('is printed as the document has it: ballast %s', (line, block) => {
    const [first, second] = sidesOf(line);
    const report = (side: NecessitySide): string =>
      second === undefined ? necessityReport(side) : comparedReport(side, second, plainPaint);
    expect(first && differenceFrom(report(first), block)).toBe(undefined);
  });

  it.each(shown)('is shown as the document has it: ballast %s', async (line, block) => {
    expect(await difference(line, block)).toBe(undefined);
  });

  it('is judged of at least 150 variants, and nothing is left open', () => {
    const { variants, score } = sidesOf(ofAll)[0] ?? {};
    const judged = variants?.filter(({ verdict }) => !['assertion', 'cannot be built'].includes(verdict.kind)) ?? [];
    expect(judged.length).toBeGreaterThanOrEqual(150);
    expect(score?.undecided).toBe(0);
  });

  it('is not what the document explains, and that is all that nothing notices', () => {
    const explained = rowsOf(document, 'not noticed').flatMap(([edits = '']) => names(edits));
    const unnoticed = variantsOf(ofAll).filter(({ verdict }) => verdict.kind === 'not noticed');
    expect([...explained].sort()).toEqual(unnoticed.map(({ name }) => name).sort());
  });
});

describe('the documented rules', () => {
  const rules = rowsOf(document, 'what the rules say').map(([rule = '', edit = '', first = '', harmed = '']) => ({
    rule,
    edit: names(edit)[0] ?? '',
    first,
    harmed,
  }));

  it.each(rules)('$rule: $edit', async ({ edit, first, harmed }) => {
    const variant = variantsOf(ofAll).find(({ name }) => name === edit);
    expect(said(variant)).toBe(first);
    expect(await harm([edit], { version: 'after', isFine: variant?.isFine === true })).toBe(harmed);
  });

  const places = rowsOf(document, 'balloon_pages_lock').map(
    ([place = '', forgone = '', rushed = '', harmed = '', harmedBefore = '']) => ({
      place: names(place)[0] ?? '',
      forgone,
      rushed,
      harmed,
      harmedBefore,
    }),
  );

  it.each(places)('need balloon_pages_lock in $place', async ({ place, forgone, rushed, harmed, harmedBefore }) => {
    const edit = `forgo ${place}.lock`;
    const variants = variantsOf(ofAll);
    expect(said(variants.find(({ name }) => name === edit))).toBe(forgone);
    expect(said(variants.find(({ name }) => name === `rush ${place}.lock`))).toBe(rushed);
    expect(await harm([edit], { version: 'after' })).toBe(harmed);
    expect(await harm([edit], { version: 'before' })).toBe(harmedBefore);
  });

  it('have a row for each place that takes it', () => {
    const taken = variantsOf(ofAll).filter(({ kind, lock }) => kind === 'forgo lock' && lock === 'balloon_pages_lock');
    expect(new Set(places.map(({ place }) => `forgo ${place}.lock`))).toEqual(new Set(taken.map(({ name }) => name)));
  });
});

describe('a harmless mutant', () => {
  const rows = rowsOf(document, 'harmless').map(([name = '', steps = '', what = '']) => ({ name, steps, what }));
  const smoke = { pages: 2, scanners: 1, deflaters: 1, inflaters: 1 };

  const graphOf = async (variant: ModelVariant): Promise<StateGraph> => {
    const graph = await stateGraphOf(balloon.build({ ...variant, set: smoke, granularity: 'fine' }));
    if (graph === undefined) throw new Error('there are too many states');
    return graph;
  };

  it.each(rows)('breaks nothing, and does something new: $name', async ({ name, steps, what }) => {
    const { properties } = balloon.mutants[name] ?? {};
    for (const scanners of [1, 2])
      expect(await firstOf({ mutant: name, set: { ...smoke, scanners } }, properties)).toBe('none');
    const compared = await compareGraphs(await graphOf({}), await graphOf({ mutant: name }));
    const fresh = compared.kind === 'different' ? compared.new : undefined;
    expect(`${fresh?.trace.steps.length ?? 0}: ${fresh?.what ?? ''}`).toBe(`${steps}: ${what}`);
  });
});

describe('the page lock', () => {
  const takes = ({ lock }: VariantResult): boolean => lock?.startsWith('PG_locked') === true;
  const alone = (version: string): readonly VariantResult[] =>
    variantsOf(ofLocks, version).filter((variant) => takes(variant) && variant.kind === 'forgo lock');
  const together = (version: string, file?: string): VariantResult | undefined =>
    variantsOf(ofLocks, version).find((variant) => takes(variant) && variant.edits.length > 1 && variant.file === file);
  const ofBalloon = ['balloon_page_list_dequeue', 'balloon_page_enqueue_one'].map(
    (name) => `forgo ${name}.trylock_page`,
  );

  const rows = rowsOf(document, 'page lock').map(([what = '', ...cells]) => ({ what, cells }));

  /** What is found of these edits, as the cells say it: with one scanner and with two. */
  const both = async (version: Place['version'], edits: readonly string[]): Promise<string> => {
    const [one, two] = [await harm(edits, { version }), await harm(edits, { version, scanners: 2 })];
    // Of the same rule the name is said once.
    const [name] = one.split(' in ');
    return one !== 'none' && two.startsWith(`${name} in `) ? `${one}, ${two.split(' in ')[1]}` : `${one}, ${two}`;
  };

  /** Which variant a row is about: an edit, or the places of one file, or all places. */
  const meant = (version: string, what: string): VariantResult | undefined => {
    const [edit] = names(what);
    if (edit !== undefined) return alone(version).find(({ name }) => name === edit);
    const [file] = /mm\/\S+$/.exec(what) ?? [];
    const isAll = alone(version).every(({ source }) => source?.file === file);
    return together(version, isAll ? undefined : file);
  };

  const cellsOf = async (version: Place['version'], what: string): Promise<readonly string[]> => {
    const variant = meant(version, what);
    return [said(variant), variant === undefined ? 'gone' : await both(version, variant.edits)];
  };

  it.each(rows)('$what', async ({ what, cells }) => {
    expect([...(await cellsOf('before', what)), ...(await cellsOf('after', what))]).toEqual(cells);
  });

  it('has a row for each place of before, and none of mm/balloon_compaction.c in after', () => {
    expect(new Set(rows.flatMap(({ what }) => names(what)))).toEqual(new Set(alone('before').map(({ name }) => name)));
    const left = alone('after').map(({ name }) => name);
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((name) => ofBalloon.includes(name))).toEqual([]);
    expect(sidesOf(ofLocks).map(({ leftOut }) => leftOut)).toEqual([[], []]);
  });
});
