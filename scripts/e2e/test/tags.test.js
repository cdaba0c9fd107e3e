// SPDX-License-Identifier: Apache-2.0

// The client library on its own: no node runs here. The expected digests were computed with another
// implementation of BLAKE2b (Python's hashlib).

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  accessTag,
  commit,
  decodeCertificateCode,
  encodeCertificateCode,
  InputError,
  newCertificateCode,
  newSalt,
  normalisePlate,
  normaliseVin,
  openCommitment,
  plateTag,
  vinTag,
} from '../lib/tags.js';

const VIN = 'KMHSE0UL0PA000001';
const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

function refused(code, ...words) {
  return (error) => {
    assert.ok(error instanceof InputError, `${error}`);
    assert.equal(error.code, code);
    for (const word of words) {
      assert.ok(error.message.includes(word), `${JSON.stringify(error.message)} should say ${word}`);
    }
    return true;
  };
}

describe('VIN', () => {
  test('a VIN of the right shape passes, and small letters are raised', () => {
    assert.equal(normaliseVin(VIN), VIN);
    assert.equal(normaliseVin(VIN.toLowerCase()), VIN);
  });

  const bad = [
    ['nothing', undefined, 'VinNotText', ['undefined']],
    ['null', null, 'VinNotText', ['null']],
    ['a number', 12345678901234567n, 'VinNotText', ['bigint']],
    ['an empty one', '', 'VinEmpty', ['empty']],
    ['one character short', VIN.slice(1), 'VinLength', ['16']],
    ['one character long', `${VIN}1`, 'VinLength', ['18']],
    ['the letter I', 'KMHSE0UL0PA00000I', 'VinForbiddenLetter', ['17', 'digit 1 or 0']],
    ['the letter O', 'KMHSEOUL0PA000001', 'VinForbiddenLetter', ['6', 'digit 1 or 0']],
    ['the letter Q', 'QMHSE0UL0PA000001', 'VinForbiddenLetter', ['1', 'digit 1 or 0']],
    ['a small o', 'KMHSEoUL0PA000001', 'VinForbiddenLetter', ['6']],
    ['a blank before', ` ${VIN.slice(1)}`, 'VinCharacter', ['U+0020']],
    ['a hyphen inside', 'KMHSE0UL-PA000001', 'VinCharacter', ['9', 'U+002D']],
    ['a line break after', `${VIN.slice(1)}\n`, 'VinCharacter', ['17']],
    ['Hangul', '가MHSE0UL0PA000001', 'VinCharacter', ['가']],
    ['a full-width digit', 'KMHSE0UL0PA00000１', 'VinCharacter', ['U+FF11']],
    ['a Cyrillic letter that looks Latin', 'КMHSE0UL0PA000001', 'VinCharacter', ['U+041A']],
    ['a dotless i, whose capital is I', 'KMHSE0UL0PA00000ı', 'VinCharacter', ['U+0131']],
    ['a sharp s, whose capital is two letters', 'KMHSE0UL0PA0000ß', 'VinCharacter', ['U+00DF']],
    ['an emoji, which is two code units', 'KMHSE0UL0PA00000🚗', 'VinCharacter', ['17', '🚗']],
  ];
  for (const [what, vin, code, words] of bad) {
    test(`${what} is refused with ${code}`, () => {
      assert.throws(() => normaliseVin(vin), refused(code, ...words));
      assert.throws(() => vinTag(KEY, vin), refused(code));
      assert.throws(() => accessTag(vin, KEY), refused(code));
    });
  }
});

describe('number plate', () => {
  for (const plate of ['12가3456', '123가4567', '서울12가3456', '서울1가3456', '경기78바1234', '123하4567', '99배0001']) {
    test(`${plate} passes`, () => assert.equal(normalisePlate(plate), plate));
  }

  test('blanks of any kind are taken out', () => {
    assert.equal(normalisePlate(' 서울 12가\t3456 '), '서울12가3456');
    assert.equal(normalisePlate('123가\u00a04567'), '123가4567');
    assert.equal(normalisePlate('123가\u30004567'), '123가4567');
  });

  test('decomposed Hangul gives the same plate and the same tag', () => {
    const decomposed = '서울12가3456'.normalize('NFD');
    assert.notEqual(decomposed, '서울12가3456');
    assert.equal(normalisePlate(decomposed), '서울12가3456');
    assert.equal(plateTag(KEY, decomposed), plateTag(KEY, '서울12가3456'));
  });

  const bad = [
    ['nothing', undefined, 'PlateNotText'],
    ['an empty one', '', 'PlateEmpty'],
    ['blanks only', ' \t ', 'PlateEmpty'],
    ['no letter', '1234567', 'PlateShape'],
    ['three digits after the letter', '12가345', 'PlateShape'],
    ['five digits after the letter', '12가34567', 'PlateShape'],
    ['four digits before the letter', '1234가5678', 'PlateShape'],
    ['one digit without a region', '1가3456', 'PlateShape'],
    ['a region that does not exist', '한양12가3456', 'PlateShape'],
    ['two letters', '12가나3456', 'PlateShape'],
    ['a hyphen', '12가-3456', 'PlateShape'],
    ['full-width digits', '１２가３４５６', 'PlateShape'],
    ['a zero-width blank', '12가\u200b3456', 'PlateShape'],
    ['a syllable no plate has', '12힣3456', 'PlateLetter'],
    ['a Latin letter', '12A3456', 'PlateLetter'],
    ['a lone vowel sign', '12ㅏ3456', 'PlateLetter'],
  ];
  for (const [what, plate, code] of bad) {
    test(`${what} is refused with ${code}`, () => {
      assert.throws(() => normalisePlate(plate), refused(code));
      assert.throws(() => plateTag(KEY, plate), refused(code));
    });
  }
});

