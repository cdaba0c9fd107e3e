// SPDX-License-Identifier: Apache-2.0

//! What the city does in these blocks.

use crate::common::{polls, rings, who, *};
use pallet_car_registry::{Call as Cars, ContractKind, PaymentTerms, SaleId, TransferAcceptance};
use pallet_mvoting::{Call as Polls, Eligibility, Secrecy, Settings, Visibility};
use seoul_chain_ballot::{Form, PollId};
use seoul_chain_primitives::DistrictCode;
use seoul_chain_runtime::{
	AccountId, Balance, CarRegistry, Runtime, RuntimeCall, System, UncheckedExtrinsic,
};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::{sr25519, Pair};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;

/// What the buyer pays for the car.
pub const PRICE: Balance = 500 * KRW;
/// What the buyer pays to the dealer.
pub const FEE: Balance = 20 * KRW;
const CONTRACT: &[u8] = b"contract of a brokered sale";

/// The dealer has sold a car of the seller's. Both have signed; the buyer has not paid.
pub fn signed_sale(chain: &mut Chain) -> SaleId {
	let vehicle = register_car(chain, "a brokered car", SELLER_CARD);
	let dealer = DEALER;
	chain.succeeds(
		who::SELLER,
		Cars::<Runtime>::list_vehicle { vehicle, dealer },
	);
	let form = clean_form(chain.now(), 48_000);
	let record = document(b"inspection record");
	chain.succeeds(
		who::INSPECTOR,
		Cars::<Runtime>::file_inspection {
			vehicle,
			document: record,
			form,
		},
	);
	let inspection = chain
		.query(|| CarRegistry::vehicle_info(vehicle))
		.and_then(|info| info.vehicle.latest_inspection)
		.expect("the inspection record is filed");
	let contract = document(CONTRACT);
	let sale = drafted_sale(chain.succeeds(
		who::DEALER,
		Cars::<Runtime>::draft_sale {
			vehicle,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::Dealer,
			contract,
			payment: PaymentTerms::OnChain {
				price: PRICE,
				dealer_fee: FEE,
			},
		},
	));
	chain.succeeds(
		who::BUYER,
		Cars::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	for side in [who::SELLER, who::BUYER] {
		chain.succeeds(side, Cars::<Runtime>::sign_sale { sale, contract });
	}
	sale
}

/// The registrar accepts a sale.
pub fn accept(sale: SaleId) -> Cars<Runtime> {
	Cars::accept_transfer {
		sale,
		acceptance: TransferAcceptance {
			receipt: document(b"receipt of the national register"),
			new_access_tag: access_tag("the buyer's certificate"),
			new_plate_tag: None,
			new_district: None,
		},
	}
}

/// A public vote for the second of five.
pub fn public_vote(poll: PollId) -> Polls<Runtime> {
	Polls::cast_public {
		poll,
		options: polls::options(&[1]),
		credential: None,
	}
}

/// A payment to an account.
pub fn pay(to: AccountId, value: Balance) -> pallet_balances::Call<Runtime> {
	pallet_balances::Call::transfer_keep_alive {
		dest: to.into(),
		value,
	}
}

/// Wallets that sign one transaction after the other, for blocks on a state.
pub struct Wallets(TestExternalities);

impl Wallets {
	/// With the nonces of this state.
	pub fn of(snapshot: &Snapshot) -> Self {
		Self(snapshot.state())
	}

	/// Sign with the signer's next nonce.
	pub fn sign(
		&mut self,
		signer: &sr25519::Pair,
		call: impl Into<RuntimeCall>,
	) -> UncheckedExtrinsic {
		let call = call.into();
		self.0.execute_with(|| {
			let transaction = sign(signer, call, 0);
			System::inc_account_nonce(AccountId::from(signer.public()));
			transaction
		})
	}
}

/// A chain with an open secret poll and an open anonymous one, and what goes into them: the ballot of a citizen, and the
/// enrolment of a resident.
pub fn encrypted_votes() -> (Snapshot, [UncheckedExtrinsic; 2]) {
	let district = DistrictCode(11_230);
	let mut chain = rings::development_with_rings();
	let wallets = polls::residents(&mut chain, district, "resident", 8);
	let trustees = polls::Trustees::ready(&mut chain, 3, 2);
	let board = trustees.board;
	let voters = polls::citizens(&mut chain, "voter", 1);

	let settings = polls::settings(&chain, Secrecy::Secret { board });
	let secret_poll = polls::open(&mut chain, polls::ONE_OF_FIVE, settings);
	let settings = Settings {
		eligibility: Eligibility::District { district },
		visibility: Visibility::AfterClose,
		..polls::settings(&chain, Secrecy::Anonymous { board })
	};
	let anonymous_poll = polls::open(&mut chain, Form::YesNo, settings);

	let booth = polls::Booth::of(&mut chain, secret_poll);
	let ballot = booth.ballot(polls::voter_of(&voters[0]), &[3], 0);
	let ring = wallets[0].unlock(&mut chain);
	let key = polls::VotingKey::prove(&mut chain, &ring, anonymous_poll, "//one poll");

	let snapshot = chain.snapshot();
	let ballot = Wallets::of(&snapshot).sign(&voters[0].0, booth.secret(ballot));
	let enrolment = snapshot
		.state()
		.execute_with(|| key.transaction(anonymous_poll));
	(snapshot, [ballot, enrolment])
}

/// A chain on which a sale waits for its price and a poll is open, and what comes next: the buyer pays and has the car, the
/// registrar accepts, a citizen votes, and another pays for something.
pub fn busy_day() -> (Snapshot, [UncheckedExtrinsic; 5]) {
	let mut chain = Chain::development();
	let sale = signed_sale(&mut chain);
	let settings = polls::settings(&chain, Secrecy::Public);
	let poll = polls::open(&mut chain, polls::ONE_OF_FIVE, settings);
	let snapshot = chain.snapshot();
	let price = Cars::<Runtime>::pay_sale {
		sale,
		amount: PRICE + FEE,
	};
	let delivery = Cars::<Runtime>::confirm_delivery { sale };
	let mut wallets = Wallets::of(&snapshot);
	let transactions = [
		wallets.sign(&who::BUYER.pair(), price),
		wallets.sign(&who::BUYER.pair(), delivery),
		wallets.sign(&who::DONGDAEMUN.pair(), accept(sale)),
		wallets.sign(&who::BYSTANDER.pair(), public_vote(poll)),
		wallets.sign(
			&who::SELLER.pair(),
			pay(Sr25519Keyring::Bob.to_account_id(), 3 * KRW),
		),
	];
	(snapshot, transactions)
}
