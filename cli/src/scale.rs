// SPDX-License-Identifier: Apache-2.0

//! SCALE to JSON and back, by a type description that the chain's metadata gives (or, for certificates,
//! the types of our own crates).
//!
//! Names of fields become `camelCase`, as in polkadot.js. Bytes are `0x…`, accounts are addresses, a
//! variant without fields is its name, one with fields is `{"Name": …}`, an absent option is `null`, and
//! a newtype is what it wraps. Integers that a browser would round are decimal texts.

use crate::{
	error::{text, Failure, Result},
	keys,
};
use codec::{Compact, Decode, Encode};
use scale_info::{
	form::PortableForm, Field, MetaType, PortableRegistry, Registry, TypeDef, TypeDefPrimitive,
	TypeInfo, Variant,
};
use serde_json::{Map, Value as Json};

/// The largest integer that every JSON reader keeps as it is.
const LARGEST_EXACT: u128 = (1 << 53) - 1;
/// Types nested deeper than this are not of any chain.
const DEEPEST: usize = 64;

/// A type description, and how addresses are written.
#[derive(Clone, Copy)]
pub struct Types<'a> {
	registry: &'a PortableRegistry,
	ss58_prefix: u16,
}

/// A name as JSON has it: `odometer_km` becomes `odometerKm`.
pub fn camel(name: &str) -> String {
	joined(name, &['_'], false)
}

/// Words put together, each but the first with a capital; with `raise` the first one too.
pub fn joined(words: &str, separators: &[char], mut raise: bool) -> String {
	words
		.chars()
		.filter_map(|character| {
			if separators.contains(&character) {
				raise = true;
				None
			} else if std::mem::take(&mut raise) {
				Some(character.to_ascii_uppercase())
			} else {
				Some(character)
			}
		})
		.collect()
}

/// An integer as JSON: a number where that is exact, else its decimal digits.
pub fn integer(value: u128) -> Json {
	match u64::try_from(value) {
		Ok(small) if value <= LARGEST_EXACT => small.into(),
		_ => value.to_string().into(),
	}
}

/// A signed integer as JSON, as [`integer`] has it.
pub fn signed(value: i128) -> Json {
	match i64::try_from(value) {
		Ok(small) if value.unsigned_abs() <= LARGEST_EXACT => small.into(),
		_ => value.to_string().into(),
	}
}

/// The integer that an answer has as a number or as its digits; 0 if it is none.
pub fn count(value: &Json) -> i128 {
	match value {
		Json::Number(number) => number.to_string().parse().unwrap_or_default(),
		Json::String(digits) => digits.parse().unwrap_or_default(),
		_ => 0,
	}
}

fn undecodable(what: impl std::fmt::Display) -> Failure {
	Failure::network(
		"Undecodable",
		text!(
			"체인의 응답을 해석할 수 없습니다({what}).",
			"The chain's answer cannot be decoded ({what})."
		),
	)
}

fn read<T: Decode>(input: &mut &[u8]) -> Result<T> {
	T::decode(input).map_err(undecodable)
}

fn take<'a>(input: &mut &'a [u8], length: usize) -> Result<&'a [u8]> {
	let (taken, rest) = input
		.split_at_checked(length)
		.ok_or_else(|| undecodable("too short"))?;
	*input = rest;
	Ok(taken)
}

fn hexadecimal(bytes: &[u8]) -> Json {
	format!("0x{}", hex::encode(bytes)).into()
}

/// The description of a type of our own crates, and its number there.
pub fn registry_of<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
	let mut registry = Registry::new();
	let id = registry.register_type(&MetaType::new::<T>()).id;
	(registry.into(), id)
}

/// A value of our own crates as JSON, by its own description.
pub fn json_of<T: TypeInfo + Encode + 'static>(value: &T) -> Result<Json> {
	let (registry, id) = registry_of::<T>();
	Types::new(&registry, keys::SS58_PREFIX).decode(id, &value.encode())
}

impl<'a> Types<'a> {
	pub const fn new(registry: &'a PortableRegistry, ss58_prefix: u16) -> Self {
		Self {
			registry,
			ss58_prefix,
		}
	}

