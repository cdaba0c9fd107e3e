// SPDX-License-Identifier: Apache-2.0

//! What benchmarks of the city's pallets need of the other registers.

use crate::{
	configs::governance::AtLeastHalfOfCouncil, AccountId, Agencies, CitizenIdentity, Runtime,
	RuntimeCall, TransactionQuota,
};
use alloc::{boxed::Box, vec, vec::Vec};
use frame_support::{traits::EnsureOrigin as _, BoundedVec};
use pallet_escrow_payments::ClaimKey;
use pallet_mvoting::{
	Eligibility, EncryptedBallot, Enrolment, Poll, PollStatus, Reward, RingAt, Secrecy, Settings,
	Source, Visibility, VotingKey,
};
use seoul_chain_ballot::{
	Ballot, BoardId, Ciphertext, EncodedPoint, Form, PollId, Tracker, Voter, MAX_OPTIONS,
};
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, CitizenIndex, CitizenRegistry, EnsureActor, Moment, OnAdmission,
	PartyId, Role,
};
use seoul_chain_ring_proofs::{vectors, Alias};
use seoul_chain_runtime_common::{
	origins::{
		CalendarOrigin, CardOfficeOrigin, CourtOrigin, DepartmentOrigin, DisputeOrigin,
		GuarantorOrigin, LabourBankOrigin, MerchantOrigin, MileageIssuerOrigin, OfficerOrigin,
		PollOfficeOrigin, RedemptionChannelOrigin, SupervisorOrigin, TreasuryOrigin,
		WorksInspectorOrigin,
	},
	CounterScope,
};
use sp_core::{crypto::KeyTypeId, sr25519};

/// What the benchmarks of the car registry need of the other registers.
pub struct OtherRegisters;

