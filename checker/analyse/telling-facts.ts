// The fewest facts that tell something from many others: each fact holds of it, and no other has all of them. So a new state is told by the few
// places that are new together, and the rest of it need not be read.

/** Facts by number: whether a fact holds of another. */
export interface Question {
  readonly facts: number;
  readonly others: number;
  readonly holds: (fact: number, other: number) => boolean;
}

/** To look further takes longer than a reader would read. */
const factsMost = 6;
/** How many questions may be asked before it is left at few facts instead of fewest. */
const questionsMost = 3_000_000;
/** To go through a list costs as much as so many questions, however short it is. */
const listCost = 100;

/**
 * Fewest facts, in ascending order, that no other has all of; few where fewest take long to find. Of several equally many always the same.
 * Undefined where some other has all facts. None where there is no other.
 */
export function tellingFacts({ facts, others, holds }: Question): readonly number[] | undefined {
  const lacking = Array.from({ length: others }, (_, other) => numbersBelow(facts, (fact) => !holds(fact, other)));
  if (lacking.some((each) => each.length === 0)) return undefined;
  // Who lacks one fact only has to be told by it, and who lacks few, by one of few: those are asked about first.
  const all = [...lacking.keys()].sort((a, b) => (lacking[a]?.length ?? 0) - (lacking[b]?.length ?? 0) || a - b);
  let questions = 0;
  const search = (left: readonly number[], count: number): readonly number[] | undefined => {
    const [nearest] = left;
    if (nearest === undefined) return [];
    if (count === 0) return undefined;
    for (const fact of lacking[nearest] ?? []) {
      questions += left.length + listCost;
      if (questions > questionsMost) return undefined;
      const more = search(
        left.filter((other) => holds(fact, other)),
        count - 1,
      );
      if (more !== undefined) return [fact, ...more];
    }
    return undefined;
  };
  for (let count = 0; count <= Math.min(factsMost, facts); count += 1) {
    const found = search(all, count);
    if (found !== undefined) return [...new Set(found)].sort((a, b) => a - b);
  }
  return fewOf({ facts, others, holds });
}

/** All facts, without those that the others make unnecessary, the last first. */
function fewOf({ facts, others, holds }: Question): readonly number[] {
  let kept = numbersBelow(facts, () => true);
  for (let fact = facts - 1; fact >= 0; fact -= 1) {
    const rest = kept.filter((each) => each !== fact);
    const isTold = numbersBelow(others, (other) => rest.every((each) => holds(each, other))).length === 0;
    if (isTold) kept = rest;
  }
  return kept;
}

function numbersBelow(count: number, isWanted: (number: number) => boolean): number[] {
  return Array.from({ length: count }, (_, number) => number).filter(isWanted);
}
