// SPDX-License-Identifier: Apache-2.0
//
// Usage: node docs/won-audit.mjs [ws://127.0.0.1:9944] > won.csv
//
// Every mint and every burn of won, as the chain keeps them, one row each, for comparison with the bank's statements. At
// the end, on standard error, whether all won that there are follow from the first block and these records. The exit
// code is 1 if they do not.
//
// It reads one final block of a node that keeps all states (--state-pruning archive), and signs nothing.

import { argv, exit, stderr } from 'node:process';

import { connect, KRW } from '../scripts/e2e/lib/chain.js';

const { api } = await connect(argv[2] ?? 'ws://127.0.0.1:9944');
let agrees = false;
try {
  const hash = await api.rpc.chain.getFinalizedHead();
  const number = (await api.rpc.chain.getHeader(hash)).number.toNumber();
  const state = await api.at(hash);
  const first = await api.at(api.genesisHash);

  const records = async (item, count) => {
    const keys = Array.from({ length: count }, (_, place) => place);
    const found = [];
    for (let from = 0; from < keys.length; from += 500) {
      found.push(...await state.query.depositToken[item].multi(keys.slice(from, from + 500)));
    }
    if (found.some((record) => record.isNone)) {
      throw new Error(`depositToken.${item} lacks a record below its count`);
    }
    return found.map((record) => record.unwrap());
  };
  const [mints, burns] = [
    await records('mintRecords', (await state.query.depositToken.mintCount()).toNumber()),
    await records('burnRecords', (await state.query.depositToken.burnCount()).toNumber()),
  ];

  const time = (moment) => new Date(moment.toNumber()).toISOString();
  const won = (amount) => (amount.toBigInt() / KRW).toString();
  console.log('kind,number,reference,treasury,account,won,maker,checker,entered,approved');
  for (const [kind, list] of [['mint', mints], ['burn', burns]]) {
    list.forEach((record, place) => console.log([
      kind, place, record.reference.toHex(), record.treasury, record.beneficiary ?? record.holder, won(record.amount), record.maker, record.checker,
      time(record.proposedAt), time(record.at),
    ].join(',')));
  }

  const sum = (list) => list.reduce((total, { amount }) => total + amount.toBigInt(), 0n);
  const begun = (await first.query.balances.totalIssuance()).toBigInt();
  const now = (await state.query.balances.totalIssuance()).toBigInt();
  const references = [...mints, ...burns].map(({ reference }) => reference.toHex());
  const twice = references.length - new Set(references).size;
  const alone = [...mints, ...burns].filter(({ maker, checker }) => maker.eq(checker)).length;
  agrees = begun + sum(mints) - sum(burns) === now && twice === 0 && alone === 0;

  const shown = (amount) => `${(amount / KRW).toLocaleString('en')} won`;
  stderr.write(`block ${number} (${hash.toHex()})\n`);
  stderr.write(`first block ${shown(begun)} + ${mints.length} mints ${shown(sum(mints))} - ${burns.length} burns ${shown(sum(burns))} = ${shown(now)}\n`);
  stderr.write(`bank references used twice: ${twice}; made by one person alone: ${alone}\n`);
  stderr.write(agrees ? 'It adds up.\n' : 'It does not add up.\n');
} finally {
  await api.disconnect();
}
exit(agrees ? 0 : 1);
