// SPDX-License-Identifier: Apache-2.0

//! What payees, banks, officers, courts and dispute bodies write about lines.

use super::{run, with, ContractNumber, LineNumber};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	keys::{Scheme, SigningKey},
	metadata::lacks,
	money,
	output::{Output, Report},
	parties,
	pay::{api, Debt},
	plan::{chain_name, Paper, Plan, Planned},
	submit::Write,
};
use clap::Args;
use pallet_escrow_payments::{redeem_message, ClaimId, ContractId, LineIndex};
use seoul_chain_primitives::{AgencyId, CitizenIndex, PartyId};
use serde_json::{json, Value as Json};
use std::path::PathBuf;

plain! {
	/// 명세 확인
	ConfirmLine(LineNumber) => "confirm_line"
	/// 이의 철회
	WithdrawObjection(LineNumber) => "withdraw_objection"
	/// 은행 지급 확인
	ConfirmPayout(LineNumber) => "confirm_payout"
	/// 재지급
	Retry(LineNumber) => "retry_line"
}

papered! {
	/// 이의
	ObjectLine(LineNumber) => "object_line", "reason"
	/// 은행 지급 거절
	RefusePayout(LineNumber) => "refuse_payout", "notice"
}

valued_and_papered! {
	/// 분쟁 결정
	DecideLine(LineNumber) => "decide_line", "decision"
}

/// 지급 방법 선택
#[derive(Debug, Args)]
pub struct ChoosePayout {
	/// 어디로: chain(체인 위 원화), bank(은행 계좌) · Where: KRW on chain, or the bank
	#[arg(value_name = "PAYOUT")]
	payout: String,
}

impl Plan for ChoosePayout {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"choose_payout",
			json!({"payout": chain_name(&self.payout)}),
		))
	}
}

/// 공탁
#[derive(Debug, Args)]
pub struct Deposit {
	#[command(flatten)]
	about: LineNumber,
	/// 공탁 기관 번호 · Agency number of the office that takes it
	#[arg(long, value_name = "AGENCY")]
	office: u32,
}

impl Plan for Deposit {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"deposit_line",
			with(self.about.json(), "office", self.office),
		))
	}
}

/// 미등록 수취인의 수령
#[derive(Debug, Args)]
pub struct Redeem {
	#[command(flatten)]
	about: LineNumber,
	/// 받을 당사자: 이제 등록된 기관 또는 시민 · Who receives: the agency or citizen that is admitted now
	#[arg(long, value_name = "PARTY")]
	party: String,
	/// 명세에 적힌 키의 개인키 파일(권한 0600). 없으면 묻습니다 · File with the secret of the key that the line names, mode
	/// 0600; asked for without it
	#[arg(long, value_name = "FILE", conflicts_with_all = ["signature", "message"])]
	claim_key_file: Option<PathBuf>,
	/// 지갑이 만든 그 키의 서명(0x와 16진수 128자리) · That key's signature, made in a wallet: 0x and 128 digits
	#[arg(long, value_name = "HEX", conflicts_with = "message")]
	signature: Option<String>,
	/// 지갑에서 서명할 메시지만 출력합니다 · Only print the message that a wallet is to sign
	#[arg(long)]
	message: bool,
}

/// A party, as it is signed over.
fn party_of(typed: &str) -> Result<(Json, PartyId)> {
	let json = parties::party(typed)?;
	let party = match api::variant(&json) {
		("Citizen", number) => PartyId::Citizen(CitizenIndex(api::id(number))),
		(_, number) => {
			PartyId::Agency(AgencyId(u32::try_from(api::id(number)).unwrap_or(u32::MAX)))
		},
	};
	Ok((json, party))
}

/// The chain's identity in what is signed outside transactions.
async fn chain_id(desk: &Desk) -> Result<[u8; 32]> {
	let stored = desk.state.stored("ChainIdentity", "ChainId", &[]).await?;
	let digits = stored
		.as_ref()
		.and_then(Json::as_str)
		.and_then(|digits| digits.strip_prefix("0x"));
	let mut id = [0; 32];
	digits
		.and_then(|digits| hex::decode_to_slice(digits, &mut id).ok())
		.ok_or_else(|| lacks("ChainIdentity.ChainId"))?;
	Ok(id)
}

impl Redeem {
	/// What the line's key signs, and that key.
	async fn message(&self, desk: &Desk) -> Result<(Vec<u8>, String)> {
		let (claim, line) = (self.about.claim, self.about.line);
		let (_, party) = party_of(&self.party)?;
		let info = api::line(&desk.state, claim, line).await?;
		let ("Key", key) = api::variant(&info["line"]["payee"]) else {
			return Err(Failure::no(
				"NotUnderKey",
				text!(
					"청구 {claim} 명세 {line}의 수취인은 이미 등록된 당사자입니다.",
					"Line {line} of claim {claim} names an admitted payee."
				),
			));
		};
		let contract = api::id(&api::claim(&desk.state, claim).await?["claim"]["contract"]);
		let message = redeem_message(
			chain_id(desk).await?,
			ContractId(contract),
			ClaimId(claim),
			LineIndex(line),
			party,
		);
		Ok((message, key.as_str().unwrap_or_default().to_owned()))
	}
}

