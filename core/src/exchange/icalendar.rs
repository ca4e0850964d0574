//! Export of visits for calendar programs: iCalendar [RFC 5545]. Titles and descriptions are passed in, in the
//! user's language.
//!
//! Times are floating local times, as those of visits are. A visit exported again keeps its UID, and its SEQUENCE
//! increases with each change, so that a calendar program moves or cancels its entry [RFC 5546, 3.2.1:
//! METHOD:PUBLISH].

use ics::{Event, ICalendar, components::Property, escape_text, properties};
use jiff::{
    SignedDuration,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    date::stored,
    visit::{DURATION_MIN, Visit},
};

/// Product identifier of the file.
const PRODUCT: &str = "-//Busbar//Visits//EN";

/// A visit as an appointment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// The visit.
    pub id: Uuid,
    /// The day.
    #[serde(with = "stored")]
    pub day: Date,
    /// Start, minutes after midnight; all day if `None`.
    pub start_min: Option<u32>,
    /// Duration in minutes.
    pub duration_min: u32,
    /// The title.
    pub title: String,
    /// Location.
    pub location: String,
    /// Latitude and longitude, WGS 84, degrees.
    pub place: Option<(f64, f64)>,
    /// The topics to discuss.
    pub description: String,
    /// `true` if it was cancelled or removed.
    pub is_cancelled: bool,
    /// Number of revisions: an event with a higher number replaces one with a lower.
    pub sequence: u32,
}

impl Appointment {
    /// Creates the appointment of a visit, without texts, place and sequence; `None` without a day.
    pub fn of(visit: &Visit) -> Option<Self> {
        let span = visit.span_min();
        Some(Self {
            id: visit.id.uuid(),
            day: visit.planned_on?,
            start_min: span.map(|(start, _)| start),
            duration_min: span.map_or(DURATION_MIN, |(start, end)| end - start),
            title: String::new(),
            location: String::new(),
            place: None,
            description: String::new(),
            is_cancelled: visit.is_off(),
            sequence: 0,
        })
    }
}

/// Maximum line length, octets, without the line ending [RFC 5545, 3.1].
const LINE: usize = 75;

/// Writes a calendar with these appointments and this name, as of `stamp`, milliseconds since 1970.
///
/// ```
/// use busbar_core::exchange::icalendar::{Appointment, icalendar};
/// let visit = Appointment {
///     id: uuid::Uuid::from_u128(7),
///     day: jiff::civil::date(2026, 11, 24),
///     start_min: Some(9 * 60),
///     duration_min: 60,
///     title: "走访; 皖北建材".into(),
///     location: String::new(),
///     place: None,
///     description: String::new(),
///     is_cancelled: false,
///     sequence: 3,
/// };
/// let file = String::from_utf8(icalendar(&[visit], "走访", 1_764_000_000_000)).unwrap();
/// assert!(file.contains("\r\nUID:00000000-0000-0000-0000-000000000007\r\n"));
/// assert!(file.contains("\r\nMETHOD:PUBLISH\r\n"));
/// assert!(file.contains("\r\nSEQUENCE:3\r\n"));
/// assert!(file.contains("\r\nDTSTAMP:20251124T160000Z\r\n"));
/// assert!(file.contains("\r\nDTSTART:20261124T090000\r\nDTEND:20261124T100000\r\n"));
/// assert!(file.contains("\r\nSUMMARY:走访\\; 皖北建材\r\n"));
/// ```
pub fn icalendar(appointments: &[Appointment], name: &str, stamp: u64) -> Vec<u8> {
    let mut calendar = ICalendar::new("2.0", PRODUCT);
    calendar.push(properties::CalScale::new("GREGORIAN"));
    calendar.push(properties::Method::new("PUBLISH"));
    // Not in the standard, but shown by calendar programs.
    calendar.push(Property::new("X-WR-CALNAME", text(name)));
    let stamp = format!("{}Z", written(moment(stamp)));
    for appointment in appointments {
        calendar.add_event(event(appointment, &stamp));
    }
    folded(&calendar.to_string()).into_bytes()
}

/// Folds lines at 75 octets, between characters: the crate does not count the space that starts a continuation
/// line.
fn folded(file: &str) -> String {
    let whole = file.replace("\r\n ", "");
    let mut folded = String::with_capacity(whole.len() + whole.len() / LINE * 3);
    for line in whole.split_terminator("\r\n") {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(letter);
            length += letter.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

fn event(appointment: &Appointment, stamp: &str) -> Event<'static> {
    let mut event = Event::new(appointment.id.to_string(), stamp.to_owned());
    let (start, end) = times(appointment);
    event.push(properties::Sequence::new(appointment.sequence.to_string()));
    event.push(start);
    event.push(end);
    event.push(properties::Summary::new(text(&appointment.title)));
    if !appointment.location.trim().is_empty() {
        event.push(properties::Location::new(text(&appointment.location)));
    }
    if let Some((north, east)) = appointment.place {
        event.push(properties::Geo::new(format!("{north:.6};{east:.6}")));
    }
    if !appointment.description.trim().is_empty() {
        event.push(properties::Description::new(text(&appointment.description)));
    }
    event.push(properties::Status::new(if appointment.is_cancelled {
        "CANCELLED"
    } else {
        "CONFIRMED"
    }));
    event
}

/// Returns start and end: times, or the whole day, which ends with the next day.
fn times(appointment: &Appointment) -> (Property<'static>, Property<'static>) {
    let day = appointment.day;
    let after = |minutes: u32| {
        let midnight = day.at(0, 0, 0, 0);
        midnight.saturating_add(SignedDuration::from_mins(i64::from(minutes)))
    };
    match appointment.start_min {
        Some(start) => (
            Property::new("DTSTART", written(after(start))),
            // An end not after the start is left out.
            Property::new(
                "DTEND",
                written(after(start.saturating_add(appointment.duration_min.max(1)))),
            ),
        ),
        None => {
            let whole = |name: &'static str, day: Date| {
                let mut property = Property::new(name, written_day(day));
                property.add(ics::parameters::Value::DATE);
                property
            };
            let next = day.tomorrow().unwrap_or(day);
            (whole("DTSTART", day), whole("DTEND", next))
        }
    }
}

