/// <reference types="node" />
'use strict';

const { readFileSync, rmSync } = require('node:fs');
const path = require('node:path');

// Run by `npm run clean`, before there is compiled code: removes it, unless the local stack of this folder runs it.

const root = path.join(__dirname, '..');
const file = path.join(root, '.local/stack.pid');

/** The process that has claimed the folder; 0: none has. */
function claimant() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    // It exists, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const pid = claimant();
if (!isAlive(pid)) {
  for (const folder of ['dist', 'build', 'package']) {
    rmSync(path.join(root, folder), { recursive: true, force: true });
  }
} else {
  process.stderr.write(
    `The local stack of this folder is running, in process ${String(pid)} (.local/stack.pid), and uses what a build replaces. End it first.\n`,
  );
  process.exitCode = 1;
}
