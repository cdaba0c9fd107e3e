// SPDX-License-Identifier: Apache-2.0

//! Journeys and properties of the whole runtime. One program, so that the runtime is compiled for tests once and not once for
//! each file; `scripts/check.sh` refuses a file that is not named here.

mod common;
mod own;

mod a_district_votes_anonymously;
mod a_merchant_paid_twice;
mod a_recovered_citizen;
mod a_thousand_vote_in_secret;
mod benchmark_table;
mod car_under_an_alias;
mod city_must_answer;
mod council_registers_an_institution;
mod fees_are_not_burned;
mod forged_bindings;
mod full_ring;
mod governance;
mod hundred_companies_in_one_batch;
mod lost_phone;
mod mileage;
mod mileage_assets;
mod money;
mod one_card_one_vote;
mod one_unlock_many_doors;
mod poll_costs;
mod presets;
mod private_sale;
mod proxies;
mod quota;
mod reward_for_a_vote;
mod ring_costs;
mod sale_by_dealer;
mod sale_paid_on_chain;
mod school_roof;
mod stolen_phone;
mod suspended_agency;
mod ten_thousand_lines;
mod texts;
mod transfer_cost_does_not_grow_with_history;
mod trustees_who_fail;
mod upgrade_in_mid_flow;
mod validators;
mod wallet_login;
mod works_payments;
