//! 重要性—表现分析: importance–performance analysis of service attributes [Martilla & James 1977, Journal of Marketing
//! 41(1), 77–79].

use super::{
    correlation::{paired, pearson},
    mean::Mean,
};

/// Importance and performance of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribute {
    /// Number of respondents who answered both questions behind it.
    pub n: usize,
    /// Performance: the mean of all ratings, in the unit of the answers.
    pub performance: f64,
    /// Importance, stated by customers or derived.
    pub importance: f64,
}

impl Attribute {
    /// Creates an attribute with stated importance: the mean of the customers' answers. `None` without ratings or
    /// importance answers.
    pub fn stated(performance: &[Option<f64>], importance: &[Option<f64>]) -> Option<Self> {
        Some(Self {
            n: paired(performance, importance).len(),
            performance: Mean::of(performance.iter().flatten().copied())?.mean,
            importance: Mean::of(importance.iter().flatten().copied())?.mean,
        })
    }

    /// Creates an attribute with derived importance: Pearson's r between its ratings and overall satisfaction,
    /// over those who answered both. `None` where r is undefined.
    pub fn derived(performance: &[Option<f64>], overall: &[Option<f64>]) -> Option<Self> {
        let both = paired(performance, overall);
        Some(Self {
            n: both.len(),
            performance: Mean::of(performance.iter().flatten().copied())?.mean,
            importance: pearson(&both)?,
        })
    }
}

/// Quadrant of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quadrant {
    /// Important and done well.
    KeepUp,
    /// Important and done badly.
    Concentrate,
    /// Unimportant and done badly.
    LowPriority,
    /// Unimportant and done well.
    Overkill,
}

impl Quadrant {
    /// Returns the name used in the literature.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KeepUp => "keep up the good work",
            Self::Concentrate => "concentrate here",
            Self::LowPriority => "low priority",
            Self::Overkill => "possible overkill",
        }
    }
}

/// Position of the axes and quadrants of the attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportancePerformance {
    /// Mean performance of the attributes.
    pub cross_performance: f64,
    /// Mean importance of the attributes.
    pub cross_importance: f64,
    /// Quadrant of each attribute, in the order given.
    pub quadrants: Vec<Quadrant>,
    /// `true` if all attributes have the same performance, so that neither side of the line is better.
    pub is_performance_alike: bool,
    /// `true` if all attributes have the same importance.
    pub is_importance_alike: bool,
}

impl ImportancePerformance {
    /// Returns `true` if the attributes differ on both axes, so that the quadrants are meaningful.
    pub const fn tells_apart(&self) -> bool {
        !self.is_performance_alike && !self.is_importance_alike
    }
}

/// Rounding error of a value on the line.
const ROUNDING: f64 = 1e-12;

