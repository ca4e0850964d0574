//! Settings edited entry by entry: what is written is read, two people's changes of different entries both stand, and
//! whole content stored by versions before entries is read for ever.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Debug;

use busbar_core::{
    books::{
        satisfaction::{WEIGHTS, WeightMethod, Weighting},
        segments::PARAMS,
        table::Table,
    },
    domain::{
        Id, Value,
        calendar::{self, CalendarDay, WorkingCalendar},
        dated::{Dated, DatedSetting},
        draft::Draft,
        plan::{PlanTemplate, PlanTemplates, TEMPLATES, TemplateHistory},
        request::{
            DEPARTMENTS, Departments, ESCALATION, Escalation, LIMITS, LimitHistory, ROUTING,
            RequestKind, RequestRoute, Routing, ServiceLimits,
        },
        segment::{AbcCuts, Feature, KeyAccountRules, SegmentParams, ValueBy},
        setting::{Setting, SettingContent},
        standard::{Offer, STANDARD, ServiceClass, ServiceLevel, Speciality, StandardHistory},
        visit::{Office, RULES, VisitRules},
    },
    exchange::mapping::Remembered,
};
use jiff::civil::{Date, date};

mod dated;

/// Setting of the choices for files of customers.
const MAPPING: &str = "import.mapping.customers";

/// The settings on one tablet.
#[derive(Clone, Default)]
struct Tablet(Table<Setting>);

impl Tablet {
    /// Creates a tablet with a setting as stored by a version before entries.
    fn old(name: &str, content: &str) -> Self {
        let mut this = Self::default();
        let fields = [("name", Value::Text(name.into())), ("content", Value::Json(content.into()))];
        let fields = fields.iter().map(|(field, value)| (*field, value));
        this.0.apply(Setting::id_of(name).uuid(), fields);
        this
    }

    fn read<T: SettingContent>(&self, name: &str) -> T {
        Setting::read_all(name, &self.0)
    }

    fn draft<T: SettingContent>(&self, name: &str, change: impl FnOnce(&mut T)) -> Draft {
        Setting::edit(name, &self.0, change)
    }

    fn receive(&mut self, draft: &Draft) {
        for edit in &draft.edits {
            self.0.apply(edit.record, [(edit.field, &edit.value)]);
        }
    }

    /// Changes a setting, and checks that it is read as changed.
    fn change<T>(&mut self, name: &str, change: impl Fn(&mut T)) -> Draft
    where
        T: SettingContent + PartialEq + Debug,
    {
        let mut expected: T = self.read(name);
        change(&mut expected);
        let draft = self.draft(name, change);
        self.receive(&draft);
        assert_eq!(self.read::<T>(name), expected);
        assert!(self.draft(name, |_: &mut T| {}).is_empty());
        draft
    }
}

/// Checks changes of different entries of a setting, from its default and from content stored by an older version.
fn check<T>(name: &str, old: &str, changes: &[fn(&mut T)])
where
    T: SettingContent + PartialEq + Debug,
{
    let stored: T = serde_json::from_str(old).unwrap();
    assert_ne!(stored, T::default());
    for (tablet, known) in [(Tablet::default(), T::default()), (Tablet::old(name, old), stored)] {
        assert_eq!(tablet.read::<T>(name), known);
        assert!(tablet.draft(name, |_: &mut T| {}).is_empty());
        let mut one = tablet.clone();
        for change in changes {
            assert!(!one.change(name, change).is_empty());
        }
        for (place, first) in changes.iter().enumerate() {
            for second in &changes[place + 1..] {
                let mut both = known.clone();
                first(&mut both);
                second(&mut both);
                assert_eq!(merged(&tablet, name, [*first, *second]), both);
            }
        }
    }
}

/// Returns the setting after two changes that did not see each other, received in either order.
fn merged<T>(tablet: &Tablet, name: &str, changes: [fn(&mut T); 2]) -> T
where
    T: SettingContent + PartialEq + Debug,
{
    let drafts = changes.map(|change| tablet.draft(name, change));
    let [one, other] = [[0, 1], [1, 0]].map(|order| {
        let mut tablet = tablet.clone();
        order.into_iter().for_each(|place: usize| tablet.receive(&drafts[place]));
        tablet.read::<T>(name)
    });
    assert_eq!(one, other);
    one
}

/// Day from which most changes of dated settings hold. The older content has a value from this day too.
const FROM: Date = date(2027, 1, 1);

fn from<T: Clone + Default>(
    history: &mut DatedSetting<T>,
    from: Date,
    change: impl FnOnce(&mut T),
) {
    let mut value = history.on(from).clone();
    change(&mut value);
    *history = history.clone().with(Dated { from, value });
}

#[test]
fn limits() {
    check::<LimitHistory>(
        LIMITS,
        include_str!("old/limits.json"),
        &[
            |all| from(all, FROM, |limits| limits.repair_arrival.city_minutes = 30),
            |all| from(all, FROM, |limits| limits.outage_notice_days = 8),
            |all| from(all, FROM, |limits| drop_limit(limits, RequestKind::Complaint)),
            |all| from(all, date(2028, 1, 1), |limits| drop_limit(limits, RequestKind::Fault)),
        ],
    );
}