// A benchmark that cannot be set up must stop.
#[allow(clippy::expect_used)]
impl pallet_car_registry::benchmarking::BenchmarkHelper<AccountId> for OtherRegisters {
	/// A citizen with a new card.
	fn create_party(seed: u32) -> (AccountId, PartyId) {
		let account: AccountId = frame_benchmarking::account("citizen", seed, 0);
		let office = CardOfficeOrigin::<Runtime>::successful_actor();
		CitizenIdentity::issue_card(office, account.clone())
			.expect("the card office issues a card");
		let citizen = CitizenIdentity::citizen_of(&account).expect("the card was issued");
		(account, PartyId::Citizen(citizen))
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

#[allow(clippy::expect_used)]
impl pallet_mileage::benchmarking::BenchmarkHelper<AccountId> for OtherRegisters {
	fn create_citizen(seed: u32) -> (AccountId, PartyId) {
		<Self as pallet_car_registry::benchmarking::BenchmarkHelper<AccountId>>::create_party(seed)
	}

	/// Seed 0: the agency whose delegate passes the origin check of `role`, with that delegate's account as
	/// its pay-out account. Others are registered anew.
	fn create_agency(seed: u32, role: Role) -> (AccountId, AgencyId) {
		if seed == 0 {
			let origin = match role {
				Role::MileageIssuer => MileageIssuerOrigin::<Runtime>::successful_actor(),
				Role::RedemptionChannel => RedemptionChannelOrigin::<Runtime>::successful_actor(),
				_ => MerchantOrigin::<Runtime>::successful_actor(),
			};
			let who = frame_system::ensure_signed(origin).expect("a delegate signs");
			let agency = Agencies::agency_of(&who).expect("the delegate's office is registered");
			pallet_agencies::Agencies::<Runtime>::mutate_extant(agency, |register| {
				register.payout_account = who.clone();
			});
			return (who, agency);
		}
		let label = match role {
			Role::MileageIssuer => "issuer",
			Role::RedemptionChannel => "channel",
			_ => "merchant",
		};
		let agency = institution(label, seed, role);
		(frame_benchmarking::account(label, seed, 0), agency)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_citizen_identity::benchmarking::BenchmarkHelper<CounterScope, RuntimeCall>
	for OtherRegisters
{
	fn scopes() -> Vec<CounterScope> {
		vec![CounterScope::Cars, CounterScope::Mileage]
	}

	/// Of a scheme of the genesis.
	fn call() -> RuntimeCall {
		RuntimeCall::Mileage(pallet_mileage::Call::set_auto_conversion {
			scheme: pallet_mileage::genesis::ECO,
			rule: pallet_mileage::AutoConversion::Off,
		})
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

#[allow(clippy::expect_used)]
impl pallet_escrow_payments::benchmarking::BenchmarkHelper<AccountId> for OtherRegisters {
	/// The agency whose delegate passes the origin check of `role`. That delegate may also represent the
	/// agency, and has its pay-out account.
	fn office(role: Role) -> (AccountId, AgencyId) {
		let origin = match role {
			Role::OrderingDepartment => DepartmentOrigin::<Runtime>::successful_actor(),
			Role::ContractOfficer => OfficerOrigin::<Runtime>::successful_actor(),
			Role::Supervisor => SupervisorOrigin::<Runtime>::successful_actor(),
			Role::WorksInspector => WorksInspectorOrigin::<Runtime>::successful_actor(),
			Role::Guarantor => GuarantorOrigin::<Runtime>::successful_actor(),
			Role::LabourBank => LabourBankOrigin::<Runtime>::successful_actor(),
			Role::Treasury => TreasuryOrigin::<Runtime>::successful_actor(),
			Role::DisputeBody => DisputeOrigin::<Runtime>::successful_actor(),
			Role::CalendarOffice => CalendarOrigin::<Runtime>::successful_actor(),
			_ => CourtOrigin::<Runtime>::successful_actor(),
		};
		let who = frame_system::ensure_signed(origin).expect("a delegate signs");
		let agency = Agencies::agency_of(&who).expect("the delegate's office is registered");
		pallet_agencies::Agencies::<Runtime>::mutate_extant(agency, |register| {
			register.payout_account = who.clone();
		});
		(who, agency)
	}

	/// A contractor whose administrator represents it, with that account as its pay-out account.
	fn firm(seed: u32) -> (AccountId, PartyId) {
		let account: AccountId = frame_benchmarking::account("firm", seed, 0);
		if let Some(agency) = Agencies::agency_of(&account) {
			return (account, PartyId::Agency(agency));
		}
		let name = pallet_agencies::NameText::try_from(b"Firm".to_vec()).expect("a short name");
		Agencies::register_institution(
			AtLeastHalfOfCouncil::try_successful_origin().expect("the council decides"),
			pallet_agencies::AgencyName {
				ko: name.clone(),
				en: name,
			},
			vec![Role::Contractor].try_into().expect("one role"),
			None,
			account.clone(),
			account.clone(),
		)
		.expect("the council registers an institution");
		appoint_itself(&account, vec![Role::Representative, Role::Contractor]);
		let agency = Agencies::agency_of(&account).expect("it was registered");
		(account, PartyId::Agency(agency))
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn sign(message: &[u8]) -> (ClaimKey, sr25519::Signature) {
		const BENCHMARK: KeyTypeId = KeyTypeId(*b"benc");
		let key = sp_io::crypto::sr25519_generate(BENCHMARK, Some(b"//Benchmark".to_vec()));
		let signature = sp_io::crypto::sr25519_sign(BENCHMARK, &key, message)
			.expect("the keystore has the key that it made");
		(ClaimKey(key.0), signature)
	}
}

#[allow(clippy::expect_used)]
impl pallet_facilities::benchmarking::BenchmarkHelper for OtherRegisters {
	fn create_citizen(seed: u32) -> (AccountId, CitizenIndex) {
		match <Self as pallet_car_registry::benchmarking::BenchmarkHelper<AccountId>>::create_party(
			seed,
		) {
			(account, PartyId::Citizen(citizen)) => (account, citizen),
			(_, PartyId::Agency(_)) => unreachable!("cards are given to citizens"),
		}
	}

	fn create_issuer(seed: u32) -> AgencyId {
		institution("credential issuer", seed, Role::CredentialIssuer)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_citizen_rings::benchmarking::BenchmarkHelper for OtherRegisters {
	fn set_chain(chain: [u8; 32]) {
		pallet_chain_identity::ChainId::<Runtime>::put(sp_core::H256(chain));
	}

	fn set_active_cards(cards: u64) {
		pallet_citizen_identity::ActiveCards::<Runtime>::put(cards);
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

/// An institution with one role, different for each seed.
#[allow(clippy::expect_used)]
fn institution(label: &'static str, seed: u32, role: Role) -> AgencyId {
	let account: AccountId = frame_benchmarking::account(label, seed, 0);
	if let Some(agency) = Agencies::agency_of(&account) {
		return agency;
	}
	let name = pallet_agencies::NameText::try_from(b"Office".to_vec()).expect("a short name");
	Agencies::register_institution(
		AtLeastHalfOfCouncil::try_successful_origin().expect("the council decides"),
		pallet_agencies::AgencyName {
			ko: name.clone(),
			en: name,
		},
		vec![role].try_into().expect("one role"),
		None,
		account.clone(),
		account.clone(),
	)
	.expect("the council registers an institution");
	Agencies::agency_of(&account).expect("it was registered")
}

/// Let the administrator of an institution act for it in these roles.
#[allow(clippy::expect_used)]
fn appoint_itself(administrator: &AccountId, roles: Vec<Role>) {
	let signer = frame_system::RawOrigin::Signed(administrator.clone());
	Agencies::appoint_delegate(
		signer.into(),
		administrator.clone(),
		roles.try_into().expect("few roles"),
		pallet_timestamp::Now::<Runtime>::get() + 1,
	)
	.expect("an administrator appoints");
	// Benchmarks go years ahead.
	pallet_agencies::Delegations::<Runtime>::mutate_extant(administrator, |delegation| {
		delegation.expires_at = Moment::MAX;
	});
}

#[allow(clippy::expect_used)]
impl pallet_mvoting::benchmarking::BenchmarkHelper for OtherRegisters {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	/// A citizen whose card is as old as those of the genesis.
	fn create_citizen(seed: u32) -> (AccountId, CitizenIndex) {
		let account: AccountId = frame_benchmarking::account("citizen", seed, 0);
		if let Some(citizen) = CitizenIdentity::citizen_of(&account) {
			return (account, citizen);
		}
		let (account, citizen) =
			<Self as pallet_facilities::benchmarking::BenchmarkHelper>::create_citizen(seed);
		pallet_citizen_identity::Cards::<Runtime>::mutate_extant(citizen, |card| {
			card.issued_at = Moment::MIN;
		});
		(account, citizen)
	}

	fn create_trustee(seed: u32) -> (AccountId, AgencyId) {
		let account: AccountId = frame_benchmarking::account("trustee", seed, 0);
		let agency = institution("trustee", seed, Role::PollTrustee);
		if Agencies::ensure_role(&account, Role::PollTrustee).is_err() {
			appoint_itself(&account, vec![Role::PollTrustee]);
		}
		(account, agency)
	}

	fn office() -> AgencyId {
		let office = PollOfficeOrigin::<Runtime>::successful_actor();
		let who = frame_system::ensure_signed(office).expect("a delegate signs");
		Agencies::agency_of(&who).expect("the delegate's office is registered")
	}

	/// Of the vectors, which are proofs for the first poll.
	fn enrolments(poll: PollId, number: u32) -> Vec<Enrolment<AccountId>> {
		assert_eq!(poll, PollId(vectors::POLL), "the vectors are of one poll");
		pallet_citizen_rings::benchmarking::ring_of_vectors::<Runtime>(vectors::ENROLMENTS);
		(0..number)
			.map(|voter| {
				let (alias, proof) = vectors::enrolment(voter).expect("there are as many vectors");
				Enrolment {
					at: RingAt {
						ring: 0,
						revision: 1,
					},
					alias,
					voting_key: AccountId::new(vectors::voting_key(voter)),
					proof: proof.to_vec().try_into().expect("as long as a proof"),
				}
			})
			.collect()
	}
}

impl pallet_transaction_quota::benchmarking::BenchmarkHelper<AccountId, RuntimeCall>
	for OtherRegisters
{
	/// A voting key, whose ballot of as many options as there can be is in the sums: all other registers are asked
	/// before that of voting keys.
	fn admitted_account() -> AccountId {
		let account: AccountId = frame_benchmarking::account("admitted", 0, 0);
		let (poll, alias) = (PollId(0), Alias([7; 32]));
		pallet_mvoting::VotingKeys::<Runtime>::insert(&account, VotingKey { poll, alias });
		pallet_mvoting::Polls::<Runtime>::insert(
			poll,
			Poll {
				office: AgencyId(0),
				source: Source::Office,
				form: Form::YesNo,
				settings: Settings {
					secrecy: Secrecy::Anonymous { board: BoardId(0) },
					visibility: Visibility::TurnoutOnly,
					eligibility: Eligibility::AllCitizens,
					opens_at: 0,
					closes_at: Moment::MAX,
					quorum: 0,
					minimum_turnout: 10,
					reward: 0,
				},
				listed: 0,
				status: PollStatus::Open,
			},
		);
		let ciphertext = Ciphertext {
			alpha: EncodedPoint([7; 32]),
			beta: EncodedPoint([7; 32]),
		};
		let most = usize::try_from(MAX_OPTIONS).unwrap_or_default();
		pallet_mvoting::EncryptedBallots::<Runtime>::insert(
			poll,
			Voter::Alias(alias.0),
			EncryptedBallot {
				ciphertexts: BoundedVec::truncate_from(vec![ciphertext; most]),
				tracker: Tracker([7; 32]),
				casts: 1,
				reward: Reward::Nothing,
			},
		);
		TransactionQuota::on_admitted(&account);
		account
	}

	fn covered_call() -> RuntimeCall {
		let ballot = RuntimeCall::MVoting(pallet_mvoting::Call::cast_anonymous {
			poll: PollId(0),
			ballot: Box::new(Ballot {
				entries: BoundedVec::new(),
				sum: None,
			}),
		});
		(0..pallet_transaction_quota::MAX_DEPTH).fold(ballot.clone(), |call, _| {
			RuntimeCall::Utility(pallet_utility::Call::if_else {
				main: Box::new(ballot.clone()),
				fallback: Box::new(call),
			})
		})
	}
}
