//! The order of a day's visits: a short round trip by straight-line distance. Roads are not known here, but where
//! they are nearly straight, the order is right all the same. Road distance and driving time are estimated from
//! the straight line:
//!
//! - road, km: straight line × [`DETOUR`], the circuity factor of China, 1.33 [Ballou, Rahardja & Sakai
//!   2002, Selected country circuity factors for road travel distance estimation, Transportation Research
//!   Part A 36]
//! - time, minutes: sections of the road distance, each at the speed of its band ([`BANDS`]): slow when leaving
//!   and entering towns, fast on long stretches. Rounded assumptions, below the design speeds of JTG B01-2014 and
//!   close to the urban peak speeds of AutoNavi's traffic reports (25 to 30 km/h)
//!
//! - distance on a sphere of the mean radius R₁ = 6 371.0088 km [IUGG; Moritz 2000, Geodetic Reference
//!   System 1980], km: 2R·asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)) [Sinnott 1984, Virtues of the
//!   haversine]
//! - up to [`EXACT`] stops: the shortest of all orders
//! - more: nearest neighbour, then 2-opt [Croes 1958]; also 2-opt of the given order, and the shorter of the
//!   two, so that the result is never longer than the given order

/// Earth's mean radius R₁, km.
const RADIUS_KM: f64 = 6_371.008_8;

/// Ratio of the road distance to the straight-line distance.
pub const DETOUR: f64 = 1.33;

/// Speed bands: up to so many kilometres of road, so many kilometres per hour; the rest at the last speed.
const BANDS: [(f64, f64); 4] = [(5.0, 25.0), (20.0, 40.0), (60.0, 60.0), (f64::INFINITY, 80.0)];

/// Returns the estimated driving time for a straight-line distance, minutes.
///
/// ```
/// use busbar_core::analysis::route::drive_min;
/// // 3 km as the crow flies are 4 km of town road at 25 km/h.
/// assert!((drive_min(3.0) - 3.0 * 1.33 / 25.0 * 60.0).abs() < 1e-9);
/// // 30 km: 39.9 km of road, of which 5 at 25, 15 at 40 and 19.9 at 60 km/h.
/// assert!((drive_min(30.0) - (12.0 + 22.5 + 19.9)).abs() < 1e-9);
/// ```
pub fn drive_min(straight_km: f64) -> f64 {
    let road = straight_km.max(0.0) * DETOUR;
    let mut from = 0.0;
    let mut minutes = 0.0;
    for (to, speed) in BANDS {
        minutes += (road.min(to) - from).max(0.0) / speed * 60.0;
        from = to;
    }
    minutes
}

/// Returns the estimated driving time through these stops in order, minutes; same route as [`length_km`].
pub fn length_min(office: Option<RoutePlace>, stops: &[Option<RoutePlace>]) -> f64 {
    let known = stops.iter().copied().flatten();
    let all: Vec<RoutePlace> = office.into_iter().chain(known).chain(office).collect();
    all.windows(2).map(|leg| drive_min(leg[0].km_to(leg[1]))).sum()
}

/// Distance of a check-in from the customer's address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Away {
    /// Distance, metres.
    pub metres: f64,
    /// `true` if it exceeds the limit even allowing for the accuracy of the position.
    pub is_far: bool,
}

impl Away {
    /// Computes the distance from a position with error `accuracy_m` to an address, with `far_m` as the limit.
    pub fn of(here: RoutePlace, accuracy_m: Option<f64>, address: RoutePlace, far_m: f64) -> Self {
        let metres = here.km_to(address) * 1000.0;
        let off = accuracy_m.filter(|off| *off > 0.0).unwrap_or(0.0);
        Self { metres, is_far: metres - off > far_m }
    }
}

/// Number of stops up to which every order is tried.
pub const EXACT: usize = 8;

/// Minimum shortening of a step, km; below it, rounding could cause cycles.
const LEAST_KM: f64 = 1e-9;

/// A place on Earth, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoutePlace {
    latitude: f64,
    longitude: f64,
}

