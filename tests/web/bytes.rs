//! Bytes moved from the browser's memory to the program's.

use busbar::platform::bytes::take;
use js_sys::Uint8Array;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn what_is_large_is_not_in_memory_twice() {
    let large = vec![7; 1 << 17];
    for (given, left) in [(&large[..], 0), (&large[..3], 3)] {
        let browsers = Uint8Array::from(given);
        assert_eq!(take(browsers.clone().into()), given);
        assert_eq!(browsers.length(), left);
        let browsers = Uint8Array::from(given);
        assert_eq!(take(browsers.buffer().into()), given);
        assert_eq!(browsers.length(), left);
    }
    assert!(take(Uint8Array::new_with_length(0).into()).is_empty());
}