	/// Decode all of `bytes` as the type of number `id`.
	pub fn decode(&self, id: u32, bytes: &[u8]) -> Result<Json> {
		let mut input = bytes;
		let value = self.value_from(id, &mut input, 0)?;
		if !input.is_empty() {
			return Err(undecodable(format!("{} bytes left", input.len())));
		}
		Ok(value)
	}

	/// Decode a value of the type of number `id` off the beginning of `input`.
	pub fn decode_from(&self, id: u32, input: &mut &[u8]) -> Result<Json> {
		self.value_from(id, input, 0)
	}

	/// Whether values of a type take no bytes.
	pub fn is_empty(&self, id: u32) -> bool {
		self.is_empty_within(id, DEEPEST)
	}

	fn is_empty_within(&self, id: u32, depth: usize) -> bool {
		let Some(depth) = depth.checked_sub(1) else {
			return false;
		};
		self.registry
			.resolve(id)
			.is_some_and(|of| match &of.type_def {
				TypeDef::Composite(composite) => composite
					.fields
					.iter()
					.all(|field| self.is_empty_within(field.ty.id, depth)),
				TypeDef::Tuple(tuple) => tuple
					.fields
					.iter()
					.all(|field| self.is_empty_within(field.id, depth)),
				_ => false,
			})
	}

