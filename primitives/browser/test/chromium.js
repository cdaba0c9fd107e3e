// SPDX-License-Identifier: Apache-2.0

// A headless Chromium that is told what to do over its DevTools protocol, and a server of this crate's files for it. Nothing but
// Node.js and Debian's package `chromium` is needed.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const TYPES = { js: 'text/javascript', json: 'application/json', wasm: 'application/wasm', html: 'text/html', bin: 'application/octet-stream' };
const START_WITHIN = 60_000;

/** Serve files by their paths below the folders, on this machine only. `folders` gives for each prefix a folder. */
export async function serve(folders) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const prefix = Object.keys(folders).find((known) => path.startsWith(known));
    try {
      const content = path === '/' ? '<!doctype html><title>rings</title>' : await readFile(join(folders[prefix], path.slice(prefix.length)));
      const type = TYPES[path === '/' ? 'html' : path.split('.').pop()] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }),
  };
}

/** A WebSocket client, as much of RFC 6455 as DevTools needs. Node.js has one of its own only from version 22 on. */
async function webSocket(address) {
  const url = new URL(address);
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const key = randomBytes(16).toString('base64');
  socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
  let pending = Buffer.alloc(0);
  let open = false;
  let message = [];
  const listeners = [];
  const opened = new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (data) => {
      pending = Buffer.concat([pending, data]);
      if (!open) {
        const end = pending.indexOf('\r\n\r\n');
        if (end < 0) {
          return;
        }
        open = true;
        pending = pending.subarray(end + 4);
        resolve();
      }
      while (pending.length >= 2) {
        let length = pending[1] & 0x7f;
        let head = 2;
        if (length === 126) {
          head = 4;
          length = pending.length < head ? Infinity : pending.readUInt16BE(2);
        } else if (length === 127) {
          head = 10;
          length = pending.length < head ? Infinity : Number(pending.readBigUInt64BE(2));
        }
        if (pending.length < head + length) {
          return;
        }
        const [first] = pending;
        message.push(pending.subarray(head, head + length));
        pending = pending.subarray(head + length);
        if ((first & 0x80) !== 0) {
          const whole = Buffer.concat(message).toString();
          message = [];
          if ((first & 0x0f) <= 1) {
            listeners.forEach((listener) => listener(whole));
          }
        }
      }
    });
  });
  await opened;
  return {
    onMessage: (listener) => listeners.push(listener),
    close: () => socket.destroy(),
    send(text) {
      const payload = Buffer.from(text);
      const head = Buffer.alloc(10);
      head[0] = 0x81;
      head[1] = 0x80 | 127;
      head.writeBigUInt64BE(BigInt(payload.length), 2);
      const mask = randomBytes(4);
      const masked = Buffer.from(payload.map((byte, place) => byte ^ mask[place % 4]));
      socket.write(Buffer.concat([head, mask, masked]));
    },
  };
}

/** A page of a new Chromium. `run(expression)` gives what the expression in the page comes to. */
export async function startChromium(program, url) {
  const profile = await mkdtemp(join(tmpdir(), 'seoul-chromium-'));
  const browser = spawn(program, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-extensions', '--no-first-run',
    `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(browser, 'exit');
  const said = [];
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Chromium did not start:\n${said.join('\n')}`)), START_WITHIN);
    browser.on('error', reject);
    browser.on('exit', () => reject(new Error(`Chromium ended:\n${said.join('\n')}`)));
    createInterface({ input: browser.stderr }).on('line', (line) => {
      said.push(line);
      const found = line.match(/^DevTools listening on (\S+)$/);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    });
  });
  const socket = await webSocket(address);
  const waiting = new Map();
  let last = 0;
  socket.onMessage((text) => {
    const { id, result, error } = JSON.parse(text);
    const answer = waiting.get(id);
    waiting.delete(id);
    if (error) {
      answer?.reject(new Error(error.message));
    } else {
      answer?.resolve(result);
    }
  });
  const ask = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params, sessionId }));
  });
  const { targetId } = await ask('Target.createTarget', { url });
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
  const { product } = await ask('Browser.getVersion');
  async function run(expression) {
    const { result, exceptionDetails } = await ask(
      'Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId,
    );
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }
  while (await run('location.href + document.readyState') !== `${url}complete`) {
    await sleep(50);
  }
  return {
    product,
    run,
    async close() {
      socket.close();
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
