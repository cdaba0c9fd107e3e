// SPDX-License-Identifier: Apache-2.0

//! Answers of the chain for people: names of fields and values in Korean and English, times in Korean
//! time, amounts in won. What has no word here is shown by the chain's own name, so that a runtime that
//! is newer than this program stays readable.

use crate::{language::Language, money, times};
use seoul_chain_primitives::chain::DAY;
use serde_json::Value as Json;
use std::fmt::Write;

/// Fields: the chain's name, Korean, English.
const FIELDS: &[(&str, &str, &str)] = &[
	("acceptFrom", "수리 가능 시각", "may be accepted from"),
	("accepted", "허용 값", "accepted"),
	("accessTag", "열람 태그", "access tag"),
	("accident", "사고 유무", "accident"),
	("account", "계정", "account"),
	("active", "사용 중", "active"),
	("added", "추가", "added"),
	("advance", "선금", "advance"),
	("agency", "기관", "agency"),
	("alias", "가명", "alias"),
	("amount", "금액(원)", "amount (won)"),
	("answer", "답변", "answer"),
	("answerBy", "답변 기한", "answer by"),
	("answeredAt", "답변 시각", "answered at"),
	("appealedAt", "이의 신청 시각", "appealed at"),
	("application", "신청서", "application"),
	("arrival", "접수 순서", "order of arrival"),
	("arrivals", "접수 건수", "arrivals"),
	("at", "시각", "at"),
	("atMost", "최대 제도 수", "at most"),
	("attachments", "압류 건수", "attachments"),
	("attempt", "차수", "attempt"),
	("auto", "자동전환", "automatic conversion"),
	("balance", "잔액(포인트)", "balance (points)"),
	("ballots", "표", "ballots"),
	("bank", "은행", "bank"),
	("basis", "원인 서류", "papers"),
	("batch", "자격 일괄", "batch"),
	("before", "자격 일괄의 끝", "before batch"),
	("board", "수탁자단", "board"),
	("bonds", "보증", "bonds"),
	("budget", "연도별 예산", "budget"),
	("businessDays", "남은 영업일", "business days left"),
	("buyer", "양수인", "buyer"),
	("by", "기록자", "by"),
	("cancelledAt", "취소 시각", "cancelled at"),
	("carbonMonoxide", "일산화탄소", "carbon monoxide"),
	(
		"cardValidity",
		"카드 유효 기간(밀리초)",
		"card validity (ms)",
	),
	("cards", "카드 수", "cards"),
	("casts", "투표 횟수", "casts"),
	("cause", "정지 사유", "cause"),
	("certificate", "증명서", "certificate"),
	("certifiedAt", "확정 시각", "certified at"),
	("change", "교체 사유", "cause"),
	("channel", "채널", "channel"),
	("charged", "청구된 금액(원)", "charged (won)"),
	("citizen", "카드 번호", "citizen"),
	(
		"cityLateRate",
		"발주자 지연이자율",
		"city's rate for lateness",
	),
	("claim", "청구", "claim"),
	("claimant", "청구인", "claimant"),
	("claimed", "청구된 물량", "claimed"),
	("claims", "보증 청구 건수", "claims"),
	("clawedBack", "환수 누계", "clawed back"),
	("cleared", "소멸된 압류·저당", "cleared encumbrances"),
	("closesAt", "종료 시각", "closes at"),
	("codes", "부호", "codes"),
	("collection", "모음", "collection"),
	("commitment", "문서 확인값", "commitment"),
	("completeBy", "준공기한", "complete by"),
	("completed", "이전 내용", "as transferred"),
	("completesAt", "완료 가능 시각", "can be completed at"),
	("condition", "차량의 처지", "condition"),
	("confirmed", "확인 건수", "confirmed"),
	("consent", "동의", "consent"),
	("consentFile", "동의 파일", "file of the consent"),
	("consents", "동의", "consents"),
	("contract", "계약서", "contract"),
	("contractKind", "계약서 종류", "contract form"),
	("contractor", "하수급인", "contractor"),
	("convertedIn", "전환 유입", "converted in"),
	("convertedOut", "전환 유출", "converted out"),
	("count", "건수", "count"),
	(
		"counterGrantPeriod",
		"창구 위임 기간(밀리초)",
		"grant to a counter (ms)",
	),
	("counters", "대면 창구", "counters"),
	("counts", "효력", "counts"),
	("court", "법원", "court"),
	(
		"credentialCohort",
		"자격 만료 단위(밀리초)",
		"cohort of credentials (ms)",
	),
	("credentialValue", "값", "value"),
	("credentials", "자격 증명", "credentials"),
	("creditor", "채권자", "creditor"),
	("cutOrWelded", "절단·용접", "cut or welded"),
	("damages", "지체상금(원)", "damages (won)"),
	("days", "지연 일수", "days late"),
	("daysLate", "지연 일수", "days late"),
	("deadline", "기한", "deadline"),
	("dealer", "매매업자", "dealer"),
	("dealerFee", "알선 수수료(원)", "dealer's fee (won)"),
	("debt", "미회수 환수(포인트)", "debt (points)"),
	("debtAdded", "미회수 포인트", "debt added"),
	("debtLifted", "면제된 미회수 포인트", "debt lifted"),
	("debtor", "채무자", "debtor"),
	("decision", "결정", "decision"),
	(
		"defectDays",
		"하자담보 기간(일)",
		"period for defects (days)",
	),
	(
		"delayDamagesPerDay",
		"지체상금률(하루)",
		"damages for delay, a day",
	),
	("deliveredAt", "인도 시각", "delivered at"),
	("department", "발주 부서", "department"),
	("details", "세부상태", "details"),
	("difference", "차이", "difference"),
	("directPay", "직접지급", "direct payment"),
	("disclosure", "고지", "disclosure"),
	("dispute", "이의", "dispute"),
	("disputeBody", "분쟁 조정 기구", "dispute body"),
	(
		"disputeDays",
		"분쟁 조정 기간(일)",
		"period for disputes (days)",
	),
	("disputes", "이의", "disputes"),
	("district", "사용본거지", "district"),
	("divergence", "등록 불일치", "divergence"),
	("document", "문서", "document"),
	("domain", "주소", "host name"),
	("draftedAt", "작성 시각", "drafted at"),
	("due", "기한", "due"),
	("dueAt", "소멸 시각", "due at"),
	("effectiveFrom", "시행 시각", "in force from"),
	("electionKey", "투표 암호화 열쇠", "election key"),
	("eligibility", "투표 자격", "eligible"),
	("emissions", "배출가스", "emissions"),
	("encumbrance", "압류·저당", "encumbrance"),
	("encumbrances", "압류·저당", "encumbrances"),
	("encumbrancesSeen", "확인한 압류·저당", "encumbrances seen"),
	("english", "영어", "in English"),
	("englishName", "영어 이름", "name in English"),
	("enrolled", "등록 수", "enrolled"),
	("entry", "내용", "entry"),
	("evidence", "증빙", "evidence"),
	("expired", "소멸", "expired"),
	("expiresAt", "기한", "expires at"),
	("expiring", "소멸 예정(포인트)", "expiring (points)"),
	(
		"expiringWithinDays",
		"소멸 예정 기준(일)",
		"expiring within (days)",
	),
	("expiry", "만료 월", "last month"),
	("expiryMonths", "유효 기간(월)", "expiry (months)"),
	("facilities", "시설", "facilities"),
	("facility", "시설", "facility"),
	("file", "파일", "file"),
	("filedAt", "제출 시각", "filed at"),
	("filedLate", "제출 기한 경과", "filed late"),
	("first", "가장 이른 날", "first"),
	("firstRegisteredAt", "최초등록일", "first registered"),
	("flag", "주행거리 표시", "flag"),
	("folder", "폴더", "folder"),
	("form", "점검 내용", "form"),
	("freed", "해제된 금액(원)", "freed (won)"),
	("from", "시작", "from"),
	("fuel", "연료", "fuel"),
	("funded", "예치 누계(원)", "funded (won)"),
	("funds", "원화 상태", "funds"),
	("given", "위임 방법", "given by"),
	("givenGrace", "유예 포인트", "points given grace"),
	("giver", "보낸 회원", "giver"),
	("graceMonths", "반환 유예(월)", "grace (months)"),
	("gross", "총액(원)", "gross (won)"),
	("ground", "사유", "ground"),
	("grounds", "이의 문서", "grounds"),
	("guarantor", "보증 기관", "guarantor"),
	("happenedAt", "발생 시각", "happened at"),
	("held", "예치 총액(원)", "held (won)"),
	("highestAdvance", "선금 한도", "most paid in advance"),
	(
		"highestDelayDamages",
		"지체상금 한도",
		"most damages for delay",
	),
	(
		"highestLateRate",
		"지연이자율 상한",
		"highest rate for lateness",
	),
	("hold", "보존 번호", "hold"),
	("holder", "권리자", "holder"),
	("hydrocarbons", "탄화수소", "hydrocarbons"),
	("id", "번호", "number"),
	("inForce", "시행 중인 규칙", "rule in force"),
	("incident", "사고 등", "incident"),
	("incidents", "사고 등", "incidents"),
	("index", "순번", "index"),
	("inspectedAt", "점검 시각", "inspected at"),
	("inspection", "점검기록", "inspection record"),
	(
		"inspectionDays",
		"검사 기간(일)",
		"period for inspection (days)",
	),
	(
		"inspectionExtensionDays",
		"검사 연장(일)",
		"after a timeout (days)",
	),
	("inspector", "검사", "inspector"),
	("instruction", "지급 지시 문서", "instruction"),
	("interest", "지연이자", "interest"),
	("interestOwed", "미지급 지연이자(원)", "interest owed (won)"),
	("interestPaid", "지급된 지연이자(원)", "interest paid (won)"),
	("issued", "적립", "issued"),
	("issuedAt", "발급 시각", "issued at"),
	("issuedBy", "발급 기관", "issued by"),
	("issuer", "운영 기관", "issuer"),
	("issuers", "발급 기관", "issuers"),
	("item", "항목", "item"),
	("items", "내역", "items"),
	("key", "키", "key"),
	("keys", "열쇠 수", "keys"),
	("kind", "구분", "kind"),
	("km", "km", "km"),
	("korean", "한국어", "in Korean"),
	("koreanName", "한국어 이름", "name in Korean"),
	(
		"lastSettled",
		"확정된 마지막 주행거리",
		"last settled reading",
	),
	("lateFine", "지연 과태료", "fine for lateness"),
	("lateParty", "지체한 자", "late party"),
	("lateRate", "지연이자율(연)", "rate for lateness, a year"),
	(
		"latestInspection",
		"최근 점검기록",
		"latest inspection record",
	),
	("latestReceipt", "최근 접수증", "latest receipt"),
	("lead", "대표 수급인", "lead"),
	("level", "단계", "level"),
	("lienor", "저당권자", "lienor"),
	("line", "명세", "line"),
	("lines", "명세", "lines"),
	("listed", "명단의 카드 수", "listed cards"),
	("listing", "제시", "listing"),
	("live", "잔여", "live"),
	("logins", "로그인", "logins"),
	(
		"longestConsent",
		"동의 최장 기간(밀리초)",
		"longest consent (ms)",
	),
	(
		"longestCredential",
		"자격 최장 기간(밀리초)",
		"longest credential (ms)",
	),
	(
		"longestPass",
		"출입 허가 최장 기간(밀리초)",
		"longest pass (ms)",
	),
	(
		"longestSession",
		"세션 최장 기간(밀리초)",
		"longest session (ms)",
	),
	(
		"longestWorkPaymentDays",
		"하도급대금 지급기일 상한(일)",
		"longest period of a subcontract (days)",
	),
	("lot", "묶음", "lot"),
	("lots", "묶음", "lots"),
	(
		"lowestDefectBond",
		"하자보수보증금률 하한",
		"lowest defect bond",
	),
	("maxPerCredit", "1회 한도", "most in one credit"),
	("maxPerMonth", "월 한도", "most in a month"),
	("maxPerYear", "연 한도", "most in a year"),
	("member", "회원", "member"),
	("members", "수급인", "members"),
	("meterState", "계기 상태", "meter"),
	("minRedemption", "최소 전환 포인트", "least redemption"),
	("minimumTurnout", "최소 참여자 수", "minimum turnout"),
	("misconduct", "잘못", "misconduct"),
	("missed", "지연된 지급", "missed payments"),
	(
		"missedPayments",
		"직접지급 사유인 미지급 횟수",
		"missed payments for direct payment",
	),
	("mortgages", "저당", "mortgages"),
	("moved", "이체된 금액(원)", "moved (won)"),
	("name", "이름", "name"),
	("named", "명세 금액(원)", "named (won)"),
	("net", "지급액(원)", "net (won)"),
	("netted", "미회수 환수 상계", "netted"),
	("newAccessTag", "새 열람 태그", "new access tag"),
	("newAccount", "새 계정", "new account"),
	("newClosesAt", "새 종료 시각", "new closing"),
	("newGrant", "새 위임", "new grant"),
	("newIssuer", "새 운영 기관", "new issuer"),
	("newKm", "새 주행거리(km)", "new km"),
	("newListed", "새 명단의 카드 수", "now listed"),
	(
		"newOptions",
		"새 선택(위치, 16진수)",
		"new choice (positions in hexadecimal)",
	),
	("newOwner", "새 소유자", "new owner"),
	("newPayout", "새 지급 방법", "new way of paying"),
	("newPlateTag", "새 번호판 태그", "new plate tag"),
	("newRule", "새 설정", "new rule"),
	("newSettings", "새 조건", "new settings"),
	("newStage", "새 단계", "new stage"),
	("newStatus", "새 상태", "new status"),
	("newTerms", "새 기준", "new terms"),
	("newTracker", "새 추적 번호", "new tracker"),
	("newValidity", "새 유효 기간", "new validity"),
	("next", "다음", "next"),
	("nextExpiry", "다음 소멸", "next expiry"),
	("number", "번호", "number"),
	("objections", "이의 건수", "objections"),
	("odometer", "주행거리", "odometer"),
	("odometerKm", "주행거리(km)", "odometer (km)"),
	("office", "관리 기관", "office"),
	("officer", "계약·지출 담당", "officer"),
	("offset", "선금 정산(원)", "offset (won)"),
	("oldAccount", "이전 계정", "old account"),
	("oldAmount", "이전 금액(원)", "old amount (won)"),
	("oldClosesAt", "이전 종료 시각", "old closing"),
	("oldCompleteBy", "이전 준공기한", "old last day"),
	("oldDue", "이전 기한", "old due"),
	("oldFunded", "이전 예치 누계(원)", "funded before (won)"),
	("oldGrant", "이전 위임", "old grant"),
	("oldGross", "청구 총액(원)", "claimed (won)"),
	("oldIssuer", "이전 운영 기관", "old issuer"),
	("oldKm", "이전 주행거리(km)", "old km"),
	("oldListed", "이전 명단의 카드 수", "listed before"),
	(
		"oldOptions",
		"이전 선택(위치, 16진수)",
		"old choice (positions in hexadecimal)",
	),
	("oldOwner", "이전 소유자", "old owner"),
	("oldPayOn", "이전 지급일", "paid on before"),
	("oldPayout", "이전 지급 방법", "old way of paying"),
	("oldPlateTag", "이전 번호판 태그", "old plate tag"),
	("oldRule", "이전 설정", "old rule"),
	("oldSettings", "이전 조건", "old settings"),
	("oldStage", "이전 단계", "old stage"),
	("oldStatus", "이전 상태", "old status"),
	("oldTerms", "이전 기준", "old terms"),
	("oldTracker", "이전 추적 번호", "old tracker"),
	("oldValidity", "이전 유효 기간", "old validity"),
	("on", "날짜", "on"),
	("opensAt", "시작 시각", "opens at"),
	("origin", "이력의 시작", "origin"),
	("outcome", "결과", "outcome"),
	("outstanding", "남은 선금(원)", "outstanding (won)"),
	("overdue", "기한 경과", "overdue"),
	("owed", "정산 예정(원)", "owed (won)"),
	("owner", "소유자", "owner"),
	("panel", "부위", "panel"),
	("panels", "부위별 표시", "panels"),
	("papers", "서류", "papers"),
	("parent", "상위 하도급", "parent"),
	("parts", "손상 부위", "damaged parts"),
	("party", "당사자", "party"),
	(
		"passLifetime",
		"출입 허가 유효 기간(밀리초)",
		"a login counts for (ms)",
	),
	("payOn", "지급일", "paid on"),
	("payee", "수취인", "payee"),
	("payer", "원사업자", "payer"),
	("payment", "대금 지급", "payment"),
	(
		"paymentBondDays",
		"지급보증 기한(일)",
		"period for a payment bond (days)",
	),
	(
		"paymentBondExemptWon",
		"지급보증 면제 금액(원)",
		"no payment bond up to (won)",
	),
	(
		"paymentBusinessDays",
		"지급 기간(영업일)",
		"period for paying (business days)",
	),
	(
		"paymentConfirmedBy",
		"지급을 확인한 쪽",
		"payment confirmed by",
	),
	("paymentDays", "지급기일(일)", "payment days"),
	("payout", "지급 방법", "payout"),
	("period", "기간", "period"),
	("place", "기록 방식", "kept as"),
	("plateTag", "번호판 태그", "plate tag"),
	("pointValue", "1포인트의 값(원)", "value of a point (won)"),
	("points", "포인트", "points"),
	("poll", "투표", "poll"),
	("position", "위치", "position"),
	("predicates", "자격", "predicates"),
	("price", "매매대금(원)", "price (won)"),
	("proposal", "시민 제안", "proposal"),
	(
		"proposalInterval",
		"제안 간격(밀리초)",
		"between proposals (ms)",
	),
	(
		"proposalLifetime",
		"제안 유효 기간(밀리초)",
		"proposals last (ms)",
	),
	("proposer", "제안자", "proposer"),
	("purpose", "용도", "purpose"),
	("purposes", "이용 목적", "purposes"),
	("quantities", "청구 물량", "quantities"),
	("quantity", "물량", "quantity"),
	("quorum", "정족수", "quorum"),
	("reading", "주행거리", "reading"),
	("reason", "사유", "reason"),
	("recall", "리콜", "recall"),
	("receipt", "접수증", "receipt"),
	("received", "받은 포인트", "received points"),
	("receivedAt", "접수 시각", "received at"),
	("receiver", "받은 회원", "receiver"),
	("recent", "최근 주행거리", "recent readings"),
	("recipient", "받는 당사자", "recipient"),
	("record", "이력 번호", "history entry"),
	("recordedAt", "기록 시각", "recorded at"),
	("records", "이력", "history"),
	("recovery", "분실 복구", "recovery"),
	(
		"recoveryWaitingTime",
		"복구 대기 기간(밀리초)",
		"waiting time (ms)",
	),
	("redemption", "전환 신청", "redemption"),
	("redirect", "돌아갈 주소", "sent back to"),
	("reference", "거래 문서", "reference"),
	("refund", "대금 반환", "refund"),
	("refundable", "환급 가능(원)", "refundable (won)"),
	("refunded", "환급(원)", "refunded (won)"),
	("refusal", "거부 사유", "refusal"),
	("registeredBy", "등록 기한", "register by"),
	("released", "지급(원)", "released (won)"),
	("remaining", "남은 금액(원)", "remaining (won)"),
	("removed", "제외", "removed"),
	("repair", "수리비", "repair"),
	("replacedAt", "교체 시각", "replaced at"),
	("replacement", "교체 내용", "replacement"),
	("replacements", "계기 교체 횟수", "meter replacements"),
	("report", "신고 내용", "report"),
	("reported", "보고된 기성(원)", "work reported (won)"),
	("reportedOn", "보고일", "reported on"),
	("reports", "기성 보고", "reports"),
	("request", "신청", "request"),
	("requestedAt", "요구 시각", "requested at"),
	("requirements", "자격 요건", "requirements"),
	("reserved", "전환 대기", "reserved"),
	("reservedAt", "신청 시각", "reserved at"),
	("results", "득표수", "votes"),
	("revision", "변경 횟수", "revision"),
	("reward", "참여 보상", "reward"),
	("roll", "선거인 명부", "roll"),
	("rollovers", "계기 한 바퀴", "meter rollovers"),
	("root", "명부의 뿌리", "root"),
	("rotation", "계정 변경 제안", "rotation"),
	("rule", "규칙", "rule"),
	("rules", "규칙 이력", "rules"),
	("sale", "매매", "sale"),
	("schema", "자격 종류", "kind of credential"),
	("scheme", "제도", "scheme"),
	("schemes", "제도", "schemes"),
	("scope", "범위", "scope"),
	("scopes", "위임 범위", "scopes"),
	("scrapping", "폐차", "scrapping"),
	("secrecy", "비밀 수준", "secrecy"),
	("seizures", "압류", "seizures"),
	("seller", "양도인", "seller"),
	("session", "세션 키", "session key"),
	("sessions", "세션", "sessions"),
	("settings", "조건", "settings"),
	("settled", "확정된 건수", "settled"),
	("settledDecreases", "확정된 감소", "settled decreases"),
	("settlement", "정산", "settlement"),
	("share", "지분", "share"),
	("shares", "제도별 내역", "shares"),
	("sharesUntil", "개표 기한", "shares until"),
	("side", "당사자", "side"),
	("signedAt", "계약 시각", "signed at"),
	("simpleRepair", "단순수리", "simple repair"),
	("since", "시작 시각", "since"),
	("smoke", "매연", "smoke"),
	("source", "출처", "source"),
	("specVersion", "런타임 버전", "runtime version"),
	("specialHistory", "특별이력", "special history"),
	("spendable", "사용 가능(포인트)", "spendable (points)"),
	("spent", "사용", "spent"),
	("stage", "단계", "stage"),
	("standing", "효력", "standing"),
	("start", "계기", "meter"),
	("startedAt", "시작 시각", "started at"),
	("startedBy", "시작한 담당자", "started by"),
	("status", "상태", "status"),
	("storageVersion", "저장 형식", "storage version"),
	("subcontract", "하도급", "subcontract"),
	(
		"subcontractLateRate",
		"하도급 지연이자율 하한",
		"lowest rate of a subcontract",
	),
	("subcontracted", "하도급 금액(원)", "subcontracted (won)"),
	("subject", "가명 번호", "subject"),
	("submittedOn", "제출일", "submitted on"),
	("supervisor", "감독", "supervisor"),
	("supporters", "지지자 수", "supporters"),
	("suspendedSince", "정지되었던 시각", "suspended since"),
	("symbol", "기호", "symbol"),
	("tagKey", "태그 키 버전", "tag key version"),
	("takenAt", "측정 시각", "taken at"),
	("task", "할 일", "task"),
	("terms", "기준", "terms"),
	("theft", "도난", "theft"),
	("threshold", "필요한 수탁자 수", "threshold"),
	("time", "기준 시각", "as of"),
	("title", "이전 원인", "title"),
	("to", "받는 이", "to"),
	("toCreditor", "채권자 지급액(원)", "to the creditor (won)"),
	("total", "합계(원)", "total (won)"),
	("totalLoss", "전손", "total loss"),
	("tracker", "추적 번호", "tracker"),
	("transferBlocks", "이전 불가 사유", "transfer blocked by"),
	("transferDue", "이전등록 신청 기한", "transfer due"),
	("transferredAt", "이전등록 시각", "transferred at"),
	("trigger", "사유", "trigger"),
	("trustee", "수탁자의 자리", "seat of the trustee"),
	("tuning", "튜닝", "tuning"),
	("turnout", "참여자 수", "turnout"),
	("under", "소속", "under"),
	("unitPrice", "단가(원)", "unit price (won)"),
	("units", "물량", "units"),
	("until", "마지막 날", "until"),
	("usable", "사용 가능", "usable"),
	("usage", "용도", "use"),
	("usageLevel", "주행거리 상태", "distance for its age"),
	("useChange", "용도변경", "change of use"),
	("uses", "쓰임새", "uses"),
	("validUntil", "유효기간", "valid until"),
	("validity", "유효 기간", "validity"),
	("value", "사용 가능 금액(원)", "spendable (won)"),
	("vehicle", "차량", "vehicle"),
	("verdict", "주행거리 판정", "odometer verdict"),
	("version", "판", "version"),
	("via", "방법", "via"),
	("vinMarking", "차대번호 표기", "VIN marking"),
	("vinTag", "차대번호 태그", "VIN tag"),
	("visibility", "공개 시점", "visibility"),
	("voter", "투표자", "voter"),
	("votingKey", "투표 열쇠", "voting key"),
	(
		"wageConfirmationDays",
		"노무비 확인 기간(일)",
		"period for confirming wages (days)",
	),
	("wallets", "지갑", "wallets"),
	("warranty", "보증", "warranty"),
	("warrantyClaims", "보증 청구", "warranty claims"),
	("why", "사유", "why"),
	(
		"workInspectionDays",
		"하도급 검사 기간(일)",
		"period for work under a subcontract (days)",
	),
	("workers", "인원", "workers"),
	("workshop", "점검자", "workshop"),
	("year", "연도", "year"),
	(
		"yearlyBudget",
		"연간 예산(포인트)",
		"yearly budget (points)",
	),
];

