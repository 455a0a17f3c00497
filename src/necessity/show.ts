// --show: what breaks in a variant, as the check of it by itself shows that; of one that nothing notices, how it behaves differently.

import { ask } from '../check/ask.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { raceFor, renderCheck } from '../report/check-report.ts';
import { foldWords, indented, paragraphs } from '../report/layout.ts';
import { behavioursAtText, behaviourText, brokenText, largerText, mutantTexts } from '../report/necessity-words.ts';
import { tracedBlocks } from '../report/race.ts';
import { printCounted } from '../report/numbers.ts';
import type { PropertyResult } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import type { BehaviourResult, NecessitySide, VariantResult } from './result.ts';
import type { SideQuestion } from './side.ts';

/** A text for each variant of the side. */
export async function shownVariants(
  side: NecessitySide,
  question: SideQuestion,
  loaded: LoadedSpecification,
  terminal: Terminal,
): Promise<string> {
  const texts: string[] = [];
  for (const variant of side.variants) texts.push(await shownVariant(variant, side, question, loaded, terminal));
  for (const { name, sameAs } of side.unchanged)
    texts.push(
      `${name}: ${sameAs === undefined ? 'changes nothing: its tree is that of the specification' : `is ${sameAs}`}`,
    );
  return texts.join('\n\n');
}

async function shownVariant(
  variant: VariantResult,
  side: NecessitySide,
  question: SideQuestion,
  loaded: LoadedSpecification,
  terminal: Terminal,
): Promise<string> {
  const { name, before, after, verdict, place } = variant;
  const head = (said: string): string[] => [
    `${terminal.paint('strong', name)}: ${foldWords(said, { indent: 2, first: name.length + 2 })}`,
    ...(variant.mutant === undefined
      ? [indented(`was  ${before}`, 2), indented(`is   ${after}`, 2)]
      : mutantTexts(variant, side).map((text) => indented(text, 2))),
    ...(place === undefined ? [] : [indented(`at ${place.file}:${place.line}:${place.column}`, 2)]),
  ];
  switch (verdict.kind) {
    case 'load-bearing': {
      const at = verdict.size === 'larger' ? ` at ${largerText(side)}` : '';
      const result = await ask(loaded, questionOf(variant, question, verdict.size === 'larger'), terminal);
      const { paint, columns } = terminal;
      return paragraphs([
        head(`load-bearing: ${brokenText(verdict)}${at}`),
        [renderCheck(result, { paint, columns, race: await raceFor(result) })],
      ]);
    }
    case 'not noticed': {
      const at = side.larger === undefined ? '' : `, nor at ${largerText(side)}`;
      const of = variant.mutant === undefined ? at : '';
      return paragraphs([
        head(`not noticed: behaviour differs, and no property breaks${of}`),
        ...(verdict.behavioursAt === undefined ? [] : [[indented(behavioursAtText(verdict.behavioursAt), 0)]]),
        ...behaviourBlocks('new', verdict.new, terminal),
        ...behaviourBlocks('gone', verdict.gone, terminal),
        [`repeat: ${variant.command}`],
      ]);
    }
    case 'redundant':
      return head(
        `redundant: the state graph is the same, ${printCounted(verdict.statesDistinct, 'state')} and ${printCounted(verdict.edgesDistinct, 'step')}, compared edge by edge`,
      ).join('\n');
    case 'assertion':
      return head(
        verdict.alone.length === 0
          ? 'an assertion: whatever it notices, something else notices too'
          : `an assertion: it alone notices ${verdict.alone.join(', ')}`,
      ).join('\n');
    case 'not decided':
    case 'cannot be built':
      return head(`${verdict.kind}: ${verdict.reason}`).join('\n');
  }
}

function questionOf(
  { name, editsOfCheck, mutant: own }: VariantResult,
  { reference, set, larger, mutant, properties, limits, reductions }: SideQuestion,
  isLarger: boolean,
): Parameters<typeof ask>[1] {
  return {
    reference,
    set: isLarger ? { ...set, ...larger } : set,
    mutant: own === undefined ? mutant : name,
    edits: editsOfCheck,
    properties: own?.properties ?? properties,
    all: false,
    isStrict: false,
    isWhole: false,
    isHashed: false,
    limits,
    engine: { engine: undefined, workers: undefined },
    reductions,
  };
}

function behaviourBlocks(
  which: 'new' | 'gone',
  behaviour: BehaviourResult | undefined,
  { paint, columns }: Terminal,
): string[][] {
  if (behaviour === undefined) return [];
  // Shown as a witness is: what is reached, and by which steps.
  const witness: PropertyResult = {
    name: which === 'new' ? 'new' : 'gone',
    kind: 'reachable',
    isSelected: true,
    isOn: true,
    rule: behaviour.what,
    verdict: 'holds',
    steps: behaviour.steps,
    trace: behaviour.trace,
  };
  const whose =
    which === 'new'
      ? 'what the variant does, and the specification does not'
      : 'what the specification does, and the variant does not';
  const title = behaviourText(which, { ...behaviour, what: whose });
  return [[paint('strong', indented(title, 0))], ...tracedBlocks([witness], { paint, columns })];
}
