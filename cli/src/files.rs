// SPDX-License-Identifier: Apache-2.0

//! Files: whom they may belong to, and what is told when they cannot be read.

use crate::error::{text, Failure, Result};
use std::{
	fs::{self, DirBuilder, File, Metadata, OpenOptions},
	io::{self, BufWriter, Read, Write},
	os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Permission bits of everybody but the owner.
const OTHERS: u32 = 0o077;
/// Permission bits with which others may change a file.
const OTHERS_WRITE: u32 = 0o022;
const PRIVATE: u32 = 0o600;
/// More than any text that this program reads.
const LARGEST_TEXT: u64 = 64 * 1024 * 1024;
/// More than any key or phrase.
const LARGEST_SECRET: u64 = 64 * 1024;

fn failed(path: &Path, error: &io::Error) -> Failure {
	let file = path.display();
	match error.kind() {
		io::ErrorKind::NotFound => Failure::file(
			"FileNotFound",
			text!("{file} 파일이 없습니다.", "There is no file {file}."),
		),
		io::ErrorKind::AlreadyExists => Failure::file(
			"FileAlreadyExists",
			text!(
				"{file} 파일이 이미 있습니다. 덮어쓰지 않으니 다른 이름을 지정하십시오.",
				"{file} exists already and is not overwritten. Give another name."
			),
		),
		_ => Failure::file(
			"FileUnusable",
			text!(
				"{file} 파일을 쓸 수 없습니다: {error}",
				"{file} cannot be used: {error}"
			),
		),
	}
}

fn open(path: &Path, largest: u64) -> Result<(File, Metadata)> {
	let file = File::open(path).map_err(|error| failed(path, &error))?;
	// Of the open file, so that nobody can exchange it between the look and the reading.
	let about = file.metadata().map_err(|error| failed(path, &error))?;
	let shown = path.display();
	if !about.is_file() {
		return Err(Failure::file(
			"NotAFile",
			text!(
				"{shown}은(는) 파일이 아닙니다.",
				"{shown} is no regular file."
			),
		));
	}
	if about.len() > largest {
		let (size, largest) = (about.len(), largest);
		return Err(Failure::file(
			"FileTooLarge",
			text!(
				"{shown} 파일이 너무 큽니다({size}바이트, 최대 {largest}바이트).",
				"{shown} is too large: {size} bytes, at most {largest}."
			),
		));
	}
	Ok((file, about))
}

/// Every byte of a file.
pub fn read(path: &Path, largest: u64) -> Result<Vec<u8>> {
	let (mut file, _) = open(path, largest)?;
	let mut bytes = Vec::new();
	file.read_to_end(&mut bytes)
		.map_err(|error| failed(path, &error))?;
	Ok(bytes)
}

fn utf8(path: &Path, error: impl std::fmt::Display) -> Failure {
	let file = path.display();
	Failure::file(
		"FileNotText",
		text!(
			"{file} 파일이 UTF-8 문서가 아닙니다: {error}",
			"{file} is not UTF-8 text: {error}"
		),
	)
}

/// A text file.
pub fn read_text(path: &Path) -> Result<String> {
	String::from_utf8(read(path, LARGEST_TEXT)?).map_err(|error| utf8(path, error.utf8_error()))
}

/// A text file of any length, as a journal of years.
pub fn read_long_text(path: &Path) -> Result<String> {
	String::from_utf8(read(path, u64::MAX)?).map_err(|error| utf8(path, error.utf8_error()))
}

/// A text file that nobody but its owner can change.
pub fn read_text_not_writable_by_others(path: &Path) -> Result<String> {
	let (mut file, about) = open(path, LARGEST_TEXT)?;
	if about.mode() & OTHERS_WRITE != 0 {
		let file = path.display();
		return Err(Failure::file(
			"FileWritableByOthers",
			text!(
				"다른 사용자가 {file} 파일을 바꿀 수 있습니다. chmod go-w {file} 를 실행하십시오.",
				"Others can change {file}. Run: chmod go-w {file}"
			),
		));
	}
	let mut content = String::new();
	file.read_to_string(&mut content)
		.map_err(|error| failed(path, &error))?;
	Ok(content)
}

/// A secret text, from a file that nobody but its owner can read.
pub fn read_secret(path: &Path) -> Result<Zeroizing<String>> {
	read_owners(path, LARGEST_SECRET)
}

/// A text file that nobody but its owner can read, such as a list with salts.
pub fn read_private(path: &Path) -> Result<Zeroizing<String>> {
	read_owners(path, LARGEST_TEXT)
}

fn read_owners(path: &Path, largest: u64) -> Result<Zeroizing<String>> {
	let (mut file, about) = open(path, largest)?;
	let mode = about.mode() & 0o777;
	if mode & OTHERS != 0 {
		let file = path.display();
		return Err(Failure::file(
			"KeyFileReadableByOthers",
			text!(
				"다른 사용자가 {file} 파일을 읽을 수 있습니다(권한 {mode:04o}). chmod 600 {file} 를 실행하십시오.",
				"Others can read {file} (mode {mode:04o}). Run: chmod 600 {file}"
			),
		));
	}
	let capacity = usize::try_from(about.len()).unwrap_or_default();
	let mut secret = Zeroizing::new(Vec::with_capacity(capacity.saturating_add(1)));
	file.read_to_end(&mut secret)
		.map_err(|error| failed(path, &error))?;
	let text = std::str::from_utf8(&secret).map_err(|error| utf8(path, error))?;
	Ok(Zeroizing::new(text.to_owned()))
}

fn write_new(path: &Path, content: &str, mode: u32) -> Result<()> {
	let mut file = OpenOptions::new()
		.write(true)
		.create_new(true)
		.mode(mode)
		.open(path)
		.map_err(|error| failed(path, &error))?;
	file.write_all(content.as_bytes())
		.and_then(|()| file.sync_all())
		.map_err(|error| failed(path, &error))
}

/// Make a folder and those above it, as far as they are missing, for their owner only.
pub fn make_private_folder(path: &Path) -> Result<()> {
	DirBuilder::new()
		.recursive(true)
		.mode(0o700)
		.create(path)
		.map_err(|error| failed(path, &error))
}

/// Write a file that does not exist yet, readable by its owner only.
pub fn write_new_private(path: &Path, content: &str) -> Result<()> {
	write_new(path, content, PRIVATE)
}

/// Write a file that does not exist yet, readable as the umask allows.
pub fn write_new_public(path: &Path, content: &str) -> Result<()> {
	write_new(path, content, 0o666)
}

/// A file that takes the place of an earlier one of its name, whole or not at all, readable by its owner
/// only. It is written bit by bit beside it, and stays there as long as it is not whole.
pub struct Replacement {
	file: BufWriter<File>,
	new: PathBuf,
	path: PathBuf,
}

impl Replacement {
	pub fn begin(path: &Path) -> Result<Self> {
		let mut name = path.as_os_str().to_owned();
		name.push(".new");
		let new = PathBuf::from(name);
		// Left over by a run that was interrupted, if it is there.
		let _ = fs::remove_file(&new);
		let file = OpenOptions::new()
			.write(true)
			.create_new(true)
			.mode(PRIVATE)
			.open(&new)
			.map_err(|error| failed(path, &error))?;
		Ok(Self {
			file: BufWriter::new(file),
			new,
			path: path.to_owned(),
		})
	}

	pub fn add(&mut self, text: &str) -> Result<()> {
		self.file
			.write_all(text.as_bytes())
			.map_err(|error| failed(&self.new, &error))
	}

	/// It is whole: put it in its place.
	pub fn finish(mut self) -> Result<()> {
		self.file
			.flush()
			.and_then(|()| self.file.get_ref().sync_all())
			.and_then(|()| fs::rename(&self.new, &self.path))
			.map_err(|error| failed(&self.path, &error))
	}
}

/// Write a file in place of an earlier one of its name, whole or not at all, readable by its owner only.
pub fn replace(path: &Path, content: &str) -> Result<()> {
	let mut replacement = Replacement::begin(path)?;
	replacement.add(content)?;
	replacement.finish()
}

/// A file to which lines are added, readable by its owner only.
pub fn open_to_append(path: &Path) -> Result<File> {
	OpenOptions::new()
		.read(true)
		.append(true)
		.create(true)
		.mode(PRIVATE)
		.open(path)
		.map_err(|error| failed(path, &error))
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use std::{
		os::unix::fs::PermissionsExt,
		sync::atomic::{AtomicU32, Ordering},
	};

	static FOLDERS: AtomicU32 = AtomicU32::new(0);

	/// A folder for one test, removed at its end.
	pub struct Folder(PathBuf);

	impl Folder {
		pub fn new() -> Self {
			let path = std::env::temp_dir().join(format!(
				"seoul-cli-{}-{}",
				std::process::id(),
				FOLDERS.fetch_add(1, Ordering::Relaxed)
			));
			fs::create_dir(&path).unwrap();
			Self(path)
		}

		pub fn path(&self, name: &str) -> PathBuf {
			self.0.join(name)
		}

		/// A file that only its owner can read.
		pub fn file(&self, name: &str, content: &str) -> PathBuf {
			let path = self.path(name);
			write_new_private(&path, content).unwrap();
			path
		}
	}

	impl Drop for Folder {
		fn drop(&mut self) {
			let _ = fs::remove_dir_all(&self.0);
		}
	}

	fn set_mode(path: &Path, mode: u32) {
		fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
	}

	#[test]
	fn a_secret_that_others_can_read_is_refused_with_the_remedy() {
		let folder = Folder::new();
		let path = folder.file("key", "//Alice");
		assert_eq!(read_secret(&path).unwrap().as_str(), "//Alice");
		for mode in [0o640, 0o604, 0o644, 0o660, 0o610] {
			set_mode(&path, mode);
			let failure = read_secret(&path).unwrap_err();
			assert_eq!(failure.code, "KeyFileReadableByOthers");
			assert!(failure.text.en.contains("chmod 600"), "{}", failure.text.en);
		}
		set_mode(&path, 0o400);
		assert!(read_secret(&path).is_ok());
	}

	#[test]
	fn a_list_that_others_can_change_is_refused() {
		let folder = Folder::new();
		let path = folder.file("clients", "{}");
		set_mode(&path, 0o644);
		assert!(read_text_not_writable_by_others(&path).is_ok());
		set_mode(&path, 0o664);
		assert_eq!(
			read_text_not_writable_by_others(&path).unwrap_err().code,
			"FileWritableByOthers"
		);
	}

	#[test]
	fn nothing_is_overwritten() {
		let folder = Folder::new();
		let path = folder.file("code", "first");
		assert_eq!(
			write_new_private(&path, "second").unwrap_err().code,
			"FileAlreadyExists"
		);
		assert_eq!(read_text(&path).unwrap(), "first");
	}

	#[test]
	fn a_report_takes_the_place_of_the_one_before() {
		let folder = Folder::new();
		let path = folder.path("report.csv");
		for content in ["first", "second"] {
			replace(&path, content).unwrap();
			assert_eq!(read_text(&path).unwrap(), content);
		}
		assert!(!folder.path("report.csv.new").exists());
	}

	#[test]
	fn folders_missing_files_large_files_and_other_encodings_are_named() {
		let folder = Folder::new();
		assert_eq!(
			read_text(&folder.path("none")).unwrap_err().code,
			"FileNotFound"
		);
		assert_eq!(read_text(&folder.0).unwrap_err().code, "NotAFile");
		let path = folder.file("long", "12345");
		assert_eq!(read(&path, 4).unwrap_err().code, "FileTooLarge");
		fs::write(&path, [0xff, 0xfe]).unwrap();
		assert_eq!(read_text(&path).unwrap_err().code, "FileNotText");
	}
}
