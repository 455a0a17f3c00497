// The specification's own document says what is so: its console blocks are run, its guide's changes are made in a copy of the specification,
// and its tables are compared with the model: names and expectations, and the steps of each violation by the reference explorer, which is
// done with a few hundred states before a module for the compiled engine would be assembled.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explore, type ModelVariant, type Specification } from 'ballast';
import { describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';
import { history } from '../../spec/balloon/history.ts';
import { mutants } from '../../spec/balloon/mutants.ts';
import { blocks, consoleBlocks, difference } from '../console.ts';
import { behaviourCells, expectedCell } from './tables-behaviours.ts';
import { names, rowsOf as tableOf, type Row } from './tables.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(join(top, 'spec/balloon/README.md'), 'utf8');

/** The files of the specification, by their path. */
function specification(): Map<string, string> {
  const names = readdirSync(join(top, 'spec'), { recursive: true, encoding: 'utf8' }).map((name) => `spec/${name}`);
  const sources = names.filter((name) => name.endsWith('.ts'));
  return new Map(sources.map((name) => [name, readFileSync(join(top, name), 'utf8')]));
}

interface Change {
  readonly file: string;
  readonly old: string;
  readonly new: string;
  readonly added: number;
}

/** The changes that a block asks for: lines kept, taken away and added, below the name of their file. */
function changesOf(block: string): readonly Change[] {
  return block
    .split(/^--- /m)
    .slice(1)
    .map((part) => {
      const [file = '', ...lines] = part.replace(/\n$/, '').split('\n');
      const but = (sign: string) => lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));
      const added = lines.filter((line) => line.startsWith('+')).length;
      return { file, old: but('+').join('\n'), new: but('-').join('\n'), added };
    });
}

const changes = blocks(document, 'diff').map(changesOf);

/** What somebody has who has followed the guide. */
function changed(): Readonly<Record<string, string>> {
  const files = specification();
  for (const change of changes.flat()) {
    const text = files.get(change.file) ?? '';
    expect(text.split(change.old)).toHaveLength(2);
    files.set(
      change.file,
      text.replace(change.old, () => change.new),
    );
  }
  return Object.fromEntries(files);
}

const rowsOf = (heading: string): readonly Row[] => tableOf(document, heading);

/** Which of these properties are violated, and in how many steps. */
async function violated(variant: ModelVariant, properties: readonly string[] | undefined): Promise<readonly string[]> {
  const { properties: found } = await explore(balloon.build(variant), { properties });
  return found.flatMap(({ name, isSelected, verdict }) =>
    isSelected && verdict.kind === 'violated' ? [`${name}, ${verdict.trace?.steps.length ?? 'never reached'}`] : [],
  );
}

const suites = new Map(balloon.suites.map((suite) => [suite.name ?? '', suite]));

async function violatedBySuite(name: string): Promise<readonly string[]> {
  const { set = {}, mutant, properties } = suites.get(name) ?? {};
  return await violated({ set, mutant }, properties);
}

describe("the specification's document", () => {
  // What is load-bearing takes longer, and a script of its own: load-bearing.test.ts.
  const quick = consoleBlocks(document).filter(([line]) => !line.startsWith('necessity '));

  it.each(quick)('prints what it says for ballast %s', async (line, block) => {
    expect(await difference(line, block, line.includes('./spec/') ? changed() : {})).toBe(undefined);
  });

  it('adds a change as a variant in under twenty lines', () => {
    const [variant = []] = changes;
    expect(variant.reduce((sum, { added }) => sum + added, 0)).toBeLessThan(20);
  });

  const commands = [...document.matchAll(/`ballast matrix balloon --only (\S+) --show (\S+)`,\s+(\d+)\s+steps/g)];
  const shown = commands.map(([, only = '', show = '', steps = '']) => ({ only, show, steps }));

  it('has a command for each finding', () => {
    expect(shown.filter(({ only, show }) => only !== show)).toEqual([]);
    const found = balloon.suites.filter(({ group }) => group === 'findings').map(({ name }) => name);
    expect(shown.map(({ only }) => only)).toEqual(found);
  });

  it.each(shown)('counts the steps of finding $only', async ({ only, steps }) => {
    const rule = suites.get(only)?.properties?.[0] ?? '';
    expect(await violatedBySuite(only)).toEqual([`${rule}, ${steps}`]);
  });
});

