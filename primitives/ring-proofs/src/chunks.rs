// SPDX-License-Identifier: Apache-2.0

//! The static data from which rings are built, and its hashes.
//!
//! To add a key at a place of a ring, the builder needs the point of that place: the commitment to the Lagrange
//! polynomial, in G1 of BLS12-381, under the powers of tau of the Zcash ceremony. Such a point is a *chunk*. The
//! chain keeps chunks in its state, 64 in a *page*, and accepts a page from anyone whose hash is the one here.
//! So nobody needs to be trusted, and no page is checked twice. Only the pages of the places that keys can have
//! are needed; the rest of the domain is in the empty ring.

use crate::{RingSize, CHUNK_BYTES};
#[cfg(feature = "bandersnatch")]
use hex_literal::hex;

/// Chunks in a page.
pub const PAGE_CHUNKS: u32 = 64;

/// Bytes of a page.
pub const PAGE_BYTES: usize = 64 * CHUNK_BYTES;

/// How many pages the rings of a size need.
pub const fn pages(size: RingSize) -> u32 {
	size.capacity().div_ceil(PAGE_CHUNKS)
}

/// `blake2_256` of each page for rings of 255.
#[cfg(feature = "bandersnatch")]
pub const SMALL_PAGES: [[u8; 32]; 4] = [
	hex!("6f94ba4f9d84b746b68801e1d28fa3f7e541ecf7b8c26a854d59dc7ca1b43d6d"),
	hex!("147f100fc80075fbed2956789093e36037df9d366ddca3f6f49a8e362c78bc73"),
	hex!("54d89ce08828ad0c5d89eb3a2549c6a5d616a34aaf0a1edc8e5878a26a3e53a3"),
	hex!("0107728ffcd7a04b501c8f6a681cf169315bd8f6e06dd64ae0b8df46e33f334d"),
];

/// `blake2_256` of each page for rings of 767.
#[cfg(feature = "bandersnatch")]
pub const LARGE_PAGES: [[u8; 32]; 12] = [
	hex!("482c36fde359e92e39a2eef59ddcecd58cac6cbb2e01c45251c8da16ca9732ae"),
	hex!("d3ce4142f008bb0e4e0fb2f1c58a831a9f72391ed5074b7614aa4389187e724a"),
	hex!("d55fec4d2c55d8fc2f4d3efd92e8c34cd22f6cb7de6b2f79ae9edac9381d7b57"),
	hex!("5d8c1d381804510c69fe39abd51dbeb2131584a19e4d31eeb148c070f7e779eb"),
	hex!("bc85f56abefece68e85bc0a1cef23291dd4bc051ffcd9d98f1fe926ab4c86760"),
	hex!("541b97544af7791a9a36cf6daf45b66b2de2dfa8aaf16045ab909916438657f5"),
	hex!("6a53659db18238dd67fa202788892072b0166ad2e7eeef9de0aba9ecd4bbe279"),
	hex!("722ba6ad1cd52fb043db123839d0e56ae0477bbc9770ce5119c34d09d88073b4"),
	hex!("84daa62fd5c77067696a194e3cee6da1f34214951870f6b7612aa96db9ef0fa9"),
	hex!("b113f4580201e3a2b67e6aa3a434bd639b5290d293ae74b6e4804e74151bce80"),
	hex!("d58f40f0c50a1beb5bd1df7538e1b96aedbbafe6abe2155fc382ba481b1bf9f2"),
	hex!("44c1b9d2fe25a5293217aed078e76918301f5c542db328455f1fe8856434a7ca"),
];

/// The pages of a size, from the data that the crate `verifiable` carries. For the genesis, for whoever loads
/// them, and for tests. Not in the runtime: there the pages are state.
#[cfg(all(feature = "bandersnatch", feature = "std"))]
pub fn load(size: RingSize) -> alloc::vec::Vec<alloc::vec::Vec<u8>> {
	crate::bandersnatch::all_chunks(size)
		.chunks(PAGE_BYTES)
		.take(usize::try_from(pages(size)).unwrap_or(0))
		.map(<[u8]>::to_vec)
		.collect()
}
