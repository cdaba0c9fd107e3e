// SPDX-License-Identifier: Apache-2.0
//
// Usage: node scripts/docs-commands.mjs [--check | --list | --run DOCUMENT [ws://127.0.0.1:9944]]
//
// The commands in the documents, as a reader would type them.
//
//   --check   (or nothing) every command is marked, and every link and anchor leads somewhere; needs no chain
//   --list    shows each block with its document, line and mark
//   --run     plays one document against a running development chain, best a new one; needs the built programs
//
// `scripts/e2e/test/docs-commands.test.js` plays all documents of PLAYED, each against a new chain, but those of ONLY_ASKING against one.
//
// Marks, in the first line of a fenced block:
//
//   ```sh run                  it must succeed
//   ```sh run=1                it must end with this exit code
//   ```sh until="words"        it goes on running; the next block waits until it has said this
//   ```sh run stops            what goes on is stopped before, as by Ctrl-C
//   ```sh tested="file words"  it plays for minutes, or needs another machine: this test, script or page runs the same, and has these
//                              words of it; without words, the file is itself what is run
//   ```sh shown="reason"       a reader runs it and no test does; the reason is one of REASONS
//   ```text output             what the block before prints: these lines in this order; others may stand between, and … is anything
//
// Comments that a reader does not see:
//
//   <!-- run                   what others did before, as the office that opened the poll
//   commands
//   -->
//
// All blocks of a document are one shell, which begins in the repository.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { argv, env, exit } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = env.SEOUL_DOCS_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Documents whose commands are played, those first that take longest. The examples of `docs/command-line.md`, `docs/login.md` and
 * `docs/ring-keys.md` are parsed by tests of the program itself.
 */
export const PLAYED = [
  'docs/getting-started.md', 'docs/operators.md', 'docs/citizens.md', 'docs/ko/citizens.md', 'docs/auditors.md', 'docs/agencies.md',
  'docs/ko/agencies.md', 'docs/developers.md', 'docs/deployment.md', 'docs/security.md', 'docs/architecture.md', 'docs/glossary.md',
  'docs/legal-data-map.md', 'docs/load.md', 'README.md', 'README.ko.md',
];

/** Those that change nothing on their chain, so that they can share one that others use. */
export const ONLY_ASKING = ['docs/operators.md', 'docs/developers.md', 'docs/deployment.md'];

/** Why a command is not played. */
const REASONS = {
  build: 'it optimises the runtime in full, twice, which takes a quarter of an hour and more',
  internet: 'it fetches the software of others',
};

/** The development chain of `run.sh`, which a document that is played keeps elsewhere. */
const KEPT = 'data/development';

/** How long a block may take, and how long one that goes on may take until it has said its words. */
const TIMEOUT = 600_000;

class Mistake extends Error {}

const read = (path) => readFileSync(join(ROOT, path), 'utf8');

