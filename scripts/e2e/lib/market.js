// SPDX-License-Identifier: Apache-2.0

/** Steps of the used-car market that several journeys take. */

import { chainNow, councilDecides, submit, waitForMoment } from './chain.js';
import { accessTag, newCertificateCode, plateTag, vinTag } from './tags.js';

/**
 * The key that the registrars share. In a city it lives in their key management and nowhere else; this
 * one is public, for tests.
 */
export const REGISTRAR_KEY = new Uint8Array(Buffer.from('seoul chain e2e registrars key 1', 'ascii'));

/**
 * What a registrar states about a car, with tags computed from what is printed on its papers under the
 * first version of the registrars' key.
 */
export function registration({ vin, plate, code, owner, ...rest }) {
  return {
    vinTag: vinTag(REGISTRAR_KEY, vin),
    plateTag: plateTag(REGISTRAR_KEY, plate),
    accessTag: accessTag(vin, code),
    usage: 'Private',
    fuel: 'Gasoline',
    origin: 'New',
    odometerKm: 11,
    owner,
    tagKey: 0,
    earlierVinTag: null,
    ...rest,
  };
}

/**
 * Register a car and print its certificate.
 *
 * @returns {Promise<{ id: string, vin: string, plate: string, code: { bytes: Uint8Array, printed: string } }>}
 */
export async function registerCar(api, registrar, { vin, plate, owner, ...rest }) {
  const code = newCertificateCode();
  const firstRegisteredAt = rest.firstRegisteredAt ?? await chainNow(api) - 1_000;
  const tx = api.tx.carRegistry.registerVehicle(registration({ vin, plate, code: code.bytes, owner, ...rest, firstRegisteredAt }));
  const { vehicle } = (await submit(api, tx, registrar)).event('carRegistry', 'VehicleRegistered');
  return { id: vehicle.toHex(), vin, plate, code };
}

/** Report an odometer reading taken just now (or at `takenAt`), and give its event. */
export async function reportOdometer(api, reporter, car, km, source, takenAt) {
  const report = { km, takenAt: takenAt ?? await chainNow(api), source };
  return (await submit(api, api.tx.carRegistry.reportOdometer(car.id, report), reporter)).event('carRegistry', 'OdometerReported');
}

/** Draft a sale and give its number. It is paid outside the chain unless `payment` says otherwise. */
export async function draftSale(api, drafter, car, buyer, kind, contract, payment = 'OffChain') {
  const tx = api.tx.carRegistry.draftSale(car.id, buyer, kind, contract, payment);
  return (await submit(api, tx, drafter)).event('carRegistry', 'SaleDrafted').sale.toNumber();
}

/** Terms of payment on chain. Amounts are in the chain's smallest unit, the fee is the dealer's. */
export function onChain(price, dealerFee = 0n) {
  return { OnChain: { price, dealerFee } };
}

/** Seller and buyer sign the contract, in whichever order their transactions come. */
export async function signSale(api, sale, contract, seller, buyer) {
  await Promise.all([seller, buyer].map((side) => submit(api, api.tx.carRegistry.signSale(sale, contract), side)));
}

/** Seller and buyer say that the price was paid outside the chain. */
export async function confirmPayment(api, sale, seller, buyer) {
  await Promise.all([seller, buyer].map((side) => submit(api, api.tx.carRegistry.confirmPayment(sale), side)));
}

/** The buyer has price and dealer's fee held on its own account; gives the event. */
export async function paySale(api, sale, amount, buyer) {
  return (await submit(api, api.tx.carRegistry.paySale(sale, amount), buyer)).event('carRegistry', 'PriceHeld');
}

/** The buyer says that it has the car; gives the event. */
export async function confirmDelivery(api, sale, buyer) {
  return (await submit(api, api.tx.carRegistry.confirmDelivery(sale), buyer)).event('carRegistry', 'VehicleDelivered');
}

/** What a registrar states to accept a transfer, with the code of the new owner's certificate. */
export function acceptance(car, receipt, code = newCertificateCode()) {
  return { receipt, newAccessTag: accessTag(car.vin, code.bytes), newPlateTag: null, newDistrict: null };
}

/** The entry of a car's history of that number, wherever the chain stores it. */
export async function recordOf(api, car, index) {
  const { records } = await api.call.carRegistryApi.history(car.id, index, 1);
  return records[0][1];
}

/** The owner of a car, as `{ Citizen: 1001n }` or `{ Agency: 6n }`. */
export async function ownerOf(api, car) {
  const { owner } = (await api.query.carRegistry.vehicles(car.id)).unwrap();
  return { [owner.type]: owner.value.toBigInt() };
}

/** The stage of a sale by its name, such as `Draft`. */
export async function stageOf(api, sale) {
  return (await api.query.carRegistry.sales(sale)).unwrap().stage.type;
}

/** What the chain says of a document: its standing, or `NotRecorded`. */
export async function verify(api, car, kind, commitment) {
  const verdict = await api.call.carRegistryApi.verifyDocument(car.id, kind, commitment);
  return verdict.isRecorded ? verdict.asRecorded.standing.type : verdict.type;
}

/** Let the council set other legal periods, and wait until they apply. */
export async function setTerms(api, changes) {
  const scheduled = await api.query.carRegistry.terms();
  const from = await chainNow(api) + 20_000;
  await councilDecides(api, api.tx.carRegistry.scheduleTerms(from, { ...scheduled[scheduled.length - 1].terms.toJSON(), ...changes }));
  await waitForMoment(api, from);
}
