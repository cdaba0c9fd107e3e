// SPDX-License-Identifier: Apache-2.0

/** A node in between, which reads what a client asks and what the node behind it answers, and may change or keep both. */

import { once } from 'node:events';

import WebSocket, { WebSocketServer } from 'ws';

/**
 * Stand between clients and the node at `target`.
 *
 * @param {string} target
 * @param {{ request?: (asked: { method: string, params: unknown[] }) => boolean,
 *   answer?: (result: unknown, asked: { method: string, params: unknown[] }) => unknown }} hooks whether a request goes on to the node; what
 *   is answered in the place of its answer
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function standBetween(target, { request = () => true, answer = (result) => result }) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (client) => {
    const node = new WebSocket(target, { perMessageDeflate: false });
    const asked = new Map();
    const early = [];
    node.on('open', () => early.forEach((text) => node.send(text)));
    node.on('error', () => client.close());
    node.on('close', () => client.close());
    client.on('close', () => node.close());
    client.on('message', (data) => {
      const text = data.toString();
      const { id, method, params } = JSON.parse(text);
      if (!request({ method, params })) {
        client.close();
        return;
      }
      asked.set(id, { method, params });
      if (node.readyState === WebSocket.OPEN) { node.send(text); } else { early.push(text); }
    });
    node.on('message', (data) => {
      const answered = JSON.parse(data.toString());
      const question = asked.get(answered.id);
      asked.delete(answered.id);
      client.send(JSON.stringify(question && 'result' in answered ? { ...answered, result: answer(answered.result, question) } : answered));
    });
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    stop: () => { server.clients.forEach((client) => client.terminate()); server.close(); },
  };
}
