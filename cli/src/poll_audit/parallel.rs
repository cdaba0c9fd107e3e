// SPDX-License-Identifier: Apache-2.0

//! The same work on many pieces, on all processors.

use std::{
	ops::ControlFlow,
	sync::{
		atomic::{AtomicUsize, Ordering},
		mpsc,
	},
	thread,
};

/// Do `work` on pieces 0 to `pieces`, and take what comes of each on this thread, in the order in which they are done.
///
/// Once `take` breaks at a piece, only pieces before it are still worked on; each of them is taken.
pub fn in_parallel<T: Send>(
	threads: usize,
	pieces: usize,
	work: impl Fn(usize) -> T + Sync,
	mut take: impl FnMut(usize, T) -> ControlFlow<()>,
) {
	let next = AtomicUsize::new(0);
	let end = AtomicUsize::new(pieces);
	let threads = threads.clamp(1, pieces.max(1));
	thread::scope(|scope| {
		// Bounded, so that what is done never piles up.
		let (sender, receiver) = mpsc::sync_channel(threads.saturating_mul(2));
		for _ in 0..threads {
			let sender = sender.clone();
			let (next, end, work) = (&next, &end, &work);
			scope.spawn(move || loop {
				let piece = next.fetch_add(1, Ordering::Relaxed);
				if piece >= end.load(Ordering::Relaxed) {
					return;
				}
				if sender.send((piece, work(piece))).is_err() {
					return;
				}
			});
		}
		drop(sender);
		for (piece, done) in receiver {
			if take(piece, done).is_break() {
				end.fetch_min(piece, Ordering::Relaxed);
			}
		}
	});
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_piece_is_done_once() {
		for threads in [0, 1, 2, 8] {
			let mut seen = vec![0; 100];
			in_parallel(
				threads,
				seen.len(),
				|piece| piece * 2,
				|piece, doubled| {
					assert_eq!(doubled, piece * 2);
					seen[piece] += 1;
					ControlFlow::Continue(())
				},
			);
			assert!(seen.iter().all(|times| *times == 1));
		}
		in_parallel(2, 0, |_| (), |_, ()| panic!("there is no piece"));
	}

	#[test]
	fn after_a_break_every_piece_before_it_is_still_taken() {
		for _ in 0..50 {
			let mut taken = Vec::new();
			in_parallel(
				4,
				1_000,
				|piece| piece,
				|piece, _| {
					taken.push(piece);
					if piece >= 40 {
						ControlFlow::Break(())
					} else {
						ControlFlow::Continue(())
					}
				},
			);
			assert!((0..40).all(|piece| taken.contains(&piece)));
			assert!(taken.len() < 1_000);
		}
	}
}
