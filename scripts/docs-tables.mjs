// SPDX-License-Identifier: Apache-2.0
//
// Usage: node scripts/docs-tables.mjs [--check]
//
// Writes docs/pallets/: for each of the city's pallets its calls, who may make them, its errors and its events. Everything comes
// from the sources: texts and numbers from the pallets, who may do what from their module documentation and from the
// runtime's origins. Nothing in that folder is typed by hand.
//
//   --check   write nothing; fail if a page differs from the sources, if a storage item is missing in
//             docs/legal-data-map.md, or a role in docs/glossary.md
//
// It needs Node.js and nothing else. SEOUL_DOCS_ROOT names another tree than the one this file lies in.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { argv, env, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = env.SEOUL_DOCS_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const FOLDER = 'docs/pallets';

/** The guide in which a reader finds what a pallet is for. */
const GUIDES = {
  agencies: 'agencies.md',
  'car-registry': 'car-registry.md',
  'chain-identity': 'architecture.md',
  'citizen-identity': 'citizen-cards.md',
  'citizen-rings': 'rings.md',
  'deposit-token': 'money.md',
  'escrow-payments': 'escrow-payments.md',
  facilities: 'login.md',
  mileage: 'mileage.md',
  mvoting: 'voting.md',
  'transaction-quota': 'quota.md',
  'validator-set': 'operators.md',
};

/** What the runtime's bodies of governance are called. */
const BODIES = {
  AtLeastHalfOfCouncil: 'council, half',
  TwoThirdsOfCouncil: 'council, two thirds',
};

/** What an account must be that acts for itself, by the trait that looks it up. */
const PARTIES = [
  [/acting_party\(/, ['citizen', '`Representative`']],
  [/citizen_of\(|CitizenByAccount/, ['citizen']],
];

class Mistake extends Error {}

const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** Every Rust file below a folder, tests and mocks left out. */
function sources(folder) {
  if (!existsSync(join(ROOT, folder))) {
    return [];
  }
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ['tests', 'target'].includes(entry.name) ? [] : sources(path);
    }
    return path.endsWith('.rs') && !['tests.rs', 'mock.rs', 'benchmarking.rs', 'weights.rs'].includes(entry.name) ? [path] : [];
  });
}

/** Lines from the one that matches `start` to the next that closes at the same depth. */
function block(lines, start, path) {
  const from = lines.findIndex((line) => start.test(line));
  if (from < 0) {
    return undefined;
  }
  const depth = /^\t*/.exec(lines[from])[0];
  const length = lines.slice(from).findIndex((line) => line === `${depth}}`);
  if (length < 0) {
    throw new Mistake(`${path}: what begins with '${lines[from].trim()}' has no end`);
  }
  return lines.slice(from, from + length + 1);
}

/** A doc comment as its first, Korean line and the first paragraph of the English text. */
function texts(comment) {
  const lines = comment.map((line) => line.trim());
  const korean = lines[0] ?? '';
  const english = [];
  for (const line of lines.slice(1)) {
    if (line === '' || line.startsWith('- ') || line.startsWith('|')) {
      if (english.length > 0) {
        break;
      }
    } else {
      english.push(line);
    }
  }
  return { korean: korean.replace(/\.$/, ''), english: english.join(' ') };
}

/** `[`Config::X`]` and `[text](link)` as they read outside of rustdoc. */
const plain = (text) => text.replace(/\[(`?[^\]]+`?)\]\([^)]*\)/g, '$1').replace(/\[(`[^\]]+`)\]/g, '$1');

