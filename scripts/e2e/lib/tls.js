// SPDX-License-Identifier: Apache-2.0

/** A certificate that nobody vouches for, and a proxy that speaks TLS with it, for tests. */

import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { createServer } from 'node:tls';

const DAY = 86_400_000;

/** A value in DER. */
function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts) => der(0x30, ...parts);
const identifier = (hex) => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'));
const COMMON_NAME = identifier('550403');
const ALTERNATIVE_NAMES = identifier('551d11');

/**
 * A self-signed certificate for the host `name`, good for a day, and its key.
 *
 * @param {string} name
 * @returns {{ cert: string, key: string }}
 */
export function selfSigned(name) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(`test of ${name}`)))));
  const time = (moment) => der(0x17, Buffer.from(`${new Date(moment).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
  const names = sequence(der(0x82, Buffer.from(name)));
  const certified = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_WITH_SHA256,
    subject,
    sequence(time(Date.now() - DAY), time(Date.now() + DAY)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(ALTERNATIVE_NAMES, der(0x04, names)))),
  );
  const signature = createSign('sha256').update(certified).sign(privateKey);
  const certificate = sequence(certified, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g).join('\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/**
 * Speak TLS on a free port of this machine, and pass everything on to what `target()` listens on.
 *
 * @param {{ cert: string, key: string }} identity
 * @param {() => number} target gives the port behind the proxy
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export async function tlsProxy(identity, target) {
  const open = new Set();
  const server = createServer(identity, (outside) => {
    const inside = connect(target(), '127.0.0.1');
    for (const [one, other] of [[outside, inside], [inside, outside]]) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    port: server.address().port,
    close: () => {
      server.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}
