// SPDX-License-Identifier: Apache-2.0

//! Trustees make a key and decrypt sums; whoever cheats is named.

mod common;
#[path = "common/dishonest.rs"]
mod dishonest;

use codec::{Decode, Encode, MaxEncodedLen};
use common::*;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use seoul_chain_ballot::*;

const FORM: Form = Form::SingleChoice { options: 3 };

/// `add` more than the scalar.
fn plus(scalar: &EncodedScalar, add: u8) -> EncodedScalar {
	EncodedScalar::from(&(scalar.scalar().expect("a scalar") + Scalar::from(add)))
}

/// A closed poll of `board`: three votes for option 0, two for option 2.
fn closed(board: &Board) -> Tally {
	let rng = &mut rng(21);
	let key = board.election_key();
	let mut tally = Tally::new(FORM).expect("a form");
	for (voter, option) in [(1, 0), (2, 0), (3, 2), (4, 2), (5, 0)] {
		let choices = Choices::single(FORM, option).expect("allowed");
		let ballot = cast(&key, &citizen(voter), &choices, rng);
		let verified = ballot
			.verify(&key, FORM, &citizen(voter))
			.expect("verifies");
		tally.add(&verified).expect("adds");
	}
	tally
}

#[test]
fn any_threshold_of_trustees_decrypts_and_fewer_do_not() {
	let rng = &mut rng(22);
	// Seats need not be numbered without gaps: absent trustees keep theirs.
	let board = Board::with_seats(&[1, 3, 4, 7, 200], 3, rng);
	let tally = closed(&board);
	let context = tally_context(5);
	for subset in 0u8..32 {
		let positions: Vec<usize> = (0..5)
			.filter(|position| subset >> position & 1 == 1)
			.collect();
		let shares = board.decrypt(&positions, &context, &tally, rng);
		let counted = board.key.count(&context, &tally, &shares);
		if positions.len() < 3 {
			assert_eq!(counted, Err(Error::TooFewShares), "{positions:?}");
			let checked = board
				.key
				.check_counts(&context, &tally, &shares, &[3, 0, 2]);
			assert_eq!(checked, Err(Error::TooFewShares));
		} else {
			assert_eq!(counted, Ok(vec![3, 0, 2]), "{positions:?}");
			let checked = board
				.key
				.check_counts(&context, &tally, &shares, &[3, 0, 2]);
			assert_eq!(checked, Ok(()));
		}
	}
}

#[test]
fn boards_of_every_threshold_agree_with_themselves() {
	let rng = &mut rng(23);
	for trustees in 1..=6 {
		for threshold in 1..=trustees {
			let board = Board::new(trustees, threshold, rng);
			let tally = closed(&board);
			let last: Vec<usize> =
				(usize::from(trustees - threshold)..usize::from(trustees)).collect();
			let shares = board.decrypt(&last, &tally_context(1), &tally, rng);
			let counted = board.key.count(&tally_context(1), &tally, &shares);
			assert_eq!(counted, Ok(vec![3, 0, 2]), "{threshold} of {trustees}");
		}
	}
}

#[test]
fn fewer_shares_than_the_threshold_interpolate_to_something_else() {
	let rng = &mut rng(24);
	let board = Board::new(4, 3, rng);
	let tally = closed(&board);
	let shares = board.decrypt(&[0, 1], &tally_context(1), &tally, rng);
	// A key that lies about its threshold does not make two shares enough.
	let lying = ThresholdKey {
		threshold: 2,
		..board.key.clone()
	};
	let counted = lying.count(&tally_context(1), &tally, &shares);
	assert_eq!(counted, Err(Error::CountMismatch { entry: 0 }));
}

#[test]
fn a_wrong_count_is_refused_by_its_entry() {
	let rng = &mut rng(25);
	let board = Board::new(3, 2, rng);
	let tally = closed(&board);
	let context = tally_context(5);
	let shares = board.decrypt(&[0, 2], &context, &tally, rng);
	let check = |counts: &[u32]| board.key.check_counts(&context, &tally, &shares, counts);
	assert_eq!(check(&[3, 0, 2]), Ok(()));
	assert_eq!(check(&[2, 1, 2]), Err(Error::CountMismatch { entry: 0 }));
	assert_eq!(check(&[3, 1, 1]), Err(Error::CountMismatch { entry: 1 }));
	assert_eq!(check(&[3, 0, 3]), Err(Error::CountMismatch { entry: 2 }));
	assert_eq!(check(&[3, 0]), Err(Error::WrongEntryCount));
	assert_eq!(check(&[3, 0, 2, 0]), Err(Error::WrongEntryCount));
}

