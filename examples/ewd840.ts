// Dijkstra's EWD 840: a token goes round a ring of nodes and finds out that all of them have finished their work.
// Source: tlaplus/Examples, specifications/ewd840/EWD840.tla.
// True of it, with 3 nodes: 302 distinct states (192 of them initial), 1,817 generated, depth 8; with 4: 1,566, 14,962 and 11.
// TLC generates 2,001 and 15,986: it takes a disjunction in a step apart, and counts a move of the token once for each reason
// that it has (a black token, a black node, a passive node).
// It refines `sync-termination-detection`, which says what it is for.

import { action, all, always, any, anything, assuming, bool, constant, drop, enumeration, eventually } from 'ballast';
import { everyStep, exists, fired, fn, forall, ifThenElse, leadsTo, model, range, refines, spec } from 'ballast';
import { variables, weakly } from 'ballast';
import syncTerminationDetection from './sync-termination-detection.ts';

export default model(
  'ewd840',
  {
    constants: {
      nodes: constant(range(1, 8), 3, 'how many nodes are in the ring'),
      goesOn: constant(enumeration('token', 'anything', 'nothing'), 'token', 'what is sure to go on'),
    },
    mutants: {
      whiteSender: {
        edits: drop('sendMessage.then#2'),
        breaks: 'dijkstra',
        about: 'who wakes a node does not turn black',
      },
    },
    suites: [
      { expect: 'holds' },
      { set: { nodes: 4 }, expect: 'holds' },
      { set: { goesOn: 'anything' }, expect: 'holds' },
      { set: { goesOn: 'nothing' }, expect: 'violates TerminationDetection, isDetected' },
      {
        name: 'each rests again and again',
        properties: ['isDetectedIfAllRest'],
        expect: 'violates isDetectedIfAllRest',
      },
      {
        name: 'no more messages, and only the token goes on',
        properties: ['restsWithoutMessages'],
        expect: 'violates restsWithoutMessages',
      },
    ],
  },
  ({ nodes, goesOn }) => {
    const Node = range(0, nodes - 1); // Numbers and not identifiers: the order of the nodes matters.
    const Color = enumeration('white', 'black');
    const { active, color, tokenAt, tokenColor } = variables({
      active: fn(Node, bool),
      color: fn(Node, Color),
      tokenAt: Node,
      tokenColor: Color,
    });
    const isTerminated = forall({ i: Node }, ({ i }) => active.at(i).not());
    const terminationDetected = all(tokenAt.is(0), tokenColor.is('white'), color.at(0).is('white'), active.at(0).not());

    return spec({
      variables: { active, color, tokenAt, tokenColor },
      init: { active: anything, color: anything, tokenAt: anything, tokenColor: 'black' },
      actions: {
        // A black token, or a black node 0, says that the last round found out nothing.
        initiateProbe: action({
          when: [tokenAt.is(0), any(tokenColor.is('black'), color.at(0).is('black'))],
          then: [tokenAt.becomes(nodes - 1), tokenColor.becomes('white'), color.at(0).becomes('white')],
        }),
        passToken: action({ i: Node }, ({ i }) => ({
          when: [tokenAt.is(i), i.isNot(0), any(active.at(i).not(), color.at(i).is('black'), tokenColor.is('black'))],
          then: [
            tokenAt.becomes(i.minus(1)),
            tokenColor.becomes(ifThenElse(color.at(i).is('black'), 'black', tokenColor)),
            color.at(i).becomes('white'),
          ],
        })),
        // A message to a higher node may wake one that the token has passed: the sender turns black.
        sendMessage: action({ i: Node, j: Node }, ({ i, j }) => ({
          when: [active.at(i), j.isNot(i)],
          then: [active.at(j).becomes(true), color.at(i).becomes(ifThenElse(j.moreThan(i), 'black', color.at(i)))],
        })),
        deactivate: action({ i: Node }, ({ i }) => ({ when: [active.at(i)], then: [active.at(i).becomes(false)] })),
      },
      invariants: {
        terminationDetection: terminationDetected.implies(isTerminated),
        // Why it is right: what the token has passed is passive, unless a black node ahead of it, or its own colour, says no.
        dijkstra: any(
          forall({ i: Node }, ({ i }) => tokenAt.lessThan(i).implies(active.at(i).not())),
          exists({ j: Node }, ({ j }) => all(j.atMost(tokenAt), color.at(j).is('black'))),
          tokenColor.is('black'),
        ),
      },
      liveness: {
        isDetected: leadsTo(isTerminated, terminationDetected),
        // Not true: that each node rests again and again does not mean that all rest at once.
        isDetectedIfAllRest: leadsTo(
          forall({ i: Node }, ({ i }) => always(eventually(active.at(i).not()))),
          terminationDetected,
        ),
        // Where no more messages are sent from some time on, all come to rest: but only if the nodes go on too, not the token alone.
        restsWithoutMessages: assuming(eventually(everyStep(fired('sendMessage').not())), eventually(isTerminated)),
      },
      unclaimed: ['isDetectedIfAllRest', ...(goesOn === 'anything' ? [] : ['restsWithoutMessages'])],
      fairness: {
        token: [weakly(['initiateProbe', 'passToken'], { each: [] })],
        anything: [weakly(['initiateProbe', 'passToken', 'sendMessage', 'deactivate'], { each: [] })],
        nothing: [],
      }[goesOn],
      refinements: {
        TerminationDetection: refines(syncTerminationDetection, { nodes }, { active, detected: terminationDetected }),
      },
      reachable: { detected: terminationDetected },
      // The source turns the deadlock check off; here nothing may stop before termination is detected.
      terminal: terminationDetected,
    });
  },
);
