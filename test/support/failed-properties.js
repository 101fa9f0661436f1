const fs = require('node:fs');
const path = require('node:path');

/** What fast-check says of a failed property: with it, the property fails again in the same way. */
const REPEAT = /\{ seed: [^}]*\}(?:\s*Counterexample: [^\n]*)?/;

/** Keeps the seed of every property that fails, and prints it just before the summary: output is often cut above that. */
module.exports = class FailedProperties {
  /** @param {{ readonly rootDir: string }} config */
  constructor({ rootDir }) {
    this.rootDir = rootDir;
    this.kept = path.join(rootDir, 'reports', 'failed-properties.txt');
    /** @type {string[]} */
    this.failed = [];
  }

  /**
   * @param {unknown} _test
   * @param {import('@jest/reporters').TestResult} result
   */
  onTestResult(_test, { testFilePath, testResults }) {
    for (const { fullName, failureMessages } of testResults) {
      const [repeat] = REPEAT.exec(failureMessages.join('\n')) ?? [];
      if (repeat) this.failed.push(`${path.relative(this.rootDir, testFilePath)}: ${fullName}\n${repeat}\n`);
    }
  }

  onRunComplete() {
    if (this.failed.length === 0) return;
    const text = this.failed.join('');
    fs.mkdirSync(path.dirname(this.kept), { recursive: true });
    fs.appendFileSync(this.kept, `${new Date().toISOString()}\n${text}`);
    process.stderr.write(`\nFailed properties, kept in ${path.relative(this.rootDir, this.kept)}:\n${text}`);
  }
};
