// SPDX-License-Identifier: Apache-2.0

//! What a node can ask either runtime.
//!
//! All of it must stand in one `impl_runtime_apis!`, so this is a macro that takes what only one runtime answers and
//! adds the rest. What the macro names is imported here and handed on.

pub(crate) use crate::{
	genesis_config_presets, AccountId, Aura, Balance, Block, CarRegistry, ChainIdentity,
	CitizenRings, EscrowPayments, Executive, Facilities, InherentDataExt, MVoting, Mileage, Nonce,
	Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, System, Timestamp, TransactionPayment,
	UncheckedExtrinsic, VERSION,
};
pub(crate) use alloc::vec::Vec;
pub(crate) use frame_support::{
	dispatch::GetDispatchInfo,
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, UnixTime},
	weights::Weight,
};
pub(crate) use pallet_car_registry::{
	runtime_api::{HistoryPage, IncidentPage, SaleInfo},
	AccessTag, Divergence, DocumentKind, DocumentVerdict, Encumbrance, IncidentNumber, LateFine,
	PlateTag, RecordIndex, Sale, SaleId, TitleGround, VehicleId, VehicleInfo, VinTag,
};
pub(crate) use pallet_citizen_rings::{
	runtime_api::{AliasView, CollectionView, KeyView, RingSettings, RootView},
	Revision, RingIndex, ServiceId,
};
pub(crate) use pallet_escrow_payments::{
	merkle::WageProof,
	runtime_api::{CalendarInfo, ClaimInfo, ContractInfo, DuePage, LineInfo, Money, WageInfo},
	AgendaPlace, ClaimId, ContractId, Debt, LineIndex, Payout, ReportNumber, Subcontract,
	SubcontractId, WorkReport,
};
pub(crate) use pallet_facilities::{Batch, Facility, LoginTerms, Schema, Session};
pub(crate) use pallet_mileage::{
	runtime_api::{Reconciliation, WalletView},
	Claim, Month, Redemption, RedemptionId, Scheme, SchemeId, SchemeRule,
};
pub(crate) use pallet_mvoting::{
	runtime_api::{BallotInfo, BoardInfo, DecryptionInfo, Duty, PollInfo},
	Opening, PollTerms, Proposal, ProposalId,
};
pub(crate) use seoul_chain_ballot::{BoardId, PollId, Tally, ThresholdKey, Voter};
pub(crate) use seoul_chain_login::{
	BatchId, ChainId, ConsentId, FacilityId, Granted, LoginRequest, Refusal, SchemaId, Standing,
};
pub(crate) use seoul_chain_primitives::{
	AgencyId, CitizenIndex, DocumentCommitment, Moment, PartyId,
};
pub(crate) use seoul_chain_ring_proofs::{Alias, CollectionId, RingKey};
pub(crate) use sp_api::impl_runtime_apis;
pub(crate) use sp_consensus_aura::{sr25519::AuthorityId as AuraId, SlotDuration};
pub(crate) use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
pub(crate) use sp_genesis_builder::PresetId;
pub(crate) use sp_inherents::{CheckInherentsResult, InherentData};
pub(crate) use sp_runtime::{
	generic::Preamble,
	traits::{AccountIdLookup, Block as BlockT, StaticLookup, TransactionExtension},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, DispatchError, ExtrinsicInclusionMode, SaturatedConversion,
};
pub(crate) use sp_session::OpaqueGeneratedSessionKeys;
pub(crate) use sp_version::RuntimeVersion;

/// Whether the quota of its signer pays for a transaction now, so that a wallet must ask for no money.
pub fn is_free(transaction: &UncheckedExtrinsic, length: u32) -> bool {
	let Preamble::Signed(signer, _, extension) = &transaction.preamble else {
		return false;
	};
	let Ok(who) = AccountIdLookup::<AccountId, ()>::lookup(signer.clone()) else {
		return false;
	};
	let mut info = transaction.function.get_dispatch_info();
	info.extension_weight = extension.weight(&transaction.function);
	// As a node counts it: with the prefix that says how long it is.
	crate::charge(extension).is_free_for(
		&who,
		&transaction.function,
		&info,
		length.saturated_into(),
	)
}

