// SPDX-License-Identifier: Apache-2.0

/** JSON-RPC over one WebSocket, as little of it as sending and watching need: what it costs would be the nodes' to do without. */

import { once } from 'node:events';

import WebSocket from 'ws';

/** A refusal of the node: its code and its words. */
class RpcError extends Error {
  constructor({ code, message, data }) {
    super([message, typeof data === 'string' ? data : ''].filter(Boolean).join(': '));
    this.code = code;
  }
}

/**
 * Connect to a node.
 *
 * @param {string} url
 * @returns {Promise<{ call: (method: string, params?: unknown[]) => Promise<unknown>, send: (text: string, id: number) => Promise<unknown>,
 *   subscribe: (method: string, told: (value: object) => void) => Promise<void>, close: () => void }>} `send` takes a whole request with its id
 */
export async function wire(url) {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 });
  const waiting = new Map();
  const subscriptions = new Map();
  const early = new Map();
  // Requests that are made beforehand have the numbers from 0 on.
  let next = 1_000_000_000;
  socket.on('message', (data) => {
    const { id, result, error, method, params } = JSON.parse(data.toString());
    if (method !== undefined) {
      const told = subscriptions.get(params.subscription);
      if (told) {
        told(params.result);
      } else {
        early.set(params.subscription, [...(early.get(params.subscription) ?? []), params.result]);
      }
      return;
    }
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) {
      asked?.fail(new RpcError(error));
    } else {
      asked?.settle(result);
    }
  });
  socket.on('close', () => {
    waiting.forEach(({ fail }) => fail(new RpcError({ code: 0, message: `the node at ${url} closed the connection` })));
    waiting.clear();
  });
  await once(socket, 'open');
  socket.on('error', () => {});

  const send = (text, id) => new Promise((settle, fail) => {
    waiting.set(id, { settle, fail });
    socket.send(text);
  });
  const call = (method, params = []) => {
    const id = next;
    next += 1;
    return send(JSON.stringify({ jsonrpc: '2.0', id, method, params }), id);
  };
  const subscribe = async (method, told) => {
    const subscription = await call(method);
    subscriptions.set(subscription, told);
    (early.get(subscription) ?? []).forEach(told);
    early.delete(subscription);
  };
  return { call, send, subscribe, close: () => socket.terminate() };
}
