import { spawn, spawnSync } from 'node:child_process';
import type { Ended } from './run-program';

/** Whether a pseudo-terminal can be made here. */
export const hasPty = spawnSync('python3', ['-c', 'import pty, termios'], { stdio: 'ignore' }).status === 0;

/** Runs a command at a terminal of so many columns, and types when it has read what it waits for. */
const AT_TERMINAL = `
import fcntl, os, pty, struct, subprocess, sys, termios
columns, mark, typed, command = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode(), sys.argv[4:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
os.close(slave)
shown = b''
while True:
    try:
        some = os.read(master, 65536)
    except OSError:
        break
    if not some:
        break
    shown += some
    if typed and mark in shown:
        os.write(master, typed)
        typed = b''
sys.stdout.buffer.write(shown)
sys.exit(child.wait())
`;

/** Runs a command with a pipe that takes nothing while it is full, and a reader that takes a little at a time. */
const INTO_NON_BLOCKING = `
import fcntl, os, subprocess, sys
reader, writer = os.pipe()
fcntl.fcntl(writer, fcntl.F_SETFL, fcntl.fcntl(writer, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[1:], stdout=writer)
os.close(writer)
while True:
    some = os.read(reader, 4096)
    if not some:
        break
    sys.stdout.buffer.write(some)
sys.exit(child.wait())
`;

interface Typing {
  readonly columns?: number;
  /** What must be shown before something is typed. */
  readonly after?: string;
  readonly typed?: string;
}

type Environment = Readonly<Record<string, string>>;

/** What a command shows at a terminal. */
export function atTerminal(
  command: readonly string[],
  environment: Environment = {},
  { columns = 80, after = '', typed = '' }: Typing = {},
): Promise<Ended> {
  return python(AT_TERMINAL, [String(columns), after, typed, ...command], environment);
}

/** What a command writes into a pipe that does not block. */
export function intoNonBlockingPipe(
  command: readonly string[],
  environment: Environment = {},
): Promise<Ended> {
  return python(INTO_NON_BLOCKING, command, environment);
}

function python(script: string, args: readonly string[], environment: Environment): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn('python3', ['-c', script, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (written.error += text));
    child.on('close', (code) => resolve({ code, ...written }));
  });
}
