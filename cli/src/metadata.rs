// SPDX-License-Identifier: Apache-2.0

//! What a runtime says of itself: metadata of version 16, which has calls, events, errors, storage,
//! questions and view functions with their types and their texts.

use crate::{
	error::{text, Failure, Result, Text},
	keys::SS58_PREFIX,
	scale::Types,
	transaction,
};
use codec::Decode;
use frame_metadata::{
	v16::{
		PalletMetadata, RuntimeApiMethodMetadata, RuntimeMetadataV16, StorageEntryType,
		StorageHasher, TransactionExtensionMetadata,
	},
	RuntimeMetadata, RuntimeMetadataPrefixed,
};
use scale_info::{form::PortableForm, TypeDef, Variant};
use serde_json::{json, Value as Json};
use sp_core::H256;
use sp_crypto_hashing::{blake2_128, blake2_256, twox_128, twox_256, twox_64};

/// The version of metadata that is asked for.
pub const VERSION: u32 = 16;

type Pallet = PalletMetadata<PortableForm>;

/// The metadata of one runtime.
pub struct Metadata {
	described: RuntimeMetadataV16,
	ss58_prefix: u16,
}

/// A call, encoded as the chain takes it.
#[derive(Clone, Debug)]
pub struct Call {
	/// Such as `CarRegistry.register_vehicle`.
	pub name: String,
	pub data: Vec<u8>,
	/// What the metadata says that it does.
	pub meaning: Text,
}

impl Call {
	pub fn hex(&self) -> String {
		format!("0x{}", hex::encode(&self.data))
	}

	/// What motions and multisig accounts name the call by.
	pub fn hash(&self) -> H256 {
		H256(blake2_256(&self.data))
	}
}

/// What a block has of a transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Extrinsic {
	/// The address of who signed it; nothing if nobody did.
	pub signer: Option<Json>,
	/// The call as JSON: `{"Pallet": {"name": {…}}}`.
	pub call: Json,
}

/// An event of a transaction.
pub struct Event {
	pub pallet: String,
	pub name: String,
	pub data: Json,
	pub meaning: Text,
}

/// Where a storage item lies, and the type of its value.
pub struct Place {
	pub key: Vec<u8>,
	pub value: u32,
}

/// Korean and English of the metadata's documentation: first lines with Hangul, then an English paragraph.
/// What follows after that, such as the list of a call's arguments, is left out.
fn documented(docs: &[String]) -> Text {
	let is_korean = |line: &&str| {
		line.chars()
			.any(|character| ('가'..='힣').contains(&character))
	};
	let lines: Vec<&str> = docs.iter().map(|line| line.trim()).collect();
	// The English part may quote Korean, as a statute's name; the Korean part comes first.
	let korean: Vec<&str> = lines.iter().copied().take_while(is_korean).collect();
	let english: Vec<&str> = lines
		.iter()
		.copied()
		.skip(korean.len())
		.skip_while(|line| line.is_empty())
		.take_while(|line| !line.is_empty())
		.collect();
	Text::new(korean.join(" "), english.join(" "))
}

pub fn lacks(what: &str) -> Failure {
	Failure::network(
		"ChainLacks",
		text!(
			"이 체인에는 {what}이(가) 없습니다. 체인과 프로그램의 버전을 확인하십시오.",
			"This chain has no {what}. Compare the versions of the chain and of this program."
		),
	)
}

impl Metadata {
	/// From what `Metadata_metadata_at_version` answers.
	pub fn decode(answer: &[u8]) -> Result<Self> {
		let opaque = Option::<Vec<u8>>::decode(&mut &*answer).ok().flatten();
		let prefixed =
			opaque.and_then(|bytes| RuntimeMetadataPrefixed::decode(&mut bytes.as_slice()).ok());
		let Some(RuntimeMetadataPrefixed(_, RuntimeMetadata::V16(described))) = prefixed else {
			return Err(lacks(&format!("metadata {VERSION}")));
		};
		let mut metadata = Self {
			described,
			ss58_prefix: SS58_PREFIX,
		};
		metadata.ss58_prefix = metadata
			.constant("System", "SS58Prefix")
			.unwrap_or(SS58_PREFIX);
		Ok(metadata)
	}

