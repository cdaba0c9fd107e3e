// SPDX-License-Identifier: Apache-2.0

/**
 * What a client computes before it speaks to the chain. Copy this file into your own system.
 *
 * The chain never sees a vehicle identification number (VIN), a number plate or a document. It sees
 *
 * | value        | how it is made                                                        | who can make it             |
 * |--------------|-----------------------------------------------------------------------|-----------------------------|
 * | `vinTag`     | BLAKE2b-256, keyed, of `"seoul/vin\0"` and the VIN                     | holders of the registrars' key |
 * | `plateTag`   | BLAKE2b-256, keyed, of `"seoul/plate\0"` and the plate                 | holders of the registrars' key |
 * | `accessTag`  | BLAKE2b-256 of `"seoul/access\0"`, the VIN and the certificate's code  | whoever holds the certificate |
 * | `commit`     | BLAKE2b-256 of a random salt of 32 bytes and the document's bytes      | whoever holds both          |
 *
 * Two spellings of one VIN or plate must give one tag, or a car could be registered twice: every
 * function here checks and normalises its input first, and refuses what it cannot normalise with an
 * {@link InputError} that says what is wrong.
 *
 * The one dependency is `@polkadot/util-crypto` for BLAKE2b and random bytes. All digests are
 * returned as `0x` and 64 hexadecimal digits, which polkadot.js takes wherever the chain wants a hash.
 */

import { blake2AsU8a, randomAsU8a } from '@polkadot/util-crypto';

const HASH_BITS = 256;
/** Length in bytes of the registrars' key, of a salt and of a certificate's code. */
const SECRET_LENGTH = 32;
const VIN_LENGTH = 17;

const utf8 = new TextEncoder();

/** Input that cannot be used, with a `code` for programs and a message for people. */
export class InputError extends Error {
  /**
   * @param {string} code one word for programs, such as `VinLength`
   * @param {string} message what is wrong and what to do
   */
  constructor(code, message) {
    super(message);
    this.name = 'InputError';
    this.code = code;
  }
}

/**
 * The VIN as the chain's tags want it: 17 upper-case letters and digits, without I, O and Q.
 *
 * Lower-case letters are raised. Nothing else is repaired: a stray blank or hyphen may be where a
 * character is missing, so it is shown to the clerk instead. The ninth character is not checked as a
 * check digit, because it is one in North America only.
 *
 * @param {string} vin
 * @returns {string}
 * @throws {InputError} `VinNotText`, `VinEmpty`, `VinCharacter`, `VinForbiddenLetter` or `VinLength`
 */
export function normaliseVin(vin) {
  if (typeof vin !== 'string') {
    throw new InputError('VinNotText', `차대번호는 문자열이어야 합니다. A VIN is text, not ${vin === null ? 'null' : typeof vin}.`);
  }
  if (vin === '') {
    throw new InputError('VinEmpty', '차대번호가 비어 있습니다. The VIN is empty.');
  }
  // Only ASCII is raised: String.prototype.toUpperCase would turn 'ß' into 'SS' and 'ı' into 'I'.
  const upper = vin.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const characters = Array.from(upper);
  for (const [index, character] of characters.entries()) {
    if (!/^[A-Z0-9]$/.test(character)) {
      throw new InputError(
        'VinCharacter',
        `차대번호 ${index + 1}번째 글자 ${show(character)}은(는) 쓸 수 없습니다. `
          + `Character ${index + 1} of the VIN, ${show(character)}, is neither a Latin letter nor a digit.`,
      );
    }
    if (/^[IOQ]$/.test(character)) {
      throw new InputError(
        'VinForbiddenLetter',
        `차대번호에는 I, O, Q를 쓰지 않습니다(${index + 1}번째 글자 ${character}). 숫자 1이나 0인지 확인하십시오. `
          + `A VIN has no I, O or Q (character ${index + 1} is ${character}): is it the digit 1 or 0?`,
      );
    }
  }
  if (characters.length !== VIN_LENGTH) {
    throw new InputError(
      'VinLength',
      `차대번호는 ${VIN_LENGTH}자리인데 ${characters.length}자리입니다. `
        + `A VIN has ${VIN_LENGTH} characters, this one has ${characters.length}.`,
    );
  }
  return upper;
}