macro_rules! runtime_apis {
	($($own:tt)*) => {
		impl_runtime_apis! {
			$($own)*

			impl sp_api::Core<Block> for Runtime {
				fn version() -> RuntimeVersion {
					VERSION
				}

				fn execute_block(block: <Block as BlockT>::LazyBlock) {
					Executive::execute_block(block);
				}

				fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
					Executive::initialize_block(header)
				}
			}

			impl sp_api::Metadata<Block> for Runtime {
				fn metadata() -> OpaqueMetadata {
					OpaqueMetadata::new(Runtime::metadata().into())
				}

				fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
					Runtime::metadata_at_version(version)
				}

				fn metadata_versions() -> Vec<u32> {
					Runtime::metadata_versions()
				}
			}

			impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
				fn execute_view_function(
					id: frame_support::view_functions::ViewFunctionId,
					input: Vec<u8>,
				) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
					Runtime::execute_view_function(id, input)
				}
			}

			impl sp_block_builder::BlockBuilder<Block> for Runtime {
				fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
					Executive::apply_extrinsic(extrinsic)
				}

				fn finalize_block() -> <Block as BlockT>::Header {
					Executive::finalize_block()
				}

				fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
					data.create_extrinsics()
				}

				fn check_inherents(
					block: <Block as BlockT>::LazyBlock,
					data: InherentData,
				) -> CheckInherentsResult {
					data.check_extrinsics(&block)
				}
			}

			impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
				fn validate_transaction(
					source: TransactionSource,
					tx: <Block as BlockT>::Extrinsic,
					block_hash: <Block as BlockT>::Hash,
				) -> TransactionValidity {
					Executive::validate_transaction(source, tx, block_hash)
				}
			}

			impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
				fn offchain_worker(header: &<Block as BlockT>::Header) {
					Executive::offchain_worker(header);
				}
			}

			impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
				fn slot_duration() -> SlotDuration {
					SlotDuration::from_millis(Aura::slot_duration())
				}

				fn authorities() -> Vec<AuraId> {
					pallet_aura::Authorities::<Runtime>::get().into_inner()
				}
			}

			impl sp_session::SessionKeys<Block> for Runtime {
				fn generate_session_keys(
					owner: Vec<u8>,
					seed: Option<Vec<u8>>,
				) -> OpaqueGeneratedSessionKeys {
					SessionKeys::generate(&owner, seed).into()
				}

				fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
					SessionKeys::decode_into_raw_public_keys(&encoded)
				}
			}

			impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
				fn account_nonce(account: AccountId) -> Nonce {
					System::account_nonce(account)
				}
			}

			impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
				for Runtime
			{
				fn query_info(
					uxt: <Block as BlockT>::Extrinsic,
					len: u32,
				) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
					let is_free = is_free(&uxt, len);
					let mut answer = TransactionPayment::query_info(uxt, len);
					if is_free {
						answer.partial_fee = 0;
					}
					answer
				}

				fn query_fee_details(
					uxt: <Block as BlockT>::Extrinsic,
					len: u32,
				) -> pallet_transaction_payment::FeeDetails<Balance> {
					if is_free(&uxt, len) {
						return pallet_transaction_payment::FeeDetails {
							inclusion_fee: None,
							tip: 0,
						};
					}
					TransactionPayment::query_fee_details(uxt, len)
				}

				fn query_weight_to_fee(weight: Weight) -> Balance {
					TransactionPayment::weight_to_fee(weight)
				}

				fn query_length_to_fee(length: u32) -> Balance {
					TransactionPayment::length_to_fee(length)
				}
			}

			impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
				Block,
				Balance,
				RuntimeCall,
			> for Runtime {
				fn query_call_info(
					call: RuntimeCall,
					len: u32,
				) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
					TransactionPayment::query_call_info(call, len)
				}

				fn query_call_fee_details(
					call: RuntimeCall,
					len: u32,
				) -> pallet_transaction_payment::FeeDetails<Balance> {
					TransactionPayment::query_call_fee_details(call, len)
				}

				fn query_weight_to_fee(weight: Weight) -> Balance {
					TransactionPayment::weight_to_fee(weight)
				}

				fn query_length_to_fee(length: u32) -> Balance {
					TransactionPayment::length_to_fee(length)
				}
			}

			impl pallet_car_registry::runtime_api::CarRegistryApi<Block> for Runtime {
				fn vehicle(vehicle: VehicleId) -> Option<VehicleInfo> {
					CarRegistry::vehicle_info(vehicle)
				}

				fn find_by_access_tag(tag: AccessTag) -> Option<VehicleId> {
					pallet_car_registry::VehicleByAccess::<Runtime>::get(tag)
				}

				fn find_by_vin_tag(tag: VinTag) -> Option<VehicleId> {
					pallet_car_registry::VehicleByVin::<Runtime>::get(tag)
				}

				fn find_by_plate_tag(tag: PlateTag) -> Option<VehicleId> {
					pallet_car_registry::VehicleByPlate::<Runtime>::get(tag)
				}

				fn history(vehicle: VehicleId, from: RecordIndex, limit: u32) -> HistoryPage {
					CarRegistry::history(vehicle, from, limit)
				}

				fn sale(sale: SaleId) -> Option<Sale> {
					pallet_car_registry::Sales::<Runtime>::get(sale)
				}

				fn verify_document(
					vehicle: VehicleId,
					kind: DocumentKind,
					commitment: DocumentCommitment,
				) -> DocumentVerdict {
					CarRegistry::verify_document(vehicle, kind, commitment)
				}

				fn encumbrances(vehicle: VehicleId) -> Vec<Encumbrance> {
					CarRegistry::encumbrances_of(vehicle)
				}

				fn incidents(vehicle: VehicleId, from: IncidentNumber, limit: u32) -> IncidentPage {
					CarRegistry::incidents_of(vehicle, from, limit)
				}

				fn divergence(vehicle: VehicleId) -> Option<Divergence> {
					pallet_car_registry::Divergences::<Runtime>::get(vehicle)
				}

				fn sale_info(sale: SaleId) -> Option<SaleInfo> {
					CarRegistry::sale_info(sale)
				}

				fn title_late_fine(ground: TitleGround, since: Moment) -> Option<LateFine> {
					CarRegistry::title_late_fine(ground, since)
				}
			}

			impl pallet_escrow_payments::runtime_api::EscrowPaymentsApi<Block> for Runtime {
				fn contract(contract: ContractId) -> Option<ContractInfo> {
					EscrowPayments::contract_info(contract)
				}

				fn tree(
					contract: ContractId,
					from: SubcontractId,
					limit: u32,
				) -> Vec<(SubcontractId, Subcontract)> {
					EscrowPayments::tree(contract, from, limit)
				}

				fn work_reports(
					subcontract: SubcontractId,
					from: ReportNumber,
					limit: u32,
				) -> Vec<(ReportNumber, WorkReport)> {
					EscrowPayments::work_reports(subcontract, from, limit)
				}

				fn claims(contract: ContractId, from: ClaimId, limit: u32) -> Vec<(ClaimId, ClaimInfo)> {
					EscrowPayments::claims_of(contract, from, limit)
				}

				fn claim(claim: ClaimId) -> Option<ClaimInfo> {
					EscrowPayments::claim_info(claim)
				}

				fn lines(claim: ClaimId, from: LineIndex, limit: u32) -> Vec<(LineIndex, LineInfo)> {
					EscrowPayments::lines_of(claim, from, limit)
				}

				fn line(claim: ClaimId, line: LineIndex) -> Option<LineInfo> {
					EscrowPayments::line_info(claim, line)
				}

				fn due(from: AgendaPlace, limit: u32) -> DuePage {
					EscrowPayments::due(from, limit)
				}

				fn totals() -> Money {
					EscrowPayments::totals()
				}

				fn calendar() -> CalendarInfo {
					EscrowPayments::calendar_info()
				}

				fn wage(
					claim: ClaimId,
					line: LineIndex,
					index: u32,
					slip: DocumentCommitment,
					proof: WageProof,
				) -> Option<WageInfo> {
					EscrowPayments::wage(claim, line, index, slip, &proof)
				}

				fn interest(debt: Debt) -> Option<(PartyId, PartyId, Balance)> {
					EscrowPayments::interest_of(debt)
				}

				fn payout(party: PartyId) -> Payout {
					EscrowPayments::payout_of(party)
				}
			}

			impl pallet_facilities::runtime_api::CitizenIdentityApi<Block> for Runtime {
				fn authenticate(request: LoginRequest) -> Result<Granted, Refusal> {
					Facilities::authenticate(&request)
				}

				fn standing(standing: Standing) -> Result<Option<Moment>, Refusal> {
					Facilities::standing(&standing)
				}

				fn chain_id() -> ChainId {
					<ChainIdentity as Get<ChainId>>::get()
				}
			}

			impl pallet_facilities::runtime_api::FacilitiesApi<Block> for Runtime {
				fn facility(facility: FacilityId) -> Option<Facility> {
					pallet_facilities::Facilities::<Runtime>::get(facility)
				}

				fn schema(schema: SchemaId) -> Option<Schema> {
					pallet_facilities::Schemas::<Runtime>::get(schema)
				}

				fn batch(batch: BatchId) -> Option<Batch> {
					pallet_facilities::Batches::<Runtime>::get(batch)
				}

				fn session(key: AccountId) -> Option<Session> {
					pallet_facilities::Sessions::<Runtime>::get(key)
				}

				fn consent_revocation(citizen: CitizenIndex, consent: ConsentId) -> Option<Moment> {
					pallet_facilities::RevokedConsents::<Runtime>::get(citizen, consent)
				}

				fn login_terms() -> LoginTerms {
					Facilities::terms_at(<Timestamp as UnixTime>::now().as_millis().saturated_into())
				}
			}

			impl pallet_citizen_rings::runtime_api::CitizenRingsApi<Block, AccountId> for Runtime {
				fn settings() -> RingSettings {
					CitizenRings::settings()
				}

				fn collections() -> Vec<CollectionView> {
					CitizenRings::collections()
				}

				fn key(key: RingKey) -> Option<KeyView> {
					CitizenRings::key(key)
				}

				fn roots(collection: CollectionId, from: RingIndex, limit: u32) -> Vec<RootView> {
					CitizenRings::roots(collection, from, limit)
				}

				fn root(
					collection: CollectionId,
					ring: RingIndex,
					revision: Revision,
				) -> Option<RootView> {
					CitizenRings::root(collection, ring, revision)
				}

				fn keys(
					collection: CollectionId,
					ring: RingIndex,
					revision: Revision,
				) -> Option<Vec<RingKey>> {
					CitizenRings::keys(collection, ring, revision)
				}

				fn alias(service: ServiceId, alias: Alias) -> Option<AliasView<AccountId>> {
					CitizenRings::alias(service, alias)
				}
			}

			impl pallet_mvoting::runtime_api::MVotingApi<Block> for Runtime {
				fn poll(poll: PollId) -> Option<PollInfo> {
					MVoting::poll_info(poll)
				}

				fn polls(from: PollId, limit: u32) -> Vec<(PollId, PollInfo)> {
					MVoting::poll_infos(from, limit)
				}

				fn ballot(poll: PollId, voter: Voter) -> Option<BallotInfo> {
					MVoting::ballot_info(poll, voter)
				}

				fn voter(poll: PollId, account: AccountId) -> Result<Voter, DispatchError> {
					MVoting::voter(poll, &account)
				}

				fn election_key(poll: PollId) -> Option<ThresholdKey> {
					MVoting::election_key(poll)
				}

				fn tally(poll: PollId) -> Option<Tally> {
					MVoting::tally(poll)
				}

				fn decryption(poll: PollId) -> Option<DecryptionInfo> {
					MVoting::decryption_info(poll)
				}

				fn eligible(poll: PollId) -> Option<Opening> {
					MVoting::eligible(poll)
				}

				fn board(board: BoardId) -> Option<BoardInfo> {
					MVoting::board_info(board)
				}

				fn duties(agency: AgencyId) -> Vec<Duty> {
					MVoting::duties(agency)
				}

				fn proposal(proposal: ProposalId) -> Option<Proposal> {
					MVoting::proposal_info(proposal)
				}

				fn proposals(from: ProposalId, limit: u32) -> Vec<(ProposalId, Proposal)> {
					MVoting::proposal_infos(from, limit)
				}

				fn answers_due() -> Vec<(ProposalId, Moment)> {
					MVoting::answers_due()
				}

				fn poll_terms() -> PollTerms {
					pallet_mvoting::Terms::<Runtime>::get()
				}

				fn voting_chain_id() -> ChainId {
					<ChainIdentity as Get<ChainId>>::get()
				}
			}

			impl pallet_mileage::runtime_api::MileageApi<Block> for Runtime {
				fn wallet(party: PartyId, days: u32) -> Vec<WalletView> {
					Mileage::wallet_of(party, days)
				}

				fn schemes() -> Vec<Scheme> {
					pallet_mileage::Schemes::<Runtime>::get().into_inner()
				}

				fn rule(scheme: SchemeId) -> Option<SchemeRule> {
					Mileage::rule_in_force(scheme)
				}

				fn reconcile(scheme: SchemeId) -> Option<Reconciliation> {
					Mileage::reconciliation(scheme)
				}

				fn reconcile_all() -> Vec<Reconciliation> {
					Mileage::reconcile_all()
				}

				fn open_claims(payee: AgencyId) -> Vec<Claim> {
					Mileage::open_claims_of(payee)
				}

				fn redemption(redemption: RedemptionId) -> Option<Redemption> {
					pallet_mileage::Redemptions::<Runtime>::get(redemption)
				}

				fn current_month() -> Month {
					Mileage::current_month()
				}
			}

			impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
				fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
					build_state::<RuntimeGenesisConfig>(config)
				}

				fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
					get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
				}

				fn preset_names() -> Vec<PresetId> {
					genesis_config_presets::preset_names()
				}
			}

			#[cfg(feature = "runtime-benchmarks")]
			impl frame_benchmarking::Benchmark<Block> for Runtime {
				fn benchmark_metadata(
					extra: bool,
				) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
					use crate::*;
					use frame_benchmarking::{baseline::Pallet as BaselineBench, BenchmarkList};
					use frame_support::traits::StorageInfoTrait;
					use frame_system_benchmarking::{
						extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
					};

					let mut list = Vec::<BenchmarkList>::new();
					list_benchmarks!(list, extra);
					(list, AllPalletsWithSystem::storage_info())
				}

				fn dispatch_benchmark(
					config: frame_benchmarking::BenchmarkConfig,
				) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
					use crate::*;
					use frame_benchmarking::{baseline::Pallet as BaselineBench, BenchmarkBatch};
					use frame_support::traits::WhitelistedStorageKeys;
					use frame_system_benchmarking::{
						extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
					};

					let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
					let mut batches = Vec::<BenchmarkBatch>::new();
					let params = (&config, &whitelist);
					add_benchmarks!(params, batches);
					Ok(batches)
				}
			}

			#[cfg(feature = "try-runtime")]
			impl frame_try_runtime::TryRuntime<Block> for Runtime {
				fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
					// A failing check must stop the tool that asked, so this panics, as nothing else may.
					#[allow(clippy::unwrap_used)]
					let weight = Executive::try_runtime_upgrade(checks).unwrap();
					(weight, crate::block::RuntimeBlockWeights::get().max_block)
				}

				fn execute_block(
					block: <Block as BlockT>::LazyBlock,
					state_root_check: bool,
					signature_check: bool,
					select: frame_try_runtime::TryStateSelect,
				) -> Weight {
					#[allow(clippy::unwrap_used)]
					let weight =
						Executive::try_execute_block(block, state_root_check, signature_check, select)
							.unwrap();
					weight
				}
			}
		}
	};
}
