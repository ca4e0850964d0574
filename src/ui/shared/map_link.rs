//! Links that open the location of a customer in a map app, by web address. Coordinates are WGS 84; Chinese maps use
//! GCJ-02 and convert if the link names the system.

use busbar_core::{analysis::route::RoutePlace, domain::Customer};
use leptos::prelude::*;

use crate::ui::{
    components::{Glyph, Icon},
    i18n::*,
    routes::escaped,
};

/// Returns the address of a map at the coordinates of a customer, or else at its postal address; `None` if neither is
/// known.
fn address(customer: &Customer) -> Option<String> {
    let name = escaped(customer.name.trim());
    let at = customer.latitude.zip(customer.longitude);
    // [AutoNavi URI API: marker; longitude first, then latitude, and the coordinate system]
    if let Some((north, east)) = at.filter(|at| RoutePlace::new(at.0, at.1).is_some()) {
        return Some(format!(
            "https://uri.amap.com/marker?position={east:.6},{north:.6}&name={name}&coordinate=wgs84&src=busbar&callnative=1"
        ));
    }
    let text = customer.address.trim();
    (!text.is_empty()).then(|| {
        let keyword = escaped(text);
        format!("https://uri.amap.com/search?keyword={keyword}&src=busbar&callnative=1")
    })
}

/// Returns the `geo:` address for other map apps [RFC 5870, WGS 84]; `None` without valid coordinates.
fn geo_address(customer: &Customer) -> Option<String> {
    let (north, east) = customer.latitude.zip(customer.longitude)?;
    RoutePlace::new(north, east)?;
    let name = escaped(customer.name.trim());
    Some(format!("geo:{north:.6},{east:.6}?q={north:.6},{east:.6}({name})"))
}

/// Links to map apps; nothing if the location of the customer is unknown.
#[component]
pub fn MapLink(
    /// Customer to show on the map.
    #[prop(into)]
    customer: Signal<Option<Customer>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let of = move |of: fn(&Customer) -> Option<String>| {
        customer.with(|customer| customer.as_ref().and_then(of))
    };
    move || {
        let href = of(address)?;
        let geo = of(geo_address);
        Some(view! {
            <span class="map-links no-print">
                <a class="button quiet" href=href target="_blank" rel="noopener noreferrer">
                    <Glyph icon=Icon::Place />
                    <span>{t!(i18n, visit.to_map)}</span>
                </a>
                {geo
                    .map(|href| {
                        view! {
                            <a class="button quiet" href=href>
                                <span>{t!(i18n, visit.to_other_map)}</span>
                            </a>
                        }
                    })}
            </span>
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Id, Record};

    fn customer(at: Option<(f64, f64)>, address: &str) -> Customer {
        Customer {
            name: "皖北 A&B".into(),
            address: address.into(),
            latitude: at.map(|at| at.0),
            longitude: at.map(|at| at.1),
            ..Customer::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    #[test]
    fn where_a_map_program_is_led() {
        let known = customer(Some((33.633_9, 116.964)), "汴河路 12 号");
        assert_eq!(
            address(&known).unwrap(),
            "https://uri.amap.com/marker?position=116.964000,33.633900&name=%E7%9A%96%E5%8C%97%20A%26B&coordinate=wgs84&src=busbar&callnative=1"
        );
        assert_eq!(
            geo_address(&known).unwrap(),
            "geo:33.633900,116.964000?q=33.633900,116.964000(%E7%9A%96%E5%8C%97%20A%26B)"
        );
        // Exchanged or invalid coordinates: the postal address is used.
        for at in [Some((116.964, 33.633_9)), Some((0.0, 0.0)), None] {
            let one = customer(at, "路 1");
            assert_eq!(
                address(&one).unwrap(),
                "https://uri.amap.com/search?keyword=%E8%B7%AF%201&src=busbar&callnative=1"
            );
            assert_eq!(geo_address(&one), None);
        }
        assert_eq!(address(&customer(None, " ")), None);
    }
}
