// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	certificate::proof::broken,
	keys::Scheme,
	tags::{access_tag, CertificateCode, Vin},
};
use pallet_car_registry::{
	odometer::{MeterStart, Reading, ReadingPlace},
	AccessTag, Condition, EncumbranceSummary, Fuel, OdometerReport, OdometerSource,
	OdometerSummary, PlateTag, ReadingFlag, Record, RecordEntry, SettledReading, TagKeyVersion,
	Vehicle, VehicleOrigin, VehicleStatus, VehicleUse, VinTag,
};
use seoul_chain_primitives::{AgencyId, CitizenIndex, DistrictCode, PartyId};
use sp_core::storage::Storage;
use sp_crypto_hashing::{twox_128, twox_64};
use sp_runtime::{traits::BlakeTwo256, Digest, StateVersion};
use sp_state_machine::{prove_read_on_trie_backend, InMemoryBackend};

const CAR: VehicleId = VehicleId([7; 16]);
const RECORDS: u32 = 5;
/// An entry that stands among the settled readings.
const SETTLED: u32 = 2;
/// An entry that stands with the car.
const RECENT: u32 = 3;
const CODE: &str = "AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB-CEQT-CQKR-MFYY-DENB-WHA5-DYPQ";

fn prefix(pallet: &str, item: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

fn vin() -> Vin {
	Vin::parse("KMHSE0UL0PA000001").unwrap()
}

fn car(owner: u64) -> Vehicle {
	Vehicle {
		vin_tag: VinTag(H256::repeat_byte(1)),
		plate_tag: PlateTag(H256::repeat_byte(2)),
		access_tag: AccessTag(access_tag(&vin(), &CertificateCode::parse(CODE).unwrap())),
		tag_key: TagKeyVersion(0),
		usage: VehicleUse::Private,
		fuel: Fuel::Gasoline,
		origin: VehicleOrigin::New,
		first_registered_at: 1_615_734_000_000,
		district: DistrictCode(11_230),
		owner: PartyId::Citizen(CitizenIndex(owner)),
		status: VehicleStatus::Registered,
		records: RECORDS,
		latest_inspection: None,
		latest_receipt: None,
		encumbrances: EncumbranceSummary::default(),
		incidents: 0,
		condition: Condition::default(),
		odometer: OdometerSummary {
			settled: 1,
			last_settled: Some(reading(SETTLED, 10)),
			recent: vec![reading(RECENT, 20)].try_into().unwrap(),
			..OdometerSummary::default()
		},
	}
}

/// A reading that is an entry of its own.
fn reading(record: u32, km: u32) -> Reading {
	Reading {
		record,
		place: ReadingPlace::OwnEntry,
		report: OdometerReport {
			km,
			taken_at: u64::from(record),
			source: OdometerSource::Repair,
		},
		km,
		start: MeterStart::Continues,
		flag: ReadingFlag::Consistent,
		by: AgencyId(7),
		recorded_at: u64::from(record),
	}
}

/// A state with two cars, and other entries between which theirs stand.
fn state(owner: u64, storage_version: u16) -> InMemoryBackend<BlakeTwo256> {
	let mut storage = Storage::default();
	let mut put = |key: Vec<u8>, value: Vec<u8>| {
		storage.top.insert(key, value);
	};
	let first_block = [&twox_64(&0u32.encode())[..], &0u32.encode()].concat();
	put(
		[prefix("System", "BlockHash"), first_block].concat(),
		H256::repeat_byte(9).encode(),
	);
	put(
		prefix("System", "LastRuntimeUpgrade"),
		(codec::Compact(1_000u32), "seoul-chain").encode(),
	);
	put(prefix("Timestamp", "Now"), 1_764_000_000_000u64.encode());
	put(
		prefix("CarRegistry", ":__STORAGE_VERSION__:"),
		storage_version.encode(),
	);
	for number in 0..40u8 {
		put(
			[prefix("System", "Account"), vec![number; 16]].concat(),
			vec![number; 80],
		);
	}
	for (id, owner) in [(CAR, owner), (VehicleId([8; 16]), 1002)] {
		put(
			[prefix("CarRegistry", "Vehicles"), id.encode()].concat(),
			car(owner).encode(),
		);
		for number in 0..RECORDS {
			let hashed = [&twox_64(&number.encode())[..], &number.encode()].concat();
			let place = |item| [prefix("CarRegistry", item), id.encode(), hashed.clone()].concat();
			if number == SETTLED {
				let settled = SettledReading {
					reading: reading(SETTLED, 10),
					previous: None,
					next: Some(RECENT),
				};
				put(place("Readings"), settled.encode());
			}
			if number == SETTLED || number == RECENT {
				continue;
			}
			put(
				place("Records"),
				Record {
					recorded_at: u64::from(number),
					by: PartyId::Agency(AgencyId(1)),
					entry: RecordEntry::Listed {
						dealer: AgencyId(number),
					},
				}
				.encode(),
			);
		}
	}
	InMemoryBackend::from((storage, StateVersion::V1))
}

fn header_of(state: &InMemoryBackend<BlakeTwo256>) -> Header {
	Header {
		parent_hash: H256::repeat_byte(3),
		number: 42,
		state_root: *state.root(),
		extrinsics_root: H256::repeat_byte(4),
		digest: Digest::default(),
	}
}

fn nodes_of(state: &InMemoryBackend<BlakeTwo256>, id: VehicleId) -> BTreeSet<Vec<u8>> {
	let mut keys = facts::keys_of_entry(id);
	let whole = prove_read_on_trie_backend(state, &keys).unwrap();
	let backend = Backend::new(*state.root(), whole.iter_nodes().cloned()).unwrap();
	let counts = facts::counts(&backend, id).unwrap();
	keys.extend(facts::keys_of_lists(id, counts, Coverage::Whole));
	prove_read_on_trie_backend(state, &keys)
		.unwrap()
		.into_nodes()
}

fn issued(coverage: Coverage, key: Option<&SigningKey>) -> Certificate {
	let state = state(1001, 1);
	Certificate::make(
		CAR,
		&header_of(&state),
		coverage,
		nodes_of(&state, CAR),
		key,
	)
	.unwrap()
}

fn alice() -> SigningKey {
	SigningKey::from_secret("//Alice", Scheme::Sr25519).unwrap()
}

fn block() -> H256 {
	H256(blake2_256(&header_of(&state(1001, 1)).encode()))
}

fn refused(certificate: &Certificate, code: &str) {
	let failure = verify(&certificate.to_text().unwrap(), Some(block()))
		.err()
		.unwrap_or_else(|| panic!("should be refused with {code}"));
	assert_eq!(failure.code, code, "{failure}");
}

#[test]
fn a_certificate_proves_what_the_register_says() {
	let verified = verify(
		&issued(Coverage::Whole, None).to_text().unwrap(),
		Some(block()),
	)
	.unwrap();
	assert_eq!(verified.number, 42);
	assert_eq!(verified.block, block());
	assert_eq!(verified.genesis, H256::repeat_byte(9));
	assert_eq!(verified.time, 1_764_000_000_000);
	assert_eq!(verified.issuer, None);
	assert!(verified.has_history);
	assert_eq!(
		verified.facts["entry"]["owner"],
		serde_json::json!({"Citizen": 1001})
	);
	assert_eq!(verified.facts["verdict"], "Logical");
	assert_eq!(verified.facts["odometerKm"], 20);
	assert_eq!(verified.facts["divergence"], Json::Null);
	assert_eq!(verified.facts["encumbrances"], serde_json::json!([]));
	let records = verified.facts["records"].as_array().unwrap();
	assert_eq!(records.len(), 5);
	for (number, km) in [(2, 10), (3, 20)] {
		assert_eq!(records[number][0], number);
		assert_eq!(records[number][1]["entry"]["Odometer"]["report"]["km"], km);
	}
	assert_eq!(
		verified.access_tag,
		access_tag(&vin(), &CertificateCode::parse(CODE).unwrap())
	);
}

#[test]
fn a_certificate_without_history_says_so() {
	let verified = verify(
		&issued(Coverage::None, None).to_text().unwrap(),
		Some(block()),
	)
	.unwrap();
	assert!(!verified.has_history);
	assert!(verified.facts.get("records").is_none());
}

#[test]
fn a_certificate_of_another_block_is_refused() {
	let text = issued(Coverage::Whole, None).to_text().unwrap();
	assert!(verify(&text, None).is_ok());
	let failure = verify(&text, Some(H256::zero())).err().unwrap();
	assert_eq!(failure.code, "OtherBlock");
}

/// Whoever makes up a state makes up its root, and so its header, and so another hash.
#[test]
fn a_state_that_was_made_up_is_not_that_of_the_trusted_block() {
	let state = state(6666, 1);
	let forged = Certificate::make(
		CAR,
		&header_of(&state),
		Coverage::Whole,
		nodes_of(&state, CAR),
		None,
	)
	.unwrap();
	refused(&forged, "OtherBlock");

	// The real header over the made-up state.
	let mut pasted = forged;
	pasted.block = issued(Coverage::Whole, None).block;
	refused(&pasted, "ProofBroken");
}

#[test]
fn every_changed_byte_is_noticed() {
	for key in [None, Some(alice())] {
		let text = issued(Coverage::None, key.as_ref()).to_text().unwrap();
		let mut bytes = text.clone().into_bytes();
		for place in 0..bytes.len() {
			let original = bytes[place];
			for changed in [original ^ 1, original ^ 0x20] {
				bytes[place] = changed;
				if let Ok(altered) = std::str::from_utf8(&bytes) {
					assert!(
						verify(altered, Some(block())).is_err(),
						"byte {place}: {:?} for {:?}",
						char::from(changed),
						char::from(original)
					);
				}
			}
			bytes[place] = original;
		}
		assert!(verify(&text, Some(block())).is_ok());
	}
}

#[test]
fn a_cut_or_lengthened_text_is_refused() {
	let text = issued(Coverage::None, None).to_text().unwrap();
	for altered in [
		String::new(),
		text[..text.len() - 1].to_owned(),
		format!("{text}\n"),
		format!(" {text}"),
		text.replace("  ", "\t"),
		text.replace("\"issuer\"", "\"other\": 1,\n  \"issuer\""),
	] {
		assert!(verify(&altered, Some(block())).is_err());
	}
}

#[test]
fn each_field_is_bound_to_the_others() {
	let whole = issued(Coverage::Whole, None);

	let mut other = whole.clone();
	other.format = "seoul-car-certificate/2".into();
	refused(&other, "FormatUnknown");

	let mut other = whole.clone();
	other.vehicle = hexadecimal(&[8; 16]);
	refused(&other, "ProofBroken");

	let mut other = whole.clone();
	other.block.number = 43;
	refused(&other, "CertificateAltered");

	let mut other = whole.clone();
	other.block.hash = hexadecimal(&[0; 32]);
	refused(&other, "CertificateAltered");

	let mut header = header_of(&state(1001, 1));
	header.number = 43;
	let mut other = whole.clone();
	other.block.header = hexadecimal(&header.encode());
	refused(&other, "CertificateAltered");

	let mut other = whole.clone();
	other.block.header.push_str("00");
	refused(&other, "CertificateAltered");

	let mut other = whole.clone();
	other.history = Coverage::None;
	refused(&other, "CertificateAltered");

	let mut other = issued(Coverage::None, None);
	other.history = Coverage::Whole;
	refused(&other, "ProofBroken");

	for (field, value) in [
		("genesis", serde_json::json!(hexadecimal(&[8; 32]))),
		("time", serde_json::json!(1_764_000_000_001u64)),
		("specVersion", serde_json::json!(1_001)),
		("verdict", serde_json::json!("Illogical")),
		("odometerKm", serde_json::json!(10)),
		("transferBlocks", serde_json::json!(["Stolen"])),
		("encumbrances", serde_json::json!([1])),
		("divergence", serde_json::json!({})),
		("records", serde_json::json!([])),
		("added", serde_json::json!(1)),
	] {
		let mut other = whole.clone();
		other.facts[field] = value;
		refused(&other, "CertificateAltered");
	}
	let mut other = whole;
	other.facts["entry"]["owner"] = serde_json::json!({"Citizen": 1002});
	refused(&other, "CertificateAltered");
}

#[test]
fn a_proof_is_whole_and_holds_nothing_else() {
	let whole = issued(Coverage::Whole, None);
	for place in 0..whole.proof.len() {
		let mut less = whole.clone();
		less.proof.remove(place);
		refused(&less, "ProofBroken");
	}

	let mut twice = whole.clone();
	twice.proof.insert(0, twice.proof[0].clone());
	refused(&twice, "CertificateAltered");

	let mut turned = whole.clone();
	turned.proof.reverse();
	refused(&turned, "CertificateAltered");

	// A node of the same state that these entries do not need.
	let state = state(1001, 1);
	let others = nodes_of(&state, VehicleId([8; 16]));
	let mut more: BTreeSet<String> = whole.proof.iter().cloned().collect();
	let before = more.len();
	more.extend(others.iter().map(|node| hexadecimal(node)));
	assert!(more.len() > before);
	let mut padded = whole.clone();
	padded.proof = more.into_iter().collect();
	refused(&padded, "ProofBroken");

	let mut nonsense = whole;
	nonsense.proof.push(hexadecimal(&[0xff; 40]));
	nonsense.proof.sort();
	refused(&nonsense, "ProofBroken");
	assert_eq!(broken("").code, "ProofBroken");
}

#[test]
fn the_issuer_is_who_signed() {
	let signed = issued(Coverage::Whole, Some(&alice()));
	let verified = verify(&signed.to_text().unwrap(), Some(block())).unwrap();
	let address = keys::address(alice().account(), SS58_PREFIX);
	assert_eq!(verified.issuer.as_deref(), Some(address.as_str()));
	assert!(verified.signed_by(alice().account()).is_ok());
	let bob = SigningKey::from_secret("//Bob", Scheme::Sr25519).unwrap();
	assert_eq!(
		verified.signed_by(bob.account()).unwrap_err().code,
		"OtherIssuer"
	);

	let mut claimed = signed.clone();
	claimed.issuer.as_mut().unwrap().account = keys::address(bob.account(), SS58_PREFIX);
	refused(&claimed, "CertificateAltered");

	// The same account in the spelling of another chain.
	let mut respelled = signed.clone();
	respelled.issuer.as_mut().unwrap().account = keys::address(alice().account(), 0);
	refused(&respelled, "CertificateAltered");

	let mut pasted = issued(Coverage::None, Some(&alice()));
	pasted.issuer = signed.issuer.clone();
	refused(&pasted, "CertificateAltered");

	// Without the signature it proves the same, but nobody is known to have issued it.
	let mut stripped = signed;
	stripped.issuer = None;
	let verified = verify(&stripped.to_text().unwrap(), Some(block())).unwrap();
	assert!(verified.signed_by(alice().account()).is_err());
}

#[test]
fn another_layout_of_the_register_is_not_guessed_at() {
	let state = state(1001, 2);
	let failure = Certificate::make(
		CAR,
		&header_of(&state),
		Coverage::None,
		nodes_of(&state, CAR),
		None,
	)
	.err()
	.unwrap();
	assert_eq!(failure.code, "LayoutUnknown");
}

#[test]
fn a_car_that_is_not_there_has_no_certificate() {
	let state = state(1001, 1);
	let keys = facts::keys_of_entry(VehicleId([1; 16]));
	let nodes = prove_read_on_trie_backend(&state, &keys)
		.unwrap()
		.into_nodes();
	let made = Certificate::make(
		VehicleId([1; 16]),
		&header_of(&state),
		Coverage::None,
		nodes,
		None,
	);
	assert_eq!(made.err().unwrap().code, "ProofBroken");
}
