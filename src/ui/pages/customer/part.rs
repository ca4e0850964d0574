//! Parts of a customer's page: five groups of sections, so that every section is at most two taps away. The address
//! names the section.

use crate::ui::labels::worded;

worded! {
    /// Group of sections, shown as one tab.
    pub enum Group {
        /// 概览: current matters and segment.
        Overview = "overview" => customer.group_overview,
        /// 服务: visits, requests, actions, plan and timeline.
        Service = "service" => customer.group_service,
        /// 用电与电费.
        UseAndBills = "use" => customer.group_use,
        /// 资料: master data, supply and history.
        Facts = "facts" => customer.group_facts,
        /// 评价: satisfaction.
        Opinion = "opinion" => customer.group_opinion,
    }
}

worded! {
    /// Section; one is shown at a time. The names must not change, because files and bookmarks contain links to them.
    #[derive(Default)]
    pub enum Section {
        #[default]
        Overview = "overview" => customer.tab_now,
        Segment = "segment" => customer.tab_standing,
        Visits = "visits" => customer.tab_visits,
        Requests = "requests" => customer.tab_requests,
        Promises = "promises" => shell.actions,
        Plan = "plan" => customer.tab_plan,
        Timeline = "timeline" => customer.tab_timeline,
        Energy = "use" => customer.tab_use,
        Bills = "bills" => customer.tab_bills,
        Facts = "facts" => customer.tab_facts,
        SupplyPoints = "points" => customer.tab_points,
        Contacts = "contacts" => customer.tab_contacts,
        Supply = "supply" => customer.tab_supply,
        History = "history" => customer.tab_history,
        Satisfaction = "satisfaction" => customer.tab_satisfaction,
    }
}

impl Group {
    /// Returns the sections in order; the group's tab leads to the first.
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
    /// Returns the filter of the address; empty for the default section.
    pub fn filter(self) -> &'static str {
        if self == Self::default() { "" } else { self.name() }
    }

    /// Returns the group that contains the section.
    pub fn group(self) -> Group {
        let has = |group: &Group| group.sections().contains(&self);
        Group::ALL.iter().copied().find(has).unwrap_or(Group::Overview)
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
        // The sections of a group fit on two lines of a phone.
        assert!(Group::ALL.iter().all(|group| group.sections().len() <= 5));
        assert_eq!(all.len(), 15);
    }
}
