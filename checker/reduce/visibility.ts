// What a condition on states sees of a step: whether its truth may change, and in which direction. A step that may only make an invariant false
// hides nothing: whatever was wrong before it is wrong after it. What is known of the state before and after (where the process stands, what it
// holds, what it asked for and what it stores) often settles a part of the condition, and then the rest does not matter.

import { childrenOf } from '../language/nodes.ts';
import type { Binder, Node } from '../language/tree.ts';
import { isTouched } from './condition-reads.ts';
import type { Doing } from './doing.ts';
import { isPlace, variableOf } from './footprint.ts';
import { indicesOf, Knowledge } from './knowledge.ts';
import { isOfCase } from './same-value.ts';
import { isTotal } from './settled.ts';

/** How the truth of a condition may change in a step. */
export interface Change {
  readonly rises: boolean;
  readonly falls: boolean;
  /** The innermost part that shows it. */
  readonly because?: Node;
}

const nothing: Change = { rises: false, falls: false };

/** How a step may change a condition. */
export function changeOf(node: Node, doing: Doing): Change {
  const seer = new Seer(doing);
  const differs = seer.differs(node);
  if (differs === undefined) return nothing;
  return isTotal(node) ? seer.change(node) : { rises: true, falls: true, because: differs };
}

/** The first part that a step may change, whatever comes of it. */
export function partSeen(node: Node, doing: Doing): Node | undefined {
  return new Seer(doing).differs(node);
}

class Seer {
  readonly #knowledge: Knowledge;

  constructor(doing: Doing) {
    this.#knowledge = new Knowledge(doing);
  }

  /** A part of the expression by which its value, or whether it has one, may differ after the step. */
  differs(node: Node): Node | undefined {
    if (this.#knowledge.entries.has(node) || !isTouched(node, this.#knowledge.doing)) return undefined;
    if (this.#knowledge.isConstant(node)) return undefined;
    if (isPlace(node)) return this.#placeDiffers(node);
    switch (node.kind) {
      case 'quantified':
        return (
          this.#domains(node.binders) ?? this.#knowledge.inCases(node.binders, node.body, (body) => this.differs(body))
        );
      case 'let':
        return this.differs(node.value) ?? this.differs(node.body);
      case 'apply':
        return this.#appliedDiffers(node);
      default:
        return first(childrenOf(node), (child) => this.differs(child));
    }
  }

  #appliedDiffers(node: Extract<Node, { kind: 'apply' }>): Node | undefined {
    const decisive = node.operator === 'all' ? false : node.operator === 'any' ? true : undefined;
    for (const arg of node.args) {
      const differs = this.differs(arg);
      if (differs !== undefined) return differs;
      const known = this.#knowledge.known(arg, 'before');
      // What comes behind is not evaluated, before or after.
      if (decisive !== undefined && known === decisive && this.#knowledge.known(arg, 'after') === decisive)
        return undefined;
      if (node.operator === 'implies' && arg === node.args[0] && known === false) return undefined;
    }
    return undefined;
  }

  #placeDiffers(place: Node): Node | undefined {
    const keys = this.#knowledge.keys(place);
    const variable = variableOf(place);
    const isMet = this.#knowledge.doing.writes.some(
      (write) => write.variable === variable && this.#knowledge.meets(place, keys, write),
    );
    if (isMet) return place;
    return first(indicesOf(place), (index) => this.differs(index));
  }

  change(node: Node): Change {
    const differs = this.differs(node);
    if (differs === undefined || this.#knowledge.isConstant(node)) return nothing;
    const any: Change = { rises: true, falls: true, because: differs };
    switch (node.kind) {
      case 'named':
        return this.change(node.body);
      case 'quantified': {
        if (node.quantifier !== 'forall' && node.quantifier !== 'exists') return any;
        if (this.#domains(node.binders) !== undefined) return any;
        const changes: Change[] = [];
        this.#knowledge.inCases(node.binders, node.body, (body) => {
          changes.push(this.change(body));
          return undefined;
        });
        return joined(changes);
      }
      case 'apply':
        return this.#appliedChange(node, any);
      default:
        return isPlace(node) ? this.#placeChange(node, any) : any;
    }
  }

