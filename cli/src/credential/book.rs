// SPDX-License-Identifier: Apache-2.0

//! What an issuer keeps of a batch: whose credentials are in it, with their salts, and the random leaves. Without
//! it nobody can revoke one credential, or give a citizen the file again.

use crate::{
	error::{text, Failure, Result},
	files,
	table::{self, Column, Others},
	tags::random_secret,
};
use seoul_chain_login::{
	BatchId, ChainId, Commitment, CredentialTree, CredentialValue, Disclosure, SchemaId,
};
use seoul_chain_oidc::wire::{bytes32, hex, CredentialForm};
use seoul_chain_primitives::{CitizenIndex, Moment};
use serde::{Deserialize, Serialize};
use sp_core::H256;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::Path,
};

const COLUMNS: [Column; 3] = [
	Column::needed("citizen", "카드 번호"),
	Column::needed("schema", "자격 종류"),
	Column::needed("value", "값"),
];

/// One credential of a batch.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Entry {
	pub citizen: u64,
	pub schema: u16,
	pub value: u32,
	/// 32 random bytes.
	pub salt: String,
}

/// A batch as its issuer keeps it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Book {
	/// The chain's identity, 32 bytes.
	pub chain: String,
	/// What is published.
	pub root: String,
	/// When all of it expires.
	pub expires_at: Moment,
	/// Its number, once it is published.
	pub batch: Option<u64>,
	pub credentials: Vec<Entry>,
	/// The random leaves.
	pub fillers: Vec<String>,
}

fn damaged(place: &Path) -> Failure {
	let file = place.display();
	Failure::file(
		"BatchFileUnusable",
		text!(
			"{file} 파일이 처음 쓰인 것과 다릅니다. 백업에서 되살리십시오.",
			"{file} is not what was written. Restore it from a backup."
		),
	)
}

impl Entry {
	fn commitment(&self, chain: &ChainId) -> Option<Commitment> {
		Some(Commitment::new(
			chain,
			SchemaId(self.schema),
			CredentialValue(self.value),
			CitizenIndex(self.citizen),
			&bytes32(&self.salt)?,
		))
	}
}

/// The credentials of a CSV file. Each citizen has one of a kind.
pub fn read(place: &Path) -> Result<Vec<Entry>> {
	let table = table::read(place, &COLUMNS, Others::Refused)?;
	let mut seen = BTreeSet::new();
	let mut once = |row| {
		let entry = entry(row)?;
		if seen.insert((entry.citizen, entry.schema)) {
			return Ok(entry);
		}
		let (citizen, schema) = (entry.citizen, entry.schema);
		Err(Failure::input(
			"CredentialTwice",
			text!(
				"카드 {citizen}의 자격 종류 {schema}이(가) 두 번 있습니다",
				"citizen {citizen} has kind {schema} twice"
			),
		))
	};
	table
		.rows
		.iter()
		.map(|row| once(row).map_err(|failure| table::placed(place, row.line, failure)))
		.collect()
}

fn entry(row: &table::Row) -> Result<Entry> {
	fn number<N: std::str::FromStr>(row: &table::Row, name: &str) -> Result<N> {
		let typed = row.needed(name)?;
		typed.parse().map_err(|_| {
			Failure::input(
				"NumberUnreadable",
				text!(
					"{name}: {typed}은(는) 맞는 수가 아닙니다",
					"{name}: {typed} is no number that fits"
				),
			)
		})
	}
	Ok(Entry {
		citizen: number(row, "citizen")?,
		schema: number(row, "schema")?,
		value: number(row, "value")?,
		salt: hex(&*random_secret()?),
	})
}

impl Book {
	/// A batch of these credentials, filled up with random leaves.
	pub fn new(chain: ChainId, credentials: Vec<Entry>, expires_at: Moment) -> Result<Self> {
		let mut book = Self {
			chain: hex(&chain),
			root: String::new(),
			expires_at,
			batch: None,
			credentials,
			fillers: Vec::new(),
		};
		let full = book
			.credentials
			.len()
			.next_power_of_two()
			.max(seoul_chain_login::credential::MIN_LEAVES);
		for _ in book.credentials.len()..full {
			book.fillers.push(hex(&*random_secret()?));
		}
		let tree = book.tree().ok_or_else(|| {
			let number = book.credentials.len();
			Failure::input(
				"TooManyCredentials",
				text!(
					"한 일괄에 {number}건은 들어가지 않습니다. 65,536건까지로 나누십시오.",
					"{number} credentials do not fit into a batch. Divide them: 65,536 do."
				),
			)
		})?;
		book.root = hex(tree.root().as_bytes());
		Ok(book)
	}

	/// From its file, if it is what was written.
	pub fn load(place: &Path) -> Result<Self> {
		let book: Self =
			serde_json::from_str(&files::read_private(place)?).map_err(|_| damaged(place))?;
		let tree = book.tree().ok_or_else(|| damaged(place))?;
		if book.root_hash() == Some(tree.root()) {
			Ok(book)
		} else {
			Err(damaged(place))
		}
	}

	/// Into its file, readable by its owner only.
	pub fn save(&self, place: &Path) -> Result<()> {
		let content = serde_json::to_string_pretty(self).map_err(|_| damaged(place))?;
		files::replace(place, &format!("{content}\n"))
	}

