//! The in-memory store passes the storage contract. The browser's store does in `tests/web`.

use busbar_core::storage::Memory;

macro_rules! native {
    ($name:ident, $body:expr) => {
        #[test]
        fn $name() {
            pollster::block_on($body);
        }
    };
}

busbar_core::storage_contract!(native, Memory::default());