describe('tags', () => {
  test('fixed vectors', () => {
    assert.equal(vinTag(KEY, VIN), '0x05108c27d55f93ecf469ebd8fb0cc444f29c045c8d3eb4fb57619663bae77ab6');
    assert.equal(plateTag(KEY, '123가4567'), '0xc4a586c2fb0df41e3f8f22013ba9ff43476a45ec76b0f6af919b088b6ebc2820');
    assert.equal(plateTag(KEY, '서울12가3456'), '0xab0a66fee33c28ea16bf752a40043aa6db3503d0d52b237bb2d9a45b5d86fc22');
    assert.equal(accessTag(VIN, KEY), '0x9be9d8f5362a3c999526f1926225e202915ffd7049aa3b5fa81de30835a4f50f');
  });

  test('another key gives other tags', () => {
    const other = KEY.map((byte) => byte ^ 1);
    assert.notEqual(vinTag(other, VIN), vinTag(KEY, VIN));
    assert.notEqual(plateTag(other, '123가4567'), plateTag(KEY, '123가4567'));
  });

  test('a key of the wrong length is refused', () => {
    assert.throws(() => vinTag(KEY.slice(1), VIN), refused('SecretLength', 'registrarKey', '31 bytes'));
    assert.throws(() => plateTag('key', '123가4567'), refused('SecretLength', 'string'));
    assert.throws(() => accessTag(VIN, new Uint8Array(33)), refused('SecretLength', '33 bytes'));
  });
});

describe('code of the registration certificate', () => {
  const PRINTED = 'AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB-CEQT-CQKR-MFYY-DENB-WHA5-DYPQ';

  test('is base32 in groups of four', () => {
    assert.equal(encodeCertificateCode(KEY), PRINTED);
    assert.deepEqual(decodeCertificateCode(PRINTED), KEY);
    assert.equal(accessTag(VIN, PRINTED), accessTag(VIN, KEY));
  });

  test('is read however it is typed', () => {
    assert.deepEqual(decodeCertificateCode(PRINTED.toLowerCase().replaceAll('-', ' ')), KEY);
    assert.deepEqual(decodeCertificateCode(PRINTED.replaceAll('O', '0').replaceAll('I', '1')), KEY);
  });

  test('all ones and all zeros survive the round trip', () => {
    for (const fill of [0x00, 0xff]) {
      const bytes = new Uint8Array(32).fill(fill);
      assert.deepEqual(decodeCertificateCode(encodeCertificateCode(bytes)), bytes);
    }
  });

  test('a new one is never the last one', () => {
    const first = newCertificateCode();
    const second = newCertificateCode();
    assert.notEqual(first.printed, second.printed);
    assert.deepEqual(decodeCertificateCode(first.printed), first.bytes);
    assert.notEqual(accessTag(VIN, first.bytes), accessTag(VIN, second.bytes));
  });

  test('a damaged one is refused', () => {
    assert.throws(() => decodeCertificateCode(PRINTED.slice(1)), refused('CodeLength'));
    assert.throws(() => decodeCertificateCode(`${PRINTED}A`), refused('CodeLength'));
    assert.throws(() => decodeCertificateCode(`${PRINTED.slice(0, -1)}R`), refused('CodeLength'));
    assert.throws(() => decodeCertificateCode(PRINTED.replace('Y', '8')), refused('CodeCharacter', '8'));
    assert.throws(() => decodeCertificateCode(undefined), refused('CodeCharacter'));
  });
});

describe('commitment to a document', () => {
  const document = new TextEncoder().encode('seoul');
  const salt = new Uint8Array(32);

  test('fixed vector, the same as in the primitives crate', () => {
    assert.equal(commit(salt, document), '0x9be699f818d8dfbf5d2ad436c81dd705a820d538dea079173aec8e4638a8aaa7');
  });

  test('opens with the same bytes and salt only', () => {
    const mine = newSalt();
    const commitment = commit(mine, document);
    assert.ok(openCommitment(commitment, mine, document));
    assert.ok(openCommitment(commitment.toUpperCase().replace('0X', '0x'), mine, document));
    assert.ok(!openCommitment(commitment, newSalt(), document));
    for (let bit = 0; bit < document.length * 8; bit += 1) {
      const forged = Uint8Array.from(document);
      forged[bit >> 3] ^= 1 << (bit & 7);
      assert.ok(!openCommitment(commitment, mine, forged));
    }
  });

  test('a short salt or a text instead of bytes is refused', () => {
    assert.throws(() => commit(new Uint8Array(16), document), refused('SecretLength', '16 bytes'));
    assert.throws(() => commit(salt, 'seoul'), refused('DocumentNotBytes'));
  });
});