	/// A constant of a pallet, if it has one of this name and type.
	pub fn constant<T: Decode>(&self, pallet: &str, name: &str) -> Option<T> {
		self.pallet(pallet)?
			.constants
			.iter()
			.find(|constant| constant.name == name)
			.and_then(|constant| T::decode(&mut constant.value.as_slice()).ok())
	}

	/// Prefix of addresses on this chain.
	pub const fn ss58_prefix(&self) -> u16 {
		self.ss58_prefix
	}

	pub const fn types(&self) -> Types<'_> {
		Types::new(&self.described.types, self.ss58_prefix)
	}

	fn pallet(&self, name: &str) -> Option<&Pallet> {
		self.described
			.pallets
			.iter()
			.find(|pallet| pallet.name == name)
	}

	fn pallet_of_index(&self, index: u8) -> Option<&Pallet> {
		self.described
			.pallets
			.iter()
			.find(|pallet| pallet.index == index)
	}

	/// The variants of an enum, such as the calls of a pallet.
	fn variants(&self, id: u32) -> &[Variant<PortableForm>] {
		match self.described.types.resolve(id).map(|of| &of.type_def) {
			Some(TypeDef::Variant(variants)) => &variants.variants,
			_ => &[],
		}
	}

	/// The type of addresses in transactions.
	pub fn address_type(&self) -> u32 {
		self.described.extrinsic.address_ty.id
	}

	/// The extensions of a transaction of a version (4: signed, 5: general), in order.
	pub fn extensions(
		&self,
		version: u8,
	) -> Result<Vec<&TransactionExtensionMetadata<PortableForm>>> {
		let extrinsic = &self.described.extrinsic;
		let missing = || lacks(&format!("transactions of version {version}"));
		if !extrinsic.versions.contains(&version) {
			return Err(missing());
		}
		extrinsic
			.transaction_extensions_by_version
			.get(&0)
			.ok_or_else(missing)?
			.iter()
			.map(|place| {
				usize::try_from(place.0)
					.ok()
					.and_then(|place| extrinsic.transaction_extensions.get(place))
					.ok_or_else(missing)
			})
			.collect()
	}

	fn question(
		&self,
		api: &str,
		question: &str,
	) -> Option<&RuntimeApiMethodMetadata<PortableForm>> {
		self.described
			.apis
			.iter()
			.find(|known| known.name == api)?
			.methods
			.iter()
			.find(|method| method.name == question)
	}

	/// Whether the runtime answers a question of this name.
	pub fn has_question(&self, api: &str, question: &str) -> bool {
		self.question(api, question).is_some()
	}

	/// The arguments of a question, encoded, and the type of the answer.
	pub fn ask(&self, api: &str, question: &str, arguments: &[Json]) -> Result<(Vec<u8>, u32)> {
		let method = self
			.question(api, question)
			.ok_or_else(|| lacks(&format!("{api}.{question}")))?;
		let inputs: Vec<u32> = method.inputs.iter().map(|input| input.ty.id).collect();
		let encoded = self.encode_inputs(question, &inputs, arguments)?;
		Ok((encoded, method.output.id))
	}

	/// The number of a view function with its arguments, encoded, and the type of the answer.
	pub fn view(
		&self,
		pallet: &str,
		function: &str,
		arguments: &[Json],
	) -> Result<([u8; 32], Vec<u8>, u32)> {
		let view = self
			.pallet(pallet)
			.and_then(|pallet| {
				pallet
					.view_functions
					.iter()
					.find(|view| view.name == function)
			})
			.ok_or_else(|| lacks(&format!("{pallet}.{function}")))?;
		let inputs: Vec<u32> = view.inputs.iter().map(|input| input.ty.id).collect();
		let encoded = self.encode_inputs(function, &inputs, arguments)?;
		Ok((view.id, encoded, view.output.id))
	}

	fn encode_inputs(&self, name: &str, inputs: &[u32], arguments: &[Json]) -> Result<Vec<u8>> {
		if inputs.len() != arguments.len() {
			return Err(lacks(&format!("{name}({})", arguments.len())));
		}
		let mut encoded = Vec::new();
		for (input, argument) in inputs.iter().zip(arguments) {
			self.types().encode(*input, argument, name, &mut encoded)?;
		}
		Ok(encoded)
	}

	/// Where a storage item lies under these keys.
	pub fn place(&self, pallet: &str, item: &str, keys: &[Json]) -> Result<Place> {
		let missing = || lacks(&format!("{pallet}.{item}"));
		let storage = self
			.pallet(pallet)
			.and_then(|pallet| pallet.storage.as_ref())
			.ok_or_else(missing)?;
		let entry = storage
			.entries
			.iter()
			.find(|entry| entry.name == item)
			.ok_or_else(missing)?;
		let (hashers, key_types, value) = match &entry.ty {
			StorageEntryType::Plain(value) => (&[][..], Vec::new(), value.id),
			StorageEntryType::Map {
				hashers,
				key,
				value,
			} => {
				let parts = match (hashers.len(), self.described.types.resolve(key.id)) {
					(1, _) => vec![key.id],
					(_, Some(of)) => match &of.type_def {
						TypeDef::Tuple(tuple) => tuple.fields.iter().map(|part| part.id).collect(),
						_ => Vec::new(),
					},
					_ => Vec::new(),
				};
				(hashers.as_slice(), parts, value.id)
			},
		};
		if hashers.len() != keys.len() || key_types.len() != keys.len() {
			return Err(missing());
		}
		let mut place = [
			twox_128(storage.prefix.as_bytes()),
			twox_128(item.as_bytes()),
		]
		.concat();
		for ((hasher, key_type), key) in hashers.iter().zip(key_types).zip(keys) {
			let mut encoded = Vec::new();
			self.types().encode(key_type, key, item, &mut encoded)?;
			hash_into(hasher, &encoded, &mut place);
		}
		Ok(Place { key: place, value })
	}

	/// Encode a call. `arguments` is an object with the chain's names of the arguments, in `camelCase`.
	pub fn call(&self, pallet: &str, name: &str, arguments: &Json) -> Result<Call> {
		let missing = || lacks(&format!("{pallet}.{name}"));
		let of = self.pallet(pallet).ok_or_else(missing)?;
		let calls = of.calls.as_ref().ok_or_else(missing)?;
		let variant = self
			.variants(calls.ty.id)
			.iter()
			.find(|variant| variant.name == name)
			.ok_or_else(missing)?;
		let mut data = vec![of.index, variant.index];
		if !variant.fields.is_empty() {
			self.types()
				.encode_fields(&variant.fields, arguments, name, &mut data)?;
		} else if arguments
			.as_object()
			.is_none_or(|object| !object.is_empty())
		{
			return Err(Failure::input(
				"ArgumentsUnexpected",
				text!("{name}에는 인수가 없습니다.", "{name} takes no arguments."),
			));
		}
		Ok(Call {
			name: format!("{pallet}.{name}"),
			data,
			meaning: documented(&variant.docs),
		})
	}

	/// Call data as JSON: `{"Pallet": {"name": {…}}}`.
	pub fn decode_call(&self, data: &[u8]) -> Result<Json> {
		self.types()
			.decode(self.described.outer_enums.call_enum_ty.id, data)
			.map_err(|cause| {
				let Text { ko, en } = cause.text;
				Failure::input(
					"CallDataUnreadable",
					text!(
						"이 체인의 호출 자료가 아닙니다. {ko}",
						"This is no call data of this chain. {en}"
					),
				)
			})
	}

	/// What a block has, as it has it: with its length before it.
	pub fn decode_extrinsic(&self, bytes: &[u8]) -> Result<Extrinsic> {
		let unreadable = || {
			Failure::network(
				"ExtrinsicUnreadable",
				text!(
					"블록의 거래를 해석할 수 없습니다. 체인과 프로그램의 버전을 확인하십시오.",
					"A transaction of a block cannot be decoded. Compare the versions of the chain and of this program."
				),
			)
		};
		let content = Vec::<u8>::decode(&mut &*bytes).map_err(|_| unreadable())?;
		let (version, mut input) = content.split_first().ok_or_else(unreadable)?;
		let types = self.types();
		let mut signer = None;
		match *version {
			transaction::SIGNED => {
				let address = types.decode_from(self.address_type(), &mut input)?;
				signer = Some(address.get("Id").cloned().unwrap_or(address));
				types.decode_from(self.described.extrinsic.signature_ty.id, &mut input)?;
				self.skip_extensions(4, &mut input)?;
			},
			transaction::GENERAL => {
				let (extensions, rest) = input.split_first().ok_or_else(unreadable)?;
				if *extensions != transaction::EXTENSIONS {
					return Err(unreadable());
				}
				input = rest;
				self.skip_extensions(5, &mut input)?;
			},
			4 | 5 => {},
			_ => return Err(unreadable()),
		}
		Ok(Extrinsic {
			signer,
			call: self.decode_call(input)?,
		})
	}

	/// What the extensions of a transaction have explicitly says nothing about its call.
	fn skip_extensions(&self, version: u8, input: &mut &[u8]) -> Result<()> {
		for extension in self.extensions(version)? {
			self.types().decode_from(extension.ty.id, input)?;
		}
		Ok(())
	}

	/// An event as the runtime's own enum has it: `{"Pallet": {"Name": …}}`.
	pub fn event(&self, event: &Json) -> Option<Event> {
		let (pallet, inner) = event.as_object()?.iter().next()?;
		let (name, data) = match inner {
			Json::String(name) => (name, Json::Null),
			other => {
				let (name, data) = other.as_object()?.iter().next()?;
				(name, data.clone())
			},
		};
		let meaning = self
			.pallet(pallet)
			.and_then(|of| of.event.as_ref())
			.and_then(|events| {
				self.variants(events.ty.id)
					.iter()
					.find(|variant| variant.name == *name)
			})
			.map_or_else(|| documented(&[]), |variant| documented(&variant.docs));
		Some(Event {
			pallet: pallet.clone(),
			name: name.clone(),
			data,
			meaning,
		})
	}

	/// A refusal by the chain, by its name and with its own words.
	pub fn refusal(&self, error: &Json) -> Failure {
		let found = error.get("Module").and_then(|module| {
			let index = u8::try_from(module["index"].as_u64()?).ok()?;
			let code = module["error"].as_str()?.strip_prefix("0x")?.get(..2)?;
			let code = u8::from_str_radix(code, 16).ok()?;
			let pallet = self.pallet_of_index(index)?;
			let variant = self
				.variants(pallet.error.as_ref()?.ty.id)
				.iter()
				.find(|variant| variant.index == code)?;
			Some((pallet, variant))
		});
		let Some((pallet, variant)) = found else {
			let name = named(error);
			return Failure::refused(
				format!("dispatch.{name}"),
				text!(
					"체인이 거부하였습니다: {name}.",
					"The chain refused: {name}."
				),
			);
		};
		refused(pallet, variant)
	}

	/// The refusal that a pallet has by this name.
	pub fn refusal_named(&self, pallet: &str, name: &str) -> Option<Failure> {
		let pallet = self.pallet(pallet)?;
		let variant = self
			.variants(pallet.error.as_ref()?.ty.id)
			.iter()
			.find(|variant| variant.name == name)?;
		Some(refused(pallet, variant))
	}
}

