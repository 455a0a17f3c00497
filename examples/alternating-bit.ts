// The alternating bit protocol: one bit with each message is enough to get data through two queues that lose messages.
// Source: tlaplus/Examples, specifications/SpecifyingSystems/TLC/AlternatingBit.tla, bounded as in MCAlternatingBit.tla.
// True of it, with 2 data and queues of at most 2: 240 distinct states (8 of them initial), 1,392 generated, depth 9.
// The queues are unbounded: a constraint cuts the search, and the verdict says so.

import { action, all, any, anything, changed, constant, ids, ifThenElse, model, next, range, seq } from 'ballast';
import { seqOf, spec, tuple, tupleOf, variables, type Bool, type Seq, type Term } from 'ballast';

export default model(
  'alternating-bit',
  {
    constants: {
      data: constant(range(1, 4), 2, 'how many different values are sent'),
      most: constant(range(1, 4), 2, 'the length of a queue beyond which the search does not go on'),
    },
    suites: [{ expect: 'holds' }],
  },
  ({ data, most }) => {
    const Bit = range(0, 1);
    const Data = ids('d', data);
    const Message = tuple(Bit, Data);
    const { msgQ, ackQ, sBit, sAck, rBit, sent, rcvd } = variables({
      msgQ: seq(Message, most + 1), // A queue that is too long is reached and checked, but nothing is done from there.
      ackQ: seq(Bit, most + 1),
      sBit: Bit,
      sAck: Bit,
      rBit: Bit,
      sent: Data,
      rcvd: Data,
    });
    const position = range(0, most);

    return spec({
      variables: { msgQ, ackQ, sBit, sAck, rBit, sent, rcvd },
      init: { msgQ: [], ackQ: [], sBit: anything, sAck: anything, rBit: anything, sent: anything, rcvd: anything },
      initially: [sAck.is(sBit), rBit.is(sBit)],
      actions: {
        sndNewValue: action({ d: Data }, ({ d }) => ({
          when: [sAck.is(sBit)],
          then: [
            sent.becomes(d),
            sBit.becomes(other(sBit)),
            msgQ.becomes(msgQ.append(tupleOf(Message, other(sBit), d))),
          ],
        })),
        reSndMsg: action({
          when: [sAck.isNot(sBit)],
          then: [msgQ.becomes(msgQ.append(tupleOf(Message, sBit, sent)))],
        }),
        rcvMsg: action({
          when: [msgQ.isEmpty().not()],
          then: [msgQ.becomes(msgQ.tail()), rBit.becomes(msgQ.head().item(0)), rcvd.becomes(msgQ.head().item(1))],
        }),
        sndAck: action({ then: [ackQ.becomes(ackQ.append(rBit))] }),
        rcvAck: action({
          when: [ackQ.isEmpty().not()],
          then: [ackQ.becomes(ackQ.tail()), sAck.becomes(ackQ.head())],
        }),
        loseMsg: action({ i: position }, ({ i }) => ({
          when: [i.lessThan(msgQ.length())],
          then: [msgQ.becomes(withoutItem(msgQ, i, most, (k) => seqOf(Message, msgQ.nth(k)), seqOf(Message)))],
        })),
        loseAck: action({ i: position }, ({ i }) => ({
          when: [i.lessThan(ackQ.length())],
          then: [ackQ.becomes(withoutItem(ackQ, i, most, (k) => seqOf(Bit, ackQ.nth(k)), seqOf(Bit)))],
        })),
      },
      // What ABCorrectness.tla says of the protocol without its queues: who takes a new value takes what was sent last.
      actionProperties: {
        receives: any(changed(rBit), changed(rcvd)).implies(
          all(rBit.isNot(sBit), next(rBit).is(sBit), next(rcvd).is(sent)),
        ),
        acknowledges: changed(sAck).implies(next(sAck).is(rBit)),
      },
      constraints: { shortQueues: all(msgQ.length().atMost(most), ackQ.length().atMost(most)) },
    });
  },
);

function other(bit: Term<number>): Term<number> {
  return bit.plus(1).modulo(2);
}

// What is left of a queue that loses the item at a position: the others, put together one by one.
function withoutItem<T>(
  queue: Term<Seq<T>>,
  position: Term<number>,
  most: number,
  keep: (k: number) => Term<Seq<T>>,
  nothing: Term<Seq<T>>,
): Term<Seq<T>> {
  const positions = Array.from({ length: most }, (_, k) => k);
  const isKept = (k: number): Bool => all(queue.length().moreThan(k), position.isNot(k));
  return positions
    .map((k) => ifThenElse(isKept(k), keep(k), nothing))
    .reduce((left, right) => left.concat(right), nothing);
}
