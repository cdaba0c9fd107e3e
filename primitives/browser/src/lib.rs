// SPDX-License-Identifier: Apache-2.0

//! Ring proofs and secret ballots as WebAssembly, for web pages and wallets in browsers.
//!
//! | module | what |
//! |---|---|
//! | [`rings`] | keys, aliases, and proofs for logins, services and polls |
//! | [`ballots`] | encrypt and prove a ballot; cast or challenge it; check one |
//! | [`refusal`] | what JavaScript is thrown |
//! | [`memory`] | an allocator that wipes what is freed |
//!
//! `js/seoul-voting.js` checks what comes from JavaScript and calls what is here, so that nobody else has to. Structures
//! come as SCALE. Messages are structures, as everywhere: nobody can have bytes of their own bound to a proof.

#![no_std]

extern crate alloc;

pub mod ballots;
pub mod memory;
pub mod refusal;
pub mod rings;

use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static ALLOCATOR: memory::Wiping = memory::Wiping;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
	wasm_bindgen::throw_str("the module has failed; load the page again")
}

/// How many random bytes a browser gives at once.
const RANDOM_AT_ONCE: usize = 65_536;

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_namespace = ["globalThis", "crypto"], js_name = getRandomValues)]
	fn get_random_values(bytes: &mut [u8]);
}

/// All randomness is the browser's.
#[allow(clippy::unnecessary_wraps)] // So `getrandom` calls it.
fn random(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
	bytes.chunks_mut(RANDOM_AT_ONCE).for_each(get_random_values);
	Ok(())
}

getrandom::register_custom_getrandom!(random);
