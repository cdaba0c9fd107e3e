// SPDX-License-Identifier: Apache-2.0

//! What district offices write.

use crate::{
	desk::{self, registrar_keys, Desk, Which},
	error::{text, Failure, Result},
	keys::RegistrarKeys,
	parties,
	plan::{chain_name, hash, moment, Paper, Plan, Planned},
	submit::Extras,
	tags::{self, Plate, Vin},
	times,
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// 차량 신규 등록
#[derive(Debug, Args)]
pub struct Register {
	/// 차대번호 · VIN
	#[arg(long)]
	vin: String,
	/// 등록번호 · Number plate
	#[arg(long)]
	plate: String,
	/// 소유자: citizen:번호 또는 agency:번호 · Owner
	#[arg(long, value_name = "PARTY")]
	owner: String,
	/// 용도: private, business, rental, official · Use
	#[arg(long, value_name = "USE", default_value = "private")]
	usage: String,
	/// 연료: gasoline, diesel, lpg, cng, hybrid, electric, hydrogen, other · Fuel
	#[arg(long)]
	fuel: String,
	/// 이력의 시작: new, imported-used, legacy · Origin
	#[arg(long, default_value = "new")]
	origin: String,
	/// 최초등록일. 없으면 지금 · Time of first registration; now without it
	#[arg(long, value_name = "TIME")]
	first_registered: Option<String>,
	/// 주행거리(km) · Kilometres shown
	#[arg(long, value_name = "KM")]
	km: u32,
	/// 등록 관청 키 파일(권한 0600) · File with the registrars' key, mode 0600
	#[arg(long, value_name = "FILE")]
	registrar_key_file: PathBuf,
	/// 새 등록증 코드를 둘 파일 · File for the new certificate's code
	#[arg(long, value_name = "FILE")]
	new_code_file: Option<PathBuf>,
}

impl Plan for Register {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vin = Vin::parse(&self.vin)?;
		let plate = Plate::parse(&self.plate)?;
		let owner = parties::party(&self.owner)?;
		let keys = registrar_keys(Some(&self.registrar_key_file))?;
		let (version, retagging) = desk.tag_key().await?;
		let key = keys.version(version)?;
		let earlier = if retagging && version > 0 {
			hash(tags::vin_tag(keys.version(version - 1)?, &vin))
		} else {
			Json::Null
		};
		let mut extras = Extras::default();
		let code = desk::new_code(self.new_code_file.as_deref(), &mut extras)?;
		Ok(Planned {
			call: "register_vehicle",
			arguments: json!({"registration": {
				"vinTag": hash(tags::vin_tag(key, &vin)),
				"plateTag": hash(tags::plate_tag(key, &plate)),
				"accessTag": hash(tags::access_tag(&vin, &code)),
				"usage": chain_name(&self.usage),
				"fuel": chain_name(&self.fuel),
				"origin": chain_name(&self.origin),
				"firstRegisteredAt": moment(desk, self.first_registered.as_deref()).await?,
				"odometerKm": self.km,
				"owner": owner,
				"tagKey": version,
				"earlierVinTag": earlier,
			}}),
			extras,
		})
	}
}

/// What a registrar states when ownership moves.
#[derive(Debug, Args)]
pub struct Acceptance {
	/// 등록원부 접수증 · Receipt of the national register
	#[arg(long, value_name = "FILE")]
	receipt: PathBuf,
	/// 접수증의 솔트 파일 · File with the receipt's salt
	#[arg(long, value_name = "FILE")]
	receipt_salt: Option<PathBuf>,
	/// 차대번호. 새 등록증 코드에 쓰입니다 · VIN, for the new certificate's code
	#[arg(long)]
	vin: String,
	/// 새 등록증 코드를 둘 파일 · File for the new certificate's code
	#[arg(long, value_name = "FILE")]
	new_code_file: Option<PathBuf>,
	/// 새 등록번호, 바뀌면 · New plate, if it changes
	#[arg(long, value_name = "PLATE", requires = "registrar_key_file")]
	new_plate: Option<String>,
	/// 새 사용본거지의 자치구 코드, 바뀌면 · Code of the new district, if it changes
	#[arg(long, value_name = "CODE")]
	new_district: Option<u32>,
	/// 등록 관청 키 파일. 새 등록번호에 쓰입니다 · The registrars' key, for the new plate
	#[arg(long, value_name = "FILE")]
	registrar_key_file: Option<PathBuf>,
}

impl Acceptance {
	async fn arguments(&self, desk: &Desk, extras: &mut Extras) -> Result<Json> {
		let vin = Vin::parse(&self.vin)?;
		let new_plate_tag = match &self.new_plate {
			None => Json::Null,
			Some(plate) => {
				let plate = Plate::parse(plate)?;
				let keys = registrar_keys(self.registrar_key_file.as_deref())?;
				let (version, _) = desk.tag_key().await?;
				hash(tags::plate_tag(keys.version(version)?, &plate))
			},
		};
		let receipt = desk::paper(
			"receipt",
			&self.receipt,
			self.receipt_salt.as_deref(),
			extras,
		)?;
		let code = desk::new_code(self.new_code_file.as_deref(), extras)?;
		Ok(json!({
			"receipt": receipt,
			"newAccessTag": hash(tags::access_tag(&vin, &code)),
			"newPlateTag": new_plate_tag,
			"newDistrict": self.new_district,
		}))
	}
}

