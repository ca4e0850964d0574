//! A visit in the browser: a photo is downscaled, and the record from check-in to signature.

use busbar::{
    platform::photo,
    state::{
        commands::{
            record::{add, change_detached, fresh},
            visit::{FollowUp, arrive, found, leave, promise, sign},
        },
        visit::Captured,
        workspace::{Opening, Workspace},
    },
};
use busbar_core::domain::{
    Customer, Id, Link, Record,
    attachment::AttachmentKind,
    visit::{Finding, FindingKind, Visit, VisitState},
};
use leptos::{mount::mount_to_body, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use super::until;

fn file(bytes: &[u8]) -> Blob {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence(&parts).unwrap()
}

async fn size(bytes: &[u8]) -> (u32, u32) {
    let window = web_sys::window().unwrap();
    let decoded = window.create_image_bitmap_with_blob(&file(bytes)).unwrap();
    let picture: ImageBitmap = JsFuture::from(decoded).await.unwrap().unchecked_into();
    (picture.width(), picture.height())
}

/// Creates a drawing of this size, half of it transparent, as PNG.
async fn drawing(width: u32, height: u32) -> Blob {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height) / 2.0);
    let drawn = js_sys::Promise::new(&mut |done, _| canvas.to_blob(&done).unwrap());
    JsFuture::from(drawn).await.unwrap().unchecked_into()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[wasm_bindgen_test]
async fn a_photo_is_made_small_and_says_no_more_than_it_shows() {
    let small = photo::shrink(&drawing(2400, 1200).await, 1600).await.unwrap();
    assert_eq!(small[..2], [0xff, 0xd8], "JPEG");
    assert_eq!(size(&small).await, (1600, 800));

    // In the form written by a camera: place and owner in a separate segment, right after the start.
    let mut told = vec![0xff, 0xd8, 0xff, 0xe1, 0, 18];
    told.extend(b"Exif\0\0owner=Wang");
    told.truncate(2 + 2 + 18);
    told.extend(&small[2..]);
    assert!(holds(&told, b"Exif"));
    let plain = photo::shrink(&file(&told), 1600).await.unwrap();
    assert!(!holds(&plain, b"Exif"));
    assert_eq!(size(&plain).await, (1600, 800));

    for broken in [&b"no photo"[..], &small[..200], &[]] {
        assert_eq!(photo::shrink(&file(broken), 1600).await, None);
    }
}

#[wasm_bindgen_test]
async fn from_the_check_in_to_what_was_signed() {
    mount_to_body(|| ());
    let owner = Owner::new();
    let workspace = owner.with(Workspace::provide);
    until(|| workspace.opening.get() == Opening::Ready).await;
    let customer =
        Customer { name: "甲".into(), account_manager: "王".into(), ..Customer::empty(fresh()) };
    add(workspace, &customer).await.unwrap();
    let today = workspace.facts.today();
    let id: Id<Visit> = fresh();
    let planned = Visit {
        customer: Some(customer.id),
        account_manager: customer.account_manager.clone(),
        planned_on: Some(today),
        ..Visit::empty(id)
    };
    // Adding the same record twice creates one visit.
    for _ in 0..2 {
        add(workspace, &planned).await.unwrap();
    }
    let visits = workspace.tables.visits;
    assert_eq!(visits.with_untracked(|all| all.of(customer.id).count()), 1);
    let captured = owner.with(|| Captured::new(id, customer.id));
    let state = move || captured.visit.get().state(today);
    until(|| state() == VisitState::Planned).await;
    assert_eq!(untrack(|| captured.visit.get()).account_manager, "王".into());

    arrive(workspace, id);
    until(|| state() == VisitState::Underway).await;
    let arrived = untrack(|| captured.visit.get()).arrived_at;
    arrive(workspace, id);
    found(workspace, &untrack(|| captured.visit.get()), FindingKind::Safety);
    until(|| captured.findings.read().len() == 1).await;
    assert_eq!(untrack(|| captured.visit.get()).arrived_at, arrived);

    let finding = untrack(|| captured.findings.get()).remove(0);
    let follows = FollowUp::of_finding(&finding);
    promise(workspace, &untrack(|| captured.visit.get()), follows);
    until(|| captured.actions.read().len() == 1).await;
    let following = owner.with(|| captured.following(Link::to(finding.id)));
    assert_eq!(untrack(|| following.get()).len(), 1);

    leave(workspace, id);
    until(|| state() == VisitState::Done).await;
    let report = owner.with(|| captured.for_customer());
    let (before, report) = untrack(|| (captured.visit.get(), report.get()));
    let signature = (fresh(), "<svg/>".into());
    sign(workspace, &before, &report, "李".into(), signature).await.unwrap();
    let (signature, differs) =
        owner.with(|| (captured.signature(), captured.differs_from_signed()));
    until(|| signature.read().is_some()).await;
    let signature = untrack(|| signature.get()).unwrap();
    assert_eq!(signature.kind, Some(AttachmentKind::Signature));
    let kept = workspace.ledger().unwrap().blob(&signature.blob).await;
    assert_eq!(kept.unwrap().as_deref(), Some(&b"<svg/>"[..]));
    assert_eq!(untrack(|| differs.get()), Some(false));

    change_detached(workspace, finding.id, |finding: &mut Finding| {
        finding.text = "油位偏低".into();
    });
    until(|| differs.get() == Some(true)).await;
}
