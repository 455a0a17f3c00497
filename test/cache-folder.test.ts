// Where caches lie: in a folder of the user's own or nowhere, and never where the command happens to be run.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userCacheFolder } from '../src/cache-folder.ts';

describe('the cache folder', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['/var/cache', '/var/cache/ballast'],
    ['', join(homedir(), '.cache', 'ballast')],
    ['a/relative/path', join(homedir(), '.cache', 'ballast')],
    ['/nobody/has/this', undefined],
  ])('is for XDG_CACHE_HOME=%j %j', (given, folder) => {
    vi.stubEnv('XDG_CACHE_HOME', given);
    expect(userCacheFolder()).toBe(folder);
  });

  it('is nowhere without a home', () => {
    vi.stubEnv('XDG_CACHE_HOME', '');
    vi.stubEnv('HOME', '');
    expect(userCacheFolder()).toBeUndefined();
  });
});
