// SPDX-License-Identifier: Apache-2.0

//! 압류와 저당: what burdens a car.

use crate::types::RecordIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{wire_types, AgencyId, DocumentCommitment, Moment, PartyId};

/// Number of an encumbrance, in order of receipt.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct EncumbranceId(pub u64);

wire_types! {
	/// 등록원부의 구: which part of the register an encumbrance stands in.
	#[derive(Copy)]
	pub enum EncumbranceKind {
		/// 갑구 압류: by a court or a tax office; blocks every transfer but a public sale.
		Seizure,
		/// 을구 저당: for a lienor, with the owner's consent; goes with the car.
		Mortgage,
	}

	/// 압류 또는 저당.
	#[derive(Copy)]
	pub struct Encumbrance {
		/// Its number: the order in which they were received.
		pub id: EncumbranceId,
		/// 갑 or 을.
		pub kind: EncumbranceKind,
		/// The agency that placed it.
		pub holder: AgencyId,
		/// 접수 시각: Unix time in milliseconds.
		pub received_at: Moment,
		/// Commitment to the order or the contract.
		pub document: DocumentCommitment,
		/// Its entry in the history.
		pub record: RecordIndex,
	}

	/// 압류·저당 요약.
	#[derive(Copy, Default)]
	pub struct EncumbranceSummary {
		/// Seizures in force.
		pub seizures: u8,
		/// Mortgages in force.
		pub mortgages: u8,
		/// How often anything was placed or released. A buyer acknowledges one revision.
		pub revision: u32,
	}

	/// 저당 동의: an owner lets a lienor place a mortgage.
	#[derive(Copy)]
	pub struct MortgageConsent {
		/// Who consented. Counts only while this is the owner.
		pub owner: PartyId,
		/// The lienor.
		pub lienor: AgencyId,
		/// Commitment to the mortgage contract.
		pub document: DocumentCommitment,
	}
}

impl EncumbranceSummary {
	/// Whether nothing burdens the car.
	pub const fn is_clear(&self) -> bool {
		self.seizures == 0 && self.mortgages == 0
	}

	/// Count one more.
	pub(crate) fn add(&mut self, kind: EncumbranceKind) {
		let count = self.count_mut(kind);
		*count = count.saturating_add(1);
		self.revision = self.revision.saturating_add(1);
	}

	/// Count one less.
	pub(crate) fn remove(&mut self, kind: EncumbranceKind) {
		let count = self.count_mut(kind);
		*count = count.saturating_sub(1);
		self.revision = self.revision.saturating_add(1);
	}

	fn count_mut(&mut self, kind: EncumbranceKind) -> &mut u8 {
		match kind {
			EncumbranceKind::Seizure => &mut self.seizures,
			EncumbranceKind::Mortgage => &mut self.mortgages,
		}
	}
}