/// Values: the chain's name, Korean. In English the chain's name is split into words.
const VALUES: &[(&str, &str)] = &[
	("AboveLater", "초과"),
	("Accident", "사고"),
	("Active", "정상"),
	("Advance", "선금"),
	("Agency", "기관"),
	("Agreement", "삼자 합의"),
	("Altered", "변조"),
	("Appealed", "이의 신청"),
	("Approved", "승인"),
	("Attached", "압류"),
	("Bad", "불량"),
	("Bank", "은행"),
	("Begins", "새 계기의 시작"),
	("Below10Million", "500만–1,000만 원"),
	("Below1Million", "50만–100만 원"),
	("Below2Million", "100만–200만 원"),
	("Below500Thousand", "50만 원 미만"),
	("Below5Million", "200만–500만 원"),
	("BelowEarlier", "감소"),
	("BetweenParties", "당사자 거래용"),
	("Broken", "고장"),
	("Budget", "재원"),
	("Business", "영업용"),
	("BusinessDays", "영업일"),
	("Buyer", "양수인"),
	("ByJudgment", "판결"),
	("Cancellation", "취소 요청"),
	("Cancelled", "취소"),
	("CardEnded", "카드 종료"),
	("Cars", "자동차"),
	("Centre", "중앙"),
	("CertificateRenewed", "등록증 재발급"),
	("Certified", "폐차 인수됨"),
	("Chain", "체인 위 원화"),
	("ChangeProposed", "변경 협의"),
	("Citizen", "시민"),
	("Closed", "적립 종료"),
	("Cng", "압축천연가스"),
	("CompleteBy", "기한 변경"),
	("Completed", "준공"),
	("Completion", "준공"),
	("Confirmed", "별도 지급 확인"),
	("Consistent", "정상"),
	("Contested", "이의"),
	("Continues", "이어짐"),
	("Contract", "계약"),
	("ContractBetweenParties", "자동차양도증명서(당사자 거래용)"),
	("ContractDealer", "자동차양도증명서(매매업자 거래용)"),
	("ConversionIn", "다른 제도에서 전환"),
	("ConversionOut", "다른 제도로 전환"),
	("CorrectionEvidence", "정정 증빙"),
	("CorrectionOrdered", "보완 요구"),
	("Corroded", "부식"),
	("Corrosion", "부식"),
	("Counter", "창구"),
	("Crossmember", "크로스멤버"),
	("Damage", "손상"),
	("Damaged", "훼손"),
	("DashPanel", "대쉬패널"),
	("Days", "일"),
	("Dealer", "매매업자"),
	("Death", "사망"),
	("Deceased", "사망"),
	("Decided", "결정됨"),
	("Decision", "결정"),
	("DecisionLate", "분쟁 결정 지연"),
	("Defect", "하자보수보증"),
	("DefectPeriod", "하자담보 기간"),
	("Delivered", "인도"),
	("Dent", "요철"),
	("Department", "발주 부서"),
	("Deposited", "공탁"),
	("Deregistered", "말소"),
	("Deregistration", "말소등록 서류"),
	("Diesel", "경유"),
	("Different", "상이"),
	("Disclosed", "고지"),
	("Dismiss", "기각"),
	("Dismissed", "이의 기각"),
	("DisputeBody", "분쟁 조정 기구"),
	("DivergenceRecorded", "등록 불일치 기록"),
	("DivergenceResolved", "등록 불일치 해소"),
	("Document", "문서"),
	("Donation", "기부"),
	("Done", "이행"),
	("Door", "도어"),
	("Draft", "작성"),
	("Earliest", "만료 임박 순"),
	("Electric", "전기"),
	("Encumbrance", "압류·저당"),
	("EncumbrancePlaced", "압류·저당 등록"),
	("EncumbranceRelease", "압류·저당 말소 서류"),
	("EncumbranceReleased", "압류·저당 말소"),
	("Ended", "종료"),
	("Equipment", "장비"),
	("Erased", "도말"),
	("ExOfficio", "직권"),
	("Exchange", "교환"),
	("Expired", "기한 경과"),
	("Export", "수출"),
	("Fee", "요금"),
	("Few", "적음"),
	("Fire", "화재"),
	("Flood", "침수"),
	("FloodAndFire", "침수 및 화재"),
	("FloorPanel", "플로어패널"),
	("ForcedTransfer", "양도인 신청 이전등록"),
	("Fraud", "부정 적립 의심"),
	("Free", "사용 가능"),
	("From10Million", "1,000만 원 이상"),
	("Front", "전"),
	("FrontFender", "프론트펜더"),
	("FrontLeft", "좌전"),
	("FrontPanel", "프론트패널"),
	("FrontRight", "우전"),
	("Frozen", "정지"),
	("Funded", "자금 배정"),
	("Gasoline", "휘발유"),
	("Gift", "증여"),
	("GiftContract", "증여계약서"),
	("Good", "양호"),
	("Granted", "수용"),
	("Gratuitous", "무상"),
	("Held", "예치"),
	("Hood", "후드"),
	("Hybrid", "하이브리드"),
	("Hydrogen", "수소"),
	("Illogical", "비정상"),
	("Implausible", "과다(경고)"),
	("Import", "중고 수입차"),
	("ImportedUsed", "중고 수입차"),
	("InForce", "유효"),
	("Incident", "사고 등"),
	("IncidentWithdrawn", "사고 등 신고 철회"),
	("Inheritance", "상속"),
	("InsidePanel", "인사이드패널"),
	("Insolvency", "파산·지급정지"),
	("Inspected", "성능·상태점검"),
	("Inspecting", "검사 중"),
	("Inspection", "성능·상태점검"),
	("InspectionLate", "검사 지연"),
	("InspectionRecord", "성능·상태점검기록부"),
	("Inspector", "검사"),
	("Instructed", "은행 지급 지시"),
	("Insurance", "보험"),
	("Insurer", "보험"),
	("Into", "전환"),
	("Judgment", "판결"),
	("Key", "미등록 키"),
	("Labour", "노무비"),
	("Lawful", "적법"),
	("Lead", "대표 수급인"),
	("Lease", "리스"),
	("Left", "좌"),
	("Legacy", "기존 등록차"),
	("Line", "명세"),
	("Listed", "제시"),
	("Logical", "정상"),
	("Lpg", "액화석유가스"),
	("Many", "많음"),
	("Material", "자재"),
	("Members", "지분 변경"),
	("MeterCertificate", "계기 교체 증명서"),
	("MeterReplaced", "계기 교체"),
	("MeterRollover", "계기 한 바퀴"),
	("Mileage", "주행거리 상이"),
	("MissedPayments", "대금 미지급"),
	("Mortgage", "저당"),
	("New", "신차"),
	("NoAccount", "계좌 없음"),
	("NoBond", "지급보증 미이행"),
	("NoJudgement", "판정 불가"),
	("None", "없음"),
	("Normal", "보통"),
	("NotApplicable", "해당 없음"),
	("NotPlaced", "미판정"),
	("NotRecorded", "기록 없음"),
	("Objected", "이의"),
	("Odometer", "주행거리"),
	("OdometerCorrected", "주행거리 정정"),
	("Off", "하지 않음"),
	("OffChain", "체인 밖"),
	("Offered", "수락 대기"),
	("Office", "시민카드 발급 부서"),
	("Officer", "계약·지출 담당"),
	("Official", "관용"),
	("OnChain", "예치 지급"),
	("Only", "지정"),
	("Open", "심리 중"),
	("Other", "기타"),
	("OutOfDate", "유효기간 경과"),
	("Overtaken", "다른 원인으로 종료"),
	("OwnEntry", "단독 기록"),
	("Owner", "소유자"),
	("PackageTray", "패키지트레이"),
	("Paid", "대금 지급"),
	("Paper", "위임장"),
	("PartOfEntry", "다른 기록의 일부"),
	("Participation", "참여"),
	("PartlyPaid", "일부 지급"),
	("Party", "당사자"),
	("Passed", "합격"),
	("Pay", "지급"),
	("Payer", "원사업자"),
	("Payment", "하도급대금 지급보증"),
	("PaymentLate", "지급 지연"),
	("PaymentRequested", "지급 청구됨"),
	("Pending", "대기"),
	("Performance", "계약보증"),
	("PeriodicInspection", "정기검사"),
	("PillarPanel", "필러패널"),
	("Plate", "번호판"),
	("PlateChanged", "번호 변경"),
	("Police", "경찰"),
	("Prime", "원도급"),
	("Private", "자가용"),
	("Progress", "기성"),
	("Proposed", "체결 전"),
	("PublicSale", "공매·경매"),
	("Purchase", "구매"),
	("QuarterPanel", "쿼터패널"),
	("RadiatorSupport", "라디에이터서포트"),
	("Rear", "후"),
	("RearLeft", "좌후"),
	("RearPanel", "리어패널"),
	("RearRight", "우후"),
	("Recall", "리콜"),
	("Record", "이력"),
	("Recorded", "기록됨"),
	("Recovered", "분실 복구"),
	("Recovery", "회수"),
	("Redemption", "상품권·교통카드·계좌"),
	("Refused", "거절"),
	("RefusedByBank", "은행 거절"),
	("RegisterReceipt", "등록원부 접수증"),
	("Registered", "등록"),
	("Registration", "등록 시"),
	("Rejected", "반려"),
	("Releasing", "지급 중"),
	("Rental", "대여용"),
	("Repair", "정비"),
	("RepairInspected", "수리검사 합격"),
	("RepairInspection", "수리검사증"),
	("RepairShop", "정비"),
	("Repaired", "수리검사 합격"),
	("Reported", "유효"),
	("Requested", "청구됨"),
	("Reregistered", "재등록"),
	("Reregistration", "재등록 서류"),
	("Rescinded", "계약 해제"),
	("RescissionAgreed", "해제 합의"),
	("RescissionRequested", "해제 요구"),
	("Reserved", "예약됨"),
	("Retagged", "태그 갱신"),
	("Returned", "제시 철회"),
	("Revoked", "폐기"),
	("Right", "우"),
	("Rollover", "계기 한 바퀴"),
	("RoofPanel", "루프패널"),
	("Rotation", "계정 변경"),
	("Sale", "매매"),
	("SaleEnded", "매매 불성립"),
	("SalePending", "매매 진행 중"),
	("SaleSigned", "매매계약"),
	("Scrap", "폐차"),
	("ScrapCertificate", "폐차인수증명서"),
	("ScrapCertificateWithdrawn", "폐차 인수 철회"),
	("ScrapCertified", "폐차 인수"),
	("Scratch", "흠집"),
	("Seized", "압류"),
	("Seizure", "압류"),
	("SelfWarranty", "자가보증"),
	("Seller", "양도인"),
	("Sent", "전송됨"),
	("Services", "용역"),
	("Settlement", "해지 정산"),
	("Share", "구성원 대금"),
	("SideMember", "사이드멤버"),
	("SideSillPanel", "사이드실패널"),
	("Signed", "계약"),
	("SignedByOne", "일방 서명"),
	("Silence", "합격 간주"),
	("Status", "등록 상태"),
	("Stolen", "도난"),
	("Stopped", "중지"),
	("Subcontract", "하도급"),
	("Subcontractor", "하수급인"),
	("Submitted", "제출"),
	("Superseded", "대체됨"),
	("Supervisor", "감독"),
	("Suspended", "정지"),
	("Tax", "세금"),
	("Terminated", "해지"),
	("Theft", "도난"),
	("Title", "매매 외 이전 원인 서류"),
	("TooFewReadings", "기록 부족"),
	("TotalLoss", "전손"),
	("Transferred", "이전등록"),
	("TransferredByTitle", "이전등록(매매 외)"),
	("TrunkFloor", "트렁크플로어"),
	("TrunkLid", "트렁크리드"),
	("Unclaimed", "미등록 수취인"),
	("Unconfirmed", "미확인"),
	("Unfunded", "자금 부족"),
	("Unknown", "미확정"),
	("Unlawful", "불법"),
	("Unlimited", "기한 없음"),
	("Unrepaired", "수리검사 전"),
	("UnrepairedTotalLoss", "전손, 수리검사 전"),
	("Until", "까지"),
	("Upheld", "인용"),
	("Uphold", "인용"),
	("Void", "실효"),
	("WageDecisionLate", "임금 이의 결정 지연"),
	("WagesLate", "임금 확인 지연"),
	("Waiting", "이의 제기 기간"),
	("Waived", "점검기록 없음"),
	("WarrantyEnded", "보증 종료"),
	("WeldOrSheetMetal", "판금 또는 용접"),
	("Wheelhouse", "휠하우스"),
	("Withdrawn", "철회"),
	("Work", "하도급 대금"),
	("WorkDecisionLate", "기성 이의 결정 지연"),
	("WorkSilent", "하도급 기성 검사"),
	("WorkUnpaid", "하도급대금 지급"),
	("Works", "공사"),
	("AccountUnknown", "알 수 없는 계정"),
	("Anything", "모든 값"),
	("Between", "범위"),
	("FacilityClosed", "폐쇄된 시설"),
	("FacilityUnknown", "알 수 없는 시설"),
	("InOperation", "운영 중"),
	("NoMore", "종료"),
	("NotSigned", "서명 불일치"),
	("OneOf", "목록"),
	("OtherChain", "다른 체인"),
	("Published", "게시"),
	("PurposesChanged", "이용 목적 변경"),
	("Valid", "유효"),
	("Card", "카드"),
	("AccountChanged", "계정 변경"),
	("InReview", "검토 중"),
	("Scheduled", "예정"),
	("Tallying", "개표 중"),
	("Tallied", "개표 완료"),
	("Answered", "답변 완료"),
	("Public", "공개 투표"),
	("Secret", "비밀 투표"),
	("Anonymous", "익명 투표"),
	("Live", "실시간"),
	("TurnoutOnly", "참여자 수만"),
	("AfterClose", "마감 후"),
	("AllCitizens", "모든 시민"),
	("District", "자치구"),
	("ListedCards", "명단"),
	("Credential", "자격 증명"),
	("Counted", "집계"),
	("BelowMinimum", "최소 참여자 수 미달"),
	("Undecryptable", "개표 불가"),
	("Credentials", "자격 증명"),
	("Rings", "익명 링"),
	("Alias", "가명"),
	("Nothing", "없음"),
	("Owed", "지급 대기"),
	("Gathering", "지지 모집"),
	("Debate", "토론"),
	("AnswerDue", "답변 의무"),
	("Lapsed", "만료"),
	("Accepted", "수용"),
	("Declined", "불수용"),
	("Poll", "투표"),
	("Standing", "상설"),
	("Unassigned", "단독"),
	("Assigned", "단독(지정됨)"),
	("Registering", "전송 열쇠 등록"),
	("Dealing", "분배"),
	("Checking", "확인"),
	("Ready", "준비 완료"),
	("Retired", "해임"),
	("Failed", "실패"),
	("FalseShare", "거짓 분배"),
	("UnfoundedComplaint", "근거 없는 이의"),
	("Absent", "불참"),
	("Citizens", "시민"),
	("YesNo", "찬반"),
	("SingleChoice", "하나 선택"),
	("Approval", "여럿 선택"),
];