/// Assigns attributes to quadrants. The axes cross at the means; a value on an axis counts as above it. `None`
/// without attributes. If all have the same score, all are on the axis, and the result says so.
///
/// Car dealer service, from Martilla & James, three attributes of fourteen:
///
/// ```
/// use busbar_core::analysis::importance_performance::{Attribute, Quadrant, importance_performance};
/// let attributes = [(2.63, 3.83), (3.29, 3.41), (3.33, 2.05)]
///     .map(|(performance, importance)| Attribute { n: 284, performance, importance });
/// let found = importance_performance(&attributes).map(|found| found.quadrants);
/// let expected = [Quadrant::Concentrate, Quadrant::KeepUp, Quadrant::Overkill];
/// assert_eq!(found.as_deref(), Some(&expected[..]));
/// ```
pub fn importance_performance(attributes: &[Attribute]) -> Option<ImportancePerformance> {
    let cross_performance = Mean::of(attributes.iter().map(|it| it.performance))?.mean;
    let cross_importance = Mean::of(attributes.iter().map(|it| it.importance))?.mean;
    let is_high = |value: f64, cross: f64| value >= cross - ROUNDING * cross.abs();
    let quadrants = attributes
        .iter()
        .map(|attribute| {
            let is_done_well = is_high(attribute.performance, cross_performance);
            match (is_high(attribute.importance, cross_importance), is_done_well) {
                (true, true) => Quadrant::KeepUp,
                (true, false) => Quadrant::Concentrate,
                (false, false) => Quadrant::LowPriority,
                (false, true) => Quadrant::Overkill,
            }
        })
        .collect();
    let is_alike = |of: fn(&Attribute) -> f64, cross: f64| {
        attributes.iter().all(|it| (of(it) - cross).abs() <= ROUNDING * cross.abs())
    };
    Some(ImportancePerformance {
        cross_performance,
        cross_importance,
        quadrants,
        is_performance_alike: is_alike(|it| it.performance, cross_performance),
        is_importance_alike: is_alike(|it| it.importance, cross_importance),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn attribute((importance, performance): (f64, f64)) -> Attribute {
        Attribute { n: 284, performance, importance }
    }

    /// The table of Martilla & James as it is commonly quoted: importance and performance of fourteen attributes
    /// of a car dealer's service, and their quadrants in the published figure.
    #[test]
    fn car_dealer() {
        use Quadrant::{Concentrate, KeepUp, LowPriority, Overkill};
        let published = [
            (3.83, 2.63, Concentrate), // job done right the first time
            (3.63, 2.73, Concentrate), // fast action on complaints
            (3.60, 3.15, KeepUp),      // prompt warranty work
            (3.56, 3.00, KeepUp),      // able to do any job needed
            (3.41, 3.05, KeepUp),      // service available when needed
            (3.41, 3.29, KeepUp),      // courteous and friendly service
            (3.38, 3.03, KeepUp),      // car ready when promised
            (3.37, 3.11, KeepUp),      // only necessary work
            (3.29, 2.00, Concentrate), // low prices
            (3.27, 3.02, KeepUp),      // clean up after service work
            (2.52, 2.25, LowPriority), // convenient to home
            (2.43, 2.49, LowPriority), // convenient to work
            (2.37, 2.35, LowPriority), // courtesy buses and cars
            (2.05, 3.33, Overkill),    // maintenance notices
        ];
        let attributes: Vec<_> = published.iter().map(|it| attribute((it.0, it.1))).collect();
        let found = importance_performance(&attributes).unwrap();
        assert_eq!(found.quadrants, published.map(|it| it.2));
    }

    #[test]
    fn importance_stated_and_derived() {
        let rated = [Some(1.0), Some(2.0), Some(3.0), None];
        let overall = [Some(2.0), None, Some(6.0), Some(1.0)];
        let stated = Attribute::stated(&rated, &overall).unwrap();
        assert_eq!((stated.n, stated.performance, stated.importance), (2, 2.0, 3.0));
        let derived = Attribute::derived(&rated, &overall).unwrap();
        assert_eq!((derived.n, derived.performance), (2, 2.0));
        assert!((derived.importance - 1.0).abs() < 1e-12);
        assert_eq!(Attribute::derived(&rated, &[Some(5.0); 4]), None);
        assert_eq!(Attribute::stated(&rated, &[]), None);
    }

    #[test]
    fn on_the_lines_counts_as_above() {
        assert_eq!(importance_performance(&[]), None);
        let alike = importance_performance(&[attribute((0.1, 0.7)); 3]).unwrap();
        assert_eq!(alike.quadrants, [Quadrant::KeepUp; 3]);
        assert!(alike.is_performance_alike && alike.is_importance_alike);
        let one_axis = [(0.1, 0.7), (0.4, 0.7)].map(attribute);
        let one_axis = importance_performance(&one_axis).unwrap();
        assert!(one_axis.is_performance_alike && !one_axis.is_importance_alike);
        assert!(!one_axis.tells_apart());
    }

    proptest! {
        #[test]
        fn turning_the_plane_turns_the_quadrants(points in prop::collection::vec((1.0..9.0, 1.0..9.0), 2..20)) {
            let here = importance_performance(&points.iter().copied().map(attribute).collect::<Vec<_>>()).unwrap();
            let turned: Vec<_> = points.iter().map(|(i, p)| attribute((*p, *i))).collect();
            let there = importance_performance(&turned).unwrap();
            for (a, b) in here.quadrants.iter().zip(&there.quadrants) {
                let expected = match a {
                    Quadrant::Concentrate => Quadrant::Overkill,
                    Quadrant::Overkill => Quadrant::Concentrate,
                    same => *same,
                };
                prop_assert_eq!(*b, expected);
            }
        }
    }
}
