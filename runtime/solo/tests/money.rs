// SPDX-License-Identifier: Apache-2.0

//! Won come onto the chain and leave it: two clerks of the treasury who own none, and a holder.

use crate::common::*;
use pallet_deposit_token::{BankReference, Call, Error, RedemptionId};
use seoul_chain_primitives::AgencyId;
use seoul_chain_runtime::{AccountId, Balance, Balances, DepositToken, Runtime};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::{sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring::{Alice, Eve};
use sp_runtime::DispatchError;

const TREASURY: AgencyId = AgencyId(8);

fn clerk(path: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(path, None).expect("a valid path")
}

fn maker() -> sr25519::Pair {
	clerk("//Treasury//maker")
}

fn checker() -> sr25519::Pair {
	clerk("//Treasury//checker")
}

fn bank(number: u8) -> BankReference {
	BankReference(H256::repeat_byte(number))
}

fn issuance(chain: &mut Chain) -> Balance {
	chain.query(Balances::total_issuance)
}

fn propose_mint(reference: u8, amount: Balance) -> Call<Runtime> {
	Call::propose_mint {
		reference: bank(reference),
		beneficiary: Eve.to_account_id(),
		amount,
	}
}

fn approve_mint(reference: u8, amount: Balance) -> Call<Runtime> {
	Call::approve_mint {
		reference: bank(reference),
		beneficiary: Eve.to_account_id(),
		amount,
	}
}

fn error(error: Error<Runtime>) -> Result<(), DispatchError> {
	Err(error.into())
}

#[test]
fn a_deposit_becomes_won_once_and_the_won_become_a_payment_once() {
	let mut chain = Chain::development();
	let issued = issuance(&mut chain);
	let had = chain.balance(&Eve.to_account_id());
	let amount = 50_000 * KRW;

	assert_eq!(
		chain.apply_as(&maker(), propose_mint(1, amount)).result,
		Ok(())
	);
	assert_eq!(issuance(&mut chain), issued);
	assert_eq!(
		chain.apply_as(&maker(), approve_mint(1, amount)).result,
		error(Error::MakerIsChecker)
	);
	assert_eq!(
		chain
			.apply_as(&checker(), approve_mint(1, amount + KRW))
			.result,
		error(Error::ProposalDiffers)
	);
	assert_eq!(
		chain.apply_as(&checker(), approve_mint(1, amount)).result,
		Ok(())
	);
	assert_eq!(issuance(&mut chain), issued + amount);
	assert_eq!(chain.balance(&Eve.to_account_id()), had + amount);
	assert_eq!(
		chain.apply_as(&maker(), propose_mint(1, amount)).result,
		error(Error::ReferenceAlreadyUsed)
	);

	let redeem = Call::redeem {
		treasury: TREASURY,
		amount,
		instruction: document(b"pay to the holder's account at the bank"),
	};
	chain.succeeds(Eve, redeem);
	assert_eq!(chain.balance(&Eve.to_account_id()), had);
	assert_eq!(issuance(&mut chain), issued + amount);
	let redemption = RedemptionId(0);
	let propose = Call::<Runtime>::propose_burn {
		redemption,
		reference: bank(2),
		amount,
	};
	let approve = Call::<Runtime>::approve_burn {
		redemption,
		reference: bank(2),
	};
	assert_eq!(chain.apply_as(&maker(), propose).result, Ok(()));
	assert_eq!(chain.apply_as(&checker(), approve).result, Ok(()));
	assert_eq!(issuance(&mut chain), issued);
	assert_eq!(chain.balance(&Eve.to_account_id()), had);
	for clerk in [maker(), checker()] {
		assert_eq!(chain.balance(&AccountId::from(clerk.public())), 0);
	}
	assert_eq!(
		chain.query(|| DepositToken::mint_record_page(0).len()),
		1,
		"everybody reads the record"
	);
}

#[test]
fn the_daily_limit_of_the_preset_holds() {
	let mut chain = Chain::development();
	let limit = chain
		.query(pallet_deposit_token::Limits::<Runtime>::get)
		.daily_mint;
	let too_much = (Balance::from(limit) + 1) * KRW;
	assert_eq!(
		chain.apply_as(&maker(), propose_mint(1, too_much)).result,
		Ok(())
	);
	assert_eq!(
		chain.apply_as(&checker(), approve_mint(1, too_much)).result,
		error(Error::DailyMintLimitExceeded)
	);
}

#[test]
fn neither_a_councillor_nor_a_citizen_makes_won_or_sets_limits() {
	let mut chain = Chain::development();
	let limits = chain.query(pallet_deposit_token::Limits::<Runtime>::get);
	for who in [Alice, Eve] {
		chain.refuses(
			who,
			Call::<Runtime>::set_limits {
				effective_from: None,
				limits,
			},
			Error::<Runtime>::NotAuthorized,
		);
		let outcome = chain.apply(who, propose_mint(1, KRW));
		assert!(matches!(outcome.result, Err(DispatchError::Module(_))));
	}
}