/// Commands that accept what a sale has come to.
macro_rules! accepting {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				/// 매매 번호 · The sale's number
				sale: u64,
				#[command(flatten)]
				acceptance: Acceptance,
			}

			impl Plan for $name {
				async fn plan(self, desk: &Desk) -> Result<Planned> {
					let mut extras = Extras::default();
					let acceptance = self.acceptance.arguments(desk, &mut extras).await?;
					Ok(Planned {
						call: $call,
						arguments: json!({"sale": self.sale, "acceptance": acceptance}),
						extras,
					})
				}
			}
		)+
	};
}

accepting! {
	/// 이전등록 수리
	Accept => "accept_transfer"
	/// 해제 수리
	AcceptRescission => "accept_rescission"
}

/// 매매 외 이전
#[derive(Debug, Args)]
pub struct Transfer {
	/// 차량 번호. 없으면 차대번호와 등록 관청 키로 찾습니다 · The car's number; found by VIN and the registrars' key
	/// without it
	#[arg(value_name = "VEHICLE", required_unless_present = "registrar_key_file")]
	vehicle: Option<String>,
	/// 사유: inheritance, public-sale, judgment · Why
	#[arg(long)]
	ground: String,
	/// 새 소유자: citizen:번호 또는 agency:번호 · New owner
	#[arg(long, value_name = "PARTY")]
	new_owner: String,
	/// 사유 발생 시각 · When it came about
	#[arg(long, value_name = "TIME")]
	since: String,
	/// 원인 서류 · Certificate of inheritance, sale order, or judgment
	#[arg(long, value_name = "FILE")]
	basis: PathBuf,
	/// 원인 서류의 솔트 파일 · File with its salt
	#[arg(long, value_name = "FILE")]
	basis_salt: Option<PathBuf>,
	#[command(flatten)]
	acceptance: Acceptance,
}

impl Plan for Transfer {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = if let Some(vehicle) = &self.vehicle {
			parties::vehicle_id(vehicle)?
		} else {
			let keys = registrar_keys(self.acceptance.registrar_key_file.as_deref())?;
			registered(desk, &keys, &Vin::parse(&self.acceptance.vin)?).await?
		};
		let mut extras = Extras::default();
		let basis = desk::paper(
			"basis",
			&self.basis,
			self.basis_salt.as_deref(),
			&mut extras,
		)?;
		let acceptance = self.acceptance.arguments(desk, &mut extras).await?;
		Ok(Planned {
			call: "transfer_by_title",
			arguments: json!({
				"vehicle": vehicle,
				"title": {
					"ground": chain_name(&self.ground),
					"newOwner": parties::party(&self.new_owner)?,
					"since": times::parse(&self.since)?,
					"basis": basis,
				},
				"acceptance": acceptance,
			}),
			extras,
		})
	}
}

/// 번호판 변경
#[derive(Debug, Args)]
pub struct PlateChange {
	/// 차량 번호 · The car's number
	#[arg(value_name = "VEHICLE", required_unless_present = "vin")]
	vehicle: Option<String>,
	/// 차대번호 · VIN
	#[arg(long, conflicts_with = "vehicle")]
	vin: Option<String>,
	/// 새 등록번호 · The new plate
	#[arg(long, value_name = "PLATE")]
	new_plate: String,
	/// 등록 관청 키 파일(권한 0600) · File with the registrars' key, mode 0600
	#[arg(long, value_name = "FILE")]
	registrar_key_file: PathBuf,
}

impl Plan for PlateChange {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let keys = registrar_keys(Some(&self.registrar_key_file))?;
		let vehicle = match (&self.vehicle, &self.vin) {
			(Some(vehicle), _) => parties::vehicle_id(vehicle)?,
			(None, vin) => {
				registered(
					desk,
					&keys,
					&Vin::parse(vin.as_deref().unwrap_or_default())?,
				)
				.await?
			},
		};
		let plate = Plate::parse(&self.new_plate)?;
		let (version, _) = desk.tag_key().await?;
		Ok(Planned::plain(
			"change_plate",
			json!({
				"vehicle": vehicle,
				"newPlateTag": hash(tags::plate_tag(keys.version(version)?, &plate)),
			}),
		))
	}
}

/// The car that a registrar knows by its VIN.
async fn registered(desk: &Desk, keys: &RegistrarKeys, vin: &Vin) -> Result<String> {
	desk.by_vin(keys, vin).await?.ok_or_else(|| {
		Failure::no(
			"VehicleNotFound",
			text!(
				"이 차대번호의 차량을 찾을 수 없습니다.",
				"There is no car with this VIN."
			),
		)
	})
}