/// Pallets, where their names stand around a value, as in the reason of a hold.
const PALLETS: &[(&str, &str)] = &[
	("CarRegistry", "자동차 등록"),
	("CitizenIdentity", "시민카드"),
	("EscrowPayments", "대금 지급"),
	("Facilities", "시설"),
	("MVoting", "엠보팅"),
	("Mileage", "마일리지"),
];

/// Fields that people look for first, in this order; all others follow by their names.
const FIRST: &[&str] = &[
	"id",
	"number",
	"vehicle",
	"sale",
	"facility",
	"consent",
	"citizen",
	"member",
	"payee",
	"scheme",
	"symbol",
	"name",
	"time",
	"recordedAt",
	"by",
	"status",
	"stage",
	"owner",
	"seller",
	"buyer",
	"total",
	"spendable",
	"value",
	"balance",
	"points",
	"divergence",
	"transferBlocks",
	"verdict",
	"odometerKm",
	"condition",
	"encumbrances",
	"incidents",
	"entry",
];

/// Fields that hold a moment.
const MOMENTS: &[&str] = &[
	"Until",
	"acceptFrom",
	"answerBy",
	"answeredAt",
	"appealedAt",
	"at",
	"cancelledAt",
	"certifiedAt",
	"closesAt",
	"completesAt",
	"deliveredAt",
	"draftedAt",
	"due",
	"dueAt",
	"effectiveFrom",
	"expiresAt",
	"filedAt",
	"firstRegisteredAt",
	"happenedAt",
	"inspectedAt",
	"issuedAt",
	"newClosesAt",
	"oldClosesAt",
	"opensAt",
	"receivedAt",
	"recordedAt",
	"registeredBy",
	"replacedAt",
	"requestedAt",
	"reservedAt",
	"sharesUntil",
	"signedAt",
	"since",
	"startedAt",
	"suspendedSince",
	"takenAt",
	"time",
	"transferDue",
	"transferredAt",
	"validUntil",
];

