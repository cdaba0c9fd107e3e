// SPDX-License-Identifier: Apache-2.0

//! Random values and how they are written.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// 32 random bytes. Fails if the machine has none.
pub(crate) fn random() -> Result<[u8; 32], getrandom::Error> {
	let mut bytes = [0; 32];
	getrandom::fill(&mut bytes)?;
	Ok(bytes)
}

/// 32 random bytes in base64url: 43 letters.
pub(crate) fn random_text() -> Result<String, getrandom::Error> {
	random().map(|bytes| base64url(&bytes))
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
	BASE64URL_NOPAD.encode(bytes)
}

pub(crate) fn sha256(text: &[u8]) -> [u8; 32] {
	Sha256::digest(text).into()
}

/// Whether two byte strings are equal, in a time that does not depend on where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
	one.ct_eq(other).into()
}
