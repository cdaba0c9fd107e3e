// SPDX-License-Identifier: Apache-2.0

//! `seoul car`: the register of cars.

mod read;
mod write;

use crate::{
	certificate,
	desk::Desk,
	error::Result,
	output::{Output, Report},
	submit::Write,
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum CarCommand {
	/// 차량 신규 등록 (구청) · Register a car (registrar)
	Register(Box<Write<write::Register>>),
	/// 주행거리 · Odometer: report, correct, batch, replace
	#[command(subcommand)]
	Odometer(OdometerCommand),
	/// 성능·상태점검기록부 제출 (점검자) · File an inspection record, form 82 (workshop)
	Inspect(Box<Write<write::Inspect>>),
	/// 매매와 증여 · Sales and gifts: from listing to delivery
	#[command(subcommand)]
	Sell(SellCommand),
	/// 이전등록 수리 (관할 구청) · Accept a transfer (registrar of the car's district)
	Accept(Box<Write<write::Accept>>),
	/// 이전등록 반려 (관할 구청) · Refuse a transfer (registrar of the car's district)
	Reject(Box<Write<write::Reject>>),
	/// 상속, 공매·경매, 판결에 따른 이전등록 (관할 구청) · Transfer by inheritance, public sale or judgment
	Transfer(Box<Write<write::Transfer>>),
	/// 번호판 변경 (관할 구청) · Change the plate
	Plate(Box<Write<write::PlateChange>>),
	/// 등록증 재발급 (관할 구청) · Renew the certificate's code
	Renew(Box<Write<write::Renew>>),
	/// 새 키로 태그 갱신 (관할 구청) · Give tags under the registrars' new key
	Retag(Box<Write<write::Retag>>),
	/// 압류와 저당 · Seizures and mortgages
	#[command(subcommand)]
	Encumbrance(EncumbranceCommand),
	/// 사고, 침수, 화재, 전손, 도난, 회수 · Accident, flood, fire, total loss, theft, recovery
	#[command(subcommand)]
	Incident(IncidentCommand),
	/// 하자 보증 · Warranty
	#[command(subcommand)]
	Warranty(WarrantyCommand),
	/// 매매계약 해제 · Rescission
	#[command(subcommand)]
	Rescind(RescindCommand),
	/// 폐차 인수 증명 (자동차해체재활용업자) · Certify that a dismantler has the car
	Scrap(Box<Write<write::Scrap>>),
	/// 말소 (관할 구청) · Deregister
	Deregister(Box<Write<write::Deregister>>),
	/// 재등록 (구청) · Register again
	Reregister(Box<Write<write::Reregister>>),
	/// 전국 등록원부와의 불일치 (관할 구청) · Divergence from the national register
	#[command(subcommand)]
	Divergence(DivergenceCommand),
	/// 차량 조회 · Show everything about a car
	Show(read::Show),
	/// 이력 조회 · Show a car's history
	History(read::History),
	/// 문서 확인 · Check a document against the chain
	Verify(read::Verify),
	/// 확인서 · Certificates that can be checked without a node
	#[command(subcommand)]
	Certificate(certificate::CertificateCommand),
}

#[derive(Debug, Subcommand)]
pub enum OdometerCommand {
	/// 주행거리 기록 · Report a reading
	Report(Box<Write<write::OdometerReport>>),
	/// 주행거리 정정 · Correct a reading
	Correct(Box<Write<write::OdometerCorrect>>),
	/// CSV 파일(차량 번호,km,시각)로 일괄 기록 · Report readings from a CSV file of car,km,time
	Batch(Box<Write<write::OdometerBatch>>),
	/// 계기 교체 (정비업자) · Record a new odometer (repair shop)
	Replace(Box<Write<write::OdometerReplace>>),
}

#[derive(Debug, Subcommand)]
pub enum SellCommand {
	/// 매매업자에게 제시 (소유자) · List with a dealer (owner)
	List(Box<Write<write::List>>),
	/// 제시 철회 (소유자, 매매업자) · Take back from the dealer
	Return(Box<Write<write::Return>>),
	/// 매매 또는 증여 작성 · Draft a sale or a gift
	Draft(Box<Write<write::Draft>>),
	/// 성능·상태점검기록 확인 (양수인) · Acknowledge the inspection record (buyer)
	Acknowledge(Box<Write<write::Acknowledge>>),
	/// 점검기록 없이 하기로 함 (양수인) · Do without an inspection record (buyer)
	Waive(Box<Write<write::Waive>>),
	/// 압류·저당 확인 (양수인) · Acknowledge what burdens the car (buyer)
	Encumbrances(Box<Write<write::AcknowledgeEncumbrances>>),
	/// 계약 서명 (양도인, 양수인) · Sign the contract
	Sign(Box<Write<write::Sign>>),
	/// 매매대금 예치 (양수인) · Have the price held (buyer)
	Pay(Box<Write<write::Pay>>),
	/// 별도 지급 확인 (양도인, 양수인) · Confirm a payment outside the chain
	Paid(Box<Write<write::Paid>>),
	/// 인도 확인 (양수인) · Confirm the delivery (buyer)
	Delivered(Box<Write<write::Delivered>>),
	/// 취소 · Cancel
	Cancel(Box<Write<write::Cancel>>),
	/// 기한이 지난 매매 종료 · Close an overdue sale
	Expire(Box<Write<write::Expire>>),
	/// 양도인 신청 이전등록 · Apply for the transfer in the buyer's place (seller)
	Force(Box<Write<write::Force>>),
	/// 매매 조회 · Show a sale
	Show(read::ShowSale),
}

#[derive(Debug, Subcommand)]
pub enum EncumbranceCommand {
	/// 저당 동의 (소유자) · Agree to a mortgage (owner)
	Agree(Box<Write<write::AgreeMortgage>>),
	/// 등록 (법원, 세무 관서; 저당권자) · Place a seizure or a mortgage
	Place(Box<Write<write::PlaceEncumbrance>>),
	/// 말소 · Release
	Release(Box<Write<write::ReleaseEncumbrance>>),
}

#[derive(Debug, Subcommand)]
pub enum IncidentCommand {
	/// 신고 (보험, 정비업자, 경찰) · Report
	Report(Box<Write<write::ReportIncident>>),
	/// 신고 철회 · Withdraw
	Withdraw(Box<Write<write::WithdrawIncident>>),
	/// 전손 차량 수리검사 합격 (정기검사 기관) · A total loss passed its repair inspection
	Repaired(Box<Write<write::Repaired>>),
}

#[derive(Debug, Subcommand)]
pub enum WarrantyCommand {
	/// 청구 (양수인) · Claim (buyer)
	Claim(Box<Write<write::ClaimWarranty>>),
	/// 답변 (매매업자) · Answer (dealer)
	Answer(Box<Write<write::AnswerClaim>>),
	/// 지난 보증 종료 · Note that a warranty is over
	End(Box<Write<write::EndWarranty>>),
}

#[derive(Debug, Subcommand)]
pub enum RescindCommand {
	/// 해제 요구 (양수인) · Ask to undo the sale (buyer)
	Request(Box<Write<write::RequestRescission>>),
	/// 요구 철회 (양수인) · Withdraw (buyer)
	Withdraw(Box<Write<write::WithdrawRescission>>),
	/// 동의 (양도인, 매매업자) · Agree (seller, dealer)
	Agree(Box<Write<write::AgreeRescission>>),
	/// 판결 (법원) · Order (court)
	Order(Box<Write<write::OrderRescission>>),
	/// 수리 (관할 구청) · Accept (registrar)
	Accept(Box<Write<write::AcceptRescission>>),
}

#[derive(Debug, Subcommand)]
pub enum DivergenceCommand {
	/// 기록 · Record
	Record(Box<Write<write::RecordDivergence>>),
	/// 해소 · Resolve
	Resolve(Box<Write<write::ResolveDivergence>>),
}

impl CarCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = || Desk::open(output, url);
		match self {
			Self::Register(it) => write::run(&desk().await?, *it).await,
			Self::Odometer(command) => match command {
				OdometerCommand::Report(it) => write::run(&desk().await?, *it).await,
				OdometerCommand::Correct(it) => write::run(&desk().await?, *it).await,
				OdometerCommand::Replace(it) => write::run(&desk().await?, *it).await,
				OdometerCommand::Batch(it) => write::run_batch(&desk().await?, *it).await,
			},
			Self::Inspect(it) => write::run(&desk().await?, *it).await,
			Self::Sell(command) => command.run(&desk().await?).await,
			Self::Accept(it) => write::run(&desk().await?, *it).await,
			Self::Reject(it) => write::run(&desk().await?, *it).await,
			Self::Transfer(it) => write::run(&desk().await?, *it).await,
			Self::Plate(it) => write::run(&desk().await?, *it).await,
			Self::Renew(it) => write::run(&desk().await?, *it).await,
			Self::Retag(it) => write::run(&desk().await?, *it).await,
			Self::Encumbrance(command) => match command {
				EncumbranceCommand::Agree(it) => write::run(&desk().await?, *it).await,
				EncumbranceCommand::Place(it) => write::run(&desk().await?, *it).await,
				EncumbranceCommand::Release(it) => write::run(&desk().await?, *it).await,
			},
			Self::Incident(command) => match command {
				IncidentCommand::Report(it) => write::run(&desk().await?, *it).await,
				IncidentCommand::Withdraw(it) => write::run(&desk().await?, *it).await,
				IncidentCommand::Repaired(it) => write::run(&desk().await?, *it).await,
			},
			Self::Warranty(command) => match command {
				WarrantyCommand::Claim(it) => write::run(&desk().await?, *it).await,
				WarrantyCommand::Answer(it) => write::run(&desk().await?, *it).await,
				WarrantyCommand::End(it) => write::run(&desk().await?, *it).await,
			},
			Self::Rescind(command) => match command {
				RescindCommand::Request(it) => write::run(&desk().await?, *it).await,
				RescindCommand::Withdraw(it) => write::run(&desk().await?, *it).await,
				RescindCommand::Agree(it) => write::run(&desk().await?, *it).await,
				RescindCommand::Order(it) => write::run(&desk().await?, *it).await,
				RescindCommand::Accept(it) => write::run(&desk().await?, *it).await,
			},
			Self::Scrap(it) => write::run(&desk().await?, *it).await,
			Self::Deregister(it) => write::run(&desk().await?, *it).await,
			Self::Reregister(it) => write::run(&desk().await?, *it).await,
			Self::Divergence(command) => match command {
				DivergenceCommand::Record(it) => write::run(&desk().await?, *it).await,
				DivergenceCommand::Resolve(it) => write::run(&desk().await?, *it).await,
			},
			Self::Show(it) => it.run(&desk().await?).await,
			Self::History(it) => it.run(&desk().await?).await,
			Self::Verify(it) => it.run(&desk().await?).await,
			Self::Certificate(command) => command.run(output, url).await,
		}
	}
}

impl SellCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::List(it) => write::run(desk, *it).await,
			Self::Return(it) => write::run(desk, *it).await,
			Self::Draft(it) => write::run(desk, *it).await,
			Self::Acknowledge(it) => write::run(desk, *it).await,
			Self::Waive(it) => write::run(desk, *it).await,
			Self::Encumbrances(it) => write::run(desk, *it).await,
			Self::Sign(it) => write::run(desk, *it).await,
			Self::Pay(it) => write::run(desk, *it).await,
			Self::Paid(it) => write::run(desk, *it).await,
			Self::Delivered(it) => write::run(desk, *it).await,
			Self::Cancel(it) => write::run(desk, *it).await,
			Self::Expire(it) => write::run(desk, *it).await,
			Self::Force(it) => write::run(desk, *it).await,
			Self::Show(it) => it.run(desk).await,
		}
	}
}