#[test]
fn a_poll_below_its_minimum_turnout_is_not_decrypted() {
	let rng = &mut rng(26);
	let board = Board::new(3, 2, rng);
	let tally = closed(&board);
	let refused = board.shares[0].decrypt(&board.key, &tally_context(6), &tally, rng);
	assert_eq!(refused, Err(Error::TooFewBallots));
	let shares = board.decrypt(&[0, 1], &tally_context(5), &tally, rng);
	let context = tally_context(6);
	assert_eq!(
		board.key.verify_share(&context, &tally, &shares[0]),
		Err(Error::TooFewBallots)
	);
	let checked = board
		.key
		.check_counts(&context, &tally, &shares, &[3, 0, 2]);
	assert_eq!(checked, Err(Error::TooFewBallots));

	let empty = Tally::new(FORM).expect("a form");
	let refused = board.shares[0].decrypt(&board.key, &tally_context(0), &empty, rng);
	assert_eq!(refused, Err(Error::TooFewBallots));
}

#[test]
fn a_false_decryption_share_names_its_trustee() {
	let rng = &mut rng(27);
	let board = Board::new(5, 3, rng);
	let tally = closed(&board);
	let context = tally_context(5);
	let shares = board.decrypt(&[0, 1, 3], &context, &tally, rng);
	let named = Error::InvalidDecryptionShare {
		trustee: TrusteeIndex(2),
	};

	let refused = |share: DecryptionShare, error: Error| {
		assert_eq!(board.key.verify_share(&context, &tally, &share), Err(error));
		let all = [shares[0].clone(), share, shares[2].clone()];
		assert_eq!(board.key.count(&context, &tally, &all), Err(error));
	};
	let honest = &shares[1];
	let generator = EncodedPoint::from(&RistrettoPoint::mul_base(&Scalar::ONE));

	let mut share = honest.clone();
	share.factors[1] = generator;
	refused(share, named);
	let mut share = honest.clone();
	share.factors[..].swap(0, 2);
	refused(share, named);
	let mut share = honest.clone();
	share.proof.response = plus(&share.proof.response, 1);
	refused(share, named);
	let mut share = honest.clone();
	share.proof.base_commitment = generator;
	refused(share, named);
	let mut share = honest.clone();
	share.factors.pop();
	refused(share, Error::WrongEntryCount);
	let mut share = honest.clone();
	share.factors[0] = EncodedPoint::IDENTITY;
	refused(share, Error::IdentityPoint);
	let mut share = honest.clone();
	share.factors[0] = EncodedPoint([0xff; 32]);
	refused(share, Error::MalformedPoint);
	let mut share = honest.clone();
	share.proof.response = EncodedScalar([0xff; 32]);
	refused(share, Error::NonCanonicalScalar);

	// One trustee's share under another's name.
	let share = DecryptionShare {
		trustee: TrusteeIndex(2),
		..shares[0].clone()
	};
	refused(share, named);
	let share = DecryptionShare {
		trustee: TrusteeIndex(9),
		..shares[0].clone()
	};
	assert_eq!(
		board.key.verify_share(&context, &tally, &share),
		Err(Error::UnknownTrustee)
	);

	// Two errors that cancel each other in a sum without weights.
	let mut share = honest.clone();
	let shift = RistrettoPoint::mul_base(&Scalar::from(4u8));
	let up = share.factors[0].element().expect("an element") + shift;
	let down = share.factors[1].element().expect("an element") - shift;
	share.factors[0] = EncodedPoint::from(&up);
	share.factors[1] = EncodedPoint::from(&down);
	refused(share, named);
}