/// Fields that hold a day, counted from 1 January 1970 in Korea; some of them elsewhere a moment.
const DAYS: &[&str] = &[
	"completeBy",
	"due",
	"effectiveFrom",
	"first",
	"oldCompleteBy",
	"oldDue",
	"oldPayOn",
	"on",
	"payOn",
	"reportedOn",
	"since",
	"submittedOn",
	"until",
];

/// A chain for demonstrations has days of its own length, whose numbers are beyond this; and so are moments.
const LAST_CALENDAR_DAY: u128 = 100_000;

/// Moments are beyond this, and days and other numbers are not.
const EARLIEST_MOMENT: u128 = LAST_CALENDAR_DAY * LAST_CALENDAR_DAY;

/// Fields that hold a moment in some answers and another number in others.
const MOMENTS_OR_NUMBERS: &[&str] = &["by", "from", "until"];

/// Fields whose values have words of their own.
const STAGES: &[&str] = &["newStage", "oldStage"];

/// Stages of a poll, where the same name means something else elsewhere.
const STAGE_VALUES: &[(&str, &str)] = &[("Certified", "확정"), ("Open", "진행 중")];

/// Digits of a date: `2026-12-31`.
const DATE: usize = 10;

/// Fields that hold millionths of a won.
const AMOUNTS: &[&str] = &[
	"amount",
	"change",
	"charged",
	"damages",
	"dealerFee",
	"freed",
	"funded",
	"gross",
	"held",
	"interestOwed",
	"interestPaid",
	"moved",
	"named",
	"net",
	"offset",
	"oldAmount",
	"oldFunded",
	"oldGross",
	"outstanding",
	"owed",
	"pointValue",
	"price",
	"refundable",
	"refunded",
	"released",
	"remaining",
	"reported",
	"subcontracted",
	"toCreditor",
	"total",
	"unitPrice",
	"value",
];

