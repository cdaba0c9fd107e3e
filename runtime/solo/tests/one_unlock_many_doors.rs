// SPDX-License-Identifier: Apache-2.0

//! A resident opens the ring once and is let in at library, sports hall and museum, and nobody can follow: what two
//! doors, or two services, know of one citizen shares nothing but chance.

use crate::common::{rings::*, *};
use codec::Encode;
use pallet_car_registry::Call as Vehicles;
use pallet_citizen_identity::Call as Cards;
use pallet_citizen_rings::ServiceId;
use seoul_chain_primitives::{CitizenIndex, PartyId};
use seoul_chain_ring_proofs::{
	login::LoginRefusal, Bandersnatch, Context, Purpose, RingProofSystem, RingSize,
};
use seoul_chain_runtime::{Runtime, System};
use std::collections::BTreeSet;

const LIBRARY: u32 = 0;
const SPORTS_HALL: u32 = 1;
const MUSEUM: u32 = 2;

/// The three doors of the small city.
fn doors(chain: &mut Chain) -> [Door; 3] {
	[
		Door::of(chain, LIBRARY, "library.localhost"),
		Door::of(chain, SPORTS_HALL, "sports.localhost"),
		Door::of(chain, MUSEUM, "museum.localhost"),
	]
}

#[test]
fn a_resident_opens_the_ring_once_and_is_let_in_at_library_sports_hall_and_museum() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 8);
	let mut doors = doors(&mut chain);
	let transactions = chain.query(System::extrinsic_count);

	let unlocked = citizens[3].unlock(&mut chain);
	let mut aliases = BTreeSet::new();
	for door in &mut doors {
		let alias = door.lets_in(&chain, &unlocked).expect("a member is let in");
		// The next visit shows the same alias, which is that of the key in this context and no other's.
		assert_eq!(door.lets_in(&chain, &unlocked), Ok(alias));
		let purpose = Purpose::Login {
			facility: door.facility.number,
		};
		assert_eq!(alias, citizens[3].alias(purpose));
		aliases.insert(alias);
	}
	assert_eq!(aliases.len(), doors.len(), "each door has its own alias");
	assert_eq!(
		chain.query(System::extrinsic_count),
		transactions,
		"a login is no transaction"
	);
}

#[test]
fn two_citizens_are_two_and_a_citizen_who_changes_accounts_is_the_same() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 8);
	let [mut library, ..] = doors(&mut chain);
	let one = citizens[0].unlock(&mut chain);
	let other = citizens[1].unlock(&mut chain);
	let alias = library.lets_in(&chain, &one).expect("is let in");
	assert_ne!(library.lets_in(&chain, &other), Ok(alias));

	// The seed phrase brings the key back, whatever happens to the account of the card.
	let phone = key("//a new phone");
	let citizen = citizens[0].citizen;
	chain.succeeds_as(
		&citizens[0].card,
		Cards::<Runtime>::propose_rotation {
			new_account: account_of(&phone),
		},
	);
	chain.succeeds_as(&phone, Cards::<Runtime>::accept_rotation { citizen });
	chain.next_block();
	let path = "//citizen in a ring//0";
	let on_new_phone = Wallet::of(&mut chain, phone, citizen, seed(path), 0);
	let again = on_new_phone.unlock(&mut chain);
	assert_eq!(library.lets_in(&chain, &again), Ok(alias));
}

#[test]
fn an_answer_opens_no_other_door_and_no_door_twice() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let [mut library, mut sports_hall, _] = doors(&mut chain);
	let unlocked = citizens[2].unlock(&mut chain);
	let now = chain.now();

	let asked = library.ask(now);
	let answer = unlocked.answer(asked.clone());
	assert_eq!(
		sports_hall.opens_to(&answer, now),
		Err(LoginRefusal::OtherFacility)
	);
	// A facility that shows another's number has its visitors prove for that one, under its own host name.
	let mut relayed = answer.clone();
	relayed.challenge.facility = SPORTS_HALL;
	relayed.challenge.domain = "sports.localhost".into();
	let issued = sports_hall.ask(now);
	relayed.challenge.nonce = issued.nonce;
	relayed.challenge.issued_at = issued.issued_at;
	relayed.challenge.expires_at = issued.expires_at;
	assert_eq!(
		sports_hall.opens_to(&relayed, now),
		Err(LoginRefusal::InvalidProof)
	);
	let mut elsewhere = answer.clone();
	elsewhere.chain = [9; 32];
	assert_eq!(
		library.opens_to(&elsewhere, now),
		Err(LoginRefusal::OtherChain)
	);
	assert_eq!(
		library.opens_to(&answer, asked.expires_at),
		Err(LoginRefusal::ChallengeExpired)
	);
	assert!(library.opens_to(&answer, now).is_ok());
	assert_eq!(
		library.opens_to(&answer, now),
		Err(LoginRefusal::NonceNotOpen)
	);
}

