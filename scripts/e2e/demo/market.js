// SPDX-License-Identifier: Apache-2.0

/** The chapter of the used car: inspected, sold through a dealer, and paid when it is delivered. */

import { randomBytes, randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

import { AGENCY, chainNow, KRW } from '../lib/chain.js';
import { forge, sampleDocument, sampleForm } from '../lib/documents.js';
import { acceptance, draftSale, onChain, ownerOf, registerCar, reportOdometer, stageOf } from '../lib/market.js';
import { EXIT } from '../lib/program.js';
import { commit, newSalt } from '../lib/tags.js';
import { paper } from './cast.js';
import { holds, isSo } from './stage.js';

const PRICE = 13_800_000n;
const FEE = 300_000n;
/** What the buyer has beside the price. */
const POCKET_MONEY = 50_000n;
const won = (amount) => amount.toLocaleString('en');

/**
 * A car of Kim's is sold to Lee.
 *
 * @param {object} chapter
 * @param {object} c the company
 * @param {{ card: Record<string, bigint>, hands: object }} story
 * @returns {Promise<{ id: string }>} the car
 */
export async function playCar(chapter, c, { card, hands }) {
  const { api, by } = c;
  const call = api.tx.carRegistry;
  const document = (name) => {
    const { bytes } = sampleDocument(name);
    const salt = newSalt();
    return { bytes, salt, commitment: commit(salt, bytes) };
  };
  const [record, contract, receipt] = ['inspection-record', 'contract-dealer', 'receipt-dealer'].map(document);
  const buyer = { Citizen: card.lee };

  const car = await chapter.step({
    ko: '구청이 차를 등록한다', en: 'The district office registers the car',
  }, async () => {
    const vin = `KMHSE0UL0PA${String(randomInt(1_000_000)).padStart(6, '0')}`;
    const plate = `${randomInt(100, 999)}가${randomInt(1_000, 9_999)}`;
    const registered = await c.inTurn('dongdaemun', () => registerCar(api, by.dongdaemun, {
      vin, plate, owner: { Citizen: card.kim }, firstRegisteredAt: Date.UTC(2021, 2, 15),
    }));
    c.counts.sent += 1;
    const stored = JSON.stringify(await api.query.carRegistry.vehicles(registered.id));
    isSo(!stored.includes(vin) && !stored.includes(Buffer.from(vin).toString('hex')), 'the VIN is not on chain');
    return {
      did: { ko: `동대문구청이 김 시민의 차를 등록했습니다(${vin}).`, en: `Dongdaemun-gu registered Kim’s car (${vin}).` },
      proves: { ko: '체인에는 차대번호도 번호판도 없고, 등록증이 있어야 찾을 수 있는 표지만 있다.', en: 'neither VIN nor plate is on chain, only tags that find the car for who holds its certificate' },
      see: `Chain state → carRegistry.vehicles(${registered.id})`,
      value: registered,
    };
  });

  await chapter.step({
    ko: '주행거리가 줄면 기록되고 드러난다', en: 'An odometer that goes back is stored and exposed',
  }, async () => {
    const reports = async (name, km, source) => {
      c.counts.sent += 1;
      return c.inTurn(name, () => reportOdometer(api, by[name], car, km, source));
    };
    holds((await reports('periodicInspection', 21_480, 'PeriodicInspection')).verdict.type, 'Logical', 'the first reading');
    holds((await reports('insurer', 39_902, 'Insurance')).verdict.type, 'Logical', 'the second reading');
    const back = await reports('repairShop', 4_805, 'Repair');
    holds([back.flag.type, back.verdict.type], ['BelowEarlier', 'Illogical'], 'a reading below an earlier one');
    const correction = paper('주행거리 기록 정정 확인서');
    const { data, number } = await c.does('repairShop', call.correctOdometer(car.id, back.record, 48_050, correction), 'carRegistry', 'OdometerCorrected');
    holds(data.verdict.type, 'Logical', 'after the correction');
    return {
      did: { ko: '정비업체가 48,050 km를 4,805로 잘못 적고, 서류로 정정했습니다.', en: 'A repair shop mistyped 48,050 km as 4,805, and corrected it with a document.' },
      proves: { ko: '되돌린 주행거리는 지워지지 않고 표시되며, 정정도 흔적을 남긴다.', en: 'a reading that goes back is flagged for everyone and never erased; the correction leaves its trace too' },
      see: { ko: `블록 ${number} · Runtime calls → carRegistryApi.history(${car.id}, 0, 20)`, en: `block ${number} · Runtime calls → carRegistryApi.history(${car.id}, 0, 20)` },
    };
  });

  const inspection = await chapter.step({
    ko: '점검장이 성능·상태점검기록부를 낸다', en: 'The inspector files the inspection record',
  }, async () => {
    const form = sampleForm(await chainNow(api));
    const { data, number } = await c.does('workshop', call.fileInspection(car.id, record.commitment, form), 'carRegistry', 'InspectionFiled');
    holds([data.accident.accident.isTrue, data.accident.simpleRepair.isTrue], [false, true], 'the flag that the chain derives from the panels');
    return {
      did: { ko: '성능점검장이 42개 항목과 PDF의 해시를 냈습니다.', en: 'The workshop filed the 42 items of form 82 and a commitment to its PDF.' },
      proves: { ko: '사고 여부는 판매자가 적는 것이 아니라 체인이 점검부위에서 계산한다(단순수리).', en: 'accident or not is computed by the chain from the panels (a simple repair), nobody types it' },
      see: { ko: `블록 ${number} · Chain state → carRegistry.records(${car.id}, ${data.record})`, en: `block ${number} · Chain state → carRegistry.records(${car.id}, ${data.record})` },
      value: data.record.toNumber(),
    };
  });

  await forgery(chapter, c, { car, record, hands });

  const sale = await chapter.step({
    ko: '서명은 구매자가 점검기록을 본 뒤에만 된다', en: 'Nobody signs before the buyer has seen the inspection record',
  }, async () => {
    await c.does('kim', call.listVehicle(car.id, AGENCY.dealer), 'carRegistry', 'VehicleListed');
    c.counts.sent += 1;
    const drafted = await c.inTurn('dealer', () => draftSale(api, by.dealer, car, buyer, 'Dealer', contract.commitment, onChain(PRICE * KRW, FEE * KRW)));
    await c.isRefused('lee', call.signSale(drafted, contract.commitment), 'carRegistry.InspectionNotAcknowledged');
    const { number } = await c.submits('lee', call.acknowledgeInspection(drafted, inspection));
    await c.isRefused('lee', call.signSale(drafted, commit(contract.salt, forge(contract.bytes))), 'carRegistry.ContractMismatch');
    await Promise.all(['kim', 'lee'].map((name) => c.submits(name, call.signSale(drafted, contract.commitment))));
    holds(await stageOf(api, drafted), 'Signed', 'the sale after both signatures');
    return {
      did: { ko: '김 시민이 매매업자에게 내놓고, 매매업자가 계약서를 쓰고, 양쪽이 서명했습니다.', en: 'Kim listed the car, the dealer drafted the contract, both sides signed.' },
      proves: { ko: '점검기록 확인 전 서명과 다른 계약서는 거부된다(InspectionNotAcknowledged, ContractMismatch).', en: 'a signature before the disclosure is refused, and one under another paper (InspectionNotAcknowledged, ContractMismatch)' },
      see: { ko: `블록 ${number} · Chain state → carRegistry.sales(${drafted})`, en: `block ${number} · Chain state → carRegistry.sales(${drafted})` },
      value: drafted,
    };
  });

  await chapter.step({
    ko: '금고가 두 사람으로 예금을 토큰으로 바꾼다', en: 'The treasury makes won, with two people',
  }, async () => {
    const reference = randomBytes(32);
    const amount = (PRICE + FEE + POCKET_MONEY) * KRW;
    const mint = [reference, by.lee.address, amount];
    await c.submits('treasuryMaker', api.tx.depositToken.proposeMint(...mint));
    await c.isRefused('treasuryMaker', api.tx.depositToken.approveMint(...mint), 'depositToken.MakerIsChecker');
    const { number } = await c.does('treasuryChecker', api.tx.depositToken.approveMint(...mint), 'depositToken', 'Minted');
    holds(await c.freeOf('lee'), amount, 'won of the buyer');
    return {
      did: { ko: `이 시민이 은행에 넣은 ${won(amount / KRW)}원을 금고의 두 직원이 체인에 올렸습니다.`, en: `Lee’s bank deposit of ${won(amount / KRW)} won was brought onto the chain by two clerks of the treasury.` },
      proves: { ko: '한 사람은 원화를 만들지 못하고(MakerIsChecker), 모든 발행이 기록에 남는다.', en: 'one person alone makes no won (MakerIsChecker), and every mint stays on public record' },
      see: { ko: `블록 ${number} · Chain state → depositToken.mintRecords`, en: `block ${number} · Chain state → depositToken.mintRecords` },
    };
  });

  await chapter.step({
    ko: '차를 받은 뒤에야 돈이 간다', en: 'The money moves when the car has been delivered',
  }, async () => {
    const kimHad = await c.freeOf('kim');
    await c.does('lee', call.paySale(sale, (PRICE + FEE) * KRW), 'carRegistry', 'PriceHeld');
    holds(await c.freeOf('lee'), POCKET_MONEY * KRW, 'what the buyer can still spend');
    holds(await c.freeOf('kim'), kimHad, 'what the seller has before delivery');
    const accept = call.acceptTransfer(sale, acceptance(car, receipt.commitment));
    await c.isRefused('dongdaemun', accept, 'carRegistry.NotDelivered');
    await c.submits('lee', call.confirmDelivery(sale));
    const { data, number, blockHash } = await c.does('dongdaemun', accept, 'carRegistry', 'OwnershipTransferred');
    holds([data.oldOwner.asCitizen.toBigInt(), data.newOwner.asCitizen.toBigInt()], [card.kim, card.lee], 'who owned and owns the car');
    holds(await ownerOf(api, car), buyer, 'owner of the car');
    holds([await c.moved('kim', blockHash), await c.moved('dealer', blockHash)], [PRICE * KRW, FEE * KRW], 'won to seller and dealer');
    return {
      did: { ko: `대금은 체인에 묶였다가, 이 시민이 차를 받고 구청이 이전을 수리하자 김 시민 ${won(PRICE)}원, 매매업자 ${won(FEE)}원이 지급됐습니다.`, en: `The price was held; Lee confirmed delivery, the district accepted the transfer, and in that block Kim got ${won(PRICE)} won and the dealer ${won(FEE)}.` },
      proves: { ko: '소유권과 대금이 한 블록에서 함께 움직인다: 어느 쪽도 혼자 가지 않는다.', en: 'ownership and money move in one block, neither without the other' },
      see: { ko: `블록 ${number} · 이벤트 carRegistry.OwnershipTransferred`, en: `block ${number} · event carRegistry.OwnershipTransferred` },
    };
  });
  chapter.end();
  return car;
}

/** The inspection record is verified, changed, and verified again. The first hand-over. */
async function forgery(chapter, c, { car, record, hands }) {
  const original = c.file('inspection-record.pdf');
  const copy = c.file('inspection-record-copy.pdf');
  const salt = c.file('inspection-record.salt');
  await writeFile(original, record.bytes);
  await writeFile(copy, record.bytes);
  await writeFile(salt, `${Buffer.from(record.salt).toString('hex')}\n`, { mode: 0o600 });
  const words = (path) => ['car', 'verify', car.id, '--kind', 'inspection-record', '--document', path, '--salt', salt];
  // The command reads final blocks.
  await c.settled();
  const verdict = async (path) => c.seoul.run(words(path));

  await hands.over(chapter, {
    ko: [
      '직접 해 보십시오: 점검기록부 사본을 아무 편집기로나 고치고 저장하십시오.',
      `  ${copy}`,
      '확인 명령(다른 터미널에서도 됩니다):',
      `  ${hands.command(words(copy))}`,
    ],
    en: [
      'Your turn: change this copy of the inspection record in any editor, and save it.',
      `  ${copy}`,
      'What then checks it (you may run it in another terminal):',
      `  ${hands.command(words(copy))}`,
    ],
  }, {
    automatic: async () => writeFile(copy, forge(record.bytes)),
    accepts: async () => {
      const changed = !Buffer.from(await readFile(copy).catch(() => Buffer.alloc(0))).equals(Buffer.from(record.bytes));
      return changed || {
        ko: '파일이 아직 원본과 같습니다. 한 글자라도 바꾸고 저장하십시오.', en: 'The file still is what was recorded, byte by byte. Change something and save it.',
      };
    },
  });

  await chapter.step({
    ko: '고친 점검기록부는 거부된다', en: 'The changed inspection record is refused',
  }, async () => {
    const genuine = await verdict(original);
    holds([genuine.exit, genuine.json?.verdict?.Recorded?.standing], [0, 'InForce'], 'the original');
    const forged = await verdict(copy);
    holds([forged.exit, forged.json?.error?.code], [EXIT.NO, 'NotRecorded'], 'the changed copy');
    const onChain = await c.api.call.carRegistryApi.verifyDocument(car.id, 'InspectionRecord', commit(record.salt, await readFile(copy)));
    holds(onChain.type, 'NotRecorded', 'the changed copy, asked of the runtime');
    c.counts.refused += 1;
    return {
      did: { ko: '점검기록부 PDF의 원본과 고친 사본을 확인했습니다.', en: 'The PDF of the inspection record was checked, and a copy that was changed.' },
      proves: { ko: `원본은 ${genuine.json.verdict.Recorded.standing}, 한 바이트라도 다르면 ${forged.json.error.code}.`, en: `the original is ${genuine.json.verdict.Recorded.standing}; with one byte changed it is ${forged.json.error.code}` },
      see: { ko: `Runtime calls → carRegistryApi.verifyDocument(${car.id}, InspectionRecord, …)`, en: `Runtime calls → carRegistryApi.verifyDocument(${car.id}, InspectionRecord, …)` },
    };
  });
}