/// Fields that hold points.
const POINTS: &[&str] = &[
	"balance",
	"debt",
	"debtAdded",
	"debtLifted",
	"expiring",
	"givenGrace",
	"maxPerCredit",
	"maxPerMonth",
	"maxPerYear",
	"minRedemption",
	"netted",
	"points",
	"received",
	"spendable",
	"yearlyBudget",
];

/// Fields that hold a name that somebody gave.
const NAMES: &[&str] = &["english", "englishName", "name", "symbol"];

/// Fields that hold a month, counted from January 1970.
const MONTHS: &[&str] = &["expiry"];

/// A chain for demonstrations has months of its own length, whose numbers are beyond this.
const LAST_CALENDAR_MONTH: u128 = 12 * 1_000;

/// Fields that mean something else where they hold a number: the chain's name, Korean, English.
const NUMBERS: &[(&str, &str, &str)] = &[
	("change", "잔돈(원)", "change (won)"),
	("contract", "계약", "contract"),
	("from", "원 제도", "from scheme"),
	("position", "순번", "place in the batch"),
	("report", "기성 보고", "report"),
	("to", "전환 제도", "to scheme"),
];

/// Caps, of which the largest number caps nothing.
const CAPS: &[&str] = &["maxPerCredit", "maxPerMonth", "maxPerYear", "yearlyBudget"];

