//! Parts shared by several pages that read the state, and so are not components: forms and their fields, rows of
//! actions and plans, papers, texts composed of records. Nothing here depends on a page.

pub mod clock_doubt;
pub mod contested;
pub mod control;
pub mod customer_choice;
pub mod dictation;
pub mod due;
pub mod field;
pub mod follow_up_tabs;
pub mod forms;
pub mod in_the_way;
pub mod latest;
pub mod map_link;
pub mod mine;
pub mod monthly_energy;
pub mod new_record;
pub mod picture;
pub mod pin_form;
pub mod plan_link;
pub mod plan_row;
pub mod promise;
pub mod promise_make;
pub mod reasons;
pub mod reporting_month;
pub mod request_status;
pub mod sample;
pub mod sending;
pub mod sheet;
pub mod table_export;
pub mod tones;
