// What it costs to decide what must happen some time, beside the search of the states: on size M, in new processes. Targets of the project's list.

import type { Bench, Section } from './bench.ts';
import { nameOf, sizeM } from './cases.ts';
import { run } from './process.ts';
import { printCount, tableLines, targetLine } from './report.ts';
import { printSpread, printTime, spreadOf } from './statistics.ts';
import { ballast } from './subjects.ts';

/** What one process says; bytes beyond what a small model takes. */
interface Run {
  readonly states: number;
  readonly pairs: number;
  /** Of a check of the same model that asks for no liveness. */
  readonly safetyMs: number;
  /** Of the search whose states the behaviours are of. */
  readonly searchMs: number;
  readonly livenessMs: number;
  readonly bytes: number;
  readonly isViolated: boolean;
}

interface Question {
  readonly name: string;
  /** Code for the two conditions, where `variable` and `standsAt` make nodes. */
  readonly from: string;
  readonly strongly: readonly string[];
  readonly isViolated: boolean;
  readonly ratioMost: number;
}

const questions: readonly Question[] = [
  {
    name: 'the balloon lock is given back, weak fairness of each process',
    from: "variable('lock')",
    strongly: [],
    isViolated: false,
    ratioMost: 10,
  },
  {
    name: 'the deflater gets the balloon lock, weak fairness of each process',
    from: "standsAt('deflater', 'deflate.D0')",
    strongly: [],
    isViolated: true,
    ratioMost: 10,
  },
  {
    name: 'the same, and strong fairness of its taking the lock',
    from: "standsAt('deflater', 'deflate.D0')",
    strongly: ['deflater.deflate.D0'],
    isViolated: false,
    ratioMost: 30,
  },
];

const bytesMost = 40;

export const liveness: Section = {
  name: 'liveness',
  about: 'what must happen some time, under weak and strong fairness, against the search of the states alone, on M',
  run: (bench) => {
    bench.say(`\n${nameOf(sizeM)}`);
    const measured = questions.map((question) => ({ question, runs: rounds(bench, question) }));
    const head = ['', 'pairs', 'safety alone', 'search', 'liveness', 'liveness / safety', 'bytes a state'];
    const rows = measured.map(({ question, runs }) => [
      question.name,
      printCount(runs[0]?.pairs ?? NaN),
      printTime(spreadOf(runs.map(({ safetyMs }) => safetyMs)).median),
      printTime(spreadOf(runs.map(({ searchMs }) => searchMs)).median),
      printTime(spreadOf(runs.map(({ livenessMs }) => livenessMs)).median),
      printSpread(ratios(runs)),
      printSpread(bytes(runs)),
    ]);
    for (const line of tableLines([head, ...rows])) bench.say(`  ${line}`);
    for (const { question, runs } of measured) {
      const { name, ratioMost } = question;
      bench.say(
        targetLine({
          number: 5,
          text: `times the search of a safety check, ${name}`,
          reached: ratios(runs),
          bound: { atMost: ratioMost },
        }),
      );
      bench.say(
        targetLine({ number: 5, text: `bytes a state, ${name}`, reached: bytes(runs), bound: { atMost: bytesMost } }),
      );
    }
  },
};

function ratios(runs: readonly Run[]) {
  return spreadOf(runs.map(({ livenessMs, safetyMs }) => livenessMs / safetyMs));
}

function bytes(runs: readonly Run[]) {
  return spreadOf(runs.map((each) => each.bytes / each.states));
}

/** @throws where a verdict or a count is not as known */
function rounds(bench: Bench, question: Question): readonly Run[] {
  const safety = ballast(sizeM, ['--workers', '1'], bench.folder);
  const once = (): Run => {
    const safetyMs = safety.run().searchMs ?? NaN;
    const { out } = run({ words: [process.execPath, '--input-type=module', '-e', scriptOf(question)] }, bench.folder);
    const told = { ...(JSON.parse(out) as Omit<Run, 'safetyMs'>), safetyMs };
    if (told.isViolated !== question.isViolated || told.states !== sizeM.counts.distinct)
      throw new Error(`${question.name}: ${out} is not what is known of it`);
    return told;
  };
  once();
  return Array.from({ length: bench.rounds }, once);
}

function scriptOf({ name, from, strongly }: Question): string {
  const file = (path: string): string => JSON.stringify(new URL(`../../dist/checker/${path}.js`, import.meta.url).href);
  const model = JSON.stringify(new URL(`../../dist/examples/${sizeM.model}.js`, import.meta.url).href);
  return `
    const { withBehaviours } = await import(${file('explore/explore')});
    const { labellingOf } = await import(${file('temporal/labels')});
    const { questionsOf } = await import(${file('temporal/formula')});
    const { decide } = await import(${file('temporal/decide')});
    const { default: model } = await import(${model});
    const decided = async (set) => {
      const plain = model.build({ set });
      const bool = { kind: 'bool' };
      const variable = (name) => ({ kind: 'variable', name, sort: plain.variables.find((each) => each.name === name).sort });
      const apply = (operator, sort, ...args) => ({ kind: 'apply', operator, sort, args, detail: '' });
      const standsAt = (process, label) => {
        const pc = variable(process + '.pc');
        const { key, value } = pc.sort;
        const place = apply('at', value, pc, { kind: 'literal', sort: key, value: 0 });
        return apply('equal', bool, place, { kind: 'literal', sort: value, value: label });
      };
      const from = ${from};
      const state = (node) => ({ kind: 'state', node });
      const formula = { kind: 'leadsTo', from: state(from), to: state(apply('not', bool, from)) };
      const names = plain.actions.map(({ name }) => name);
      const fairness = [
        ...['inflater', 'deflater', 'compactor'].map((of) => ({ strength: 'weak', of, actions: names.filter((name) => name.startsWith(of + '.')) })),
        ...${JSON.stringify(strongly)}.map((of) => ({ strength: 'strong', of, actions: names.filter((name) => name === of) })),
      ];
      const specification = { ...plain, fairness };
      const parts = questionsOf({ name: ${JSON.stringify(name)}, formula });
      const asked = { labelling: labellingOf(specification), questions: parts.map(({ question }) => question), predicates: [] };
      return await withBehaviours(specification, asked, { workers: 1 }, ({ graph }, result, searchMs) => {
        const startMs = performance.now();
        let [pairs, isViolated] = [0, false];
        parts.forEach(({ negation }, number) => {
          const deciding = decide(graph, number, negation);
          let bit = deciding.next();
          while (!bit.done) bit = deciding.next();
          pairs += bit.value.pairs;
          isViolated ||= bit.value.lasso !== undefined;
        });
        return { states: graph.states, pairs, searchMs, livenessMs: performance.now() - startMs, isViolated };
      });
    };
    const peak = () => process.resourceUsage().maxRSS * 1024;
    await decided(${JSON.stringify({ ...sizeM.set, pages: 1 })});
    const before = peak();
    const found = await decided(${JSON.stringify(sizeM.set)});
    console.log(JSON.stringify({ ...found, bytes: peak() - before }));`;
}
