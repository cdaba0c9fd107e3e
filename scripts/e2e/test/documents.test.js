// SPDX-License-Identifier: Apache-2.0

// The sample documents are whole and are the ones that their salts were made for.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DOCUMENTS, forge, SAMPLE, sampleDocument, sampleForm } from '../lib/documents.js';
import { decodeDetails } from '../lib/form82.js';
import { normalisePlate, normaliseVin, openCommitment } from '../lib/tags.js';

for (const name of DOCUMENTS) {
  test(`${name} is a PDF below 200 KB with a salt of its own`, () => {
    const { bytes, salt, commitment } = sampleDocument(name);
    assert.equal(Buffer.from(bytes.subarray(0, 5)).toString('ascii'), '%PDF-');
    assert.match(Buffer.from(bytes.subarray(-8)).toString('ascii'), /%%EOF\s*$/);
    assert.ok(bytes.length < 200_000);
    assert.equal(salt.length, 32);
    assert.ok(openCommitment(commitment, salt, bytes));
    assert.ok(!openCommitment(commitment, salt, forge(bytes)));
    const others = DOCUMENTS.filter((other) => other !== name).map((other) => Buffer.from(sampleDocument(other).salt).toString('hex'));
    assert.ok(!others.includes(Buffer.from(salt).toString('hex')));
  });
}

test('the commitment to the inspection record, as another implementation of BLAKE2b computes it', () => {
  assert.equal(sampleDocument('inspection-record').commitment, '0x696f82e0f03058c20ac0c87cd6e35f78605023e6f14df6bcd6ed216cebc33d0d');
});

test('the cars on the papers have VINs, plates and codes of the right shape', () => {
  for (const { car } of [SAMPLE.dealerSale, SAMPLE.privateSale]) {
    assert.equal(normaliseVin(car.vin), car.vin);
    assert.equal(normalisePlate(car.plate), car.plate);
  }
  assert.deepEqual(decodeDetails(sampleForm(0).details), SAMPLE.dealerSale.form.details);
});
