// SPDX-License-Identifier: Apache-2.0

/**
 * 중고자동차 성능·상태점검기록부 (form 82) in the codes that the chain stores. Copy this file and
 * `form82.json` together.
 *
 * The detail section has 42 items. Each takes 2 bits, in the form's order, the first item in the
 * lowest bits of the first byte: 0 good or none, 1 slight, 2 bad, 3 not applicable (the car has no
 * such part). 84 bits fill 10½ bytes; the last 4 bits of the 11th byte stay 0.
 *
 * *Accident* (사고이력) is no field of the form on chain: the chain derives it from the panels.
 */

import { readFileSync } from 'node:fs';

import { InputError } from './tags.js';

const form = JSON.parse(readFileSync(new URL('./form82.json', import.meta.url), 'utf8'));

/** The states an item can have, by its `scale`: `{ state: [code, Korean label] }`. */
export const SCALES = form.scales;
/** The 42 items in the form's order: `{ key, group, item, part, scale }`. */
export const DETAIL_ITEMS = form.items;
/** The 19 panels in the form's order: `{ number, panel, ko, rank }`, `panel` being the chain's name. */
export const PANELS = form.panels;
/** The marks on the drawing: `{ X: ['Exchange', '교환'], … }`, the first being the chain's name. */
export const PANEL_CODES = form.codes;

/** State of an item that the car does not have. */
export const NOT_APPLICABLE = 'notApplicable';
const NOT_APPLICABLE_CODE = 3;
const DETAIL_BYTES = 11;

/**
 * The detail section in 11 bytes.
 *
 * @param {Record<string, string>} states for every item's key one of its scale's states, or {@link NOT_APPLICABLE}
 * @returns {Uint8Array}
 * @throws {InputError} `DetailMissing`, `DetailUnknown` or `DetailState`
 */
export function encodeDetails(states) {
  const bytes = new Uint8Array(DETAIL_BYTES);
  for (const [index, item] of DETAIL_ITEMS.entries()) {
    const state = states[item.key];
    if (state === undefined) {
      throw new InputError('DetailMissing', `세부상태 ${label(item)}이(가) 비어 있습니다. Item ${item.key} is missing.`);
    }
    const code = state === NOT_APPLICABLE ? NOT_APPLICABLE_CODE : SCALES[item.scale][state]?.[0];
    if (code === undefined) {
      throw new InputError(
        'DetailState',
        `세부상태 ${label(item)}에 없는 상태 "${state}"입니다. Item ${item.key} can be `
          + `${Object.keys(SCALES[item.scale]).join(', ')} or ${NOT_APPLICABLE}, not ${state}.`,
      );
    }
    bytes[index >> 2] |= code << ((index & 3) * 2);
  }
  for (const key of Object.keys(states)) {
    if (!DETAIL_ITEMS.some((item) => item.key === key)) {
      throw new InputError('DetailUnknown', `세부상태에 없는 항목 "${key}"입니다. The form has no item ${key}.`);
    }
  }
  return bytes;
}

/**
 * The states that 11 bytes stand for.
 *
 * @param {Uint8Array} bytes
 * @returns {Record<string, string>} as {@link encodeDetails} takes them
 * @throws {InputError} `DetailLength` or `DetailState`
 */
export function decodeDetails(bytes) {
  if (!(bytes instanceof Uint8Array) || bytes.length !== DETAIL_BYTES || bytes[DETAIL_BYTES - 1] >> 4 !== 0) {
    throw new InputError('DetailLength', `세부상태는 42항목, ${DETAIL_BYTES}바이트입니다. Details are 42 items in ${DETAIL_BYTES} bytes.`);
  }
  return Object.fromEntries(DETAIL_ITEMS.map((item, index) => {
    const code = (bytes[index >> 2] >> ((index & 3) * 2)) & 3;
    if (code === NOT_APPLICABLE_CODE) {
      return [item.key, NOT_APPLICABLE];
    }
    const state = Object.entries(SCALES[item.scale]).find(([, [value]]) => value === code)?.[0];
    if (state === undefined) {
      throw new InputError('DetailState', `세부상태 ${label(item)}에 없는 부호 ${code}입니다. Item ${item.key} has no code ${code}.`);
    }
    return [item.key, state];
  }));
}

/**
 * One mark on the drawing, as the chain's call takes it.
 *
 * @param {string} panel chain name from {@link PANELS}
 * @param {string} position `Centre`, `Left`, `FrontLeft`, …
 * @param {string} marks letters of {@link PANEL_CODES}, such as `X` or `WC`
 * @param {{ cutOrWelded?: boolean }} [how] whether the panel was cut or welded (decides for quarter, roof and sill)
 * @throws {InputError} `PanelUnknown`, `PanelWithoutCode` or `PanelCode`
 */
export function panelFinding(panel, position, marks, { cutOrWelded = false } = {}) {
  if (!PANELS.some((known) => known.panel === panel)) {
    throw new InputError('PanelUnknown', `점검부위에 없는 "${panel}"입니다. The form has no panel ${panel}.`);
  }
  if (marks === '') {
    throw new InputError('PanelWithoutCode', `${panel}: 상태표시 부호가 없습니다. A marked panel needs at least one code.`);
  }
  // The chain takes a sorted set: the order of the form's legend.
  const order = Object.keys(PANEL_CODES);
  const letters = [...new Set(marks)].sort((left, right) => order.indexOf(left) - order.indexOf(right));
  const codes = letters.map((letter) => {
    const code = PANEL_CODES[letter]?.[0];
    if (code === undefined) {
      throw new InputError('PanelCode', `상태표시 부호에 없는 "${letter}"입니다. ${letter} is not one of ${order.join(', ')}.`);
    }
    return code;
  });
  return { panel, position, codes, cutOrWelded };
}

function label(item) {
  return [item.group, item.item, item.part].filter(Boolean).join(' · ');
}
