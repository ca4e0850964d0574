//! Filters of the list, parsed from the address.

use busbar_core::{books::selection::customers::Filter, domain::segment::AbcClass};

use crate::ui::routes::Query;

/// Parses the filters of an address; invalid values are ignored.
impl From<&Query> for Filter {
    fn from(query: &Query) -> Self {
        let text = |name| query.get(name).map(str::to_owned);
        Self {
            search: query.get("q").unwrap_or_default().trim().to_owned(),
            classes: query.list("class").filter_map(AbcClass::named).collect(),
            industry: text("industry"),
            region: text("region"),
            manager: text("manager"),
            is_important: query.get("important").is_some(),
            in_arrears: query.get("arrears").is_some(),
            is_falling: query.get("falling").is_some(),
            is_key: query.get("key").is_some(),
            cluster: query.parse("cluster"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::routes::Route;

    #[test]
    fn the_address_says_who_is_shown() {
        let any = Filter::default;
        let cases = [
            ("#/customers?sort=-energy", any()),
            ("#/customers?class=A,B", Filter { classes: vec![AbcClass::A, AbcClass::B], ..any() }),
            ("#/customers?class=Q", any()),
            ("#/customers?arrears=1", Filter { in_arrears: true, ..any() }),
            ("#/customers?falling=1", Filter { is_falling: true, ..any() }),
            (
                "#/customers?industry=%E6%B0%B4%E6%B3%A5",
                Filter { industry: Some("水泥".into()), ..any() },
            ),
            ("#/customers?important=1", Filter { is_important: true, ..any() }),
            ("#/customers?key=1&cluster=2", Filter { is_key: true, cluster: Some(2), ..any() }),
        ];
        for (address, expected) in cases {
            assert_eq!(Filter::from(&Route::read(address).query), expected, "{address}");
        }
    }
}