#[test]
fn a_decryption_share_fits_only_its_poll_chain_and_sums() {
	let rng = &mut rng(28);
	let board = Board::new(3, 2, rng);
	let tally = closed(&board);
	let context = tally_context(5);
	let share = &board.decrypt(&[0], &context, &tally, rng)[0];
	let refused = Err(Error::InvalidDecryptionShare {
		trustee: TrusteeIndex(1),
	});
	for other in [
		TallyContext {
			poll: PollId(43),
			..context
		},
		TallyContext {
			chain: [1; 32],
			..context
		},
		TallyContext {
			minimum: 4,
			..context
		},
	] {
		assert_eq!(
			board.key.verify_share(&other, &tally, share),
			refused,
			"{other:?}"
		);
	}
	let mut other = tally.clone();
	other.sums[..].swap(0, 1);
	assert_eq!(board.key.verify_share(&context, &other, share), refused);
	let other = Tally {
		ballots: 6,
		..tally.clone()
	};
	assert_eq!(board.key.verify_share(&context, &other, share), refused);
	let other_board = Board::new(3, 2, rng);
	assert_eq!(
		other_board.key.verify_share(&context, &tally, share),
		refused
	);
}

#[test]
fn shares_are_in_order_and_each_trustee_gives_one() {
	let rng = &mut rng(29);
	let board = Board::new(3, 2, rng);
	let tally = closed(&board);
	let context = tally_context(5);
	let shares = board.decrypt(&[0, 1], &context, &tally, rng);
	let twice = [shares[0].clone(), shares[0].clone()];
	let reversed = [shares[1].clone(), shares[0].clone()];
	for shares in [&twice, &reversed] {
		assert_eq!(
			board.key.count(&context, &tally, shares),
			Err(Error::NotAscending)
		);
	}
}

#[test]
fn a_dealer_who_deals_a_bad_share_is_found_guilty() {
	let rng = &mut rng(30);
	let (ceremony, secrets) = ceremony(&[1, 2, 3, 4, 5], 3, rng);
	let (dealer, victim) = (TrusteeIndex(2), TrusteeIndex(4));
	// The dealer makes the proof for what it publishes: bad shares included.
	let dealing = dishonest::deal(&ceremony, dealer, victim, rng);
	assert_eq!(
		dealing.verify(&ceremony, dealer),
		Ok(()),
		"nobody but the victim can see it"
	);

	let received = receive(&ceremony, victim, &secrets[3], dealer, &dealing).map(|_| ());
	assert_eq!(received, Err(Error::ShareMismatch { dealer }));
	let complaint =
		complain(&ceremony, victim, &secrets[3], dealer, &dealing, rng).expect("complains");
	let verdict = judge(&ceremony, dealer, &dealing, victim, &complaint);
	assert_eq!(verdict, Ok(Verdict::DealerCheated));

	// The others go on without it, and the victim's share is whole.
	let dealings: Vec<(TrusteeIndex, Dealing)> = [1, 3, 4, 5]
		.into_iter()
		.map(|seat| {
			let seat = TrusteeIndex(seat);
			(seat, deal(&ceremony, seat, rng).expect("deals"))
		})
		.collect();
	let key = ThresholdKey::combine(&ceremony, &refs(&dealings)).expect("a key");
	let share = DecryptionKey::assemble(&ceremony, victim, &secrets[3], &refs(&dealings), &key)
		.expect("a share");
	assert_eq!(share.trustee(), victim);
	let mut with_it = dealings.clone();
	with_it.insert(1, (dealer, dealing));
	let key = ThresholdKey::combine(&ceremony, &refs(&with_it)).expect("a key");
	let share = DecryptionKey::assemble(&ceremony, victim, &secrets[3], &refs(&with_it), &key);
	assert_eq!(share.map(|_| ()), Err(Error::ShareMismatch { dealer }));
}

#[test]
fn a_trustee_who_complains_about_a_good_share_is_found_guilty() {
	let rng = &mut rng(31);
	let (ceremony, secrets) = ceremony(&[1, 2, 3], 2, rng);
	let (dealer, trustee) = (TrusteeIndex(1), TrusteeIndex(3));
	let dealing = deal(&ceremony, dealer, rng).expect("deals");
	let complaint =
		complain(&ceremony, trustee, &secrets[2], dealer, &dealing, rng).expect("complains");
	let verdict = judge(&ceremony, dealer, &dealing, trustee, &complaint);
	assert_eq!(verdict, Ok(Verdict::ComplaintUnfounded));
}