/// Split a name of the chain into words: `firstRegisteredAt` and `BelowEarlier`.
fn split(name: &str) -> String {
	let mut words = String::new();
	for character in name.chars() {
		if character.is_ascii_uppercase() && !words.is_empty() {
			words.push(' ');
		}
		words.push(character.to_ascii_lowercase());
	}
	words
}

fn field(name: &str, language: Language) -> String {
	FIELDS
		.iter()
		.find(|(known, _, _)| *known == name)
		.map_or_else(
			|| split(name),
			|(_, ko, en)| {
				match language {
					Language::Ko => *ko,
					Language::En => *en,
				}
				.to_owned()
			},
		)
}

/// A field's name in words, by what the field holds.
fn label(name: &str, content: &Json, language: Language) -> String {
	let number = match content {
		Json::Number(number) => number.to_string().parse::<u128>().ok(),
		Json::String(digits) => digits.parse().ok(),
		_ => None,
	};
	let holds_number = number
		.is_some_and(|number| number <= EARLIEST_MOMENT || !MOMENTS_OR_NUMBERS.contains(&name));
	NUMBERS
		.iter()
		.find(|(known, _, _)| holds_number && *known == name)
		.map_or_else(
			|| field(name, language),
			|(_, ko, en)| {
				match language {
					Language::Ko => *ko,
					Language::En => *en,
				}
				.to_owned()
			},
		)
}