	pub fn chain_id(&self) -> Option<ChainId> {
		bytes32(&self.chain)
	}

	pub fn root_hash(&self) -> Option<H256> {
		bytes32(&self.root).map(H256)
	}

	fn tree(&self) -> Option<CredentialTree> {
		let chain = self.chain_id()?;
		let mut leaves = self
			.credentials
			.iter()
			.map(|entry| entry.commitment(&chain))
			.collect::<Option<Vec<_>>>()?;
		for filler in &self.fillers {
			leaves.push(Commitment(H256(bytes32(filler)?)));
		}
		// Filled up already, so that nothing is asked for.
		CredentialTree::new(leaves, || [0; 32])
	}

	/// The commitments of a citizen, of one kind or of all.
	pub fn commitments(&self, citizen: u64, schema: Option<u16>) -> Vec<Commitment> {
		let chain = self.chain_id().unwrap_or_default();
		self.credentials
			.iter()
			.filter(|entry| {
				entry.citizen == citizen && schema.is_none_or(|schema| schema == entry.schema)
			})
			.filter_map(|entry| entry.commitment(&chain))
			.collect()
	}

	/// What each citizen is given, once the batch has a number.
	pub fn files(&self, batch: u64) -> Option<BTreeMap<u64, Vec<CredentialForm>>> {
		let (tree, chain) = (self.tree()?, self.chain_id()?);
		let mut all: BTreeMap<u64, Vec<CredentialForm>> = BTreeMap::new();
		for entry in &self.credentials {
			let (position, path) = tree.path(&entry.commitment(&chain)?)?;
			let opened = Disclosure {
				schema: SchemaId(entry.schema),
				value: CredentialValue(entry.value),
				salt: bytes32(&entry.salt)?,
				batch: BatchId(batch),
				position,
				path,
			};
			all.entry(entry.citizen).or_default().push((&opened).into());
		}
		Some(all)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;

	const CHAIN: ChainId = [7; 32];

	fn book(folder: &Folder) -> Book {
		let csv = folder.file(
			"residents.csv",
			"citizen,schema,value\n1001,1,11740\n1001,2,2\n1002,1,11110\n",
		);
		Book::new(CHAIN, read(&csv).unwrap(), 1_900_000_000_000).unwrap()
	}

	#[test]
	fn each_citizen_gets_a_file_that_leads_to_the_root() {
		let folder = Folder::new();
		let book = book(&folder);
		assert_eq!(book.credentials.len() + book.fillers.len(), 256);
		let files = book.files(5).unwrap();
		assert_eq!(files.keys().copied().collect::<Vec<_>>(), [1_001, 1_002]);
		assert_eq!(files[&1_001].len(), 2);
		for (citizen, forms) in files {
			for form in forms {
				let opened = form.read().unwrap();
				assert_eq!(opened.batch, BatchId(5));
				let commitment = opened.commitment(&CHAIN, CitizenIndex(citizen));
				assert!(opened.leads_to(&commitment, &book.root_hash().unwrap()));
				let others = opened.commitment(&CHAIN, CitizenIndex(citizen + 1));
				assert!(!opened.leads_to(&others, &book.root_hash().unwrap()));
			}
		}
		assert_eq!(book.commitments(1_001, None).len(), 2);
		assert_eq!(book.commitments(1_001, Some(2)).len(), 1);
		assert!(book.commitments(77, None).is_empty());
	}

	#[test]
	fn a_batch_is_read_as_it_was_written_and_refused_if_it_was_changed() {
		let folder = Folder::new();
		let book = book(&folder);
		let place = folder.path("batch.json");
		book.save(&place).unwrap();
		assert_eq!(Book::load(&place).unwrap(), book);
		let written = std::fs::read_to_string(&place).unwrap();
		for changed in [
			written.replace("11740", "11110"),
			written.replace(&book.root, &hex(&[0; 32])),
			written.replacen('{', "[", 1),
		] {
			files::replace(&place, &changed).unwrap();
			assert_eq!(Book::load(&place).unwrap_err().code, "BatchFileUnusable");
		}
	}

	#[test]
	fn two_batches_of_the_same_credentials_share_nothing() {
		let folder = Folder::new();
		let one = book(&folder);
		let csv = folder.path("residents.csv");
		let two = Book::new(CHAIN, read(&csv).unwrap(), one.expires_at).unwrap();
		assert_ne!(one.root, two.root);
		assert_ne!(one.credentials[0].salt, two.credentials[0].salt);
	}

	#[test]
	fn a_file_that_is_not_understood_is_refused_with_the_line() {
		let folder = Folder::new();
		for (number, (content, code)) in [
			("citizen,schema,value\n1001,1,x\n", "NumberUnreadable"),
			("citizen,schema,value\n1001,70000,1\n", "NumberUnreadable"),
			(
				"citizen,schema,value\n1001,1,1\n1001,1,2\n",
				"CredentialTwice",
			),
			("citizen,schema\n1001,1\n", "TableUnreadable"),
		]
		.into_iter()
		.enumerate()
		{
			let csv = folder.file(&format!("{number}.csv"), content);
			assert_eq!(read(&csv).unwrap_err().code, code, "{content}");
		}
	}
}