/** The items of a block at one depth: comment, attributes and the text of each. */
function items(lines, depth, begin) {
  const tabs = '\t'.repeat(depth);
  const found = [];
  let comment = [];
  let attributes = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line.startsWith(tabs) || line.startsWith(`${tabs}\t`)) {
      if (line.trim() === '') {
        continue;
      }
      attributes.push(line.trim());
      continue;
    }
    const text = line.slice(depth);
    if (text.startsWith('///')) {
      comment.push(text.slice(3));
    } else if (text.startsWith('//')) {
      continue;
    } else if (begin.test(text)) {
      const end = text.trimEnd().endsWith('{') || text.trimEnd().endsWith('(')
        ? lines.findIndex((other, index) => index > at && /^\}[;,]?$/.test(other.slice(depth)) && other.startsWith(tabs) && !other.startsWith(`${tabs}\t`))
        : at;
      const last = end < 0 ? lines.length - 1 : end;
      found.push({ comment, attributes: attributes.join(' '), text: lines.slice(at, last + 1).join('\n') });
      at = last;
      comment = [];
      attributes = [];
    } else {
      attributes.push(text.trim());
    }
  }
  return found;
}

/** Who makes each call: the table in the pallet's module documentation. */
function callers(doc, path) {
  const rows = doc.map((line) => /^\| (`.*) \| ([^|]*) \| ([^|]*) \|$/.exec(line)).filter(Boolean);
  const who = new Map();
  for (const [, names, people] of rows) {
    const groups = names.split(';').map((group) => [...group.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const calls = groups.flat();
    const parts = people.split(';').map((part) => plain(part.trim()));
    calls.forEach((call, index) => {
      if (who.has(call)) {
        throw new Mistake(`${path}: the module documentation names ${call} twice`);
      }
      const group = groups.findIndex((members) => members.includes(call));
      const mine = parts.length === groups.length && groups.length > 1 ? parts[group]
        : parts.length === calls.length && calls.length > 1 ? parts[index]
          : parts.join('; ');
      who.set(call, mine);
    });
  }
  return who;
}

/** `name: Type` of a call without its origin. */
function parameters(signature) {
  const inside = /\(([\s\S]*?)\)\s*->/.exec(signature)?.[1] ?? '';
  return [...inside.matchAll(/(?:^|[,\n]\s*)(?:mut )?(\w+)\s*:/g)].map(([, name]) => name)
    .filter((name) => name !== 'origin').map((name) => name.replace(/^_/, ''));
}

/** What the runtime's origins stand for, as roles. */
function roleNames() {
  const path = 'runtime/common/src/origins.rs';
  const text = read(path);
  const constants = new Map([...text.matchAll(/const (\w+): Role = Role::(\w+);/g)].map(([, name, role]) => [name, role]));
  const origins = new Map();
  for (const [, name, constant] of text.matchAll(/pub type (\w+)<T> =\s*EnsureRole<T, (\w+)>;/g)) {
    origins.set(name, [constants.get(constant)]);
  }
  for (const [, name] of text.matchAll(/pub struct (\w+)<T>/g)) {
    const from = text.indexOf(`for ${name}<T>`);
    const until = text.indexOf('#[cfg(feature = "runtime-benchmarks")]', from);
    const used = [...text.slice(from, until).matchAll(/EnsureRole::<T, (\w+)>/g)].map(([, constant]) => constants.get(constant));
    origins.set(name, [...new Set(used)]);
  }
  return origins;
}

/** What a pallet's origins are in the runtime, in words. */
function origins(crate, roles) {
  const words = new Map();
  for (const path of [...sources('runtime/solo'), ...sources('runtime/common')]) {
    const lines = read(path).split('\n');
    const config = block(lines, new RegExp(`^\\t*impl ${crate}::Config for `), path);
    for (const line of config ?? []) {
      const [, name, value] = /^\t+type (\w*Origin) = ([^;]+);/.exec(line) ?? [];
      if (!name || name === 'RuntimeOrigin') {
        continue;
      }
      const kind = value.replace(/<.*$/, '');
      const role = roles.get(kind)?.map((one) => `\`${one}\``);
      if (!BODIES[kind] && !role) {
        throw new Mistake(`${path}: ${crate} has ${name} = ${value}, and no words for it`);
      }
      words.set(name, BODIES[kind] ? [BODIES[kind]] : role);
    }
  }
  return words;
}