#[test]
fn a_complaint_without_a_true_proof_says_nothing() {
	let rng = &mut rng(32);
	let (ceremony, secrets) = ceremony(&[1, 2, 3], 2, rng);
	let (dealer, trustee) = (TrusteeIndex(1), TrusteeIndex(3));
	let dealing = deal(&ceremony, dealer, rng).expect("deals");
	let honest =
		complain(&ceremony, trustee, &secrets[2], dealer, &dealing, rng).expect("complains");
	let judge_of = |complaint: &Complaint| judge(&ceremony, dealer, &dealing, trustee, complaint);

	// Another shared point would open a good share to something else.
	let point = EncodedPoint::from(&RistrettoPoint::mul_base(&Scalar::from(8u8)));
	let forged = Complaint {
		shared_point: point,
		..honest
	};
	assert_eq!(judge_of(&forged), Err(Error::InvalidComplaintProof));
	let mut forged = honest;
	forged.proof.response = plus(&forged.proof.response, 1);
	assert_eq!(judge_of(&forged), Err(Error::InvalidComplaintProof));
	let forged = Complaint {
		shared_point: EncodedPoint::IDENTITY,
		..honest
	};
	assert_eq!(judge_of(&forged), Err(Error::IdentityPoint));
	let forged = Complaint {
		shared_point: EncodedPoint([0xff; 32]),
		..honest
	};
	assert_eq!(judge_of(&forged), Err(Error::MalformedPoint));

	// Replayed for another trustee, dealer, attempt or dealing.
	let refused = Err(Error::InvalidComplaintProof);
	assert_eq!(
		judge(&ceremony, dealer, &dealing, TrusteeIndex(2), &honest),
		refused
	);
	assert_eq!(
		judge(&ceremony, TrusteeIndex(2), &dealing, trustee, &honest),
		refused
	);
	let next = Ceremony {
		attempt: 1,
		..ceremony.clone()
	};
	assert_eq!(judge(&next, dealer, &dealing, trustee, &honest), refused);
	let other = deal(&ceremony, dealer, rng).expect("deals");
	assert_eq!(judge(&ceremony, dealer, &other, trustee, &honest), refused);
	let unknown = judge(&ceremony, TrusteeIndex(9), &dealing, trustee, &honest);
	assert_eq!(unknown, Err(Error::UnknownTrustee));
}

/// A dealer who repeats an honest dealer's ephemeral and share could, by the victim's complaint, open that share.
#[test]
fn a_dealing_with_a_copied_ephemeral_is_refused() {
	let rng = &mut rng(33);
	let (ceremony, _) = ceremony(&[1, 2, 3], 2, rng);
	let honest = deal(&ceremony, TrusteeIndex(1), rng).expect("deals");
	let own = deal(&ceremony, TrusteeIndex(2), rng).expect("deals");
	let copied = Dealing {
		ephemeral: honest.ephemeral,
		ephemeral_proof: honest.ephemeral_proof,
		shares: honest.shares.clone(),
		..own
	};
	let refused = Err(Error::InvalidDealingProof {
		dealer: TrusteeIndex(2),
	});
	assert_eq!(copied.verify(&ceremony, TrusteeIndex(2)), refused);
}

