// SPDX-License-Identifier: Apache-2.0

//! What the register says about a car, read from storage as the pallet lays it out, and what follows from
//! it by the pallet's own rules.

use super::{
	key_of,
	paper::Coverage,
	proof::{broken, Backend},
};
use crate::{
	error::{text, Failure, Result},
	scale::json_of,
};
use codec::{Compact, Decode, DecodeAll, Encode};
use pallet_car_registry::{
	pallet::STORAGE_VERSION, Divergence, Encumbrance, IncidentEntry, ReadingPlace, Record,
	SettledReading, Vehicle, VehicleId,
};
use serde_json::{json, Value as Json};
use sp_core::H256;
use sp_crypto_hashing::{twox_128, twox_64};

const CARS: &str = "CarRegistry";

fn item(pallet: &str, name: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(name.as_bytes())].concat()
}

fn of_car(name: &str, vehicle: VehicleId) -> Vec<u8> {
	[item(CARS, name), key_of(vehicle)].concat()
}

fn numbered(mut prefix: Vec<u8>, number: u32) -> Vec<u8> {
	let number = number.encode();
	prefix.extend(twox_64(&number));
	prefix.extend(number);
	prefix
}

/// The chain's first block. System keeps its hash for ever.
fn genesis_key() -> Vec<u8> {
	numbered(item("System", "BlockHash"), 0)
}

fn time_key() -> Vec<u8> {
	item("Timestamp", "Now")
}

fn storage_version_key() -> Vec<u8> {
	item(CARS, ":__STORAGE_VERSION__:")
}

fn runtime_key() -> Vec<u8> {
	item("System", "LastRuntimeUpgrade")
}

/// Keys of what is read of every car.
pub fn keys_of_entry(vehicle: VehicleId) -> Vec<Vec<u8>> {
	vec![
		genesis_key(),
		time_key(),
		storage_version_key(),
		runtime_key(),
		of_car("Vehicles", vehicle),
		of_car("Encumbrances", vehicle),
		of_car("Divergences", vehicle),
	]
}

/// How many entries a car's lists have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
	records: u32,
	incidents: u32,
}

/// Keys of a car's lists.
pub fn keys_of_lists(vehicle: VehicleId, counts: Counts, coverage: Coverage) -> Vec<Vec<u8>> {
	let records = match coverage {
		Coverage::Whole => counts.records,
		Coverage::None => 0,
	};
	let incidents =
		(0..counts.incidents).map(|number| numbered(of_car("Incidents", vehicle), number));
	// A plain reading is an entry that stands where readings are kept.
	let records = (0..records).flat_map(|number| {
		["Records", "Readings"].map(|item| numbered(of_car(item, vehicle), number))
	});
	incidents.chain(records).collect()
}

fn decoded<T: Decode>(bytes: &[u8], what: &str) -> Result<T> {
	T::decode_all(&mut &*bytes).map_err(|_| broken(what))
}

fn car(backend: &Backend, vehicle: VehicleId) -> Result<Vehicle> {
	let bytes = backend
		.value(of_car("Vehicles", vehicle))?
		.ok_or_else(|| broken("there is no such car"))?;
	decoded(&bytes, "the car's entry")
}

/// How many entries the lists of a car have.
pub fn counts(backend: &Backend, vehicle: VehicleId) -> Result<Counts> {
	let car = car(backend, vehicle)?;
	Ok(Counts {
		records: car.records,
		incidents: car.incidents,
	})
}

/// An entry of the history, wherever it stands: among the entries, the settled readings, or the car's
/// latest readings.
fn record(backend: &Backend, vehicle: VehicleId, car: &Vehicle, number: u32) -> Result<Record> {
	if let Some(bytes) = backend.value(numbered(of_car("Records", vehicle), number))? {
		return decoded(&bytes, "an entry");
	}
	let settled = backend.value(numbered(of_car("Readings", vehicle), number))?;
	let reading = match settled {
		Some(bytes) => decoded::<SettledReading>(&bytes, "a reading")?.reading,
		None => *car
			.odometer
			.recent_reading(number)
			.ok_or_else(|| broken("an entry"))?,
	};
	// A reading with more to it, such as a correction, has an entry of its own.
	if reading.place != ReadingPlace::OwnEntry {
		return Err(broken("an entry"));
	}
	Ok(Record::from(&reading))
}

/// What was read of a car and of the chain.
pub struct Read {
	pub genesis: H256,
	pub time: u64,
	pub access_tag: H256,
	/// All of it as JSON.
	pub facts: Json,
}

/// Read everything that a certificate holds. Whatever is not proven is refused.
pub fn read(backend: &Backend, vehicle: VehicleId, coverage: Coverage) -> Result<Read> {
	let value = |key: Vec<u8>, what: &str| backend.value(key)?.ok_or_else(|| broken(what));
	let version: u16 = decoded(
		&value(storage_version_key(), "the register's version")?,
		"the register's version",
	)?;
	if STORAGE_VERSION != version {
		return Err(Failure::no(
			"LayoutUnknown",
			text!(
				"이 프로그램은 저장 형식 {version}을(를) 알지 못합니다. 확인서의 체인에 맞는 버전을 쓰십시오.",
				"This program does not know storage version {version}. Use the one that fits the certificate's chain."
			),
		));
	}
	let genesis: H256 = decoded(&value(genesis_key(), "the first block")?, "the first block")?;
	let time: u64 = decoded(&value(time_key(), "the time")?, "the time")?;
	let (Compact(spec_version), spec_name): (Compact<u32>, String) =
		decoded(&value(runtime_key(), "the runtime")?, "the runtime")?;
	let car = car(backend, vehicle)?;
	let encumbrances: Vec<Encumbrance> = backend
		.value(of_car("Encumbrances", vehicle))?
		.map_or_else(|| Ok(Vec::new()), |bytes| decoded(&bytes, "encumbrances"))?;
	let divergence: Option<Divergence> = backend
		.value(of_car("Divergences", vehicle))?
		.map(|bytes| decoded(&bytes, "the divergence"))
		.transpose()?;
	let incidents = (0..car.incidents)
		.map(|number| {
			let bytes = value(
				numbered(of_car("Incidents", vehicle), number),
				"an incident",
			)?;
			Ok((number, decoded::<IncidentEntry>(&bytes, "an incident")?))
		})
		.collect::<Result<Vec<_>>>()?;
	let mut facts = json!({
		"genesis": format!("{genesis:?}"),
		"time": time,
		"runtime": spec_name,
		"specVersion": spec_version,
		"storageVersion": version,
		"entry": json_of(&car)?,
		"verdict": json_of(&car.verdict())?,
		"odometerKm": car.odometer.newest().map(|reading| reading.km),
		"transferBlocks": json_of(&car.transfer_blocks())?,
		"encumbrances": json_of(&encumbrances)?,
		"divergence": json_of(&divergence)?,
		"incidents": json_of(&incidents)?,
	});
	if coverage == Coverage::Whole {
		let records = (0..car.records)
			.map(|number| Ok((number, record(backend, vehicle, &car, number)?)))
			.collect::<Result<Vec<_>>>()?;
		facts["records"] = json_of(&records)?;
	}
	Ok(Read {
		genesis,
		time,
		access_tag: car.access_tag.0,
		facts,
	})
}