	fn resolve(&self, id: u32) -> Result<&'a scale_info::Type<PortableForm>> {
		self.registry
			.resolve(id)
			.ok_or_else(|| undecodable(format!("no type {id}")))
	}

	fn is_named(&self, id: u32, name: &str) -> bool {
		self.registry
			.resolve(id)
			.and_then(|of| of.path.segments.last())
			.is_some_and(|last| last == name)
	}

	fn is_byte(&self, id: u32) -> bool {
		self.registry
			.resolve(id)
			.is_some_and(|of| matches!(of.type_def, TypeDef::Primitive(TypeDefPrimitive::U8)))
	}

	fn value_from(&self, id: u32, input: &mut &[u8], depth: usize) -> Result<Json> {
		if depth > DEEPEST {
			return Err(undecodable("nested too deep"));
		}
		let depth = depth + 1;
		match &self.resolve(id)?.type_def {
			TypeDef::Composite(composite) => {
				if self.is_named(id, "AccountId32") {
					let account: [u8; 32] = read(input)?;
					return Ok(keys::address(&account.into(), self.ss58_prefix).into());
				}
				self.fields_from(&composite.fields, input, depth)
			},
			TypeDef::Variant(variants) => {
				let index: u8 = read(input)?;
				let variant = variants
					.variants
					.iter()
					.find(|variant| variant.index == index)
					.ok_or_else(|| undecodable(format!("no variant {index}")))?;
				self.variant_from(id, variant, input, depth)
			},
			TypeDef::Sequence(sequence) => {
				let length: Compact<u32> = read(input)?;
				let length =
					usize::try_from(length.0).map_err(|_| undecodable("a list too long"))?;
				self.elements_from(sequence.type_param.id, length, input, depth)
			},
			TypeDef::Array(array) => {
				let length =
					usize::try_from(array.len).map_err(|_| undecodable("a list too long"))?;
				self.elements_from(array.type_param.id, length, input, depth)
			},
			TypeDef::Tuple(tuple) => match tuple.fields.as_slice() {
				[] => Ok(Json::Null),
				fields => fields
					.iter()
					.map(|field| self.value_from(field.id, input, depth))
					.collect::<Result<Vec<_>>>()
					.map(Json::Array),
			},
			TypeDef::Primitive(primitive) => primitive_from(primitive, input),
			TypeDef::Compact(_) => Ok(integer(read::<Compact<u128>>(input)?.0)),
			TypeDef::BitSequence(_) => Err(undecodable("bits")),
		}
	}

	fn elements_from(
		&self,
		element: u32,
		length: usize,
		input: &mut &[u8],
		depth: usize,
	) -> Result<Json> {
		if self.is_byte(element) {
			return take(input, length).map(hexadecimal);
		}
		if length > input.len() {
			return Err(undecodable("a list too long"));
		}
		(0..length)
			.map(|_| self.value_from(element, input, depth))
			.collect::<Result<Vec<_>>>()
			.map(Json::Array)
	}

	fn variant_from(
		&self,
		id: u32,
		variant: &Variant<PortableForm>,
		input: &mut &[u8],
		depth: usize,
	) -> Result<Json> {
		let content = self.fields_from(&variant.fields, input, depth)?;
		if self.is_named(id, "Option") {
			return Ok(content);
		}
		if variant.fields.is_empty() {
			return Ok(variant.name.clone().into());
		}
		Ok(Json::Object(Map::from_iter([(
			variant.name.clone(),
			content,
		)])))
	}

	fn fields_from(
		&self,
		fields: &[Field<PortableForm>],
		input: &mut &[u8],
		depth: usize,
	) -> Result<Json> {
		match fields {
			[] => Ok(Json::Null),
			[only] if only.name.is_none() => self.value_from(only.ty.id, input, depth),
			_ if fields.iter().all(|field| field.name.is_some()) => fields
				.iter()
				.map(|field| {
					let name = field.name.as_deref().unwrap_or_default();
					Ok((camel(name), self.value_from(field.ty.id, input, depth)?))
				})
				.collect::<Result<Map<_, _>>>()
				.map(Json::Object),
			_ => fields
				.iter()
				.map(|field| self.value_from(field.ty.id, input, depth))
				.collect::<Result<Vec<_>>>()
				.map(Json::Array),
		}
	}

	/// Encode `value` as the type of number `id`. `path` is what it is called in a refusal.
	pub fn encode(&self, id: u32, value: &Json, path: &str, output: &mut Vec<u8>) -> Result<()> {
		self.value_to(id, value, path, output, 0)
	}

	/// Encode the fields of an object, such as the arguments of a call. The chain may know fewer of them;
	/// which it must know stands in `path`'s caller.
	pub fn encode_fields(
		&self,
		fields: &[Field<PortableForm>],
		value: &Json,
		path: &str,
		output: &mut Vec<u8>,
	) -> Result<()> {
		self.fields_to(fields, value, path, output, 0)
	}

	fn value_to(
		&self,
		id: u32,
		value: &Json,
		path: &str,
		output: &mut Vec<u8>,
		depth: usize,
	) -> Result<()> {
		if depth > DEEPEST {
			return Err(unsuitable(path, "nested too deep"));
		}
		let depth = depth + 1;
		match &self.resolve(id)?.type_def {
			TypeDef::Composite(composite) => {
				if self.is_named(id, "AccountId32") {
					let address = value
						.as_str()
						.ok_or_else(|| unsuitable(path, "an account address"))?;
					keys::parse_account(address)?.encode_to(output);
					return Ok(());
				}
				self.fields_to(&composite.fields, value, path, output, depth)
			},
			TypeDef::Variant(variants) => {
				self.variant_to(id, &variants.variants, value, path, output, depth)
			},
			TypeDef::Sequence(sequence) => {
				let element = sequence.type_param.id;
				if self.is_byte(element) {
					bytes_of(value, path)?.encode_to(output);
					return Ok(());
				}
				let elements = list_of(value, path)?;
				let length = u32::try_from(elements.len())
					.map_err(|_| unsuitable(path, "a shorter list"))?;
				Compact(length).encode_to(output);
				self.elements_to(element, elements, path, output, depth)
			},
			TypeDef::Array(array) => {
				let expected = array.len;
				let fits = |length: usize| u32::try_from(length) == Ok(expected);
				if self.is_byte(array.type_param.id) {
					let bytes = bytes_of(value, path)?;
					if !fits(bytes.len()) {
						return Err(unsuitable(path, &format!("0x and {expected} bytes")));
					}
					output.extend_from_slice(&bytes);
					return Ok(());
				}
				let elements = list_of(value, path)?;
				if !fits(elements.len()) {
					return Err(unsuitable(path, &format!("a list of {expected}")));
				}
				self.elements_to(array.type_param.id, elements, path, output, depth)
			},
			TypeDef::Tuple(tuple) => {
				if tuple.fields.is_empty() {
					return Ok(());
				}
				let elements = list_of(value, path)?;
				if elements.len() != tuple.fields.len() {
					let length = tuple.fields.len();
					return Err(unsuitable(path, &format!("a list of {length}")));
				}
				for (index, (field, element)) in tuple.fields.iter().zip(elements).enumerate() {
					self.value_to(
						field.id,
						element,
						&format!("{path}[{index}]"),
						output,
						depth,
					)?;
				}
				Ok(())
			},
			TypeDef::Primitive(primitive) => primitive_to(primitive, value, path, output),
			TypeDef::Compact(_) => {
				Compact(unsigned_of(value, path)?).encode_to(output);
				Ok(())
			},
			TypeDef::BitSequence(_) => Err(unsuitable(path, "no bits")),
		}
	}

	fn elements_to(
		&self,
		element: u32,
		elements: &[Json],
		path: &str,
		output: &mut Vec<u8>,
		depth: usize,
	) -> Result<()> {
		for (index, value) in elements.iter().enumerate() {
			self.value_to(element, value, &format!("{path}[{index}]"), output, depth)?;
		}
		Ok(())
	}

	fn variant_to(
		&self,
		id: u32,
		variants: &[Variant<PortableForm>],
		value: &Json,
		path: &str,
		output: &mut Vec<u8>,
		depth: usize,
	) -> Result<()> {
		let find = |name: &str| variants.iter().find(|variant| variant.name == name);
		if self.is_named(id, "Option") {
			let (name, content) = match value {
				Json::Null => ("None", &Json::Null),
				some => ("Some", some),
			};
			let variant = find(name).ok_or_else(|| unsuitable(path, "an option"))?;
			output.push(variant.index);
			return self.fields_to(&variant.fields, content, path, output, depth);
		}
		// An address alone is the account of that address.
		if self.is_named(id, "MultiAddress") {
			if let (Json::String(_), Some(variant)) = (value, find("Id")) {
				output.push(variant.index);
				return self.fields_to(&variant.fields, value, path, output, depth);
			}
		}
		let (name, content) = match value {
			Json::String(name) => (name.as_str(), &Json::Null),
			Json::Object(object) => match (object.iter().next(), object.len()) {
				(Some((name, content)), 1) => (name.as_str(), content),
				_ => return Err(unsuitable(path, &names_of(variants))),
			},
			_ => return Err(unsuitable(path, &names_of(variants))),
		};
		let variant = find(name).ok_or_else(|| unsuitable(path, &names_of(variants)))?;
		output.push(variant.index);
		self.fields_to(
			&variant.fields,
			content,
			&format!("{path}.{name}"),
			output,
			depth,
		)
	}

	fn fields_to(
		&self,
		fields: &[Field<PortableForm>],
		value: &Json,
		path: &str,
		output: &mut Vec<u8>,
		depth: usize,
	) -> Result<()> {
		match fields {
			[] => match value {
				Json::Null => Ok(()),
				Json::Object(object) if object.is_empty() => Ok(()),
				_ => Err(unsuitable(path, "nothing")),
			},
			[only] if only.name.is_none() => self.value_to(only.ty.id, value, path, output, depth),
			_ if fields.iter().all(|field| field.name.is_some()) => {
				let object = value
					.as_object()
					.ok_or_else(|| unsuitable(path, "an object"))?;
				let names: Vec<String> = fields
					.iter()
					.map(|field| camel(field.name.as_deref().unwrap_or_default()))
					.collect();
				// An absent option may be left out, also by a chain that does not know it yet.
				if let Some(stranger) = object
					.iter()
					.filter(|(_, content)| !content.is_null())
					.map(|(name, _)| name)
					.find(|name| !names.contains(name))
				{
					return Err(Failure::input(
						"FieldUnknownToChain",
						text!(
							"체인이 {path}의 항목 {stranger}을(를) 알지 못합니다. 체인과 프로그램의 버전을 확인하십시오.",
							"The chain does not know {stranger} in {path}. Compare the versions of the chain and of this program."
						),
					));
				}
				for (field, name) in fields.iter().zip(&names) {
					let content = object.get(name).unwrap_or(&Json::Null);
					if content.is_null() && !self.is_named(field.ty.id, "Option") {
						return Err(Failure::input(
							"FieldMissing",
							text!(
								"{path}에 체인이 요구하는 항목 {name}이(가) 없습니다.",
								"{path} lacks {name}, which the chain asks for."
							),
						));
					}
					self.value_to(
						field.ty.id,
						content,
						&format!("{path}.{name}"),
						output,
						depth,
					)?;
				}
				Ok(())
			},
			_ => {
				let elements = list_of(value, path)?;
				if elements.len() != fields.len() {
					let length = fields.len();
					return Err(unsuitable(path, &format!("a list of {length}")));
				}
				for (index, (field, element)) in fields.iter().zip(elements).enumerate() {
					self.value_to(
						field.ty.id,
						element,
						&format!("{path}[{index}]"),
						output,
						depth,
					)?;
				}
				Ok(())
			},
		}
	}
}