function markdown(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ['node_modules', 'target', '.git', 'data', 'templates', 'pkg'].includes(entry.name) ? [] : markdown(path);
    }
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** `word`, `word=value` and `word="several words"` of a fence's first line. */
function mark(info) {
  const [, language, rest] = /^(\S*)\s*(.*)$/.exec(info);
  const marks = {};
  for (const [, name, quoted, bare] of rest.matchAll(/(\w+)(?:=(?:"([^"]*)"|(\S+)))?/g)) {
    marks[name] = quoted ?? bare ?? true;
  }
  return { language, marks };
}

/**
 * The fenced blocks of a document, and the commands that its comments hold.
 *
 * @returns {{ line: number, language: string, marks: Record<string, string | true>, text: string, hidden: boolean }[]}
 */
function blocks(path) {
  const lines = read(path).split('\n');
  const found = [];
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^(\s*)(```+)(.*)$/.exec(lines[at]);
    const comment = /^(\s*)<!-- run(.*)$/.exec(lines[at]);
    if (!fence && !comment) {
      continue;
    }
    const [, indent, ticks, info] = fence ?? [undefined, comment[1], '-->', `sh run${comment[2]}`];
    const length = lines.slice(at + 1).findIndex((line) => line.trim() === ticks);
    if (length < 0) {
      throw new Mistake(`${path}:${at + 1}: the block has no end`);
    }
    const text = lines.slice(at + 1, at + 1 + length).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
    found.push({ line: at + 1, ...mark(info.trim()), text, hidden: !fence });
    at += length + 1;
  }
  return found;
}

/** What is wrong with a block that names the test in which it is run. */
function untested({ text, marks: { tested } }) {
  const [, file, words = basename(file)] = /^(\S+)(?: (.+))?$/.exec(tested) ?? [];
  if (!file || !existsSync(join(ROOT, file))) {
    return `there is no test '${file ?? tested}'`;
  }
  if (!text.includes(words)) {
    return `the command has no '${words}'; write words after the test that both have`;
  }
  return words === basename(file) || read(file).includes(words) ? undefined : `'${words}' does not occur in ${file}`;
}

/** What is to be played of a document: each block with what it must print. */
export function script(path) {
  const steps = [];
  for (const block of blocks(path)) {
    if (block.language === 'sh') {
      const { run, until, shown, stops, tested } = block.marks;
      if ([run, until, shown, tested].filter(Boolean).length !== 1) {
        throw new Mistake(`${path}:${block.line}: mark the command with run, until, tested or shown; see scripts/docs-commands.mjs`);
      }
      const fault = tested && untested(block);
      if (fault) {
        throw new Mistake(`${path}:${block.line}: ${fault}`);
      }
      if (shown && !(shown in REASONS)) {
        throw new Mistake(`${path}:${block.line}: '${shown}' is no reason; there are ${Object.keys(REASONS).join(', ')}`);
      }
      if (run && run !== true && !/^\d+$/.test(run)) {
        throw new Mistake(`${path}:${block.line}: '${run}' is no exit code`);
      }
      if (!shown && !tested) {
        steps.push({ line: block.line, text: block.text, code: run && run !== true ? Number(run) : 0, until, stops, output: [] });
      }
    } else if (block.marks.output) {
      const last = steps.at(-1);
      if (!last || last.output.length > 0) {
        throw new Mistake(`${path}:${block.line}: no command stands before this output`);
      }
      last.output = block.text.split('\n').map((line) => line.trimEnd()).filter(Boolean);
    }
  }
  return steps;
}

// ---------------------------------------------------------------- links

const slug = (heading) => heading.trim().toLowerCase().replace(/<[^>]*>/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/ /g, '-');

const outside = (text) => text.replace(/^(\s*)(```+)[^\n]*\n[\s\S]*?^\s*\2\s*$/gm, '').replace(/<!--[\s\S]*?-->/g, '');

const anchors = new Map();
function anchorsOf(path) {
  if (!anchors.has(path)) {
    const seen = new Map();
    const names = [...outside(read(path)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
      const name = slug(heading);
      const times = seen.get(name) ?? 0;
      seen.set(name, times + 1);
      return times === 0 ? name : `${name}-${times}`;
    });
    anchors.set(path, new Set(names));
  }
  return anchors.get(path);
}

function brokenLinks(path) {
  const text = outside(read(path)).replace(/`[^`\n]*`/g, (code) => (/\]\(/.test(code) ? '' : code));
  const wrong = [];
  for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
    const [file, anchor] = target.split('#');
    const goal = file === '' ? path : normalize(join(dirname(path), decodeURI(file)));
    if (!existsSync(join(ROOT, goal))) {
      wrong.push(`${path}: ${target} leads nowhere`);
    } else if (anchor && goal.endsWith('.md') && !anchorsOf(goal).has(decodeURI(anchor))) {
      wrong.push(`${path}: ${goal} has no heading #${anchor}`);
    }
  }
  return wrong;
}

/** What is wrong with the documents, without playing them. */
export function faults() {
  const wrong = PLAYED.flatMap((path) => {
    if (!existsSync(join(ROOT, path))) {
      return [`${path} is missing`];
    }
    try {
      script(path);
      return [];
    } catch (error) {
      if (!(error instanceof Mistake)) {
        throw error;
      }
      return [error.message];
    }
  });
  const documents = ['README.md', 'README.ko.md', 'CHANGELOG.md', ...['cli', 'docs', 'node', 'pallets', 'primitives', 'runtime', 'scripts'].flatMap(markdown)];
  return [...wrong, ...documents.flatMap(brokenLinks)];
}

// ---------------------------------------------------------------- playing

const quoted = (text) => `'${text.replaceAll('\'', '\'\\\'\'')}'`;