/// Escapes text and removes characters that are not allowed in a calendar.
fn text(text: &str) -> String {
    let is_allowed = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t');
    let clean: String = text.trim().chars().filter(is_allowed).collect();
    escape_text(clean).into_owned()
}

fn moment(millis: u64) -> DateTime {
    let since = SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
    jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0).saturating_add(since)
}

fn written(at: DateTime) -> String {
    let (day, time) = (written_day(at.date()), at.time());
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()];
    format!("{day}T{hour:02}{minute:02}{second:02}")
}

fn written_day(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime, Event, EventLike};
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn appointment(title: &str) -> Appointment {
        Appointment {
            id: Uuid::from_u128(7),
            day: date(2026, 11, 24),
            start_min: Some(540),
            duration_min: 90,
            title: title.into(),
            location: "宿州市埇桥区，汴河路 12 号".into(),
            place: Some((33.640_012, 116.979)),
            description: "上次承诺: 无功补偿;\n新增 2,000 kVA \\ 三月".into(),
            is_cancelled: false,
            sequence: 2,
        }
    }

    /// Reads the file with another library.
    fn read(appointments: &[Appointment]) -> Vec<Event> {
        let file = String::from_utf8(icalendar(appointments, "走访", 0)).unwrap();
        let calendar: Calendar = file.parse().unwrap();
        let event = |component: &CalendarComponent| component.as_event().cloned();
        calendar.components.iter().filter_map(event).collect()
    }

    #[test]
    fn another_library_reads_what_was_written() {
        let written = appointment("走访 皖北新型建材有限公司");
        let [event] = &read(std::slice::from_ref(&written))[..] else {
            panic!("one event");
        };
        assert_eq!(event.get_uid(), Some(&*written.id.to_string()));
        assert_eq!(event.get_summary(), Some(&*written.title));
        assert_eq!(event.get_location(), Some(&*written.location));
        assert_eq!(event.get_description(), Some(&*written.description));
        assert_eq!(event.property_value("GEO"), Some("33.640012;116.979000"));
        assert_eq!(event.property_value("STATUS"), Some("CONFIRMED"));
        assert_eq!(event.property_value("SEQUENCE"), Some("2"));
        assert_eq!(event.property_value("DTSTAMP"), Some("19700101T000000Z"));
        assert_eq!(event.property_value("DTSTART"), Some("20261124T090000"));
        assert_eq!(event.property_value("DTEND"), Some("20261124T103000"));
    }

    #[test]
    fn hours_and_whole_days() {
        let at = |start_min, duration_min| Appointment {
            start_min,
            duration_min,
            is_cancelled: true,
            ..appointment("甲")
        };
        for (start, minutes, expected) in [
            // Past midnight, and an end not after the start.
            (Some(1410), 90, ["20261124T233000", "20261125T010000"]),
            (Some(540), 0, ["20261124T090000", "20261124T090100"]),
            (None, 60, ["20261124", "20261125"]),
        ] {
            let events = read(&[at(start, minutes)]);
            let value = |name| events[0].property_value(name);
            assert_eq!([value("DTSTART"), value("DTEND")], expected.map(Some));
            assert_eq!(value("STATUS"), Some("CANCELLED"));
            let whole = matches!(events[0].get_start(), Some(DatePerhapsTime::Date(_)));
            assert_eq!(whole, start.is_none());
        }
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let long = "关于变压器增容、无功补偿与峰谷用电优化的年度用电服务方案沟通，".repeat(6);
        let file = icalendar(&[appointment(&long)], "走访", 0);
        let file = String::from_utf8(file).unwrap();
        for line in file.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']));
        }
        assert_eq!(read(&[appointment(&long)])[0].get_summary(), Some(&*long));
    }

    #[test]
    fn nothing_that_was_typed_makes_a_line_of_its_own() {
        let typed = "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\rUID:1\u{0}\u{7}";
        let events = read(&[appointment(typed)]);
        assert_eq!(events.len(), 1);
        let expected = "甲\nEND:VEVENT\nBEGIN:VEVENT\nUID:1";
        assert_eq!(events[0].get_summary(), Some(expected));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[\\PC\n]{1,200}") {
            let text = text.trim().to_owned();
            prop_assume!(!text.is_empty());
            let file = String::from_utf8(icalendar(&[appointment(&text)], "走访", 0)).unwrap();
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));
            let events = read(&[appointment(&text)]);
            prop_assert_eq!(events[0].get_summary(), Some(&*text));
        }
    }
}