impl RoutePlace {
    /// Creates a place from latitude and longitude in degrees; `None` if invalid. 0/0 is what systems write for
    /// an unknown place.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        if latitude == 0.0 && longitude == 0.0 {
            return None;
        }
        ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
            .then_some(Self { latitude, longitude })
    }

    /// Returns the great-circle distance to another place, km.
    ///
    /// ```
    /// use busbar_core::analysis::route::RoutePlace;
    /// // Nashville to Los Angeles: 2 887.26 km on a sphere of 6 372.8 km [Rosetta Code, Haversine formula].
    /// let nashville = RoutePlace::new(36.12, -86.67).unwrap();
    /// let los_angeles = RoutePlace::new(33.94, -118.40).unwrap();
    /// let km = nashville.km_to(los_angeles);
    /// assert!((km / 6371.0088 * 6372.8 - 2887.2599506071106).abs() < 1e-6);
    /// ```
    pub fn km_to(self, other: Self) -> f64 {
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let across = half(self.longitude, other.longitude);
        let across = across * self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let share = half(self.latitude, other.latitude) + across;
        2.0 * RADIUS_KM * share.sqrt().min(1.0).asin()
    }
}

/// A round trip of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitRoute {
    /// Stops in order, as indices into the input. Stops without a known place come last, in input order.
    pub order: Vec<usize>,
    /// Number of stops without a known place.
    pub unplaced: usize,
    /// Length, km.
    pub km: f64,
}

/// Returns the length of the route through these stops in order, km: from the office and back or, without one,
/// from the first stop to the last. Stops without a known place are skipped.
pub fn length_km(office: Option<RoutePlace>, stops: &[Option<RoutePlace>]) -> f64 {
    let known: Vec<RoutePlace> = stops.iter().copied().flatten().collect();
    Way::new(office, &known).km(&(0..known.len()).collect::<Vec<_>>())
}

/// Orders stops into a short route: from the office and back or, without one, starting at the first stop given.
///
/// ```
/// use busbar_core::analysis::route::{RoutePlace, route};
/// // A square, gone through crosswise.
/// let stop = |north, east| RoutePlace::new(north, east);
/// let stops = [stop(33.0, 117.0), stop(33.1, 117.1), stop(33.0, 117.1), stop(33.1, 117.0)];
/// let found = route(stop(33.0, 116.9), &stops);
/// assert_eq!(found.order, [0, 2, 1, 3]);
/// ```
pub fn route(office: Option<RoutePlace>, stops: &[Option<RoutePlace>]) -> VisitRoute {
    let placed = |place: &usize| stops[*place].is_some();
    let (known, unknown): (Vec<usize>, Vec<usize>) = (0..stops.len()).partition(placed);
    let places: Vec<RoutePlace> = stops.iter().copied().flatten().collect();
    let way = Way::new(office, &places);
    let order = if places.len() <= EXACT { way.shortest() } else { way.short() };
    VisitRoute {
        km: way.km(&order),
        unplaced: unknown.len(),
        order: order.into_iter().map(|place| known[place]).chain(unknown).collect(),
    }
}

/// Distances of a day, including the office.
struct Way {
    stops: usize,
    has_office: bool,
    /// From each stop to each, with the office at the end of each row.
    km: Vec<Vec<f64>>,
}

impl Way {
    fn new(office: Option<RoutePlace>, stops: &[RoutePlace]) -> Self {
        let all: Vec<RoutePlace> = stops.iter().copied().chain(office).collect();
        let row = |from: &RoutePlace| all.iter().map(|to| from.km_to(*to)).collect();
        Self { stops: stops.len(), has_office: office.is_some(), km: all.iter().map(row).collect() }
    }

    /// Returns the distance to or from the office.
    fn to_office(&self, stop: usize) -> f64 {
        if self.has_office { self.km[stop][self.stops] } else { 0.0 }
    }

    fn km(&self, order: &[usize]) -> f64 {
        let legs = order.windows(2).map(|leg| self.km[leg[0]][leg[1]]);
        let ends = order.first().into_iter().chain(order.last());
        legs.sum::<f64>() + ends.map(|stop| self.to_office(*stop)).sum::<f64>()
    }

    /// Returns the number of stops fixed at the start: without an office the day begins at the first stop.
    const fn fixed(&self) -> usize {
        if self.has_office { 0 } else { 1 }
    }

    /// Returns the shortest of all orders; the first one of ties.
    fn shortest(&self) -> Vec<usize> {
        let given: Vec<usize> = (0..self.stops).collect();
        let mut best = (self.km(&given), given.clone());
        let mut order = given;
        self.try_orders(&mut order, self.fixed(), 0.0, &mut best);
        best.1
    }