/// A refusal with the chain's own words.
fn refused(pallet: &Pallet, variant: &Variant<PortableForm>) -> Failure {
	let mut initial = pallet.name.chars();
	let lowered: String = initial
		.next()
		.map(|first| first.to_ascii_lowercase())
		.into_iter()
		.chain(initial)
		.collect();
	let Text { ko, en } = documented(&variant.docs);
	let ko = if ko.is_empty() { en.clone() } else { ko };
	Failure::refused(
		format!("{lowered}.{}", variant.name),
		text!("체인이 거부하였습니다: {ko}", "The chain refused: {en}"),
	)
}

/// A dispatch error that is not a pallet's, such as `BadOrigin` or `Token.FundsUnavailable`.
fn named(error: &Json) -> String {
	match error {
		Json::String(name) => name.clone(),
		Json::Object(object) => match object.iter().next() {
			Some((kind, Json::String(detail))) => format!("{kind}.{detail}"),
			Some((kind, _)) => kind.clone(),
			None => json!(object).to_string(),
		},
		other => other.to_string(),
	}
}

/// Add a part of a storage key.
fn hash_into(hasher: &StorageHasher, encoded: &[u8], key: &mut Vec<u8>) {
	match hasher {
		StorageHasher::Identity => {},
		StorageHasher::Twox64Concat => key.extend(twox_64(encoded)),
		StorageHasher::Blake2_128Concat => key.extend(blake2_128(encoded)),
		StorageHasher::Twox128 => return key.extend(twox_128(encoded)),
		StorageHasher::Twox256 => return key.extend(twox_256(encoded)),
		StorageHasher::Blake2_128 => return key.extend(blake2_128(encoded)),
		StorageHasher::Blake2_256 => return key.extend(blake2_256(encoded)),
	}
	key.extend(encoded);
}

