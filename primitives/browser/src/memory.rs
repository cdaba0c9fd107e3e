// SPDX-License-Identifier: Apache-2.0

//! Secrets leave nothing behind: memory is wiped when it is freed, and the stack when a function has returned. That goes
//! for the libraries' copies too, and for what JavaScript handed over.

use core::{
	alloc::{GlobalAlloc, Layout},
	hint::black_box,
};
use dlmalloc::GlobalDlmalloc;
use wasm_bindgen::prelude::wasm_bindgen;

/// Writes zeros over memory before it gives it back. Memory that grows is moved, and its old place wiped.
pub struct Wiping;

// SAFETY: memory comes from the inner allocator and goes back to it with the same layout. `realloc` is that of the
// trait: allocate, copy, `dealloc`.
unsafe impl GlobalAlloc for Wiping {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		GlobalDlmalloc.alloc(layout)
	}

	unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
		GlobalDlmalloc.alloc_zeroed(layout)
	}

	unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
		// Seen by `black_box`, the zeros cannot be left out as never read.
		black_box(at).write_bytes(0, layout.size());
		GlobalDlmalloc.dealloc(black_box(at), layout);
	}
}

/// How deep the stack is wiped. A ring proof, which goes deepest, uses 46 KB of it.
const STACK: usize = 256 << 10;

/// Wipe what functions that have returned left on the stack. JavaScript calls it after each.
#[wasm_bindgen(js_name = wipeStack)]
#[allow(clippy::large_stack_arrays)] // The stack is what it is about.
pub fn wipe_stack() {
	black_box(&mut [0u8; STACK]);
}
