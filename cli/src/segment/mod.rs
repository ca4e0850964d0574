//! `busbar segment`: clusters, value classes and whole portfolios.

mod clusters;
mod portfolio;
mod table;
mod value;

use busbar_core::{analysis::matrix::Matrix, domain::segment::AbcCuts};
use clap::Args;
use serde_json::Value;

use crate::input::Failure;
use clusters::{ClusterArgs, Clustered};
use table::Table;

/// Segments customers: by clusters, by value, or a whole portfolio.
#[derive(Args)]
pub struct SegmentArgs {
    #[command(flatten)]
    mode: Mode,
    #[command(flatten)]
    clustering: ClusterArgs,
    /// Percentages of the value at which class A and class B end
    #[arg(
        long, value_name = "A,B", value_parser = value::parse_cuts, default_value = "80,95",
        conflicts_with_all = ["features", "portfolio"]
    )]
    cuts: AbcCuts,
    #[command(flatten)]
    files: PortfolioFiles,
}

/// Kinds of segmentation, exactly one of which is given.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Mode {
    /// Clusters the rows of a table: an id, then numbers
    #[arg(long, value_name = "FILE")]
    features: Option<String>,
    /// Ranks a list of values in classes A, B and C: an id, then its value
    #[arg(long, value_name = "FILE")]
    value: Option<String>,
    /// Judges and clusters all customers of a portfolio, from files of the import format
    #[arg(long, requires = "customers", requires = "readings")]
    portfolio: bool,
}

#[derive(Args)]
struct PortfolioFiles {
    /// Customers of the portfolio
    #[arg(long, value_name = "FILE", conflicts_with_all = ["features", "value"])]
    customers: Option<String>,
    /// Monthly readings of the portfolio
    #[arg(long, value_name = "FILE", conflicts_with_all = ["features", "value"])]
    readings: Option<String>,
    /// Bills of the portfolio; with them, value is spend instead of energy
    #[arg(long, value_name = "FILE", conflicts_with_all = ["features", "value"])]
    bills: Option<String>,
    /// Supply points of the portfolio, if readings name them instead of customers
    #[arg(long, value_name = "FILE", conflicts_with_all = ["features", "value"])]
    supply_points: Option<String>,
}

impl SegmentArgs {
    /// Returns the segmentation as JSON.
    ///
    /// # Errors
    /// A message about the options or the files they name.
    pub fn answer(&self) -> Result<Value, Failure> {
        if let Some(file) = &self.mode.features {
            let table = Table::read(file, None)?;
            let numbers = Matrix::new(table.columns, table.numbers)?;
            let ids = table.ids.iter().map(String::as_str);
            return Ok(Clustered::of(&numbers, self.clustering)?.answer(ids));
        }
        if let Some(file) = &self.mode.value {
            return value::classes(&Table::read(file, Some(1))?, self.cuts);
        }
        portfolio::portfolio(&self.files.given(), self.clustering)
    }
}

impl PortfolioFiles {
    fn given(&self) -> Vec<String> {
        let files = [&self.customers, &self.readings, &self.bills, &self.supply_points];
        files.into_iter().flatten().cloned().collect()
    }
}
