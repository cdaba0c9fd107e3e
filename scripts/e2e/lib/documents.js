// SPDX-License-Identifier: Apache-2.0

/** The sample documents with their salts, and what they say. */

import { readFileSync } from 'node:fs';

import { encodeDetails, panelFinding } from './form82.js';
import { commit } from './tags.js';

const folder = new URL('../documents/', import.meta.url);

/** The persons, cars and codes on the sample documents. */
export const SAMPLE = JSON.parse(readFileSync(new URL('sample.json', folder), 'utf8'));

/** Names of the sample documents. */
export const DOCUMENTS = [
  'inspection-record', 'contract-dealer', 'receipt-dealer', 'odometer-correction', 'contract-private', 'receipt-private',
];

/**
 * @param {string} name one of {@link DOCUMENTS}
 * @returns {{ bytes: Uint8Array, salt: Uint8Array, commitment: string }}
 */
export function sampleDocument(name) {
  const bytes = new Uint8Array(readFileSync(new URL(`${name}.pdf`, folder)));
  const salt = new Uint8Array(Buffer.from(readFileSync(new URL(`${name}.salt`, folder), 'ascii').trim(), 'hex'));
  return { bytes, salt, commitment: commit(salt, bytes) };
}

/** A copy of `bytes` in which one bit of one byte is flipped. */
export function forge(bytes, position = bytes.length >> 1) {
  const forged = Uint8Array.from(bytes);
  forged[position] ^= 1;
  return forged;
}

/**
 * The sample inspection record as the chain's call takes it.
 *
 * @param {number} inspectedAt Unix time in milliseconds
 * @param {object} [changes] fields that differ
 */
export function sampleForm(inspectedAt, changes = {}) {
  const { car, form } = SAMPLE.dealerSale;
  return {
    inspectedAt,
    odometerKm: car.km,
    meterState: form.meterState,
    usageLevel: form.usageLevel,
    vinMarking: form.vinMarking,
    emissions: form.emissions,
    tuning: form.tuning,
    specialHistory: form.specialHistory,
    useChange: form.useChange,
    recall: form.recall,
    warranty: form.warranty,
    panels: form.panels.map(([panel, position, marks]) => panelFinding(panel, position, marks)),
    details: encodeDetails(form.details),
    ...changes,
  };
}
