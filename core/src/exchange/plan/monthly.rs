//! The months of all files of readings and bills. `reading` and `bill` determine what is new in each file.

use super::{
    super::{field::FileKind, portfolio::PortfolioRecords, source::Source},
    Cancelled, File, Outcome, bill,
    difference::Differences,
    entries::Entries,
    layout::Layout,
    meter::MeterFinder,
    reading,
};
use crate::domain::{
    bills::{BillBlock, Bills},
    draft::{Block, Draft},
    readings::Readings,
};

/// Maximum number of entries reserved ahead, because estimates can be far off.
const MOST_RESERVED: usize = 2_000_000;

/// Readings and bills of the files read so far. Each file is compared with the portfolio and with the files
/// before it.
pub struct Months<'a> {
    known: &'a PortfolioRecords,
    readings: Readings,
    bill_blocks: Vec<BillBlock>,
    /// Bills of those blocks, as far as a later file of bills needed them.
    bills: Bills,
    taken_up: usize,
}

impl<'a> Months<'a> {
    pub fn new(known: &'a PortfolioRecords) -> Self {
        Self {
            known,
            readings: Readings::default(),
            bill_blocks: Vec::new(),
            bills: Bills::default(),
            taken_up: 0,
        }
    }

    /// Reads a file of readings or bills.
    pub fn read(
        &mut self,
        file: &mut File<'_>,
        finder: &mut MeterFinder<'_, '_>,
        differences: &mut Differences,
    ) -> Result<(), Cancelled> {
        let is_bills = file.mapping.kind == FileKind::Bills;
        if is_bills {
            // Bills of earlier files count as known.
            let blocks = &self.bill_blocks[self.taken_up..];
            blocks.iter().for_each(|block| self.bills.push(block.clone()));
            self.taken_up = self.bill_blocks.len();
        }
        let mut layout = Layout::new(file);
        // Growing columns by doubling would take twice the memory.
        let rows = file.source.as_ref().map_or(0, Source::about_rows) * layout.months_a_row();
        let rows = rows.min(MOST_RESERVED);
        let mut entries = Entries::with_capacity(rows, &layout.quantities, is_bills);
        file.each_row(|file, row| layout.read(file, row, finder, &mut entries))?;
        entries.outcome = vec![Outcome::Unchanged; entries.len()];
        let groups = entries.groups(finder);
        if is_bills {
            let (known, blocks) = ([&self.known.bills, &self.bills], &mut self.bill_blocks);
            bill::settle(&mut entries, &groups, known, blocks, differences);
        }
        let known = [&self.known.readings, &self.readings];
        let blocks = reading::settle(&mut entries, &groups, known, is_bills, differences);
        blocks.into_iter().for_each(|block| self.readings.push(block));
        layout.count(file, &entries);
        Ok(())
    }

    /// Drafts what is new.
    pub fn draft(self, draft: &mut Draft) {
        let readings = self.readings.into_blocks().into_iter();
        draft.blocks.extend(readings.map(Block::Readings));
        let bills = self.bill_blocks.into_iter();
        draft.blocks.extend(bills.map(Block::Bills));
    }
}