#[test]
fn who_is_in_no_ring_is_let_in_nowhere() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let stranger = Wallet::of_a_new_citizen(&mut chain, "//a citizen without a ring key");
	let [mut library, ..] = doors(&mut chain);
	let ring = citizens[0].unlock(&mut chain);
	assert!(stranger
		.unlock_at(&mut chain, ring.ring, ring.revision)
		.is_none());
	// Somebody else's proof does not become the stranger's by claiming the stranger's alias.
	let now = chain.now();
	let mut stolen = ring.answer(library.ask(now));
	stolen.alias = stranger.alias(Purpose::Login { facility: LIBRARY }).0;
	assert_eq!(
		library.opens_to(&stolen, now),
		Err(LoginRefusal::OtherAlias)
	);
}

/// How often a distance puts the true partner nearer than a stranger, if it knows nothing: the mean rank of the true
/// partner among `n` candidates is `(n - 1) / 2`, its variance `(n² - 1) / 12`, and the mean over `n` citizens is
/// within six standard deviations of it but once in five hundred million tests.
#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
fn assert_guesses_nothing(
	what: &str,
	pairs: &[([u8; 32], [u8; 32])],
	distance: impl Fn(&[u8; 32], &[u8; 32]) -> u64,
) {
	let count = pairs.len() as f64;
	let sum_of_ranks: usize = pairs
		.iter()
		.enumerate()
		.map(|(own, (one, partner))| {
			let true_distance = distance(one, partner);
			// Ties are broken by position, from the citizen's own on, so that no place is preferred.
			(1..pairs.len())
				.filter(|step| {
					let (_, stranger) = &pairs[(own + step) % pairs.len()];
					let stranger = distance(one, stranger);
					stranger < true_distance
						|| (stranger == true_distance && step * 2 < pairs.len())
				})
				.count()
		})
		.sum();
	let mean = sum_of_ranks as f64 / count;
	let deviation = ((count * count - 1.0) / 12.0 / count).sqrt();
	let off = (mean - (count - 1.0) / 2.0) / deviation;
	assert!(
		off.abs() < 6.0,
		"{what}: off by {off:.1} standard deviations"
	);
}

fn differing_bits(one: &[u8; 32], other: &[u8; 32]) -> u64 {
	one.iter()
		.zip(other)
		.map(|(one, other)| u64::from((one ^ other).count_ones()))
		.sum()
}

fn first_bytes(of: &[u8; 32]) -> u64 {
	u64::from_be_bytes(of[..8].try_into().expect("eight bytes"))
}

fn last_bytes(of: &[u8; 32]) -> u64 {
	u64::from_le_bytes(of[24..].try_into().expect("eight bytes"))
}

/// What a citizen is known by, in each place, by index.
fn known_by(wallet: &Wallet) -> [[u8; 32]; 7] {
	let login = |facility| wallet.alias(Purpose::Login { facility }).0;
	let service = |service| wallet.alias(Purpose::Service { service }).0;
	[
		login(LIBRARY),
		login(SPORTS_HALL),
		service(CARS.0),
		service(MILEAGE.0),
		wallet.ring_key().0,
		account_of(&wallet.card).into(),
		sp_core::H256::from_low_u64_le(wallet.citizen.0).0,
	]
}

const NAMES: [&str; 7] = [
	"library",
	"sports hall",
	"cars",
	"mileage",
	"ring key",
	"account of the card",
	"card",
];