fn names_of(variants: &[Variant<PortableForm>]) -> String {
	let names: Vec<&str> = variants
		.iter()
		.map(|variant| variant.name.as_str())
		.collect();
	format!("one of {}", names.join(", "))
}

fn unsuitable(path: &str, expected: &str) -> Failure {
	Failure::input(
		"ValueUnsuitable",
		text!(
			"{path}: 값의 형식이 맞지 않습니다. 체인은 {expected}을(를) 기대합니다.",
			"{path}: the chain expects {expected} here."
		),
	)
}

fn list_of<'a>(value: &'a Json, path: &str) -> Result<&'a [Json]> {
	value
		.as_array()
		.map(Vec::as_slice)
		.ok_or_else(|| unsuitable(path, "a list"))
}

fn bytes_of(value: &Json, path: &str) -> Result<Vec<u8>> {
	let text = value
		.as_str()
		.ok_or_else(|| unsuitable(path, "bytes as 0x…"))?;
	match text.strip_prefix("0x") {
		Some(digits) => hex::decode(digits).map_err(|_| unsuitable(path, "bytes as 0x…")),
		None => Ok(text.as_bytes().to_vec()),
	}
}

fn unsigned_of(value: &Json, path: &str) -> Result<u128> {
	let number = match value {
		Json::Number(number) => number.to_string().parse().ok(),
		Json::String(digits) => digits.parse().ok(),
		_ => None,
	};
	number.ok_or_else(|| unsuitable(path, "a whole number"))
}