describe('its table of rules', () => {
  const rules = rowsOf('rule');

  let built: readonly Specification[] | undefined;
  /** For the versions on both sides of the commit and each driver: with all kinds of threads, without inflation, and with a removal. */
  const builds = (): readonly Specification[] =>
    (built ??= ['before', 'after'].flatMap((version) =>
      ['virtio', 'vmw', 'cmm', 'abstract'].flatMap((driver) => {
        const set = { version, driver, refusals: 'all', offliners: 1 };
        return [
          { ...set, scanners: 2, notifiers: 1, directCompaction: driver === 'virtio' },
          { ...set, inflaters: 0 },
          { ...set, inflaters: 0, deflaters: 0, removal: true },
        ].map((each) => balloon.build({ set: each }));
      }),
    ));

  it('and the paragraphs below it name every property', () => {
    const declared = new Set(
      builds().flatMap(({ invariants, actionProperties, reachable, liveness, refinements, assertions }) => [
        ...[invariants, actionProperties, reachable, liveness, refinements].flatMap((kind) =>
          kind.map(({ name }) => name),
        ),
        ...assertions.flatMap(({ property }) => (property === undefined ? [] : [property])),
      ]),
    );
    const [section = ''] = document.split('\n## 5. ').slice(1);
    const named = new Set(names(section.split('\n## ')[0] ?? ''));
    expect([...declared].filter((name) => !named.has(name))).toEqual([]);
    expect(declared.size).toBeGreaterThan(35);
  });

  it('and the map of the kernel name every function that the model takes from it', () => {
    const functions = new Set(
      builds().flatMap(({ actions }) => actions.flatMap(({ step }) => step?.source?.function ?? [])),
    );
    const mapped = new Set(rowsOf('kernel').flatMap(([function_ = '']) => names(function_)));
    expect([...functions].filter((name) => !mapped.has(name))).toEqual([]);
    expect(functions.size).toBeGreaterThan(35);
  });

  it('shows each rule by a mutant, a finding or a version that breaks it', () => {
    const inVersion = (version: string): readonly string[] =>
      balloon.suites
        .filter(({ set = {}, expect: expected }) => set['version'] === version && expected !== 'holds')
        .flatMap(({ properties = [] }) => properties);
    const broken = (by: string): readonly string[] => {
      const [version] = names(by);
      if (version !== undefined) return inVersion(version);
      return balloon.mutants[by]?.breaks ?? suites.get(by)?.properties ?? [];
    };
    for (const [rule = '', , , by = ''] of rules) {
      const [name = ''] = names(rule);
      const wrong = by.split(', ').filter((each) => !broken(each).includes(name));
      expect({ rule, wrong }).toEqual({ rule, wrong: [] });
    }
  });
});