/// With sixteen hundred citizens a distance that is right by one rank in eleven would be found. The number of a card is
/// no chance among itself, so it stands on one side only.
#[test]
fn the_aliases_of_sixteen_hundred_citizens_in_two_places_share_nothing_but_chance() {
	let mut chain = development_with_rings();
	let known: Vec<[[u8; 32]; 7]> = (0..1_600u64)
		.map(|number| {
			let path = format!("//many//{number}");
			let drawn = sp_io::hashing::twox_64(path.as_bytes());
			let citizen = CitizenIndex(u64::from_le_bytes(drawn));
			known_by(&Wallet::of(&mut chain, key(&path), citizen, seed(&path), 0))
		})
		.collect();
	for one in 0..NAMES.len() {
		for other in 0..one {
			let what = format!("{} and {}", NAMES[one], NAMES[other]);
			let pairs: Vec<([u8; 32], [u8; 32])> = known
				.iter()
				.map(|citizen| (citizen[one], citizen[other]))
				.collect();
			assert_guesses_nothing(&what, &pairs, differing_bits);
			assert_guesses_nothing(&what, &pairs, |one, other| {
				first_bytes(one).abs_diff(first_bytes(other))
			});
			assert_guesses_nothing(&what, &pairs, |one, other| {
				last_bytes(one).abs_diff(last_bytes(other))
			});
			assert_guesses_nothing(&what, &pairs, |one, other| {
				first_bytes(one).abs_diff(last_bytes(other))
			});
		}
	}
}

/// A test that cannot fail shows nothing: of aliases that are the same but for half of their bits it finds that they
/// belong together.
#[test]
#[should_panic(expected = "standard deviations")]
fn the_test_finds_aliases_that_are_half_alike() {
	let pairs: Vec<([u8; 32], [u8; 32])> = (0..400u32)
		.map(|number| {
			let one = sp_io::hashing::blake2_256(&number.to_le_bytes());
			let mut other = sp_io::hashing::blake2_256(&one);
			other[..4].copy_from_slice(&one[..4]);
			(one, other)
		})
		.collect();
	assert_guesses_nothing("half alike", &pairs, differing_bits);
}

/// In what role something of a citizen appears on chain. What belongs to one role may stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Face {
	Card,
	RingKey,
	In(ServiceId),
	At(u32),
}

/// What would betray a citizen if it stood in one place with another of these.
struct Trace {
	citizen: usize,
	face: Face,
	bytes: Vec<u8>,
}

fn traces(citizen: usize, wallet: &Wallet, bound: &[(ServiceId, CitizenIndex)]) -> Vec<Trace> {
	let trace = |face, bytes: &[u8]| Trace {
		citizen,
		face,
		bytes: bytes.to_vec(),
	};
	let card = account_of(&wallet.card);
	let mut all = vec![
		trace(Face::Card, card.as_ref()),
		trace(Face::Card, &wallet.citizen.0.to_le_bytes()),
		trace(Face::RingKey, &wallet.ring_key().0),
	];
	for facility in [LIBRARY, SPORTS_HALL] {
		let alias = wallet.alias(Purpose::Login { facility });
		all.push(trace(Face::At(facility), &alias.0));
	}
	for (service, index) in bound {
		let alias = wallet.alias(Purpose::Service { service: service.0 });
		let account = account_of(&wallet.alias_key(*service));
		all.push(trace(Face::In(*service), &alias.0));
		all.push(trace(Face::In(*service), account.as_ref()));
		all.push(trace(Face::In(*service), &index.0.to_le_bytes()));
	}
	all
}

fn contains(place: &[u8], bytes: &[u8]) -> bool {
	place.windows(bytes.len()).any(|part| part == bytes)
}

/// In whose which faces a place shows somebody.
fn shown_in(place: &[u8], traces: &[Trace]) -> BTreeSet<(usize, Face)> {
	traces
		.iter()
		.filter(|trace| contains(place, &trace.bytes))
		.map(|trace| (trace.citizen, trace.face))
		.collect()
}

/// Every item of the state, key and value together.
fn state(chain: &mut Chain) -> Vec<Vec<u8>> {
	chain.query(|| {
		let mut items = Vec::new();
		let mut key = Vec::new();
		while let Some(next) = sp_io::storage::next_key(&key) {
			// The code of the runtime says nothing of anybody.
			if next != sp_core::storage::well_known_keys::CODE {
				let value = sp_io::storage::get(&next).expect("the key is there");
				items.push([next.as_slice(), &value].concat());
			}
			key = next;
		}
		items
	})
}

/// A citizen of the structural test: the wallet, and under which index it acts in each service.
type Acting = (Wallet, Vec<(ServiceId, CitizenIndex)>);

