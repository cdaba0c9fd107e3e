// SPDX-License-Identifier: Apache-2.0

//! `seoul mileage`: points of several schemes in one wallet.

mod compute;
mod read;
mod schemes;
mod statement;
mod write;

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	submit::Write,
};
use clap::Subcommand;

/// The pallet that keeps the books.
const PALLET: &str = "Mileage";
/// Its runtime API.
const MILEAGE: &str = "MileageApi";

#[derive(Debug, Subcommand)]
pub enum MileageCommand {
	/// 제도와 시행 중인 규칙 · The schemes and their rules
	Schemes(read::Schemes),
	/// 지갑 조회 · What a member has, in all schemes
	Wallet(read::Wallet),
	/// 거래 내역 · A member's statement
	Statement(statement::Statement),
	/// 대사: 장부가 맞지 않으면 종료 부호 1 · Reconcile the books; exit code 1 if they do not balance
	Reconcile(read::Reconcile),
	/// 정산 예정액 조회 · What is owed to a payee
	Claims(read::Claims),
	/// 실적에 따른 포인트 계산 · How many points a figure earns
	#[command(subcommand)]
	Compute(compute::ComputeCommand),
	/// 포인트 결제 (회원) · Pay with points (member)
	Pay(Box<Write<write::Pay>>),
	/// 상품권, 교통카드, 계좌로 전환 · Redeem through a channel
	#[command(subcommand)]
	Redeem(RedeemCommand),
	/// 선물 (회원) · Give points to another member (member)
	Gift(Box<Write<write::Gift>>),
	/// 다른 제도로 전환 (회원) · Make points those of another scheme (member)
	Convert(Box<Write<write::Convert>>),
	/// 자동전환 설정 (회원) · What happens to points when they are credited (member)
	Auto(Box<Write<write::Auto>>),
	/// 지갑 정지에 대한 이의 신청 (회원) · Appeal against the freezing of a wallet (member)
	Appeal(Box<Write<write::Appeal>>),
	/// 환불 (가맹점) · Give points of a purchase back (merchant)
	Refund(Box<Write<write::Refund>>),
	/// 적립: 한 건 또는 CSV 파일 (운영 기관) · Credit points: one, or those of a CSV file (issuer)
	Credit(Box<Write<write::Credit>>),
	/// 재원 예치 (운영 기관) · Have won held for a scheme (issuer)
	Fund(Box<Write<write::Fund>>),
	/// 여유 재원 반환 (운영 기관) · Take free won back (issuer)
	Withdraw(Box<Write<write::Withdraw>>),
	/// 환수 (운영 기관) · Take points back (issuer)
	ClawBack(Box<Write<write::ClawBack>>),
	/// 환수 취소 (운영 기관) · Undo a clawback (issuer)
	Reverse(Box<Write<write::Reverse>>),
	/// 지갑 정지 (운영 기관) · Freeze a wallet (issuer)
	Freeze(Box<Write<write::Freeze>>),
	/// 정지 해제 (운영 기관, 협의회) · Let a frozen wallet be used again (issuer, council)
	Reinstate(Box<Write<write::Reinstate>>),
	/// 이의 기각 (협의회) · Reject an appeal (council)
	RejectAppeal(Box<Write<write::RejectAppeal>>),
	/// 정산 (누구나) · Pay payees what they are owed (anyone)
	Settle(Box<Write<write::Settle>>),
}

#[derive(Debug, Subcommand)]
pub enum RedeemCommand {
	/// 신청 (회원) · Ask a channel (member)
	Request(Box<Write<write::Request>>),
	/// 취소: 전송 전까지 (회원) · Take the points back, before the channel has begun (member)
	Cancel(Box<Write<write::Cancel>>),
	/// 전송 (채널) · Begin to deliver (channel)
	Send(Box<Write<write::Send>>),
	/// 완료 (채널) · Say that it was delivered (channel)
	Settle(Box<Write<write::Delivered>>),
	/// 실패 (채널, 협의회) · Say that it could not be delivered (channel, council)
	Fail(Box<Write<write::Fail>>),
	/// 조회 · Show a redemption that is open
	Show(read::Redemption),
}

impl MileageCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = || Desk::open(output, url);
		match self {
			Self::Schemes(it) => it.run(desk().await?).await,
			Self::Wallet(it) => it.run(desk().await?).await,
			Self::Statement(it) => it.run(desk().await?).await,
			Self::Reconcile(it) => it.run(desk().await?).await,
			Self::Claims(it) => it.run(desk().await?).await,
			Self::Compute(command) => command.run(output),
			Self::Pay(it) => write::run(&desk().await?, *it).await,
			Self::Redeem(command) => command.run(desk().await?).await,
			Self::Gift(it) => write::run(&desk().await?, *it).await,
			Self::Convert(it) => write::run(&desk().await?, *it).await,
			Self::Auto(it) => write::run(&desk().await?, *it).await,
			Self::Appeal(it) => write::run(&desk().await?, *it).await,
			Self::Refund(it) => write::run(&desk().await?, *it).await,
			Self::Credit(it) => write::run_credit(&desk().await?, *it).await,
			Self::Fund(it) => write::run(&desk().await?, *it).await,
			Self::Withdraw(it) => write::run(&desk().await?, *it).await,
			Self::ClawBack(it) => write::run(&desk().await?, *it).await,
			Self::Reverse(it) => write::run(&desk().await?, *it).await,
			Self::Freeze(it) => write::run(&desk().await?, *it).await,
			Self::Reinstate(it) => write::run(&desk().await?, *it).await,
			Self::RejectAppeal(it) => write::run(&desk().await?, *it).await,
			Self::Settle(it) => write::run(&desk().await?, *it).await,
		}
	}
}

impl RedeemCommand {
	async fn run(self, desk: Desk) -> Result<Report> {
		match self {
			Self::Request(it) => write::run(&desk, *it).await,
			Self::Cancel(it) => write::run(&desk, *it).await,
			Self::Send(it) => write::run(&desk, *it).await,
			Self::Settle(it) => write::run(&desk, *it).await,
			Self::Fail(it) => write::run(&desk, *it).await,
			Self::Show(it) => it.run(desk).await,
		}
	}
}