fn drop_limit(limits: &mut ServiceLimits, kind: RequestKind) {
    limits.response.remove(&kind);
}

#[test]
fn standards() {
    fn level(all: &mut StandardHistory, class: ServiceClass, change: fn(&mut ServiceLevel)) {
        from(all, FROM, |standard| {
            let mut level = standard.level(class);
            change(&mut level);
            *standard = standard.clone().with(class, level);
        });
    }
    check::<StandardHistory>(
        STANDARD,
        include_str!("old/standards.json"),
        &[
            |all| level(all, ServiceClass::B, |level| level.visit_every_days = Some(150)),
            |all| level(all, ServiceClass::C, |level| level.visit_every_days = None),
            |all| level(all, ServiceClass::B, |level| add(&mut level.offers, Offer::UseReport)),
            |all| level(all, ServiceClass::B, |level| add(&mut level.offers, Offer::BillAdvice)),
            |all| level(all, ServiceClass::B, |level| add(&mut level.team, Speciality::Market)),
        ],
    );
}

/// Adds a member to a set, or removes it.
fn add<T: Ord>(set: &mut std::collections::BTreeSet<T>, member: T) {
    if !set.remove(&member) {
        set.insert(member);
    }
}

#[test]
fn templates() {
    fn template(all: &mut TemplateHistory, class: ServiceClass, change: fn(&mut PlanTemplate)) {
        from(all, FROM, |templates: &mut PlanTemplates| {
            let mut template = templates.of(class);
            change(&mut template);
            *templates = templates.clone().with(class, template);
        });
    }
    check::<TemplateHistory>(
        TEMPLATES,
        include_str!("old/templates.json"),
        &[
            |all| template(all, ServiceClass::A, |one| one.review_every_months = None),
            |all| template(all, ServiceClass::A, |one| one.lines.truncate(3)),
            |all| template(all, ServiceClass::C, |one| one.lines.truncate(1)),
        ],
    );
}

#[test]
fn days() {
    fn day(all: &mut WorkingCalendar, date: Date, working: bool) {
        *all = all.with(CalendarDay { date, working });
    }
    check::<WorkingCalendar>(
        calendar::SETTING,
        include_str!("old/calendar.json"),
        &[
            |all| day(all, date(2027, 5, 1), false),
            |all| day(all, date(2027, 5, 8), true),
            |all| day(all, date(2027, 1, 1), true),
        ],
    );
}

#[test]
fn routes() {
    fn route(all: &mut Routing, kind: RequestKind, change: fn(&mut RequestRoute)) {
        let mut route = all.of(kind);
        change(&mut route);
        all.set(kind, route);
    }
    check::<Routing>(
        ROUTING,
        include_str!("old/routing.json"),
        &[
            |all| route(all, RequestKind::News, |route| route.department = "营销部".into()),
            |all| route(all, RequestKind::News, |route| route.responsible = "李娜".into()),
            |all| route(all, RequestKind::Maintenance, |route| route.department = "安监部".into()),
        ],
    );
}

#[test]
fn thresholds_and_rules() {
    check::<Escalation>(
        ESCALATION,
        include_str!("old/escalation.json"),
        &[|one| one.percent = 40, |one| one.days = 3],
    );
    check::<VisitRules>(
        RULES,
        include_str!("old/visit_rules.json"),
        &[
            |rules| rules.low_score = 55.5,
            |rules| rules.starts_min = vec![480],
            |rules| rules.office = Some(Office { latitude: 33.5, longitude: 117.0 }),
            |rules| rules.call_back_days = 1,
        ],
    );
}

#[test]
fn parameters_and_weights() {
    check::<SegmentParams>(
        PARAMS,
        include_str!("old/params.json"),
        &[
            |params| params.k = Some(5),
            |params| params.cuts = AbcCuts::new(70.0, 90.0).unwrap(),
            |params| params.rules.voltage_level_kv = None,
            |params| params.rules.weights.growth = 12.5,
            |params| params.features = vec![Feature::Energy],
        ],
    );
    check::<Weighting>(
        WEIGHTS,
        include_str!("old/weights.json"),
        &[
            |weighting| weighting.method = WeightMethod::Entropy,
            |weighting| weighting.given[0] = 30.0,
            |weighting| weighting.comparisons[3] = 5.0,
        ],
    );
}

#[test]
fn choices_for_files() {
    check::<Remembered>(
        MAPPING,
        include_str!("old/mapping.json"),
        &[
            |known| drop(known.insert("户名".into(), "industry".into())),
            |known| drop(known.insert("电压/kV".into(), "voltage_level_kv".into())),
            |known| drop(known.insert("~".into(), String::new())),
        ],
    );
}