#[test]
fn a_dealing_fits_only_its_dealer_attempt_board_and_seats() {
	let rng = &mut rng(34);
	let (ceremony, _) = ceremony(&[1, 2, 3], 2, rng);
	let dealer = TrusteeIndex(1);
	let dealing = deal(&ceremony, dealer, rng).expect("deals");
	assert_eq!(dealing.verify(&ceremony, dealer), Ok(()));
	let refused = Err(Error::InvalidDealingProof { dealer });
	for other in [
		Ceremony {
			attempt: 1,
			..ceremony.clone()
		},
		Ceremony {
			board: BoardId(4),
			..ceremony.clone()
		},
		Ceremony {
			chain: [0; 32],
			..ceremony.clone()
		},
	] {
		assert_eq!(dealing.verify(&other, dealer), refused);
	}
	let mut seats = ceremony.clone();
	seats.seats[2].key = EncodedPoint::from(&RistrettoPoint::mul_base(&Scalar::from(3u8)));
	assert_eq!(dealing.verify(&seats, dealer), refused);
	let replayed = dealing.verify(&ceremony, TrusteeIndex(2));
	assert_eq!(
		replayed,
		Err(Error::InvalidDealingProof {
			dealer: TrusteeIndex(2)
		})
	);
	assert_eq!(
		dealing.verify(&ceremony, TrusteeIndex(4)),
		Err(Error::UnknownTrustee)
	);
}

#[test]
fn a_changed_or_malformed_dealing_is_refused() {
	let rng = &mut rng(35);
	let (ceremony, _) = ceremony(&[1, 2, 3], 2, rng);
	let dealer = TrusteeIndex(1);
	let honest = deal(&ceremony, dealer, rng).expect("deals");
	let refused = |change: &dyn Fn(&mut Dealing), error: Error| {
		let mut dealing = honest.clone();
		change(&mut dealing);
		assert_eq!(dealing.verify(&ceremony, dealer), Err(error));
	};
	let point = EncodedPoint::from(&RistrettoPoint::mul_base(&Scalar::from(3u8)));
	let invalid = Error::InvalidDealingProof { dealer };
	refused(&|dealing| dealing.commitments[0] = point, invalid);
	refused(&|dealing| dealing.commitments[1] = point, invalid);
	refused(&|dealing| dealing.commitments[..].swap(0, 1), invalid);
	refused(&|dealing| dealing.ephemeral = point, invalid);
	refused(
		&|dealing| dealing.shares[2] = plus(&dealing.shares[2], 1),
		invalid,
	);
	refused(&|dealing| dealing.shares[..].swap(0, 1), invalid);
	refused(
		&|dealing| {
			core::mem::swap(&mut dealing.constant_proof, &mut dealing.ephemeral_proof);
		},
		invalid,
	);
	refused(
		&|dealing| dealing.commitments[1] = EncodedPoint::IDENTITY,
		Error::IdentityPoint,
	);
	refused(
		&|dealing| dealing.commitments[0] = EncodedPoint([0xff; 32]),
		Error::MalformedPoint,
	);
	refused(
		&|dealing| dealing.ephemeral = EncodedPoint::IDENTITY,
		Error::IdentityPoint,
	);
	refused(
		&|dealing| dealing.shares[0] = EncodedScalar([0xff; 32]),
		Error::NonCanonicalScalar,
	);
	refused(
		&|dealing| dealing.constant_proof.response = EncodedScalar([0xff; 32]),
		Error::NonCanonicalScalar,
	);
	refused(
		&|dealing| dealing.ephemeral_proof.commitment = EncodedPoint::IDENTITY,
		Error::IdentityPoint,
	);
	refused(
		&|dealing| {
			dealing.shares.pop();
		},
		Error::WrongDealingSize,
	);
	refused(
		&|dealing| {
			dealing.commitments.pop();
		},
		Error::WrongDealingSize,
	);
}

/// Who knows no a_0 cannot choose C_0 so that the board's key is its own.
#[test]
fn a_key_that_cancels_the_others_cannot_be_dealt() {
	let rng = &mut rng(36);
	let (ceremony, _) = ceremony(&[1, 2, 3], 2, rng);
	let honest: Vec<(TrusteeIndex, Dealing)> = [1, 2]
		.map(|seat| {
			(
				TrusteeIndex(seat),
				deal(&ceremony, TrusteeIndex(seat), rng).expect("deals"),
			)
		})
		.to_vec();
	let sum: RistrettoPoint = honest
		.iter()
		.map(|(_, dealing)| dealing.commitments[0].element().expect("an element"))
		.sum();
	let own = Scalar::from(1234u16);
	let mut rogue = deal(&ceremony, TrusteeIndex(3), rng).expect("deals");
	rogue.commitments[0] = EncodedPoint::from(&(RistrettoPoint::mul_base(&own) - sum));
	let refused = Err(Error::InvalidDealingProof {
		dealer: TrusteeIndex(3),
	});
	assert_eq!(rogue.verify(&ceremony, TrusteeIndex(3)), refused);
}

