// SPDX-License-Identifier: Apache-2.0

/** Where the demonstration stops and whoever looks on takes over. */

import { createInterface } from 'node:readline/promises';
import { relative } from 'node:path';

import { programPath } from '../lib/program.js';

/**
 * @param {{ auto: boolean, url: string }} how with `auto` nobody is asked, and the program does it
 */
export function handOvers({ auto, url }) {
  const input = auto ? undefined : createInterface({ input: process.stdin, output: process.stdout });
  // Who closes the terminal or types Ctrl-D leaves the rest to the program.
  let gone = auto;
  input?.once('close', () => { gone = true; });
  let count = 0;

  const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  const path = relative(process.env.SEOUL_START_CWD ?? process.cwd(), programPath());
  const seoul = path.startsWith('..') ? programPath() : path;

  /** A command of the program as somebody types it. */
  const command = (words) => [seoul, '--url', url, ...words.map(String)].map(quoted).join(' ');

  /**
   * Hand over, or let the program do it.
   *
   * @param {object} chapter
   * @param {{ ko: string[], en: string[] }} told what to do
   * @param {{ automatic: () => Promise<string | void>, accepts: (typed: string) => Promise<true | { ko: string, en: string }>,
   *   until?: number }} how what the program does; whether what was done will do, or what is still to be done; Unix time in milliseconds at
   *   which the program takes over
   * @returns {Promise<string>} what was typed
   */
  async function over(chapter, told, { automatic, accepts, until }) {
    const { stage } = chapter;
    count += 1;
    if (gone) {
      return (await automatic()) ?? '';
    }
    await chapter.itsTurn;
    const [title, hint, prompt, late] = {
      ko: [`── 직접 해 보기 ${count}/3 ──`, 's와 Enter: 프로그램이 대신 합니다', '다 되었으면 Enter > ', '시간이 되어 프로그램이 대신 합니다.'],
      en: [`── hand-over ${count} of 3 ──`, 's and Enter: the program does it for you', 'Enter when you are done > ', 'Time is up: the program does it for you.'],
    }[stage.lang];
    [stage.styled('1;33', title), ...stage.text(told), stage.styled('2', hint)].forEach((line) => chapter.print(`  ${line}`));
    for (;;) {
      const limit = until === undefined ? undefined : AbortSignal.timeout(Math.max(0, until - Date.now()));
      let typed;
      try {
        typed = gone ? 's' : (await Promise.race([
          input.question(`  ${prompt}`, limit ? { signal: limit } : {}),
          new Promise((settle) => { input.once('close', () => settle('s')); }),
        ])).trim();
      } catch (error) {
        if (error.name !== 'AbortError') {
          throw error;
        }
        chapter.print(`\n  ${late}`);
        typed = 's';
      }
      if (typed === 's') {
        return (await automatic()) ?? '';
      }
      const answer = await accepts(typed);
      if (answer === true) {
        return typed;
      }
      chapter.print(`  ${stage.text(answer)}`);
    }
  }

  return { auto, over, command, close: () => input?.close(), played: () => count };
}