#[test]
fn two_people_who_add_a_department_each_find_both() {
    let old = include_str!("old/departments.json");
    let known = ["营销部", "运检部", "安监部"];
    let mut tablet = Tablet::old(DEPARTMENTS, old);
    assert_eq!(tablet.read::<Departments>(DEPARTMENTS).names(), known);
    let both = merged::<Departments>(
        &tablet,
        DEPARTMENTS,
        [|all| all.add("新能源部"), |all| all.add("大客户部")],
    );
    assert_eq!(both.names(), ["营销部", "运检部", "安监部", "大客户部", "新能源部"]);
    let other = merged::<Departments>(
        &tablet,
        DEPARTMENTS,
        [|all| all.remove("营销部"), |all| all.add("新能源部")],
    );
    assert_eq!(other.names(), ["运检部", "安监部", "新能源部"]);
    tablet.change(DEPARTMENTS, |all: &mut Departments| all.remove("营销部"));
    tablet.change(DEPARTMENTS, |all: &mut Departments| all.add("大客户部"));
    tablet.change(DEPARTMENTS, |all: &mut Departments| all.add("营销部"));
    let names = ["运检部", "安监部", "大客户部", "营销部"];
    assert_eq!(tablet.read::<Departments>(DEPARTMENTS).names(), names);
}

#[test]
fn a_removed_entry_stays_removed() {
    let mut tablet = Tablet::old(LIMITS, include_str!("old/limits.json"));
    let forget = |all: &mut LimitHistory| *all = all.clone().without(FROM);
    let notice = |all: &mut LimitHistory| from(all, FROM, |limits| limits.outage_notice_days = 9);
    assert_eq!(tablet.clone().change(LIMITS, forget).edits.len(), 1);
    // Also if somebody else changes a part of it meanwhile.
    let other = merged::<LimitHistory>(&tablet, LIMITS, [forget, notice]);
    assert_eq!(other.changes(), []);
    tablet.change(LIMITS, notice);
    tablet.change(LIMITS, forget);
    tablet.change(LIMITS, |all: &mut LimitHistory| {
        from(all, date(2028, 1, 1), |limits| limits.outage_notice_days = 10);
    });
    assert_eq!(tablet.read::<LimitHistory>(LIMITS).changes().len(), 1);
    // A value set for the same date again starts from the value in force.
    tablet.change(LIMITS, |all: &mut LimitHistory| {
        from(all, FROM, |limits| limits.repair_arrival.city_minutes = 20);
    });

    let mut tablet = Tablet::old(calendar::SETTING, include_str!("old/calendar.json"));
    let edits = tablet.change(calendar::SETTING, |all: &mut WorkingCalendar| {
        *all = all.without(FROM);
    });
    assert_eq!(edits.edits.len(), 1);
    assert_eq!(tablet.read::<WorkingCalendar>(calendar::SETTING).own().count(), 1);

    let mut tablet = Tablet::old(ROUTING, include_str!("old/routing.json"));
    tablet.change(ROUTING, |all: &mut Routing| {
        all.set(RequestKind::Maintenance, RequestRoute::default());
    });
}

#[test]
fn a_change_edits_only_its_entry() {
    let mut tablet = Tablet::default();
    let draft = tablet.change(LIMITS, |all: &mut LimitHistory| {
        from(all, FROM, |limits| limits.outage_notice_days = 8);
    });
    let edits: Vec<_> = draft.edits.iter().map(|edit| (edit.record, &edit.value)).collect();
    let json = r#"{"setting":"request.limits","at":"/2027-01-01/outage_notice_days","value":8}"#;
    let id: Id<Setting> = Setting::entry_id(LIMITS, "/2027-01-01/outage_notice_days");
    assert_eq!(edits, [(id.uuid(), &Value::Json(json.into()))]);
}

/// A setting of a workspace from the time when value counted by rank: two people change different parts of it, and
/// the rule that neither of them changed is the current one.
#[test]
fn older_rules_are_brought_up_to_date_below_the_entries() {
    let old = include_str!("old/params.json")
        .replace(r#","value_by":"amount""#, "")
        .replace(r#""score":60.0"#, r#""score":75.0"#)
        .replace(
            r#""value":60.0,"growth":10.0,"load_factor":10.0,"payment":10.0,"strategic":10.0"#,
            r#""value":40.0,"growth":15.0,"load_factor":15.0,"payment":15.0,"strategic":15.0"#,
        );
    let stored: SegmentParams = serde_json::from_str(&old).unwrap();
    assert_eq!((stored.rules.score, stored.rules.value_by), (Some(75.0), ValueBy::Rank));
    let tablet = Tablet::old(PARAMS, &old);
    assert_eq!(tablet.read::<SegmentParams>(PARAMS).rules, KeyAccountRules::default());
    let both = merged::<SegmentParams>(
        &tablet,
        PARAMS,
        [|params| params.seed = 7, |params| params.rules.score = Some(80.0)],
    );
    let rules = KeyAccountRules { score: Some(80.0), ..KeyAccountRules::default() };
    assert_eq!((both.seed, both.rules), (7, rules));
}