#[cfg(test)]
mod tests {
	use super::*;

	fn docs(lines: &[&str]) -> Text {
		documented(
			&lines
				.iter()
				.map(|line| (*line).to_owned())
				.collect::<Vec<_>>(),
		)
	}

	#[test]
	fn the_metadatas_texts_are_told_apart_by_language() {
		assert_eq!(
			docs(&["소유자가 아닙니다.", " Only the car's owner may do this."]),
			Text::new("소유자가 아닙니다.", "Only the car's owner may do this.")
		);
		assert_eq!(
			docs(&[
				"전손 차량입니다.",
				"",
				"It needs an inspection first",
				"(자동차관리법 §12⑥)."
			]),
			Text::new(
				"전손 차량입니다.",
				"It needs an inspection first (자동차관리법 §12⑥)."
			)
		);
		assert_eq!(
			docs(&[
				"번호판을 변경합니다.",
				"Replace a plate.",
				"",
				"- `vehicle`: the car's number."
			]),
			Text::new("번호판을 변경합니다.", "Replace a plate.")
		);
		assert_eq!(docs(&["Only English."]), Text::new("", "Only English."));
		assert_eq!(docs(&[]), Text::new("", ""));
	}

	#[test]
	fn storage_keys_are_hashed_as_frame_does() {
		let hashed = |hasher: StorageHasher| {
			let mut key = vec![9];
			hash_into(&hasher, &[1, 2], &mut key);
			key
		};
		assert_eq!(hashed(StorageHasher::Identity), [9, 1, 2]);
		assert_eq!(
			hashed(StorageHasher::Twox64Concat),
			[&[9], &twox_64(&[1, 2])[..], &[1, 2]].concat()
		);
		assert_eq!(
			hashed(StorageHasher::Blake2_128Concat),
			[&[9], &blake2_128(&[1, 2])[..], &[1, 2]].concat()
		);
		assert_eq!(
			hashed(StorageHasher::Twox128),
			[&[9], &twox_128(&[1, 2])[..]].concat()
		);
	}

	#[test]
	fn errors_that_are_no_pallets_keep_their_names() {
		assert_eq!(named(&json!("BadOrigin")), "BadOrigin");
		assert_eq!(
			named(&json!({"Token": "FundsUnavailable"})),
			"Token.FundsUnavailable"
		);
		assert_eq!(named(&json!({"Module": {"index": 1}})), "Module");
	}

	#[test]
	fn what_is_no_metadata_of_this_version_is_refused() {
		use codec::Encode;
		for answer in [
			vec![],
			None::<Vec<u8>>.encode(),
			Some(b"meta\x0e".to_vec()).encode(),
		] {
			assert_eq!(Metadata::decode(&answer).err().unwrap().code, "ChainLacks");
		}
	}
}
