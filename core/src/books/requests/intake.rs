//! A request at intake, and its routing by the workspace's rules.

use jiff::civil::Date;

use crate::domain::{
    Contact, Customer, Id, Link, Record, Who,
    request::{ConnectionKind, Request, RequestKind, RequestRoute},
    standard::{Offer, ServiceClass, ServiceLevel},
};

/// A request at intake.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRequest {
    /// Customer.
    pub customer: Option<Id<Customer>>,
    /// Contact person.
    pub contact: Option<Id<Contact>>,
    /// Kind of request.
    pub kind: Option<RequestKind>,
    /// Kind of connection, if the request is one.
    pub connection: Option<ConnectionKind>,
    /// Subject, in one line.
    pub subject: String,
    /// Description.
    pub description: String,
    /// Record that the request follows from: a visit.
    pub source: Option<Link>,
}

/// Required field that is missing at intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Customer.
    Customer,
    /// Kind of request.
    Kind,
    /// Subject.
    Subject,
}

/// Routing of a request by the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Destination {
    /// Class of the customer.
    pub class: Option<ServiceClass>,
    /// Handled in the green channel.
    pub is_priority: bool,
    /// First department, and person responsible.
    pub route: RequestRoute,
}

impl Destination {
    /// Applies the rules: the department for the kind of request; the green channel if it is offered to the class;
    /// and, if no rule names a person, the customer's account manager as the person responsible.
    pub fn of(
        class: Option<ServiceClass>,
        level: &ServiceLevel,
        route: RequestRoute,
        manager: Who,
    ) -> Self {
        let named = Some(route.responsible).filter(|who| !who.is_nobody());
        let responsible = named.unwrap_or(manager);
        Self {
            class,
            is_priority: level.offers.contains(&Offer::GreenChannel),
            route: RequestRoute { responsible, department: route.department },
        }
    }
}

impl NewRequest {
    /// Returns every missing field, in the order of the form.
    pub fn missing(&self) -> Vec<Missing> {
        let wanted = [
            (self.customer.is_none(), Missing::Customer),
            (self.kind.is_none(), Missing::Kind),
            (self.subject.trim().is_empty(), Missing::Subject),
        ];
        let missing = wanted.into_iter().filter(|(is_missing, _)| *is_missing);
        missing.map(|(_, what)| what).collect()
    }

    /// Creates the request.
    pub fn taken_in(&self, id: Id<Request>, today: Date, to: Destination) -> Request {
        let is_business = self.kind == Some(RequestKind::Business);
        Request {
            customer: self.customer,
            contact: self.contact,
            kind: self.kind,
            connection: self.connection.filter(|_| is_business),
            subject: self.subject.trim().into(),
            description: self.description.trim().into(),
            is_priority: to.is_priority,
            received_on: Some(today),
            department: to.route.department,
            responsible: to.route.responsible,
            class: to.class,
            source: self.source.clone(),
            ..Request::empty(id)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{standard::ServiceStandard, visit::Visit};

    fn asked(kind: RequestKind) -> NewRequest {
        NewRequest {
            customer: Some(Id::new(Uuid::from_u128(1))),
            kind: Some(kind),
            connection: Some(ConnectionKind::LowVoltage),
            subject: " 增容 2000 kVA ".into(),
            source: Some(Link::to(Id::<Visit>::new(Uuid::from_u128(9)))),
            ..NewRequest::default()
        }
    }

    #[test]
    fn what_is_missing_is_said_in_the_order_of_the_form() {
        let whole = asked(RequestKind::Business);
        let cases = [
            (NewRequest::default(), vec![Missing::Customer, Missing::Kind, Missing::Subject]),
            (NewRequest { kind: None, ..whole.clone() }, vec![Missing::Kind]),
            (NewRequest { subject: "  ".into(), ..whole.clone() }, vec![Missing::Subject]),
            (whole, vec![]),
        ];
        for (asked, expected) in cases {
            assert_eq!(asked.missing(), expected, "{asked:?}");
        }
    }

    #[test]
    fn the_rules_say_where_it_goes() {
        let level = |class| ServiceStandard::default().level(class);
        let named = RequestRoute { department: "运检部".into(), responsible: "王工".into() };
        let unnamed = RequestRoute { responsible: Who::default(), ..named.clone() };
        for (class, route, is_priority, responsible) in [
            (ServiceClass::Key, named.clone(), true, "王工"),
            (ServiceClass::Key, unnamed.clone(), true, "李娜"),
            (ServiceClass::C, unnamed, false, "李娜"),
        ] {
            let to = Destination::of(Some(class), &level(class), route, "李娜".into());
            assert_eq!(to.class, Some(class));
            assert_eq!(
                (to.is_priority, to.route.responsible.written()),
                (is_priority, responsible)
            );
            assert_eq!(to.route.department, "运检部");
        }
        // Any class that is offered the green channel gets it.
        let offered = ServiceLevel {
            offers: BTreeSet::from([Offer::GreenChannel]),
            ..ServiceLevel::default()
        };
        let (class, route) = (Some(ServiceClass::C), RequestRoute::default());
        assert!(Destination::of(class, &offered, route, Who::default()).is_priority);
        // An unknown class counts as no class, not as the last one.
        let unknown =
            Destination::of(None, &ServiceLevel::default(), RequestRoute::default(), "李娜".into());
        assert_eq!((unknown.class, unknown.is_priority), (None, false));
    }

    #[test]
    fn one_request_is_made_of_what_is_asked_and_the_rules() {
        let to = Destination {
            class: Some(ServiceClass::Key),
            is_priority: true,
            route: RequestRoute { department: "营销部".into(), responsible: "李娜".into() },
        };
        let today = date(2026, 7, 1);
        let id = Id::new(Uuid::from_u128(2));
        let business = asked(RequestKind::Business);
        let request = business.taken_in(id, today, to.clone());
        assert_eq!(request.subject, "增容 2000 kVA");
        assert_eq!(request.connection, Some(ConnectionKind::LowVoltage));
        assert_eq!(request.received_on, Some(today));
        assert_eq!(
            (request.department.as_str(), request.responsible.written()),
            ("营销部", "李娜")
        );
        assert!(request.is_priority && request.source == business.source);
        // Only a request of kind 业务办理 can be a connection.
        let complaint = asked(RequestKind::Complaint).taken_in(id, today, to);
        assert_eq!(complaint.connection, None);
    }
}