#[test]
fn too_few_dealings_make_no_key() {
	let rng = &mut rng(37);
	let (ceremony, secrets) = ceremony(&[1, 2, 3, 4], 3, rng);
	let dealings: Vec<(TrusteeIndex, Dealing)> = [1, 2, 4]
		.map(|seat| {
			(
				TrusteeIndex(seat),
				deal(&ceremony, TrusteeIndex(seat), rng).expect("deals"),
			)
		})
		.to_vec();
	let combine =
		|dealings: &[(TrusteeIndex, &Dealing)]| ThresholdKey::combine(&ceremony, dealings);
	let refs = refs(&dealings);
	assert_eq!(combine(&refs[..2]), Err(Error::TooFewDealings));
	assert_eq!(
		combine(&[refs[0], refs[0], refs[1]]),
		Err(Error::NotAscending)
	);
	assert_eq!(
		combine(&[refs[1], refs[0], refs[2]]),
		Err(Error::NotAscending)
	);

	// A trustee who dealt nothing still has a share of the key.
	let key = combine(&refs).expect("a key");
	let share = DecryptionKey::assemble(&ceremony, TrusteeIndex(3), &secrets[2], &refs, &key);
	assert!(share.is_ok());
	// Only with its own secret, and only of this key.
	let stranger = DecryptionKey::assemble(&ceremony, TrusteeIndex(3), &secrets[1], &refs, &key);
	assert_eq!(stranger.map(|_| ()), Err(Error::UnknownTrustee));
	let other = ThresholdKey {
		election_key: key.verification_keys[0].key,
		..key.clone()
	};
	let share = DecryptionKey::assemble(&ceremony, TrusteeIndex(3), &secrets[2], &refs, &other);
	assert_eq!(share.map(|_| ()), Err(Error::InvalidKeyProof));
}

#[test]
fn impossible_ceremonies_are_refused() {
	let rng = &mut rng(38);
	let (good, _) = ceremony(&[1, 2, 3], 2, rng);
	assert_eq!(good.check(), Ok(()));
	let refused = |change: &dyn Fn(&mut Ceremony), error: Error| {
		let mut ceremony = good.clone();
		change(&mut ceremony);
		assert_eq!(ceremony.check(), Err(error));
		let dealt = deal(&ceremony, TrusteeIndex(1), &mut common::rng(1));
		assert_eq!(dealt, Err(error));
		assert_eq!(ThresholdKey::combine(&ceremony, &[]), Err(error));
	};
	refused(&|ceremony| ceremony.threshold = 0, Error::InvalidThreshold);
	refused(&|ceremony| ceremony.threshold = 4, Error::InvalidThreshold);
	refused(
		&|ceremony| ceremony.seats = Default::default(),
		Error::InvalidThreshold,
	);
	refused(
		&|ceremony| ceremony.seats[..].swap(0, 1),
		Error::NotAscending,
	);
	refused(
		&|ceremony| ceremony.seats[1].trustee = TrusteeIndex(1),
		Error::NotAscending,
	);
	refused(
		&|ceremony| ceremony.seats[0].trustee = TrusteeIndex(0),
		Error::UnknownTrustee,
	);
	refused(
		&|ceremony| ceremony.seats[2].key = ceremony.seats[0].key,
		Error::DuplicateTransportKey,
	);
	let dealt = deal(&good, TrusteeIndex(4), rng);
	assert_eq!(dealt, Err(Error::UnknownTrustee));
}