describe('its table of', () => {
  const steps = [
    ...rowsOf('mutant').map(([name = '', , rule = '', many = '']) => ({ name, rule, many })),
    ...rowsOf('bug').map(([name = '', , , rule = '', many = '']) => ({ name, rule, many })),
  ];

  it('mutants and bugs has all of them', () => {
    const killed = Object.entries(mutants).filter(([, { breaks = [] }]) => breaks.length > 0);
    const all = [...killed.map(([name]) => name), ...Object.keys(history)];
    expect(steps.map(({ name }) => name)).toEqual(all);
    const harmless = Object.entries(mutants).filter(([, { breaks = [] }]) => breaks.length === 0);
    expect(harmless.filter(([name]) => !document.includes(`**${name}**`))).toEqual([]);
  });

  it.each(steps)('mutants and bugs counts the steps of $name', async ({ name, rule, many }) => {
    expect(balloon.mutants[name]?.breaks).toEqual([rule]);
    expect(await violated({ mutant: name }, [rule])).toEqual([`${rule}, ${many}`]);
  });

  const first = rowsOf('asked about all').map(([name = '', rules = '', many = '']) => ({ name, rules, many }));

  it.each(first)('what breaks first names $rules of $name', async ({ name, rules, many }) => {
    expect(await violated({ mutant: name }, undefined)).toEqual(rules.split(', ').map((rule) => `${rule}, ${many}`));
  });

  it('mutants gives a reason where the catalogue counts other steps, and says which edits open a section', () => {
    const wrong = rowsOf('mutant').filter(([name = '', , , many, catalogue, why]) => {
      const differs = catalogue !== '' && catalogue !== many;
      const opens = balloon.mutants[name]?.group?.includes('open') === true;
      return differs !== (why !== '') || (differs && opens !== (why === 'o'));
    });
    expect(wrong).toEqual([]);
  });

  const columns = ['v0', 'old', 'before', 'after', 'tas'];
  const matrix = rowsOf('configuration').flatMap(([configuration = '', sizes = '', ...verdicts]) => {
    const [driver = '', about = ''] = configuration.split(': ');
    return verdicts.flatMap((verdict, column) =>
      verdict === '' ? [] : [{ name: `${driver}, ${columns[column]}: ${about}`, sizes, verdict }],
    );
  });

  it('configurations has all that are expected of a version', () => {
    const expected = [...suites.keys()].filter((name) => /^\w+, \w+: /.test(name));
    expect(new Set(matrix.map(({ name }) => name))).toEqual(new Set(expected));
  });

  it('configurations expects what the suites do', () => {
    const said = matrix.map(({ name, sizes, verdict: [...verdict] }) => {
      const rule = verdict.join('').split(',')[0];
      return { name, sizes, expect: rule === 'holds' ? 'holds' : `violates ${rule}` };
    });
    const expected = matrix.map(({ name }) => {
      const { set = {}, expect: verdict } = suites.get(name) ?? {};
      const { pages, scanners, deflaters, inflaters } = set;
      return { name, sizes: [pages, scanners, deflaters, inflaters].join('/'), expect: verdict };
    });
    expect(said).toEqual(expected);
  });

  it.each(matrix.filter(({ verdict }) => verdict !== 'holds'))(
    'configurations counts the steps of $name',
    async ({ name, verdict }) => {
      expect(await violatedBySuite(name)).toEqual([verdict]);
    },
  );
});

/** What was found of a suite, in the lock file; that it is found again says `npm run regression`. */
const { suites: locked } = JSON.parse(readFileSync(join(top, 'ballast.lock.json'), 'utf8')) as {
  readonly suites: Readonly<
    Record<string, { readonly verdict: string; readonly violated?: Readonly<Record<string, number | string>> }>
  >;
};

/** As a cell says it: `holds`, `17`, `11 + 9`. */
function lockedCell(name: string): string | undefined {
  const { verdict, violated = {} } = locked[`balloon: ${name}`] ?? {};
  if (verdict === 'holds') return verdict;
  const [found] = Object.values(violated);
  if (typeof found !== 'string') return found?.toString();
  const [, steps = '0', loop] = /^(?:(\d+) steps?, then )?a loop of (\d+)/.exec(found) ?? [];
  return `${steps} + ${loop}`;
}

describe.each(behaviourCells(document))('its table of %s', (group, cells) => {
  it('has all that is expected', () => {
    const expected = balloon.suites.filter((suite) => suite.group === group).map(({ name }) => name);
    expect(new Set(cells.map(({ name }) => name))).toEqual(new Set(expected));
    expect(cells).toHaveLength(expected.length);
    expect(cells.length).toBeGreaterThan(5);
  });

  it('counts the steps', () => {
    const found = cells.map(({ name }) => ({ name, verdict: lockedCell(name) }));
    expect(cells.map(({ name, verdict }) => ({ name, verdict }))).toEqual(found);
  });

  it('expects what the suites do', () => {
    const said = cells.map(({ name, sizes, verdict }) => ({ name, sizes, isViolated: verdict !== 'holds' }));
    const expected = cells.map(({ name, sizes }) => {
      const cell = expectedCell(name);
      return { name, sizes: sizes === undefined ? undefined : cell?.sizes, isViolated: cell?.isViolated };
    });
    expect(said).toEqual(expected);
  });
});

describe('its table of mutants that are no balloon', () => {
  const rows = tableOf(document, 'mutant, and the balloon that it is not').map(([name = '', , besides = '']) => ({
    mutant: name.split(', ')[0] ?? '',
    besides,
  }));

  it.each(rows)('says which invariant $mutant breaks besides', async ({ mutant, besides }) => {
    const { invariants } = balloon.build({ mutant });
    const asked = besides === 'none' ? invariants.map(({ name }) => name) : [besides.split(', ')[0] ?? ''];
    expect(invariants.map(({ name }) => name)).toEqual(expect.arrayContaining(asked));
    expect(await violated({ mutant }, asked)).toEqual(besides === 'none' ? [] : [besides]);
  });
});