fn primitive_from(primitive: &TypeDefPrimitive, input: &mut &[u8]) -> Result<Json> {
	Ok(match primitive {
		TypeDefPrimitive::Bool => read::<bool>(input)?.into(),
		TypeDefPrimitive::Str => read::<String>(input)?.into(),
		TypeDefPrimitive::U8 => integer(read::<u8>(input)?.into()),
		TypeDefPrimitive::U16 => integer(read::<u16>(input)?.into()),
		TypeDefPrimitive::U32 => integer(read::<u32>(input)?.into()),
		TypeDefPrimitive::U64 => integer(read::<u64>(input)?.into()),
		TypeDefPrimitive::U128 => integer(read(input)?),
		TypeDefPrimitive::I8 => signed(read::<i8>(input)?.into()),
		TypeDefPrimitive::I16 => signed(read::<i16>(input)?.into()),
		TypeDefPrimitive::I32 => signed(read::<i32>(input)?.into()),
		TypeDefPrimitive::I64 => signed(read::<i64>(input)?.into()),
		TypeDefPrimitive::I128 => signed(read(input)?),
		TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => take(input, 32).map(hexadecimal)?,
		TypeDefPrimitive::Char => return Err(undecodable("a character")),
	})
}

fn primitive_to(
	primitive: &TypeDefPrimitive,
	value: &Json,
	path: &str,
	output: &mut Vec<u8>,
) -> Result<()> {
	fn narrow<T: TryFrom<u128> + Encode>(
		value: &Json,
		path: &str,
		expected: &str,
		output: &mut Vec<u8>,
	) -> Result<()> {
		T::try_from(unsigned_of(value, path)?)
			.map_err(|_| unsuitable(path, expected))?
			.encode_to(output);
		Ok(())
	}
	match primitive {
		TypeDefPrimitive::Bool => value
			.as_bool()
			.ok_or_else(|| unsuitable(path, "true or false"))?
			.encode_to(output),
		TypeDefPrimitive::Str => value
			.as_str()
			.ok_or_else(|| unsuitable(path, "a text"))?
			.encode_to(output),
		TypeDefPrimitive::U8 => narrow::<u8>(value, path, "a number below 2^8", output)?,
		TypeDefPrimitive::U16 => narrow::<u16>(value, path, "a number below 2^16", output)?,
		TypeDefPrimitive::U32 => narrow::<u32>(value, path, "a number below 2^32", output)?,
		TypeDefPrimitive::U64 => narrow::<u64>(value, path, "a number below 2^64", output)?,
		TypeDefPrimitive::U128 => unsigned_of(value, path)?.encode_to(output),
		_ => return Err(unsuitable(path, "another kind of value")),
	}
	Ok(())
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use pallet_car_registry::{
		form82::{Panel, PanelCode, PanelFinding, Position},
		DamagedPart, Incident, IncidentReport, IncidentSource, OdometerReport, OdometerSource,
		RepairCost, SaleId, TransferAcceptance, VehicleId, VehicleStatus,
	};
	use seoul_chain_primitives::{AgencyId, CitizenIndex, DocumentCommitment, PartyId};
	use serde_json::json;
	use sp_core::H256;
	use std::fmt::Debug;

	/// A value is this JSON, and the JSON is the value again.
	pub fn both_ways<T: TypeInfo + Encode + Decode + PartialEq + Debug + 'static>(
		value: &T,
		json: &Json,
	) {
		let (registry, id) = registry_of::<T>();
		let types = Types::new(&registry, 42);
		assert_eq!(types.decode(id, &value.encode()).unwrap(), *json);
		let mut bytes = Vec::new();
		types.encode(id, json, "value", &mut bytes).unwrap();
		assert_eq!(T::decode(&mut bytes.as_slice()).unwrap(), *value);
	}

	fn refused<T: TypeInfo + 'static>(json: &Json, code: &str, word: &str) {
		let (registry, id) = registry_of::<T>();
		let failure = Types::new(&registry, 42)
			.encode(id, json, "value", &mut Vec::new())
			.unwrap_err();
		assert_eq!(failure.code, code);
		assert!(failure.text.en.contains(word), "{}", failure.text.en);
	}

	#[test]
	fn values_of_the_register_survive_both_ways() {
		both_ways(
			&PartyId::Citizen(CitizenIndex(1001)),
			&json!({"Citizen": 1001}),
		);
		both_ways(
			&PartyId::Citizen(CitizenIndex(u64::MAX)),
			&json!({"Citizen": "18446744073709551615"}),
		);
		both_ways(
			&VehicleId([0xab; 16]),
			&json!(format!("0x{}", "ab".repeat(16))),
		);
		both_ways(&VehicleStatus::Registered, &json!("Registered"));
		both_ways(
			&VehicleStatus::SalePending {
				sale: SaleId(7),
				listing: None,
			},
			&json!({"SalePending": {"sale": 7, "listing": null}}),
		);
		both_ways(
			&OdometerReport {
				km: 5,
				taken_at: 6,
				source: OdometerSource::Repair,
			},
			&json!({"km": 5, "takenAt": 6, "source": "Repair"}),
		);
		both_ways(
			&TransferAcceptance {
				receipt: DocumentCommitment(H256::repeat_byte(1)),
				new_access_tag: pallet_car_registry::AccessTag(H256::repeat_byte(2)),
				new_plate_tag: None,
				new_district: Some(seoul_chain_primitives::DistrictCode(11_680)),
			},
			&json!({
				"receipt": format!("0x{}", "01".repeat(32)),
				"newAccessTag": format!("0x{}", "02".repeat(32)),
				"newPlateTag": null,
				"newDistrict": 11680,
			}),
		);
		both_ways(
			&IncidentReport {
				source: IncidentSource::Insurer,
				happened_at: 9,
				document: DocumentCommitment(H256::repeat_byte(3)),
				incident: Incident::Accident {
					repair: RepairCost::Below5Million,
					parts: vec![DamagedPart {
						panel: Panel::Door,
						position: Position::Left,
					}]
					.try_into()
					.unwrap(),
				},
			},
			&json!({
				"source": "Insurer",
				"happenedAt": 9,
				"document": format!("0x{}", "03".repeat(32)),
				"incident": {"Accident": {
					"repair": "Below5Million",
					"parts": [{"panel": "Door", "position": "Left"}],
				}},
			}),
		);
		let mut codes = std::collections::BTreeSet::new();
		codes.insert(PanelCode::Exchange);
		codes.insert(PanelCode::Damage);
		both_ways(
			&PanelFinding {
				panel: Panel::Hood,
				position: Position::Centre,
				codes: codes.try_into().unwrap(),
				cut_or_welded: true,
			},
			&json!({
				"panel": "Hood",
				"position": "Centre",
				"codes": ["Exchange", "Damage"],
				"cutOrWelded": true,
			}),
		);
	}

	#[test]
	fn addresses_are_accounts() {
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let account = keys::parse_account(alice).unwrap();
		both_ways(&account, &json!(alice));
		let (registry, id) = registry_of::<sp_runtime::MultiAddress<sp_runtime::AccountId32, ()>>();
		let mut bytes = Vec::new();
		Types::new(&registry, 42)
			.encode(id, &json!(alice), "dest", &mut bytes)
			.unwrap();
		assert_eq!(bytes, [&[0u8][..], account.as_ref()].concat());
	}

	#[test]
	fn amounts_are_exact() {
		both_ways(&u128::MAX, &json!(u128::MAX.to_string()));
		both_ways(&9_007_199_254_740_991u64, &json!(9_007_199_254_740_991u64));
		both_ways(&9_007_199_254_740_992u64, &json!("9007199254740992"));
	}

	#[test]
	fn what_does_not_fit_is_refused_with_its_place() {
		refused::<OdometerReport>(
			&json!({"km": 5, "source": "Repair"}),
			"FieldMissing",
			"takenAt",
		);
		refused::<OdometerReport>(
			&json!({"km": 5, "takenAt": 1, "source": "Repair", "flag": 1}),
			"FieldUnknownToChain",
			"flag",
		);
		refused::<OdometerReport>(
			&json!({"km": 5, "takenAt": 1, "source": "Guess"}),
			"ValueUnsuitable",
			"PeriodicInspection",
		);
		refused::<OdometerReport>(
			&json!({"km": 4_294_967_296u64, "takenAt": 1, "source": "Repair"}),
			"ValueUnsuitable",
			"value.km",
		);
		refused::<VehicleId>(&json!("0x1234"), "ValueUnsuitable", "16 bytes");
		refused::<PartyId>(&json!({"Citizen": -1}), "ValueUnsuitable", "value.Citizen");
		refused::<Vec<AgencyId>>(&json!([1, "x"]), "ValueUnsuitable", "value[1]");
	}

	#[test]
	fn damaged_bytes_are_refused() {
		let (registry, id) = registry_of::<Vec<OdometerReport>>();
		let types = Types::new(&registry, 42);
		let whole = vec![OdometerReport {
			km: 1,
			taken_at: 2,
			source: OdometerSource::Repair,
		}]
		.encode();
		assert!(types.decode(id, &whole).is_ok());
		for length in 0..whole.len() {
			assert!(types.decode(id, &whole[..length]).is_err());
		}
		let mut longer = whole.clone();
		longer.push(0);
		assert!(types.decode(id, &longer).is_err());
		// A list that says it is longer than all there is.
		assert!(types.decode(id, &Compact(u32::MAX).encode()).is_err());
	}

	#[test]
	fn names_are_those_of_polkadot_js() {
		assert_eq!(camel("first_registered_at"), "firstRegisteredAt");
		assert_eq!(camel("km"), "km");
	}
}
