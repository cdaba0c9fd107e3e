// SPDX-License-Identifier: Apache-2.0

//! Where the facility keeps consents. They are personal data of the facility, as its member list is.

use crate::wire::SignedConsentForm;
use seoul_chain_login::{text, SignedConsent};
use seoul_chain_primitives::{AccountId, Moment};
use serde::{Deserialize, Serialize};
use sp_core::crypto::Ss58Codec;
use std::{
	collections::BTreeMap,
	fmt,
	fs::{File, OpenOptions},
	io::{self, BufRead, BufReader, BufWriter, Write},
	path::{Path, PathBuf},
	sync::{Mutex, MutexGuard, PoisonError},
};

/// Consents by the account that gave them.
pub trait ConsentBook: Send + Sync + 'static {
	/// The latest consent of an account.
	fn get(&self, account: &AccountId) -> Option<SignedConsent>;
	/// Keep a consent in the place of an earlier one. It is kept when this has succeeded.
	fn put(&self, consent: SignedConsent) -> io::Result<()>;
	/// Forget the consent of an account.
	fn remove(&self, account: &AccountId) -> io::Result<()>;
}

/// What a lock guards is never left half changed, so a panic elsewhere does not spoil it.
fn lock<Value>(of: &Mutex<Value>) -> MutexGuard<'_, Value> {
	of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Consents in memory: after a restart each citizen is asked again.
#[derive(Debug, Default)]
pub struct MemoryConsents(Mutex<BTreeMap<AccountId, SignedConsent>>);

impl ConsentBook for MemoryConsents {
	fn get(&self, account: &AccountId) -> Option<SignedConsent> {
		lock(&self.0).get(account).cloned()
	}

	fn put(&self, consent: SignedConsent) -> io::Result<()> {
		lock(&self.0).insert(consent.consent.account.clone(), consent);
		Ok(())
	}

	fn remove(&self, account: &AccountId) -> io::Result<()> {
		lock(&self.0).remove(account);
		Ok(())
	}
}

/// Why a file of consents cannot be used.
#[derive(Debug)]
pub enum ConsentsError {
	/// It cannot be read or written.
	Store(io::Error),
	/// A line of it is not what was written: which, counted from 1.
	Corrupted(usize),
}

impl fmt::Display for ConsentsError {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Store(error) => write!(to, "{error}"),
			Self::Corrupted(line) => write!(to, "line {line} is not what was written"),
		}
	}
}

impl std::error::Error for ConsentsError {}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Entry {
	Put(Box<SignedConsentForm>),
	Remove(String),
}

/// So many lines that say nothing any more are left before the file is written anew, or a quarter of the others
/// if that is more.
const LEAST_DEAD: usize = 64;

/// Consents in a file that only its owner can read.
///
/// Each is a line of JSON that is on the disk before the login counts. What was taken back or replaced leaves the
/// file at the latest when a quarter of it is such, and at each start; what has expired, at each start. A last
/// line without its end was never answered to anybody and is left out; any other damage is refused.
#[derive(Debug)]
pub struct FileConsents(Mutex<Book>);

#[derive(Debug)]
struct Book {
	path: PathBuf,
	file: File,
	kept: BTreeMap<AccountId, SignedConsent>,
	/// Lines in the file.
	lines: usize,
}

fn line_of(entry: &Entry) -> io::Result<String> {
	let mut line = serde_json::to_string(entry)?;
	line.push('\n');
	Ok(line)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
	options
}

/// The consents of a file, whose lines each say all of themselves: the text of a consent has the digest of it.
fn read(path: &Path) -> Result<BTreeMap<AccountId, SignedConsent>, ConsentsError> {
	let mut kept = BTreeMap::new();
	let file = match File::open(path) {
		Ok(file) => file,
		Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(kept),
		Err(error) => return Err(ConsentsError::Store(error)),
	};
	let mut reader = BufReader::new(file);
	let mut bytes = Vec::new();
	for number in 1.. {
		bytes.clear();
		let length = reader
			.read_until(b'\n', &mut bytes)
			.map_err(ConsentsError::Store)?;
		// Written by a program that ended before it had written the whole.
		if length == 0 || bytes.last() != Some(&b'\n') {
			break;
		}
		let corrupted = || ConsentsError::Corrupted(number);
		match serde_json::from_slice(&bytes).map_err(|_| corrupted())? {
			Entry::Put(form) => {
				let signed = form.read().ok_or_else(corrupted)?;
				kept.insert(signed.consent.account.clone(), signed);
			},
			Entry::Remove(address) => {
				let account = AccountId::from_ss58check(&address).map_err(|_| corrupted())?;
				kept.remove(&account);
			},
		}
	}
	Ok(kept)
}