#[test]
fn no_event_and_no_item_of_the_state_shows_a_citizen_in_two_faces() {
	let mut chain = development_with_rings();
	let mut library = Door::of(&mut chain, LIBRARY, "library.localhost");
	let mut sports_hall = Door::of(&mut chain, SPORTS_HALL, "sports.localhost");
	let mut places: Vec<Vec<u8>> = Vec::new();
	// What is in the events of a block is looked at one by one: an observer sees that they are of one block in any case.
	let events = |chain: &mut Chain, places: &mut Vec<Vec<u8>>| {
		let of_block = chain.query(System::events);
		places.extend(of_block.into_iter().map(|record| record.event.encode()));
	};

	let wallets = citizens_in_a_ring(&mut chain, 6);
	library.read(&mut chain);
	sports_hall.read(&mut chain);
	let mut citizens: Vec<Acting> = Vec::new();
	for wallet in wallets {
		let mut indices = Vec::new();
		{
			let unlocked = wallet.unlock(&mut chain);
			assert!(library.lets_in(&chain, &unlocked).is_ok());
			assert!(sports_hall.lets_in(&chain, &unlocked).is_ok());
			for service in [CARS, MILEAGE] {
				let account = account_of(&wallet.alias_key(service));
				let binding = unlocked.bind(service, &account, 0);
				indices.push((service, bound(&mut chain, &binding)));
				events(&mut chain, &mut places);
				chain.next_block_with_room();
			}
		}
		citizens.push((wallet, indices));
	}
	// They act in both faces, so that there is something of each in the state.
	for (number, (wallet, indices)) in citizens.iter().enumerate() {
		let name = format!("a car of alias {number}");
		let owner = PartyId::Citizen(indices[0].1);
		let vehicle = register_car(&mut chain, &name, owner);
		chain.succeeds_as(
			&wallet.alias_key(CARS),
			Vehicles::<Runtime>::list_vehicle {
				vehicle,
				dealer: DEALER,
			},
		);
		register_car(
			&mut chain,
			&format!("a car of card {number}"),
			PartyId::Citizen(wallet.citizen),
		);
		events(&mut chain, &mut places);
		chain.next_block_with_room();
	}
	chain.next_block_with_room();

	let all: Vec<Trace> = citizens
		.iter()
		.enumerate()
		.flat_map(|(number, (wallet, indices))| traces(number, wallet, indices))
		.collect();
	places.extend(state(&mut chain));
	let mut seen: BTreeSet<(usize, Face)> = BTreeSet::new();
	for place in &places {
		let shown = shown_in(place, &all);
		for (citizen, face) in &shown {
			let other = shown
				.iter()
				.find(|(one, another)| one == citizen && another != face);
			assert_eq!(
				other,
				None,
				"citizen {citizen} is shown as {face:?} too in {}",
				sp_core::bytes::to_hex(place, false)
			);
		}
		seen.extend(shown);
	}
	for citizen in 0..citizens.len() {
		for face in [Face::Card, Face::RingKey, Face::In(CARS), Face::In(MILEAGE)] {
			assert!(
				seen.contains(&(citizen, face)),
				"{face:?} of {citizen} is looked for where it is"
			);
		}
		for facility in [LIBRARY, SPORTS_HALL] {
			assert!(
				!seen.contains(&(citizen, Face::At(facility))),
				"a login leaves nothing"
			);
		}
	}
}

/// What a facility is told by a login names neither card nor key: of 32 bytes in a row it has only its own alias.
#[test]
fn what_a_facility_is_told_names_neither_card_nor_key_nor_another_alias() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let mut library = Door::of(&mut chain, LIBRARY, "library.localhost");
	for (number, wallet) in citizens.iter().enumerate() {
		let unlocked = wallet.unlock(&mut chain);
		let told = unlocked.answer(library.ask(chain.now())).encode();
		let shown = shown_in(&told, &traces(number, wallet, &[]));
		assert_eq!(
			shown.into_iter().collect::<Vec<_>>(),
			[(number, Face::At(LIBRARY))]
		);
	}
}

/// One proof for two doors would tell both of each other: the proof system makes none that a verifier takes.
#[test]
fn a_proof_is_of_one_context() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let unlocked = citizens[0].unlock(&mut chain);
	let root = newest(&mut chain, unlocked.ring).root;
	let id = settings(&mut chain).chain;
	let (proof, alias) = unlocked.prove(Purpose::Login { facility: LIBRARY }, b"");
	let verify = |facility| {
		let context = Context::of(&id, Purpose::Login { facility });
		Bandersnatch::verify(RingSize::Large, &root, &context, b"", &proof)
	};
	assert_eq!(verify(LIBRARY), Ok(alias));
	assert!(verify(SPORTS_HALL).is_err());
}
