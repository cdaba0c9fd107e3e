// SPDX-License-Identifier: Apache-2.0

// The codes of form 82 on their own: no node runs here.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  decodeDetails, DETAIL_ITEMS, encodeDetails, NOT_APPLICABLE, PANEL_CODES, PANELS, panelFinding, SCALES,
} from '../lib/form82.js';

const healthy = Object.fromEntries(
  DETAIL_ITEMS.map((item) => [item.key, Object.entries(SCALES[item.scale]).find(([, [code]]) => code === 0)[0]]),
);
const refused = (code) => (error) => error.name === 'InputError' && error.code === code;

describe('details', () => {
  test('the form has 42 items in the groups of the statute', () => {
    const groups = new Map();
    for (const item of DETAIL_ITEMS) {
      groups.set(item.group, (groups.get(item.group) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(groups), {
      자기진단: 2, 원동기: 10, 변속기: 7, 동력전달: 4, 조향: 6, 제동: 3, 전기: 6, '고전원 전기장치': 3, 연료: 1,
    });
    assert.equal(new Set(DETAIL_ITEMS.map((item) => item.key)).size, 42);
  });

  test('a car without a fault is eleven zero bytes', () => {
    assert.deepEqual(encodeDetails(healthy), new Uint8Array(11));
  });

  test('each item has its own two bits, the first one the lowest', () => {
    for (const [index, item] of DETAIL_ITEMS.entries()) {
      const bytes = encodeDetails({ ...healthy, [item.key]: NOT_APPLICABLE });
      const expected = new Uint8Array(11);
      expected[Math.floor(index / 4)] = 3 * 4 ** (index % 4);
      assert.deepEqual(bytes, expected, item.key);
    }
  });

  test('fixed vector', () => {
    const bytes = encodeDetails({ ...healthy, engineOilHead: 'micro', driveClutch: NOT_APPLICABLE, fuelLeak: 'found' });
    assert.deepEqual(Array.from(bytes), [0, 0b01, 0, 0, 0b11_00_00_00, 0, 0, 0, 0, 0, 0b10_00]);
  });

  test('every state survives the round trip', () => {
    for (const item of DETAIL_ITEMS) {
      for (const state of [...Object.keys(SCALES[item.scale]), NOT_APPLICABLE]) {
        const states = { ...healthy, [item.key]: state };
        assert.deepEqual(decodeDetails(encodeDetails(states)), states);
      }
    }
  });

  test('missing, unknown and impossible ones are refused', () => {
    const { fuelLeak, ...incomplete } = healthy;
    assert.equal(fuelLeak, 'none');
    assert.throws(() => encodeDetails(incomplete), refused('DetailMissing'));
    assert.throws(() => encodeDetails({ ...healthy, turbo: 'good' }), refused('DetailUnknown'));
    assert.throws(() => encodeDetails({ ...healthy, engineIdling: 'micro' }), refused('DetailState'));
    assert.throws(() => decodeDetails(new Uint8Array(10)), refused('DetailLength'));
    assert.throws(() => decodeDetails(Uint8Array.from({ length: 11 }, (_, index) => (index === 10 ? 0x10 : 0))), refused('DetailLength'));
    assert.throws(() => decodeDetails(Uint8Array.from({ length: 11 }, (_, index) => (index === 0 ? 1 : 0))), refused('DetailState'));
  });
});

describe('panels', () => {
  test('the form numbers 19 panels and has six marks', () => {
    assert.deepEqual(PANELS.map((panel) => panel.number).sort((a, b) => a - b), Array.from({ length: 19 }, (_, index) => index + 1));
    assert.deepEqual(Object.keys(PANEL_CODES), ['X', 'W', 'C', 'A', 'U', 'T']);
  });

  test('marks come out as the sorted set that the chain decodes', () => {
    assert.deepEqual(panelFinding('QuarterPanel', 'RearLeft', 'CWW', { cutOrWelded: true }), {
      panel: 'QuarterPanel', position: 'RearLeft', codes: ['WeldOrSheetMetal', 'Corrosion'], cutOrWelded: true,
    });
  });

  test('unknown panels and marks are refused', () => {
    assert.throws(() => panelFinding('Bumper', 'Front', 'X'), refused('PanelUnknown'));
    assert.throws(() => panelFinding('Hood', 'Centre', 'Z'), refused('PanelCode'));
    assert.throws(() => panelFinding('Hood', 'Centre', ''), refused('PanelWithoutCode'));
  });
});