impl Book {
	/// Write what is kept in the place of the file, whole or not at all.
	fn compact(path: &Path, kept: &BTreeMap<AccountId, SignedConsent>) -> io::Result<File> {
		let mut beside = path.as_os_str().to_owned();
		beside.push(".new");
		let beside = PathBuf::from(beside);
		let mut options = OpenOptions::new();
		private(options.write(true).create(true).truncate(true));
		let mut writer = BufWriter::new(options.open(&beside)?);
		for signed in kept.values() {
			writer.write_all(line_of(&Entry::Put(Box::new(signed.into())))?.as_bytes())?;
		}
		writer.into_inner()?.sync_all()?;
		std::fs::rename(&beside, path)?;
		if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
			File::open(folder)?.sync_all()?;
		}
		OpenOptions::new().append(true).open(path)
	}

	fn add(&mut self, entry: &Entry) -> io::Result<()> {
		let before = self.file.metadata()?.len();
		let written = line_of(entry)
			.and_then(|line| self.file.write_all(line.as_bytes()))
			.and_then(|()| self.file.sync_data());
		if let Err(error) = written {
			// Half a line must not stand before the next one.
			self.file.set_len(before)?;
			return Err(error);
		}
		self.lines = self.lines.saturating_add(1);
		Ok(())
	}

	fn tidy(&mut self) -> io::Result<()> {
		let live = self.kept.len();
		let dead = self.lines.saturating_sub(live);
		if dead > LEAST_DEAD.max(live / 4) {
			self.file = Self::compact(&self.path, &self.kept)?;
			self.lines = live;
		}
		Ok(())
	}
}

impl FileConsents {
	/// The consents of a file that have not expired at `now`; none if there is no file yet.
	pub fn open(path: PathBuf, now: Moment) -> Result<Self, ConsentsError> {
		let mut kept = read(&path)?;
		kept.retain(|_, signed| now < signed.consent.expires_at);
		let file = Book::compact(&path, &kept).map_err(ConsentsError::Store)?;
		let lines = kept.len();
		Ok(Self(Mutex::new(Book {
			path,
			file,
			kept,
			lines,
		})))
	}

	/// How many consents are kept.
	pub fn len(&self) -> usize {
		lock(&self.0).kept.len()
	}

	/// Whether none is.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}
}

impl ConsentBook for FileConsents {
	fn get(&self, account: &AccountId) -> Option<SignedConsent> {
		lock(&self.0).kept.get(account).cloned()
	}

	fn put(&self, consent: SignedConsent) -> io::Result<()> {
		let mut book = lock(&self.0);
		let account = consent.consent.account.clone();
		if book.kept.get(&account) == Some(&consent) {
			return Ok(());
		}
		book.add(&Entry::Put(Box::new((&consent).into())))?;
		book.kept.insert(account, consent);
		book.tidy()
	}

