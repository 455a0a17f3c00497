// --watch: checks again whenever the file, or one that it imports, is saved, and says what changed. A save ends the check that is running.

import { type FSWatcher, watch as watchFolder } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../checker/index.ts';
import { loadSpecification } from '../load/load.ts';
import { renderChanges } from '../report/changes-report.ts';
import { raceFor, renderCheck } from '../report/check-report.ts';
import { renderError, shownPath } from '../report/errors.ts';
import type { CheckOutcome } from '../result/result.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { checkAll, type CheckArguments } from './check.ts';

/** Editors save in several steps: a check waits until they are done. */
const settleMs = 60;

/** Goes on until Ctrl-C; gives the status of the last check. */
export async function watch(given: CheckArguments, terminal: Terminal): Promise<number> {
  let files: readonly string[] = [resolve(terminal.cwd, given.spec.replace(/#[^#/\\]+$/, ''))];
  let before: readonly CheckOutcome[] | undefined;
  let status: number = exitStatus.holds;
  for (;;) {
    const saves = saveListener(files);
    try {
      const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
      if (loaded.files.length === 0) {
        throw new UsageError('--watch looks at files of yours, and this specification comes with ballast', {
          mend: 'give a path to a file',
        });
      }
      files = loaded.files;
      saves.also(files);
      const { outcomes, status: found } = await checkAll(
        loaded,
        given,
        terminal,
        before === undefined ? 'print' : 'silent',
        saves.signal,
      );
      const isOver = !saves.signal.aborted || terminal.isInterrupted();
      if (isOver) {
        if (before !== undefined) terminal.print(await newsOf(before, outcomes, terminal));
        [before, status] = [outcomes, found];
      }
    } catch (thrown) {
      // The question itself is wrong, and no save will mend it.
      if (before === undefined && thrown instanceof UsageError) throw thrown;
      const error = renderError(thrown, { cwd: terminal.cwd, debug: false });
      terminal.complain(error.text);
      status = error.status;
    }
    if (!terminal.isInterrupted() && !saves.signal.aborted) {
      terminal.progress?.(`watching ${files.map((file) => shownPath(file, terminal.cwd)).join(', ')}; Ctrl-C ends`);
      await terminal.interruptible(async (interruption) => await aborted(saves.signal, interruption));
    }
    saves.close();
    if (terminal.isInterrupted()) return status;
    await new Promise((done) => setTimeout(done, settleMs));
  }
}

async function newsOf(
  before: readonly CheckOutcome[],
  outcomes: readonly CheckOutcome[],
  { paint, columns }: Terminal,
): Promise<string> {
  const lines = renderChanges(before, outcomes);
  const [only] = outcomes;
  const isWhole = outcomes.length === 1 && only?.kind === 'checked' && only.verdict !== 'holds' && lines.length > 1;
  const whole = isWhole ? ['', renderCheck(only, { paint, columns, race: await raceFor(only) })] : [];
  return ['', ...lines, ...whole].join('\n');
}

async function aborted(...signals: readonly AbortSignal[]): Promise<void> {
  const any = AbortSignal.any([...signals]);
  if (any.aborted) return;
  await new Promise<void>((done) => any.addEventListener('abort', () => done(), { once: true }));
}

interface SaveListener {
  /** Aborted by the first save. */
  readonly signal: AbortSignal;
  readonly also: (files: readonly string[]) => void;
  readonly close: () => void;
}

/** Watches the folders, not the files: an editor that saves by renaming would take a watched file away. */
function saveListener(files: readonly string[]): SaveListener {
  const saved = new AbortController();
  const watched = new Set<string>();
  const watchers = new Map<string, FSWatcher>();
  const also = (more: readonly string[]): void => {
    for (const file of more) {
      watched.add(file);
      const folder = dirname(file);
      if (watchers.has(folder)) continue;
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || watched.has(resolve(folder, name))) saved.abort();
      });
      // A folder that goes away is a save that goes wrong: the next load says so.
      watcher.on('error', () => saved.abort());
      watchers.set(folder, watcher);
    }
  };
  also(files);
  return {
    signal: saved.signal,
    also,
    close: () => {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
