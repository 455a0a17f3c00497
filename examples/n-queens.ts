// N queens on a board of n by n: none may attack another. Row by row, every way to go on is put on a list of things to do.
// Source: tlaplus/Examples, specifications/N-Queens/Queens.tla, with the model FourQueens.
// True of it, with 4 queens: 785 distinct states, 2,970 generated, depth 15. A first solution is found after 4 steps.

import { action, all, any, collect, constant, exists, model, range, seq, seqOf, set, setOf, spec } from 'ballast';
import { subset, variables, type Bool, type Seq, type Term } from 'ballast';

export default model(
  'n-queens',
  {
    constants: { queens: constant(range(1, 5), 4, 'how many queens, rows and columns there are') },
    suites: [{ expect: 'violates noSolutions' }, { set: { queens: 3 }, expect: 'holds' }],
  },
  ({ queens }) => {
    const Row = range(0, queens - 1);
    const Column = range(1, queens);
    // The columns of the queens in the first rows. A set of sequences is a sort like any other.
    const Partial = seq(Column, queens - 1);
    const { todo, solutions } = variables({
      todo: set(Partial),
      solutions: set(seq(Column, queens)),
    });
    type Board = Term<Seq<number>>;

    const attacks = (column: Term<number>, other: Term<number>, rows: Term<number>): Bool =>
      any(column.is(other), column.is(other.plus(rows)), column.is(other.minus(rows)));
    const freeColumns = (board: Board) =>
      subset({ column: Column }, ({ column }) =>
        exists({ row: Row }, ({ row }) =>
          all(row.lessThan(board.length()), attacks(column, board.nth(row), board.length().minus(row))),
        ).not(),
      );
    const withOneMore = (board: Board) => collect({ column: freeColumns(board) }, ({ column }) => board.append(column));

    return spec({
      variables: { todo, solutions },
      init: { todo: [seqOf(Column)], solutions: [] },
      actions: {
        // A parameter may range over a set in the state.
        extend: action({ board: todo }, ({ board }) => ({
          when: [board.length().lessThan(queens - 1)],
          then: [todo.becomes(todo.without(setOf(Partial, board)).union(withOneMore(board)))],
        })),
        complete: action({ board: todo }, ({ board }) => ({
          when: [board.length().is(queens - 1)],
          then: [todo.remove(board), solutions.becomes(solutions.union(withOneMore(board)))],
        })),
      },
      invariants: { noSolutions: solutions.isEmpty() },
      terminal: todo.isEmpty(),
    });
  },
);