	fn remove(&self, account: &AccountId) -> io::Result<()> {
		let mut book = lock(&self.0);
		if !book.kept.contains_key(account) {
			return Ok(());
		}
		book.add(&Entry::Remove(text::address(account)))?;
		book.kept.remove(account);
		book.tidy()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_login::{Consent, FacilityId, Purpose};
	use sp_core::{ed25519, Pair};
	use std::sync::atomic::{AtomicU32, Ordering};

	const NOW: Moment = 1_800_000_000_000;
	static FOLDERS: AtomicU32 = AtomicU32::new(0);

	/// A folder that is removed at the end of its test.
	struct Folder(PathBuf);

	impl Folder {
		fn new() -> Self {
			let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
			let path = std::env::temp_dir()
				.join(format!("seoul-consents-{}-{number}", std::process::id()));
			std::fs::create_dir_all(&path).expect("a folder");
			Self(path)
		}

		fn book(&self) -> PathBuf {
			self.0.join("consents.jsonl")
		}

		fn open(&self, now: Moment) -> FileConsents {
			FileConsents::open(self.book(), now).expect("it opens")
		}

		fn content(&self) -> String {
			std::fs::read_to_string(self.book()).expect("it is there")
		}
	}

	impl Drop for Folder {
		fn drop(&mut self) {
			let _ = std::fs::remove_dir_all(&self.0);
		}
	}

	fn signed(seed: u8, salt: u8) -> SignedConsent {
		// Its signatures are always the same, so that what is read can be compared with what is signed anew.
		let pair = ed25519::Pair::from_seed(&[seed; 32]);
		let consent = Consent {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account: pair.public().into(),
			purposes: vec![Purpose {
				korean: "도서 대출".into(),
				english: "Lend books".into(),
			}],
			issued_at: NOW,
			expires_at: NOW + 1_000,
			salt: [salt; 32],
		};
		SignedConsent {
			signature: pair.sign(consent.text().as_bytes()).into(),
			consent,
		}
	}

	fn of(signed: &SignedConsent) -> &AccountId {
		&signed.consent.account
	}

	#[test]
	fn consents_survive_a_restart_and_what_was_taken_back_or_replaced_does_not() {
		let folder = Folder::new();
		let (one, two, three) = (signed(1, 1), signed(2, 1), signed(3, 1));
		let book = folder.open(NOW);
		for consent in [&one, &two, &three] {
			book.put(consent.clone()).expect("it is kept");
		}
		let newer = signed(2, 2);
		book.put(newer.clone()).expect("it is kept");
		book.remove(of(&three)).expect("it is forgotten");
		drop(book);
		let again = folder.open(NOW);
		assert_eq!(again.get(of(&one)), Some(one));
		assert_eq!(again.get(of(&two)), Some(newer));
		assert_eq!(again.get(of(&three)), None);
		assert_eq!(again.len(), 2);
		// Nothing of what was taken back is left in the file.
		assert!(!folder.content().contains(&text::address(of(&three))));
	}

	#[test]
	fn a_consent_that_is_there_is_not_written_again() {
		let folder = Folder::new();
		let book = folder.open(NOW);
		let one = signed(1, 1);
		book.put(one.clone()).expect("it is kept");
		let content = folder.content();
		book.put(one).expect("it is there");
		assert_eq!(folder.content(), content);
	}

	#[test]
	fn what_has_expired_is_gone_after_a_start() {
		let folder = Folder::new();
		folder.open(NOW).put(signed(1, 1)).expect("it is kept");
		assert_eq!(folder.open(NOW + 999).len(), 1);
		assert!(folder.open(NOW + 1_000).is_empty());
		assert_eq!(folder.content(), "");
	}

	#[test]
	fn the_file_does_not_grow_by_what_it_has_said_before() {
		let folder = Folder::new();
		let book = folder.open(NOW);
		for round in 0..200 {
			book.put(signed(1, round)).expect("it is kept");
		}
		assert!(folder.content().lines().count() <= LEAST_DEAD + 2);
		assert_eq!(
			folder.open(NOW).get(of(&signed(1, 0))),
			Some(signed(1, 199))
		);
	}

	#[test]
	fn a_line_that_was_cut_off_is_left_out_and_any_other_damage_is_refused() {
		let folder = Folder::new();
		let book = folder.open(NOW);
		book.put(signed(1, 1)).expect("it is kept");
		book.put(signed(2, 1)).expect("it is kept");
		drop(book);
		let whole = folder.content();
		std::fs::write(folder.book(), &whole[..whole.len() - 10]).expect("it is ours");
		assert_eq!(folder.open(NOW).len(), 1);
		for damaged in [
			whole.replacen("도서", "도시", 1),
			whole.replacen("library", "museum", 2),
			whole.replacen("\"put\"", "\"pot\"", 1),
			format!("\n{whole}"),
			whole.replacen('}', "", 1),
		] {
			std::fs::write(folder.book(), &damaged).expect("it is ours");
			let refused = FileConsents::open(folder.book(), NOW).expect_err("it is damaged");
			assert!(matches!(refused, ConsentsError::Corrupted(1)), "{refused}");
			// It is left as it was found.
			assert_eq!(folder.content(), damaged);
		}
	}

	#[cfg(unix)]
	#[test]
	fn the_file_is_its_owners_alone() {
		use std::os::unix::fs::PermissionsExt;
		let folder = Folder::new();
		let book = folder.open(NOW);
		book.put(signed(1, 1)).expect("it is kept");
		let about = std::fs::metadata(folder.book()).expect("it is there");
		assert_eq!(about.permissions().mode() & 0o777, 0o600);
	}
}
