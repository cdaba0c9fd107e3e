// SPDX-License-Identifier: Apache-2.0

//! What owners, dealers and buyers write, from listing to delivery.

use crate::{
	desk::{Desk, Which},
	error::{text, Failure, Result},
	money, parties,
	plan::{chain_name, Paper, Plan, Planned},
	submit::Extras,
};
use clap::Args;
use serde_json::{json, Value as Json};

/// 제시
#[derive(Debug, Args)]
pub struct List {
	#[command(flatten)]
	which: Which,
	/// 매매업자의 기관 번호 · The dealer's agency number
	#[arg(long, value_name = "AGENCY")]
	dealer: u32,
}

impl Plan for List {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"list_vehicle",
			json!({"vehicle": desk.vehicle(&self.which).await?, "dealer": self.dealer}),
		))
	}
}

/// 제시 철회
#[derive(Debug, Args)]
pub struct Return {
	#[command(flatten)]
	which: Which,
}

impl Plan for Return {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"return_vehicle",
			json!({"vehicle": desk.vehicle(&self.which).await?}),
		))
	}
}

/// 매매 작성
#[derive(Debug, Args)]
pub struct Draft {
	#[command(flatten)]
	which: Which,
	/// 양수인: citizen:번호 또는 agency:번호 · Buyer
	#[arg(long, value_name = "PARTY")]
	buyer: String,
	/// 계약서 종류: between-parties, dealer, gift · Contract form
	#[arg(long, value_name = "KIND")]
	kind: String,
	#[command(flatten)]
	paper: Paper,
	/// 예치할 매매대금(원). 없으면 체인 밖에서 지급 · Price to be held, in won; paid outside the chain without it
	#[arg(long, value_name = "WON")]
	price: Option<String>,
	/// 예치할 알선 수수료(원) · Dealer's fee to be held, in won
	#[arg(long, value_name = "WON", requires = "price", default_value = "0")]
	dealer_fee: String,
}

impl Plan for Draft {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		let buyer = parties::party(&self.buyer)?;
		let payment = match &self.price {
			None => json!("OffChain"),
			Some(price) => json!({"OnChain": {
				"price": money::parse(price)?.to_string(),
				"dealerFee": money::parse(&self.dealer_fee)?.to_string(),
			}}),
		};
		self.paper.plan("draft_sale", |contract| {
			json!({
				"vehicle": vehicle,
				"buyer": buyer,
				"contractKind": chain_name(&self.kind),
				"contract": contract,
				"payment": payment,
			})
		})
	}
}

/// 점검기록 확인
#[derive(Debug, Args)]
pub struct Acknowledge {
	/// 매매 번호 · The sale's number
	sale: u64,
	/// 점검기록의 이력 번호. 없으면 최근 것 · History entry of the record; the latest without it
	#[arg(long, value_name = "NUMBER")]
	inspection: Option<u32>,
}

/// A sale as it stands.
async fn sale_of(desk: &Desk, sale: u64) -> Result<Json> {
	let found = desk
		.state
		.stored("CarRegistry", "Sales", &[json!(sale)])
		.await?;
	found.ok_or_else(|| {
		Failure::no(
			"SaleNotFound",
			text!("{sale}번 매매가 없습니다.", "There is no sale {sale}."),
		)
	})
}

/// The car of a sale as it stands.
async fn vehicle_of_sale(desk: &Desk, sale: u64) -> Result<Json> {
	let vehicle = sale_of(desk, sale).await?["vehicle"].clone();
	desk.state
		.stored("CarRegistry", "Vehicles", &[vehicle])
		.await
		.map(Option::unwrap_or_default)
}

impl Plan for Acknowledge {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let inspection = match self.inspection {
			Some(number) => json!(number),
			None => vehicle_of_sale(desk, self.sale).await?["latestInspection"].clone(),
		};
		if inspection.is_null() {
			return Err(Failure::no(
				"InspectionMissing",
				text!(
					"이 차량에는 성능·상태점검기록이 없습니다.",
					"No inspection record was filed for this car."
				),
			));
		}
		let mut extras = Extras::default();
		extras.add(
			"inspection",
			inspection.clone(),
			text!(
				"확인한 점검기록: 이력 {inspection}번",
				"inspection record: history entry {inspection}"
			),
		);
		Ok(Planned {
			call: "acknowledge_inspection",
			arguments: json!({"sale": self.sale, "inspection": inspection}),
			extras,
		})
	}
}

/// 압류·저당 확인
#[derive(Debug, Args)]
pub struct AcknowledgeEncumbrances {
	/// 매매 번호 · The sale's number
	sale: u64,
	/// 본 압류·저당의 변경 횟수. 없으면 지금 것을 보여 주고 확인합니다 · Revision that was seen; today's, which is
	/// shown, without it
	#[arg(long, value_name = "NUMBER")]
	revision: Option<u32>,
}

impl Plan for AcknowledgeEncumbrances {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let mut extras = Extras::default();
		let revision = if let Some(revision) = self.revision {
			json!(revision)
		} else {
			let summary = vehicle_of_sale(desk, self.sale).await?["encumbrances"].clone();
			let (seizures, mortgages) = (&summary["seizures"], &summary["mortgages"]);
			extras.add(
				"encumbrances",
				summary.clone(),
				text!(
					"압류 {seizures}건, 저당 {mortgages}건",
					"seizures: {seizures}, mortgages: {mortgages}"
				),
			);
			summary["revision"].clone()
		};
		Ok(Planned {
			call: "acknowledge_encumbrances",
			arguments: json!({"sale": self.sale, "revision": revision}),
			extras,
		})
	}
}

/// 예치
#[derive(Debug, Args)]
pub struct Pay {
	/// 매매 번호 · The sale's number
	sale: u64,
	/// 매매대금과 수수료를 합한 금액(원). 없으면 작성된 금액 · Price and fee together, in won; as drafted without it
	#[arg(long, value_name = "WON")]
	amount: Option<String>,
}

fn exact(amount: &Json) -> Option<u128> {
	match amount {
		Json::String(digits) => digits.parse().ok(),
		Json::Number(number) => number.to_string().parse().ok(),
		_ => None,
	}
}

impl Plan for Pay {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let amount = if let Some(amount) = &self.amount {
			money::parse(amount)?
		} else {
			let terms = sale_of(desk, self.sale).await?["payment"]["OnChain"].clone();
			exact(&terms["price"])
				.zip(exact(&terms["dealerFee"]))
				.map(|(price, fee)| price.saturating_add(fee))
				.ok_or_else(|| {
					Failure::no(
						"PaymentOffChain",
						text!(
							"대금을 체인 밖에서 지급하기로 한 매매입니다.",
							"The sale was drafted with payment outside the chain."
						),
					)
				})?
		};
		let shown = money::show(amount);
		let mut extras = Extras::default();
		extras.add(
			"amount",
			json!(amount.to_string()),
			text!("예치할 금액: {shown}원", "to be held: {shown} won"),
		);
		Ok(Planned {
			call: "pay_sale",
			arguments: json!({"sale": self.sale, "amount": amount.to_string()}),
			extras,
		})
	}
}

sale_only! {
	/// 점검기록 없이
	Waive => "waive_inspection"
	/// 별도 지급 확인
	Paid => "confirm_payment"
	/// 인도 확인
	Delivered => "confirm_delivery"
	/// 취소
	Cancel => "cancel_sale"
	/// 기한 경과
	Expire => "expire_sale"
}

sale_and_paper! {
	/// 계약 서명
	Sign => "sign_sale", "contract"
	/// 양도인 신청
	Force => "force_transfer", "application"
}