#[test]
fn a_transport_key_is_registered_by_who_holds_it_for_one_seat() {
	let rng = &mut rng(39);
	let secret = TransportSecret::generate(rng);
	let seat = Seat {
		trustee: TrusteeIndex(2),
		key: secret.key(),
	};
	let proof = secret.register(&CHAIN, BoardId(3), seat.trustee, rng);
	let check = |chain, board, seat: Seat, proof: &KnowledgeProof| {
		check_transport_key(&chain, BoardId(board), &seat, proof)
	};
	assert_eq!(check(CHAIN, 3, seat, &proof), Ok(()));
	let refused = Err(Error::InvalidKeyProof);
	assert_eq!(check([0; 32], 3, seat, &proof), refused);
	assert_eq!(check(CHAIN, 4, seat, &proof), refused);
	let other = Seat {
		trustee: TrusteeIndex(3),
		..seat
	};
	assert_eq!(check(CHAIN, 3, other, &proof), refused);
	let other = Seat {
		key: TransportSecret::generate(rng).key(),
		..seat
	};
	assert_eq!(check(CHAIN, 3, other, &proof), refused);
	let other = Seat {
		key: EncodedPoint::IDENTITY,
		..seat
	};
	assert_eq!(check(CHAIN, 3, other, &proof), Err(Error::IdentityPoint));
	let other = Seat {
		trustee: TrusteeIndex(0),
		..seat
	};
	assert_eq!(check(CHAIN, 3, other, &proof), Err(Error::UnknownTrustee));
	let other = KnowledgeProof {
		response: EncodedScalar([0xff; 32]),
		..proof
	};
	assert_eq!(
		check(CHAIN, 3, seat, &other),
		Err(Error::NonCanonicalScalar)
	);

	let restored = TransportSecret::from_bytes(&secret.to_bytes()).expect("a secret");
	assert_eq!(restored.key(), secret.key());
	let zero = TransportSecret::from_bytes(&[0; 32]).map(|_| ());
	assert_eq!(zero, Err(Error::IdentityPoint));
	let large = TransportSecret::from_bytes(&[0xff; 32]).map(|_| ());
	assert_eq!(large, Err(Error::NonCanonicalScalar));
}

#[test]
fn what_the_chain_keeps_has_its_bounds() {
	let rng = &mut rng(40);
	let board = Board::new(7, 4, rng);
	let dealing = &board.dealings[0].1;
	assert_eq!(dealing.encode().len(), 162 + 4 * 32 + 7 * 32);
	let tally = closed(&board);
	let share = &board.decrypt(&[0], &tally_context(1), &tally, rng)[0];
	assert_eq!(share.encode().len(), 98 + 3 * 32);
	let complaint = complain(
		&board.ceremony,
		TrusteeIndex(1),
		&board.secrets[0],
		TrusteeIndex(2),
		&board.dealings[1].1,
		rng,
	)
	.expect("complains");
	assert_eq!(complaint.encode().len(), 128);
	assert!(dealing.encode().len() <= Dealing::max_encoded_len());
	assert!(share.encode().len() <= DecryptionShare::max_encoded_len());
	assert!(board.ceremony.encode().len() <= Ceremony::max_encoded_len());
	assert!(board.key.encode().len() <= ThresholdKey::max_encoded_len());
	assert!(tally.encode().len() <= Tally::max_encoded_len());

	let decoded = Dealing::decode(&mut &dealing.encode()[..]).expect("decodes");
	assert_eq!(&decoded, dealing);
	let decoded = ThresholdKey::decode(&mut &board.key.encode()[..]).expect("decodes");
	assert_eq!(decoded, board.key);
}

#[test]
fn the_largest_board_works() {
	let rng = &mut rng(41);
	let board = Board::new(32, 22, rng);
	let tally = closed(&board);
	let last: Vec<usize> = (10..32).collect();
	let shares = board.decrypt(&last, &tally_context(5), &tally, rng);
	assert_eq!(
		board.key.count(&tally_context(5), &tally, &shares),
		Ok(vec![3, 0, 2])
	);
}

#[test]
fn secrets_do_not_print() {
	let rng = &mut rng(42);
	let board = Board::new(2, 2, rng);
	let hex = hex::encode(*board.secrets[0].to_bytes());
	assert!(!format!("{:?}", board.secrets[0]).contains(&hex));
	assert_eq!(
		format!("{:?}", board.shares[0]),
		"DecryptionKey(of trustee 1)"
	);
	let choices = Choices::single(FORM, 1).expect("allowed");
	assert_eq!(format!("{choices:?}"), "Choices(secret)");
}