/** Whether a process has ended, with all its threads, also if nobody has asked for its exit code yet. */
function isOver(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').startsWith('Z') && readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return true;
  }
}

/** Signal a process or, with a negative number, a group of them; one that is gone needs none. */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

/** The first of these lines that is not in the output after the one before it. */
function lacks(output, expected) {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const line of expected) {
    const pattern = new RegExp(`^\\s*${line.trim().split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}\\s*$`);
    const at = lines.findIndex((candidate, index) => index >= from && pattern.test(candidate));
    if (at < 0) {
      return line;
    }
    from = at + 1;
  }
  return undefined;
}

/**
 * Play a document.
 *
 * @param {string} path
 * @param {{ url: string, node: string, cli: string, say?: (line: string) => void }} how
 */
export async function play(path, { url, node, cli, say = () => {} }) {
  const steps = script(path);
  const scratch = mkdtempSync(join(tmpdir(), 'seoul-docs-'));
  const home = join(scratch, 'home');
  mkdirSync(home);
  const kept = join(scratch, 'development');
  const port = new URL(url).port;
  // A test that a document runs is not one of the test that plays it.
  const { NODE_TEST_CONTEXT, ...inherited } = env;
  const language = path.startsWith('docs/ko/') || path.endsWith('.ko.md') ? 'ko' : 'en';

  // Functions come before programs of the same name, wherever a document looks for them.
  const prelude = `
set -eE
umask 077
cd ${quoted(ROOT)}
seoul() {
  case " $* " in
    *" --url "*) command ${quoted(cli)} "$@" ;;
    *) command ${quoted(cli)} --url ${quoted(url)} "$@" ;;
  esac
}
seoul-chain-node() {
  if [[ \${1:-} == --* && \${1:-} != --version && \${1:-} != --help ]]; then
    local more=()
    [[ " $* " == *" --rpc-port "* ]] || more+=(--rpc-port 0)
    [[ " $* " == *" --port "* ]] || more+=(--port 0)
    [[ " $* " == *" --prometheus-port "* ]] || more+=(--no-prometheus)
    [[ " $* " == *" --no-mdns "* ]] || more+=(--no-mdns)
    exec ${quoted(node)} "$@" "\${more[@]}"
  fi
  command ${quoted(node)} "$@"
}
run.sh() {
  local more=(--rpc-port 0 --port 0 --no-prometheus)
  [[ " $* " == *" --tmp "* || " $* " == *" --base-path "* ]] || more+=(--base-path ${quoted(kept)})
  exec ${quoted(join(ROOT, 'scripts/run.sh'))} "$@" "\${more[@]}"
}
export -f seoul seoul-chain-node run.sh
`;
  const child = spawn('bash', ['--noprofile', '--norc'], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
    env: {
      ...inherited, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), TMPDIR: scratch, LANG: language === 'ko' ? 'ko_KR.UTF-8' : 'en_US.UTF-8', LC_ALL: '',
      SEOUL_NODE: node, SEOUL_CLI: cli, SEOUL_NETWORK_DIR: join(scratch, 'network'), SEOUL_NETWORK_PORT: String(21_000 + (Number(port) % 200) * 40),
    },
  });
  let output = '';
  let control = '';
  let over;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => { output += text; });
  }
  child.stdio[3].setEncoding('utf8').on('data', (text) => { control += text; });
  const ended = new Promise((settle) => child.once('close', (code, signal) => {
    over = code ?? signal;
    settle();
  }));
  child.stdin.on('error', () => {}); // The shell is gone: `over` says so.

  const wait = async (until, what) => {
    const deadline = Date.now() + TIMEOUT;
    for (;;) {
      const value = until();
      if (value !== undefined) {
        return value;
      }
      if (over !== undefined) {
        return undefined;
      }
      if (Date.now() > deadline) {
        throw new Error(`${what} took longer than ${TIMEOUT / 1000} s:\n${output.slice(-3000)}`);
      }
      await sleep(20);
    }
  };

  const logs = [];
  const running = [];
  try {
    child.stdin.write(prelude);
    for (const [number, step] of steps.entries()) {
      const where = `${path}:${step.line}`;
      const text = step.text.replaceAll('127.0.0.1:9944', `127.0.0.1:${port}`).replaceAll('%3A9944', `%3A${port}`)
        .replace(/(?:\$PWD\/)?target\/(?:release|production)\/(seoul-chain-node|seoul)\b/g, '$1')
        .replaceAll('./scripts/run.sh', 'run.sh').replaceAll(KEPT, kept);
      const file = join(scratch, `block-${number}.sh`);
      writeFileSync(file, `${text}\n`);
      output = '';
      control = '';
      const begun = Date.now();
      if (step.stops) {
        for (const pid of running) {
          kill(pid, 'SIGTERM');
        }
        await wait(() => (running.every(isOver) ? true : undefined), `${where}: stopping what goes on`);
        running.length = 0;
      }
      if (step.until) {
        const log = join(scratch, `block-${number}.log`);
        logs.push(log);
        writeFileSync(log, '');
        // A later `wait` of the document is not for it.
        child.stdin.write(`( exec 3>&-; source ${quoted(file)} ) </dev/null >${quoted(log)} 2>&1 &\nprintf 'pid %d\\n' $! >&3\ndisown $!\n`);
        const pid = await wait(() => /^pid (\d+)$/m.exec(control)?.[1], where);
        running.push(Number(pid));
        const said = await wait(() => {
          const ended = isOver(pid);
          output = readFileSync(log, 'utf8');
          return output.includes(step.until) || (ended ? false : undefined);
        }, where);
        if (!said) {
          throw new Error(`${where}: it ended before it said '${step.until}':\n${output.slice(-3000)}`);
        }
      } else {
        const source = `source ${quoted(file)} </dev/null`;
        child.stdin.write(step.code === 0 ? `${source}\nprintf 'end 0\\n' >&3\n` : `set +e; ( set -e; ${source} ); code=$?; set -e; printf 'end %d\\n' "$code" >&3\n`);
        const code = await wait(() => /^end (\d+)$/m.exec(control)?.[1], where);
        if (code === undefined || Number(code) !== step.code) {
          throw new Error(`${where}: ended with ${code ?? over} instead of ${step.code}:\n${step.text}\n--- it said ---\n${output.slice(-4000)}`);
        }
        await sleep(20); // What it printed last may still be in the pipe.
      }
      const missing = lacks(output, step.output);
      if (missing !== undefined) {
        throw new Error(`${where}: '${missing}' is not in what it printed:\n${step.text}\n--- it said ---\n${output.slice(-4000)}`);
      }
      say(`${where}  ${((Date.now() - begun) / 1000).toFixed(1)} s  ${step.text.trim().split('\n')[0]}`);
    }
  } finally {
    // The shell leads a group of its own, with all that it has left running.
    kill(-child.pid, 'SIGTERM');
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    kill(-child.pid, 'SIGKILL');
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return steps.length;
}

