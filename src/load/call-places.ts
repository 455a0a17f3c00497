// A call of an imported function, `word(…)`, runs as `(0, _module.word)(…)`, and V8 says that such a call stands behind its parentheses.
// This Babel plugin, run after the others, lets the source map say what V8 says of the call as it is written: that it stands at its name.

import type { PluginObj } from '@babel/core';

/** The Babel plugin: the end of a callee in parentheses is mapped to where the callee starts. */
export function callPlaces(): PluginObj {
  return {
    visitor: {
      Program: {
        exit(program) {
          program.traverse({
            CallExpression({ node: { callee } }) {
              const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
              if (last?.type === 'MemberExpression' && last.loc) last.loc = { ...last.loc, end: last.loc.start };
            },
          });
        },
      },
    },
  };
}