/// A value's name in words.
pub fn value(name: &str, language: Language) -> String {
	let korean = VALUES
		.iter()
		.find(|(known, _)| *known == name)
		.map(|(_, ko)| (*ko).to_owned());
	match (language, korean) {
		(Language::Ko, Some(ko)) => ko,
		_ => split(name),
	}
}

/// Whether a text is a name of the chain, and not an address, a hash or a number.
fn is_name(text: &str) -> bool {
	text.starts_with(|first: char| first.is_ascii_uppercase())
		&& text.len() <= 40
		&& text
			.chars()
			.all(|character| character.is_ascii_alphanumeric())
}

/// A value on one line, if it fits on one.
fn scalar(name: &str, content: &Json, language: Language) -> Option<String> {
	let number = || match content {
		Json::Number(number) => number.to_string().parse::<u128>().ok(),
		Json::String(digits) => digits.parse().ok(),
		_ => None,
	};
	if DAYS.contains(&name) {
		let day = number().filter(|day| *day < LAST_CALENDAR_DAY);
		if let Some(day) = day.and_then(|day| u64::try_from(day).ok()) {
			let shown = times::show(day.saturating_mul(DAY));
			return Some(shown.get(..DATE).unwrap_or(&shown).to_owned());
		}
	}
	if MOMENTS.contains(&name) || MOMENTS_OR_NUMBERS.contains(&name) {
		// A day of a demonstration is too early to be a moment, and so are other numbers.
		let may_be_other = DAYS.contains(&name) || MOMENTS_OR_NUMBERS.contains(&name);
		let moment = number().filter(|moment| !may_be_other || *moment > EARLIEST_MOMENT);
		if let Some(moment) = moment.and_then(|moment| u64::try_from(moment).ok()) {
			return Some(times::show(moment));
		}
	}
	if AMOUNTS.contains(&name) {
		if let Some(amount) = number() {
			return Some(money::show(amount));
		}
	}
	if MONTHS.contains(&name) {
		if let Some(month) = number().filter(|month| *month < LAST_CALENDAR_MONTH) {
			return Some(format!("{}-{:02}", 1970 + month / 12, month % 12 + 1));
		}
	}
	let word = |ko: &str, en: &str| {
		Some(match language {
			Language::Ko => ko.to_owned(),
			Language::En => en.to_owned(),
		})
	};
	if CAPS.contains(&name) && number() == Some(u128::from(pallet_mileage::NO_LIMIT)) {
		return word("한도 없음", "no limit");
	}
	if POINTS.contains(&name) {
		if let Some(points) = number() {
			return Some(money::grouped(points));
		}
	}
	match content {
		Json::Null => word("없음", "none"),
		Json::Bool(true) => word("예", "yes"),
		Json::Bool(false) => word("아니요", "no"),
		Json::Number(number) => Some(number.to_string()),
		Json::String(text) if is_name(text) && !NAMES.contains(&name) => {
			let of_stage = STAGE_VALUES.iter().find(|(known, _)| {
				language == Language::Ko && STAGES.contains(&name) && known == text
			});
			Some(of_stage.map_or_else(|| value(text, language), |(_, ko)| (*ko).to_owned()))
		},
		Json::String(text) => Some(text.clone()),
		Json::Array(elements) if elements.is_empty() => word("없음", "none"),
		Json::Array(elements) => {
			let shown: Option<Vec<String>> = elements
				.iter()
				.map(|element| match element {
					Json::Array(_) | Json::Object(_) => None,
					_ => scalar("", element, language),
				})
				.collect();
			shown.map(|shown| shown.join(", "))
		},
		Json::Object(object) => match (object.iter().next(), object.len()) {
			// A variant around one plain value: `시민 1001`.
			(Some((variant, inner)), 1) if is_name(variant) && !inner.is_object() => {
				let inner = scalar("", inner, language)?;
				let pallet = PALLETS
					.iter()
					.find(|(known, _)| language == Language::Ko && known == variant);
				let around =
					pallet.map_or_else(|| value(variant, language), |(_, ko)| (*ko).to_owned());
				Some(format!("{around} {inner}"))
			},
			_ => None,
		},
	}
}

/// With what people ask for first lifted out of a car's entry.
pub fn lifted(mut answer: Json) -> Json {
	for name in ["status", "owner"] {
		let content = answer
			.get_mut("entry")
			.and_then(|entry| entry.as_object_mut()?.remove(name));
		if let Some(content) = content {
			answer[name] = content;
		}
	}
	answer
}

/// A value as indented lines.
pub fn describe(content: &Json, language: Language) -> String {
	let mut output = String::new();
	lines(content, language, 0, &mut output);
	output
}

fn line(depth: usize, name: &str, shown: &str, output: &mut String) {
	let indent = "  ".repeat(depth);
	let _ = writeln!(output, "{indent}{name}: {shown}");
}

fn heading(depth: usize, name: &str, output: &mut String) {
	let indent = "  ".repeat(depth);
	let _ = writeln!(output, "{indent}{name}:");
}

fn named(
	name: &str,
	label: &str,
	content: &Json,
	language: Language,
	depth: usize,
	output: &mut String,
) {
	if let Some(shown) = scalar(name, content, language) {
		line(depth, label, &shown, output);
		return;
	}
	// A variant with fields: its name stands where a value would.
	if let Json::Object(object) = content {
		if let (Some((variant, inner)), 1) = (object.iter().next(), object.len()) {
			if is_name(variant) {
				line(depth, label, &value(variant, language), output);
				lines(inner, language, depth + 1, output);
				return;
			}
		}
	}
	heading(depth, label, output);
	lines(content, language, depth + 1, output);
}