const REGIONS = '서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주';
const PLATE_LETTERS = '가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주' // private
  + '바사아자' // taxis, buses and lorries for hire
  + '배' // parcel delivery
  + '하허호' // rental
  + '국합육해공'; // armed forces
const PLATE_LETTER = new RegExp(`[${PLATE_LETTERS}]`);
const PLATE = new RegExp(`^(?:(?:${REGIONS})\\d{1,3}|\\d{2,3})[${PLATE_LETTERS}]\\d{4}$`);

/**
 * The number plate as the chain's tags want it: Unicode NFC, no blanks, in one of the shapes
 * `12가3456`, `123가4567` and `서울12가3456`.
 *
 * Some systems hand Korean text over in decomposed form (NFD), which looks alike and hashes
 * differently; it is composed here. Diplomatic and temporary plates have no tag.
 *
 * @param {string} plate
 * @returns {string}
 * @throws {InputError} `PlateNotText`, `PlateEmpty`, `PlateLetter` or `PlateShape`
 */
export function normalisePlate(plate) {
  if (typeof plate !== 'string') {
    throw new InputError('PlateNotText', `등록번호는 문자열이어야 합니다. A number plate is text, not ${plate === null ? 'null' : typeof plate}.`);
  }
  const normal = plate.normalize('NFC').replace(/\s/gu, '');
  if (normal === '') {
    throw new InputError('PlateEmpty', '등록번호가 비어 있습니다. The number plate is empty.');
  }
  if (!PLATE.test(normal)) {
    const letter = /\d(\p{L})\d/u.exec(normal)?.[1];
    if (letter !== undefined && !PLATE_LETTER.test(letter)) {
      throw new InputError(
        'PlateLetter',
        `등록번호에 쓰지 않는 글자 ${show(letter)}입니다. ${show(letter)} is not a letter of Korean number plates.`,
      );
    }
    throw new InputError(
      'PlateShape',
      `등록번호 ${show(normal)}의 형식이 맞지 않습니다(예: 12가3456, 123가4567, 서울12가3456). `
        + `${show(normal)} is not shaped like a Korean number plate.`,
    );
  }
  return normal;
}

/**
 * The tag under which registrars know a car by its VIN.
 *
 * @param {Uint8Array} registrarKey the 32 bytes that the registrars share; never on chain, never in a client of citizens
 * @param {string} vin
 * @returns {string} `0x…`
 */
export function vinTag(registrarKey, vin) {
  return hex(blake2AsU8a(join('seoul/vin\0', normaliseVin(vin)), HASH_BITS, secret(registrarKey, 'registrarKey')));
}

/**
 * The tag under which registrars know a car by its plate.
 *
 * @param {Uint8Array} registrarKey as for {@link vinTag}
 * @param {string} plate
 * @returns {string} `0x…`
 */
export function plateTag(registrarKey, plate) {
  return hex(blake2AsU8a(join('seoul/plate\0', normalisePlate(plate)), HASH_BITS, secret(registrarKey, 'registrarKey')));
}

/**
 * The tag under which whoever is shown the registration certificate finds the car.
 *
 * @param {string} vin
 * @param {Uint8Array | string} code the certificate's code: 32 bytes, or as printed
 * @returns {string} `0x…`
 */
export function accessTag(vin, code) {
  const bytes = typeof code === 'string' ? decodeCertificateCode(code) : secret(code, 'code');
  return hex(blake2AsU8a(join('seoul/access\0', normaliseVin(vin), bytes), HASH_BITS));
}

/**
 * A new code for a registration certificate. Every transfer issues a new one, so that the last
 * owner's certificate no longer finds the car.
 *
 * @returns {{ bytes: Uint8Array, printed: string }} the 32 bytes, and how the certificate shows them
 */
