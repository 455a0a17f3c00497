// How a violation is shown on the command line: as a race in the report, alone to be pasted, or step by step.

import { describe, expect, it } from 'vitest';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

const ask = async (...options: readonly string[]) =>
  await ballast(folderOf({}), 'check', 'spinlock', '--edit', 'drop acquire.when#2', ...options);

const steps = `
  0        (initial)  pc[every cpu] = idle, owner = none
  1  cpu0  lock       pc[cpu0] idle -> spinning
`;
const race = `
     cpu0                               cpu1
     ----------------------------------------------------------------------
  1  lock: pc[cpu0] idle -> spinning
`;

describe('--report', () => {
  it('is not needed for a race within the report', async () => {
    const { status, out } = await ask();
    expect(status).toBe(12);
    expect(out).toContain(race);
    expect(out).toContain('bits a state; exact');
  });

  it('race prints what can be pasted, and nothing else', async () => {
    const { status, out } = await ask('--report', 'race');
    expect(status).toBe(12);
    expect(out).toContain(race);
    expect(out).toMatch(/\nrepeat: ballast check spinlock --edit 'drop acquire.when#2'$/);
    expect(out).not.toContain('bits a state');
    expect((await ask('--report', 'race-tabs')).out).toContain('\n\tcpu0\t\t\t\tcpu1\n');
  });

  it('steps lists all values of each step', async () => {
    const { status, out } = await ask('--report', 'steps');
    expect(status).toBe(12);
    expect(out).toContain(steps);
    expect(out).toContain('bits a state; exact');
  });

  it('tells of a witness that is never reached what it would be, since there is no race to show', async () => {
    const { out } = await ballast(folderOf({}), 'check', 'balloon', '--mutant', 'H2', '--report', 'race');
    expect(out).toContain(
      '\n\n  page-deflated: exists page in page: (exists t in deflater: lru[page] =\n    driver(t))\n',
    );
  });

  it('says nothing else where everything holds', async () => {
    const folder = folderOf({});
    const { status, out } = await ballast(folder, 'check', 'spinlock', '--report', 'race');
    expect(status).toBe(0);
    expect(out).toBe((await ballast(folder, 'check', 'spinlock')).out);
  });

  it('is refused where there is no such report, beside --json, and of a sweep', async () => {
    expect(await ask('--report', 'rase')).toEqual({
      status: 64,
      out: '',
      err: "error: there is no report 'rase'\n  did you mean 'race'?",
    });
    expect((await ask('--report', 'race', '--json')).err).toBe(
      'error: --report and --json do not go together\n  leave one of them out',
    );
    expect((await ask('--report', 'race', '--set', 'cpus=2,3')).err).toBe(
      'error: --report goes with one check, not with a sweep\n  give each constant one value',
    );
  });
});
