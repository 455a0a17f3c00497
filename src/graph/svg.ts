// The picture of a graph: made by Graphviz, where that is installed.

import { spawnSync } from 'node:child_process';
import { UsageError } from '../../checker/index.ts';

/**
 * The picture as SVG, with a title that is read aloud; every state can be linked to by its id, #state-3.
 * @throws UsageError where there is no `dot`, or it cannot draw this
 */
export function drawn(dot: string, title: string): string {
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
  if (status === 0 && error === undefined) return titled(stdout, title);
  const [said = ''] = stderr.split('\n');
  throw new UsageError(`Graphviz does not draw it: ${error?.message ?? said}`, { mend: 'take the text: --as dot' });
}

/** Graphviz gives each part the name that it has in the text, and the whole none that is read aloud. */
function titled(svg: string, title: string): string {
  const said = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return svg
    .replaceAll(/<title>s(\d+)<\/title>/g, '<title>state $1</title>')
    .replaceAll(/<title>s(\d+)&#45;&gt;s(\d+)<\/title>/g, '<title>from state $1 to state $2</title>')
    .replaceAll(/<title>s(\d+)&#45;&gt;\w+<\/title>/g, '<title>from state $1, failing</title>')
    .replace(/<svg [^>]*>/, (tag) =>
      [
        tag.replace('<svg ', '<svg role="graphics-document document" aria-labelledby="title" '),
        `<title id="title">${said}</title>`,
      ].join('\n'),
    );
}