    /// Tries every order of the stops from index `at` on; `so_far` is the length up to the stop before it.
    fn try_orders(
        &self,
        order: &mut Vec<usize>,
        at: usize,
        so_far: f64,
        best: &mut (f64, Vec<usize>),
    ) {
        if so_far >= best.0 - LEAST_KM {
            return;
        }
        let Some(last) = order.last().filter(|_| at >= order.len()) else {
            for other in at..order.len() {
                order.swap(at, other);
                let leg = match at.checked_sub(1) {
                    Some(before) => self.km[order[before]][order[at]],
                    None => self.to_office(order[at]),
                };
                self.try_orders(order, at + 1, so_far + leg, best);
                order.swap(at, other);
            }
            return;
        };
        let km = so_far + self.to_office(*last);
        if km < best.0 - LEAST_KM {
            *best = (km, order.clone());
        }
    }

    /// Returns a short order by heuristics.
    fn short(&self) -> Vec<usize> {
        let given = self.uncrossed((0..self.stops).collect());
        let nearest = self.uncrossed(self.nearest());
        if self.km(&nearest) < self.km(&given) - LEAST_KM { nearest } else { given }
    }

    /// Nearest-neighbour heuristic.
    fn nearest(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.stops).collect();
        let mut order = Vec::with_capacity(left.len());
        // The office is the last row; without one, the day begins at the first stop.
        let mut here = if self.has_office {
            self.stops
        } else {
            order.push(left.remove(0));
            0
        };
        while let Some(place) = (0..left.len())
            .min_by(|a, b| self.km[here][left[*a]].total_cmp(&self.km[here][left[*b]]))
        {
            here = left.remove(place);
            order.push(here);
        }
        order
    }

    /// 2-opt: reverses sections of the order as long as that shortens it.
    fn uncrossed(&self, mut order: Vec<usize>) -> Vec<usize> {
        let leg = |from: Option<&usize>, to: Option<&usize>| match (from, to) {
            (Some(from), Some(to)) => self.km[*from][*to],
            (Some(stop), None) | (None, Some(stop)) => self.to_office(*stop),
            (None, None) => 0.0,
        };
        loop {
            let mut is_better = false;
            for first in self.fixed()..order.len() {
                for last in first + 1..order.len() {
                    let before = first.checked_sub(1).and_then(|place| order.get(place));
                    let after = order.get(last + 1);
                    let (a, b) = (order.get(first), order.get(last));
                    let gain = leg(before, a) + leg(b, after) - leg(before, b) - leg(a, after);
                    if gain > LEAST_KM {
                        order[first..=last].reverse();
                        is_better = true;
                    }
                }
            }
            if !is_better {
                return order;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(north: f64, east: f64) -> Option<RoutePlace> {
        RoutePlace::new(north, east)
    }

    #[test]
    fn driving_times_that_could_be_true() {
        // Straight-line kilometres, and the range of a driver's estimate, minutes.
        for (km, least, most) in [
            (0.0, 0.0, 0.0),
            (1.0, 2.0, 5.0),
            (5.0, 12.0, 20.0),
            (20.0, 35.0, 50.0),
            (60.0, 75.0, 110.0),
            (100.0, 110.0, 160.0),
        ] {
            let minutes = drive_min(km);
            assert!((least..=most).contains(&minutes), "{km} km: {minutes} min");
        }
        assert_eq!(drive_min(-1.0), 0.0);
        let stops = [place(33.0, 117.0), None, place(33.0, 117.1)];
        let one_way = drive_min(length_km(None, &stops));
        assert!((length_min(None, &stops) - one_way).abs() < 1e-9);
        let office = place(33.0, 117.0);
        assert!((length_min(office, &stops) - 2.0 * one_way).abs() < 1e-9);
    }

    #[test]
    fn a_check_in_is_far_beyond_the_limit_and_its_accuracy() {
        let address = place(33.64, 116.98).unwrap();
        let away = |north: f64, accuracy| {
            Away::of(place(north, 116.98).unwrap(), accuracy, address, 500.0)
        };
        // A thousandth of a degree of latitude is 111.2 m.
        assert!((away(33.641, None).metres - 111.195).abs() < 0.01);
        for (north, accuracy, is_far) in [
            (33.641, Some(15.0), false),
            (33.645, Some(15.0), true),
            (33.645, Some(100.0), false),
            (33.645, None, true),
            (33.645, Some(-5.0), true),
        ] {
            assert_eq!(away(north, accuracy).is_far, is_far, "{north} {accuracy:?}");
        }
    }

    #[test]
    fn nowhere_is_no_place() {
        assert_eq!(place(0.0, 0.0), None);
        assert_eq!(place(116.964, 33.6339), None);
        assert!(place(0.0, 117.0).is_some());
    }

    #[test]
    fn distances_on_a_sphere() {
        let quarter = std::f64::consts::PI * RADIUS_KM / 2.0;
        for (from, to, km) in [
            ((0.0, 10.0), (0.0, 100.0), quarter),
            ((0.0, 1.0), (90.0, 13.0), quarter),
            ((0.0, -90.0), (0.0, 90.0), 2.0 * quarter),
            ((33.6, 117.0), (33.6, 117.0), 0.0),
            // Across the date line, one degree.
            ((0.0, 179.5), (0.0, -179.5), quarter / 90.0),
        ] {
            let [from, to] = [from, to].map(|(north, east)| place(north, east).unwrap());
            assert!((from.km_to(to) - km).abs() < 1e-6, "{from:?} {to:?}");
        }
        for (north, east) in [(90.1, 0.0), (f64::NAN, 0.0), (0.0, 181.0)] {
            assert_eq!(place(north, east), None);
        }
    }

    #[test]
    fn stops_of_unknown_place_come_last() {
        let stops = [None, place(33.2, 117.0), None, place(33.1, 117.0)];
        let found = route(place(33.0, 117.0), &stops);
        assert_eq!((found.order, found.unplaced), (vec![1, 3, 0, 2], 2));
        // There and back, whichever comes first.
        let there = place(33.0, 117.0).unwrap().km_to(stops[1].unwrap());
        assert!((found.km - 2.0 * there).abs() < 1e-9);
        assert_eq!(route(None, &[]).km, 0.0);
        assert_eq!(route(None, &[None]).order, [0]);
    }

    #[test]
    fn without_an_office_the_day_begins_where_it_was_said_to() {
        let line = [0.2, 0.0, 0.3, 0.1].map(|east| place(33.0, 117.0 + east));
        assert_eq!(route(None, &line).order, [0, 2, 3, 1]);
        let long: Vec<_> =
            (0..12).rev().map(|n| place(33.0, 117.0 + f64::from(n) / 10.0)).collect();
        assert_eq!(route(None, &long).order, (0..12).collect::<Vec<_>>());
    }

    fn stops(most: usize) -> impl Strategy<Value = Vec<Option<RoutePlace>>> {
        let stop = prop::option::weighted(0.9, (29.0..35.0_f64, 114.0..120.0_f64));
        prop::collection::vec(stop, 0..most)
            .prop_map(|stops| stops.into_iter().map(|at| place(at?.0, at?.1)).collect())
    }

    fn in_order(order: &[usize], stops: &[Option<RoutePlace>]) -> Vec<Option<RoutePlace>> {
        order.iter().map(|place| stops[*place]).collect()
    }

    proptest! {
        #[test]
        fn every_stop_once_and_never_longer(stops in stops(14), has_office: bool) {
            let office = has_office.then(|| place(32.0, 117.0)).flatten();
            let found = route(office, &stops);
            let mut all = found.order.clone();
            all.sort_unstable();
            prop_assert_eq!(all, (0..stops.len()).collect::<Vec<_>>());
            prop_assert!(found.km <= length_km(office, &stops) + 1e-6);
            let again = length_km(office, &in_order(&found.order, &stops));
            prop_assert!((found.km - again).abs() < 1e-6);
        }

        #[test]
        fn few_stops_are_put_in_the_shortest_order(stops in stops(6)) {
            let office = place(32.0, 117.0);
            let found = route(office, &stops);
            // Every permutation, by counting in the factorial number system.
            for number in 0..(1..=stops.len()).product::<usize>() {
                let (mut left, mut rest) = ((0..stops.len()).collect::<Vec<_>>(), number);
                let mut order = Vec::new();
                while !left.is_empty() {
                    order.push(left.remove(rest % left.len()));
                    rest /= left.len() + 1;
                }
                let km = length_km(office, &in_order(&order, &stops));
                prop_assert!(found.km <= km + 1e-6, "{order:?}");
            }
        }
    }
}
