//! Filters of the requests, as stored in the address.

use busbar_core::{
    books::selection::requests::Filter,
    domain::{Id, request::RequestKind},
};

use crate::ui::routes::Query;

/// Reads the filters from an address.
impl From<&Query> for Filter {
    fn from(query: &Query) -> Self {
        Self {
            search: query.get("q").unwrap_or_default().trim().to_owned(),
            kind: query.get("kind").and_then(RequestKind::named),
            department: query.get("department").map(str::to_owned),
            customer: query.parse("customer").map(Id::new),
            is_late: query.get("late").is_some(),
            is_soon: query.get("soon").is_some(),
            is_priority: query.get("green").is_some(),
            is_mine: query.get("mine").is_some(),
            is_closed: query.get("closed").is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ui::routes::Route;

    #[test]
    fn the_address_says_what_is_shown() {
        let any = Filter::default;
        let customer = Uuid::from_u128(2);
        let of_customer = format!("#/requests?customer={customer}");
        let cases = [
            ("#/requests", any()),
            ("#/requests?late=1&soon=1", Filter { is_late: true, is_soon: true, ..any() }),
            ("#/requests?green=1", Filter { is_priority: true, ..any() }),
            ("#/requests?kind=business", Filter { kind: Some(RequestKind::Business), ..any() }),
            ("#/requests?kind=gossip", any()),
            (
                "#/requests?department=%E8%BF%90%E6%A3%80%E9%83%A8",
                Filter { department: Some("运检部".into()), ..any() },
            ),
            ("#/requests?mine=1", Filter { is_mine: true, ..any() }),
            ("#/requests?closed=1", Filter { is_closed: true, ..any() }),
            (
                "#/requests?q=%E7%BA%BA%E7%BB%87%20%E5%A2%9E",
                Filter { search: "纺织 增".into(), ..any() },
            ),
            (&of_customer, Filter { customer: Some(Id::new(customer)), ..any() }),
        ];
        for (address, expected) in cases {
            assert_eq!(Filter::from(&Route::read(address).query), expected, "{address}");
        }
    }
}
