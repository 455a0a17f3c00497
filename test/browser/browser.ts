// A headless Chromium of the system, for tests of pages. The variable CHROMIUM names one that is not found by itself.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What a browser would say to the world by itself is switched off, so that what is left is the page's own doing. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launched(): Promise<Browser> {
  // In a container the browser runs as root, where it has no sandbox of its own.
  return await chromium.launch({ executablePath: located(), args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}

function located(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found =
    process.env['CHROMIUM'] ??
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => isProgram(path));
  if (found !== undefined) return found;
  throw new Error(`there is no Chromium (${names.join(', ')}): install it, or name it with CHROMIUM=path`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
