// SPDX-License-Identifier: Apache-2.0

//! The 25 districts of Seoul.

/// A district (자치구).
pub struct District {
	/// First five digits of the administrative code.
	pub code: u32,
	/// Name in Korean.
	pub name_ko: &'static str,
	/// Name in English.
	pub name_en: &'static str,
}

const fn district(code: u32, name_ko: &'static str, name_en: &'static str) -> District {
	District {
		code,
		name_ko,
		name_en,
	}
}

/// Every district, in order of code.
pub const DISTRICTS: [District; 25] = [
	district(11_110, "종로구", "Jongno-gu"),
	district(11_140, "중구", "Jung-gu"),
	district(11_170, "용산구", "Yongsan-gu"),
	district(11_200, "성동구", "Seongdong-gu"),
	district(11_215, "광진구", "Gwangjin-gu"),
	district(11_230, "동대문구", "Dongdaemun-gu"),
	district(11_260, "중랑구", "Jungnang-gu"),
	district(11_290, "성북구", "Seongbuk-gu"),
	district(11_305, "강북구", "Gangbuk-gu"),
	district(11_320, "도봉구", "Dobong-gu"),
	district(11_350, "노원구", "Nowon-gu"),
	district(11_380, "은평구", "Eunpyeong-gu"),
	district(11_410, "서대문구", "Seodaemun-gu"),
	district(11_440, "마포구", "Mapo-gu"),
	district(11_470, "양천구", "Yangcheon-gu"),
	district(11_500, "강서구", "Gangseo-gu"),
	district(11_530, "구로구", "Guro-gu"),
	district(11_545, "금천구", "Geumcheon-gu"),
	district(11_560, "영등포구", "Yeongdeungpo-gu"),
	district(11_590, "동작구", "Dongjak-gu"),
	district(11_620, "관악구", "Gwanak-gu"),
	district(11_650, "서초구", "Seocho-gu"),
	district(11_680, "강남구", "Gangnam-gu"),
	district(11_710, "송파구", "Songpa-gu"),
	district(11_740, "강동구", "Gangdong-gu"),
];