  #appliedChange(node: Extract<Node, { kind: 'apply' }>, any: Change): Change {
    const [a, b] = node.args;
    switch (node.operator) {
      case 'not':
        return a === undefined ? any : turned(this.change(a));
      case 'all':
        return this.#listChange(
          node.args.map((arg) => ({ arg, isTurned: false })),
          false,
        );
      case 'any':
        return this.#listChange(
          node.args.map((arg) => ({ arg, isTurned: false })),
          true,
        );
      case 'implies':
        if (a === undefined || b === undefined) return any;
        return this.#listChange(
          [
            { arg: a, isTurned: true },
            { arg: b, isTurned: false },
          ],
          true,
        );
      case 'equal':
      case 'notEqual': {
        if (a === undefined || b === undefined) return any;
        const [before, after] = [this.#knowledge.known(node, 'before'), this.#knowledge.known(node, 'after')];
        const change = this.#equalChange(a, b) ?? this.#equalChange(b, a) ?? { rises: true, falls: true };
        const found = node.operator === 'equal' ? change : turned(change);
        return {
          rises: found.rises && before !== true && after !== false,
          falls: found.falls && before !== false && after !== true,
          ...(any.because === undefined ? {} : { because: any.because }),
        };
      }
      case 'isCase': {
        const values = a !== undefined && isPlace(a) && !this.#isMoved(a) ? this.#stored(a) : undefined;
        if (values === undefined) return any;
        const truths = values.map((value) => isOfCase(value, node.detail));
        return {
          ...any,
          rises: truths.some((truth) => truth !== false),
          falls: truths.some((truth) => truth !== true),
        };
      }
      case 'at':
      case 'field':
      case 'item':
      case 'local':
        return isPlace(node) ? this.#placeChange(node, any) : any;
      default:
        return any;
    }
  }

  #isMoved(place: Node): boolean {
    return indicesOf(place).some((index) => this.differs(index) !== undefined);
  }

  // `all` where nothing is decisive but false, `any` where true is.
  #listChange(args: readonly { readonly arg: Node; readonly isTurned: boolean }[], decisive: boolean): Change {
    const known = (when: 'before' | 'after'): boolean =>
      args.some(({ arg, isTurned }) => this.#knowledge.known(arg, when) === (decisive !== isTurned));
    const change = joined(args.map(({ arg, isTurned }) => (isTurned ? turned(this.change(arg)) : this.change(arg))));
    const [isBefore, isAfter] = [known('before'), known('after')];
    return {
      ...change,
      // Decided before: it cannot leave another truth; after: it cannot come to one.
      rises: change.rises && !(decisive ? isBefore : isAfter),
      falls: change.falls && !(decisive ? isAfter : isBefore),
    };
  }

  // A truth value that is stored.
  #placeChange(place: Node, any: Change): Change {
    const values = this.#stored(place);
    if (values === undefined || this.#isMoved(place)) return any;
    const isAll = (truth: boolean): boolean =>
      values.every((value) => value.kind === 'literal' && value.value === truth);
    return { ...any, rises: !isAll(false), falls: !isAll(true) };
  }

  #equalChange(one: Node, other: Node): Change | undefined {
    if (this.differs(other) !== undefined) return undefined;
    const [inner] = one.kind === 'apply' && one.operator === 'holder' ? one.args : [];
    const place = inner ?? one;
    if (!isPlace(place) || this.#isMoved(place)) return undefined;
    const values = this.#stored(place);
    if (values === undefined) return undefined;
    const truths = values.map((value) => this.#knowledge.isSameValue(value, other));
    return { rises: truths.some((truth) => truth !== false), falls: truths.some((truth) => truth !== true) };
  }

  /** All that the step may store in a place as a whole; undefined where it stores a part, or more than it. */
  #stored(place: Node): readonly Node[] | undefined {
    const keys = this.#knowledge.keys(place);
    const variable = variableOf(place);
    const met = this.#knowledge.doing.writes.filter(
      (write) => write.variable === variable && this.#knowledge.meets(place, keys, write),
    );
    return met.some((write) => write.keys.length !== keys.length) ? undefined : met.map(({ value }) => value);
  }

  #domains(binders: readonly Binder[]): Node | undefined {
    return first(binders, ({ domain }) => (domain === undefined ? undefined : this.differs(domain)));
  }
}

function first<T>(items: readonly T[], look: (item: T) => Node | undefined): Node | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function joined(changes: readonly Change[]): Change {
  const because = changes.find((change) => change.rises || change.falls)?.because;
  return {
    rises: changes.some(({ rises }) => rises),
    falls: changes.some(({ falls }) => falls),
    ...(because === undefined ? {} : { because }),
  };
}

function turned({ rises, falls, because }: Change): Change {
  return { rises: falls, falls: rises, ...(because === undefined ? {} : { because }) };
}