impl Plan for Redeem {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let (message, expected) = self.message(desk).await?;
		let signature = if let Some(typed) = &self.signature {
			parties::hexadecimal(typed, 64).ok_or_else(|| {
				Failure::input(
					"SignatureUnreadable",
					text!(
						"서명 {typed}은(는) 0x와 16진수 128자리가 아닙니다.",
						"{typed} is no signature: it is 0x and 128 hexadecimal digits."
					),
				)
			})?
		} else {
			let key = SigningKey::load(self.claim_key_file.as_deref(), Scheme::Sr25519)?;
			let is = format!("0x{}", hex::encode(<[u8; 32]>::from(key.account().clone())));
			if is != expected {
				return Err(Failure::no(
					"OtherClaimKey",
					text!(
						"명세는 키 {expected}에 지급되며, 이 파일의 키는 {is}입니다.",
						"The line is paid to key {expected}; the key in this file is {is}."
					),
				));
			}
			format!("0x{}", hex::encode(key.sign_sr25519(&message)?))
		};
		Ok(Planned::plain(
			"redeem_line",
			with(self.about.json(), "signature", signature),
		))
	}
}

/// Redeem a line, or print what a wallet is to sign for that.
pub async fn run_redeem(desk: &Desk, output: Output, command: Write<Redeem>) -> Result<Report> {
	if !command.what.message {
		return run(desk, command).await;
	}
	let (message, key) = command.what.message(desk).await?;
	let message = format!("0x{}", hex::encode(message));
	let told = text!(
		"키 {key}(으)로 이 바이트에 서명하십시오. 지갑이 <Bytes>로 감싸도 됩니다:\n{message}",
		"Sign these bytes with key {key}; a wallet may wrap them in <Bytes>:\n{message}"
	);
	Ok(Report::new(
		json!({"message": message, "key": key}),
		output.say(&told).to_owned(),
	))
}

/// 압류
#[derive(Debug, Args)]
pub struct Attach {
	#[command(flatten)]
	about: ContractNumber,
	/// 채무자: agency:번호 또는 citizen:번호 · The debtor
	#[arg(long, value_name = "PARTY")]
	party: String,
	/// 압류 금액(원) · How much is to be caught, in won
	#[arg(long, value_name = "WON")]
	amount: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Attach {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let party = parties::party(&self.party)?;
		let amount = money::parse(&self.amount)?.to_string();
		let about = with(with(self.about.json(), "party", party), "amount", amount);
		self.paper.plan("attach_claims", |document| {
			with(about, "document", document)
		})
	}
}

/// 압류 해제
#[derive(Debug, Args)]
pub struct Lift {
	#[command(flatten)]
	about: ContractNumber,
	/// 채무자: agency:번호 또는 citizen:번호 · The debtor
	#[arg(long, value_name = "PARTY")]
	party: String,
}

impl Plan for Lift {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let party = parties::party(&self.party)?;
		Ok(Planned::plain(
			"lift_attachment",
			with(self.about.json(), "party", party),
		))
	}
}

/// 압류 처리
#[derive(Debug, Args)]
pub struct SettleAttached {
	#[command(flatten)]
	about: LineNumber,
	/// 채권자: agency:번호 또는 citizen:번호 · The creditor
	#[arg(long, value_name = "PARTY")]
	creditor: String,
	/// 채권자가 받을 금액(원). 0이면 모두 수취인에게 · What the creditor receives, in won; 0 leaves all to the payee
	#[arg(long, value_name = "WON")]
	amount: String,
}

impl Plan for SettleAttached {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let creditor = parties::party(&self.creditor)?;
		let amount = money::parse(&self.amount)?.to_string();
		let about = with(self.about.json(), "creditor", creditor);
		Ok(Planned::plain(
			"settle_attached_line",
			with(about, "amount", amount),
		))
	}
}

/// 지연이자 지급
#[derive(Debug, Args)]
pub struct PayInterest {
	#[command(flatten)]
	debt: Debt,
}

impl Plan for PayInterest {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"pay_interest",
			json!({"debt": self.debt.argument()}),
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;

	#[test]
	fn the_message_names_chain_contract_claim_line_and_party() {
		let (json, party) = party_of("agency:30").unwrap();
		assert_eq!(json, json!({"Agency": 30}));
		let message = redeem_message([7; 32], ContractId(1), ClaimId(2), LineIndex(3), party);
		let expected = [
			b"seoul/escrow/redeem".to_vec(),
			vec![7; 32],
			1u64.encode(),
			2u64.encode(),
			3u16.encode(),
			party.encode(),
		]
		.concat();
		assert_eq!(message, expected);
		assert_eq!(
			party_of("citizen:18446744073709551615").unwrap().1,
			PartyId::Citizen(CitizenIndex(u64::MAX))
		);
	}
}
