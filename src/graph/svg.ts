// The picture of a graph: made by Graphviz, where that is installed.

import { spawnSync } from 'node:child_process';
import { UsageError } from '../../checker/index.ts';

/** @throws UsageError where there is no `dot`, or it cannot draw this */
export function drawn(dot: string): string {
  const { error, status, stdout, stderr } = spawnSync('dot', ['-Tsvg'], {
    input: dot,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    throw new UsageError("Graphviz draws the picture, and its 'dot' is not installed", {
      mend: 'install it (apt install graphviz, dnf install graphviz, brew install graphviz), or take the text: --as dot',
    });
  }
  if (status === 0 && error === undefined) return stdout;
  const [said = ''] = stderr.split('\n');
  throw new UsageError(`Graphviz does not draw it: ${error?.message ?? said}`, { mend: 'take the text: --as dot' });
}
