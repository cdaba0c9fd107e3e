// SPDX-License-Identifier: Apache-2.0
//
// Usage: node docs/sale-by-hand.mjs [--copy N] [ws://127.0.0.1:9944]
//
//   --copy N    commit to the papers with other salts, so that a paper can be recorded once more
//
// Prints what a person needs to sell the sample car through the dealer of a development chain by hand:
// tags, commitments, and the call of each step as hexadecimal data that polkadot.js apps decodes. It
// reads the chain and signs nothing. The steps are explained in docs/getting-started.md.

import { connect as open } from 'node:net';
import { parseArgs } from 'node:util';

import { AGENCY, chainNow, CITIZEN, connect } from '../scripts/e2e/lib/chain.js';
import { SAMPLE, sampleDocument, sampleForm } from '../scripts/e2e/lib/documents.js';
import { REGISTRAR_KEY } from '../scripts/e2e/lib/market.js';
import { accessTag, commit, encodeCertificateCode, plateTag, vinTag } from '../scripts/e2e/lib/tags.js';

const { values: { copy }, positionals: [url] } = parseArgs({ options: { copy: { type: 'string', default: '0' } }, allowPositionals: true });

// In an office each certificate has a random code. These two are fixed, so that every run of this
// script prints the same tags.
const code = (text) => new Uint8Array(Buffer.from(text.padEnd(32, '.'), 'ascii'));
const OLD_CODE = code('first certificate');
const NEW_CODE = code('second certificate');

const { car } = SAMPLE.dealerSale;
const tags = {
  vinTag: vinTag(REGISTRAR_KEY, car.vin),
  plateTag: plateTag(REGISTRAR_KEY, car.plate),
  accessTag: accessTag(car.vin, OLD_CODE),
};
const newAccessTag = accessTag(car.vin, NEW_CODE);
const commitment = (name) => {
  const { salt, bytes } = sampleDocument(name);
  return commit(salt.map((byte, index) => (index === 0 ? byte ^ Number(copy) : byte)), bytes);
};
const record = commitment('inspection-record');
const contract = commitment('contract-dealer');
const receipt = commitment('receipt-dealer');

const line = (name, value) => console.log(`  ${name.padEnd(20)} ${value}`);
console.log(`Car ${car.vin}, plate ${car.plate}`);
Object.entries(tags).forEach(([name, tag]) => line(name, tag));
line('code on certificate', encodeCertificateCode(OLD_CODE));
line('newAccessTag', newAccessTag);
line('code on the new one', encodeCertificateCode(NEW_CODE));
console.log('\nCommitments to the sample papers');
line('inspection-record', record);
line('contract-dealer', contract);
line('receipt-dealer', receipt);

const endpoint = url ?? 'ws://127.0.0.1:9944';
const { hostname, port } = new URL(endpoint);
await new Promise((listening) => {
  const probe = open({ host: hostname, port: Number(port) }, () => listening(probe.destroy()));
  probe.on('error', () => {
    console.error(`\nNo chain listens at ${endpoint}. Start one, and run this again.`);
    process.exit(1);
  });
});

const { api } = await connect(endpoint);
try {
  const call = api.tx.carRegistry;
  const step = (number, who, name, tx) => console.log(`\n${number}  ${who}: ${name}\n${tx.method.toHex()}`);
  const found = await api.call.carRegistryApi.findByVinTag(tags.vinTag);

  if (found.isNone) {
    step(1, 'alice_stash', 'carRegistry.registerVehicle', call.registerVehicle({
      ...tags, usage: 'Private', fuel: 'Gasoline', origin: 'New', firstRegisteredAt: Date.UTC(2021, 2, 15), odometerKm: 11,
      owner: { Citizen: CITIZEN.dave }, tagKey: 0, earlierVinTag: null,
    }));
    console.log('\nSubmit it, then run this again for the other steps.');
  } else {
    const vehicle = found.unwrap().toHex();
    const { owner, records, status, latestInspection } = (await api.query.carRegistry.vehicles(vehicle)).unwrap();
    // The numbers that the next inspection record and the next sale will get, if nobody comes between.
    const afterListing = records.toNumber() + (status.isRegistered ? 1 : 0);
    const inspection = latestInspection.isSome ? latestInspection.unwrap().toNumber() : afterListing;
    const sale = (status.isSalePending ? status.asSalePending.sale : await api.query.carRegistry.nextSaleId()).toNumber();

    console.log('');
    line('vehicle', vehicle);
    line('inspection', inspection);
    if (owner.eq({ Citizen: CITIZEN.eve })) {
      console.log('\nThe car belongs to eve. Ask verifyDocument about the papers above (step 12).');
      process.exit(0);
    }
    line('sale', sale);
    step(2, 'dave', 'carRegistry.listVehicle', call.listVehicle(vehicle, AGENCY.dealer));
    step(3, 'bob_stash', 'carRegistry.fileInspection', call.fileInspection(vehicle, record, sampleForm(await chainNow(api))));
    step(4, 'dave_stash', 'carRegistry.draftSale', call.draftSale(vehicle, { Citizen: CITIZEN.eve }, 'Dealer', contract, 'OffChain'));
    step(5, 'eve', 'carRegistry.acknowledgeInspection', call.acknowledgeInspection(sale, inspection));
    step(6, 'dave', 'carRegistry.signSale', call.signSale(sale, contract));
    step(7, 'eve', 'carRegistry.signSale', call.signSale(sale, contract));
    step('5+7', 'eve', 'utility.batchAll (steps 5 and 7 in one transaction)', api.tx.utility.batchAll([
      call.acknowledgeInspection(sale, inspection), call.signSale(sale, contract),
    ]));
    step(8, 'dave', 'carRegistry.confirmPayment', call.confirmPayment(sale));
    step(9, 'eve', 'carRegistry.confirmPayment', call.confirmPayment(sale));
    step(10, 'eve', 'carRegistry.confirmDelivery', call.confirmDelivery(sale));
    step('9+10', 'eve', 'utility.batchAll (steps 9 and 10 in one transaction, after step 8)', api.tx.utility.batchAll([
      call.confirmPayment(sale), call.confirmDelivery(sale),
    ]));
    step(11, 'alice_stash', 'carRegistry.acceptTransfer', call.acceptTransfer(sale, {
      receipt, newAccessTag, newPlateTag: null, newDistrict: null,
    }));
  }
} finally {
  await api.disconnect();
}
