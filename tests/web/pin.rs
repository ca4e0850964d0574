//! Slow hash of the PIN, compared with published values, and its stored form.

use busbar::{
    platform::{crypto, preferences},
    state::pin::{Lock, PinError, Tried, Tries},
};
use wasm_bindgen_test::wasm_bindgen_test;

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// PBKDF2-HMAC-SHA-256 [RFC 7914, 11], first 32 octets.
#[wasm_bindgen_test]
async fn the_slow_hash_is_the_published_one() {
    for (secret, salt, rounds, expected) in [
        ("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
        (
            "Password",
            "NaCl",
            80_000,
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56",
        ),
    ] {
        let hash = crypto::slow_hash(secret, salt.as_bytes(), rounds).await;
        assert_eq!(hash.map(hex).as_deref(), Some(expected), "{secret}");
    }
}

#[wasm_bindgen_test]
async fn only_the_pin_opens_and_nothing_of_it_is_kept() {
    assert_eq!(Lock::pin("12").await, Err(PinError::NoPin));
    let lock = Lock::pin("2468").await.unwrap();
    let kept = preferences::load("pin").unwrap();
    assert!(!kept.contains("2468"), "{kept}");
    assert_eq!(Lock::load(), lock);
    // A second time, with a different salt.
    assert_ne!(Lock::pin("2468").await.unwrap(), lock);
    let lock = Lock::load();
    let Tried::Wrong(tries) = lock.try_pin("1357").await else {
        panic!("a wrong PIN opened");
    };
    assert_eq!(tries.left(), 4);
    assert_eq!(Tries::load(), tries, "over a reload");
    assert_eq!(lock.try_pin("２４６８").await, Tried::Right);
    assert_eq!(Tries::load(), Tries::default());
    // While locked, the right PIN does not open it either.
    for _ in 0..5 {
        lock.try_pin("1357").await;
    }
    assert!(matches!(lock.try_pin("2468").await, Tried::Wrong(_)));
    Lock::undecided();
}