async function main() {
  const [what = '--check', document, url = 'ws://127.0.0.1:9944'] = argv.slice(2);
  if (what === '--check') {
    const wrong = faults();
    wrong.forEach((line) => console.error(`error: ${line}`));
    if (wrong.length > 0) {
      exit(1);
    }
    const steps = PLAYED.reduce((count, path) => count + script(path).length, 0);
    console.log(`${PLAYED.length} documents with ${steps} blocks to play; every link leads somewhere`);
  } else if (what === '--list') {
    for (const path of PLAYED.filter((one) => existsSync(join(ROOT, one)))) {
      for (const { line, language, marks, hidden, text } of blocks(path).filter((block) => block.language === 'sh')) {
        const words = Object.entries(marks).map(([name, value]) => (value === true ? name : `${name}=${value}`)).join(' ');
        console.log(`${path}:${line}  ${language} ${hidden ? 'hidden ' : ''}${words}  ${text.split('\n')[0]}`);
      }
    }
  } else if (what === '--run' && document) {
    const { nodeBinary } = await import(join(ROOT, 'scripts/e2e/lib/chain.js'));
    const { programPath } = await import(join(ROOT, 'scripts/e2e/lib/program.js'));
    const count = await play(relative(ROOT, join(ROOT, document)), { url, node: nodeBinary(), cli: programPath(), say: console.log });
    console.log(`${document}: ${count} blocks played`);
  } else {
    console.error('error: see the head of scripts/docs-commands.mjs for what it takes');
    exit(2);
  }
}

if (argv[1] && fileURLToPath(import.meta.url) === argv[1]) {
  try {
    await main();
  } catch (error) {
    console.error(`error: ${error.message}`);
    exit(1);
  }
}