/// 등록증 재발급
#[derive(Debug, Args)]
pub struct Renew {
	/// 차대번호 · VIN
	#[arg(long)]
	vin: String,
	/// 등록 관청 키 파일(권한 0600) · File with the registrars' key, mode 0600
	#[arg(long, value_name = "FILE")]
	registrar_key_file: PathBuf,
	/// 새 등록증 코드를 둘 파일 · File for the new certificate's code
	#[arg(long, value_name = "FILE")]
	new_code_file: Option<PathBuf>,
}

impl Plan for Renew {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vin = Vin::parse(&self.vin)?;
		let keys = registrar_keys(Some(&self.registrar_key_file))?;
		let vehicle = registered(desk, &keys, &vin).await?;
		let mut extras = Extras::default();
		let code = desk::new_code(self.new_code_file.as_deref(), &mut extras)?;
		Ok(Planned {
			call: "renew_certificate",
			arguments: json!({
				"vehicle": vehicle,
				"newAccessTag": hash(tags::access_tag(&vin, &code)),
			}),
			extras,
		})
	}
}

/// 태그 갱신
#[derive(Debug, Args)]
pub struct Retag {
	/// 차대번호 · VIN
	#[arg(long)]
	vin: String,
	/// 등록번호 · Number plate
	#[arg(long)]
	plate: String,
	/// 이전과 새 버전이 모두 든 등록 관청 키 파일 · The registrars' key in the earlier and in the new version
	#[arg(long, value_name = "FILE")]
	registrar_key_file: PathBuf,
}

impl Plan for Retag {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vin = Vin::parse(&self.vin)?;
		let plate = Plate::parse(&self.plate)?;
		let keys = registrar_keys(Some(&self.registrar_key_file))?;
		let vehicle = registered(desk, &keys, &vin).await?;
		let (version, _) = desk.tag_key().await?;
		let key = keys.version(version)?;
		Ok(Planned::plain(
			"retag_vehicle",
			json!({
				"vehicle": vehicle,
				"tagKey": version,
				"vinTag": hash(tags::vin_tag(key, &vin)),
				"plateTag": hash(tags::plate_tag(key, &plate)),
			}),
		))
	}
}

/// 말소
#[derive(Debug, Args)]
pub struct Deregister {
	#[command(flatten)]
	which: Which,
	/// 사유: scrap, export, theft, ex-officio · Why
	#[arg(long)]
	reason: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Deregister {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan("deregister_vehicle", |document| {
			json!({
				"vehicle": vehicle,
				"reason": chain_name(&self.reason),
				"document": document,
			})
		})
	}
}

/// 재등록
#[derive(Debug, Args)]
pub struct Reregister {
	/// 차대번호 · VIN
	#[arg(long)]
	vin: String,
	/// 새 등록번호 · The new plate
	#[arg(long)]
	plate: String,
	/// 소유자: citizen:번호 또는 agency:번호 · Owner
	#[arg(long, value_name = "PARTY")]
	owner: String,
	/// 주행거리(km) · Kilometres shown
	#[arg(long)]
	km: u32,
	#[command(flatten)]
	paper: Paper,
	/// 등록 관청 키 파일(권한 0600) · File with the registrars' key, mode 0600
	#[arg(long, value_name = "FILE")]
	registrar_key_file: PathBuf,
	/// 새 등록증 코드를 둘 파일 · File for the new certificate's code
	#[arg(long, value_name = "FILE")]
	new_code_file: Option<PathBuf>,
}

impl Plan for Reregister {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vin = Vin::parse(&self.vin)?;
		let plate = Plate::parse(&self.plate)?;
		let owner = parties::party(&self.owner)?;
		let keys = registrar_keys(Some(&self.registrar_key_file))?;
		let vehicle = registered(desk, &keys, &vin).await?;
		let (version, _) = desk.tag_key().await?;
		let mut extras = Extras::default();
		let document = self.paper.commit(&mut extras)?;
		let code = desk::new_code(self.new_code_file.as_deref(), &mut extras)?;
		Ok(Planned {
			call: "reregister_vehicle",
			arguments: json!({
				"vehicle": vehicle,
				"reregistration": {
					"plateTag": hash(tags::plate_tag(keys.version(version)?, &plate)),
					"accessTag": hash(tags::access_tag(&vin, &code)),
					"owner": owner,
					"odometerKm": self.km,
					"document": document,
				},
			}),
			extras,
		})
	}
}

/// 불일치 기록
#[derive(Debug, Args)]
pub struct RecordDivergence {
	#[command(flatten)]
	which: Which,
	/// 항목: owner, plate, encumbrance, odometer, status, other · In what the registers differ
	#[arg(long)]
	item: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for RecordDivergence {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan("record_divergence", |reason| {
			json!({
				"vehicle": vehicle,
				"item": chain_name(&self.item),
				"reason": reason,
			})
		})
	}
}

sale_and_paper! {
	/// 반려
	Reject => "reject_transfer", "reason"
}

car_and_paper! {
	/// 불일치 해소
	ResolveDivergence => "resolve_divergence"
}
