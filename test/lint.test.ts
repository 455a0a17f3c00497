// The fourth net: what neither types nor building can see is said by the lint. Run as `npm run lint` runs it, on the file of mistakes.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderOf } from './load/folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const misuse = 'test/misuse.ts';

interface Diagnostic {
  readonly code: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

interface Configuration {
  readonly ignorePatterns: readonly string[];
  readonly rules: object;
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: object }[];
}

/** The rules for specifications, for the file of mistakes too, which `npm run lint` leaves out. */
function configuration(): string {
  const own = JSON.parse(readFileSync(`${root}.oxlintrc.json`, 'utf8')) as Configuration;
  const forSpecifications = own.overrides.find(({ files }) => files.includes('spec/**'))?.rules;
  const rules = { ...own.rules, ...forSpecifications };
  return folderOf({ 'lint.json': JSON.stringify({ ...own, ignorePatterns: [], overrides: [], rules }) }).path;
}

/** The lines on which a rule about truth tests or needless conditions speaks. */
async function findings(): Promise<ReadonlySet<number>> {
  const words = ['oxlint', '-c', `${configuration()}/lint.json`, '-f', 'json', misuse];
  // Findings make the exit status 1; they are on standard output all the same.
  const { stdout } = await promisify(execFile)('npx', words, { cwd: root }).catch(
    (failed: { readonly stdout: string }) => failed,
  );
  const { diagnostics } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    readonly diagnostics: readonly Diagnostic[];
  };
  const about = diagnostics.filter(({ code }) =>
    /strict-boolean-expressions|no-unnecessary-condition|no-misused/.test(code),
  );
  return new Set(about.flatMap(({ labels }) => labels.map(({ span }) => span.line)));
}

it('says what the types let pass', async () => {
  const lines = readFileSync(`${root}${misuse}`, 'utf8').split('\n');
  const marked = lines.flatMap((line, index) => (line.endsWith('// lint') ? [index + 1] : []));
  const found = await findings();
  expect(marked.length).toBeGreaterThan(3);
  expect(marked.filter((line) => !found.has(line)).map((line) => lines[line - 1])).toEqual([]);
});