export function newCertificateCode() {
  const bytes = randomAsU8a(SECRET_LENGTH);
  return { bytes, printed: encodeCertificateCode(bytes) };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CODE_CHARACTERS = Math.ceil((SECRET_LENGTH * 8) / 5);

/**
 * A certificate's code as printed: base32 (RFC 4648, no padding) in 13 groups of four.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function encodeCertificateCode(bytes) {
  let value = 0n;
  for (const byte of secret(bytes, 'code')) {
    value = (value << 8n) | BigInt(byte);
  }
  value <<= BigInt(CODE_CHARACTERS * 5 - SECRET_LENGTH * 8);
  let text = '';
  for (let index = 0; index < CODE_CHARACTERS; index += 1) {
    text = BASE32[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text.match(/.{4}/g).join('-');
}

/**
 * The 32 bytes of a printed code. Blanks, hyphens and lower case are accepted, as people type it;
 * so are the digits 0 and 1, which base32 does not have, for the letters O and I they look like.
 *
 * @param {string} printed
 * @returns {Uint8Array}
 * @throws {InputError} `CodeCharacter` or `CodeLength`
 */
export function decodeCertificateCode(printed) {
  if (typeof printed !== 'string') {
    throw new InputError('CodeCharacter', '등록증 코드는 문자열이어야 합니다. A printed certificate code is text.');
  }
  const text = printed.replace(/[\s-]/g, '').toUpperCase().replace(/0/g, 'O').replace(/1/g, 'I');
  let value = 0n;
  for (const character of text) {
    const digit = BASE32.indexOf(character);
    if (digit < 0) {
      throw new InputError(
        'CodeCharacter',
        `등록증 코드에 없는 글자 ${show(character)}입니다. ${show(character)} does not occur in certificate codes.`,
      );
    }
    value = (value << 5n) | BigInt(digit);
  }
  const spare = BigInt(CODE_CHARACTERS * 5 - SECRET_LENGTH * 8);
  if (text.length !== CODE_CHARACTERS || (value & ((1n << spare) - 1n)) !== 0n) {
    throw new InputError(
      'CodeLength',
      `등록증 코드는 ${CODE_CHARACTERS}자리입니다. 빠지거나 바뀐 글자가 있는지 확인하십시오. `
        + `A certificate code has ${CODE_CHARACTERS} characters: is one missing or changed?`,
    );
  }
  value >>= spare;
  const bytes = new Uint8Array(SECRET_LENGTH);
  for (let index = SECRET_LENGTH - 1; index >= 0; index -= 1) {
    bytes[index] = Number(value & 255n);
    value >>= 8n;
  }
  return bytes;
}

/**
 * A new salt. Keep it with the document: without it nobody can show that the document was recorded.
 *
 * @returns {Uint8Array} 32 random bytes
 */
export function newSalt() {
  return randomAsU8a(SECRET_LENGTH);
}

/**
 * The commitment to a document that goes on chain.
 *
 * @param {Uint8Array} salt 32 random bytes, used for this document only
 * @param {Uint8Array} bytes the document, exactly as the file has it
 * @returns {string} `0x…`
 */
export function commit(salt, bytes) {
  if (!(bytes instanceof Uint8Array)) {
    throw new InputError('DocumentNotBytes', '문서는 바이트 배열이어야 합니다. A document is bytes (Uint8Array).');
  }
  return hex(blake2AsU8a(join(secret(salt, 'salt'), bytes), HASH_BITS));
}

/**
 * Whether a document and its salt are what was committed to.
 *
 * @param {string} commitment as the chain shows it
 * @param {Uint8Array} salt
 * @param {Uint8Array} bytes
 * @returns {boolean}
 */
export function openCommitment(commitment, salt, bytes) {
  return commit(salt, bytes) === String(commitment).toLowerCase();
}

function secret(bytes, name) {
  if (!(bytes instanceof Uint8Array) || bytes.length !== SECRET_LENGTH) {
    const got = bytes instanceof Uint8Array ? `${bytes.length} bytes` : typeof bytes;
    throw new InputError('SecretLength', `${name}: 32바이트여야 합니다. ${name} must be ${SECRET_LENGTH} bytes, got ${got}.`);
  }
  return bytes;
}

function join(...parts) {
  const arrays = parts.map((part) => (typeof part === 'string' ? utf8.encode(part) : part));
  const joined = new Uint8Array(arrays.reduce((length, array) => length + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}

function hex(bytes) {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function show(text) {
  const points = Array.from(text, (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  return points.length === 1 ? `"${text}" (${points[0]})` : `"${text}"`;
}