/** Which origins a call checks, also in the functions to which it hands its origin. */
function checks(body, functions, seen = new Set()) {
  const found = [...body.matchAll(/T::(\w*Origin)::/g)].map(([, name]) => name);
  const text = [body];
  for (const [, name] of body.matchAll(/Self::(\w+)\(\s*&?origin\b/g)) {
    if (!seen.has(name) && functions.has(name)) {
      seen.add(name);
      const inner = checks(functions.get(name), functions, seen);
      found.push(...inner.found);
      text.push(...inner.text);
    }
  }
  return { found: [...new Set(found)], text };
}

function roleOf(call, functions, words, path) {
  const { found, text } = checks(call.text, functions);
  const all = text.join('\n');
  const named = found.flatMap((name) => {
    if (!words.has(name)) {
      throw new Mistake(`${path}: ${call.name} checks ${name}, which the runtime does not set`);
    }
    return words.get(name);
  });
  named.push(...[...all.matchAll(/\bRole::(\w+)\b/g)].map(([, role]) => `\`${role}\``));
  const party = PARTIES.find(([pattern]) => pattern.test(all));
  named.push(...party?.[1] ?? []);
  if (named.length > 0) {
    return [...new Set(named)].join(', ');
  }
  if (/ensure_authorized/.test(all)) {
    return 'nobody signs';
  }
  if (!/ensure_signed/.test(all)) {
    throw new Mistake(`${path}: nothing tells who may call ${call.name}`);
  }
  return 'who signs';
}

function pallet(folder, roles, indices) {
  const path = `pallets/${folder}/src/lib.rs`;
  const lines = read(path).split('\n');
  const crate = `pallet_${folder.replaceAll('-', '_')}`;
  const doc = lines.filter((line) => line.startsWith('//!')).map((line) => line.slice(3).replace(/^ /, ''));
  const start = doc.findIndex((line) => line.startsWith('# ')) + 2;
  if (start < 2) {
    throw new Mistake(`${path}: the module documentation has no title`);
  }
  const summary = plain(doc.slice(start, doc.findIndex((line, index) => index > start && line === '')).join(' '));

  const functions = new Map();
  for (const source of sources(`pallets/${folder}/src`)) {
    const text = read(source).split('\n');
    text.forEach((line, at) => {
      const name = /^(\t*)(?:pub(?:\([^)]*\))? )?fn (\w+)[(<]/.exec(line);
      if (name && !functions.has(name[2])) {
        const length = text.slice(at).findIndex((other) => other === `${name[1]}}`);
        functions.set(name[2], text.slice(at, at + Math.max(length, 0) + 1).join('\n'));
      }
    });
  }

  const who = callers(doc, path);
  const words = origins(crate, roles);
  const body = lines.slice(lines.indexOf('\t#[pallet::call]') + 1);
  const calls = lines.includes('\t#[pallet::call]')
    ? items(block(body, /^\timpl<T: Config.*> Pallet<T>/, path).slice(1, -1), 2, /^pub fn /).map((item) => {
      const name = /^\t*pub fn (\w+)/.exec(item.text)[1];
      const index = /call_index\((\d+)\)/.exec(item.attributes)?.[1];
      if (index === undefined) {
        throw new Mistake(`${path}: ${name} has no call_index`);
      }
      if (!who.has(name)) {
        throw new Mistake(`${path}: the module documentation does not say who may call ${name}`);
      }
      const call = { name, index: Number(index), text: item.text, ...texts(item.comment), parameters: parameters(item.text), who: who.get(name) };
      return { ...call, role: roleOf(call, functions, words, path) };
    }).sort((one, other) => one.index - other.index)
    : [];
  for (const name of who.keys()) {
    if (!calls.some((call) => call.name === name)) {
      throw new Mistake(`${path}: the module documentation names ${name}, which is no call`);
    }
  }

  const errors = items((block(lines, /^\tpub enum Error<T> \{$/, path) ?? []).slice(1, -1), 2, /^\w+[,({]/)
    .map((item) => ({ name: /^\t*(\w+)/.exec(item.text)[1], ...texts(item.comment) }));
  const events = items((block(lines, /^\tpub enum Event<T: Config> \{$/, path) ?? []).slice(1, -1), 2, /^\w+[,({ ]/)
    .map((item) => ({
      name: /^\t*(\w+)/.exec(item.text)[1], ...texts(item.comment), fields: [...item.text.matchAll(/^\t{3}(\w+): /gm)].map(([, field]) => field),
    }));
  const storage = lines.flatMap((line, at) => {
    if (!/^\t#\[pallet::storage\]$/.test(line)) {
      return [];
    }
    const declared = lines.slice(at).find((other) => /^\t(?:pub )?(?:\(crate\) |\(super\) )?type \w+</.test(other) || /^\tpub(?:\(\w+\))? type \w+</.test(other));
    return [/type (\w+)</.exec(declared)[1]];
  });
  // The module documentation has the name in both languages in some pallets only; the README has it in all.
  const korean = /^# \S+ · (.+)$/m.exec(read(`pallets/${folder}/README.md`))?.[1];
  if (!korean) {
    throw new Mistake(`pallets/${folder}/README.md: the title has no Korean name`);
  }
  return { folder, crate, korean, summary, ...indices.get(crate), calls, errors, events, storage };
}

/** Everything about the city's pallets, in the order of their indices. */
export function collect() {
  const indices = new Map([...read('runtime/solo/src/lib.rs').matchAll(/pallet_index\((\d+)\)\]\s*pub type (\w+) = (pallet_\w+);/g)]
    .map(([, index, name, crate]) => [crate, { index: Number(index), name }]));
  const roles = roleNames();
  return readdirSync(join(ROOT, 'pallets')).filter((folder) => existsSync(join(ROOT, 'pallets', folder, 'src/lib.rs')))
    .map((folder) => pallet(folder, roles, indices))
    .sort((one, other) => one.index - other.index);
}

const NOTE = '<!-- Written by scripts/docs-tables.mjs from the sources. Do not edit: change the source, and run it. -->';
const cell = (text) => plain(text).replaceAll('|', '\\|');

function page({ folder, korean, summary, index, name, calls, errors, events }) {
  const lines = [`# ${name} · ${korean}`, '', NOTE, '', summary, ''];
  lines.push(`Index ${index}. Guide: [${basename(GUIDES[folder], '.md')}](../${GUIDES[folder]}). Source: [\`pallets/${folder}\`](../../pallets/${folder}).`, '');
  if (calls.length > 0) {
    lines.push('## Calls', '', '| # | call | who | role or body | what it does |', '|---|---|---|---|---|');
    for (const call of calls) {
      lines.push(`| ${call.index} | \`${call.name}(${call.parameters.join(', ')})\` | ${cell(call.who)} | ${call.role} | ${cell(call.korean)}. ${cell(call.english)} |`);
    }
    lines.push('');
  } else {
    lines.push('It has no calls.', '');
  }
  if (errors.length > 0) {
    lines.push('## Errors', '', '| error | 국문 | why, and what to do |', '|---|---|---|');
    for (const error of errors) {
      lines.push(`| \`${error.name}\` | ${cell(error.korean)} | ${cell(error.english)} |`);
    }
    lines.push('');
  }
  if (events.length > 0) {
    lines.push('## Events', '', '| event | 국문 | what happened |', '|---|---|---|');
    for (const event of events) {
      lines.push(`| \`${event.name}${event.fields.length > 0 ? `(${event.fields.join(', ')})` : ''}\` | ${cell(event.korean)} | ${cell(event.english)} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

function contents(pallets) {
  const lines = ['# Pallets · 팔레트', '', NOTE, ''];
  lines.push(
    'Every call of the city\'s pallets, who may make it, every reason for which it is refused, and every event.',
    '',
    '- *who*: as the pallet says it. *role or body*: what the runtime asks of the signer; where there are several, which of them depends on what the call',
    '  is about. A role is lent to a delegate by its agency ([agencies](../agencies.md#roles)); *council, two thirds* is a',
    '  [motion](../governance.md#make-a-motion); *citizen* is the account of an active card; *who signs* is any account, of which the call itself looks',
    '  at more, as whether it is the buyer; *nobody signs* is a transaction that carries a proof.',
    '- polkadot.js apps and polkadot.js write calls as `registerInstitution`, PAPI and the command line as `register_institution`.',
    '- Any call can also be refused by `agencies` or `citizenIdentity`, which say why the signer may not act, and by `system.CallFiltered`, in safe mode',
    '  or while it is paused.',
    '',
    '| index | pallet | calls | errors | events | guide |',
    '|---|---|---|---|---|---|',
  );
  for (const { folder, index, name, calls, errors, events } of pallets) {
    lines.push(`| ${index} | [${name}](${folder}.md) | ${calls.length} | ${errors.length} | ${events.length} | [${basename(GUIDES[folder], '.md')}](../${GUIDES[folder]}) |`);
  }
  lines.push('', 'Who may make the calls of the SDK\'s pallets stands in [governance](../governance.md#who-may-do-what).', '');
  return lines.join('\n');
}

/** All pages, by path. */
function pages(pallets = collect()) {
  const missing = pallets.filter(({ folder }) => !GUIDES[folder]).map(({ folder }) => folder);
  if (missing.length > 0) {
    throw new Mistake(`scripts/docs-tables.mjs has no guide for ${missing.join(', ')}`);
  }
  return new Map([[`${FOLDER}/README.md`, contents(pallets)], ...pallets.map((one) => [`${FOLDER}/${one.folder}.md`, page(one)])]);
}

/** What a document should have and does not. */
function gaps(pallets) {
  const map = read('docs/legal-data-map.md');
  const unmapped = pallets.flatMap(({ name, storage }) => {
    const from = map.indexOf(`(\`${name}\``);
    const until = map.indexOf('\n##', from);
    const section = from < 0 ? map : map.slice(from, until);
    return storage.filter((item) => !section.includes(`\`${item}\``)).map((item) => `${name}.${item}`);
  });
  const glossary = read('docs/glossary.md');
  const primitives = sources('primitives/src').map(read).join('\n');
  const roles = [...(/pub enum Role \{([\s\S]*?)\n\}/.exec(primitives)?.[1] ?? '').matchAll(/^\t(\w+)(?: = \d+)?,/gm)].map(([, role]) => role);
  if (roles.length === 0) {
    throw new Mistake('primitives/src has no roles');
  }
  const unnamed = roles.filter((role) => !glossary.includes(`\`${role}\``));
  return [
    ...unmapped.map((item) => `docs/legal-data-map.md does not tell of ${item}`),
    ...unnamed.map((role) => `docs/glossary.md has no word for the role ${role}`),
  ];
}

function main() {
  const check = argv.includes('--check');
  const pallets = collect();
  const wrong = [];
  const written = pages(pallets);
  for (const [path, text] of written) {
    const file = join(ROOT, path);
    if (!check) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      wrong.push(`${path} is not what the sources say; run: node scripts/docs-tables.mjs`);
    }
  }
  if (check && existsSync(join(ROOT, FOLDER))) {
    for (const name of readdirSync(join(ROOT, FOLDER))) {
      if (!written.has(`${FOLDER}/${name}`)) {
        wrong.push(`${FOLDER}/${name} is of no pallet; delete it`);
      }
    }
  }
  if (check) {
    wrong.push(...gaps(pallets));
  }
  if (wrong.length > 0) {
    wrong.forEach((line) => console.error(`error: ${line}`));
    exit(1);
  }
  const sum = (what) => pallets.reduce((count, one) => count + one[what].length, 0);
  console.log(`${pallets.length} pallets, ${sum('calls')} calls, ${sum('errors')} errors, ${sum('events')} events${check ? ': as in the sources' : ` in ${relative('.', join(ROOT, FOLDER)) || FOLDER}`}`);
}

if (argv[1] && fileURLToPath(import.meta.url) === argv[1]) {
  try {
    main();
  } catch (error) {
    if (!(error instanceof Mistake)) {
      throw error;
    }
    console.error(`error: ${error.message}`);
    exit(1);
  }
}
