//! Components that pages are built from: plain values in, events out. They do not access the state, the storage or the
//! platform, and have no text of a feature: the caller passes it.

use std::sync::atomic::{AtomicU32, Ordering};

pub mod bar;
pub mod button;
pub mod card;
pub mod chart;
pub mod choice;
pub mod column;
pub mod dialog;
pub mod editable;
pub mod empty;
pub mod entry;
pub mod figure;
pub mod figure_table;
pub mod file_button;
pub mod filter;
pub mod form;
pub mod icon;
pub mod notice;
pub mod paper;
pub mod pen;
pub mod popover;
pub mod progress;
pub mod row;
pub mod split;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod toast;
pub mod typing;
pub mod unsaved;
pub mod virtual_list;

pub use bar::Bar;
pub use button::{Button, ButtonLink, Emphasis};
pub use card::{Card, PageHead};
pub use chart::{ChartFormat, ChartFrame, ChartSaver, SavedChart};
pub use choice::Choice;
pub use column::Column;
pub use dialog::{Dialog, DialogFoot};
pub use editable::{Editable, Input, Reply};
pub use empty::{EmptyState, OrEmpty};
pub use entry::{Bounds, Entry, EntryError, typed_moment};
pub use figure::{Computed, Explained, Explanation, Figure, Figures, Number};
pub use figure_table::{FigureTable, Heading};
pub use file_button::FileButton;
pub use filter::{Chip, Chips, SearchBox};
pub use form::{DateInput, MomentInput, NumberInput, Select, Switch, TextInput, keep_in_sight};
pub use icon::{Glyph, Icon};
pub use notice::Notice;
pub use paper::{PaperTable, Printing};
pub use pen::{Pen, Shape, Stroke, drawing};
pub use popover::{ClosePopover, Popover, Trigger};
pub use progress::Progress;
pub use row::{Row, Rows};
pub use split::SplitView;
pub use table::DataTable;
pub use tabs::{Tab, Tabs, tabs_of};
pub use tag::{Tag, Tone};
pub use toast::{FailureLines, Message, ToastPlace, Toasts, use_toasts};
pub use typing::{DraftPlace, DraftShelf, FormDraft, Typing};
pub use unsaved::{FromBefore, Unsaved};
pub use virtual_list::VirtualList;

/// Returns an element id that is unique on the page.
pub fn unique_id(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