fn lines(content: &Json, language: Language, depth: usize, output: &mut String) {
	match content {
		Json::Object(object) => {
			let mut fields: Vec<_> = object.iter().collect();
			fields.sort_by_key(|(name, _)| {
				let place = FIRST.iter().position(|first| *first == name.as_str());
				(place.unwrap_or(FIRST.len()), *name)
			});
			for (name, inner) in fields {
				let label = if is_name(name) {
					value(name, language)
				} else {
					label(name, inner, language)
				};
				named(name, &label, inner, language, depth, output);
			}
		},
		Json::Array(elements) => {
			for (index, element) in elements.iter().enumerate() {
				// A numbered entry, as the register's own lists have it.
				let numbered = element
					.as_array()
					.and_then(|parts| parts.split_first())
					.filter(|(number, parts)| number.is_u64() && parts.iter().any(Json::is_object));
				match numbered {
					Some((number, [only])) => {
						named("", &format!("#{number}"), only, language, depth, output);
					},
					Some((number, parts)) => {
						heading(depth, &format!("#{number}"), output);
						for part in parts {
							lines(part, language, depth + 1, output);
						}
					},
					None => {
						named(
							"",
							&(index + 1).to_string(),
							element,
							language,
							depth,
							output,
						);
					},
				}
			}
		},
		plain => {
			if let Some(shown) = scalar("", plain, language) {
				let indent = "  ".repeat(depth);
				let _ = writeln!(output, "{indent}{shown}");
			}
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn the_lists_are_sorted_and_name_nothing_twice() {
		for pair in FIELDS.windows(2) {
			assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
		}
		let mut names: Vec<&str> = VALUES.iter().map(|(name, _)| *name).collect();
		let all = names.len();
		names.sort_unstable();
		names.dedup();
		assert_eq!(names.len(), all);
	}

	#[test]
	fn a_car_is_described_in_both_languages() {
		let car = json!({
			"owner": {"Citizen": 1001},
			"firstRegisteredAt": 1_615_734_000_000u64,
			"status": {"SalePending": {"sale": 3, "listing": null}},
			"verdict": {"NoJudgement": "Import"},
			"transferBlocks": ["Seized", "Stolen"],
		});
		let korean = describe(&car, Language::Ko);
		for line in [
			"소유자: 시민 1001",
			"최초등록일: 2021-03-15 00:00:00 KST",
			"상태: 매매 진행 중",
			"  매매: 3",
			"  제시: 없음",
			"주행거리 판정: 판정 불가 중고 수입차",
			"이전 불가 사유: 압류, 도난",
		] {
			assert!(
				korean.lines().any(|shown| shown == line),
				"{line} in\n{korean}"
			);
		}
		let english = describe(&car, Language::En);
		for line in [
			"owner: citizen 1001",
			"status: sale pending",
			"  listing: none",
			"odometer verdict: no judgement import",
		] {
			assert!(
				english.lines().any(|shown| shown == line),
				"{line} in\n{english}"
			);
		}
	}

	#[test]
	fn numbered_entries_keep_their_numbers() {
		let page =
			json!({"records": [[4, {"by": {"Agency": 5}, "entry": {"Listed": {"dealer": 6}}}]]});
		assert_eq!(
			describe(&page, Language::En),
			"history:\n  #4:\n    by: agency 5\n    entry: listed\n      dealer: 6\n"
		);
	}

	#[test]
	fn entries_in_several_parts_are_one() {
		let page = json!({"incidents": [[0, {"by": 4}, {"entry": {"Incident": {"number": 0}}}]]});
		assert_eq!(
			describe(&page, Language::En),
			"incidents:\n  #0:\n    by: 4\n    entry: incident\n      number: 0\n"
		);
	}

	#[test]
	fn owner_and_status_are_lifted_out_of_the_entry() {
		let answer = json!({"entry": {"owner": 1, "status": 2, "fuel": 3}, "verdict": 4});
		assert_eq!(
			lifted(answer),
			json!({"entry": {"fuel": 3}, "owner": 1, "status": 2, "verdict": 4})
		);
	}

	#[test]
	fn what_is_unknown_is_shown_by_the_chains_own_name() {
		let newer = json!({"solarRoof": {"FittedLater": {"panelsOnTop": 2}}});
		assert_eq!(
			describe(&newer, Language::Ko),
			"solar roof: fitted later\n  panels on top: 2\n"
		);
	}

	#[test]
	fn amounts_are_won_and_texts_stay_as_they_are() {
		let sale = json!({"price": "13800000000000", "account": "5GrwvaEF5z", "contract": "0xAB"});
		assert_eq!(
			describe(&sale, Language::En),
			"account: 5GrwvaEF5z\ncontract: 0xAB\nprice (won): 13,800,000\n"
		);
	}

	#[test]
	fn what_matters_most_comes_first() {
		let car =
			json!({"accessTag": "0x00", "owner": {"Agency": 6}, "time": 0, "vehicle": "0x01"});
		assert_eq!(
			describe(&car, Language::En),
			"vehicle: 0x01\nas of: 1970-01-01 09:00:00 KST\nowner: agency 6\naccess tag: 0x00\n"
		);
	}

	#[test]
	fn days_are_dates_and_moments_stay_moments() {
		let change =
			json!({"completeBy": 20_812, "due": 20_819, "contract": 3, "amount": "5000000"});
		assert_eq!(
			describe(&change, Language::Ko),
			"금액(원): 5\n준공기한: 2026-12-25\n계약: 3\n기한: 2027-01-01\n"
		);
		// Of a chain for demonstrations, whose days have numbers of their own.
		let demonstration = json!({"due": 358_000_000, "since": 1_615_734_000_000u64});
		assert_eq!(
			describe(&demonstration, Language::En),
			"due: 358000000\nsince: 2021-03-15 00:00:00 KST\n"
		);
	}

	#[test]
	fn a_poll_has_its_own_words_where_others_have_them_too() {
		let board =
			json!({"board": 0, "from": 1_615_734_000_000u64, "until": 1_615_734_000_000u64});
		let english = describe(&board, Language::En);
		for line in [
			"board: 0",
			"from: 2021-03-15 00:00:00 KST",
			"until: 2021-03-15 00:00:00 KST",
		] {
			assert!(
				english.lines().any(|shown| shown == line),
				"{line} in\n{english}"
			);
		}
		let opened =
			json!({"newStage": "Open", "oldStage": "Scheduled", "poll": 4, "dispute": "Open"});
		let korean = describe(&opened, Language::Ko);
		for line in [
			"새 단계: 진행 중",
			"이전 단계: 예정",
			"투표: 4",
			"이의: 심리 중",
		] {
			assert!(
				korean.lines().any(|shown| shown == line),
				"{line} in\n{korean}"
			);
		}
	}

	#[test]
	fn a_wallet_has_won_months_and_its_own_words_for_numbers() {
		let wallet = json!({
			"auto": {"Into": {"scheme": 2}}, "balance": 12_000, "change": 500_000, "from": 1, "scheme": 3,
			"nextExpiry": {"expiry": 676, "points": 10}, "symbol": "ECO", "reason": {"Mileage": "Budget"},
		});
		let korean = describe(&wallet, Language::Ko);
		for line in [
			"제도: 3",
			"기호: ECO",
			"사유: 마일리지 재원",
			"잔액(포인트): 12,000",
			"잔돈(원): 0.5",
			"원 제도: 1",
			"자동전환: 전환",
			"  만료 월: 2026-05",
		] {
			assert!(
				korean.lines().any(|shown| shown == line),
				"{line} in\n{korean}"
			);
		}
		let replacement = json!({"change": "Broken"});
		assert_eq!(describe(&replacement, Language::En), "cause: broken\n");
		// A month of a chain for demonstrations, and a rule without a cap.
		let rule = json!({"expiry": 11_760_000, "maxPerYear": pallet_mileage::NO_LIMIT});
		assert_eq!(
			describe(&rule, Language::En),
			"last month: 11760000\nmost in a year: no limit\n"
		);
	}
}
