//! The parts of a customer's page: five groups, each with its sections, so that everything is two taps away
//! at most. The address names the section.

/// A group of sections: one tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// 概览: what matters now.
    Overview,
    /// 服务: what is done with the customer.
    Service,
    /// 用电与电费.
    UseAndBills,
    /// 资料: what is known of it.
    Facts,
    /// 评价: what it says of us.
    Opinion,
}

/// A section: what is shown at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Overview,
    Segment,
    Visits,
    Requests,
    Promises,
    Plan,
    Timeline,
    Energy,
    Bills,
    Facts,
    SupplyPoints,
    Contacts,
    Supply,
    History,
    Satisfaction,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 5] =
        [Self::Overview, Self::Service, Self::UseAndBills, Self::Facts, Self::Opinion];

    /// The sections, in order; the first is shown when the group is tapped.
    pub const fn sections(self) -> &'static [Section] {
        match self {
            Self::Overview => &[Section::Overview, Section::Segment],
            Self::Service => &[
                Section::Visits,
                Section::Requests,
                Section::Promises,
                Section::Plan,
                Section::Timeline,
            ],
            Self::UseAndBills => &[Section::Energy, Section::Bills],
            Self::Facts => &[
                Section::Facts,
                Section::SupplyPoints,
                Section::Contacts,
                Section::Supply,
                Section::History,
            ],
            Self::Opinion => &[Section::Satisfaction],
        }
    }
}

impl Section {
    /// The stable name, as in the address. Never changed: links to a customer lie in files and bookmarks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Segment => "segment",
            Self::Visits => "visits",
            Self::Requests => "requests",
            Self::Promises => "promises",
            Self::Plan => "plan",
            Self::Timeline => "timeline",
            Self::Energy => "use",
            Self::Bills => "bills",
            Self::Facts => "facts",
            Self::SupplyPoints => "points",
            Self::Contacts => "contacts",
            Self::Supply => "supply",
            Self::History => "history",
            Self::Satisfaction => "satisfaction",
        }
    }

    /// The section of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Group::ALL.into_iter().flat_map(Group::sections);
        all.find(|section| section.name() == name).copied()
    }

    /// The name as a filter of the address; nothing for the one that is shown without it.
    pub fn filter(self) -> &'static str {
        if self == Self::default() { "" } else { self.name() }
    }

    /// The group it belongs to.
    pub fn group(self) -> Group {
        let has = |group: &Group| group.sections().contains(&self);
        Group::ALL.into_iter().find(has).unwrap_or(Group::Overview)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_old_address_still_lands_where_it_did() {
        let names = [
            ("use", Group::UseAndBills),
            ("bills", Group::UseAndBills),
            ("facts", Group::Facts),
            ("points", Group::Facts),
            ("contacts", Group::Facts),
            ("supply", Group::Facts),
            ("timeline", Group::Service),
            ("requests", Group::Service),
            ("promises", Group::Service),
            ("plan", Group::Service),
            ("segment", Group::Overview),
            ("satisfaction", Group::Opinion),
            ("visits", Group::Service),
            ("history", Group::Facts),
        ];
        for (name, group) in names {
            let section = Section::named(name);
            assert_eq!(section.map(Section::name), Some(name));
            assert_eq!(section.map(Section::group), Some(group), "{name}");
        }
        assert_eq!(Section::named("elsewhere"), None);
        assert_eq!(Section::default().filter(), "");
    }

    #[test]
    fn five_tabs_lead_to_everything_in_two_taps() {
        assert_eq!(Group::ALL.len(), 5);
        let all: Vec<Section> =
            Group::ALL.iter().flat_map(|group| group.sections()).copied().collect();
        for (place, section) in all.iter().enumerate() {
            assert!(!all[..place].contains(section), "{section:?} stands twice");
            assert!(section.group().sections().contains(section));
        }
        // One row of sections fits beside each other on a phone's two lines.
        assert!(Group::ALL.iter().all(|group| group.sections().len() <= 5));
        assert_eq!(all.len(), 15);
    }
}
