// SPDX-License-Identifier: Apache-2.0

/**
 * What people see of the demonstration: chapters in the order of the story although they are played side by side, a line
 * for each step, three hand-overs, and a table at the end.
 */

import { isDeepStrictEqual } from 'node:util';

/** Something on the chain is not what the demonstration claims. */
export class Difference extends Error {
  constructor(message) {
    super(message);
    this.name = 'Difference';
  }
}

const plain = (value) => JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item));

/** Ends the demonstration unless what was seen is what was claimed. */
export function holds(seen, claimed, what) {
  if (!isDeepStrictEqual(seen, claimed)) {
    throw new Difference(`${what}: claimed ${plain(claimed)}, seen ${plain(seen)}`);
  }
}

/** Ends the demonstration unless something is so. */
export function isSo(value, what) {
  holds(Boolean(value), true, what);
}

/** The stage: where chapters are played, and what came of them. */
export class Stage {
  /**
   * @param {{ lang: 'ko' | 'en', write?: (text: string) => void, colour?: boolean }} how
   */
  constructor({ lang, write = (text) => process.stdout.write(text), colour = false }) {
    this.lang = lang;
    this.write = write;
    this.colour = colour;
    this.started = Date.now();
    this.chapters = [];
    this.first = 0;
  }

  /** One of two texts, in the language of whoever looks. */
  text(texts) {
    return typeof texts === 'string' ? texts : texts[this.lang];
  }

  styled(code, text) {
    return this.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  /** Minutes and seconds since the beginning. */
  elapsed() {
    const seconds = Math.round((Date.now() - this.started) / 1_000);
    return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  }

  /**
   * Add a chapter. Chapters are printed in the order in which they are added.
   *
   * @param {{ ko: string, en: string }} title
   * @param {{ ko: string, en: string }} proof what it shows, for the table
   */
  chapter(title, proof) {
    const chapter = new Chapter(this, this.chapters.length + 1, title, proof);
    this.chapters.push(chapter);
    return chapter;
  }

  /** Print what those chapters have to say whose turn it is. */
  flush() {
    for (;;) {
      const chapter = this.chapters[this.first];
      if (!chapter) {
        return;
      }
      chapter.lines.splice(0).forEach((line) => this.write(`${line}\n`));
      if (!chapter.over) {
        chapter.turn();
        return;
      }
      this.first += 1;
    }
  }

  /** Print what is still kept back, whoever's turn it is: the demonstration ends here. */
  flushAll() {
    for (const { lines } of this.chapters) {
      lines.splice(0).forEach((line) => this.write(`${line}\n`));
    }
  }

  /** All steps that were claimed, and how many of them were found so. */
  counts() {
    const steps = this.chapters.flatMap((chapter) => chapter.steps);
    return { steps: steps.length, held: steps.filter(({ held }) => held).length };
  }

  /** The table at the end. */
  table() {
    const rows = this.chapters.map((chapter) => {
      const held = chapter.steps.filter((step) => step.held).length;
      const state = chapter.failed ? '✗' : chapter.over ? '✓' : '–';
      return [state, `${chapter.number}`, this.text(chapter.title), `${held}/${chapter.steps.length}`, this.text(chapter.proof)];
    });
    const head = ['', '', ...this.lang === 'ko' ? ['장면', '단계', '보인 것'] : ['chapter', 'steps', 'what it shows']];
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column]))));
    const line = (row) => row.map((cell, column) => (
      column === row.length - 1 ? cell : cell + ' '.repeat(widths[column] - width(cell))
    )).join('  ').trimEnd();
    return [line(head), ...rows.map(line)].join('\n');
  }
}

/** Columns that a text takes on a terminal: Korean letters take two. */
function width(text) {
  return [...text].reduce((sum, letter) => sum + (/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/u.test(letter) ? 2 : 1), 0);
}

/** A chapter of the story. */
class Chapter {
  constructor(stage, number, title, proof) {
    Object.assign(this, { stage, number, title, proof, lines: [], steps: [], over: false, failed: false });
    this.itsTurn = new Promise((settle) => { this.turn = settle; });
    this.lines.push('', stage.styled('1', `${number}  ${stage.text(title)}`));
  }

  print(line) {
    this.lines.push(line);
    this.stage.flush();
  }

  /**
   * Play a step: a claim, and what is done to see whether it holds.
   *
   * @param {{ ko: string, en: string }} claim what the step claims, for the case that it does not hold
   * @param {() => Promise<{ did: object, proves: object, see: object | string, value?: unknown }>} play what is done; gives who did
   *   what, what it proves, where to see it, and what later steps need
   * @returns {Promise<unknown>} `value`
   */
  async step(claim, play) {
    const step = { claim, held: false };
    this.steps.push(step);
    const { stage } = this;
    try {
      const { did, proves, see, value } = await play();
      step.held = true;
      Object.assign(step, { did: stage.text(did), proves: stage.text(proves), see: stage.text(see), at: stage.elapsed() });
      this.print([
        `[${step.at}] ${stage.styled('32', '✓')} ${step.did}`, stage.styled('36', `→ ${step.proves}`), stage.styled('2', `▸ ${step.see}`),
      ].join(' '));
      return value;
    } catch (error) {
      this.failed = true;
      step.error = error.message;
      this.print(`[${stage.elapsed()}] ${stage.styled('31', '✗')} ${stage.text(claim)} ${stage.styled('31', `→ ${error.message}`)}`);
      throw error;
    }
  }

  /** The chapter is over; the next one may be printed. */
  end() {
    this.over = true;
    this.stage.flush();
  }
}
