//! The store in memory passes the contract of stores. The browser's does in `tests/web`.

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
