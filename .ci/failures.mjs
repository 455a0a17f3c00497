// A reporter of the test runner that keeps what failed for the end of .ci/run: file, full name, and the first lines of each message and of the
// difference. The runner's own JSON has the counts, but of an error only its stack, which does not say that a test took too long.

import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const linesMost = 30;
const columnsMost = 400;

/** Keeps them in the file that the environment names. */
export default class Failures {
  /** @param {readonly import('vitest/node').TestModule[]} modules @param {readonly import('vitest').SerializedError[]} unhandled */
  onTestRunEnd(modules, unhandled) {
    for (const module of modules) {
      const file = relative('', module.moduleId);
      keep(file, module.errors());
      for (const suite of module.children.allSuites()) keep(`${file} > ${suite.fullName}`, suite.errors());
      for (const test of module.children.allTests('failed')) {
        keep(`${file} > ${test.fullName}`, test.result().errors);
      }
    }
    keep('outside of any test', unhandled);
  }
}

/** @param {string} where @param {readonly import('vitest').SerializedError[]} errors */
function keep(where, errors) {
  for (const { message, diff = '', stacks = [] } of errors) {
    const at = stacks.slice(0, 1).map(({ file, line, column }) => `at ${relative('', file)}:${line}:${column}`);
    const lines = [...linesOf(message), ...at, ...linesOf(diff)].slice(0, linesMost);
    const text = lines.map((line) => `  ${line.slice(0, columnsMost)}\n`).join('');
    appendFileSync(process.env.BALLAST_FAILURES, `\nfailed: ${where}\n${text}`);
  }
}

/** @param {string} text */
function linesOf(text) {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '');
}
